"""The one yardstick: the relative duality gap of somebody's coefficients, in plain NumPy.

    primal    P(b0, b) = |y - b0 - X b|^2 / (2n) + l1 |b|_1 + l2 |b|^2 / 2
    residual  r = y - X b, centred: then it is orthogonal to the intercept's column of ones
    c         X'r / n - l2 b

    dual, by scaling r     D = s y'r / n - s^2 (|r|^2 / n + l2 |b|^2) / 2,   |s| <= l1 / max |c|
    dual, if l2 > 0        D = y'r / n - |r|^2 / (2n) - sum (|x_j'r| / n - l1)_+^2 / (2 l2)

    gap = (P - D) / P(0),  D the larger of the two;  P(0) = |y - mean(y)|^2 / (2n)

P is taken at the contender's own intercept; where it gave none (it was given centred data), at the
best one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from data import Array, Problem

__all__ = ["fitted", "relative_gaps"]


def relative_gaps(problem: Problem, alphas: Array, coefs: Any, intercepts: Array | None) -> Array:
    """The gap at every alpha, (L,), of coefs (p, L) and intercepts (L,) or None."""
    n = len(problem.y)
    y = problem.y - problem.y.mean()
    predicted, dense = fitted(problem, coefs)
    away = problem.y[:, None] - predicted
    residual = away - away.mean(axis=0)
    offset = np.zeros(len(alphas)) if intercepts is None else away.mean(axis=0) - intercepts
    l1, l2 = alphas * problem.l1_ratio, alphas * (1.0 - problem.l1_ratio)
    squares = np.sum(residual**2, axis=0) / n
    norms = np.sum(dense**2, axis=0)
    primal = (squares + offset**2 + l2 * norms) / 2 + l1 * np.sum(np.abs(dense), axis=0)
    dual = _best_dual(problem, dense, residual, y, l1, l2)
    gaps = (primal - dual) / (y @ y / (2 * n))
    return np.where(np.isfinite(gaps), gaps, np.inf)


def fitted(problem: Problem, coefs: Any) -> tuple[Array, Array]:
    """X b without the intercept, (n, L), from the columns in use; and the coefficients, dense."""
    dense = coefs.toarray() if sparse.issparse(coefs) else np.asarray(coefs, dtype=float)
    used = np.flatnonzero(np.any(dense != 0, axis=1))
    return np.asarray(problem.X[:, used] @ dense[used]), dense


def _best_dual(problem: Problem, coefs: Array, residual: Array, y: Array, l1: Array, l2: Array) -> Array:
    n = len(y)
    correlation = np.asarray(problem.X.T @ residual) / n
    along = y @ residual / n
    squares = np.sum(residual**2, axis=0) / n
    curvature = squares + l2 * np.sum(coefs**2, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = l1 / np.max(np.abs(correlation - l2 * coefs), axis=0)
        scale = np.clip(np.where(curvature > 0, along / curvature, 0.0), -reach, reach)
        dual = scale * along - scale**2 * curvature / 2
        if problem.l1_ratio < 1:
            over = np.maximum(np.abs(correlation) - l1, 0.0)
            free = along - squares / 2 - np.sum(over**2, axis=0) / (2 * l2)
            dual = np.maximum(dual, free)
    return np.asarray(dual)
