"""Why a fit is what it is: what held each dropped coefficient at zero, and what shrank the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.penalties import Penalty
from riata.problem import Problem
from riata.solve import Solution
from riata.typing import FloatArray, IntArray
from riata.views.page import Page
from riata.views.record import Views, views_of_solution
from riata.views.standing import Standing, take_stock
from riata.views.telling import explanation_page

__all__ = ["Explanation", "explain", "explanation_of"]

#: Relative to alpha: a coefficient at zero that would move sooner is held by something else.
_SLACK = 1e-6


@dataclass(frozen=True, eq=False)
class Explanation:
    """A fit explained.

    Attributes
    ----------
    views : Views
        The fit as penalty, constraint and prior.
    target : str
        What is predicted.
    dropped : ndarray of shape (d,)
        Positions of the coefficients that are zero, the nearest to entering first.
    pull : ndarray of shape (p,)
        |x_j'r| / S, with x_j in the units the penalty sees and its factor divided out: in units of y
        where columns are standardised.
    needed : ndarray of shape (p,)
        The smallest alpha that holds each coefficient at zero against that pull (the penalty's score):
        the pull itself for L1, pull / l1_ratio for an elastic net, infinite for ridge.
    why : tuple of str
        For each dropped one: "penalty" (needed <= alpha), "constant" (its column is), "bound" (it is
        held by its box) or "free" (it has no penalty, and its pull is zero).
    kept : ndarray of shape (k,)
        Positions of the others, largest standardised coefficient first.
    coef, refit : ndarray of shape (p,)
        The fit, and least squares on the kept columns alone; `refit` is None where that has no single
        answer.
    deviation : ndarray of shape (p,)
        Standard deviation of each column.
    budget : float or None
        P at that least-squares solution: what the kept coefficients would spend without a penalty.
    half_width : float or None
        The prior puts 95 % of its mass on a coefficient (with penalty factor one, in the units the
        penalty sees) within this of zero; None where it is improper or sigma^2 unknown.
    """

    views: Views
    target: str
    dropped: IntArray
    pull: FloatArray
    needed: FloatArray
    why: tuple[str, ...]
    kept: IntArray
    coef: FloatArray
    refit: FloatArray | None
    deviation: FloatArray
    budget: float | None
    half_width: float | None

    @property
    def shrunk(self) -> FloatArray | None:
        """1 - coef / refit of each kept coefficient, (k,): 0 not at all, 1 to nothing."""
        if self.refit is None:
            return None
        least = self.refit[self.kept]
        out = np.full(len(least), np.nan)
        return 1.0 - np.divide(self.coef[self.kept], least, out=1.0 - out, where=least != 0)

    @property
    def page(self) -> Page:
        """All of it as a page."""
        return explanation_page(self)

    def to_html(self) -> str:
        """The page as an HTML file of its own."""
        return self.page.to_html()

    def __str__(self) -> str:
        return str(self.page)

    __repr__ = __str__

    def __rich__(self) -> Any:
        return self.page.__rich__()

    def _repr_html_(self) -> str:
        return self.page._repr_html_()


def explain(
    problem: Problem, solution: Solution, sigma2: float | None = None, target: str = "y"
) -> Explanation:
    """Explain one solution of a problem.

    Parameters
    ----------
    problem : Problem
        With its data.
    solution : Solution
        One of its solutions.
    sigma2 : float, optional
        Variance of the noise, as in :func:`make_views`.
    target : str, default="y"
        What is predicted.

    Returns
    -------
    Explanation
    """
    standing = take_stock(problem, solution.alpha, solution.coef, solution.intercept, solution.df)
    views = views_of_solution(problem, solution, standing, sigma2)
    return explanation_of(views, standing, problem.penalty, problem.factor, problem.standardize, target)


def explanation_of(
    views: Views,
    standing: Standing,
    penalty: Penalty,
    factor: FloatArray,
    standardize: bool,
    target: str,
) -> Explanation:
    """The explanation of a fit whose data are gone.

    Parameters
    ----------
    views : Views
        Of the fit.
    standing : Standing
        What was kept of the data.
    penalty : Penalty
        P.
    factor : ndarray of shape (p,)
        omega.
    standardize : bool
        Whether the penalty saw standardised columns.
    target : str
        What is predicted.
    """
    coef, deviation = views.coef, standing.deviation
    spread = deviation if standardize else np.ones(len(coef))
    weight = factor * spread
    pull = np.divide(np.abs(standing.pull), weight, out=np.abs(standing.pull), where=weight > 0)
    needed = np.asarray(penalty.score(pull), dtype=float)
    zero = np.flatnonzero(coef == 0).astype(np.int64)
    why = [_reason(int(j), views.alpha, needed, factor, deviation) for j in zero]
    order = np.argsort(
        [-needed[j] if w == "penalty" else np.inf for j, w in zip(zero, why, strict=True)]
    )
    kept = np.flatnonzero(coef).astype(np.int64)
    kept = kept[np.argsort(-np.abs(coef * deviation)[kept], kind="stable")]
    refit = standing.refit
    return Explanation(
        views=views,
        target=target,
        dropped=zero[order],
        pull=pull,
        needed=needed,
        why=tuple(why[k] for k in order),
        kept=kept,
        coef=coef,
        refit=refit,
        deviation=deviation,
        budget=None if refit is None else float(factor @ penalty.value(spread * refit)),
        half_width=_half_width(views, penalty),
    )


def _reason(j: int, alpha: float, needed: FloatArray, factor: FloatArray, deviation: FloatArray) -> str:
    if deviation[j] == 0:
        return "constant"
    if factor[j] == 0:
        return "free"
    return "penalty" if needed[j] <= alpha * (1.0 + _SLACK) else "bound"


def _half_width(views: Views, penalty: Penalty) -> float | None:
    """The 97.5 % point of the prior of a coefficient with factor one."""
    rate = views.total * views.alpha / views.sigma2
    if not 0 < rate < np.inf or np.isnan(views.log_prior):
        return None
    return float(penalty.as_scipy(rate).ppf(0.975))
