"""The article's data: simulated from fixed seeds, or shipped with the package.

``numpy.random.RandomState`` is frozen: its numbers are the same in every version of NumPy.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np

from riata.datasets import prostate_file
from riata.typing import FloatArray

__all__ = ["Sample", "curve", "curve_sample", "prostate_sample", "ridge_sample", "two_parameters"]

#: A seed of the two-parameter sample; seed and constant of the ridge sample. Fits to these samples
#: round to the article's numbers, whose own draws are not known.
_TWO_SEED = 1_964_640
_RIDGE_SEED, _RIDGE_SHIFT = 5680, -0.4773


@dataclass(frozen=True, eq=False)
class Sample:
    """Data of a section.

    Attributes
    ----------
    X : ndarray of shape (n, p)
        Features.
    y : ndarray of shape (n,)
        Response.
    truth : ndarray of shape (p,) or None
        Coefficients that made it.
    names : tuple of p str
        Features.
    """

    X: FloatArray
    y: FloatArray
    truth: FloatArray | None
    names: tuple[str, ...]


def curve(x: FloatArray) -> FloatArray:
    """The smooth curve behind the first sample: cos(3/2 pi x)."""
    return np.asarray(np.cos(1.5 * np.pi * x), dtype=float)


def curve_sample() -> Sample:
    """30 noisy points of the curve on [0, 1]: scikit-learn's example of under- and overfitting."""
    rng = np.random.RandomState(0)
    x = np.sort(rng.rand(30))
    y = curve(x) + 0.1 * rng.randn(30)
    return Sample(x[:, None], y, None, ("x",))


def two_parameters() -> Sample:
    """50 rows of two normal features of means 0.5 and 0.2, coefficients 1 and 2, standard noise."""
    rng = np.random.RandomState(_TWO_SEED)
    X = np.array([0.5, 0.2]) + rng.randn(50, 2)
    return Sample(X, X @ [1.0, 2.0] + rng.randn(50), np.array([1.0, 2.0]), ("x0", "x1"))


def ridge_sample() -> Sample:
    """100 rows of two standard normal features, coefficients 2 and 3, one constant added to all of y."""
    rng = np.random.RandomState(_RIDGE_SEED)
    X = rng.randn(100, 2)
    return Sample(X, X @ [2.0, 3.0] + _RIDGE_SHIFT, np.array([2.0, 3.0]), ("x0", "x1"))


def prostate_sample() -> Sample:
    """The prostate data, 97 men, 8 features standardised (mean 0, standard deviation 1, divisor n)."""
    with prostate_file().open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    names = tuple(name for name in header if name not in ("lpsa", "train"))
    X = np.array([columns[name] for name in names], dtype=float).T
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return Sample(X, np.array(columns["lpsa"], dtype=float), None, names)
