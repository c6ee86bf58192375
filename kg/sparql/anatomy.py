"""What is known of a query from its tokens, without parsing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.sparql.tokens import Token, tokens

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
"""The words of which a query has one outside its groups."""
_PIECES = frozenset(
    [
        *"|&+-*/^!{.;",
        "UNION",
        "MINUS",
        "OPTIONAL",
        "BIND",
        "FILTER",
        "GRAPH",
        "VALUES",
        "LATERAL",
        "AS",
    ]
)
"""Operators, and what parts one pattern from the next."""
_KEPT = 8
"""Queries whose anatomy is remembered: several stages ask for that of the query at hand."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a pair of braces holds."""

    tokens: tuple[Token, ...]
    start: int
    """The place behind the opening brace."""
    end: int
    """The place of the closing brace, or the end of the text."""


@dataclass(frozen=True, slots=True)
class Projection:
    """What a SELECT asks for, and where it can come from."""

    variables: tuple[Token, ...]
    """Those that are asked for as they are, not as the name of an expression."""
    body: tuple[Token, ...]
    """The pattern, and all that follows it."""


@dataclass(frozen=True, slots=True)
class QueryText:
    """The text of a query, split into tokens once."""

    text: str
    tokens: tuple[Token, ...]

    @property
    def variables(self) -> set[str]:
        """Return the names of all variables."""
        return {
            token.text[1:] for token in self.tokens if token.kind == "variable"
        }

    @property
    def declared_prefixes(self) -> dict[str, str]:
        """Return the prefixes that the query declares, with their namespaces."""
        found: dict[str, str] = {}
        end = Token("mark", "", len(self.text))
        padded = (*self.tokens, end)
        for i, token in enumerate(self.tokens[:-1]):
            if token.kind != "word" or token.text.upper() != "PREFIX":
                continue
            prefix = padded[i + 1].text.removesuffix(":")
            namespace = padded[i + 2]
            is_iri = namespace.kind == "iri"
            found[prefix] = namespace.text[1:-1] if is_iri else ""
        return found

    @property
    def used_prefixes(self) -> set[str]:
        """Return the prefixes of all names, those that are declared included."""
        return {
            token.text.partition(":")[0]
            for token in self.tokens
            if token.kind == "curie"
        }

    @property
    def form(self) -> str | None:
        """Return one of FORMS, or None for what is no query."""
        head = self._head()
        return None if head is None else self.tokens[head].text.upper()

    @property
    def prologue(self) -> str:
        """Return what is before the form, such as the declarations of prefixes."""
        head = self._head()
        return (
            self.text if head is None else self.text[: self.tokens[head].start]
        )

    @property
    def template(self) -> Group | None:
        """Return the template of a CONSTRUCT, None where it has none of its own."""
        if self.form != "CONSTRUCT" or self._is_short():
            return None
        return next(self._groups(), None)

    @property
    def pattern(self) -> Group | None:
        """Return the outermost group of a query.

        None where there is none, as in DESCRIBE <x>, and for CONSTRUCT WHERE { … }, which
        is a template as well.
        """
        if self._is_short():
            return None
        groups = self._groups()
        if self.form == "CONSTRUCT":
            next(groups, None)
        return next(groups, None)

    @property
    def projection(self) -> Projection | None:
        """Return the projection of the outermost SELECT, or None for another form of query."""
        head = self._head()
        pattern = self.pattern
        if head is None or pattern is None or self.form != "SELECT":
            return None
        asked = [
            token for token in self.tokens[head:] if token.start < pattern.start
        ]
        body = self.tokens[head + len(asked) :]
        variables = (
            token
            for token in asked
            if token.kind == "variable" and token.depth == 0
        )
        return Projection(tuple(variables), body)

    @property
    def depth(self) -> int:
        """Return how many brackets are inside each other."""
        depths = (
            token.depth + 1 for token in self.tokens if _is_mark(token, "([{")
        )
        return max(depths, default=0)

    @property
    def pieces(self) -> int:
        """Return the number of operators and patterns.

        Not of the data of VALUES or the arguments of functions.
        """
        count = 0
        in_data = False
        before = ""
        for token in self.tokens:
            word = token.text.upper()
            if in_data:
                in_data = not _is_mark(token, "}")
            elif word == ",":
                count += token.bracket != "("
            elif word in _PIECES and not word == before == "^":
                count += 1
                in_data = word == "VALUES"
            before = word
        return count

    @property
    def triple_terms(self) -> int:
        """Return how often `<<` occurs."""
        return sum(
            one.text == two.text == "<" and two.start == one.start + 1
            for one, two in pairwise(self.tokens)
        )

    def _head(self) -> int | None:
        for i, token in enumerate(self.tokens):
            if token.kind == "word" and token.text.upper() in FORMS:
                return i
        return None

    def _is_short(self) -> bool:
        """Return whether this is CONSTRUCT WHERE { … }."""
        head = self._head()
        if head is None or self.form != "CONSTRUCT":
            return False
        after = self.tokens[head + 1 : head + 2]
        words = [token.text.upper() for token in after]
        return words == ["WHERE"]

    def _groups(self) -> Iterator[Group]:
        """Yield the groups behind the form that are in no brackets."""
        head = self._head()
        opened: int | None = None
        for i, token in enumerate(self.tokens):
            if head is None or i < head or token.depth > 0:
                continue
            if opened is None and _is_mark(token, "{"):
                opened = i
            elif opened is not None and _is_mark(token, "}"):
                yield self._group(opened, i)
                opened = None
        if opened is not None:
            yield self._group(opened, len(self.tokens))

    def _group(self, opened: int, closed: int) -> Group:
        is_closed = closed < len(self.tokens)
        end = self.tokens[closed].start if is_closed else len(self.text)
        return Group(
            self.tokens[opened + 1 : closed], self.tokens[opened].start + 1, end
        )


@lru_cache(_KEPT)
def dissect(text: str) -> QueryText:
    """Split a query into tokens; one that was split just now is not split again."""
    return QueryText(text, tuple(tokens(text)))


def _is_mark(token: Token, marks: str) -> bool:
    return token.kind == "mark" and token.text in marks
