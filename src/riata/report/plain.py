"""What moves with the handle, as JSON can hold it: what the page's script reads."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.report.numbers import DRAWN, evenly
from riata.report.strengths import Strengths
from riata.typing import FloatArray, IntArray

__all__ = ["plain_data"]


def plain_data(
    model: Any, names: list[str], shown: IntArray, at: Strengths, parts: dict[str, Any]
) -> dict[str, Any]:
    """Numbers with seven digits, None where one is not finite.

    Parameters
    ----------
    model : Model
        The model.
    names : list of str
        Of the features on the page.
    shown : ndarray of int
        Their positions.
    at : Strengths
        Solutions.
    parts : dict
        The parts of :class:`~riata.report.Gathered`, by name.
    """
    options = model.path.options
    scaled = at.coefs.tocsr()[shown].toarray()
    return {
        "alphas": _numbers(at.alphas),
        "places": _numbers(_places(at.alphas)),
        "kept": np.diff(at.coefs.tocsc().indptr).tolist(),
        "df": _numbers(at.df),
        "r2": _numbers(at.dev_ratio),
        "gaps": _numbers(at.gaps),
        "intercepts": _numbers(at.intercepts),
        "chosen": at.chosen,
        "features": len(model.deviation),
        "names": names,
        "deviation": _numbers(model.deviation[shown]),
        "coefs": [
            {"k": np.flatnonzero(row).tolist(), "v": _numbers(row[np.flatnonzero(row)])}
            for row in scaled
        ],
        "marks": [{"rule": m.rule, "k": m.index} for m in at.marks],
        "cv": _cv(at),
        "sides": _sides(parts["sides"]),
        "elastic": list(options["penalty"].elastic),
        "standardize": bool(options["standardize"]),
        "geometry": _geometry(parts["geometry"], shown),
        "calibration": _calibration(parts["calibration"]),
        "leverage": _leverage(parts["diagnosis"]),
        "posterior": _posterior(parts["certainty"]),
        "rows": _rows(model, at),
        "new": _new(parts["drift"]),
        "target": model.schema.target,
    }


def _places(alphas: FloatArray) -> FloatArray:
    """Where strengths stand on a logarithmic axis: zero half a decade beyond the others."""
    usual = alphas[alphas > 0]
    low = float(usual.min()) if usual.size else 1.0
    return np.where(alphas > 0, alphas, low / np.sqrt(10.0))


def _cv(at: Strengths) -> dict[str, Any] | None:
    if at.cv is None:
        return None
    return {
        "k": at.grid.tolist(),
        "mean": _numbers(at.cv.mean),
        "se": _numbers(at.cv.se),
        "null": float(np.mean(at.cv.null_errors)),
    }


def _sides(sides: Any) -> dict[str, Any] | None:
    names = ("t", "sigma2", "b", "s", "rate", "log_normaliser")
    return None if sides is None else {name: _numbers(getattr(sides, name)) for name in names}


def _geometry(geometry: Any, shown: IntArray) -> dict[str, Any] | None:
    if geometry is None:
        return None
    place = {int(j): i for i, j in enumerate(shown)}
    return {
        "features": [place[int(j)] for j in geometry.features],
        "hessian": [_numbers(row, 12) for row in geometry.hessian],
        "slope": [_numbers(row) for row in geometry.slope],
        "factor": _numbers(geometry.factor),
    }


def _calibration(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    parts = {name: getattr(found, name) for name in ("predicted", "observed", "error")}
    return {"k": found.steps.tolist()} | {
        name: [_numbers(row, 5) for row in values] for name, values in parts.items()
    }


def _leverage(found: Any) -> list[dict[str, Any]] | None:
    if found is None or not np.isfinite(found.standardised).any():
        return None
    names = ("leverage", "standardised", "influence")
    columns = {name: _numbers(getattr(found, name)[found.drawn], 5) for name in names}
    return [
        {"row": int(row)} | {name: columns[name][i] for name in names}
        for i, row in enumerate(found.drawn)
    ]


def _posterior(found: Any) -> list[dict[str, Any]] | None:
    if not found.sampled:
        return None
    return [
        {"feature": row.name}
        | {what: getattr(row, what) * row.deviation for what in ("mode", "mean", "low", "high")}
        for row in found.rows
    ]


def _rows(model: Any, at: Strengths) -> dict[str, Any] | None:
    """Observed and fitted values of (some of) the training rows at every strength."""
    problem = model.path.problem
    if problem is None:
        return None
    n = problem.shape[0]
    rows = evenly(n, DRAWN)
    fitted = problem.rows.take(rows).predict(at.coefs) + at.intercepts
    if problem.offset is not None:
        fitted = fitted + problem.offset[rows][:, None]
    return _pairs(rows, problem.y[rows], fitted)


def _new(drift: Any) -> dict[str, Any] | None:
    """The same of new rows with a target, and their error."""
    errors = None if drift is None else drift.errors
    if errors is None:
        return None
    there = np.flatnonzero(np.isfinite(drift.observed))
    some = there[evenly(len(there), DRAWN)]
    pairs = _pairs(drift.used[some], drift.observed[some], drift.predicted[some])
    return pairs | {"error": _numbers(errors)}


def _pairs(rows: IntArray, observed: FloatArray, fitted: FloatArray) -> dict[str, Any]:
    return {
        "row": rows.tolist(),
        "observed": _numbers(observed),
        "fitted": [_numbers(one, 6) for one in fitted.T],
    }


def _numbers(values: FloatArray, digits: int = 7) -> list[float | None]:
    """So many digits; None for what is not finite."""
    return [float(f"{v:.{digits}g}") if np.isfinite(v) else None for v in np.asarray(values).tolist()]
