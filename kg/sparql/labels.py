"""The label of a term, where it has labels in several languages."""


def english_label(subject: str, predicate: str, variable: str) -> str:
    """Return the pattern that binds a variable to the English label, or to any where none is English.

    Args:
        subject: a variable or a term, as a query spells it.
        predicate: `rdfs:label` or `skos:prefLabel`.
        variable: what is bound, with its question mark.
    """
    english = f'{subject} {predicate} ?english FILTER (LANG(?english) = "en")'
    is_best = f'LANG({variable}) = "en" || NOT EXISTS {{ {english} }}'
    return f"{subject} {predicate} {variable} FILTER ({is_best})"
