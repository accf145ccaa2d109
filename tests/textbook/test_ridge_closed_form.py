"""Ridge's two formulas."""

from __future__ import annotations

import numpy as np
import pytest

from riata.errors import ParameterError
from riata.textbook import coordinate_descent, ridge_dual, ridge_primal

both = pytest.mark.parametrize("solve", [ridge_primal, ridge_dual])


@both
def test_gradient_vanishes(solve, ridge):
    assert ridge.violation(solve(*ridge.data)) < 1e-13


@both
def test_least_squares_on_more_rows(solve, ridge):
    p = ridge.X.shape[1]
    rows = np.vstack([ridge.X, np.sqrt(ridge.lam) * np.eye(p)])
    expected = np.linalg.lstsq(rows, np.append(ridge.y, np.zeros(p)))[0]
    np.testing.assert_allclose(solve(*ridge.data), expected, rtol=0, atol=1e-13)


@both
def test_coordinate_descent_agrees(solve, ridge):
    trace = coordinate_descent(*ridge.data, l1_ratio=0.0, tol=0.0)
    np.testing.assert_allclose(solve(*ridge.data), trace.coef, rtol=0, atol=1e-12)


def test_primal_without_penalty_is_least_squares():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((20, 3)), rng.standard_normal(20)
    np.testing.assert_allclose(ridge_primal(X, y, 0.0), np.linalg.lstsq(X, y)[0], atol=1e-13)


def test_dual_without_penalty_interpolates_with_the_least_norm():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((3, 20)), rng.standard_normal(3)
    coef = ridge_dual(X, y, 0.0)
    np.testing.assert_allclose(X @ coef, y, atol=1e-13)
    np.testing.assert_allclose(coef, np.linalg.pinv(X) @ y, atol=1e-13)


@pytest.mark.parametrize("lam", [0.0, 1e-18])
@pytest.mark.parametrize(
    ("solve", "X", "name"),
    [
        (ridge_primal, [[1.0, 1.0], [2.0, 2.0]], r"X'X \+ lam I"),
        (ridge_primal, [[1.0, 2.0, 3.0], [3.0, 1.0, 0.0]], r"X'X \+ lam I"),
        (ridge_dual, [[1.0], [2.0]], r"XX' \+ lam I"),
    ],
)
def test_nothing_to_invert(solve, X, name, lam):
    with pytest.raises(ParameterError, match=f"{name} cannot be inverted .* lam larger than {lam:g}"):
        solve(X, [1.0, 2.0], lam)


@both
def test_columns_of_zeros(solve):
    """Any strength, however small, can be inverted there; none cannot."""
    X = np.zeros((2, 2))
    assert solve(X, [1.0, 2.0], 1e-18).tolist() == [0.0, 0.0]
    with pytest.raises(ParameterError, match="cannot be inverted"):
        solve(X, [1.0, 2.0], 0.0)
