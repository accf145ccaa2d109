"""One solution."""

from __future__ import annotations

from dataclasses import dataclass

from riata.typing import FloatArray

__all__ = ["Solution"]


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
