"""The constraint form: minimise the loss subject to P(w) <= t.

Lagrangian   L(w) + alpha (P(w) - t),  alpha >= 0,  alpha (P(w) - t) = 0
root         P(w(alpha)) is continuous and falls with alpha, so the multiplier is the root of
             P(w(alpha)) = t on the path; on one face of the lasso it is a line in alpha
stop         P(w(alpha)) = t to rounding
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from numbers import Real

import numpy as np
from scipy import sparse
from scipy.optimize import brentq

from riata.errors import ParameterError
from riata.problem import Problem
from riata.solve.engine import Solved
from riata.solve.grid import make_grid
from riata.solve.paths import record
from riata.solve.resolve import Resolver
from riata.solve.rule import Chosen, Grid
from riata.solve.settings import Settings

__all__ = ["Bound", "solve_bound"]

_STEPS = 200
_EXACT = 1e-15  # of the multiplier
_WITHIN = 1e-10  # of the budget
_LEAST = -700.0  # log of the smallest share
_RTOL = 4.0 * float(np.finfo(np.float64).eps)
_NEGLIGIBLE = 1e-10  # of alpha_max: the budget is that of the unpenalised solution


@dataclass(frozen=True)
class Bound:
    """Strength by budget: the solution of ``min L(w) subject to P(w) <= t``.

    P is the penalty as the objective has it, factors and standardisation included:
    ``sum_j omega_j |m_j w_j|`` for L1, ``sum_j omega_j (m_j w_j)^2 / 2`` for L2. The multiplier is
    reported as the alpha of the equivalent penalised problem; it is 0 where the bound does not bind.

    Parameters
    ----------
    t : float
        The budget, >= 0.

    Raises
    ------
    ParameterError
        If t is negative or not a number.
    """

    t: float

    def __post_init__(self) -> None:
        if not isinstance(self.t, Real) or isinstance(self.t, bool) or not self.t >= 0:
            raise ParameterError(f"a bound must be a number >= 0, not {self.t!r}")

    def __str__(self) -> str:
        return f"multiplier of the budget {self.t:g}"

    def choose(self, problem: Problem, grid: Grid, settings: Settings) -> Chosen:
        """The solution on the boundary; its alpha is the multiplier."""
        del grid
        alpha, solved = solve_bound(problem, float(self.t), settings)
        return Chosen(record(problem, np.array([alpha]), solved, 0.0), 0)


def solve_bound(problem: Problem, t: float, settings: Settings) -> tuple[float, Solved]:
    """The multiplier and the solution.

    A budget that does not bind gives the solution without penalty and the multiplier 0; a budget of
    zero gives zero coefficients, with the smallest multiplier that does (infinite for ridge).

    Raises
    ------
    ParameterError
        If rounding leaves no solution within the budget.
    """
    solver = Resolver(problem, settings)
    top = problem.alpha_max
    if t == 0.0 or top == 0.0:
        return top, _nothing(solver)
    free = solver.at(0.0)
    if _spent(problem, free) <= t:
        return 0.0, free
    start = high = _start_of_grid(problem)
    while _spent(problem, solver.at(high)) > t:  # only ridge can start above a bound
        high *= 16.0
    low = high / 4.0
    while _spent(problem, solver.at(low)) <= t:
        high, low = low, low / 4.0
        if low < _NEGLIGIBLE * start:
            return 0.0, solver.at(high)
    alpha = float(
        brentq(
            lambda a: _spent(problem, solver.at(float(a))) - t,
            low,
            high,
            xtol=_EXACT * low,
            rtol=_RTOL,
            maxiter=_STEPS,
        )
    )
    return _between(solver, alpha, t)


def _between(solver: Resolver, alpha: float, t: float) -> tuple[float, Solved]:
    """The solution that spends t, where neighbouring strengths spend more and less.

    Close to alpha_max, or with a slope of P that is steep, no float is the multiplier to within the
    budget. Between two strengths that are next to each other the path is a line, to rounding, and no
    point of it has a larger gap than both ends.

    Raises
    ------
    ParameterError
        If rounding leaves no solution within the budget.
    """
    problem, solved = solver.problem, solver.at(alpha)
    if abs(_spent(problem, solved) - t) <= _WITHIN * t:
        return alpha, solved
    low, high, dear, cheap = alpha, alpha, solved, solved
    step = 1.0
    while _spent(problem, dear) <= t:
        low, step = low * (1.0 - step * _RTOL), 2.0 * step
        dear = solver.at(low)
    step = 1.0
    while _spent(problem, cheap) > t:
        high, step = high * (1.0 + step * _RTOL), 2.0 * step
        cheap = solver.at(high)
    many, few = dear.coefs.toarray()[:, 0], cheap.coefs.toarray()[:, 0]

    def spent(share: float) -> float:
        return problem.penalty_value(few + share * (many - few))

    # Shares may be tiny: their logarithm is searched.
    share = np.exp(brentq(lambda s: float(np.log(spent(np.exp(s)) / t)), _LEAST, 0.0, xtol=1e-12))
    coef = few + share * (many - few)
    if not abs(spent(share) - t) <= _WITHIN * t:
        raise ParameterError(
            f"the budget {t:g} is so small beside that of the unpenalised solution that rounding leaves "
            "no solution within it: give a larger budget, or scale y"
        )
    return low, replace(dear, coefs=sparse.csc_array(coef[:, None]))


def _spent(problem: Problem, solved: Solved) -> float:
    """P(w)."""
    return problem.penalty_value(solved.coefs.toarray()[:, 0])


def _start_of_grid(problem: Problem) -> float:
    return float(make_grid(problem, 1)[0])


def _nothing(solver: Resolver) -> Solved:
    """No budget: penalised coefficients are zero."""
    problem = solver.problem
    top = problem.alpha_max
    limit = solver.at(top if np.isfinite(top) else _start_of_grid(problem) / _NEGLIGIBLE)
    coef = np.where(problem.factor > 0, 0.0, limit.coefs.toarray()[:, 0])
    return replace(limit, coefs=sparse.csc_array(coef[:, None]))
