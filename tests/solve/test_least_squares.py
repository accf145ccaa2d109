"""alpha = 0: least squares, of minimum norm where the columns are dependent."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from support.data import regression
from support.options import PENALTIES

PLAIN = {"alphas": [0.0], "fit_intercept": False}


def relative(found, expected):
    return np.max(np.abs(found - expected)) / np.max(np.abs(expected))


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
@pytest.mark.parametrize("shape", [(40, 7), (500, 30), (9, 9), (15, 22), (5, 200)])
def test_equals_lstsq(shape, penalty):
    X, y = regression(*shape)
    fit = riata.path(X, y, penalty=penalty, **PLAIN)
    expected = np.linalg.lstsq(X, y, rcond=None)[0]
    assert relative(fit.coef(0), expected) < 1e-11
    assert fit.gaps[0] <= 1e-15
    assert fit.df[0] == min(shape)
    residual = y - X @ expected
    assert fit.dev_ratio[0] == pytest.approx(1 - residual @ residual / (y @ y), abs=1e-12)


@pytest.mark.parametrize("shape", [(40, 7), (200, 30)])
def test_tall_to_the_last_digits(shape):
    X, y = regression(*shape)
    expected = np.linalg.lstsq(X, y, rcond=None)[0]
    assert relative(riata.path(X, y, **PLAIN).coef(0), expected) < 1e-12


@pytest.mark.parametrize("shape", [(40, 7), (15, 22)])
def test_intercept_weights_and_offset(shape):
    X, y = regression(*shape)
    rng = np.random.default_rng(0)
    weight, offset = rng.uniform(0.2, 2.0, len(y)), rng.standard_normal(len(y))
    fit = riata.path(X, y, alphas=[0.0], sample_weight=weight, offset=offset)
    root, target = np.sqrt(weight), y - offset
    mean_x, mean_y = weight @ X / weight.sum(), weight @ target / weight.sum()
    rows = root[:, None] * (X - mean_x)
    expected = np.linalg.lstsq(rows, root * (target - mean_y), rcond=None)[0]
    assert relative(fit.coef(0), expected) < 1e-11
    assert fit.intercepts[0] == pytest.approx(mean_y - mean_x @ expected, rel=1e-11)


@pytest.mark.parametrize("shape", [(40, 8), (15, 22)])
@pytest.mark.parametrize("rank", [1, 4])
def test_rank_deficient_is_of_minimum_norm(shape, rank):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((shape[0], rank)) @ rng.standard_normal((rank, shape[1]))
    y = rng.standard_normal(shape[0])
    fit = riata.path(X, y, **PLAIN)
    expected = np.linalg.lstsq(X, y, rcond=1e-12)[0]
    assert relative(fit.coef(0), expected) < 1e-10
    assert fit.df[0] == rank


def test_duplicated_columns_share():
    X, y = regression(40, 4)
    fit = riata.path(np.hstack([X, X]), y, alphas=[0.0])
    np.testing.assert_allclose(fit.coef(0)[:4], fit.coef(0)[4:], rtol=1e-10)


def test_minimum_norm_is_in_the_units_of_the_data():
    """Not in the solver's: columns in different units."""
    rng = np.random.default_rng(1)
    X = rng.standard_normal((6, 10)) * 10.0 ** rng.uniform(-2, 2, 10)
    y = rng.standard_normal(6)
    expected = np.linalg.pinv(X) @ y
    assert relative(riata.path(X, y, **PLAIN).coef(0), expected) < 1e-10


@pytest.mark.parametrize("decades", [3, 6, 9])
def test_ill_conditioned(decades):
    """Columns 10^-decades apart: the error is a condition number times rounding, not its square."""
    rng = np.random.default_rng(2)
    X = rng.standard_normal((60, 5))
    apart = rng.standard_normal(60)
    truth = np.array([1.0, -2.0, 0.5, 3.0, 1.0])
    size = 10.0**-decades
    y = X @ truth + 0.1 * rng.standard_normal(60)
    near = X.copy()
    near[:, 1] = X[:, 0] + size * apart
    fit = riata.path(near, y, **PLAIN)
    exact = np.linalg.lstsq(np.column_stack([X[:, 0], apart, X[:, 2:]]), y, rcond=None)[0]
    expected = np.array([exact[0] - exact[1] / size, exact[1] / size, *exact[2:]])
    assert relative(fit.coef(0), expected) < 1e-13 / size * 10
    np.testing.assert_allclose(near @ fit.coef(0), near @ expected, rtol=0, atol=1e-13 / size)


def test_columns_of_different_sizes_are_not_dependent():
    rng = np.random.default_rng(3)
    X = rng.standard_normal((30, 5)) * [1e-9, 1.0, 1e9, 1e-120, 1e120]
    y = X @ (1.0 / np.array([1e-9, 1.0, 1e9, 1e-120, 1e120])) + 0.1 * rng.standard_normal(30)
    sizes = np.linalg.norm(X, axis=0)
    expected = np.linalg.lstsq(X / sizes, y, rcond=None)[0] / sizes
    np.testing.assert_allclose(riata.path(X, y, **PLAIN).coef(0), expected, rtol=1e-11)


def test_everything_unpenalised_is_least_squares():
    X, y = regression(40, 7)
    fit = riata.path(X, y, alphas=[3.0, 1.0, 0.0], penalty_factor=0.0)
    expected = np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0]
    for k in range(3):
        assert relative(fit.coef(k), expected) < 1e-12


def test_continuous_at_zero():
    """Small strengths lead to least squares; ridge, to the solution of minimum norm."""
    X, y = regression(40, 7)
    for name in ("l1", "l2"):
        fit = riata.path(X, y, penalty=name, alphas=[1e-9, 0.0])
        np.testing.assert_allclose(fit.coef(0), fit.coef(1), rtol=0, atol=1e-7)
    X, y = regression(15, 22)
    fit = riata.path(X, y, penalty="l2", alphas=[1e-10, 0.0])
    np.testing.assert_allclose(fit.coef(0), fit.coef(1), rtol=0, atol=1e-7)


def test_constant_response_and_columns():
    X, y = regression(20, 4)
    X[:, 2] = 5.0
    assert not riata.path(X, np.full(20, 3.0), alphas=[0.0]).coef(0).any()
    assert riata.path(X, y, alphas=[0.0]).coef(0)[2] == 0
    flat = riata.path(np.ones((20, 3)), y, alphas=[0.0])
    assert not flat.coef(0).any()
    assert flat.intercepts[0] == pytest.approx(y.mean())
