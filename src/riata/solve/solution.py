"""One solution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riata.problem import Problem
from riata.solve.engine import Solved
from riata.solve.freedom import degrees_of_freedom
from riata.typing import FloatArray

__all__ = ["Solution", "solution_of"]


@dataclass(frozen=True, eq=False)
class Solution:
    """The solution at one strength.

    Attributes
    ----------
    alpha : float
        Strength; the Lagrange multiplier of the constraint form.
    coef : ndarray of shape (p,)
        Coefficients in the units of the data.
    intercept : float
        Unpenalised constant.
    gap : float
        Relative duality gap (P - D) / P(null model).
    df : float
        Degrees of freedom, without the intercept.
    dev_ratio : float
        Share of the null deviance explained (R^2 for a squared loss).
    penalty_value : float
        sum_j omega_j P(m_j w_j): the bound t of the constraint form.
    """

    alpha: float
    coef: FloatArray
    intercept: float
    gap: float
    df: float
    dev_ratio: float
    penalty_value: float


def solution_of(problem: Problem, alpha: float, solved: Solved) -> Solution:
    """The only solution of a solved path of one."""
    coef = solved.coefs.toarray()[:, 0]
    df = solved.df
    if df is None:
        df = degrees_of_freedom(solved.coefs, np.array([alpha]), problem)
    return Solution(
        alpha=float(alpha),
        coef=coef,
        intercept=float(problem.units.intercept(coef)),
        gap=float(solved.gaps[0]),
        df=float(df[0]),
        dev_ratio=float(1.0 - solved.unexplained[0]),
        penalty_value=problem.penalty_value(coef),
    )
