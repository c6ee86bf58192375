import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import KnowledgeGraph
from kg.errors import KgError, ParameterError, StoreError, TurtleError
from kg.store.folder import DATABASE, MARKER, current, open_folder, replacing
from kg.store.load import find_sources, load_folder
from kg.workspace.files import write_file
from kg.workspace.folders import Workspace, bundled

KG = Path(sys.executable).with_name("kg")
WORKSPACE = Workspace(bundled(), "bundled")
FACT = "<https://example.org/a> <https://example.org/p> <https://example.org/{}> .\n"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { <https://example.org/a> <https://example.org/p> ?o }"


def ignore(told):
    pass


def facts(path: Path, numbers) -> Path:
    content = "".join(FACT.format(n) for n in numbers).encode()
    path.write_bytes(
        gzip.compress(content, mtime=0) if path.suffix == ".gz" else content
    )
    return path


def load(store: Path, *files: Path, form=None):
    return load_folder(store, find_sources(files, form), WORKSPACE, ignore)


def held(store: Path) -> int:
    return int(
        KnowledgeGraph(WORKSPACE, open_folder(store))
        .query(COUNT)
        .rows[0][0]
        .value
    )


def tree(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


@pytest.fixture
def store(tmp_path):
    load(tmp_path / "store", facts(tmp_path / "first.nt", range(3)))
    return tmp_path / "store"


def run(*arguments, **options):
    return subprocess.run(
        [KG, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


def test_a_folder_holds_what_memory_holds(invented, tmp_path):
    load_folder(
        tmp_path / "s",
        find_sources(invented.workspace.data_files()),
        invented.workspace,
        ignore,
    )
    assert set(open_folder(tmp_path / "s").inner) == set(invented.store.inner)


def test_a_load_leaves_nothing_for_the_database_to_merge(invented, tmp_path):
    load_folder(
        tmp_path / "s",
        find_sources(invented.workspace.data_files()),
        invented.workspace,
        ignore,
    )
    database = current(tmp_path / "s") / DATABASE
    tables = sorted(path.name for path in database.glob("*.sst"))
    ox.Store(str(database)).optimize()
    assert sorted(path.name for path in database.glob("*.sst")) == tables != []


def test_the_same_file_again_is_the_same_store(store, tmp_path):
    before = set(open_folder(store).inner)
    loaded = load(store, tmp_path / "first.nt")
    assert loaded.triples == loaded.before == len(before)
    assert set(open_folder(store).inner) == before


def test_a_second_file_is_added_to_the_first(store, tmp_path):
    load(store, facts(tmp_path / "second.nt", range(2, 6)))
    assert held(store) == 6


def test_rules_see_what_earlier_loads_brought(tmp_path):
    prefixes = "@prefix kg: <https://w3id.org/institutional-kg/ontology#> .\n@prefix : <https://example.org/> .\n"
    prefixes += "@prefix adms: <http://www.w3.org/ns/adms#> .\n@prefix status: <https://w3id.org/institutional-kg/status/> .\n"
    for name, part, whole in (("one", "a", "b"), ("two", "b", "c")):
        (tmp_path / f"{name}.ttl").write_text(
            f"{prefixes}:{name} a kg:Parthood ; kg:part :{part} ; kg:whole :{whole} ; adms:status status:in-force .\n"
        )
        load(tmp_path / "s", tmp_path / f"{name}.ttl")
    graph = KnowledgeGraph(WORKSPACE, open_folder(tmp_path / "s"))
    assert (
        graph.query(
            "ASK { <https://example.org/c> kg:hasPart <https://example.org/a> }"
        )
        is True
    )


@pytest.mark.parametrize("name", ["f.nt", "f.nt.gz", "f.ttl", "f.ttl.gz"])
def test_a_file_is_read_by_its_extension(tmp_path, name):
    load(tmp_path / "s", facts(tmp_path / name, range(4)))
    assert held(tmp_path / "s") == 4


@pytest.mark.parametrize(
    ("form", "extension"), [("rdfxml", ".rdf"), ("jsonld", ".jsonld")]
)
def test_other_syntaxes_are_read(tmp_path, form, extension):
    triples = ox.parse(
        facts(tmp_path / "f.nt", range(4)).read_bytes(),
        format=ox.RdfFormat.N_TRIPLES,
    )
    syntax = {"rdfxml": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD}[
        form
    ]
    (tmp_path / f"f{extension}").write_bytes(
        ox.serialize((q.triple for q in triples), format=syntax)
    )
    load(tmp_path / "s", tmp_path / f"f{extension}")
    (tmp_path / "f.txt").write_bytes((tmp_path / f"f{extension}").read_bytes())
    load(tmp_path / "s2", tmp_path / "f.txt", form=form)
    assert (held(tmp_path / "s"), held(tmp_path / "s2")) == (4, 4)


@pytest.mark.parametrize("name", ["g.jsonld", "g.jsonld.gz"])
def test_named_graphs_of_json_ld_are_loaded_into_the_one_graph(tmp_path, name):
    content = b'{"@id": "http://e.org/g", "@graph": [{"@id": "http://e.org/s", "http://e.org/p": "v"}]}'
    (tmp_path / name).write_bytes(
        gzip.compress(content) if name.endswith(".gz") else content
    )
    load(tmp_path / "s", tmp_path / name)
    graph = KnowledgeGraph(WORKSPACE, open_folder(tmp_path / "s"))
    assert graph.query('ASK { <http://e.org/s> <http://e.org/p> "v" }') is True


def test_stdin_is_read_with_a_format(tmp_path):
    text = "".join(FACT.format(n) for n in range(5))
    result = run(
        "load",
        "-",
        "--format",
        "ntriples",
        "--store",
        tmp_path / "s",
        input=text,
    )
    assert (result.returncode, result.stdout) == (0, "")
    assert held(tmp_path / "s") == 5


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path):
    (tmp_path / "f.ttl").write_bytes(b"\xef\xbb\xbf" + FACT.format(1).encode())
    load(tmp_path / "s", tmp_path / "f.ttl")
    assert held(tmp_path / "s") == 1


FAULTS = {
    "syntax.ttl": (
        FACT.format(1).encode() * 3 + b"<https://example.org/a> oops",
        r"syntax\.ttl:4:\d+: .*",
    ),
    "empty.ttl": (b" \n", r"is empty; a data file holds at least one triple"),
    "binary.nt": (bytes(range(256)), r"binary\.nt:1:\d+: .*"),
    "xml.ttl": (
        b'<?xml version="1.0"?>\n<rdf:RDF/>',
        r"it looks like RDF/XML \(--format rdfxml\)",
    ),
    "page.nt": (b"<!DOCTYPE html><html></html>", r"it looks like a web page"),
    "json.ttl": (b'{"@id": "x"}', r"it looks like JSON-LD \(--format jsonld\)"),
    "packed.ttl": (
        gzip.compress(FACT.format(1).encode()),
        r"it looks like gzip \(unpack it, or end its name in \.gz\)",
    ),
    "plain.nt.gz": (FACT.format(1).encode(), r"is not gzip, or is damaged"),
    "cut.nt.gz": (
        gzip.compress(b"".join(FACT.format(n).encode() for n in range(1000)))[
            :-20
        ],
        r"the gzip file is cut off",
    ),
    "bomb.nt.gz": (
        gzip.compress(FACT.format(1).encode() + b" " * (150 << 20)),
        r"unpacks to more than 200 times its size",
    ),
    "entities.rdf": (
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rdf:RDF xmlns:rdf='
        b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="x:y"/></rdf:RDF>',
        r"declares the entity 'a'; entities are not expanded, write the text itself",
    ),
    "deep.ttl": (
        b"<x:a> <x:p> "
        + b"<<( <x:a> <x:p> " * 100_000
        + b"<x:b>"
        + b" )>>" * 100_000
        + b" .",
        r"deep\.ttl: nests deeper than the parser can follow",
    ),
    "plain.jsonld": (
        b'{"name": "x"}',
        r"plain\.jsonld: holds no triple; its keys need an @context, or to be IRIs",
    ),
    "name.xyz": (
        b"x",
        r"unknown extension; known are \.ttl, \.nt, \.jsonld, \.rdf, each also with \.gz; or say --format",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_told_and_leaves_the_store_as_it_was(
    store, tmp_path, name
):
    content, message = FAULTS[name]
    (tmp_path / name).write_bytes(content)
    before = tree(store)
    with pytest.raises(TurtleError, match=message):
        load(store, facts(tmp_path / "good.nt", range(9)), tmp_path / name)
    assert tree(store) == before
    assert held(store) == 3


def test_a_faulty_first_load_leaves_no_folder(tmp_path):
    (tmp_path / "f.ttl").write_text("oops")
    with pytest.raises(TurtleError):
        load(tmp_path / "s", tmp_path / "f.ttl")
    assert not (tmp_path / "s").exists()


def test_a_file_that_is_not_there_and_a_format_that_is_not_known(tmp_path):
    with pytest.raises(TurtleError, match="no such file"):
        find_sources([tmp_path / "nothing.ttl"])
    with pytest.raises(TurtleError, match="is a folder; name the files in it"):
        find_sources([tmp_path])
    with pytest.raises(ParameterError, match="unknown format 'owl'"):
        find_sources([tmp_path], "owl")
    with pytest.raises(
        ParameterError, match="stdin has no extension; say --format"
    ):
        find_sources([Path("-")])


def _broken(store: Path, how: str) -> None:  # noqa: C901 - a fault a line
    generation = current(store)
    assert generation is not None
    match how:
        case "empty":
            shutil.rmtree(store)
            store.mkdir()
        case "file":
            shutil.rmtree(store)
            store.write_text("x")
        case "gone":
            shutil.rmtree(store)
        case "newer":
            (store / MARKER).write_text(
                json.dumps({"format": 2, "parts": [generation.name]})
            )
        case "marker":
            (store / MARKER).write_text("{")
        case "endless":
            (store / MARKER).write_text('{"format": Infinity}')
        case "elsewhere":
            (store / MARKER).write_text(
                json.dumps({"format": 1, "generation": "../../etc"})
            )
        case "half":
            shutil.rmtree(generation)
        case "manifest":
            next((generation / DATABASE).glob("MANIFEST*")).unlink()
        case "tables":
            for path in (generation / DATABASE).glob("*.sst"):
                path.unlink()
        case "cut":
            for path in (generation / DATABASE).glob("*.sst"):
                os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("empty", r"is no store of kg; `kg load FILE… --store .*` makes one"),
        ("file", r"is a file, not a store"),
        ("gone", r"no such folder; `kg load"),
        (
            "newer",
            r"is a store of format 2, made by a newer kg; this one reads up to 1: upgrade it",
        ),
        ("marker", r"is damaged; delete .* and load it again"),
        ("endless", r"is damaged; delete .* and load it again"),
        ("elsewhere", r"names no generation"),
        *(
            (how, r"the store is damaged or incomplete")
            for how in ("half", "manifest", "tables", "cut")
        ),
    ],
)
def test_a_folder_that_cannot_be_read_is_told_in_one_line(
    kg, store, how, message
):
    _broken(store, how)
    with pytest.raises(StoreError, match=message):
        open_folder(store)
    result = kg("info", "--store", store)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (
        3,
        "",
        1,
    )


def test_a_marker_of_another_time_costs_no_generation(store, tmp_path):
    generation = current(store)
    (store / MARKER).write_text(
        json.dumps({"format": 1, "generation": "generation-9"})
    )
    with pytest.raises(
        StoreError,
        match=r"its kg-store.json names generation-9, which is not there; put it back, or load into",
    ):
        load(store, tmp_path / "first.nt")
    assert (generation / DATABASE).is_dir()


@pytest.mark.parametrize("how", ["newer", "half", "tables"])
def test_nothing_is_loaded_into_a_folder_that_cannot_be_read(
    store, tmp_path, how
):
    _broken(store, how)
    before = tree(store)
    with pytest.raises(StoreError):
        load(store, tmp_path / "first.nt")
    assert tree(store) == before


def test_nothing_is_loaded_among_other_files(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(
        StoreError,
        match=r"holds other files \(letter\.txt, …\) and is no store of kg; name a new folder",
    ):
        load(tmp_path / "mine", facts(tmp_path / "f.nt", [1]))
    assert tree(tmp_path / "mine") == ["letter.txt"]


@pytest.mark.parametrize(
    "name", ["generation-0/results.csv", "generation-1/oxigraph/000001.sst"]
)
def test_folders_that_only_look_like_a_store_are_left_alone(tmp_path, name):
    file = tmp_path / "evolution" / name
    file.parent.mkdir(parents=True)
    file.write_text("x")
    with pytest.raises(
        StoreError,
        match=r"holds other files \(generation-\d, …\) and is no store of kg; name a new folder",
    ):
        load(tmp_path / "evolution", facts(tmp_path / "f.nt", [1]))
    assert file.read_text() == "x"


def test_what_a_first_load_left_behind_is_removed_by_the_next(tmp_path):
    for name in (
        "generation-1/job.json",
        "generation-1/oxigraph/000001.sst",
        ".kg-store.json.tmp",
    ):
        (tmp_path / "store" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "store" / name).write_text("x")
    (tmp_path / "store" / "generation-7").mkdir()
    load(tmp_path / "store", facts(tmp_path / "f.nt", [1]))
    assert held(tmp_path / "store") == 1
    assert [
        path.name for path in (tmp_path / "store").glob("generation-*")
    ] == ["generation-1"]


def test_an_interrupt_right_after_the_marker_is_written_leaves_the_new_content(
    store, monkeypatch
):
    def write_and_interrupt(*arguments):
        write_file(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.store.folder.write_file", write_and_interrupt)
    with pytest.raises(KeyboardInterrupt), replacing(store) as (new, old, _):
        shutil.copytree(old / DATABASE, new / DATABASE)
    assert held(store) == 3
    assert current(store) == store / "generation-2"


def test_whoever_loses_a_race_for_a_new_folder_leaves_it_to_the_winner(
    tmp_path, monkeypatch
):
    with replacing(tmp_path / "s") as (new, _, _lock):
        monkeypatch.setattr("pathlib.Path.exists", lambda path: False)
        with pytest.raises(StoreError, match="another process is loading"):
            load(tmp_path / "s", facts(tmp_path / "f.nt", [1]))
        monkeypatch.undo()
        assert new.is_dir()


def test_a_store_that_may_not_be_read_is_not_called_damaged(store):
    (store / MARKER).chmod(0)
    without_override = "import ctypes, os, sys; [ctypes.CDLL(None).prctl(24, n, 0, 0, 0) for n in (1, 2)]; os.execv(sys.argv[1], sys.argv[1:])"
    command = [
        sys.executable,
        "-c",
        without_override,
        KG,
        "info",
        "--store",
        store,
    ]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stderr) == (
        3,
        f"kg: {store / MARKER}: cannot be read: Permission denied\n",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="finds the child in /proc")
def test_a_load_whose_parent_is_killed_shuts_others_out_until_it_has_ended(
    store, tmp_path, start
):
    more = facts(tmp_path / "more.nt", range(100_000))
    process = start([KG, "load", more, "--store", store])
    child, end = 0, time.monotonic() + 30
    while not child and time.monotonic() < end:
        child = int(
            Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            or 0
        )
    os.kill(child, signal.SIGSTOP)
    process.kill()
    process.wait()
    few = facts(tmp_path / "few.nt", range(5))
    with pytest.raises(
        StoreError,
        match="another process is loading into this store; wait for it to end",
    ):
        load(store, few)
    os.kill(child, signal.SIGCONT)
    while time.monotonic() < end:
        with suppress(StoreError):
            load(store, few)
            break
        time.sleep(0.1)
    assert held(store) == 5


@pytest.mark.parametrize("how", ["closed", "pipe"])
def test_what_cannot_be_read_is_told_in_one_line(tmp_path, how):
    os.mkfifo(tmp_path / "pipe.nt")
    name = {"closed": "-", "pipe": str(tmp_path / "pipe.nt")}[how]
    message = {
        "closed": "stdin: is closed; give the triples on it, or name a file",
        "pipe": f"{name}: is no plain file; name - instead, and give it on stdin",
    }[how]
    command = (
        f"exec {KG} load {name} --format ntriples --store {tmp_path / 's'} <&-"
    )
    result = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60
    )
    assert (result.returncode, result.stderr) == (3, f"kg: {message}\n")


def test_a_name_that_is_too_long_is_told_in_one_line(kg, tmp_path):
    for words in (
        ["load", "x" * 300, "--store", tmp_path / "s"],
        ["load", tmp_path / "f.nt", "--store", tmp_path / ("y" * 300)],
        ["info", "--store", tmp_path / ("y" * 300)],
    ):
        facts(tmp_path / "f.nt", [1])
        result = kg(*words)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (
            3,
            "",
            1,
        ), words
        assert "File name too long" in result.stderr


def test_a_text_that_speaks_of_entities_is_loaded(tmp_path):
    file = tmp_path / "text.ttl"
    file.write_text(
        '<https://example.org/a> <https://example.org/p> """<!ENTITY lol2 "&lol;">""" .'
    )
    load(tmp_path / "s", file)
    assert held(tmp_path / "s") == 1


def test_a_second_loader_is_told_to_wait(store, tmp_path):
    with (
        replacing(store),
        pytest.raises(
            StoreError, match="another process is loading into this store"
        ),
    ):
        load(store, tmp_path / "first.nt")


def test_a_reader_keeps_its_content_while_a_load_replaces_it(store, tmp_path):
    reader = open_folder(store)
    load(store, facts(tmp_path / "second.nt", range(10, 20)))
    load(store, facts(tmp_path / "third.nt", range(20, 30)))
    graph = KnowledgeGraph(WORKSPACE, reader)
    assert graph.query(COUNT).rows[0][0].value == "3"
    assert held(store) == 23
    del reader, graph
    load(store, facts(tmp_path / "fourth.nt", [99]))
    assert len(list(store.glob("generation-*"))) == 1


def test_readers_in_other_processes_do_not_shut_one_out(store):
    reader = open_folder(store)
    assert run("query", "-e", COUNT, "--store", store).stdout == "n\n3\n"
    assert reader.place == str(store)


@pytest.fixture
def large(tmp_path):
    """A file whose load takes some seconds."""
    return facts(tmp_path / "large.nt", range(1_000_000))


@pytest.fixture
def started(start):
    """Start `kg` in a group of its own."""

    def started(*arguments):
        return start(
            [KG, *arguments], stderr=subprocess.PIPE, start_new_session=True
        )

    return started


def wait_for_database(store: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and not list(
        store.glob(f"generation-2/{DATABASE}/*.sst")
    ):
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.3, 0.6])
def test_a_load_that_is_killed_leaves_the_store_as_it_was(
    store, tmp_path, large, after, started
):
    process = started("load", large, "--store", store)
    wait_for_database(store)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert held(store) == 3
    load(store, facts(tmp_path / "more.nt", range(5)))
    assert held(store) == 5
    assert len(list(store.glob("generation-*"))) == 1


@pytest.mark.slow
def test_ctrl_c_ends_a_load_at_once_and_leaves_the_store_as_it_was(
    store, large, started
):
    before = tree(store)
    process = started("load", large, "--store", store)
    wait_for_database(store)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=5)
    assert (process.returncode, said) == (
        130,
        "kg: interrupted; nothing was left half-written\n",
    )
    assert tree(store) == before


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind")
def test_a_full_disk_leaves_the_store_as_it_was(store, large):
    before = tree(store)
    limited = f"ulimit -f 4000; exec {KG} load {large} --store {store}"
    result = subprocess.run(
        ["bash", "-c", limited], capture_output=True, text=True, timeout=60
    )
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (
        3,
        "",
        1,
    )
    assert "File too large" in result.stderr
    assert tree(store) == before


def test_a_rule_that_is_no_rule_is_told_and_nothing_is_loaded(tmp_path, root):
    own = tmp_path / "own"
    shutil.copytree(root / "tests" / "fixture", own)
    (own / "queries" / "rules").mkdir(parents=True)
    (own / "queries" / "rules" / "99-odd.rq").write_text(
        "SELECT * WHERE { ?s ?p ?o }"
    )
    with pytest.raises(
        KgError, match=r"99-odd\.rq: a rule must be a CONSTRUCT query"
    ):
        load_folder(
            tmp_path / "s",
            find_sources([facts(tmp_path / "f.nt", [1])]),
            Workspace(own, ""),
            ignore,
        )
    assert not (tmp_path / "s").exists()


def test_a_load_says_what_it_did(kg, tmp_path):
    result = kg(
        "load", facts(tmp_path / "f.nt", range(7)), "--store", tmp_path / "s"
    )
    assert (result.exit_code, result.stdout) == (0, "")
    first, second = result.stderr.splitlines()
    assert first.startswith(f"loaded 1 file into {tmp_path / 's'} in ")
    assert second.endswith(" of them new")
    result = kg("load", tmp_path / "f.nt", "--store", tmp_path / "s")
    assert result.stderr.splitlines()[1].endswith(", 0 of them new")


def test_a_load_without_a_store_and_options_of_the_other_kind_are_usage_errors(
    kg, tmp_path, monkeypatch
):
    monkeypatch.delenv("KG_STORE", raising=False)
    result = kg("load", facts(tmp_path / "f.nt", [1]))
    assert (result.exit_code, result.stderr) == (
        2,
        "kg: say where to load into: --store DIR or --store URL\n",
    )
    result = kg(
        "load", tmp_path / "f.nt", "--store", tmp_path / "s", "--resume", 5
    )
    assert (result.exit_code, "are for servers" in result.stderr) == (2, True)


def test_every_reading_command_works_on_a_folder_named_by_option_or_environment(
    kg, invented, tmp_path, monkeypatch
):
    store = tmp_path / "s"
    load_folder(
        store,
        find_sources(invented.workspace.data_files()),
        invented.workspace,
        ignore,
    )
    for command in (
        ["info"],
        ["ask", "organisations"],
        ["show", "Alder Agency"],
        ["network", "rank"],
        ["network", "summary"],
        ["network", "around", "Alder Agency"],
        ["export", "-", "--format", "turtle"],
        ["export", "-", "--format", "graphml"],
        ["draw", "-o", "-"],
    ):
        here = kg(*command)
        there = kg(*command, "--store", store)
        kept = [
            line
            for line in there.stdout.splitlines()
            if not line.startswith("store,")
        ]
        assert (there.exit_code, kept) == (0, here.stdout.splitlines()), command
    monkeypatch.setenv("KG_STORE", str(store))
    assert f"store,{store}," in kg("info").stdout.splitlines()


def test_a_store_asserts_all_but_what_rules_write(invented, tmp_path):
    load_folder(
        tmp_path / "s",
        find_sources(invented.workspace.data_files()),
        invented.workspace,
        ignore,
    )
    graph = KnowledgeGraph(invented.workspace, open_folder(tmp_path / "s"))
    assert set(graph.triples(asserted=True)) == set(
        invented.triples(asserted=True)
    )


def test_global_options_may_stand_anywhere_before_a_double_dash(kg, store):
    expected = kg("--store", store, "query", "-e", COUNT).stdout
    assert (
        kg("query", "--store", store, "-e", COUNT).stdout
        == kg("query", "-e", COUNT, f"--store={store}").stdout
        == expected
    )
    assert kg("info", "--", "--store").exit_code == 2
    result = kg("info", "--store")
    assert (result.exit_code, "--store needs a value" in result.stderr) == (
        2,
        True,
    )
