"""Solve one problem again and again, one strength at a time, without starting over."""

from __future__ import annotations

import numpy as np

from riata import _core
from riata.problem import Problem
from riata.solve.active_set import make_solver
from riata.solve.dispatch import Start, solve, uses_active_set
from riata.solve.freedom import degrees_of_freedom
from riata.solve.settings import Settings
from riata.solve.solution import Solution

__all__ = ["Resolver"]


class Resolver:
    """Solutions of a problem at any strength; each starts from the one before.

    Parameters
    ----------
    problem : Problem
        What to solve.
    settings : Settings
        How exactly.
    start : (columns, coefficients), optional
        A first guess, in the units of the data.
    """

    def __init__(self, problem: Problem, settings: Settings, start: Start | None = None) -> None:
        self._problem, self._settings, self._start = problem, settings, start
        self._solver: _core.PathSolver | None = None

    def at(self, alpha: float) -> Solution:
        """The solution at one strength >= 0."""
        problem = self._problem
        if self._solver is None and uses_active_set(problem):
            self._solver = make_solver(problem)
        alphas = np.array([float(alpha)])
        solved = solve(problem, alphas, self._settings, self._start, self._solver)
        self._start = None  # the solver remembers
        coef = solved.coefs.toarray()[:, 0]
        df = solved.df
        if df is None:
            df = degrees_of_freedom(solved.coefs, alphas, problem)
        return Solution(
            alpha=float(alpha),
            coef=coef,
            intercept=float(problem.units.intercept(coef)),
            gap=float(solved.gaps[0]),
            df=float(df[0]),
            dev_ratio=float(1.0 - solved.unexplained[0]),
            penalty_value=problem.penalty_value(coef),
        )
