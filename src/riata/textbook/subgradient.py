"""The subgradient method with a diminishing step, keeping the best iterate.

primal    P(b) = 1/2 |y - X b|^2 + l1 |b|_1 + l2/2 |b|^2
dual      D(t) = y't - 1/2 |t|^2 - sum_j max(|x_j't| - l1, 0)^2 / (2 l2), or |x_j't| <= l1 if l2 = 0
gap       P(b) - D(t), the better of two t made of the residual (riata.textbook.duality)
update    b <- b - h_k (X'(X b - y) + l2 b + l1 sign(b)),  h_k = 1 / (L sqrt(k + 1)),  sign(0) = 0,
          L the largest eigenvalue of X'X + l2 I
stop      gap <= tol * 1/2 |y|^2; or max_iter steps
theory    the best P so far tends to min P, as h_k -> 0 and sum h_k diverges; P goes up and down

The step against a subgradient need not lead downhill, and sign(b) does not fade as b does: iterates
come near zero and seldom reach it. The other methods repair that; expect a few digits here.

Reference: Shor (1985), Minimization Methods for Non-Differentiable Functions, chapter 2.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from riata.textbook.given import make_given, make_start
from riata.textbook.objective import smooth_gradient, smoothness
from riata.textbook.records import Trace, make_trace
from riata.textbook.stopping import check_limits, is_optimal

if TYPE_CHECKING:
    from riata.typing import ArrayLike

__all__ = ["subgradient"]


def subgradient(
    X: ArrayLike,
    y: ArrayLike,
    lam: float,
    *,
    l1_ratio: float = 1.0,
    start: ArrayLike | None = None,
    tol: float = 1e-8,
    max_iter: int = 10_000,
) -> Trace:
    """Step against a subgradient, shorter and shorter.

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
        Relative duality gap; seldom reached if small.
    max_iter : int, default=10000
        Most steps.

    Returns
    -------
    Trace
        Its `coef` is the iterate with the smallest objective, not the last.

    Raises
    ------
    DataError, ParameterError
        If the data cannot be used or an option is out of range.
    """
    check_limits(tol, max_iter)
    given = make_given(X, y, lam, l1_ratio)
    coef = make_start(start, given.X.shape[1])
    curvature = smoothness(given)
    iterates = [coef]
    n_iter = 0
    converged = is_optimal(given, coef, tol)
    while not converged and n_iter < max_iter:
        slope = smooth_gradient(given, coef) + given.l1 * np.sign(coef)
        coef = coef - slope / (curvature * np.sqrt(n_iter + 1.0))
        iterates.append(coef)
        n_iter += 1
        converged = is_optimal(given, coef, tol)
    trace = make_trace(given, iterates, converged=converged, n_iter=n_iter)
    return replace(trace, coef=iterates[int(np.argmin(trace.objective))].copy())
