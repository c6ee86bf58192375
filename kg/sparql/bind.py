"""Values for the variables of a query, bound as terms and never pasted as text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.errors import ParameterError
from kg.model.terms import Term
from kg.sparql.anatomy import dissect
from kg.sparql.tokens import Token


def bind(text: str, bindings: Mapping[str, Term]) -> str:
    """Give values to the variables of a query, by VALUES blocks at the head of groups.

    An IRI is joined by triple patterns, so the outermost group has its block. A literal is compared
    in filters, and a filter in an OPTIONAL, a UNION or a subquery does not see the values of the
    groups around it (SPARQL 1.1, section 18.2): each group that mentions the variable has a block.

    A block at the end would do by section 18.2.4.3, but Jena joins it after the SELECT
    expressions, which then do not see the values, and Virtuoso does not join it at all.
    Only a query without a group (DESCRIBE <x>) has it at the end.

    Raises:
        ParameterError: a name is no variable of the query, or a value no term that VALUES can hold.
    """
    if not bindings:
        return text
    query = dissect(text)
    variables = query.variables
    for name, term in bindings.items():
        if name not in variables:
            known = ", ".join(sorted(variables)) or "none"
            raise ParameterError(
                f"the query has no variable ?{name} to bind; it has {known}"
            )
        if not isinstance(term, ox.NamedNode | ox.Literal):
            sort = type(term).__name__
            raise ParameterError(
                f"{name} takes a NamedNode or Literal of pyoxigraph, not {sort}"
            )
    pattern = query.pattern
    if pattern is None:
        return f"{text}\n{_values(bindings, bindings)}"
    heads = _heads(query.tokens, pattern.start, bindings)
    parts = []
    end = 0
    for start in sorted(heads):
        names = [name for name in bindings if name in heads[start]]
        parts.append(f"{text[end:start]} {_values(names, bindings)} ")
        end = start
    parts.append(text[end:])
    return "".join(parts)


def _heads(
    tokens: Iterable[Token], outermost: int, bindings: Mapping[str, Term]
) -> dict[int, set[str]]:
    """Return the variables to bind at the head of each group, by its place.

    Args:
        outermost: the place behind the brace of the outermost group.
    """
    heads: dict[int, set[str]] = defaultdict(set)
    opened = [outermost]
    for token in tokens:
        if token.kind == "mark" and token.text == "{":
            opened.append(token.start + 1)
        elif token.kind == "mark" and token.text == "}" and len(opened) > 1:
            opened.pop()
        elif token.kind == "variable" and token.text[1:] in bindings:
            name = token.text[1:]
            is_literal = isinstance(bindings[name], ox.Literal)
            heads[opened[-1] if is_literal else outermost].add(name)
    return heads


def _values(names: Iterable[str], bindings: Mapping[str, Term]) -> str:
    """Return the VALUES block for some variables."""
    variables: list[str] = []
    values: list[str] = []
    for name in names:
        variables.append(f"?{name}")
        values.append(str(bindings[name]))
    return f"VALUES ({' '.join(variables)}) {{ ({' '.join(values)}) }}"
