"""Runs the command line inside this process, or in one of its own; a table of every kind of column."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from riata.cli import main


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run ``riata ARGUMENTS`` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        ended = pytest.raises(SystemExit)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), ended as caught:
            main([str(argument) for argument in arguments])
        return Outcome(caught.value.code, out.getvalue(), err.getvalue())

    return command


@pytest.fixture
def fails(run):
    """Run a command that must fail: exit code 2, one line on standard error and nothing else."""

    def command(*arguments: object) -> str:
        outcome = run(*arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith("riata: ")
        assert outcome.err.endswith("\n")
        assert outcome.err.count("\n") == 1
        return outcome.err

    return command


@pytest.fixture
def frame():
    """30 rows: two numbers, a text of three levels, weights, a shift, a target."""
    rng = np.random.default_rng(0)
    x, z = rng.standard_normal(30), rng.standard_normal(30)
    city = np.resize(["Bern", "Genf", "Uri"], 30)
    y = x - z + (city == "Uri") + 0.1 * rng.standard_normal(30)
    columns = {"x": x, "z": z, "city": city, "w": rng.uniform(1, 2, 30), "shift": 0.1 * z, "y": y}
    return pd.DataFrame(columns)


@pytest.fixture
def table(frame, tmp_path) -> Path:
    """The same as a file, t.csv."""
    frame.to_csv(tmp_path / "t.csv", index=False)
    return tmp_path / "t.csv"
