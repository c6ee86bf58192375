"""The label of a resource, where it has labels in several languages."""

import pyoxigraph as ox

DEFAULT_LANGUAGE = "en"


def best_label(
    subject: str,
    predicate: str,
    variable: str,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """Return the pattern that binds a variable to one label.

    It is the label in the wanted language, else the English one, else that in the language whose
    tag is the least; of several in one language it is the least. The questions in queries/ spell
    the same pattern out, with the language as a parameter.

    Args:
        subject: a variable or a term, as a query spells it.
        predicate: `rdfs:label` or `skos:prefLabel`.
        variable: what is bound, with its question mark.
        language: the tag of the wanted language.
    """
    wanted = ox.Literal(language.lower())
    return f"""{subject} {predicate} {variable} .
    FILTER NOT EXISTS {{
      VALUES ?_lang_string {{ {wanted} }}
      {subject} {predicate} ?better .
      FILTER (IF(LANG(?better) = LANG({variable}), STR(?better) < STR({variable}),
        LANG(?better) = ?_lang_string || LANG({variable}) != ?_lang_string
        && (LANG(?better) = "en" || LANG({variable}) != "en" && LANG(?better) < LANG({variable}))))
    }}"""
