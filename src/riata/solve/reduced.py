"""Least squares as a sampler sees it: unpenalised columns projected out, rows reduced."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from riata.designs import RowDesign
from riata.problem import Problem
from riata.typing import FloatArray, IntArray

__all__ = ["Reduced", "reduce_problem"]

#: Pivot below which an unpenalised column depends on others, relative to its length.
_DEPENDENT = 1e-10


@dataclass(frozen=True, eq=False)
class Reduced:
    """A squared-loss problem in the solver's units of :mod:`riata.problem.units`.

    With b the coefficients of `columns` and f those of the `free` ones,
    ``|y~ - Z_f f - Z b|^2 = |target - rows b|^2 + rest
    + |free_target - free_rows b - free_factor f|^2``.

    Attributes
    ----------
    problem : Problem
        What was reduced.
    columns, free : ndarray of shape (q,), (m,)
        Positions of penalised and of unpenalised columns. Columns that are constant are in neither.
    dependent : ndarray of shape (d,)
        Positions of unpenalised columns that those in `free` make up; left out.
    rows : ndarray of shape (k, q)
        Row-contiguous.
    target : ndarray of shape (k,)
        What is left of the response.
    rest : float
        What no coefficient explains.
    df : float
        Of sigma^2 once the coefficients, the unpenalised ones and the intercept are integrated out:
        S - 1 - m with an intercept, S - m without.
    free_factor : ndarray of shape (m, m)
        Upper triangular.
    free_rows : ndarray of shape (m, q)
    free_target : ndarray of shape (m,)
    """

    problem: Problem
    columns: IntArray
    free: IntArray
    dependent: IntArray
    rows: FloatArray
    target: FloatArray
    rest: float
    df: float
    free_factor: FloatArray
    free_rows: FloatArray
    free_target: FloatArray

    @cached_property
    def gram(self) -> FloatArray:
        """Second moments of the rows, (q, q)."""
        return np.asfortranarray(self.rows.T @ self.rows)

    @cached_property
    def norms(self) -> FloatArray:
        """Lengths of the penalised columns in the solver's units, (q,).

        Of the columns themselves, not of what the unpenalised ones leave of them.
        """
        square = np.sum(self.rows**2, axis=0) + np.sum(self.free_rows**2, axis=0)
        return np.asarray(np.sqrt(square))


def reduce_problem(problem: Problem) -> Reduced:
    """Reduce a problem with a squared loss and no bounds."""
    units = problem.units
    used = units.x_scale > 0
    free = np.flatnonzero(used & (problem.factor == 0))
    columns = np.flatnonzero(used & (problem.factor > 0))
    matrix, target, rest = _rows_of(problem, np.concatenate([free, columns]))
    of_free, of_columns = matrix[:, : len(free)], matrix[:, len(free) :]
    turn, upper, order = linalg.qr(of_free, pivoting=True, check_finite=False)
    m = _rank(upper, np.linalg.norm(of_free, axis=0)[order])
    if len(free):
        of_columns, target = turn.T @ of_columns, turn.T @ target
    return Reduced(
        problem=problem,
        columns=columns,
        free=free[order[:m]],
        dependent=free[order[m:]],
        rows=np.ascontiguousarray(of_columns[m:]),
        target=np.ascontiguousarray(target[m:]),
        rest=rest,
        df=units.total - float(problem.fit_intercept) - m,
        free_factor=upper[:m, :m],
        free_rows=of_columns[:m],
        free_target=target[:m],
    )


def _rows_of(problem: Problem, columns: IntArray) -> tuple[FloatArray, FloatArray, float]:
    """Rows (k, q), target (k,) and rest with k <= q where there are more rows than columns."""
    design = problem.design
    if not len(columns):
        return np.zeros((0, 0)), np.zeros(0), problem.units.square
    if isinstance(design, RowDesign) and problem.shape[0] < len(columns):
        every: NDArray[np.float64] = design.block(slice(None), columns, problem.view)
        return every, problem.scaled_response, 0.0
    triangle = design.triangle(columns, problem.target, problem.view)
    return triangle.factor, triangle.target, triangle.rest


def _rank(upper: FloatArray, size: FloatArray) -> int:
    """How many columns of lengths `size` have pivots beyond rounding."""
    pivots = np.abs(np.diag(upper))
    return int(np.count_nonzero(pivots > _DEPENDENT * size[: len(pivots)]))
