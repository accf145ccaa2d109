"""Leave-one-out in closed form: equal to leaving rows out."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import riata
from riata.problem import make_problem
from riata.solve import leave_one_out
from support.data import SHAPES, regression

ALPHAS = np.array([3.0, 0.3, 0.01])
CASES = {
    "plain": lambda n, p, rng: {},
    "no-intercept": lambda n, p, rng: {"fit_intercept": False},
    "weights": lambda n, p, rng: {"sample_weight": rng.uniform(0.2, 3.0, n)},
    "factors": lambda n, p, rng: {"penalty_factor": rng.uniform(0.3, 2.0, p)},
    "free": lambda n, p, rng: {"penalty_factor": np.where(np.arange(p) < 2, 0.0, 1.0)},
    "offset": lambda n, p, rng: {"offset": rng.standard_normal(n)},
    "all": lambda n, p, rng: {
        "sample_weight": rng.uniform(0.2, 3.0, n),
        "penalty_factor": rng.uniform(0.3, 2.0, p) * (np.arange(p) != 1),
        "fit_intercept": False,
    },
}


def brute_force(X, y, alphas, options):
    """Root weight times the error of every row, predicted from the others: (n, L).

    The objective's mean becomes one over the other rows, so S alpha is what stays the same.
    """
    n = len(y)
    weight = options.get("sample_weight", np.ones(n))
    offset = options.get("offset", np.zeros(n))
    errors = np.empty((n, len(alphas)))
    rest = {k: v for k, v in options.items() if k not in ("sample_weight", "offset")}
    for i in range(n):
        others = np.arange(n) != i
        share = weight.sum() / weight[others].sum()
        fit = riata.path(
            X[others],
            y[others] - offset[others],
            penalty="l2",
            alphas=alphas * share,
            sample_weight=weight[others],
            **rest,
        )
        errors[i] = np.sqrt(weight[i]) * (y[i] - offset[i] - fit.predict(X[[i]])[0])
    return errors


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("case", CASES)
def test_equals_leaving_rows_out(shape, case):
    X, y = regression(*SHAPES[shape])
    options = CASES[case](*X.shape, np.random.default_rng(0))
    problem = make_problem(X, y, penalty="l2", **options)
    found = leave_one_out(problem, ALPHAS, keep_errors=True)
    expected = brute_force(X, y, ALPHAS, options)
    np.testing.assert_allclose(found.errors, expected, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(found.mean, np.mean(expected**2, axis=0), rtol=1e-8)
    np.testing.assert_array_equal(found.alphas, ALPHAS)
    assert leave_one_out(problem, ALPHAS).errors is None


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_generalised_cross_validation(shape, fit_intercept):
    X, y = regression(*SHAPES[shape])
    n = len(y)
    options = {"penalty": "l2", "fit_intercept": fit_intercept}
    found = leave_one_out(make_problem(X, y, **options), ALPHAS)
    fit = riata.path(X, y, alphas=ALPHAS, **options)
    residual = y[:, None] - fit.predict(X)
    df = fit.df + fit_intercept
    np.testing.assert_allclose(found.gcv, np.mean(residual**2, axis=0) / (1 - df / n) ** 2, rtol=1e-9)


def test_weights_of_zero_do_not_break_it():
    X, y = regression(20, 4)
    weight = np.where(np.arange(20) < 15, 1.0, 0.0)
    found = leave_one_out(
        make_problem(X, y, penalty="l2", sample_weight=weight), ALPHAS, keep_errors=True
    )
    expected = leave_one_out(make_problem(X[:15], y[:15], penalty="l2"), ALPHAS, keep_errors=True)
    np.testing.assert_allclose(found.errors[:15], expected.errors, rtol=1e-9)
    np.testing.assert_array_equal(found.errors[15:], 0.0)


def test_a_row_that_nothing_else_knows_about():
    """Without a penalty on its column, the only row that has it cannot be predicted."""
    X, y = regression(20, 4)
    X[:, 0] = np.arange(20) == 3
    problem = make_problem(X, y, penalty="l2", penalty_factor=[0.0, 1.0, 1.0, 1.0])
    assert np.all(np.isinf(leave_one_out(problem, ALPHAS).mean))


@pytest.mark.parametrize("shape", [(20, 4), (9, 12)])
def test_where_no_column_is_penalised_it_is_that_of_least_squares(shape):
    n, p = shape
    X, y = regression(n, p)
    found = leave_one_out(
        make_problem(X, y, penalty="l2", penalty_factor=np.zeros(p)), ALPHAS, keep_errors=True
    )
    if n <= p:  # which passes through every row
        assert np.all(np.isinf(found.mean))
        return
    rows = np.column_stack([np.ones(n), X])
    hat = rows @ np.linalg.pinv(rows)
    expected = (y - hat @ y) / (1 - np.diag(hat))
    np.testing.assert_allclose(found.errors, np.tile(expected[:, None], len(ALPHAS)), rtol=1e-8)


def test_many_rows_in_blocks():
    X, y = regression(9000, 3)
    found = leave_one_out(make_problem(X, y, penalty="l2"), ALPHAS, keep_errors=True)
    fit = riata.path(X, y, penalty="l2", alphas=ALPHAS)
    Z = X - X.mean(axis=0)
    for k, alpha in enumerate(ALPHAS):
        hat = np.sum(Z * np.linalg.solve(Z.T @ Z + 9000 * alpha * np.eye(3), Z.T).T, axis=1) + 1 / 9000
        expected = (y - fit.predict(X)[:, k]) / (1 - hat)
        np.testing.assert_allclose(found.errors[:, k], expected, rtol=1e-9)


# A hundred strengths follow from a few of them; where the spectrum is too wide for that, none do.
STRENGTHS = {
    "a usual grid": np.geomspace(1e2, 1e-2, 100),
    "a wide one": np.geomspace(1e8, 1e-6, 120),
    "just enough": np.geomspace(10.0, 0.1, 8),
    "all the same": np.full(20, 0.3),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("units", [0.0, 1.0, 3.0])
@pytest.mark.parametrize("grid", STRENGTHS)
def test_many_strengths_are_what_each_is_alone(shape, units, grid):
    X, y = regression(*SHAPES[shape])
    X = X * np.geomspace(1.0, 10.0**-units, X.shape[1])
    problem = make_problem(X, y, penalty="l2")
    alphas = STRENGTHS[grid]
    found = leave_one_out(problem, alphas, keep_errors=True)
    one_by_one = [
        leave_one_out(problem, alphas[k : k + 1], keep_errors=True) for k in range(len(alphas))
    ]
    for name in ("mean", "gcv"):
        alone = np.concatenate([getattr(one, name) for one in one_by_one])
        np.testing.assert_allclose(getattr(found, name), alone, rtol=1e-9)
    np.testing.assert_allclose(
        found.errors, np.column_stack([one.errors for one in one_by_one]), rtol=1e-8, atol=1e-10
    )


def test_the_few_span_the_many():
    room = sys.modules["riata.solve.leave_one_out"]
    rng = np.random.default_rng(0)
    fewer = 0
    for _ in range(200):
        k, width = rng.integers(1, 200), 10.0 ** rng.uniform(0, 10)
        d = width ** rng.uniform(0, 1, k)
        d[rng.integers(0, k, k // 3)] = d[0]  # eigenvalues that come again
        lambdas = np.geomspace(width, width * 10.0 ** -rng.uniform(0, 9), rng.integers(1, 150))
        few, spread = room._nodes(d, lambdas)
        shrink = d[:, None] / (d[:, None] + lambdas)
        assert np.abs(shrink[:, few] @ spread - shrink).max() <= 1e-14
        fewer += len(few) < len(lambdas)
    assert fewer > 100
