"""No penalty at all: least squares, of minimum norm where the columns are dependent.

primal    1/2 |y - X w|^2
optimal   X'r = 0; the excess over the optimum is |projection of r on the columns|^2 / 2
"""

from __future__ import annotations

import numpy as np
from scipy import linalg, sparse

from riata.designs import Triangle
from riata.problem import Problem
from riata.solve.engine import Solved
from riata.solve.info import PathInfo
from riata.solve.ridge_iterative import solve_iteratively
from riata.typing import FloatArray, IntArray

__all__ = ["solve_least_squares"]

_EPS = float(np.finfo(np.float64).eps)
_FACTORABLE = 10_000


def solve_least_squares(problem: Problem) -> Solved:
    """The solution at alpha = 0, as the only one of its kind.

    The data are reduced to a triangle, which is factored again with column pivoting to find the rank
    (Golub & Van Loan, Matrix Computations, 5.4); columns are equilibrated first, so that units do not
    decide what counts as dependent. One step of refinement uses the gradient of the data.
    """
    units = problem.units
    used = np.flatnonzero(units.x_scale > 0)
    if problem.y is not None and min(problem.shape) > _FACTORABLE:
        return _iteratively(problem)
    triangle = problem.design.triangle(used, problem.target, problem.view)
    to_coef = units.to_coef[used]
    solver = _PivotedSolver(triangle, to_coef)
    scaled = np.zeros(problem.shape[1])
    scaled[used] = solver.minimum_norm()
    scaled[used] += solver.correction(problem.solver_gradient(scaled[:, None])[used, 0])
    residual = triangle.target - triangle.factor @ scaled[used]
    null = units.square
    unexplained = (float(residual @ residual) + triangle.rest) / null if null > 0 else 1.0
    excess = solver.excess(residual) / null if null > 0 else 0.0
    return Solved(
        sparse.csc_array((scaled * units.to_coef)[:, None]),
        np.array([excess]),
        np.array([unexplained]),
        np.array([float(solver.rank)]),
        PathInfo("least squares", passes=3),
    )


def _iteratively(problem: Problem) -> Solved:
    """Too large to factor: LSMR, which also tends to the solution of least norm."""
    units = problem.units
    scaled = solve_iteratively(problem, np.zeros(1), np.where(units.to_coef > 0, 1 / units.to_coef, 0))
    gradient = problem.solver_gradient(scaled)
    null = units.square
    fit = units.products @ scaled[:, 0]
    unexplained = (null - fit - float(scaled[:, 0] @ gradient[:, 0])) / null if null > 0 else 1.0
    return Solved(
        sparse.csc_array(scaled * units.to_coef[:, None]),
        np.array([float(np.max(np.abs(gradient))) / np.sqrt(null) if null > 0 else 0.0]),
        np.array([max(unexplained, 0.0)]),
        np.array([float(min(problem.shape))]),
        PathInfo("least squares LSMR", passes=3),
    )


class _PivotedSolver:
    """Triangle R = Q T P' with the rank revealed on the diagonal of T."""

    def __init__(self, triangle: Triangle, to_coef: FloatArray) -> None:
        self.triangle, self.to_coef = triangle, to_coef
        q, t, order = linalg.qr(triangle.factor, mode="economic", pivoting=True)
        size = np.abs(np.diag(t))
        width = triangle.factor.shape[1]
        self.rank = int(np.sum(size > 4.0 * width * _EPS * size.max(initial=0.0)))
        self.q: FloatArray = q[:, : self.rank]
        self.t: FloatArray = t[: self.rank]
        self.order: IntArray = np.asarray(order, dtype=np.int64)

    def _least_norm(self, rotated: FloatArray) -> FloatArray:
        """The b with T P'b = rotated whose coefficients (in the units of the data) are smallest."""
        out = np.zeros(len(self.order))
        if self.rank == len(self.order):
            out[self.order] = linalg.solve_triangular(self.t, rotated)
        elif self.rank:
            unit = self.to_coef[self.order]
            basis, upper = linalg.qr((self.t / unit).T, mode="economic")
            raw = basis @ linalg.solve_triangular(upper, rotated, trans="T")
            out[self.order] = raw / unit
        return out

    def minimum_norm(self) -> FloatArray:
        """The least-squares solution of least norm."""
        return self._least_norm(self.q.T @ self.triangle.target)

    def correction(self, gradient: FloatArray) -> FloatArray:
        """R'R delta = gradient: zero in exact arithmetic."""
        if self.rank == 0:
            return np.zeros(len(self.order))
        head = gradient[self.order][: self.rank]
        square = self.t[:, : self.rank]
        return self._least_norm(linalg.solve_triangular(square, head, trans="T"))

    def excess(self, residual: FloatArray) -> float:
        """|projection of the residual on the columns|^2."""
        return float(np.sum((self.q.T @ residual) ** 2))
