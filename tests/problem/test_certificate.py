"""The certificate: never negative, zero at the optimum, never less than the true distance to it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning

import riata
from riata.penalties import L1
from riata.problem import certify, make_problem
from support.data import SHAPES, regression
from support.options import OPTIONS, PENALTIES, make_options
from support.plain import plain

#: Penalty factors of zero with every kind of box around them.
FREE_IN_A_BOX = {
    "free": (-np.inf, np.inf),
    "free-below": (-np.inf, 0.3),
    "free-above": (-0.1, np.inf),
    "free-between": (-0.2, 0.3),
}


def free_in_a_box(name, p):
    factor = np.where(np.arange(p) % 3 == 0, 0.0, 1.0)
    low, high = FREE_IN_A_BOX[name]
    return {"penalty_factor": factor, "bounds": (low, high)}


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


@pytest.fixture(params=[*OPTIONS, *FREE_IN_A_BOX])
def options(request, data):
    n, p = data[0].shape
    name = request.param
    return free_in_a_box(name, p) if name in FREE_IN_A_BOX else make_options(name, n, p)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


def candidates(oracle, coef, rng):
    """Coefficients inside the box: near the optimum, far from it, with a wrong intercept."""
    low, high = oracle.box
    for size in (0.0, 1e-6, 1e-3, 0.1, 2.0):
        moved = np.clip(coef + size * rng.standard_normal(len(coef)), low, high)
        yield moved, oracle.intercept(moved)
        yield moved * (rng.random(len(coef)) < 0.5), oracle.intercept(moved)
        if oracle.fit_intercept:
            yield moved, oracle.intercept(moved) + size
    yield np.zeros_like(coef), oracle.intercept(np.zeros_like(coef))


@pytest.mark.parametrize("alpha", [0.05, 0.5])
def test_bounds_the_true_distance(data, options, penalty, alpha):
    X, y = data
    oracle, problem = plain(X, y, penalty, **options), make_problem(X, y, penalty=penalty, **options)
    coef, intercept = oracle.minimise(alpha)
    least, unit = oracle.objective(coef, intercept, alpha), oracle.null_loss
    for w, w0 in candidates(oracle, coef, np.random.default_rng(4)):
        found = certify(problem, w, w0, alpha)
        distance = oracle.objective(w, w0, alpha) - least
        assert found.gap >= 0
        assert found.gap >= distance - 1e-11 * unit
        assert found.gap <= found.primal + 1e-12 * unit or found.dual <= 0
        assert found.primal == pytest.approx(oracle.objective(w, w0, alpha), rel=1e-10)
        assert found.dual <= least + 1e-11 * unit
        assert found.relative_gap == pytest.approx(found.gap / unit, rel=1e-10, abs=1e-14)


@pytest.mark.parametrize("alpha", [0.05, 0.5])
def test_vanishes_at_the_optimum(data, options, penalty, alpha):
    X, y = data
    oracle, problem = plain(X, y, penalty, **options), make_problem(X, y, penalty=penalty, **options)
    found = certify(problem, *oracle.minimise(alpha), alpha)
    assert found.relative_gap <= 1e-10
    assert found.violation <= 1e-7


def test_grows_with_the_distance(data, penalty):
    X, y = data
    problem, oracle = make_problem(X, y, penalty=penalty), plain(X, y, penalty)
    coef, intercept = oracle.minimise(0.1)
    gaps = [certify(problem, coef + size, intercept, 0.1).gap for size in (0.0, 1e-3, 1e-1, 1.0)]
    assert gaps == sorted(gaps)
    assert gaps[1] > 1e-8 > 1e3 * gaps[0]


def lasso_gap(X, y, coef, alpha):
    """Of 1/(2n) |y - Xw|^2 + alpha |w|_1, all of it centred, by the book: (gap, null loss)."""
    n = len(y)
    X, y = X - X.mean(axis=0), y - y.mean()
    r = y - X @ coef
    steepest = np.abs(X.T @ r).max() / n
    t = min(1.0, alpha / steepest)
    best = np.clip((y @ r) / (r @ r), -t, t)
    primal = r @ r / (2 * n) + alpha * np.abs(coef).sum()
    dual = max((y @ y - np.sum((y - s * r) ** 2)) / (2 * n) for s in (t, best))
    return primal - dual, y @ y / (2 * n)


@pytest.mark.parametrize("fraction", [0.9, 0.3, 0.01])
def test_is_the_plain_gap_of_a_plain_lasso(data, fraction):
    X, y = data
    problem = make_problem(X, y)
    alpha = fraction * problem.alpha_max
    rng = np.random.default_rng(0)
    coefs = [np.zeros(X.shape[1]), rng.standard_normal(X.shape[1]), *(0.1 * rng.random((3, X.shape[1])))]
    for coef in coefs:
        gap, null = lasso_gap(X, y, coef, alpha)
        found = certify(problem, coef, float(problem.units.intercept(coef)), alpha)
        assert found.gap == pytest.approx(gap, rel=1e-9)
        assert found.relative_gap == pytest.approx(gap / null, rel=1e-9)


def test_of_a_ridge_is_the_excess_at_its_own_residual(data):
    """With l2 alone t = r is feasible, and |c - lambda b|^2 / (2 lambda) is tight at the optimum."""
    X, y = data
    problem, oracle = make_problem(X, y, penalty="l2"), plain(X, y, riata.penalties.L2())
    coef, intercept = oracle.minimise(0.3)
    moved = coef + 1e-3
    found = certify(problem, moved, oracle.intercept(moved), 0.3)
    distance = oracle.objective(moved, oracle.intercept(moved), 0.3) - oracle.objective(
        coef, intercept, 0.3
    )
    assert distance <= found.gap <= 100 * distance


def test_sees_a_wrong_intercept(data):
    X, y = data
    problem, oracle = make_problem(X, y), plain(X, y, L1())
    coef, intercept = oracle.minimise(0.1)
    for miss in (1e-3, 1.0, -5.0):
        assert certify(problem, coef, intercept + miss, 0.1).gap >= miss**2 / 2 * (1 - 1e-9)


def test_violation_is_that_of_the_conditions(data):
    X, y = data
    problem, oracle = make_problem(X, y), plain(X, y, L1())
    coef, _ = oracle.minimise(0.1)
    moved = coef + 1e-3 * np.random.default_rng(0).standard_normal(len(coef))
    centred = X - X.mean(axis=0)
    residual = y - y.mean() - centred @ moved
    slack = np.abs(centred.T @ residual / len(y) - 0.1 * np.sign(moved)) * len(y)
    expected = (slack / problem.units.x_scale).max() / np.linalg.norm(y - y.mean())
    assert certify(problem, moved, oracle.intercept(moved), 0.1).violation == pytest.approx(expected)


@pytest.mark.parametrize("kind", [np.asfortranarray, sparse.csc_array])
def test_does_not_depend_on_the_container(data, kind):
    X, y = data
    coef = np.random.default_rng(0).standard_normal(X.shape[1])
    expected = certify(make_problem(X, y), coef, 0.3, 0.1)
    found = certify(make_problem(kind(X), y), coef, 0.3, 0.1)
    assert found.gap == pytest.approx(expected.gap, rel=1e-10)


def test_nothing_to_explain():
    X, _ = regression(10, 3)
    found = certify(make_problem(X, np.full(10, 2.0)), np.zeros(3), 2.0, 0.1)
    assert found.gap == found.relative_gap == found.violation == 0.0


def test_near_dependent_columns_without_a_penalty():
    """Coefficients of 1e7 cancel: the residual itself is uncertain, and the certificate says so."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((30, 6))
    apart = rng.standard_normal(30)
    X[:, 1] = X[:, 0] + 1e-7 * apart
    y = rng.standard_normal(30)
    factor = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    with pytest.warns(ConvergenceWarning, match="nearly dependent columns"):
        fit = riata.path(X, y, penalty_factor=factor, alphas=5)
    problem = make_problem(X, y, penalty_factor=factor)
    exact = riata.path(
        np.column_stack([X[:, 0], apart, X[:, 2:]]), y, penalty_factor=factor, alphas=fit.alphas
    )
    for k, alpha in enumerate(fit.alphas):
        own = problem.objective(fit.coef(k), fit.intercepts[k], alpha)
        best = (1.0 - exact.dev_ratio[k]) * np.var(y) / 2 + alpha * np.abs(exact.coef(k)[2:]).sum()
        assert own - best <= (fit.gaps[k] + 1e-10) * np.var(y) / 2
