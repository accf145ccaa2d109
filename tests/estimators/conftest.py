"""Data of every shape, and scikit-learn run until its answers are exact."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import pytest
from sklearn import linear_model
from sklearn.exceptions import ConvergenceWarning


class Data(NamedTuple):
    X: np.ndarray
    y: np.ndarray
    weight: np.ndarray
    new: np.ndarray


def make_data(n: int, p: int, seed: int) -> Data:
    """Correlated columns of unequal size and mean, a sparse truth, some zeros, unequal weights."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n + 7, p)) + 0.7 * rng.standard_normal((n + 7, 1))
    X *= rng.uniform(0.5, 2.0, p)
    X[rng.random(X.shape) < 0.3] = 0.0
    X += (np.arange(p) % 3 == 0) * 1.5
    truth = np.zeros(p)
    truth[:4] = [3.0, -2.0, 1.0, 0.5]
    y = 4.0 + X[:n] @ truth + 0.5 * rng.standard_normal(n)
    return Data(X[:n].copy(), y, rng.uniform(0.2, 3.0, n), X[n:].copy())


DATA = {"tall": make_data(80, 8, 1), "wide": make_data(25, 40, 2)}


@pytest.fixture(params=DATA)
def data(request):
    """More rows than columns, then the reverse."""
    return DATA[request.param]


@pytest.fixture
def tall():
    return DATA["tall"]


@pytest.fixture
def wide():
    return DATA["wide"]


#: What makes scikit-learn's answer exact enough to compare with.
TIGHT = {
    "Lasso": {"tol": 1e-14, "max_iter": 1_000_000},
    "ElasticNet": {"tol": 1e-14, "max_iter": 1_000_000},
    "LassoCV": {"tol": 1e-14, "max_iter": 1_000_000},
    "ElasticNetCV": {"tol": 1e-14, "max_iter": 1_000_000},
    "Ridge": {"tol": 1e-14, "max_iter": 1_000_000},
    "RidgeCV": {},
}


@pytest.fixture
def reference():
    """Fit scikit-learn's class of a name at tight tolerance; it may complain that it is too tight."""

    def fit(name, X, y, sample_weight=None, **options):
        model = getattr(linear_model, name)(**(TIGHT[name] | options))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            return model.fit(X, y, sample_weight=sample_weight)

    return fit


@pytest.fixture
def close():
    """Equality to a share of the largest number."""

    def check(ours, theirs, share=1e-7):
        ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
        assert ours.shape == theirs.shape
        size = np.abs(theirs).max() if theirs.size else 0.0
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=share * max(size, 1e-3))

    return check
