"""ISTA: the step, downhill always, and the rate of the theorem."""

from __future__ import annotations

import numpy as np

from riata.textbook import coordinate_descent, proximal_gradient


def largest_eigenvalue(case):
    return np.linalg.eigvalsh(case.X.T @ case.X)[-1] + case.l2


def test_step_by_hand(case):
    L = largest_eigenvalue(case)
    start = np.linspace(-1.0, 1.0, case.X.shape[1])
    step = proximal_gradient(*case.data, l1_ratio=case.l1_ratio, start=start, tol=0.0, max_iter=1).coef
    a = start - (case.X.T @ (case.X @ start - case.y) + case.l2 * start) / L
    expected = np.sign(a) * np.maximum(np.abs(a) - case.l1 / L, 0.0)
    np.testing.assert_allclose(step, expected, rtol=0, atol=1e-13)


def test_objective_never_rises(case):
    trace = proximal_gradient(*case.data, l1_ratio=case.l1_ratio, tol=0.0)
    assert np.diff(trace.objective).max() <= 1e-14 * trace.objective[0]
    assert trace.objective[-1] < 0.9 * trace.objective[0]


def test_rate(case):
    answer = coordinate_descent(*case.data, l1_ratio=case.l1_ratio, tol=0.0).coef
    trace = proximal_gradient(*case.data, l1_ratio=case.l1_ratio, max_iter=200)
    k = np.arange(1, len(trace.objective))
    bound = largest_eigenvalue(case) * (answer @ answer) / (2 * k)
    assert np.all(trace.objective[1:] - case.value(answer) <= bound)
