"""Degrees of freedom: the trace of d fitted / d y."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.penalties import ElasticNet
from support.data import SHAPES, regression
from support.options import OPTIONS, PENALTIES, make_options
from support.plain import plain

ALPHAS = [0.5, 0.1]


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


def numerical_trace(X, y, k, h=1e-5, **options):
    """sum_i d fitted_i / d y_i by central differences, without the intercept's own."""
    total = 0.0
    for i in range(len(y)):
        ends = []
        for step in (h, -h):
            moved = y.copy()
            moved[i] += step
            ends.append(riata.path(X, moved, tol=1e-13, **options).predict(X)[i, k])
        total += (ends[0] - ends[1]) / (2 * h)
    return total - options.get("fit_intercept", True)


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
@pytest.mark.parametrize(
    "name", ["plain", "no-intercept", "weights", "factors", "free-columns", "bounds"]
)
def test_is_the_trace_of_the_derivative(data, name, penalty):
    X, y = data
    options = make_options(name, *X.shape) | {"penalty": penalty, "alphas": [0.3, 0.15]}
    fit = riata.path(X, y, **options)
    assert fit.df[1] == pytest.approx(numerical_trace(X, y, 1, **options), abs=1e-4)


def test_of_the_lasso_is_a_count(data):
    X, y = data
    fit = riata.path(X, y, alphas=20)
    np.testing.assert_array_equal(fit.df, np.diff(fit.coefs.indptr))
    np.testing.assert_array_equal(fit.df, (fit.coefs.toarray() != 0).sum(axis=0))
    assert fit.df[0] == 0


def test_of_ridge_is_a_sum_over_eigenvalues(data):
    X, y = data
    n = len(y)
    fit = riata.path(X, y, penalty="l2", alphas=[10.0, 1.0, 1e-3])
    d = np.linalg.eigvalsh((X - X.mean(axis=0)).T @ (X - X.mean(axis=0)))
    expected = [np.sum(d / (d + n * alpha)) for alpha in fit.alphas]
    np.testing.assert_allclose(fit.df, expected, rtol=1e-9)
    assert np.all(np.diff(fit.df) > 0)


@pytest.mark.parametrize("name", OPTIONS)
def test_of_the_elastic_net_is_a_trace_on_its_active_set(data, name):
    X, y = data
    options, penalty = make_options(name, *X.shape), ElasticNet(0.6)
    fit = riata.path(X, y, penalty=penalty, alphas=ALPHAS, **options)
    oracle = plain(X, y, penalty, **options)
    Z, _ = oracle.rows
    for k, alpha in enumerate(fit.alphas):
        coef = fit.coef(k)
        free = (coef != 0) & (coef > oracle.box[0]) & (coef < oracle.box[1])
        gram = Z[:, free].T @ Z[:, free]
        l2 = oracle.total * oracle.strengths(alpha)[1][free]
        expected = np.trace(np.linalg.lstsq(gram + np.diag(l2), gram, rcond=None)[0])
        assert fit.df[k] == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_coefficients_at_a_bound_do_not_count(data):
    X, y = data
    fit = riata.path(X, y, alphas=[0.05], bounds=(-0.3, 0.25))
    inside = (fit.coef(0) != 0) & (fit.coef(0) > -0.3) & (fit.coef(0) < 0.25)
    assert np.any(np.isin(fit.coef(0), [-0.3, 0.25]))
    assert fit.df[0] == inside.sum()


def test_without_data_what_is_known_stays():
    X, y = regression(30, 6)
    fit = riata.path(X, y, penalty=ElasticNet(0.5), alphas=5)
    np.testing.assert_array_equal(fit.without_data().df, fit.df)
