"""The first pass: means, norms and products, at sizes where squares overflow or vanish."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from riata.designs import View, make_design
from support.data import regression

SIZES = [1e-300, 1e-200, 1e-150, 1e-20, 1.0, 1e20, 1e150, 1e200, 1e300]


def summary_of(X, y, weight=None):
    return make_design(X).summary(np.asarray(y, dtype=float), weight, 1)


@pytest.mark.parametrize("kind", [np.asarray, np.asfortranarray, sparse.csc_array])
@pytest.mark.parametrize("weighted", [False, True])
def test_moments_by_hand(kind, weighted):
    X, y = regression(33, 5)
    weight = np.random.default_rng(0).uniform(0.0, 2.0, 33) if weighted else None
    s = np.ones(33) if weight is None else weight
    found = summary_of(kind(X), y, weight)
    x_mean, y_mean = s @ X / s.sum(), s @ y / s.sum()
    assert found.total == pytest.approx(s.sum())
    np.testing.assert_allclose(found.x_mean, x_mean, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(found.x_norm, np.sqrt(s @ (X - x_mean) ** 2), rtol=1e-12)
    np.testing.assert_allclose(
        found.products * found.y_unit, (X - x_mean).T @ (s * (y - y_mean)), rtol=1e-11, atol=1e-12
    )
    assert found.y_mean == pytest.approx(y_mean)
    assert found.y_norm == pytest.approx(np.sqrt(s @ (y - y_mean) ** 2))


@pytest.mark.parametrize("kind", [np.asarray, np.asfortranarray, sparse.csc_array])
@pytest.mark.parametrize("size", SIZES)
def test_sizes_of_columns(kind, size):
    X, y = regression(20, 3)
    expected = summary_of(X, y)
    found = summary_of(kind(X * np.array([1.0, size, 1.0])), y)
    np.testing.assert_allclose(found.x_norm / [1.0, size, 1.0], expected.x_norm, rtol=1e-12)
    np.testing.assert_allclose(found.x_mean / [1.0, size, 1.0], expected.x_mean, rtol=1e-12)
    np.testing.assert_allclose(found.products / [1.0, size, 1.0], expected.products, rtol=1e-11)


@pytest.mark.parametrize("size", SIZES)
def test_sizes_of_responses(size):
    X, y = regression(20, 3)
    expected, found = summary_of(X, y), summary_of(X, y * size)
    assert found.y_norm / size == pytest.approx(expected.y_norm)
    np.testing.assert_allclose(
        found.products * (found.y_unit / size), expected.products * expected.y_unit, rtol=1e-12
    )


@pytest.mark.parametrize("kind", [np.asarray, np.asfortranarray])
def test_large_means_keep_the_spread(kind):
    X, y = regression(500, 3)
    shift = np.array([1e12, 1e8, -1e8])
    shifted = X + shift
    found, expected = summary_of(kind(shifted), y).x_norm, summary_of(shifted - shift, y).x_norm
    np.testing.assert_allclose(found[1:], expected[1:], rtol=1e-8)
    assert found[0] == pytest.approx(expected[0], rel=1e-5)


@pytest.mark.parametrize("kind", [np.asarray, np.asfortranarray, sparse.csc_array])
def test_gram_of_a_view(kind):
    X, _ = regression(30, 6)
    rng = np.random.default_rng(0)
    view = View(rng.standard_normal(6), rng.uniform(0.5, 2.0, 6), rng.uniform(0.1, 1.0, 30))
    Z = view.root_weight[:, None] * (X - view.shift) * view.scale
    design, some = make_design(kind(X)), np.array([4, 0, 3])
    np.testing.assert_allclose(design.gram(None, view, 1), Z.T @ Z, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(design.gram(some, view, 1), (Z.T @ Z)[np.ix_(some, some)], rtol=1e-10)
    np.testing.assert_allclose(design.block(slice(5, 9), some, view), Z[5:9][:, some], atol=1e-13)
    np.testing.assert_allclose(design.row_products(view), Z @ Z.T, rtol=1e-9, atol=1e-11)
    lower = design.row_triangle(some, view)
    np.testing.assert_allclose(lower @ lower.T, Z[:, some] @ Z[:, some].T, atol=1e-11)
