"""Everything the page shows, as plain values: numbers only, worked out by riata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.report.certainty import Certainty, certainty_of
from riata.report.sides import Sides, sides_of
from riata.report.strengths import Strengths, strengths_of
from riata.typing import FloatArray

__all__ = ["Gathered", "gather"]

#: Features whose coefficients are on the page, at most, and rows that are drawn.
_FEATURES, _ROWS = 200, 400


@dataclass(frozen=True, eq=False)
class Gathered:
    """What a report is made of.

    Attributes
    ----------
    model : Model
        The model.
    at : Strengths
        Solutions at every step of the handle.
    sides : Sides or None
        Constraint and prior at each; None where a saved model lacks what they need.
    certainty : Certainty
        Posterior and folds at the chosen strength.
    data : dict
        All that moves, as JSON can hold it: what the page's script reads.
    """

    model: Any
    at: Strengths
    sides: Sides | None
    certainty: Certainty
    data: dict[str, Any]


def gather(model: Any) -> Gathered:
    """The numbers of a report.

    Parameters
    ----------
    model : Model
        Just fitted, or loaded; a loaded one has no data for the rules beyond cross-validation, nor for
        predicted against observed.

    Returns
    -------
    Gathered

    Raises
    ------
    ParameterError
        If the strength is infinite, so that there is no place for it on a logarithmic scale.
    """
    at = strengths_of(model)
    if not np.isfinite(at.alphas).all():
        raise ParameterError("a report needs finite strengths: fit with a budget above zero")
    sides = sides_of(model, at)
    return Gathered(model, at, sides, certainty_of(model), _plain(model, at, sides))


def _plain(model: Any, at: Strengths, sides: Sides | None) -> dict[str, Any]:
    shown = _shown(model, at)
    scaled = at.coefs.tocsr()[shown].toarray()
    elastic = model.path.options["penalty"].elastic
    return {
        "alphas": _numbers(at.alphas),
        "places": _numbers(_places(at.alphas)),
        "kept": np.diff(at.coefs.tocsc().indptr).tolist(),
        "df": _numbers(at.df),
        "r2": _numbers(at.dev_ratio),
        "gaps": _numbers(at.gaps),
        "intercepts": _numbers(at.intercepts),
        "chosen": at.chosen,
        "features": len(model.names),
        "names": [model.names[j] for j in shown],
        "deviation": _numbers(model.deviation[shown]),
        "coefs": [
            {"k": np.flatnonzero(row).tolist(), "v": _numbers(row[np.flatnonzero(row)])}
            for row in scaled
        ],
        "marks": [{"rule": m.rule, "k": m.index} for m in at.marks],
        "cv": None
        if at.cv is None
        else {
            "k": at.grid.tolist(),
            "mean": _numbers(at.cv.mean),
            "se": _numbers(at.cv.se),
            "null": float(np.mean(at.cv.null_errors)),
        },
        "sides": None
        if sides is None
        else {name: _numbers(getattr(sides, name)) for name in ("t", "sigma2", "b", "s")},
        "elastic": list(elastic),
        "standardize": bool(model.path.options["standardize"]),
        "rows": _rows(model, at),
        "target": model.schema.target,
    }


def _places(alphas: FloatArray) -> FloatArray:
    """Where strengths stand on a logarithmic axis: zero half a decade beyond the others."""
    usual = alphas[alphas > 0]
    low = float(usual.min()) if usual.size else 1.0
    return np.where(alphas > 0, alphas, low / np.sqrt(10.0))


def _shown(model: Any, at: Strengths) -> Any:
    """Features on the page: those kept at the chosen strength first, then by their largest size."""
    size = np.asarray(abs(at.coefs).max(axis=1).todense()).ravel() * model.deviation
    kept = model.coef != 0
    order = np.lexsort((-size, ~kept))
    used = order[(size[order] > 0) | kept[order]]
    return (used if len(used) else order[:1])[:_FEATURES]


def _rows(model: Any, at: Strengths) -> dict[str, Any] | None:
    """Observed and fitted values of (some of) the training rows at every strength."""
    problem = model.path.problem
    if problem is None:
        return None
    n = problem.shape[0]
    rows = np.unique(np.linspace(0, n - 1, min(n, _ROWS)).astype(np.int64))
    fitted = problem.rows.take(rows).predict(at.coefs) + at.intercepts
    if problem.offset is not None:
        fitted = fitted + problem.offset[rows][:, None]
    return {
        "row": rows.tolist(),
        "observed": _numbers(problem.y[rows]),
        "fitted": [_numbers(one) for one in fitted.T],
    }


def _numbers(values: FloatArray) -> list[float | None]:
    """Seven digits; None for what is not finite."""
    return [float(f"{v:.7g}") if np.isfinite(v) else None for v in np.asarray(values).tolist()]
