"""Ordinary data give answers and no warnings; warnings are errors in this suite."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from sklearn import linear_model
from sklearn.datasets import load_diabetes
from sklearn.preprocessing import PolynomialFeatures

import riata


@pytest.fixture(scope="module")
def diabetes():
    """442 x 285: all products of up to three of ten columns, raw."""
    X, y = load_diabetes(return_X_y=True)
    return PolynomialFeatures(3, include_bias=False).fit_transform(X), y


@pytest.mark.parametrize("standardize", [False, True])
def test_polynomial_diabetes_without_a_warning(diabetes, standardize):
    X, y = diabetes
    assert X.shape == (442, 285)
    model = riata.LassoCV(cv=5, standardize=standardize).fit(X, y)
    assert model.path_.gaps.max() <= 1e-8
    assert model.path_.certificate(X, y).max() <= 1e-8
    assert 0.4 < model.score(X, y) < 0.7


def test_it_is_not_worse_than_what_scikit_learn_finds_with_all_its_warnings(diabetes):
    X, y = diabetes
    model = riata.LassoCV(cv=5, alphas=30).fit(X, y)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        theirs = linear_model.Lasso(alpha=model.alphas_[-1], max_iter=1000).fit(X, y)
    assert caught

    def objective(coef, intercept):
        return np.mean((y - X @ coef - intercept) ** 2) / 2 + model.alphas_[-1] * np.abs(coef).sum()

    ours = objective(model.path_.coef(29), model.path_.intercepts[29])
    assert ours < objective(theirs.coef_, theirs.intercept_)


@pytest.mark.parametrize("name", ["ElasticNetCV", "RidgeCV"])
def test_the_other_searches_are_quiet_too(diabetes, name):
    X, y = diabetes
    assert getattr(riata, name)(standardize=True).fit(X, y).score(X, y) > 0.4


def awkward(what, rng):
    X = rng.standard_normal((50, 6))
    y = X[:, 0] + 0.1 * rng.standard_normal(50)
    if what == "twins":
        X[:, 3] = X[:, 0]
    elif what == "constant column":
        X[:, 2] = 5.0
    elif what == "far from zero":
        X += 1e6
    elif what == "tiny":
        X, y = X * 1e-9, y * 1e-9
    elif what == "huge":
        X, y = X * 1e9, y * 1e9
    elif what == "mixed units":
        X *= 10.0 ** np.arange(-6, 6, 2)
    elif what == "sums":
        X[:, 5] = X[:, :5].sum(axis=1)
    elif what == "indicators":
        X = np.eye(6)[rng.integers(0, 6, 50)]
    elif what == "counts":
        X, y = rng.poisson(2.0, (50, 6)), rng.poisson(3.0, 50)
    return X, y


KINDS = [
    *("twins", "constant column", "far from zero", "tiny", "huge"),
    *("mixed units", "sums", "indicators", "counts"),
]


@pytest.mark.parametrize("name", ["Lasso", "ElasticNet", "Ridge", "LassoCV", "ElasticNetCV", "RidgeCV"])
@pytest.mark.parametrize("what", KINDS)
def test_awkward_but_ordinary_data(name, what):
    X, y = awkward(what, np.random.default_rng(0))
    model = getattr(riata, name)().fit(X, y)
    assert np.isfinite(model.coef_).all()
    if hasattr(model, "dual_gap_"):
        assert 0 <= model.dual_gap_ <= 1e-8 * np.mean(np.square(y - np.mean(y, dtype=float)))


def test_the_search_is_the_same_in_any_units():
    rng = np.random.default_rng(1)
    X = rng.standard_normal((60, 5))
    y = X[:, 0] + rng.standard_normal(60)
    plain = riata.LassoCV(cv=4).fit(X, y)
    for unit in (1e-8, 1e8):
        other = riata.LassoCV(cv=4).fit(X, y * unit)
        assert other.alpha_ == pytest.approx(plain.alpha_ * unit)
        np.testing.assert_allclose(other.coef_, plain.coef_ * unit, rtol=1e-7, atol=1e-12 * unit)
