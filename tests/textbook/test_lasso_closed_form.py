"""The lasso's two closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from riata.errors import DataError
from riata.textbook import coordinate_descent, lasso_one_parameter, lasso_orthonormal


@pytest.fixture
def orthonormal():
    rng = np.random.default_rng(5)
    return np.linalg.qr(rng.standard_normal((300, 40)))[0], 3.0 * rng.standard_normal(300)


@pytest.mark.parametrize("lam", [0.0, 1.0, 3.0, 100.0])
def test_orthonormal_against_coordinate_descent(orthonormal, lam):
    X, y = orthonormal
    coef = lasso_orthonormal(X, y, lam)
    np.testing.assert_allclose(coef, coordinate_descent(X, y, lam, tol=0.0).coef, atol=1e-12)
    assert (np.count_nonzero(coef) < 40) == (lam > 0)


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([[1.0, 0.6], [0.0, 0.8]], "x_0'x_1 is 0.6, not 0"),
        ([[1.0, 0.0], [0.0, 2.0]], "x_1'x_1 is 4, not 1"),
        ([[1.0, 0.0], [0.0, 1.0 + 1e-9]], "x_1'x_1 is 1.000000002, not 1"),
        ([[0.6, 0.8]], "not orthonormal"),
    ],
)
def test_not_orthonormal(X, message):
    with pytest.raises(DataError, match=f"{message}.*use coordinate_descent"):
        lasso_orthonormal(X, np.ones(len(X)), 1.0)


@pytest.mark.parametrize("lam", [0.0, 1.0, 5.0, 1e3])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_one_parameter_against_coordinate_descent_and_a_grid(lam, sign):
    rng = np.random.default_rng(2)
    x = rng.standard_normal(30)
    y = sign * x + 0.3 * rng.standard_normal(30)
    coef = lasso_one_parameter(x, y, lam)
    assert coef == pytest.approx(coordinate_descent(x[:, None], y, lam, tol=0.0).coef[0], abs=1e-14)
    grid = np.linspace(-2.0, 2.0, 4001)
    values = 0.5 * ((y - grid[:, None] * x) ** 2).sum(axis=1) + lam * np.abs(grid)
    assert coef == pytest.approx(grid[values.argmin()], abs=1e-3)


def test_one_parameter_takes_a_column_either_way():
    x = np.array([1.0, 2.0])
    assert lasso_one_parameter(x, [1.0, 3.0], 1.0) == 6 / 5
    assert lasso_one_parameter(x[:, None], [1.0, 3.0], 1.0) == 6 / 5


def test_one_parameter_of_zeros():
    assert lasso_one_parameter([0.0, 0.0], [1.0, 2.0], 1.0) == 0.0


def test_one_parameter_is_one():
    with pytest.raises(DataError, match=r"x must be a single column; its shape is \(2, 2\)"):
        lasso_one_parameter(np.eye(2), [1.0, 2.0], 1.0)
