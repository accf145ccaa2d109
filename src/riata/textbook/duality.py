"""The duality gap: how far an iterate is from the optimum at most, known without the optimum.

primal    P(b) = 1/2 |y - X b|^2 + l1 |b|_1 + l2/2 |b|^2
dual      D(t) = y't - 1/2 |t|^2 - sum_j max(|x_j't| - l1, 0)^2 / (2 l2)
          the last term is the constraint |x_j't| <= l1 if l2 = 0
gap       P(b) - D(t) >= P(b) - min P >= 0 for every b and t

With r = y - X b, g = X'r and c = g clipped to [-l1, l1], two candidates t; the better counts.

t = s r   the elastic net as a lasso on the rows [X; sqrt(l2) I] and [y; 0], whose residual is
          feasible once scaled by s = min(1, l1 / max_j |g_j - l2 b_j|)
          gap = (1 - s)^2/2 (|r|^2 + l2 |b|^2) + sum_j ( l1 |b_j| - s b_j (g_j - l2 b_j) )
t = r     if l2 > 0, feasible as it is; the only useful one as l1 -> 0
          gap = sum_j ( l1 |b_j| - b_j c_j ) + sum_j (g_j - c_j - l2 b_j)^2 / (2 l2)

Both are written as sums of terms >= 0, so that small gaps are not lost in the difference P - D.
Reference: Kim, Koh, Lustig, Boyd & Gorinevsky (2007), IEEE J. Sel. Top. Signal Process. 1(4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from riata.textbook.given import Given
    from riata.typing import FloatArray

__all__ = ["duality_gap"]


def duality_gap(given: Given, coef: FloatArray) -> float:
    """Bound P(b) - min P from above by P(b) - D(t); at lam = 0 the bound is P(b) itself."""
    residual = given.y - given.X @ coef
    products = given.X.T @ residual
    scaled = _gap_of_scaled(given, coef, residual, products)
    if given.l2 == 0:
        return scaled
    return min(scaled, _gap_of_residual(given, coef, products))


def _gap_of_scaled(given: Given, coef: FloatArray, residual: FloatArray, products: FloatArray) -> float:
    """Evaluate the gap at t = s r."""
    slope = products - given.l2 * coef
    steepest = float(np.max(np.abs(slope)))
    s = 1.0 if steepest <= given.l1 else given.l1 / steepest
    squares = residual @ residual + given.l2 * (coef @ coef)
    slack = np.maximum(given.l1 * np.abs(coef) - s * coef * slope, 0.0)
    return float(0.5 * (1.0 - s) ** 2 * squares + np.sum(slack))


def _gap_of_residual(given: Given, coef: FloatArray, products: FloatArray) -> float:
    """Evaluate the gap at t = r, for l2 > 0."""
    clipped = np.clip(products, -given.l1, given.l1)
    slack = np.maximum(given.l1 * np.abs(coef) - coef * clipped, 0.0)
    excess = products - clipped - given.l2 * coef
    return float(np.sum(slack) + (excess @ excess) / (2.0 * given.l2))
