"""The article's own numbers, and references that do not come from the sections themselves."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from riata.article.data import prostate_sample
from riata.article.exact import exact_powers, exact_ridge


def test_ridge_numbers_are_those_of_the_article(worked):
    numbers = worked["ridge-forms"].numbers
    assert [f"{b:.3f}" for b in numbers.formula] == ["1.998", "2.937"]
    assert [f"{b:.3f}" for b in numbers.peer_constant] == ["1.979", "2.973"]
    assert numbers.gradient == pytest.approx(0.0, abs=1e-11)


def test_polynomial_is_scikit_learns_well_known_one(worked):
    numbers = worked["polynomial"].numbers
    # printed by scikit-learn's example before it cut small singular values
    known = [-2.98293579e3, 1.03899635e5, -1.87416426e6, 2.03716695e7]
    np.testing.assert_allclose(numbers.plain[1:5], known, rtol=1e-3)
    assert np.all(np.sign(numbers.plain_exact[1:]) == np.resize([-1, 1], 15))
    assert np.max(np.abs(numbers.ridge[1:])) < 6


def test_the_unregularised_fit_keeps_the_digits_that_are_said(worked):
    numbers = worked["polynomial"].numbers
    errors = np.abs(numbers.plain - numbers.plain_exact) / np.abs(numbers.plain_exact)
    assert errors.max() < np.finfo(float).eps * numbers.condition < 1e-4


@pytest.mark.parametrize("seed", range(5))
def test_exact_solution(seed):
    """Against integers whose answer is known, and against floats where those are good enough."""
    rng = np.random.default_rng(seed)
    X, b = rng.integers(-9, 9, (12, 4)), rng.integers(-5, 5, 4)
    rows = [[Fraction(int(v)) for v in row] for row in X]
    y = [Fraction(int(v)) for v in X @ b]
    np.testing.assert_array_equal(exact_ridge(rows, y), b)
    lam, free = 0.375, 1
    shrunk = np.linalg.solve(X.T @ X + lam * np.diag([0, 1, 1, 1]), X.T @ (X @ b))
    np.testing.assert_allclose(exact_ridge(rows, y, free, Fraction(lam)), shrunk, atol=1e-13)


def test_exact_powers():
    x = np.array([0.1])
    assert exact_powers(x, 2, rounded=False)[0][2] == Fraction(0.1) ** 2
    assert exact_powers(x, 2, rounded=True)[0][2] == Fraction(0.1**2)


def test_prostate_is_standardised():
    sample = prostate_sample()
    assert sample.X.shape == (97, 8) and len(sample.names) == 8
    np.testing.assert_allclose(sample.X.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(sample.X.std(axis=0), 1)


def test_lasso_numbers_are_those_of_the_article(worked):
    numbers = worked["lasso-peer"].numbers
    assert [f"{b:.2f}" for b in numbers.by_hand] == ["1.00", "2.00"]
    assert [f"{b:.2f}" for b in numbers.same_scale] == ["1.11", "2.04"]
    assert [f"{b:.2f}" for b in numbers.centred] == ["1.11", "2.04"]
