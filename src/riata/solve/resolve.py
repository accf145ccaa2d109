"""Solve one problem again and again, one strength at a time, without starting over."""

from __future__ import annotations

import numpy as np

from riata import _core
from riata.problem import Problem
from riata.solve.active_set import make_solver
from riata.solve.dispatch import Start, solve, uses_active_set
from riata.solve.engine import Solved
from riata.solve.settings import Settings

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
        self.problem = problem
        self._settings, self._start = settings, start
        self._solver: _core.PathSolver | None = None

    def at(self, alpha: float) -> Solved:
        """The solution at one strength >= 0, as a path of one."""
        if self._solver is None and uses_active_set(self.problem):
            self._solver = make_solver(self.problem)
        alphas = np.array([float(alpha)])
        solved = solve(self.problem, alphas, self._settings, self._start, self._solver)
        self._start = None  # the solver remembers
        return solved
