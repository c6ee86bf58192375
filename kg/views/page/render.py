"""Filling the template of the page.

Data becomes JSON blocks; scripts and style are inlined and pinned by hash.
"""

import base64
import functools
import hashlib
import importlib.resources
import json
from typing import Any

from kg.network.measures import Measures
from kg.views.page.data import edges, nodes
from kg.views.page.facts import facts
from kg.views.page.subject import Subject

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
SCRIPTS = (
    "model",
    "standing",
    "elements",
    "state",
    "choice",
    "labels",
    "picture",
    "camera",
    "legend",
    "evidence",
    "panel",
    "search",
    "time",
    "table",
    "vector",
    "takeaway",
    "keyboard",
    "main",
)
"""The page's own script, in the order in which its files are joined."""


def render_page(subject: Subject) -> str:
    """Return the page for a network: pyvis hands the graph to our own template."""
    from pyvis.network import Network as Picture

    environment = _environment()
    environment.globals |= {"facts": facts(subject), "caption": subject.caption}
    picture = Picture(directed=True)
    picture.nodes = nodes(subject, Measures(subject.network))
    picture.edges = edges(subject.network)
    picture.path = "page.html.j2"
    picture.templateEnv = environment
    return str(picture.generate_html())


def _environment() -> Any:
    import jinja2
    import markupsafe

    inlined = {
        "library": _library(),
        "script": page_script(),
        "style": _own("page.css"),
    }
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("kg", "views/page"), autoescape=True
    )
    for name, text in inlined.items():
        # Our own files: they are code of the page, not text in it.
        environment.globals[name] = markupsafe.Markup(text)  # noqa: S704
        environment.globals[f"{name}_hash"] = _hash(text)
    environment.globals |= {"embed": _embed}
    return environment


def page_script() -> str:
    """Return the page's own script: its files, joined in one scope."""
    files = [_own(f"js/{name}.js") for name in SCRIPTS]
    script = "\n".join(files)
    return f'(() => {{\n"use strict";\n{script}}})();\n'


@functools.cache
def _library() -> str:
    return (importlib.resources.files("pyvis") / _VIS).read_text("utf-8")


def _own(name: str) -> str:
    """Return the text of one of our own files."""
    folder = importlib.resources.files("kg.views.page")
    return folder.joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _embed(value: Any) -> Any:
    """Return JSON that cannot end the element it is in.

    `<` is escaped, so that neither `</script>` nor `<!--` occurs.
    """
    import markupsafe

    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    escaped = text.replace("<", "\\u003c")
    return markupsafe.Markup(escaped)  # noqa: S704 - escaped in the line above
