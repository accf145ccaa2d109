"""The trace."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from riata.textbook.given import make_given
from riata.textbook.records import make_trace


@pytest.fixture
def trace():
    given = make_given([[1.0, 0.0], [0.0, 1.0]], [1.0, 2.0], 1.0)
    return make_trace(given, [np.zeros(2), np.array([0.0, 1.0])], converged=True, n_iter=1)


def test_values(trace):
    np.testing.assert_array_equal(trace.iterates, [[0.0, 0.0], [0.0, 1.0]])
    np.testing.assert_array_equal(trace.objective, [2.5, 2.0])
    np.testing.assert_array_equal(trace.coef, [0.0, 1.0])


def test_repr_is_short(trace):
    assert repr(trace) == "Trace(p=2, n_iter=1, converged=True)"


def test_frozen(trace):
    with pytest.raises(FrozenInstanceError):
        trace.n_iter = 2
