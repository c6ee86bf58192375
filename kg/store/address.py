"""Addresses of servers, and the credentials that are sent to them.

Here is decided which address is accepted, which header is sent, and which part
of an address or an answer may be shown.
"""

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
"""Bytes read of a server's reason for refusing.

The second half may end in the middle of a secret and is not shown.
"""
_SHOWN: Final = 300
"""Characters shown of what a server says."""
_SHORTEST_KEY: Final = 4
"""Characters from which a part of an address may be a key."""


def without_key(url: str) -> str:
    """Return an address without the part that could hold a key."""
    return url.partition("?")[0]


def check_address(url: str) -> None:
    """Raise ParameterError unless an address is HTTP and holds no password."""
    if not _names_server(url):
        raise ParameterError(
            "the address of a SPARQL endpoint begins with http:// or https://"
            " and names a server, such as https://example.org:8890/sparql"
        )
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None:
        raise ParameterError(
            "the address holds a user name or password;"
            " set KG_USER and KG_PASSWORD (or KG_TOKEN) instead"
        )


def _names_server(url: str) -> bool:
    """Return whether an address is HTTP and names a host that can exist."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        encoded = host.encode("idna")
        port = parts.port
    except ValueError:  # of brackets, ports and names
        return False
    if parts.scheme not in ("http", "https"):
        return False
    has_space = re.search(r"\s", host) is not None
    return bool(encoded) and not has_space and port != 0


def credentials() -> dict[str, str]:
    """Return the header made of KG_TOKEN, or of KG_USER and KG_PASSWORD.

    It is not sent along to another host.
    """
    token = os.environ.get("KG_TOKEN")
    if token:
        return {"Authorization": f"Bearer {_checked_token(token)}"}
    user = os.environ.get("KG_USER")
    if user:
        password = os.environ.get("KG_PASSWORD", "")
        pair = base64.b64encode(os.fsencode(f"{user}:{password}"))
        return {"Authorization": f"Basic {pair.decode('ascii')}"}
    return {}


def _checked_token(token: str) -> str:
    """Return a token without the white space around it."""
    token = token.strip()
    if token.isascii() and token.isprintable():
        return token
    raise ParameterError(
        "KG_TOKEN holds characters that no token has; set it again"
    )


def refusal(status: int, body: bytes, url: str, final: str) -> str:
    """Say why a server does not answer, in its own words where it has any.

    Args:
        final: the address after redirects.
    """
    if status in (401, 403):
        return _no_access(status, url, urljoin(url, final))
    if status in (404, 405, 410):
        return f"no SPARQL endpoint is at this address ({status}); check it"
    if status in RETRIED:
        return (
            f"the server is not available ({status}),"
            f" also after {TRIES} more tries; try later"
        )
    failure = "does not take this" if status < 500 else "failed"
    text = shown(body.decode("utf-8", "replace"), url)
    reason = f": {text}" if text else ""
    return f"the server {failure} ({status}){reason}"


def _no_access(status: int, url: str, final: str) -> str:
    """Say what to do about credentials that are missing or refused."""
    if not credentials():
        return (
            f"the server asks for credentials ({status}):"
            " set KG_USER and KG_PASSWORD, or KG_TOKEN"
        )
    if _origin(final) != _origin(url):
        return (
            f"redirects to {without_key(final)}, which asks for credentials"
            f" ({status}); those in the environment"
            " are not sent along to another server: name that address"
        )
    return f"the server refuses the credentials in the environment ({status})"


def _origin(url: str) -> tuple[str, str]:
    """Return the scheme and the server of an address."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def shown(text: str, url: str) -> str:
    """Return the start of what a server says, without the secrets it may repeat.

    Credentials and keys are taken out before anything is cut or folded.
    """
    secrets = _credentials_in_use() + _keys_in(url)
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "…")
    words = text[: MOST_SAID // 2].split()
    return " ".join(words)[:_SHOWN]


def _credentials_in_use() -> list[str]:
    _, _, sent = credentials().get("Authorization", "").partition(" ")
    token = os.environ.get("KG_TOKEN")
    password = os.environ.get("KG_PASSWORD")
    return [secret for secret in (sent, token, password) if secret]


def _keys_in(url: str) -> list[str]:
    """Return the parts of an address that may be keys, as written and decoded."""
    query = urlsplit(url).query
    parts = [query]
    for field in query.split("&"):
        _, _, value = field.partition("=")
        parts.append(value)
    for _, value in parse_qsl(query):
        parts.append(value)
    return [part for part in parts if len(part) >= _SHORTEST_KEY]
