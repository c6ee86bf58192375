"""Values for the variables of a query, bound as terms and never pasted as text."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.errors import ParameterError
from kg.model.terms import Term
from kg.sparql.tokens import FORMS, Token, tokens


def bind(text: str, bindings: Mapping[str, Term]) -> str:
    """Give values to the variables of a query, by a VALUES block made of terms at the head of its outermost group.

    A trailing block would do by SPARQL 1.1 section 18.2.4.3, but Jena joins it after the SELECT expressions, which then
    lack the values, and Virtuoso does not join it at all. A query without a group (DESCRIBE <x>) has it at the end.

    Raises:
        ParameterError: a name is no variable of the query, or a value no term that VALUES can hold.
    """
    if not bindings:
        return text
    found = list(tokens(text))
    variables = {token.text[1:] for token in found if token.kind == "variable"}
    for name, term in bindings.items():
        if name not in variables:
            raise ParameterError(
                f"the query has no variable ?{name} to bind; it has {', '.join(sorted(variables)) or 'none'}"
            )
        if not isinstance(term, ox.NamedNode | ox.Literal):
            raise ParameterError(
                f"{name} takes a NamedNode or Literal of pyoxigraph, not {type(term).__name__}"
            )
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(term) for term in bindings.values())
    block = f"VALUES ({names}) {{ ({terms}) }}"
    head = _outermost_group(found)
    return f"{text}\n{block}" if head is None else f"{text[:head]} {block} {text[head:]}"


def _outermost_group(of_query: Iterable[Token]) -> int | None:
    """Return the place behind the brace that opens the pattern of a query, or None if it has none that takes VALUES."""
    found = [token for token in of_query if token.kind in ("word", "mark")]
    start = next((i for i, token in enumerate(found) if token.text.upper() in FORMS), None)
    if start is None:
        return None
    template = found[start].text.upper() == "CONSTRUCT"
    if template and found[start + 1 : start + 2] and found[start + 1].text.upper() == "WHERE":
        return None
    depth = 0
    for token in found[start:]:
        if token.text == "{" and depth == 0 and not template:
            return token.start + 1
        depth += (token.text in "({") - (token.text in ")}")
        template = template and not (token.text == "}" and depth == 0)
    return None
