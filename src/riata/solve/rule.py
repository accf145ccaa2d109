"""Strength is one parameter: a number, or a rule that finds it."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any, Protocol, runtime_checkable

import numpy as np

from riata.errors import ParameterError
from riata.problem import Problem
from riata.solve.dispatch import Start
from riata.solve.grid import check_alphas
from riata.solve.paths import solve_path
from riata.solve.regularization_path import RegularizationPath
from riata.solve.settings import Settings
from riata.typing import FloatArray

__all__ = ["Chosen", "Fixed", "Grid", "Rule", "as_rule"]


@dataclass(frozen=True)
class Grid:
    """Where a rule may look: ``make_grid(problem, alphas, eps)``.

    Attributes
    ----------
    alphas : int or ndarray of shape (L,)
        How many strengths, or which.
    eps : float
        The last over the first.
    """

    alphas: Any = 100
    eps: float = 1e-3


@dataclass(frozen=True, eq=False)
class Chosen:
    """What a rule decided.

    Attributes
    ----------
    path : RegularizationPath
        Solutions on all the data.
    index : int
        The chosen one.
    detail : object or None
        What the rule looked at, such as a :class:`~riata.select.CVResult`.
    """

    path: RegularizationPath
    index: int
    detail: Any = None

    @property
    def alpha(self) -> float:
        """The chosen strength; the multiplier, where the rule was a bound."""
        return float(self.path.alphas[self.index])

    @property
    def coef(self) -> FloatArray:
        """Coefficients (p,)."""
        return self.path.coef(self.index)

    @property
    def intercept(self) -> float:
        """Unpenalised constant."""
        return float(self.path.intercepts[self.index])

    @property
    def gap(self) -> float:
        """Relative duality gap."""
        return float(self.path.gaps[self.index])


@runtime_checkable
class Rule(Protocol):
    """Anything that chooses a strength for a problem."""

    def choose(self, problem: Problem, grid: Grid, settings: Settings) -> Chosen:
        """Solve, and decide."""


@dataclass(frozen=True)
class Fixed:
    """A strength given by hand.

    Attributes
    ----------
    alpha : float
        The strength.
    start : (columns, coefficients), optional
        A first guess, in the units of the data.
    """

    alpha: float
    start: Start | None = None

    def choose(self, problem: Problem, grid: Grid, settings: Settings) -> Chosen:
        """Solve there."""
        del grid
        path = solve_path(problem, check_alphas([self.alpha]), settings, self.start)
        return Chosen(path, 0)


def as_rule(alpha: Any) -> Rule:
    """A number or a rule, as a rule.

    Raises
    ------
    ParameterError
        If it is neither.
    """
    if isinstance(alpha, Real) and not isinstance(alpha, bool | np.bool_):
        return Fixed(float(alpha))  # first of all: NumPy's numbers have a `choose` of their own
    if isinstance(alpha, Rule) and not isinstance(alpha, type | np.ndarray | np.generic):
        return alpha
    raise ParameterError(f"alpha must be a number >= 0 or a rule such as riata.CV(10), not {alpha!r}")
