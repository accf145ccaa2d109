"""The one objective of the textbook, its smooth gradient, and the soft threshold.

The article's scale, a sum over rows, no intercept::

    P(b) = 1/2 |y - X b|^2 + lam ( l1_ratio |b|_1 + (1 - l1_ratio)/2 |b|^2 )
         = 1/2 |y - X b|^2 + l1 |b|_1 + l2/2 |b|^2,      l1 = lam l1_ratio,  l2 = lam (1 - l1_ratio)

Other scales, all with ``fit_intercept=False``::

    scikit-learn Lasso, ElasticNet   1/(2n) |y - X b|^2 + alpha (...)    alpha = lam / n
    riata.path                       the same mean over rows             alpha = lam / n
    scikit-learn Ridge               |y - X b|^2 + alpha |b|^2           alpha = lam  (l1_ratio = 0)
    |y - X b|^2 + lambda |b|_1       no half before the squares          lambda = 2 lam
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riata.errors import ParameterError
from riata.textbook.given import Given, make_given, make_start

if TYPE_CHECKING:
    from riata.typing import ArrayLike, FloatArray

__all__ = ["evaluate", "objective", "smooth_gradient", "smoothness", "soft_threshold"]


def objective(
    X: ArrayLike, y: ArrayLike, coef: ArrayLike, lam: float, *, l1_ratio: float = 1.0
) -> float:
    """Evaluate P(b).

    Parameters
    ----------
    X : array-like of shape (n, p)
        Columns.
    y : array-like of shape (n,)
        Response.
    coef : array-like of shape (p,)
        b.
    lam : float
        Strength >= 0, on the sum scale.
    l1_ratio : float, default=1.0
        Share of the l1 norm: 1 is the lasso, 0 is ridge.

    Raises
    ------
    DataError, ParameterError
        If data, coefficients or strength cannot be used.

    Examples
    --------
    >>> objective([[1.0], [1.0]], [3.0, 1.0], [1.0], lam=2.0)  # (4 + 0)/2 + 2
    4.0
    """
    given = make_given(X, y, lam, l1_ratio)
    b = make_start(coef, given.X.shape[1], "coef")
    return evaluate(given, b)


def evaluate(given: Given, coef: FloatArray) -> float:
    """Evaluate P(b) of a checked problem."""
    residual = given.y - given.X @ coef
    penalty = given.l1 * np.sum(np.abs(coef)) + 0.5 * given.l2 * (coef @ coef)
    return float(0.5 * (residual @ residual) + penalty)


def smooth_gradient(given: Given, coef: FloatArray) -> FloatArray:
    """Differentiate 1/2 |y - X b|^2 + l2/2 |b|^2, all but the kink of the l1 norm: (p,)."""
    return given.X.T @ (given.X @ coef - given.y) + given.l2 * coef


def smoothness(given: Given) -> float:
    """Find the largest eigenvalue of X'X + l2 I, the Lipschitz constant L of the smooth gradient.

    One for a problem without any curvature (X = 0 and l2 = 0), where every step is as good.
    """
    largest = float(np.linalg.norm(given.X, 2)) ** 2 + given.l2
    return largest if largest > 0 else 1.0


def soft_threshold(a: ArrayLike, threshold: float) -> FloatArray:
    """Apply S(a) = sign(a) max(|a| - threshold, 0), **without** a division by x_i'x_i.

    The article writes S both ways. Here it is the prox alone, entry by entry the b that minimises
    ``(b - a)^2 / 2 + threshold |b|``. Coordinate descent on the lasso then sets
    ``b_i = S(a_i) / (x_i'x_i)`` with ``a_i = x_i'(y - sum_{j != i} x_j b_j)``.

    Parameters
    ----------
    a : array-like
        Of any shape.
    threshold : float
        >= 0.

    Raises
    ------
    ParameterError
        If the threshold is negative.

    Examples
    --------
    >>> [float(b) for b in soft_threshold([3.0, -0.5, -2.0], 1.0)]
    [2.0, 0.0, -1.0]
    """
    if not threshold >= 0:
        raise ParameterError(f"threshold must be >= 0, not {threshold!r}")
    values = np.asarray(a, dtype=np.float64)
    return np.sign(values) * np.maximum(np.abs(values) - threshold, 0.0) + 0.0  # no -0.0
