"""Lasso and elastic net with factors and bounds: the compiled active-set path.

    primal    1/2 |y - X b|^2 + lambda sum_j (l1_j |b_j| + l2_j b_j^2 / 2),  b in a box around zero
    dual, gap, stopping rule    see core/include/riata/solver/path.hpp and certificate.hpp

This file chooses between rows and their Gram matrix, and changes units.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from riata import _core
from riata.designs import RowDesign
from riata.problem import Problem
from riata.solve.engine import Solved
from riata.solve.info import PathInfo
from riata.solve.settings import Settings
from riata.typing import FloatArray, IntArray, Progress

__all__ = ["lambdas_of", "make_solver", "prefers_gram", "solve_active_set", "solved_from"]

#: Compressed columns (start, row, value) of the solutions, their gaps and |r|^2.
CompiledPath = tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray]

#: Up to here the whole Gram matrix costs less than the passes it saves.
_GRAM_COLUMNS = 1000


def make_solver(problem: Problem, by_gram: bool | None = None) -> _core.PathSolver:
    """The compiled solver of a problem; it may be run again at other strengths.

    Parameters
    ----------
    problem : Problem
        With a squared loss and a penalty a |w| + b w^2 / 2.
    by_gram : bool, optional
        Whether to work from second moments; by default where that is cheaper.
    """
    units = problem.units
    l1, l2 = problem.strengths.l1, problem.strengths.l2
    lower, upper = units.box(problem.lower, problem.upper)
    if prefers_gram(problem) if by_gram is None else by_gram:
        gram = problem.gram()
        return _core.PathSolver(
            gram=np.asfortranarray(gram),
            products=units.products,
            square=units.square,
            l1=l1,
            l2=l2,
            lower=lower,
            upper=upper,
        )
    return _core.PathSolver(
        design=problem.rows.core,
        root_weight=problem.root_weight,
        shift=units.x_mean,
        inverse_scale=units.inverse_scale,
        y=problem.scaled_response,
        products=units.products,
        norm=units.length,
        l1=l1,
        l2=l2,
        lower=lower,
        upper=upper,
        threads=problem.threads,
    )


def prefers_gram(problem: Problem) -> bool:
    """Whether to work from second moments: always without rows, else for tall data."""
    if not isinstance(problem.design, RowDesign):
        return True
    n, p = problem.shape
    return p <= min(n, _GRAM_COLUMNS)


def solve_active_set(
    problem: Problem,
    alphas: FloatArray,
    settings: Settings,
    start: tuple[IntArray, FloatArray] | None = None,
    solver: _core.PathSolver | None = None,
) -> Solved:
    """Solutions at positive strengths, in the given order (descending is fast).

    Parameters
    ----------
    problem : Problem
        With a squared loss and a penalty a |w| + b w^2 / 2.
    alphas : ndarray of shape (L,)
        Strengths.
    settings : Settings
        Tolerance and limits.
    start : (columns, coefficients), optional
        A first guess, in the units of the data.
    solver : PathSolver, optional
        One that has already run on this problem.
    """
    by_gram, given = prefers_gram(problem), solver is not None
    solver = make_solver(problem, by_gram) if solver is None else solver
    solved = _run(problem, alphas, settings, start, solver)
    if by_gram:
        if not given and isinstance(problem.design, RowDesign) and (solved.gaps > settings.tol).any():
            # Columns that are nearly dependent: what the Gram matrix has lost, the rows still have.
            again = replace(settings, progress=_held(settings.progress, len(alphas)))
            return _run(problem, alphas, again, start, make_solver(problem, by_gram=False))
        # The matrix is made once; no pass after that sees a row.
        info = replace(solved.info, method="active set on the Gram matrix", passes=2)
        return replace(solved, info=info)
    return solved


def _held(progress: Progress | None, done: int) -> Progress | None:
    """Progress of a second attempt: it does not fall below what the first one told."""
    return None if progress is None else lambda _: progress(done)


def _run(
    problem: Problem,
    alphas: FloatArray,
    settings: Settings,
    start: tuple[IntArray, FloatArray] | None,
    solver: _core.PathSolver,
) -> Solved:
    units = problem.units
    if start is not None:
        columns, values = start
        usable = units.x_scale[columns] > 0
        columns = np.ascontiguousarray(columns[usable], dtype=np.int64)
        solver.start(columns, values[usable] / units.to_coef[columns])
    arrays = solver.run(
        lambdas_of(problem, alphas),
        tol=settings.tol,
        batch=settings.batch,
        max_passes=settings.max_passes,
        progress=settings.progress,
    )
    return solved_from(problem, solver, arrays)


def lambdas_of(problem: Problem, alphas: FloatArray) -> FloatArray:
    """Strengths in the solver's units, (L,)."""
    return np.ascontiguousarray(alphas * problem.strengths.rate)


def solved_from(problem: Problem, solver: _core.PathSolver, arrays: CompiledPath) -> Solved:
    """What a compiled solver found, in the units of the data."""
    units = problem.units
    indptr, row, value, gaps, residual = arrays
    counts = solver.counts()
    info = PathInfo("active set", counts["passes"], counts["solves"], counts["working_set"])
    unexplained = residual / units.square if units.square > 0 else np.ones_like(residual)
    return Solved(units.coefficients(indptr, row, value), gaps, unexplained, None, info)
