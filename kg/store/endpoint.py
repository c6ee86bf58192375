"""A store on a server that speaks the SPARQL 1.1 Protocol.

This is the only module that opens connections. Queries and updates are posted
as forms (https://www.w3.org/TR/sparql11-protocol/), the one way that every
server accepts.
"""

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.errors import AnswerCutOff, ParameterError, StoreError
from kg.model.vocabulary import PREFIXES
from kg.rdf.syntaxes import N_TRIPLES, SYNTAXES, Syntax
from kg.sparql.anatomy import dissect
from kg.store.address import (
    MOST_SAID,
    RETRIED,
    TRIES,
    check_address,
    credentials,
    refusal,
    shown,
    without_key,
)
from kg.store.base import Solutions

if TYPE_CHECKING:
    import urllib3

TIMEOUT: Final = 60.0
"""Seconds without a sign of life after which a server is given up; KG_TIMEOUT changes it."""
PAGE: Final = 2000
"""Relationships asked for at a time: few enough for the row limits of public servers."""
_LONGEST: Final = 1_000_000
"""Seconds that KG_TIMEOUT can ask for at most."""
_WAIT: Final = 0.5
"""Seconds before the second retry; each later wait is twice as long."""
_CONNECT: Final = 10.0
"""Seconds for a server to accept a connection."""
_CHUNK: Final = 1 << 16
"""Bytes of an answer that are read at a time."""
_CLOSING: Final = 16
"""Bytes kept of the end of an answer, to see whether it is whole."""
_LIMIT_HEADER = "X-SPARQL-MaxRows"
"""By which Virtuoso says that it has left rows out."""
_ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_CHEAPEST_FIRST = sorted(SYNTAXES, key=lambda syntax: syntax != N_TRIPLES)


def _syntaxes_by_media_type() -> dict[str, Syntax]:
    found: dict[str, Syntax] = {}
    for syntax in _CHEAPEST_FIRST:
        for media_type in syntax.answer_types:
            found[media_type] = syntax
    return found


_TRIPLES = _syntaxes_by_media_type()
_ENDS = {
    "application/sparql-results+xml": b"sparql>",
    **{kind: syntax.answer_end for kind, syntax in _TRIPLES.items()},
}
"""How a whole answer ends, where the parser would accept a part as whole."""
_ANSWERS = {"SELECT": ox.QuerySolutions, "ASK": ox.QueryBoolean}
"""The answer to a form of query; all other forms are answered with triples."""


@dataclass(frozen=True, slots=True)
class EndpointStore:
    """Facts, ontology and derived triples in the default graph of a server."""

    url: str
    connections: "urllib3.PoolManager"
    timeout: float = TIMEOUT
    page: int = PAGE

    @property
    def place(self) -> str:
        """Return the address as it may be shown."""
        return without_key(self.url)

    def query(self, text: str) -> Solutions:
        """Answer a SPARQL query; the answer is read as it arrives.

        Raises:
            SyntaxError: the query is malformed.
            AnswerCutOff: the server says that it left out rows.
            StoreError: the server does not answer, or not in SPARQL.
        """
        check_syntax(text)
        form = _form(text)
        fields = {"query": declare_prefixes(text)}
        response = self.post(self.url, fields, ", ".join(_accepted(form)))
        limit = response.headers.get(_LIMIT_HEADER)
        if limit:
            response.close()
            raise AnswerCutOff(
                f"{self.place}: the server gives at most {limit} rows,"
                " this answer has more; add LIMIT, or ask for a part"
            )
        content_type = response.headers.get("Content-Type", "")
        media_type = content_type.partition(";")[0].strip()
        answer = self._parse(response, media_type.lower(), form)
        if answer is None:
            response.close()
            raise StoreError(
                f"{self.place}: {self._unexpected(media_type, form)}"
            )
        return answer

    def _parse(
        self, response: "urllib3.BaseHTTPResponse", media_type: str, form: str
    ) -> Solutions | None:
        """Return an answer, None if it is not of the sort that was asked for."""
        body: Any = _Body(self, response, _ENDS.get(media_type, b""))
        wanted = _ANSWERS.get(form)
        try:
            if wanted is not None and media_type in _ROWS:
                rows = ox.parse_query_results(body, format=_ROWS[media_type])
                return rows if isinstance(rows, wanted) else None
            if wanted is None and media_type in _TRIPLES:
                syntax = _TRIPLES[media_type]
                quads = ox.parse(body, format=syntax.format)
                return (quad.triple for quad in quads)
        except SyntaxError as error:
            raise StoreError(
                f"{self.place}: the answer is not what its type says"
                f" ({media_type}): {error.msg}"
            ) from error
        return None

    def _unexpected(self, media_type: str, form: str) -> str:
        """Say that an answer is not of the sort that was asked for."""
        lower = media_type.lower()
        if lower in _ROWS or lower in _TRIPLES:
            return (
                f"answered {form} with something else ({lower});"
                " is it a SPARQL 1.1 server?"
            )
        what = shown(media_type, self.url) or "something without a type"
        if lower == "text/html":
            what = "a web page"
        return (
            f"answered with {what}, not with SPARQL results;"
            " is this the address for queries?"
        )

    def post(
        self, url: str, fields: dict[str, str], accept: str = "*/*"
    ) -> "urllib3.BaseHTTPResponse":
        """Post a form and return the answer, whose body is still to be read.

        Raises:
            StoreError: the server cannot be reached, does not answer in time, or refuses.
        """
        from urllib3.exceptions import HTTPError

        ask = partial(
            self.connections.request_encode_body,
            "POST",
            url,
            fields=fields,
            headers={"Accept": accept, **credentials()},
            encode_multipart=False,
            preload_content=False,  # type: ignore[arg-type]
        )
        try:
            try:
                response = ask()
            except HTTPError as error:
                if not _is_closed(error):
                    raise
                response = ask()
            if response.status < 300:
                return response
            said = response.read(MOST_SAID)
            response.close()
        except (HTTPError, OSError, ValueError) as error:
            raise StoreError(
                f"{without_key(url)}: {self.reason(error)}"
            ) from error
        final = response.geturl() or url
        reason = refusal(response.status, said, url, final)
        raise StoreError(f"{without_key(url)}: {reason}")

    def reason(self, error: Exception) -> str:
        """Say why a connection failed."""
        from urllib3 import exceptions

        cause = _cause(error)
        match cause:
            case exceptions.NameResolutionError():
                return "no server of that name is known; check the address"
            case (
                exceptions.ConnectTimeoutError()
                | exceptions.NewConnectionError()
            ):
                return (
                    "cannot be reached; is the server running,"
                    " and the port right?"
                )
            case exceptions.ReadTimeoutError():
                return (
                    f"gave no answer for {self.timeout:g} s;"
                    " ask for less, or set KG_TIMEOUT"
                )
            case exceptions.SSLError():
                return f"the connection is not safe: {cause}"
            case exceptions.ResponseError():
                return "redirects too often"
            case ValueError():  # our own address has been looked at before
                return "redirects to something that is no address"
        return f"the connection broke off ({type(cause).__name__})"


def _cause(error: Exception) -> Exception:
    """Return the error of the last try, after which urllib3 gave up."""
    from urllib3.exceptions import MaxRetryError

    while isinstance(error, MaxRetryError) and error.reason is not None:
        error = error.reason
    return error


def _is_closed(error: Exception) -> bool:
    """Return whether a server closed a kept connection before it answered.

    Then the form is posted a second time, which does no harm.
    """
    from urllib3.exceptions import MaxRetryError, ProtocolError

    reason = error.reason if isinstance(error, MaxRetryError) else error
    if not isinstance(reason, ProtocolError):
        return False
    return isinstance(reason.args[-1], ConnectionError)


def open_endpoint(url: str) -> EndpointStore:
    """Return the store at an address; nothing is sent before the first query.

    Raises:
        ParameterError: the address is not one of HTTP or holds a password, or
            KG_TIMEOUT is not a number.
    """
    import urllib3

    check_address(url)
    timeout = _timeout()
    retries = urllib3.Retry(
        total=2 * TRIES,
        connect=1,
        read=0,
        redirect=TRIES,
        status=TRIES,
        other=0,
        status_forcelist=RETRIED,
        allowed_methods=None,
        backoff_factor=_WAIT,
        raise_on_status=False,
        respect_retry_after_header=False,
    )
    limits = urllib3.Timeout(connect=min(_CONNECT, timeout), read=timeout)
    connections = urllib3.PoolManager(retries=retries, timeout=limits)
    return EndpointStore(url, connections, timeout)


def _timeout() -> float:
    """Return the seconds to wait for a sign of life."""
    given = os.environ.get("KG_TIMEOUT") or str(TIMEOUT)
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST:
        raise ParameterError(
            "KG_TIMEOUT is not a number of seconds above 0,"
            f" up to {_LONGEST:,}, such as 120"
        )
    return seconds


def check_syntax(text: str) -> None:
    """Raise SyntaxError for a malformed query.

    Checked here, a malformed query is explained in the same words whatever the
    server. A query with SERVICE is left to the server.
    """
    words = {token.text.upper() for token in dissect(text).tokens}
    if "SERVICE" not in words:
        ox.Store().query(text, prefixes=PREFIXES)


def declare_prefixes(text: str) -> str:
    """Declare the known prefixes that a query uses, before its first line."""
    query = dissect(text)
    missing = query.used_prefixes - query.declared_prefixes.keys()
    known = sorted(missing & PREFIXES.keys())
    declarations = [f"PREFIX {name}: <{PREFIXES[name]}> " for name in known]
    return "".join(declarations) + text


def _accepted(form: str) -> list[str]:
    """Return the media types for a form of query, the cheapest to read first."""
    if form in _ANSWERS:
        return list(_ROWS)
    return [
        syntax.answer_types[0]
        for syntax in _CHEAPEST_FIRST
        if syntax.answer_types
    ]


def _form(text: str) -> str:
    return dissect(text).form or "SELECT"


class _Body:
    """The body of an answer, for Oxigraph's parsers.

    An answer that breaks off raises StoreError.
    """

    def __init__(
        self,
        store: EndpointStore,
        response: "urllib3.BaseHTTPResponse",
        end: bytes,
    ) -> None:
        self._store = store
        self._response = response
        self._end = end
        self._rest = b""
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as many as have come up to `size`."""
        if not self._rest:
            self._rest = self._receive()
        if size < 0:
            size = len(self._rest)
        chunk = self._rest[:size]
        self._rest = self._rest[size:]
        return chunk

    def _receive(self) -> bytes:
        """Return the next bytes from the server, none at the end."""
        from urllib3.exceptions import HTTPError

        broken = f"{self._store.place}: the answer broke off in the middle"
        try:
            received = self._response.read(_CHUNK)
        except (HTTPError, OSError) as error:
            reason = self._store.reason(error)
            raise StoreError(f"{broken}: {reason}") from error
        if not received and not self._last.endswith(self._end):
            raise StoreError(broken)
        closing = self._last + received[-_CLOSING:]
        self._last = closing.rstrip()[-_CLOSING:]
        return received
