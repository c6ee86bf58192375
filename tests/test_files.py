"""Files that are written whole or not at all, and query files that are read."""

import os
import re
import stat
import threading

import pytest

from kg.errors import QueryError
from kg.sparql.decorators import read_query
from kg.workspace.files import alone_in, write_file, write_files


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "real.ttl").write_bytes(b"old")
    (tmp_path / "link.ttl").symlink_to("shared/real.ttl")
    write_file(tmp_path / "link.ttl", b"new")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "shared" / "real.ttl").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "shared").iterdir()] == [
        "real.ttl"
    ]


def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual_ones(
    tmp_path,
):
    (tmp_path / "private.csv").touch(0o600)
    mask = os.umask(0o027)
    try:
        write_files(
            {tmp_path / "private.csv": b"x", tmp_path / "new.csv": b"x"}
        )
    finally:
        os.umask(mask)
    modes = [
        stat.S_IMODE((tmp_path / name).stat().st_mode)
        for name in ("private.csv", "new.csv")
    ]
    assert modes == [0o600, 0o640]


def test_a_pipe_is_written_to_and_stays_one(tmp_path):
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, b"answer")
    reader.join(10)
    assert (heard, pipe.is_fifo()) == ([b"answer"], True)


def test_whoever_changes_a_folder_waits_for_the_other(tmp_path):
    order = []

    def second():
        with alone_in(tmp_path):
            order.append("second")

    with alone_in(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_a_query_file_is_read_without_the_mark_at_its_start(tmp_path):
    (tmp_path / "q.rq").write_bytes("\ufeff#+ summary: é\n".encode())
    assert read_query(tmp_path / "q.rq") == "#+ summary: é\n"


def test_a_query_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "q.rq").write_bytes(b"#+ summary: \xe9\n")
    with pytest.raises(
        QueryError,
        match=re.escape(f"{tmp_path / 'q.rq'}: is not UTF-8 (byte 12)"),
    ):
        read_query(tmp_path / "q.rq")
    with pytest.raises(QueryError, match="cannot be read: No such file"):
        read_query(tmp_path / "none.rq")
