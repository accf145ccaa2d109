"""Which method solves what."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from riata import _core
from riata.problem import Problem
from riata.solve.active_set import solve_active_set
from riata.solve.engine import Solved
from riata.solve.least_squares import solve_least_squares
from riata.solve.proximal import solve_proximal
from riata.solve.ridge import solve_ridge
from riata.solve.settings import Settings
from riata.typing import FloatArray, IntArray

__all__ = ["Start", "solve", "uses_active_set"]

#: A first guess: columns and their coefficients in the units of the data.
Start = tuple[IntArray, FloatArray]


def uses_active_set(problem: Problem) -> bool:
    """Whether positive strengths go to the compiled active-set path."""
    elastic = problem.penalty.elastic
    if elastic is None or not problem.loss.quadratic:
        return False
    return problem.boxed or elastic[0] > 0.0


def solve(
    problem: Problem,
    alphas: FloatArray,
    settings: Settings,
    start: Start | None = None,
    solver: _core.PathSolver | None = None,
) -> Solved:
    """Solutions at strengths in descending order; each goes to the method that is made for it."""
    if not (problem.loss.quadratic and problem.penalty.elastic is not None):
        return solve_proximal(problem, alphas, settings)
    penalised = bool(np.any(problem.factor[problem.units.x_scale > 0] > 0))
    plain = (alphas == 0) | (not penalised)
    if problem.boxed or not plain.any():
        if uses_active_set(problem):
            return solve_active_set(problem, alphas, settings, start, solver)
        return solve_ridge(problem, alphas)
    last = _repeat(solve_least_squares(problem), int(plain.sum()))
    if plain.all():
        return last
    return _join(solve(problem, alphas[~plain], settings, start, solver), last)


def _repeat(solved: Solved, times: int) -> Solved:
    coefs = sparse.csc_array(sparse.hstack([solved.coefs] * times))
    df = None if solved.df is None else np.tile(solved.df, times)
    return Solved(
        coefs, np.tile(solved.gaps, times), np.tile(solved.unexplained, times), df, solved.info
    )


def _join(first: Solved, last: Solved) -> Solved:
    both = first.df is not None and last.df is not None
    return Solved(
        sparse.csc_array(sparse.hstack([first.coefs, last.coefs])),
        np.concatenate([first.gaps, last.gaps]),
        np.concatenate([first.unexplained, last.unexplained]),
        np.concatenate([first.df, last.df]) if both else None,
        first.info,
    )
