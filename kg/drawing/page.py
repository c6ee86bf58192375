"""Fill the page's template: data as JSON blocks, scripts and style inlined and pinned by hash."""

import base64
import hashlib
import importlib.resources
import json
from typing import Any

from kg.layout import place
from kg.network import Edge, Network
from kg.ontology import OrganisationType, Status

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


def render_page(
    network: Network, statuses: dict[str, Status], types: dict[str, OrganisationType], *, title: str, note: str
) -> str:
    """Return the page for a network.

    Args:
        statuses: by notation; their line patterns tell the statuses apart.
        types: by notation; their shapes tell the organisations apart.
        title: heading of the page.
        note: what the page shows, in words: version of the data, filters, licence.
    """
    import jinja2
    import markupsafe
    from pyvis.network import Network as Picture

    files = importlib.resources.files("kg.drawing")
    scripts = {
        "library": (importlib.resources.files("pyvis") / _VIS).read_text("utf-8"),
        "script": (files / "page.js").read_text("utf-8"),
        "style": (files / "page.css").read_text("utf-8"),
    }
    environment = jinja2.Environment(loader=jinja2.PackageLoader("kg", "drawing"), autoescape=True)
    environment.globals |= {name: markupsafe.Markup(text) for name, text in scripts.items()}  # noqa: S704 - our own files
    environment.globals |= {f"{name}_hash": _hash(text) for name, text in scripts.items()}
    environment.globals |= {"title": title, "note": note, "embed": _embed, "legend": _legend(network, statuses, types)}
    picture = Picture(directed=True)
    picture.nodes = _nodes(network, types)
    picture.edges = _edges(network, statuses)
    picture.path, picture.templateEnv = "page.html.j2", environment
    return str(picture.generate_html())


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _embed(value: Any) -> Any:
    """Return JSON that no content can end: `<` is escaped, so neither `</script>` nor `<!--` occurs."""
    import markupsafe

    text = json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return markupsafe.Markup(text)  # noqa: S704 - cannot close its element, see above


def _nodes(network: Network, types: dict[str, OrganisationType]) -> list[dict[str, Any]]:
    places = place(network)
    degree = {iri: len(near) for iri, near in network.neighbours().items()}
    nodes = []
    for organisation in network.organisations.values():
        kind = types.get(organisation.type or "")
        x, y = places[organisation.iri]
        title = "\n".join(filter(None, (organisation.label, organisation.type_label, organisation.country)))
        nodes.append(
            {"id": organisation.iri, "label": organisation.label, "x": x, "y": y, "title": title,
             "shape": kind.shape if kind else "ellipse", "size": 8 + 3 * degree.get(organisation.iri, 0) ** 0.5}
        )  # fmt: skip
    return nodes


def _edges(network: Network, statuses: dict[str, Status]) -> list[dict[str, Any]]:
    beside: dict[frozenset[str], int] = {}
    edges = []
    for number, edge in enumerate(network.edges):
        pair = frozenset((edge.source, edge.target))
        beside[pair] = beside.get(pair, -1) + 1
        edges.append(
            {"id": number, "from": edge.source, "to": edge.target, "color": edge.kind.colour, "title": _tooltip(edge),
             "arrows": "to" if edge.kind.directed else "", "line": statuses[edge.status].line, "beside": beside[pair],
             "kind": edge.kind.notation, "status": edge.status}
        )  # fmt: skip
    return edges


def _tooltip(edge: Edge) -> str:
    bounds = edge.bounds
    since = " to ".join(dict.fromkeys(filter(None, (bounds.start_earliest, bounds.start_latest))))
    signed = f"signed {edge.signed}" if edge.signed else ""
    return "\n".join(filter(None, (edge.label, edge.kind.label, edge.status, since and f"began {since}", signed)))


def _legend(network: Network, statuses: dict[str, Status], types: dict[str, OrganisationType]) -> dict[str, Any]:
    """List what occurs in the picture: kinds, line patterns with their statuses, shapes with their types."""
    kinds = {edge.kind.notation: edge.kind for edge in network.edges}
    lines = sorted({(statuses[e.status].line, statuses[e.status].label) for e in network.edges}, reverse=True)
    shapes = sorted({(t.shape, t.wider_label) for o in network.organisations.values() if (t := types.get(o.type or ""))})
    return {"kinds": [kinds[k] for k in sorted(kinds)], "lines": lines, "shapes": shapes}
