"""How many threads."""

from __future__ import annotations

import os

import numpy as np
import pytest

import riata
from riata.designs.threads import thread_count
from riata.errors import ParameterError

ALL = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch):
    for name in ("RIATA_NUM_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("asked", "count"), [(1, 1), (3, 3), (-1, ALL), (None, ALL), (np.int64(2), 2)])
def test_argument(asked, count):
    assert thread_count(asked) == count


def test_variables(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1,2")
    assert thread_count(None) == 1
    monkeypatch.setenv("OMP_NUM_THREADS", "100000")
    assert thread_count(None) == ALL
    monkeypatch.setenv("RIATA_NUM_THREADS", "1")
    assert thread_count(None) == 1
    assert thread_count(2) == 2
    monkeypatch.setenv("RIATA_NUM_THREADS", "many")
    assert thread_count(None) == ALL


@pytest.mark.parametrize("asked", [0, -2, 1.5, True])
def test_refused(asked):
    with pytest.raises(ParameterError, match=f"n_threads must be a positive integer or -1, not {asked}"):
        riata.path(np.eye(3), np.arange(3.0), n_threads=asked)
