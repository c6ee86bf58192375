import shutil
from pathlib import Path

import pytest

from kg.curate.record import editing
from kg.workspace.folders import Workspace

PROVEN = Path(__file__).resolve().parents[1] / "proven"


@pytest.fixture
def workspace(tmp_path):
    """A copy of the invented world that has its texts."""
    shutil.copytree(PROVEN, tmp_path / "world")
    return Workspace(tmp_path / "world", "test")


@pytest.fixture
def store(workspace):
    """What the workspace asserts."""
    with editing(workspace) as store:
        yield store
