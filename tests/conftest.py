"""What the tests share: the invented world of `fixture/`, the bundled data, and the command line as a user runs it."""

import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from typer.testing import CliRunner, Result

from kg import KnowledgeGraph
from kg.cli import app
from kg.model.vocabulary import PREFIXES
from kg.workspace.folders import bundled

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(
    str(ROOT)
)  # for `benchmarks`; behind the installed package, which is the one that is tested
FIXTURE = ROOT / "tests" / "fixture"


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Children hear Ctrl-C also where the tests run in the background, as a shell's job that ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start programs, which are ended with the test, also when it fails."""
    with ExitStack() as started:

        def start(
            command: list[object], **options: object
        ) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [str(word) for word in command], text=True, **options
            )
            started.enter_context(process)  # waits for it and closes its pipes
            started.callback(process.kill)
            return process

        yield start


@pytest.fixture
def children_cpu() -> Callable[[], float]:
    """Return the seconds of CPU time that children that have ended took since the test began."""

    def seconds() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = seconds()
    return lambda: seconds() - before


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def invented() -> KnowledgeGraph:
    """The invented world: every situation that the questions tell apart."""
    return KnowledgeGraph.open(FIXTURE)


@pytest.fixture(scope="session")
def graph() -> KnowledgeGraph:
    """The bundled data."""
    return KnowledgeGraph.open(bundled())


@dataclass(frozen=True)
class World:
    """Data with the texts that they were read from."""

    root: Path
    texts: Path

    def files(self) -> list[Path]:
        return sorted((self.root / "data").rglob("*.ttl"))


def worlds() -> dict[str, World]:
    """Return the invented world, and the bundled data where their texts, which are not in the repository, are at hand."""
    found = {
        "invented": World(
            ROOT / "tests" / "proven", ROOT / "tests" / "proven" / "texts"
        )
    }
    texts = ROOT.parent / "shared" / "sources"
    if texts.is_dir():
        found["bundled"] = World(bundled(), texts)
    return found


@pytest.fixture(params=worlds())
def world(request: pytest.FixtureRequest) -> World:
    return worlds()[request.param]


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `kg` with arguments, on the invented world unless --data says otherwise."""
    monkeypatch.setenv("KG_DATA", str(FIXTURE))
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *arguments, **options: CliRunner().invoke(
        app, [str(a) for a in arguments], **options
    )


@pytest.fixture
def with_facts(tmp_path: Path) -> Callable[[str], Path]:
    """Return the invented world with some more facts, in Turtle without the prefixes of its data, as a workspace."""

    def make(text: str) -> Path:
        shutil.copytree(FIXTURE, tmp_path / "world")
        prefixes = PREFIXES | {"": "https://example.org/id/"}
        head = "".join(
            f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items()
        )
        (tmp_path / "world" / "data" / "more.ttl").write_text(
            head + text, "utf-8"
        )
        return tmp_path / "world"

    return make


def in_rdflib(triples: list[ox.Triple]) -> rdflib.Graph:
    """Return triples as an rdflib graph in its own memory, with its own SPARQL engine."""
    graph = rdflib.Graph()
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    return graph.parse(data=written, format="nt")


@pytest.fixture(scope="session")
def to_rdflib() -> Callable[[list[ox.Triple]], rdflib.Graph]:
    return in_rdflib
