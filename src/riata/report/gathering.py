"""Everything the page shows, as plain values: numbers only, worked out by riata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.report.certainty import Certainty, certainty_of
from riata.report.diagnosis import Diagnosis, diagnosis_of
from riata.report.drift import Drift, drift_of
from riata.report.geometry import Geometry, geometry_of
from riata.report.groups import Groups, groups_of
from riata.report.heldout import Calibration, calibration_of
from riata.report.plain import plain_data
from riata.report.sides import Sides, sides_of
from riata.report.strengths import Strengths, strengths_of
from riata.typing import IntArray

__all__ = ["Gathered", "gather"]

#: Features whose coefficients are on the page, at most.
_FEATURES = 200


@dataclass(frozen=True, eq=False)
class Gathered:
    """What a report is made of; parts are None where a saved model lacks what they need.

    Attributes
    ----------
    model : Model
        The model.
    names : list of str
        Of its p features.
    shown : ndarray of int
        The features on the page: those kept at the chosen strength first, then by their largest size.
    at : Strengths
        Solutions at every step of the handle.
    sides : Sides or None
        Constraint and prior at each.
    geometry : Geometry or None
        The loss in pairs of features.
    calibration : Calibration or None
        Predicted and observed by bins.
    diagnosis : Diagnosis or None
        Leverage and influence.
    groups : Groups or None
        What is collinear.
    certainty : Certainty
        Posterior and folds at the chosen strength.
    drift : Drift or None
        New rows, where a table was given.
    data : dict
        All that moves, as JSON can hold it: what the page's script reads.
    """

    model: Any
    names: list[str]
    shown: IntArray
    at: Strengths
    sides: Sides | None
    geometry: Geometry | None
    calibration: Calibration | None
    diagnosis: Diagnosis | None
    groups: Groups | None
    certainty: Certainty
    drift: Drift | None
    data: dict[str, Any]


def gather(model: Any, table: Any = None, offset: Any = None) -> Gathered:
    """The numbers of a report.

    Parameters
    ----------
    model : Model
        Just fitted, or loaded; a loaded one has no data for the rules beyond cross-validation, nor for
        predicted against observed.
    table : file name or data frame, optional
        New rows.
    offset : array-like, optional
        Of the new rows, where training had one that was no column.

    Returns
    -------
    Gathered

    Raises
    ------
    ParameterError
        If the strength is infinite, so that there is no place for it on a logarithmic scale.
    DataError
        If the new rows cannot be read as the model reads tables.
    """
    at = strengths_of(model)
    if not np.isfinite(at.alphas).all():
        raise ParameterError("a report needs finite strengths: fit with a budget above zero")
    names, problem, shown = model.names, model.path.problem, _shown(model, at)
    parts: dict[str, Any] = {
        "sides": sides_of(model, at),
        "geometry": geometry_of(problem, at, shown),
        "calibration": calibration_of(problem, at),
    }
    sides = parts["sides"]
    parts["diagnosis"] = diagnosis_of(
        model, float("nan") if sides is None else float(sides.sigma2[at.chosen])
    )
    parts["certainty"] = certainty_of(model, names)
    parts["drift"] = None if table is None else drift_of(model, at, table, offset)
    data = plain_data(model, [names[j] for j in shown], shown, at, parts)
    return Gathered(model, names, shown, at, groups=groups_of(problem, shown), data=data, **parts)


def _shown(model: Any, at: Strengths) -> IntArray:
    """Features on the page: those kept at the chosen strength first, then by their largest size."""
    size = np.asarray(abs(at.coefs).max(axis=1).todense()).ravel() * model.deviation
    kept = model.coef != 0
    order = np.lexsort((-size, -np.abs(model.coef_standardized), ~kept))
    used = order[(size[order] > 0) | kept[order]]
    return np.asarray(used if len(used) else order[:1])[:_FEATURES]
