"""Problems of either shape and every mix of norms, and the optimality conditions written out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

SHAPES = {"tall": (60, 8), "wide": (15, 25)}
L1_RATIOS = {"lasso": 1.0, "elastic-net": 0.6, "ridge": 0.0}


class Case(NamedTuple):
    X: np.ndarray
    y: np.ndarray
    lam: float
    l1_ratio: float

    @property
    def data(self):
        return self.X, self.y, self.lam

    @property
    def l1(self):
        return self.lam * self.l1_ratio

    @property
    def l2(self):
        return self.lam * (1.0 - self.l1_ratio)

    def value(self, coef):
        residual = self.y - self.X @ coef
        penalty = self.l1 * np.abs(coef).sum() + self.l2 / 2 * (coef**2).sum()
        return (residual**2).sum() / 2 + penalty

    def violation(self, coef):
        """The largest distance of 0 to the subdifferential, over the largest |x_j'y|."""
        slope = self.X.T @ (self.X @ coef - self.y) + self.l2 * coef
        zero = coef == 0
        distance = np.abs(slope + self.l1 * np.sign(coef))
        distance[zero] = np.maximum(np.abs(slope[zero]) - self.l1, 0.0)
        return distance.max() / np.abs(self.X.T @ self.y).max()


def make_case(shape: str, l1_ratio: float, fraction: float = 0.2) -> Case:
    """Correlated columns, a sparse truth, lam a fraction of the largest |x_j'y|."""
    n, p = SHAPES[shape]
    rng = np.random.default_rng(n + p)
    X = rng.standard_normal((n, p)) + 0.5 * rng.standard_normal((n, 1))
    truth = np.zeros(p)
    truth[:4] = [3.0, -2.0, 1.0, 0.5]
    y = X @ truth + 0.5 * rng.standard_normal(n)
    return Case(X, y, float(fraction * np.abs(X.T @ y).max()), l1_ratio)


@pytest.fixture(params=L1_RATIOS.values(), ids=L1_RATIOS.keys())
def l1_ratio(request):
    return request.param


@pytest.fixture(params=SHAPES)
def shape(request):
    return request.param


@pytest.fixture
def case(shape, l1_ratio):
    """Every shape with every mix of norms."""
    return make_case(shape, l1_ratio)


@pytest.fixture
def lasso(shape):
    """A lasso of every shape."""
    return make_case(shape, 1.0)


@pytest.fixture
def ridge(shape):
    """A ridge of every shape."""
    return make_case(shape, 0.0)


@pytest.fixture
def steep():
    """A lasso whose columns are nearly dependent: slow for first-order methods."""
    rng = np.random.default_rng(3)
    X = rng.standard_normal((80, 20)) + 2.0 * rng.standard_normal((80, 1))
    y = X[:, 0] - X[:, 1] + 0.1 * rng.standard_normal(80)
    return Case(X, y, 1.0, 1.0)
