"""Leverage and influence at the chosen strength, the set of kept columns held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.report.numbers import DRAWN, evenly
from riata.select import leverages_at
from riata.typing import FloatArray, IntArray

__all__ = ["Diagnosis", "diagnosis_of"]

#: Rows in the table.
_LISTED = 8
#: A row that no other row says anything about.
_ALONE = 1e-12


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Rows at the chosen strength, all of shape (n,).

    Attributes
    ----------
    observed, fitted : ndarray
        In units of the target.
    leverage : ndarray
        h_i: how far a fitted value follows its own observation, while the kept columns stay the same.
    standardised : ndarray
        Residual over its standard deviation, sigma sqrt(1 - h_i) by the root of the weight; NaN where
        sigma is unknown.
    influence : ndarray
        standardised_i^2 h_i / ((1 - h_i) df): Cook (1977), Technometrics 19, for the kept columns.
    listed, drawn : ndarray of int
        The most influential rows, most first; rows on the chart, these among them.
    df : float
        Sum of the leverages: degrees of freedom with the intercept.
    """

    observed: FloatArray
    fitted: FloatArray
    leverage: FloatArray
    standardised: FloatArray
    influence: FloatArray
    listed: IntArray
    drawn: IntArray
    df: float


def diagnosis_of(model: Any, sigma2: float) -> Diagnosis | None:
    """The diagnosis of a model with its data; None for others.

    Parameters
    ----------
    model : Model
        The model.
    sigma2 : float
        Noise variance at the chosen strength; NaN where it is unknown.
    """
    problem = model.path.problem
    if problem is None or problem.y is None:
        return None
    fitted = problem.linear_predictor(model.coef, model.intercept)
    leverage = leverages_at(problem, model.path, model.index)
    weight = np.ones(len(fitted)) if problem.weight is None else problem.weight
    left = np.where(1.0 - leverage > _ALONE, 1.0 - leverage, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        standardised = np.sqrt(weight / sigma2 / left) * (problem.y - fitted)
        df = float(leverage.sum())
        influence = standardised**2 * leverage / left / df
    order = np.argsort(-np.where(np.isfinite(influence), influence, -1.0), kind="stable")
    listed = order[: min(_LISTED, int(np.isfinite(influence).sum()))]
    return Diagnosis(
        observed=problem.y,
        fitted=fitted,
        leverage=leverage,
        standardised=standardised,
        influence=influence,
        listed=listed,
        drawn=np.unique(np.concatenate([evenly(len(fitted), DRAWN), listed])),
        df=df,
    )
