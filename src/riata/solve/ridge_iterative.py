"""Ridge and least squares too large to factor: LSMR (Fong & Saunders 2011), a pass or two a step.

primal    1/2 |y - Z b|^2 + lambda/2 sum_j l2_j b_j^2, as least squares with sqrt(lambda l2) below Z
stop      the normal equations hold to rounding, or a thousand steps
"""

from __future__ import annotations

import numpy as np
from scipy.sparse.linalg import LinearOperator, lsmr

from riata.problem import Problem
from riata.typing import FloatArray

__all__ = ["solve_iteratively"]

_STEPS = 1000
_EXACT = 1e-14


def solve_iteratively(problem: Problem, lambdas: FloatArray, scale: FloatArray) -> FloatArray:
    """Coefficients (p, L) in the solver's units, each started from the one before.

    Parameters
    ----------
    problem : Problem
        With a squared loss and no bounds.
    lambdas : ndarray of shape (L,)
        Strengths >= 0 in the solver's units.
    scale : ndarray of shape (p,)
        The norm that decides where several solutions are equally good is that of b / scale.
    """
    l2, p = problem.strengths.l2, problem.shape[1]
    target = np.concatenate([problem.scaled_response, np.zeros(p)])
    out = np.zeros((p, len(lambdas)))
    last = np.zeros(p)
    for k, strength in enumerate(lambdas):
        root = np.sqrt(strength * l2) * scale
        operator = _stacked(problem, scale, root)
        last = lsmr(operator, target, atol=_EXACT, btol=_EXACT, conlim=0, maxiter=_STEPS, x0=last)[0]
        out[:, k] = last * scale
    return out


def _stacked(problem: Problem, scale: FloatArray, root: FloatArray) -> LinearOperator:
    """Z diag(scale) above diag(root)."""
    view, n = problem.view, problem.shape[0]

    def forward(v: FloatArray) -> FloatArray:
        flat = np.asarray(v).ravel()
        seen = problem.rows.centred_product((view.scale * scale * flat)[:, None], view.shift)[:, 0]
        seen = seen if view.root_weight is None else view.root_weight * seen
        return np.concatenate([seen, root * flat])

    def backward(u: FloatArray) -> FloatArray:
        flat = np.asarray(u).ravel()
        rows = flat[:n] if view.root_weight is None else view.root_weight * flat[:n]
        products = problem.rows.xtr(rows[:, None], view.shift, problem.threads)[:, 0]
        return view.scale * scale * products + root * flat[n:]

    p = problem.shape[1]
    return LinearOperator((n + p, p), matvec=forward, rmatvec=backward, dtype=np.float64)
