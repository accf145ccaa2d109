"""The data a sampler sees: unpenalised columns projected out, rows reduced to a triangle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from riata.designs import RowDesign
from riata.errors import DataError
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
    """Reduce a problem with a squared loss and no bounds.

    Raises
    ------
    DataError
        If the response is constant, the unpenalised columns are dependent, or too few rows are left
        to estimate the noise.
    """
    units = problem.units
    if not units.square > 0:
        raise DataError("y is constant: there is no noise to estimate and nothing to explain")
    used = units.x_scale > 0
    free = np.flatnonzero(used & (problem.factor == 0))
    columns = np.flatnonzero(used & (problem.factor > 0))
    df = units.total - float(problem.fit_intercept) - len(free)
    if not df > 0:
        raise DataError(
            f"{units.total:g} rows cannot carry {len(free)} unpenalised coefficients and the noise: "
            "give more rows, or penalise more columns"
        )
    matrix, target, rest = _rows_of(problem, np.concatenate([free, columns]))
    m = len(free)
    if m:
        turn, upper = linalg.qr(matrix[:, :m], check_finite=False)
        _refuse_dependent(upper[:m], matrix[:, :m])
        matrix, target = turn.T @ matrix, turn.T @ target
    return Reduced(
        problem=problem,
        columns=columns,
        free=free,
        rows=np.ascontiguousarray(matrix[m:, m:]),
        target=np.ascontiguousarray(target[m:]),
        rest=rest,
        df=df,
        free_factor=matrix[:m, :m],
        free_rows=matrix[:m, m:],
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


def _refuse_dependent(upper: FloatArray, columns: FloatArray) -> None:
    """Unpenalised columns have no prior, so the data must tell them apart."""
    size = np.linalg.norm(columns, axis=0)
    if len(upper) < columns.shape[1] or (np.abs(np.diag(upper)) <= _DEPENDENT * size).any():
        raise DataError(
            "unpenalised columns are linearly dependent, so their posterior is not proper: drop one "
            "or give it a penalty"
        )
