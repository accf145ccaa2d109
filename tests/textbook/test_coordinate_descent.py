"""Coordinate descent: exact in each coordinate, downhill at every update."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from riata.errors import ParameterError
from riata.textbook import coordinate_descent


def descend(case, **options):
    return coordinate_descent(*case.data, l1_ratio=case.l1_ratio, **options)


def test_first_update_by_hand(lasso):
    first = descend(lasso, record="coordinate", max_iter=1).iterates[1]
    a = lasso.X[:, 0] @ lasso.y
    expected = np.sign(a) * max(abs(a) - lasso.lam, 0.0) / (lasso.X[:, 0] @ lasso.X[:, 0])
    assert first[0] == pytest.approx(expected, rel=1e-14)
    assert not first[1:].any()


def test_records_every_coordinate(case):
    p = case.X.shape[1]
    trace = descend(case, record="coordinate", max_iter=3, tol=0.0)
    assert trace.n_iter == 3
    assert trace.iterates.shape == (3 * p + 1, p)
    assert trace.objective.shape == (3 * p + 1,)
    for k, (before, after) in enumerate(pairwise(trace.iterates)):
        others = np.arange(p) != k % p
        np.testing.assert_array_equal(before[others], after[others])
    np.testing.assert_array_equal(trace.iterates[::p], descend(case, max_iter=3, tol=0.0).iterates)


def test_every_update_minimises_over_its_coordinate(case):
    p = case.X.shape[1]
    trace = descend(case, record="coordinate", max_iter=2, tol=0.0)
    for k, after in enumerate(trace.iterates[1:]):
        for h in (-1e-4, 1e-4):
            moved = after.copy()
            moved[k % p] += h
            assert case.value(moved) > case.value(after)


def test_objective_never_rises(case):
    trace = descend(case, record="coordinate", tol=0.0)
    assert np.diff(trace.objective).max() <= 1e-14 * trace.objective[0]
    assert trace.objective[-1] < 0.9 * trace.objective[0]


@pytest.mark.parametrize("tol", [1e-15, 0.0])
def test_runs_to_the_end(case, tol):
    trace = descend(case, tol=tol)
    assert trace.converged
    assert trace.n_iter < 2000
    assert case.violation(trace.coef) < 1e-7


def test_sharper_tolerance_takes_longer_and_comes_closer(case):
    loose, sharp = (descend(case, tol=tol) for tol in (1e-3, 1e-9))
    assert loose.n_iter < sharp.n_iter
    assert case.violation(sharp.coef) < case.violation(loose.coef)


def test_start_does_not_decide_the_answer(case):
    start = np.random.default_rng(0).standard_normal(case.X.shape[1])
    np.testing.assert_allclose(
        descend(case, start=start, tol=0.0).coef, descend(case, tol=0.0).coef, rtol=0, atol=1e-12
    )


def test_column_of_zeros_has_no_coefficient(case):
    X = np.column_stack([case.X, np.zeros(len(case.y))])
    start = np.ones(X.shape[1])
    trace = coordinate_descent(X, case.y, case.lam, l1_ratio=case.l1_ratio, start=start, tol=0.0)
    assert trace.coef[-1] == 0
    np.testing.assert_allclose(trace.coef[:-1], descend(case, tol=0.0).coef, rtol=0, atol=1e-12)


def test_duplicated_columns_share_what_one_would_have(lasso):
    X = np.column_stack([lasso.X, lasso.X])
    coef = coordinate_descent(X, lasso.y, lasso.lam, tol=0.0).coef
    p = lasso.X.shape[1]
    np.testing.assert_allclose(coef[:p] + coef[p:], descend(lasso, tol=0.0).coef, rtol=0, atol=1e-12)


def test_nothing_else_can_be_recorded():
    with pytest.raises(ParameterError, match="record must be 'sweep' or 'coordinate', not 'all'"):
        coordinate_descent([[1.0]], [1.0], 1.0, record="all")
