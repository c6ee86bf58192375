"""Values for the variables of a query, bound as terms and never pasted as text."""

from collections.abc import Mapping

import pyoxigraph as ox

from kg.errors import ParameterError
from kg.model.terms import Term
from kg.sparql.anatomy import dissect


def bind(text: str, bindings: Mapping[str, Term]) -> str:
    """Give values to the variables of a query, by a VALUES block at the head of its outermost group.

    A block at the end would do by SPARQL 1.1 section 18.2.4.3, but Jena joins it after the SELECT
    expressions, which then do not see the values, and Virtuoso does not join it at all. Only a query
    without a group (DESCRIBE <x>) has it at the end.

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
    names = " ".join(f"?{name}" for name in bindings)
    values = " ".join(str(term) for term in bindings.values())
    block = f"VALUES ({names}) {{ ({values}) }}"
    pattern = query.pattern
    if pattern is None:
        return f"{text}\n{block}"
    return f"{text[: pattern.start]} {block} {text[pattern.start :]}"
