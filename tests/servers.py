"""Real SPARQL servers for tests: each is started on a free port of the loopback, with a graph loaded, and ended with its test."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import urllib3

GRAPH = "https://example.org/graph"
START = 90
"""Seconds that a server may take to answer."""


@dataclass(frozen=True)
class Server:
    """Where a server takes queries and updates."""

    query: str
    update: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: list[str], ready: str, log: Path, **options
) -> Iterator[None]:
    """Run a server until the block ends; wait until an address answers."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, **options
        ) as process,
    ):
        try:
            wait(ready, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def wait(address: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if (
                urllib3.request("GET", address, timeout=2, retries=False).status
                < 500
            ):
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(
        f"{address} does not answer: {log.read_text('utf-8', 'replace')[-2000:]}"
    )


@contextmanager
def oxigraph(folder: Path, triples: Path | None = None) -> Iterator[Server]:
    program = Path(sys.executable).with_name("oxigraph")
    if triples is not None:
        subprocess.run(
            [program, "load", "-l", folder / "db", "-f", triples],
            check=True,
            capture_output=True,
        )
    base = f"http://127.0.0.1:{free_port()}"
    command = [
        str(program),
        "serve",
        "-l",
        str(folder / "db"),
        "-b",
        base.removeprefix("http://"),
    ]
    with running(command, base, folder / "log"):
        yield Server(f"{base}/query", f"{base}/update")


@contextmanager
def fuseki(folder: Path, triples: Path | None = None) -> Iterator[Server]:
    """Start Apache Jena Fuseki; FUSEKI_JAR is the server's jar."""
    base = f"http://127.0.0.1:{(port := free_port())}"
    command = [
        "java",
        "-Xmx1g",
        "-cp",
        os.environ["FUSEKI_JAR"],
        "org.apache.jena.fuseki.main.cmds.FusekiMainCmd",
        "--localhost",
        f"--port={port}",
        "--ping",
    ]
    command += (
        [f"--file={triples}", "/kg"]
        if triples
        else ["--mem", "--update", "/kg"]
    )
    with running(command, f"{base}/$/ping", folder / "log", cwd=folder):
        yield Server(f"{base}/kg/query", f"{base}/kg/update")


VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1500
"""


@contextmanager
def virtuoso(folder: Path, triples: Path | None = None) -> Iterator[Server]:
    """Start Virtuoso 7 with a limit of 1,500 rows, fewer than the graph has triples.

    Its default graph is the sum of all graphs, so the address names ours.
    """
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        VIRTUOSO_INI.format(sql=sql, http=http), "utf-8"
    )
    base = f"http://127.0.0.1:{http}"
    command = [
        "virtuoso-t",
        "+foreground",
        "+configfile",
        str(folder / "virtuoso.ini"),
    ]
    with running(command, f"{base}/sparql", folder / "log", cwd=folder):
        if triples is not None:
            shutil.copy(triples, folder / "data.nt")
            isql(
                sql,
                f"ld_dir('.', 'data.nt', '{GRAPH}'); rdf_loader_run(); checkpoint;",
            )
            failed = isql(
                sql,
                "SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;",
            )
            assert "0 Rows" in failed, failed
        yield Server(
            f"{base}/sparql?default-graph-uri={GRAPH}", f"{base}/sparql"
        )


def isql(port: int, statements: str) -> str:
    command = [
        "isql-vt" if shutil.which("isql-vt") else "isql",
        f"127.0.0.1:{port}",
        "dba",
        "dba",
        f"exec={statements}",
    ]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=120
    ).stdout


ALL = {"oxigraph": oxigraph, "fuseki": fuseki, "virtuoso": virtuoso}


def dump(store: ox.Store, path: Path) -> Path:
    """Write a store's triples for a server to load."""
    with path.open("wb") as output:
        store.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return path
