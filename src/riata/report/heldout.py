"""Calibration: the mean of what was observed where the model predicts low, middling and high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.problem import Problem
from riata.report.numbers import evenly
from riata.report.strengths import Strengths
from riata.typing import FloatArray, IntArray

__all__ = ["Calibration", "calibration_of"]

#: Bins at most, rows in each at least, and rows at most.
_BINS, _ROWS_A_BIN, _ROWS = 10, 5, 20_000


@dataclass(frozen=True, eq=False)
class Calibration:
    """Bins of as many rows each, by what was predicted.

    Attributes
    ----------
    steps : ndarray of shape (K,)
        Which strengths.
    predicted, observed, error : ndarray of shape (K, B)
        Weighted mean prediction and observation in each bin, and the latter's standard error.
    rows : int
        Behind all bins.
    held_out : bool
        Whether each row was predicted by a fit that had not seen it.
    """

    steps: IntArray
    predicted: FloatArray
    observed: FloatArray
    error: FloatArray
    rows: int
    held_out: bool


def calibration_of(problem: Problem | None, at: Strengths) -> Calibration | None:
    """By the folds where there are any, else by the rows that were fitted; None without data."""
    if problem is None or problem.y is None:
        return None
    n = problem.shape[0]
    bins = min(_BINS, min(n, _ROWS) // _ROWS_A_BIN)
    if bins < 2:
        return None
    held_out = at.cv is not None and at.cv.coefs is not None and at.cv.intercepts is not None
    if held_out:
        rows, predicted = _by_folds(problem, at.cv)
        steps = at.grid
    else:
        rows = evenly(n, _ROWS)
        predicted = problem.rows.take(rows).predict(at.coefs) + at.intercepts
        steps = np.arange(len(at.alphas))
    if problem.offset is not None:
        predicted = predicted + problem.offset[rows][:, None]
    weight = np.ones(len(rows)) if problem.weight is None else problem.weight[rows]
    found = [_bins(p, problem.y[rows], weight, bins) for p in predicted.T]
    parts = [np.array([one[i] for one in found]) for i in range(3)]
    return Calibration(np.asarray(steps), parts[0], parts[1], parts[2], len(rows), held_out)


def _by_folds(problem: Problem, cv: Any) -> tuple[IntArray, FloatArray]:
    """Rows, and what the fits without them predict, (rows, L)."""
    share = max(1, _ROWS // len(cv.test_rows))
    rows = [np.asarray(test)[evenly(len(test), share)] for test in cv.test_rows]
    predicted = [
        problem.rows.take(test).predict(coefs) + intercepts
        for test, coefs, intercepts in zip(rows, cv.coefs, cv.intercepts, strict=True)
    ]
    return np.concatenate(rows), np.concatenate(predicted)


def _bins(
    predicted: FloatArray, observed: FloatArray, weight: FloatArray, bins: int
) -> tuple[list[float], list[float], list[float]]:
    """Means of predictions and observations in each bin, and the standard error of the latter."""
    out: tuple[list[float], list[float], list[float]] = ([], [], [])
    for part in np.array_split(np.argsort(predicted, kind="stable"), bins):
        w = weight[part]
        total = w.sum()
        if total == 0:
            for values in out:
                values.append(float("nan"))
            continue
        w = w / total
        mean = float(w @ observed[part])
        spread = float(w @ (observed[part] - mean) ** 2)
        few = float(1.0 - w @ w)  # (m - 1) / m for m rows of one weight
        out[0].append(float(w @ predicted[part]))
        out[1].append(mean)
        out[2].append(float(np.sqrt(spread / few * (w @ w))) if few > 0 else 0.0)
    return out
