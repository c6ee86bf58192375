"""A store on a server: any that speaks the SPARQL 1.1 Protocol. The only module that opens connections.

Queries and updates are posted as forms (https://www.w3.org/TR/sparql11-protocol/), the one way that every server takes.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.errors import AnswerCutOff, ParameterError, StoreError
from kg.model.vocabulary import PREFIXES
from kg.rdf.syntaxes import N_TRIPLES, SYNTAXES
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
_WAIT, _CONNECT, _CHUNK, _CLOSING = 0.5, 10.0, 1 << 16, 16
_LIMIT_HEADER = "X-SPARQL-MaxRows"
"""By which Virtuoso says that it has left rows out."""
_ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_CHEAPEST_FIRST = sorted(SYNTAXES, key=lambda syntax: syntax != N_TRIPLES)
_TRIPLES = {
    kind: syntax for syntax in _CHEAPEST_FIRST for kind in syntax.answer_types
}
_ENDS = {
    "application/sparql-results+xml": b"sparql>",
    **{kind: syntax.answer_end for kind, syntax in _TRIPLES.items()},
}
"""How an answer ends that is whole, where the reader would take less for one."""
_ANSWERS = {"SELECT": ox.QuerySolutions, "ASK": ox.QueryBoolean}
"""What a form of query is answered with; the others, with triples."""


@dataclass(frozen=True, slots=True)
class EndpointStore:
    """A graph on a server: facts, ontology and what the rules derive, in its default graph."""

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
        response = self.post(
            self.url,
            {"query": declare_prefixes(text)},
            ", ".join(_accepted(text)),
        )
        if limit := response.headers.get(_LIMIT_HEADER):
            response.close()
            raise AnswerCutOff(
                f"{self.place}: the server gives at most {limit} rows, this answer has more; add LIMIT, or"
                " ask for a part"
            )
        given = (
            response.headers.get("Content-Type", "").partition(";")[0].strip()
        )
        kind = given.lower()
        body: Any = _Body(self, response, _ENDS.get(kind, b""))
        wanted = _ANSWERS.get(_form(text))
        try:
            if kind in _ROWS and wanted is not None:
                answer = ox.parse_query_results(body, format=_ROWS[kind])
                if isinstance(answer, wanted):
                    return answer
            elif kind in _TRIPLES and wanted is None:
                quads = ox.parse(body, format=_TRIPLES[kind].format)
                return (quad.triple for quad in quads)
        except SyntaxError as error:
            raise StoreError(
                f"{self.place}: the answer is not what its type says ({kind}): {error.msg}"
            ) from error
        response.close()
        if kind in _ROWS or kind in _TRIPLES:
            raise StoreError(
                f"{self.place}: answered {_form(text)} with something else ({kind}); is it a SPARQL 1.1 server?"
            )
        what = (
            "a web page"
            if kind == "text/html"
            else shown(given, self.url) or "something without a type"
        )
        raise StoreError(
            f"{self.place}: answered with {what}, not with SPARQL results; is this the address for queries?"
        )

    def post(
        self, url: str, fields: dict[str, str], accept: str = "*/*"
    ) -> "urllib3.BaseHTTPResponse":
        """Post a form and return an answer whose status is fine and whose body is still to be read.

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
        raise StoreError(
            f"{without_key(url)}: {refusal(response.status, said, url, response.geturl() or url)}"
        )

    def reason(self, error: Exception) -> str:
        """Say why a connection failed."""
        from urllib3 import exceptions

        while (
            isinstance(error, exceptions.MaxRetryError)
            and error.reason is not None
        ):
            error = error.reason
        match error:
            case exceptions.NameResolutionError():
                return "no server of that name is known; check the address"
            case (
                exceptions.ConnectTimeoutError()
                | exceptions.NewConnectionError()
            ):
                return "cannot be reached; is the server running, and the port right?"
            case exceptions.ReadTimeoutError():
                return f"gave no answer for {self.timeout:g} s; ask for less, or set KG_TIMEOUT"
            case exceptions.SSLError():
                return f"the connection is not safe: {error}"
            case exceptions.ResponseError():
                return "redirects too often"
            case ValueError():  # our own address has been looked at before
                return "redirects to something that is no address"
        return f"the connection broke off ({type(error).__name__})"


def _is_closed(error: Exception) -> bool:
    """Whether a server closed a connection that was kept before it answered: all that is posted can be posted twice."""
    from urllib3.exceptions import MaxRetryError, ProtocolError

    reason = error.reason if isinstance(error, MaxRetryError) else error
    return isinstance(reason, ProtocolError) and isinstance(
        reason.args[-1], ConnectionError
    )


def open_endpoint(url: str) -> EndpointStore:
    """Return the store at an address; whether it answers shows at the first query.

    Raises:
        ParameterError: the address is not one of HTTP, or holds a password; KG_TIMEOUT is no number.
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
    return EndpointStore(
        url, urllib3.PoolManager(retries=retries, timeout=limits), timeout
    )


def _timeout() -> float:
    """Return the seconds to wait for a sign of life."""
    given = os.environ.get("KG_TIMEOUT") or str(TIMEOUT)
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST:
        raise ParameterError(
            f"KG_TIMEOUT is not a number of seconds above 0, up to {_LONGEST:,}, such as 120"
        )
    return seconds


def check_syntax(text: str) -> None:
    """Raise SyntaxError for a malformed query, so that every server's faults are told alike; SERVICE is left to it."""
    if not any(
        token.text.upper() == "SERVICE" for token in dissect(text).tokens
    ):
        ox.Store().query(text, prefixes=PREFIXES)


def declare_prefixes(text: str) -> str:
    """Put the declarations of the known prefixes that a query uses before its first line."""
    query = dissect(text)
    missing = query.used_prefixes - query.declared_prefixes.keys()
    known = sorted(missing & PREFIXES.keys())
    return (
        "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in known)
        + text
    )


def _accepted(text: str) -> Iterator[str]:
    """Yield the types of answer that a form of query has, the cheapest to read first."""
    return iter(
        [
            syntax.answer_types[0]
            for syntax in _CHEAPEST_FIRST
            if syntax.answer_types
        ]
        if _form(text) not in _ANSWERS
        else _ROWS
    )


def _form(text: str) -> str:
    return dissect(text).form or "SELECT"


class _Body:
    """The body of an answer, for Oxigraph's readers; what breaks off is no answer."""

    def __init__(
        self,
        store: EndpointStore,
        response: "urllib3.BaseHTTPResponse",
        end: bytes,
    ) -> None:
        self._store, self._response, self._rest = store, response, b""
        self._end, self._last = end, b""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as many as have come up to `size`."""
        from urllib3.exceptions import HTTPError

        if not self._rest:
            try:
                self._rest = self._response.read(_CHUNK)
            except (HTTPError, OSError) as error:
                raise StoreError(
                    f"{self._store.place}: the answer broke off in the middle: {self._store.reason(error)}"
                ) from error
            if not self._rest and not self._last.endswith(self._end):
                raise StoreError(
                    f"{self._store.place}: the answer broke off in the middle"
                )
            self._last = (self._last + self._rest[-_CLOSING:]).rstrip()[
                -_CLOSING:
            ]
        if size < 0:
            size = len(self._rest)
        chunk, self._rest = self._rest[:size], self._rest[size:]
        return chunk
