"""Small regression data with a known, sparse truth."""

from __future__ import annotations

import numpy as np

SHAPES = {"tall": (40, 7), "wide": (15, 22)}


def regression(n=40, p=7, seed=0, *, correlation=0.5, noise=0.5):
    """Columns that share a common part, a truth on the first four, a constant of 3."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) + correlation * rng.standard_normal((n, 1))
    truth = np.zeros(p)
    truth[: min(p, 4)] = [2.0, -1.5, 1.0, 0.5][: min(p, 4)]
    y = 3.0 + X @ truth + noise * rng.standard_normal(n)
    return X, y


def sparse_regression(n=40, p=7, seed=0, density=0.4):
    """The same with most entries zero."""
    rng = np.random.default_rng(seed)
    X, _ = regression(n, p, seed)
    X *= rng.random((n, p)) < density
    y = 1.0 + X[:, : min(p, 3)].sum(axis=1) + 0.3 * rng.standard_normal(n)
    return X, y
