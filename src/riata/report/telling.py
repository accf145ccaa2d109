"""What the template is filled with: every sentence and table that does not move."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.report.gathering import Gathered
from riata.report.glossary import GLOSSARY
from riata.report.numbers import short
from riata.report.repeating import facts_of
from riata.report.words import answer_of, collinear_of, columns_of, spread_of

__all__ = ["words_of"]

#: Warnings of drift that are listed.
_WARNINGS = 60
#: What charts say before the script says it for the handle's place.
_ALT = {
    "path": "Coefficients along the strengths.",
    "cv": "Cross-validated error along the strengths, with a band of one standard error.",
    "geometry": "Contours of the loss in two features, with the ball of the penalty and the solution.",
    "prior": "Density of the prior that this strength means, with the coefficients as ticks.",
    "rows": "Fitted against observed values of the training rows, with the line of agreement.",
    "residuals": "Residuals against fitted values of the training rows.",
    "new": "Predicted against observed values of the new rows, with the line of agreement.",
    "calibration": "Mean observed against mean predicted in bins, with the line of agreement.",
    "leverage": "Standardised residuals against leverage.",
    "posterior": "Posterior intervals beside fitted coefficients.",
}


def words_of(found: Gathered, command: str | None) -> dict[str, Any]:
    """Name in the template -> what stands there.

    Parameters
    ----------
    found : Gathered
        The numbers.
    command : str or None
        What repeats the model.
    """
    model, data = found.model, found.data
    columns, more = columns_of(model)
    many = len(model.path)
    return {
        "title": f"{model.schema.target}: a report",
        "answer": answer_of(model, found.names),
        "features": len(found.names),
        "rows": _rows_of(model, len(found.names)),
        "columns": columns,
        "notes": any(column["note"] for column in columns),
        "more_columns": more,
        "collinear": collinear_of(model, found.names, found.groups),
        "drift": _drift(found),
        "diagnosis": _diagnosis(found),
        "calibration": _calibration(found.calibration, model.schema.rows_used),
        "certainty": found.certainty,
        "folds": any(row.folds for row in found.certainty.rows),
        "spread": spread_of(model),
        "rows_drawn": _drawn(data["rows"], model.schema.rows_used),
        "facts": facts_of(model, command, "here" if many == 1 else f"on all {many} alphas of the path"),
        "glossary": GLOSSARY,
        "alt": _ALT,
        **_strengths(found),
        **_two_sides(found),
    }


def _strengths(found: Gathered) -> dict[str, Any]:
    at, kept = found.at, found.data["kept"]
    rules = [
        {
            "rule": mark.rule,
            "alpha": short(at.alphas[mark.index], 4),
            "kept": kept[mark.index],
            "r2": f"{at.dev_ratio[mark.index]:.4f}",
            "note": mark.note,
        }
        for mark in at.marks
    ]
    return {
        "last": len(at.alphas) - 1,
        "chosen": at.chosen,
        "cv": at.cv is not None,
        "marks": at.marks,
        "chosen_by": f"alpha = {short(found.model.alpha, 4)}: {found.model.choice}.",
        "rules": rules,
        "lines": _lines(found),
        "trouble": at.trouble,
    }


def _lines(found: Gathered) -> str:
    """What is to be known of the chart of the path."""
    at, many = found.at, len(found.names)
    out = ""
    ever = int(np.count_nonzero(np.diff(at.coefs.tocsr().indptr)))
    if len(found.shown) < ever:
        out += f" Drawn are the {len(found.shown)} largest of {ever} features that are ever kept."
    elif ever < many:
        out += f" {many - ever} features are zero at every strength and have no line."
    if np.any(at.alphas == 0):
        out += " alpha = 0 has no place on a log scale: it stands at the right end."
    return out


def _two_sides(found: Gathered) -> dict[str, Any]:
    l1, l2 = found.data["elastic"]
    standardize, geometry = found.data["standardize"], found.geometry
    missing = "a saved model does not hold the training table, which the contours of the loss need"
    if found.model.path.problem is not None:
        missing = "fewer than two features ever take part, so there is no pair to draw"
    choices = ""
    if geometry is not None and len(geometry.features) < np.count_nonzero(found.model.deviation):
        choices = f"To choose from are the {len(geometry.features)} largest features ever kept."
    return {
        "sides": found.sides,
        "l1": l1 > 0,
        "l2": l2 > 0,
        "geometry": geometry is not None,
        "no_geometry": f"There is no picture of two coefficients: {missing}.",
        "choices": choices,
        "units": ", times the sd of their columns" if standardize else "",
        "ball": "the elastic-net ball" if l1 and l2 else "the L1 ball" if l1 else "the L2 ball",
    }


def _rows_of(model: Any, features: int) -> str:
    schema = model.schema
    out = f"{schema.rows_used} of {schema.rows_read} rows, {features} features from "
    out += f"{len(schema.columns)} columns; the target is {schema.target}."
    short = schema.rows_used < schema.rows_read
    if short:
        out += f" {schema.rows_read - schema.rows_used} rows were left out: a value was missing there."
    if schema.missing == "mean" and any(column.missing for column in schema.columns):
        out += " Other missing" if short else " Missing"
        out += " values were filled with the mean of their feature."
    for what, name in (("weighted by", schema.weights), ("shifted by", schema.offset)):
        out += f" Rows are {what} {name}." if name is not None else ""
    return out + (f" Left out on request: {', '.join(schema.dropped)}." if schema.dropped else "")


def _drift(found: Gathered) -> dict[str, Any] | None:
    drift, new = found.drift, found.data["new"]
    if drift is None:
        return None
    name = f" of {drift.name}" if drift.name else ""
    rows = f"{len(drift.used)} of {drift.rows} rows{name} are predicted."
    compared, there = "", 0
    if new is not None and drift.observed is not None:
        known = np.isfinite(drift.observed)
        off, there = drift.predicted[known, found.at.chosen] - drift.observed[known], int(known.sum())
        compared = (
            f"{there} of them have a target. At the model's own alpha their mean squared "
            f"error is {short(np.mean(off**2), 4)}, and predictions are on average "
            f"{short(abs(off.mean()))} too {'high' if off.mean() > 0 else 'low'}."
        )
    return {
        "rows": rows,
        "warnings": drift.warnings[:_WARNINGS],
        "more": max(0, len(drift.warnings) - _WARNINGS),
        "trouble": drift.trouble,
        "compared": compared,
        "drawn": _drawn(new, there),
    }


def _drawn(rows: Any, every: int) -> str:
    """How many of so many rows a chart shows."""
    if rows is None:
        return ""
    some = len(rows["row"])
    return str(some) if some == every else f"{some} of {every}, evenly spread"


def _calibration(found: Any, every: int) -> str:
    if found is None:
        return ""
    many = str(found.rows) if found.rows == every else f"{found.rows} of {every}, evenly spread,"
    how = "each predicted by the fit without its fold" if found.held_out else "which were fitted"
    return (
        f"Calibration of {many} rows, {how}: rows in {found.predicted.shape[1]} bins by what was "
        "predicted, with the mean observed in each and one standard error. On the line, predictions are "
        "right on average."
    )


def _diagnosis(found: Gathered) -> dict[str, Any] | None:
    one = found.diagnosis
    if one is None:
        return None
    held = "the set of kept columns and the signs held" if found.data["elastic"][0] else "alpha held"
    words = (
        f"Leverage and influence are at the model's own alpha, with {held}: what they say is exact for "
        f"small moves of a row. The leverages add up to {short(one.df)} degrees of freedom, the "
        f"intercept included, so a typical row has {one.df / len(one.fitted):.2g}. Influence is Cook's "
        "distance for the kept columns; rows are counted from 0 among those that were fitted."
    )
    if not len(one.listed):
        words += " The noise is unknown here, so residuals cannot be standardised."
    columns = (one.observed, one.fitted, one.leverage, one.standardised, one.influence)
    drawn, every = len(one.drawn), len(one.fitted)
    some = f" Drawn are {drawn} of {every} rows: evenly spread ones, and the most influential."
    some = some if drawn < every else ""
    rows = [
        {"row": int(row), "numbers": [short(values[row]) for values in columns]} for row in one.listed
    ]
    return {"words": words, "rows": rows, "drawn": found.data["leverage"] is not None, "some": some}
