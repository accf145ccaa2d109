"""The article, made once for all tests of this room."""

from __future__ import annotations

import matplotlib as mpl

mpl.use("Agg")

import json
from contextlib import redirect_stdout
from io import StringIO

import pytest

from riata.article import SECTIONS, work
from riata.cli import main


@pytest.fixture(scope="session")
def worked():
    """Every section with its numbers, by name."""
    return {section.name: work(section) for section in SECTIONS}


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The folder that ``riata article --json`` wrote, and what it printed."""
    folder, out = tmp_path_factory.mktemp("made") / "article", StringIO()
    before = dict(mpl.rcParams)
    with redirect_stdout(out), pytest.raises(SystemExit) as ended:
        main(["article", "-o", str(folder), "--json"])
    assert ended.value.code == 0
    assert dict(mpl.rcParams) == before
    return folder, json.loads(out.getvalue())
