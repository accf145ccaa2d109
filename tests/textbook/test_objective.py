"""The objective, its gradient and the soft threshold."""

from __future__ import annotations

import numpy as np
import pytest

from riata.errors import ParameterError
from riata.textbook import objective, soft_threshold
from riata.textbook.given import make_given
from riata.textbook.objective import smooth_gradient, smoothness


def test_value_by_hand():
    # residuals 3 - 1 and 1 - 2: 5/2; |b|_1 = 3, |b|^2 = 5; lam = 4
    X, y, b = [[1.0, 0.0], [0.0, -1.0]], [3.0, 1.0], [1.0, -2.0]
    assert objective(X, y, b, 4.0) == 2.5 + 4 * 3
    assert objective(X, y, b, 4.0, l1_ratio=0.0) == 2.5 + 4 * 5 / 2
    assert objective(X, y, b, 4.0, l1_ratio=0.25) == 2.5 + 1 * 3 + 3 * 5 / 2


def test_value_agrees(case):
    b = np.random.default_rng(0).standard_normal(case.X.shape[1])
    value = objective(case.X, case.y, b, case.lam, l1_ratio=case.l1_ratio)
    assert value == pytest.approx(case.value(b), rel=1e-14)


def test_coefficients_of_another_shape():
    with pytest.raises(ParameterError, match=r"coef must have the shape \(1,\)"):
        objective([[1.0]], [1.0], [1.0, 2.0], 1.0)


def test_gradient_is_the_slope_of_the_smooth_part(case):
    given = make_given(*case.data, case.l1_ratio)
    b = np.random.default_rng(0).standard_normal(case.X.shape[1])
    smooth = case._replace(y=case.y, lam=case.l2, l1_ratio=0.0)
    h = 1e-4
    slope = [(smooth.value(b + h * e) - smooth.value(b - h * e)) / (2 * h) for e in np.eye(len(b))]
    np.testing.assert_allclose(smooth_gradient(given, b), slope, rtol=1e-6, atol=1e-5)


def test_smoothness_is_the_largest_eigenvalue(case):
    given = make_given(*case.data, case.l1_ratio)
    hessian = case.X.T @ case.X + case.l2 * np.eye(case.X.shape[1])
    assert smoothness(given) == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-12)


def test_smoothness_of_nothing():
    assert smoothness(make_given([[0.0]], [1.0], 1.0)) == 1.0


@pytest.mark.parametrize("threshold", [0.0, 0.3, 2.0])
def test_soft_threshold_is_the_prox_without_division(threshold):
    a = np.linspace(-3.0, 3.0, 25)
    grid = np.linspace(-3.0, 3.0, 6001)
    values = 0.5 * (grid - a[:, None]) ** 2 + threshold * np.abs(grid)
    np.testing.assert_allclose(
        soft_threshold(a, threshold), grid[values.argmin(axis=1)], rtol=0, atol=1e-3
    )


def test_soft_threshold_by_hand():
    thresholded = soft_threshold([[3.0, -3.0], [0.5, -0.5]], 1.0)
    np.testing.assert_array_equal(thresholded, [[2.0, -2.0], [0.0, 0.0]])
    assert not np.signbit(thresholded[1]).any()
    assert soft_threshold(-3.0, 1.0) == -2.0


@pytest.mark.parametrize("threshold", [-1.0, np.nan])
def test_soft_threshold_of_a_negative_threshold(threshold):
    with pytest.raises(ParameterError, match="threshold must be >= 0"):
        soft_threshold([1.0], threshold)
