"""Ridge at every strength from one factorisation.

primal    1/2 |y - X b|^2 + lambda/2 sum_j l2_j b_j^2
dual      y't - 1/2 |t|^2 - sum_j (x_j't)^2 / (2 lambda l2_j),   x_j't = 0 where l2_j = 0
gap       at t = r it is sum_j (x_j'r - lambda l2_j b_j)^2 / (2 lambda l2_j)
stop      none: the solution is direct; the gap is what rounding left
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from scipy import linalg, sparse

from riata.problem import Problem
from riata.solve.engine import Solved
from riata.solve.info import PathInfo
from riata.solve.ridge_factor import RidgeFactor, factor_ridge
from riata.solve.ridge_few import solve_few
from riata.solve.ridge_iterative import solve_iteratively
from riata.typing import FloatArray, IntArray

__all__ = ["ridge_gaps", "sharpened_gaps", "solve_factored", "solve_ridge"]

Distance: TypeAlias = Callable[[FloatArray, FloatArray, float], float]

_FEW = 4  # strengths that a Cholesky factorisation each serves better than one eigenbasis
_SPOILT = 1e-10  # relative gap that a direct solution exceeds only by rounding
_INVERTIBLE, _HELD = 2_000, 20_000_000  # rows or columns factored for a certificate, and numbers
_DEFINITE = 1e-10  # of the largest eigenvalue: rounding is far below
#: Largest problem to factor, by whether the strengths are few.
_FACTORABLE = {True: 10_000, False: 5_000}


def solve_ridge(problem: Problem, alphas: FloatArray) -> Solved:
    """Solutions at positive strengths, (p, L) at once.

    One or a few strengths take a Cholesky factorisation each, many an eigenbasis, and problems too
    large or too unevenly scaled for either an iterative method.

    Parameters
    ----------
    problem : Problem
        With a squared loss, a penalty b w^2 / 2 and no bounds.
    alphas : ndarray of shape (L,)
        Strengths > 0.
    """
    lambdas = alphas * problem.strengths.rate
    size = min(problem.shape) if problem.y is not None else problem.shape[1]
    if size > _FACTORABLE[len(lambdas) <= _FEW]:
        ones = np.ones(problem.shape[1])
        return _solved(problem, solve_iteratively(problem, lambdas, ones), lambdas, "ridge LSMR")
    if len(lambdas) <= _FEW:
        few = solve_few(problem, lambdas)
        if few is not None:
            return _solved(problem, few, lambdas, "ridge Cholesky")
    return solve_factored(problem, alphas, factor_ridge(problem, float(lambdas.min())))


def solve_factored(problem: Problem, alphas: FloatArray, factor: RidgeFactor) -> Solved:
    """Solutions from a factor that serves strengths as small as these."""
    lambdas = alphas * problem.strengths.rate
    solution = factor.lift(factor.products[:, None] / (factor.eigenvalues[:, None] + lambdas))
    solution, gaps = _mended(problem, solution, lambdas)
    return Solved(
        sparse.csc_array(solution * problem.units.to_coef[:, None]),
        gaps,
        ridge_unexplained(problem, factor, lambdas),
        ridge_freedom(factor, lambdas),
        PathInfo("ridge eigenbasis", passes=2, solves=1, working_set=problem.shape[1]),
    )


def _mended(
    problem: Problem, solution: FloatArray, lambdas: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Solutions and gaps, those that rounding has spoilt replaced.

    Products of rows drown the other columns beside one in a far larger unit; an iteration on columns
    of equal length does not.
    """
    gaps = sharpened_gaps(problem, solution, lambdas, ridge_gaps(problem, solution, lambdas))
    spoilt = np.flatnonzero(~(gaps <= _SPOILT))
    if not len(spoilt) or problem.y is None:
        return solution, gaps
    again = solve_iteratively(problem, lambdas[spoilt], np.ones(problem.shape[1]))
    new = sharpened_gaps(problem, again, lambdas[spoilt], ridge_gaps(problem, again, lambdas[spoilt]))
    better = ~(new >= gaps[spoilt])
    solution[:, spoilt[better]], gaps[spoilt[better]] = again[:, better], new[better]
    return solution, gaps


def sharpened_gaps(
    problem: Problem, solution: FloatArray, lambdas: FloatArray, gaps: FloatArray
) -> FloatArray:
    """Gaps (L,), where a faint penalty makes those at t = r mean nothing.

    Rounding of x_j't counts over 2 lambda there. With H = X'X + lambda diag(l2) and g the gradient at b
    the distance from the optimum is g'H^-1 g / 2, which is the gap at the best t; it is told where H is
    safely positive definite, or known to be lambda where no row sees.
    """
    spoilt = np.flatnonzero(~(gaps <= _SPOILT))
    n, p = problem.shape
    wide = problem.y is not None and n < p
    large = n > _INVERTIBLE or n * p > _HELD if wide else p > _INVERTIBLE
    if not len(spoilt) or large or problem.units.square == 0:
        return gaps
    used = np.flatnonzero(problem.units.x_scale > 0)
    l2 = problem.strengths.l2[used]
    if wide and not l2.all():
        return gaps
    distances = (_in_rows if wide else _in_columns)(problem, used, l2)
    gaps = gaps.copy()
    for k in spoilt:
        b = solution[:, [k]]
        gradient = problem.solver_gradient(b)[used, 0]
        distance = distances(b[used, 0], gradient, float(lambdas[k]))
        gaps[k] = min(gaps[k], 2.0 * distance / problem.units.square)
    return gaps


def _in_columns(problem: Problem, used: IntArray, l2: FloatArray) -> Distance:
    gram = problem.design.gram(used, problem.view, problem.threads)

    def distance(b: FloatArray, gradient: FloatArray, strength: float) -> float:
        values, vectors = linalg.eigh(gram + strength * np.diag(l2))
        if not values[0] > _DEFINITE * values[-1]:
            return np.inf
        return 0.5 * float(np.sum((vectors.T @ (gradient - strength * l2 * b)) ** 2 / values))

    return distance


def _in_rows(problem: Problem, used: IntArray, l2: FloatArray) -> Distance:
    """Where no row sees, g is -lambda diag(l2) b exactly, and H is lambda diag(l2)."""
    root = np.sqrt(l2)
    rows = problem.rows.block(slice(None), used, problem.view) / root
    _, size, right = linalg.svd(rows, full_matrices=False, check_finite=False)
    seen = size > max(rows.shape) * np.finfo(np.float64).eps * size.max(initial=0.0)
    size, right = size[seen], right[seen]

    def distance(b: FloatArray, gradient: FloatArray, strength: float) -> float:
        along = right @ (gradient / root - strength * root * b)
        unseen = root * b - right.T @ (right @ (root * b))
        inside = float(np.sum(along**2 / (size**2 + strength)))
        return 0.5 * (inside + strength * float(unseen @ unseen))

    return distance


def _solved(problem: Problem, solution: FloatArray, lambdas: FloatArray, method: str) -> Solved:
    """Solutions whose residuals are still to be measured."""
    square = problem.units.square
    unexplained, gaps = np.ones_like(lambdas), np.zeros_like(lambdas)
    if square > 0:
        # |r|^2 = y'r - b'X'r, and y'r = y'y - b'X'y
        gradient = problem.solver_gradient(solution)
        fit = problem.units.products @ solution
        unexplained = (square - fit - np.sum(solution * gradient, axis=0)) / square
        gaps = _gaps_of(problem, solution, gradient, lambdas)
    return Solved(
        sparse.csc_array(solution * problem.units.to_coef[:, None]),
        sharpened_gaps(problem, solution, lambdas, gaps),
        np.maximum(unexplained, 0.0),
        None,
        PathInfo(method, passes=2, solves=len(lambdas), working_set=problem.shape[1]),
    )


def ridge_freedom(factor: RidgeFactor, lambdas: FloatArray) -> FloatArray:
    """sum_k d_k / (d_k + lambda) plus the unpenalised columns, (L,)."""
    d = factor.eigenvalues[:, None]
    return np.asarray(np.sum(d / (d + lambdas), axis=0) + factor.free, dtype=float)


def ridge_unexplained(problem: Problem, factor: RidgeFactor, lambdas: FloatArray) -> FloatArray:
    """Residual over null sum of squares, (L,): a sum of positive terms, nothing cancels."""
    if problem.units.square == 0:
        return np.ones_like(lambdas)
    d = factor.eigenvalues[:, None]
    explained = factor.products[:, None] ** 2 / d
    left = factor.rest + np.sum(explained * (lambdas / (d + lambdas)) ** 2, axis=0)
    return np.asarray(left / problem.units.square, dtype=float)


def ridge_gaps(problem: Problem, solution: FloatArray, lambdas: FloatArray) -> FloatArray:
    """Relative duality gaps of solutions (p, L) in the solver's units, from a pass over the data."""
    if problem.units.square == 0:
        return np.zeros_like(lambdas)
    step = 32
    parts = [slice(start, start + step) for start in range(0, len(lambdas), step)]
    return np.concatenate(
        [
            _gaps_of(
                problem, solution[:, part], problem.solver_gradient(solution[:, part]), lambdas[part]
            )
            for part in parts
        ]
    )


def _gaps_of(
    problem: Problem, solution: FloatArray, gradient: FloatArray, lambdas: FloatArray
) -> FloatArray:
    """The same from X~'(y~ - X~ b), (p, L)."""
    units, l2 = problem.units, problem.strengths.l2
    strength = l2[:, None] * lambdas
    slack = gradient - strength * solution
    used = (strength > 0) & (units.x_scale > 0)[:, None]
    over = np.where(used, slack**2 / np.where(used, 2.0 * strength, 1.0), 0.0)
    return np.asarray(np.sum(over, axis=0) / (0.5 * units.square))
