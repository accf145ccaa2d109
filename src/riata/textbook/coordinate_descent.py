"""Coordinate descent with soft thresholding: lasso, elastic net and ridge.

primal    P(b) = 1/2 |y - X b|^2 + l1 |b|_1 + l2/2 |b|^2
dual      D(t) = y't - 1/2 |t|^2 - sum_j max(|x_j't| - l1, 0)^2 / (2 l2), or |x_j't| <= l1 if l2 = 0
gap       P(b) - D(t), the better of two t made of the residual (riata.textbook.duality)
update    a_j = x_j'(y - sum_{i != j} x_i b_i),  b_j = S(a_j, l1) / (x_j'x_j + l2), j = 1..p in turn
stop      gap <= tol * 1/2 |y|^2; or a sweep is still (riata.textbook.stopping); or
          max_iter sweeps
theory    P falls with every update, and every limit of the iterates is a minimiser

The update is exact: with the others held, 0 is in -a_j + (x_j'x_j + l2) b_j + l1 d|b_j| at that b_j
and at no other, d|b| being -1, [-1, 1] or 1 for b < 0, b = 0, b > 0.

References: Tseng (2001), J. Optim. Theory Appl. 109; Friedman, Hastie, Hofling & Tibshirani (2007),
Ann. Appl. Stat. 1(2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riata.errors import ParameterError
from riata.textbook.given import make_given, make_start
from riata.textbook.objective import soft_threshold
from riata.textbook.records import Trace, make_trace
from riata.textbook.stopping import check_limits, is_optimal, is_still

if TYPE_CHECKING:
    from riata.textbook.given import Given
    from riata.typing import ArrayLike, FloatArray

__all__ = ["coordinate_descent"]


def coordinate_descent(
    X: ArrayLike,
    y: ArrayLike,
    lam: float,
    *,
    l1_ratio: float = 1.0,
    start: ArrayLike | None = None,
    tol: float = 1e-8,
    max_iter: int = 10_000,
    record: str = "sweep",
) -> Trace:
    """Minimise over one coefficient at a time, in cyclic order.

    Parameters
    ----------
    X : array-like of shape (n, p)
        Columns; no intercept is fitted.
    y : array-like of shape (n,)
        Response.
    lam : float
        Strength >= 0, on the sum scale (``n * alpha`` of the mean scale).
    l1_ratio : float, default=1.0
        Share of the l1 norm: 1 is the lasso, 0 is ridge.
    start : array-like of shape (p,), optional
        First coefficients; zeros by default.
    tol : float, default=1e-8
        Relative duality gap; 0 runs to the end, where a sweep changes nothing beyond rounding.
    max_iter : int, default=10000
        Most sweeps.
    record : {"sweep", "coordinate"}, default="sweep"
        Keep the iterate after every sweep, or after the update of every coordinate.

    Returns
    -------
    Trace

    Raises
    ------
    DataError, ParameterError
        If the data cannot be used or an option is out of range.

    Examples
    --------
    >>> trace = coordinate_descent([[2.0, 0.0], [0.0, 1.0]], [4.0, 0.5], lam=1.0)
    >>> [float(b) for b in trace.coef]  # S(8, 1) / 4 and S(0.5, 1) / 1
    [1.75, 0.0]
    """
    if record not in ("sweep", "coordinate"):
        raise ParameterError(f"record must be 'sweep' or 'coordinate', not {record!r}")
    check_limits(tol, max_iter)
    given = make_given(X, y, lam, l1_ratio)
    coef = make_start(start, given.X.shape[1])
    curvature = np.sum(given.X**2, axis=0) + given.l2
    iterates = [coef]
    n_iter = 0
    converged = is_optimal(given, coef, tol)
    while not converged and n_iter < max_iter:
        before, updates = coef, _sweep(given, coef, curvature)
        coef = updates[-1]
        iterates += updates if record == "coordinate" else [coef]
        n_iter += 1
        converged = is_still(given, before, coef, curvature) or is_optimal(given, coef, tol)
    return make_trace(given, iterates, converged=converged, n_iter=n_iter)


def _sweep(given: Given, start: FloatArray, curvature: FloatArray) -> list[FloatArray]:
    """Update every coefficient in turn: p iterates, each (p,)."""
    coef, updates = start.copy(), []
    residual = given.y - given.X @ coef  # afresh: rounding does not pile up from sweep to sweep
    for j, column in enumerate(given.X.T):
        old = float(coef[j])
        a = float(column @ residual) + float(column @ column) * old
        # a column of zeros without l2 has nothing to say: its coefficient is zero
        coef[j] = float(soft_threshold(a, given.l1)) / curvature[j] if curvature[j] > 0 else 0.0
        residual += column * (old - coef[j])  # before the next column asks for it
        updates.append(coef.copy())
    return updates
