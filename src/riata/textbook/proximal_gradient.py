"""Proximal gradient (ISTA): a gradient step on the smooth part, then the prox of the rest.

primal    P(b) = f(b) + l1 |b|_1,  f(b) = 1/2 |y - X b|^2 + l2/2 |b|^2
dual      D(t) = y't - 1/2 |t|^2 - sum_j max(|x_j't| - l1, 0)^2 / (2 l2), or |x_j't| <= l1 if l2 = 0
gap       P(b) - D(t), the better of two t made of the residual (riata.textbook.duality)
update    b <- S(b - grad f(b) / L, l1 / L),  L the largest eigenvalue of X'X + l2 I
stop      gap <= tol * 1/2 |y|^2; or a step is still (riata.textbook.stopping); or max_iter steps
theory    P falls with every step, and P(b_k) - min P <= L |b_0 - b*|^2 / (2k)

The step minimises the quadratic that touches f at b and, its curvature being L, lies above f.

Reference: Beck & Teboulle (2009), SIAM J. Imaging Sci. 2(1), theorem 3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from riata.textbook.given import make_given, make_start
from riata.textbook.objective import smooth_gradient, smoothness, soft_threshold
from riata.textbook.records import Trace, make_trace
from riata.textbook.stopping import check_limits, is_optimal, is_still

if TYPE_CHECKING:
    from riata.typing import ArrayLike

__all__ = ["proximal_gradient"]


def proximal_gradient(
    X: ArrayLike,
    y: ArrayLike,
    lam: float,
    *,
    l1_ratio: float = 1.0,
    start: ArrayLike | None = None,
    tol: float = 1e-8,
    max_iter: int = 10_000,
) -> Trace:
    """Step down the smooth part and soft threshold, with the constant step 1 / L.

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
        Relative duality gap; 0 runs to the end.
    max_iter : int, default=10000
        Most steps.

    Returns
    -------
    Trace

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
        before = coef
        coef = soft_threshold(before - smooth_gradient(given, before) / curvature, given.l1 / curvature)
        iterates.append(coef)
        n_iter += 1
        converged = is_still(given, before, coef, curvature) or is_optimal(given, coef, tol)
    return make_trace(given, iterates, converged=converged, n_iter=n_iter)
