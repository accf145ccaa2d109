"""Ridge at one or a few strengths: a Cholesky factorisation each.

    tall     (Z'Z + lambda D) b = Z'y
    wide     (Z D^-1 Z' + lambda I) a = y,  b = D^-1 Z'a

where every column is penalised. One step of refinement follows; its size says whether forming the
products has lost too much, in which case an orthogonal factorisation must do
(:mod:`riata.solve.ridge_factor`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import linalg

from riata.designs import View
from riata.problem import Problem
from riata.typing import FloatArray, IntArray

__all__ = ["solve_few"]

_SMALL = 1e-6


def solve_few(problem: Problem, lambdas: FloatArray) -> FloatArray | None:
    """Coefficients (p, L) in the solver's units; None where this way is not safe.

    Parameters
    ----------
    problem : Problem
        With a squared loss, a penalty b w^2 / 2 and no bounds.
    lambdas : ndarray of shape (L,)
        Strengths > 0 in the solver's units.
    """
    l2 = problem.strengths.l2
    used = problem.units.x_scale > 0
    if (l2[used] == 0).any() or not used.any():
        return None
    n, p = problem.shape
    wide = n < p and problem.y is not None
    return (_wide if wide else _tall)(problem, lambdas, np.flatnonzero(used), l2)


def _tall(problem: Problem, lambdas: FloatArray, used: IntArray, l2: FloatArray) -> FloatArray | None:
    root = np.sqrt(l2[used])
    gram = problem.design.gram(None, problem.view, problem.threads)
    if len(used) < len(gram):
        gram = gram[np.ix_(used, used)]
    gram = gram / root[:, None] / root
    out = np.zeros((problem.shape[1], len(lambdas)))
    for k, strength in enumerate(lambdas):
        solve = _factor(gram, float(strength))
        if solve is None:
            return None
        first = solve(problem.units.products[used] / root)
        out[used, k] = first / root
        slack = problem.solver_gradient(out[:, [k]])[used, 0] - strength * l2[used] * out[used, k]
        correction = solve(slack / root)
        if _large(correction, first):
            return None
        out[used, k] += correction / root
    return out


def _wide(problem: Problem, lambdas: FloatArray, used: IntArray, l2: FloatArray) -> FloatArray | None:
    view, y = problem.view, problem.scaled_response
    over_root = np.zeros_like(l2)
    over_root[used] = 1.0 / np.sqrt(l2[used])
    kernel = problem.rows.row_products(View(view.shift, view.scale * over_root, view.root_weight))
    duals = np.empty((len(y), len(lambdas)))
    for k, strength in enumerate(lambdas):
        solve = _factor(kernel, float(strength))
        if solve is None:
            return None
        first = solve(y)
        correction = solve(y - kernel @ first - strength * first)
        if _large(kernel @ correction, kernel @ first):
            return None
        duals[:, k] = first + correction
    weighted = duals if view.root_weight is None else view.root_weight[:, None] * duals
    products = problem.rows.xtr(weighted, view.shift, problem.threads)
    return products * (view.scale * over_root**2)[:, None]


def _large(correction: FloatArray, solution: FloatArray) -> bool:
    """Whether refinement had so much to do that its square would still matter."""
    return bool(np.linalg.norm(correction) > _SMALL * np.linalg.norm(solution))


def _factor(matrix: FloatArray, strength: float) -> Callable[[FloatArray], FloatArray] | None:
    """Solver of (matrix + strength I) x = rhs; None where rounding makes it indefinite."""
    shifted = matrix + 0.0
    shifted[np.diag_indices_from(shifted)] += strength
    try:
        factor = linalg.cho_factor(shifted, overwrite_a=True, check_finite=False)
    except linalg.LinAlgError:
        return None
    return lambda rhs: np.asarray(linalg.cho_solve(factor, rhs, check_finite=False), dtype=float)
