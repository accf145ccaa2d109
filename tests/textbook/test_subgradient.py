"""The subgradient method: its steps, its best iterate, its few digits."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from riata.textbook import coordinate_descent, subgradient


def test_steps_by_hand(case):
    L = np.linalg.eigvalsh(case.X.T @ case.X)[-1] + case.l2
    start = np.linspace(-1.0, 1.0, case.X.shape[1])
    iterates = subgradient(*case.data, l1_ratio=case.l1_ratio, start=start, tol=0.0, max_iter=3).iterates
    for k, (before, after) in enumerate(pairwise(iterates)):
        slope = case.X.T @ (case.X @ before - case.y) + case.l2 * before
        slope += case.l1 * np.sign(before)
        np.testing.assert_allclose(after, before - slope / (L * np.sqrt(k + 1)), rtol=0, atol=1e-13)


def test_best_comes_close_but_not_fast(case):
    minimum = case.value(coordinate_descent(*case.data, l1_ratio=case.l1_ratio, tol=0.0).coef)
    errors = [
        case.value(subgradient(*case.data, l1_ratio=case.l1_ratio, max_iter=k).coef) / minimum - 1
        for k in (10, 100, 1000)
    ]
    assert errors[0] > errors[1] > errors[2] >= -1e-12
    assert errors[2] < 1e-2


@pytest.mark.parametrize("shape", ["tall"])
def test_the_answer_is_the_best_not_the_last(lasso):
    trace = subgradient(*lasso.data, max_iter=500)
    assert np.diff(trace.objective).max() > 0
    best = np.argmin(trace.objective)
    assert best < 500
    np.testing.assert_array_equal(trace.coef, trace.iterates[best])
    assert lasso.value(trace.coef) == pytest.approx(trace.objective.min(), rel=1e-14)
