"""Penalty factors and boxes: partialling out, rescaling, active bounds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

import riata
from riata.penalties import L1, L2
from support.data import SHAPES, regression
from support.options import PENALTIES
from support.plain import plain

ALPHAS = [0.8, 0.2, 0.05]


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


@pytest.mark.parametrize("weighted", [False, True])
def test_free_columns_are_partialled_out(data, penalty, weighted):
    """The other coefficients are of what the free columns leave of X and y (Frisch-Waugh-Lovell)."""
    X, y = data
    n, p = X.shape
    weight = np.random.default_rng(0).uniform(0.3, 2.0, n) if weighted else np.ones(n)
    free = np.arange(p) % 5 == 1
    fit = riata.path(
        X, y, penalty=penalty, alphas=ALPHAS, sample_weight=weight, penalty_factor=1.0 - free
    )
    root = np.sqrt(weight)[:, None]
    Q = np.linalg.qr(root * np.column_stack([np.ones(n), X[:, free]]))[0]
    left = root * np.column_stack([X[:, ~free], y])
    left -= Q @ (Q.T @ left)
    rest = riata.path(
        left[:, :-1] * np.sqrt(n / weight.sum()),
        left[:, -1] * np.sqrt(n / weight.sum()),
        penalty=penalty,
        alphas=ALPHAS,
        fit_intercept=False,
    )
    np.testing.assert_allclose(fit.coefs.toarray()[~free], rest.coefs.toarray(), rtol=0, atol=1e-9)
    residual = y[:, None] - fit.predict(X)
    np.testing.assert_allclose(X[:, free].T @ (weight[:, None] * residual), 0.0, atol=1e-9)


def test_factors_and_strength_trade(data, penalty):
    X, y = data
    factor = np.random.default_rng(0).uniform(0.3, 2.0, X.shape[1])
    base = riata.path(X, y, penalty=penalty, alphas=ALPHAS, penalty_factor=factor)
    for size in (1e-6, 10.0, 1e8):
        other = riata.path(
            X, y, penalty=penalty, alphas=np.array(ALPHAS) / size, penalty_factor=size * factor
        )
        np.testing.assert_allclose(other.coefs.toarray(), base.coefs.toarray(), rtol=0, atol=1e-10)


@pytest.mark.parametrize(("name", "power"), [("l1", 1.0), ("l2", 0.5)])
def test_a_factor_is_a_column_in_another_unit(data, name, power):
    X, y = data
    factor = np.random.default_rng(0).uniform(0.3, 2.0, X.shape[1])
    by_factor = riata.path(X, y, penalty=name, alphas=ALPHAS, penalty_factor=factor)
    by_column = riata.path(X / factor**power, y, penalty=name, alphas=ALPHAS)
    np.testing.assert_allclose(
        by_factor.coefs.toarray() * factor[:, None] ** power, by_column.coefs.toarray(), atol=1e-10
    )


def test_standardising_is_a_factor_for_the_lasso(data):
    X, y = data
    by_hand = riata.path(X, y, alphas=ALPHAS, penalty_factor=X.std(axis=0))
    fit = riata.path(X, y, alphas=ALPHAS, standardize=True)
    np.testing.assert_allclose(fit.coefs.toarray(), by_hand.coefs.toarray(), rtol=0, atol=1e-11)


def test_a_large_factor_keeps_a_column_out(data, penalty):
    X, y = data
    factor = np.where(np.arange(X.shape[1]) == 0, 1e12, 1.0)
    fit = riata.path(X, y, penalty=penalty, alphas=ALPHAS, penalty_factor=factor)
    without = riata.path(X[:, 1:], y, penalty=penalty, alphas=ALPHAS)
    np.testing.assert_allclose(fit.coefs.toarray()[0], 0.0, atol=1e-10)
    np.testing.assert_allclose(fit.coefs.toarray()[1:], without.coefs.toarray(), atol=1e-9)


def test_factors_may_span_many_decades(data, penalty):
    X, y = data
    p = X.shape[1]
    factor = np.where(np.arange(p) == 1, 1e-6, np.where(np.arange(p) == 2, 1e6, 1.0))
    oracle = plain(X, y, penalty, penalty_factor=factor)
    fit = riata.path(X, y, penalty=penalty, alphas=12, penalty_factor=factor)
    assert fit.gaps.max() <= 1e-8
    for k in range(12):
        assert oracle.violation(fit.coef(k), fit.intercepts[k], fit.alphas[k]) < 1e-6


def test_active_bounds(data, penalty):
    X, y = data
    low, high = -0.3, 0.25
    fit = riata.path(X, y, penalty=penalty, alphas=ALPHAS, bounds=(low, high))
    oracle = plain(X, y, penalty, bounds=(low, high))
    coefs = fit.coefs.toarray()
    assert coefs.min() >= low
    assert coefs.max() <= high
    assert np.any(coefs[:, -1] == low)
    assert np.any(coefs[:, -1] == high)
    for k, alpha in enumerate(fit.alphas):
        assert oracle.violation(fit.coef(k), fit.intercepts[k], alpha) < 1e-9
    assert fit.gaps.max() <= 1e-8


def test_bounds_out_of_reach_do_nothing(data, penalty):
    X, y = data
    base = riata.path(X, y, penalty=penalty, alphas=ALPHAS)
    for bounds in ((-1e3, 1e3), (-1e300, None), (None, 1e9)):
        other = riata.path(X, y, penalty=penalty, alphas=ALPHAS, bounds=bounds)
        np.testing.assert_allclose(other.coefs.toarray(), base.coefs.toarray(), rtol=0, atol=1e-9)


def test_a_box_of_nothing(data, penalty):
    X, y = data
    p = X.shape[1]
    shut = np.arange(p) % 2 == 0
    high = np.where(shut, 0.0, np.inf)
    fit = riata.path(X, y, penalty=penalty, alphas=ALPHAS, bounds=(-high, high))
    open_only = riata.path(X[:, ~shut], y, penalty=penalty, alphas=ALPHAS)
    assert not fit.coefs.toarray()[shut].any()
    np.testing.assert_allclose(fit.coefs.toarray()[~shut], open_only.coefs.toarray(), rtol=0, atol=1e-9)


@pytest.mark.parametrize("n", [40, 15])
def test_nonnegative_least_squares(n):
    X, y = regression(n, 7)
    fit = riata.path(X, y, alphas=[0.0], bounds=(0.0, None), fit_intercept=False)
    expected, _ = optimize.nnls(X, y)
    np.testing.assert_allclose(fit.coef(0), expected, rtol=0, atol=1e-9)
    assert fit.gaps[0] <= 1e-8


@pytest.mark.parametrize("penalty", [L1(), L2()], ids=repr)
def test_bounded_least_squares(penalty):
    X, y = regression(40, 7)
    low, high = np.linspace(-1.0, 0.0, 7), np.linspace(0.0, 0.8, 7)
    fit = riata.path(X, y, penalty=penalty, alphas=[0.5, 0.0], bounds=(low, high))
    found = optimize.lsq_linear(
        X - X.mean(axis=0), y - y.mean(), (low - 1e-15, high + 1e-15), tol=1e-14, method="bvls"
    )
    np.testing.assert_allclose(fit.coef(1), found.x, rtol=0, atol=1e-8)


def test_bounds_are_on_the_coefficients_of_the_data():
    """Not on standardised ones."""
    X, y = regression(40, 5)
    X = X * [1.0, 100.0, 1.0, 1.0, 1.0]
    for standardize in (False, True):
        fit = riata.path(X, y, alphas=[1e-3], bounds=(-1.0, 0.004), standardize=standardize)
        assert fit.coef(0).max() == pytest.approx(0.004, rel=1e-12)
