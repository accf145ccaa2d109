"""Ridge: the closed form to the last digits, at every shape and strength."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

import riata
from riata.penalties import L2
from support.data import SHAPES, regression
from support.options import OPTIONS, make_options
from support.plain import plain

STRENGTHS = [1e-12, 1e-6, 1e-2, 1.0, 1e4, 1e12]


def relative(found, expected):
    return np.max(np.abs(found - expected)) / np.max(np.abs(expected))


@pytest.fixture(params=[*SHAPES.values(), (12, 12), (200, 40)], ids=str)
def data(request):
    return regression(*request.param)


@pytest.mark.parametrize("alpha", [1e-2, 1.0, 100.0])
def test_closed_form(data, alpha):
    """(X'X + n alpha I)^-1 X'y."""
    X, y = data
    n, p = X.shape
    fit = riata.path(X, y, penalty="l2", alphas=[alpha], fit_intercept=False)
    expected = np.linalg.solve(X.T @ X + n * alpha * np.eye(p), X.T @ y)
    assert relative(fit.coef(0), expected) < 1e-12
    dual = X.T @ np.linalg.solve(X @ X.T + n * alpha * np.eye(n), y)
    assert relative(fit.coef(0), dual) < 1e-12


def augmented(X, y, alpha, **options):
    """Least squares of the rows [Z; sqrt(S alpha omega) m], [t; 0]."""
    oracle = plain(X, y, L2(), **options)
    Z, t = oracle.rows
    root = np.sqrt(oracle.total * oracle.strengths(alpha)[1])
    rows = np.vstack([Z, np.diag(root)])
    coef = np.linalg.lstsq(rows, np.concatenate([t, np.zeros(len(root))]), rcond=1e-15)[0]
    return coef, oracle.intercept(coef), oracle


@pytest.mark.parametrize("alpha", STRENGTHS)
def test_tiny_and_huge_strengths(data, alpha):
    X, y = data
    coef, intercept, oracle = augmented(X, y, alpha)
    fit = riata.path(X, y, penalty="l2", alphas=[alpha])
    assert relative(fit.coef(0), coef) < 1e-9
    assert fit.intercepts[0] == pytest.approx(intercept, rel=1e-9)
    assert fit.gaps[0] <= 1e-12
    null = oracle.null_loss
    assert fit.dev_ratio[0] == pytest.approx(1 - oracle.mean_loss(coef, intercept) / null, abs=1e-10)


@pytest.mark.parametrize("name", [n for n in OPTIONS if n not in ("bounds", "one-sided", "all")])
def test_augmented_rows_with_every_option(data, name):
    X, y = data
    options = make_options(name, *X.shape)
    alphas = [10.0, 0.3, 1e-3]
    fit = riata.path(X, y, penalty="l2", alphas=alphas, **options)
    for k, alpha in enumerate(alphas):
        coef, intercept, _ = augmented(X, y, alpha, **options)
        assert relative(fit.coef(k), coef) < 1e-9
        assert fit.intercepts[k] == pytest.approx(intercept, rel=1e-9, abs=1e-9)


def test_all_strengths_at_once_or_one_by_one(data):
    X, y = data
    together = riata.path(X, y, penalty="l2", alphas=[1e3, 1.0, 1e-3, 1e-10])
    for k, alpha in enumerate(together.alphas):
        alone = riata.path(X, y, penalty="l2", alphas=[alpha])
        assert relative(alone.coef(0), together.coef(k)) < 1e-7


def test_sparse(data):
    X, y = data
    X = np.where(np.abs(X) > 0.7, X, 0.0)
    dense, thin = (
        riata.path(x, y, penalty="l2", alphas=[10.0, 0.1, 1e-4], standardize=True)
        for x in (X, sparse.csc_array(X))
    )
    assert relative(thin.coefs.toarray(), dense.coefs.toarray()) < 1e-9


def test_every_free_column_and_nothing_left():
    """Free columns that span everything leave the penalised ones at zero."""
    X, y = regression(8, 12)
    factor = np.where(np.arange(12) < 8, 0.0, 1.0)
    fit = riata.path(X, y, penalty="l2", alphas=[1.0, 0.1], penalty_factor=factor)
    np.testing.assert_allclose(fit.coefs.toarray()[8:], 0.0, atol=1e-9)
    np.testing.assert_allclose(fit.predict(X), y[:, None] * [1.0, 1.0], atol=1e-8)


def test_more_free_columns_than_rows():
    X, y = regression(6, 15)
    factor = np.where(np.arange(15) < 10, 0.0, 1.0)
    fit = riata.path(X, y, penalty="l2", alphas=[1.0, 0.1], penalty_factor=factor)
    np.testing.assert_allclose(fit.predict(X), y[:, None] * [1.0, 1.0], atol=1e-8)


@pytest.mark.parametrize("shape", [(40, 6), (12, 20)])
@pytest.mark.parametrize("size", [1e3, 1e6, 1e9])
def test_one_column_in_another_unit(shape, size):
    """A column whose size dwarfs the others does not drown them."""
    X, y = regression(*shape)
    X[:, 0] *= size
    sizes = np.where(np.arange(shape[1]) == 0, size, 1.0)
    fit = riata.path(X, y, penalty="l2", alphas=[1.0, 0.01])
    for k, alpha in enumerate(fit.alphas):
        rows = np.vstack([(X - X.mean(axis=0)) / sizes, np.sqrt(len(y) * alpha) * np.diag(1 / sizes)])
        target = np.concatenate([y - y.mean(), np.zeros(shape[1])])
        expected = np.linalg.lstsq(rows, target, rcond=1e-16)[0] / sizes
        assert relative(fit.coef(k) * sizes, expected * sizes) < 1e-7


@pytest.mark.parametrize("size", [1e12, 1e50, 1e150])
@pytest.mark.parametrize("alphas", [[1.0], np.geomspace(1.0, 1e-3, 10)], ids=len)
@pytest.mark.parametrize("shape", [(40, 6), (20, 50)])
def test_a_faint_penalty_is_certified(size, alphas, shape):
    """Beside columns so large a penalty is nothing, and the answer is that of least squares."""
    X, y = regression(*shape)
    fit = riata.path(X * size, y, penalty="l2", alphas=alphas)
    assert fit.gaps.max() < 1e-10
    expected = np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=1e-12)[0]  # the shortest
    for k in range(len(fit)):
        assert relative(fit.coef(k) * size, expected) < 1e-9


@pytest.mark.parametrize("shape", [(40, 6), (20, 50)])
def test_the_certificate_of_a_faint_penalty_sees_an_error(shape):
    """It is the distance from the optimum, also where the coefficients are wrong."""
    from riata.problem import make_problem
    from riata.solve.ridge import ridge_gaps, sharpened_gaps

    X, y = regression(*shape)
    problem = make_problem(X, y, penalty="l2")
    lambdas = np.array([1e-12])
    optimum = riata.path(X, y, penalty="l2", alphas=lambdas / problem.strengths.rate).coef(0)
    wrong = (optimum * 1.001 / problem.units.to_coef)[:, None]
    gaps = sharpened_gaps(problem, wrong, lambdas, ridge_gaps(problem, wrong, lambdas))
    away = 0.001 * (X - X.mean(axis=0)) @ optimum
    expected = away @ away / np.sum((y - y.mean()) ** 2)
    np.testing.assert_allclose(gaps, expected, rtol=1e-6)


def test_bounded_ridge_without_active_bounds_is_ridge(data):
    X, y = data
    direct = riata.path(X, y, penalty="l2", alphas=[1.0, 0.1])
    boxed = riata.path(X, y, penalty="l2", alphas=[1.0, 0.1], bounds=(-1e6, 1e6))
    assert relative(boxed.coefs.toarray(), direct.coefs.toarray()) < 1e-9
    assert direct.info.method != boxed.info.method


def test_elastic_net_without_l1_is_ridge(data):
    X, y = data
    ridge = riata.path(X, y, penalty="l2", alphas=[1.0, 0.1])
    for penalty in (riata.penalties.ElasticNet(0.0), riata.penalties.ElasticNet(1e-13)):
        other = riata.path(X, y, penalty=penalty, alphas=[1.0, 0.1])
        assert relative(other.coefs.toarray(), ridge.coefs.toarray()) < 1e-9
