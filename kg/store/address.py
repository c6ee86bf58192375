"""Addresses of servers, and credentials for them: what is taken, what is sent, and what may be shown."""

import base64
import os
import re
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from kg.errors import ParameterError

RETRIED: Final = (502, 503, 504)
TRIES: Final = 3
"""How often a server is asked again that answers with one of RETRIED."""
MOST_SAID: Final = 4000
"""Bytes that are read of why a server refuses; the last half may end in half a secret and is not shown."""
_SHOWN, _SHORTEST_KEY = 300, 4
"""Characters shown of what a server says, and from how many on a part of an address may be a key."""


def without_key(url: str) -> str:
    """Return an address without the part that could hold a key."""
    return url.partition("?")[0]


def check_address(url: str) -> None:
    """Raise ParameterError for an address that is not one of HTTP, or that holds a password."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        named = (
            host.encode("idna")
            and not re.search(r"\s", host)
            and parts.port != 0
        )
    except ValueError:  # of brackets, ports and names
        named = None
    if not named or parts.scheme not in ("http", "https"):
        raise ParameterError(
            "the address of a SPARQL endpoint begins with http:// or https:// and names a server, such as"
            " https://example.org:8890/sparql"
        )
    if parts.username is not None or parts.password is not None:
        raise ParameterError(
            "the address holds a user name or password; set KG_USER and KG_PASSWORD (or KG_TOKEN) instead"
        )


def credentials() -> dict[str, str]:
    """Return the header that KG_TOKEN, or KG_USER and KG_PASSWORD, make; it is not sent along to another host."""
    if token := os.environ.get("KG_TOKEN"):
        return {"Authorization": f"Bearer {_one_line(token)}"}
    if user := os.environ.get("KG_USER"):
        pair = os.fsencode(f"{user}:{os.environ.get('KG_PASSWORD', '')}")
        return {
            "Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"
        }
    return {}


def _one_line(token: str) -> str:
    token = token.strip()
    if not (token.isascii() and token.isprintable()):
        raise ParameterError(
            "KG_TOKEN holds characters that no token has; set it again"
        )
    return token


def refusal(status: int, body: bytes, url: str, final: str) -> str:
    """Say why a server does not answer, in its own words where it has any.

    Args:
        final: the address after redirects.
    """
    text = shown(body.decode("utf-8", "replace"), url)
    said = f": {text}" if text else ""
    there = urljoin(url, final)
    if status in (401, 403):
        if credentials() and urlsplit(there)[:2] != urlsplit(url)[:2]:
            return (
                f"redirects to {without_key(there)}, which asks for credentials ({status}); those in the environment"
                " are not sent along to another server: name that address"
            )
        if credentials():
            return f"the server refuses the credentials in the environment ({status})"
        return f"the server asks for credentials ({status}): set KG_USER and KG_PASSWORD, or KG_TOKEN"
    if status in (404, 405, 410):
        return f"no SPARQL endpoint is at this address ({status}); check it"
    if status in RETRIED:
        return f"the server is not available ({status}), also after {TRIES} more tries; try later"
    return f"the server {'does not take this' if status < 500 else 'failed'} ({status}){said}"


def shown(text: str, url: str) -> str:
    """Return the start of what a server says, without credentials and keys, which it may repeat.

    They are taken out before anything is cut or folded.
    """
    header = credentials().get("Authorization", "").partition(" ")[2]
    query = urlsplit(url).query
    keys = [
        query,
        *(part.partition("=")[2] for part in query.split("&")),
        *(value for _, value in parse_qsl(query)),
    ]
    given = [header, os.environ.get("KG_TOKEN"), os.environ.get("KG_PASSWORD")]
    secrets = [*given, *(key for key in keys if len(key) >= _SHORTEST_KEY)]
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "…")
    return " ".join(text[: MOST_SAID // 2].split())[:_SHOWN]
