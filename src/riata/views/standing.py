"""What the data say of a solution: all that views and explanations need of them, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse

from riata.problem import Problem
from riata.solve.freedom import degrees_of_freedom
from riata.typing import FloatArray, IntArray

__all__ = ["Standing", "take_stock"]

#: More kept columns than this are not fitted again by least squares.
_REFITTED = 2000
#: Reciprocal condition of X'X above which one step of refinement gives all digits.
_SAFE = 1e-8


@dataclass(frozen=True, eq=False)
class Standing:
    """How a solution stands in its data.

    Attributes
    ----------
    rows : int
        n.
    total : float
        S, the sum of the weights; n without weights.
    mean_loss : float
        (1/S) sum_i s_i l(y_i, eta_i), in units of y^2 for a squared loss.
    df : float
        Degrees of freedom, without the intercept.
    deviation : ndarray of shape (p,)
        Weighted standard deviation (divisor S) of each column, in its units.
    pull : ndarray of shape (p,)
        x_j'r / S, r the (weighted) residual: minus the gradient of the mean loss, in units of y^2 over
        those of the coefficient. What the data pull each coefficient with.
    refit : ndarray of shape (p,) or None
        Least squares on the kept columns alone, zero elsewhere, in the units of the data; None where
        that has no single answer: not fewer kept columns than rows, or dependent ones.
    """

    rows: int
    total: float
    mean_loss: float
    df: float
    deviation: FloatArray
    pull: FloatArray
    refit: FloatArray | None


def take_stock(
    problem: Problem, alpha: float, coef: FloatArray, intercept: float, df: float | None = None
) -> Standing:
    """From a problem and one of its solutions, in two passes over the data.

    Parameters
    ----------
    problem : Problem
        With its data.
    alpha : float
        Strength, on the mean scale.
    coef : ndarray of shape (p,)
        Coefficients in the units of the data.
    intercept : float
        Constant.
    df : float, optional
        Degrees of freedom where they are known; worked out otherwise.
    """
    units, n = problem.units, problem.shape[0]
    with np.errstate(over="ignore", invalid="ignore"):
        if problem.loss.quadratic:
            solver = np.divide(coef, units.to_coef, out=np.zeros_like(coef), where=units.x_scale > 0)
            gradient = problem.solver_gradient(solver[:, None])[:, 0]
            pull = gradient * units.x_scale * (units.y_scale / units.total)
            loss = _squared_loss(problem, solver, gradient, coef, intercept)
        else:
            pull = -problem.gradient(coef, intercept)
            loss = problem.mean_loss(coef, intercept)
    if df is None:
        columns = sparse.csc_array(coef[:, None])
        df = float(degrees_of_freedom(columns, np.array([alpha]), problem)[0])
    return Standing(
        rows=n,
        total=units.total,
        mean_loss=float(loss),
        df=min(df, float(n)),
        deviation=units.deviation,
        pull=pull,
        refit=_least_squares_on(problem, np.flatnonzero(coef).astype(np.int64)),
    )


def _squared_loss(
    problem: Problem,
    solver: FloatArray,
    gradient: FloatArray,
    coef: FloatArray,
    intercept: float,
) -> float:
    """The mean loss, from the rows where there are any: moments lose digits where the fit is close."""
    if problem.y is not None:
        return problem.mean_loss(coef, intercept)
    units = problem.units
    square = units.square - float(solver @ (units.products + gradient))
    return 0.5 * max(square, 0.0) * units.y_scale * (units.y_scale / units.total)


def _least_squares_on(problem: Problem, kept: IntArray) -> FloatArray | None:
    """Least squares on some columns, zero elsewhere, (p,)."""
    room = problem.shape[0] - int(problem.fit_intercept)
    if not problem.loss.quadratic or not len(kept) < room or len(kept) > _REFITTED:
        return None
    out = np.zeros(problem.shape[1])
    if len(kept):
        found = _by_normal_equations(problem, kept)
        found = _by_triangle(problem, kept) if found is None else found
        if found is None:
            return None
        out[kept] = found * problem.units.to_coef[kept]
    return out


def _by_normal_equations(problem: Problem, kept: IntArray) -> FloatArray | None:
    """Cholesky, and one step of refinement by the data; None where that loses digits.

    For many rows this is far cheaper than a triangle (Björck 1987, corrected seminormal equations).
    """
    gram = problem.design.gram(kept, problem.view, problem.threads)
    factor, failed = linalg.lapack.dpotrf(gram)
    if failed or linalg.lapack.dpocon(factor, np.abs(gram).sum(axis=0).max())[0] < _SAFE:
        return None
    solver = np.zeros((problem.shape[1], 1))
    solver[kept, 0] = linalg.cho_solve((factor, False), problem.units.products[kept])
    rest = problem.solver_gradient(solver)[kept, 0]
    return np.asarray(solver[kept, 0] + linalg.cho_solve((factor, False), rest), dtype=float)


def _by_triangle(problem: Problem, kept: IntArray) -> FloatArray | None:
    """By orthogonal transformations; None where the columns are dependent."""
    triangle = problem.design.triangle(kept, problem.target, problem.view)
    found, _, rank, _ = linalg.lstsq(triangle.factor, triangle.target)
    return np.asarray(found, dtype=float) if rank == len(kept) else None
