"""Accelerated proximal gradient (FISTA) with adaptive restart.

primal    P(b) = f(b) + l1 |b|_1,  f(b) = 1/2 |y - X b|^2 + l2/2 |b|^2
dual      D(t) = y't - 1/2 |t|^2 - sum_j max(|x_j't| - l1, 0)^2 / (2 l2), or |x_j't| <= l1 if l2 = 0
gap       P(b) - D(t), the better of two t made of the residual (riata.textbook.duality)
update    b_k = S(z_k - grad f(z_k) / L, l1 / L),  L the largest eigenvalue of X'X + l2 I
          m_{k+1} = (1 + sqrt(1 + 4 m_k^2)) / 2,  z_{k+1} = b_k + (m_k - 1)/m_{k+1} (b_k - b_{k-1})
start     z_1 = b_0, m_1 = 1
restart   m_k <- 1, no momentum, if (z_k - b_k)'(b_k - b_{k-1}) > 0: the way went uphill
stop      gap <= tol * 1/2 |y|^2; or the step from z_k is still (riata.textbook.stopping); or
          max_iter steps
theory    P(b_k) - min P <= 2 L |b_0 - b*|^2 / (k+1)^2 without restarts; P need not fall every step

The restart is the gradient scheme, in which L (z_k - b_k) stands for the gradient of P.

References: Beck & Teboulle (2009), SIAM J. Imaging Sci. 2(1), theorem 4.4; O'Donoghue & Candes
(2015), Found. Comput. Math. 15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riata.textbook.given import make_given, make_start
from riata.textbook.objective import smooth_gradient, smoothness, soft_threshold
from riata.textbook.records import Trace, make_trace
from riata.textbook.stopping import check_limits, is_optimal, is_still

if TYPE_CHECKING:
    from riata.typing import ArrayLike

__all__ = ["accelerated_proximal_gradient"]


def accelerated_proximal_gradient(
    X: ArrayLike,
    y: ArrayLike,
    lam: float,
    *,
    l1_ratio: float = 1.0,
    start: ArrayLike | None = None,
    tol: float = 1e-8,
    max_iter: int = 10_000,
    restart: bool = True,
) -> Trace:
    """Take proximal gradient steps from an extrapolated point.

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
    restart : bool, default=True
        Drop the momentum when it points uphill; False shows the ripples of the original method.

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
    ahead, m = coef, 1.0
    iterates = [coef]
    n_iter = 0
    converged = is_optimal(given, coef, tol)
    while not converged and n_iter < max_iter:
        before, tried = coef, ahead
        coef = soft_threshold(tried - smooth_gradient(given, tried) / curvature, given.l1 / curvature)
        if restart and (tried - coef) @ (coef - before) > 0:
            m = 1.0
        m_next = 0.5 * (1.0 + float(np.sqrt(1.0 + 4.0 * m * m)))
        ahead = coef + (m - 1.0) / m_next * (coef - before)
        m = m_next
        iterates.append(coef)
        n_iter += 1
        converged = is_still(given, tried, coef, curvature) or is_optimal(given, coef, tol)
    return make_trace(given, iterates, converged=converged, n_iter=n_iter)
