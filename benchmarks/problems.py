"""The data sets: each a name, a sentence, and a function that makes it.

Simulated rows come from an autoregression along the columns: corr(x_i, x_j) = rho^|i - j|. One
column in twenty carries signal (at least ten, at most n / 20), and the signal has three times the
variance of the noise. Word counts come from Zipf's law.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import data
import numpy as np
import real
from data import Array, Matrix
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RECIPES", "Recipe", "ensure"]

Made = tuple[Matrix, Array]


@dataclass(frozen=True)
class Recipe:
    """How to make a data set. `ratio` is the last alpha over alpha_max."""

    sentence: str
    make: Callable[[], Made]
    ratio: float = 0.01


def autoregressive(n: int, p: int, rho: float, seed: int = 0) -> Made:
    """Dense Gaussian rows with corr(x_i, x_j) = rho^|i - j|."""
    rng = np.random.default_rng(seed)
    X = np.empty((n, p), order="F")
    X[:, 0] = rng.standard_normal(n)
    for j in range(1, p):
        X[:, j] = rho * X[:, j - 1] + np.sqrt(1 - rho**2) * rng.standard_normal(n)
    return X, _response(X, rng)


def scattered(n: int, p: int, density: float, seed: int = 0) -> Made:
    """Sparse, each entry there with the same probability, uniform values."""
    rng = np.random.default_rng(seed)
    X = sparse.random_array((n, p), density=density, format="csc", rng=rng)
    return sparse.csc_matrix(X), _response(X, rng)


def word_counts(n: int, p: int, words: int = 100, seed: int = 0) -> Made:
    """Zipf word counts, about `words` a row, the p commonest columns, rows of length one."""
    rng = np.random.default_rng(seed)
    vocabulary = 2 * p
    weight = 1.0 / (np.arange(vocabulary) + 2.7) ** 1.05
    lengths = rng.poisson(words, n) + 1
    rows = np.repeat(np.arange(n), lengths)
    columns = rng.choice(vocabulary, size=len(rows), p=weight / weight.sum())
    counts = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), (n, vocabulary)).tocsc()
    common = np.sort(np.argsort(-np.asarray(counts.sum(axis=0)).ravel(), kind="stable")[:p])
    X = real.unit_rows(counts[:, common])
    return X, _response(X, rng)


def _response(X: Matrix, rng: np.random.Generator) -> Array:
    n, p = X.shape
    size = min(max(10, min(n, p) // 20), p)
    chosen = rng.choice(p, size=size, replace=False)
    coef = np.zeros(p)
    coef[chosen] = rng.standard_normal(size)
    signal = X @ coef
    return np.asarray(signal + rng.standard_normal(n) * signal.std() / np.sqrt(3))


def _ar(n: int, p: int, rho: float, ratio: float = 0.01) -> Recipe:
    sentence = f"simulated, corr {rho:g}^|i-j|"
    return Recipe(sentence, partial(autoregressive, n, p, rho), ratio)


def _sparse(n: int, p: int, density: float) -> Recipe:
    sentence = f"simulated, sparse, {100 * density:g} % stored"
    return Recipe(sentence, partial(scattered, n, p, density))


RECIPES: dict[str, Recipe] = {
    "small": Recipe("diabetes of Efron et al. (2004)", real.diabetes),
    "wide": _ar(200, 20000, 0.5),
    "corr": _ar(1000, 5000, 0.95),
    "tall": _ar(20000, 500, 0.5),
    "text": Recipe("simulated, Zipf word counts, unit rows", partial(word_counts, 20000, 38000)),
    "big": _ar(2000, 20000, 0.6, ratio=0.05),
    "folds": _ar(100000, 100, 0.5),
    "ridge": _ar(20000, 300, 0.5),
    "riboflavin": Recipe("riboflavin production, as it is", real.riboflavin),
    "bardet": Recipe("TRIM32 expression, spline columns", real.bardet),
    "golub": Recipe("leukaemia, columns standardised", real.golub),
    "a9a": Recipe("adult income, dummies", real.a9a),
    "news20": Recipe("computer newsgroups against the rest, unit rows", real.news20),
    **{f"n-{n}": _ar(n, 5000, 0.5) for n in (250, 500, 1000, 2000, 4000)},
    **{f"p-{p}": _ar(1000, p, 0.5) for p in (500, 2000, 8000, 32000)},
    **{f"rho-{rho:g}": _ar(1000, 5000, rho) for rho in (0.0, 0.5, 0.8, 0.95, 0.99)},
    **{f"density-{d:g}": _sparse(5000, 10000, d) for d in (0.001, 0.01, 0.1)},
}


def ensure(name: str) -> dict[str, object]:
    """Make a data set unless it is on disk already; its description."""
    known = data.about(name)
    if known is None:
        recipe = RECIPES[name]
        X, y = recipe.make()
        data.save(name, X, y, {"sentence": recipe.sentence, "ratio": recipe.ratio})
        known = data.about(name)
    assert known is not None
    return known
