"""The gap: P - D at a feasible dual point, never below the distance to the minimum."""

from __future__ import annotations

import numpy as np
import pytest

from riata.textbook import coordinate_descent
from riata.textbook.duality import duality_gap
from riata.textbook.given import make_given


def dual_value(case, t):
    """D(t) as the docstring states it; minus infinity where t is not feasible."""
    over = np.maximum(np.abs(case.X.T @ t) - case.l1, 0.0)
    if case.l2:
        return case.y @ t - t @ t / 2 - (over**2).sum() / (2 * case.l2)
    return case.y @ t - t @ t / 2 if over.max() <= 1e-12 * case.l1 else -np.inf


def some_points(case):
    rng = np.random.default_rng(1)
    answer = coordinate_descent(*case.data, l1_ratio=case.l1_ratio, tol=0.0).coef
    for size in (0.0, 1e-6, 1e-3, 1.0):
        yield answer + size * rng.standard_normal(len(answer))
    yield np.zeros(len(answer))


def test_weak_duality(case):
    given = make_given(*case.data, case.l1_ratio)
    minimum = min(case.value(b) for b in some_points(case))
    for b in some_points(case):
        gap = duality_gap(given, b)
        assert gap >= 0
        assert gap >= (case.value(b) - minimum) * (1 - 1e-9) - 1e-12 * case.value(0 * b)


def test_gap_is_primal_minus_dual(case):
    given = make_given(*case.data, case.l1_ratio)
    for b in some_points(case):
        r = case.y - case.X @ b
        slope = np.abs(case.X.T @ r - case.l2 * b).max()
        s = min(1.0, case.l1 / slope)
        # the dual of the rows [X; sqrt(l2) I], at the scaled residual of all of them
        scaled = s * (case.y @ r) - s**2 / 2 * (r @ r + case.l2 * (b @ b))
        expected = case.value(b) - max(scaled, dual_value(case, r))
        assert duality_gap(given, b) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_scaled_residual_is_feasible(lasso):
    given = make_given(*lasso.data)
    for b in some_points(lasso):
        r = lasso.y - lasso.X @ b
        t = r * min(1.0, lasso.l1 / np.abs(lasso.X.T @ r).max())
        assert duality_gap(given, b) == pytest.approx(
            lasso.value(b) - dual_value(lasso, t), rel=1e-9, abs=1e-9
        )


def test_gap_vanishes_at_the_answer_and_nowhere_else(case):
    given = make_given(*case.data, case.l1_ratio)
    answer, *others = some_points(case)
    assert duality_gap(given, answer) < 1e-14 * case.value(0 * answer)
    assert all(duality_gap(given, b) > 1e-13 * case.value(0 * b) for b in others)


def test_without_penalty_the_bound_is_the_objective(case):
    given = make_given(case.X, case.y, 0.0)
    b = np.ones(case.X.shape[1])
    assert duality_gap(given, b) == pytest.approx(((case.y - case.X @ b) ** 2).sum() / 2)
