"""Scores of ridge strengths, over one target or several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin

from riata.problem import Problem
from riata.select import Folds, scoring_weights, training_weights
from riata.solve import LeaveOneOut, Settings, leave_one_out, solve_path
from riata.typing import FloatArray, IntArray

__all__ = ["LeaveOneOutScores", "score_folds", "score_leave_one_out"]

Scorer = Callable[..., float]


class _Given(RegressorMixin, BaseEstimator):
    """A regressor whose features are its predictions: scorers want an estimator."""

    def fit(self, X: Any, y: Any = None) -> _Given:
        """Nothing to learn."""
        del X, y
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict(self, X: FloatArray) -> FloatArray:
        """The given predictions."""
        return X


@dataclass(frozen=True, eq=False)
class LeaveOneOutScores:
    """Scores by leaving every row out.

    Attributes
    ----------
    scores : ndarray of shape (L,) or (L, k)
        Greater is better; a column a target where each gets its own strength.
    values : ndarray of shape (n, L) or (n, k, L)
        Squared (weighted) errors, or predictions where a scorer was given.
    found : list of k LeaveOneOut
        Of each target.
    """

    scores: FloatArray
    values: FloatArray
    found: list[LeaveOneOut]


def score_leave_one_out(
    problems: list[Problem],
    alphas: FloatArray,
    targets: FloatArray,
    scorer: Scorer | None,
    score_params: dict[str, Any],
    per_target: bool,
) -> LeaveOneOutScores:
    """Score strengths (L,) on the sum scale for targets (n,) or (n, k)."""
    found = [leave_one_out(p, alphas / p.units.total, keep_errors=True) for p in problems]
    flat = targets.ndim == 1
    errors = [each.errors for each in found if each.errors is not None]
    stacked = errors[0][:, None] if flat else np.stack(errors, axis=1)  # (n, k, L)
    if scorer is None:
        squares = np.square(stacked, out=stacked)
        each = -squares.mean(axis=0).T
        scores = each if per_target and not flat else each.mean(axis=1)
        return LeaveOneOutScores(scores, squares[:, 0] if flat else squares, found)
    root = problems[0].root_weight
    if root is not None:
        over = np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)
        stacked = stacked * over[:, None, None]
    columns = targets[:, None] if flat else targets
    predictions = columns[:, :, None] - stacked
    scores = np.array(
        [
            _score(scorer, predictions[:, :, k], columns, flat, per_target, score_params)
            for k in range(len(alphas))
        ]
    )
    return LeaveOneOutScores(scores, predictions[:, 0] if flat else predictions, found)


def _score(
    scorer: Scorer,
    predictions: FloatArray,
    targets: FloatArray,
    flat: bool,
    per_target: bool,
    params: dict[str, Any],
) -> Any:
    """One score, or one for each target."""
    if flat:
        return scorer(_Given(), predictions[:, 0], targets[:, 0], **params)
    if per_target:
        pairs = zip(predictions.T, targets.T, strict=True)
        return [scorer(_Given(), one, y, **params) for one, y in pairs]
    return scorer(_Given(), predictions, targets, **params)


def score_folds(
    problems: list[Problem],
    alphas: FloatArray,
    targets: FloatArray,
    folds: Folds,
    scorer: Scorer,
    score_params: dict[str, Any],
) -> FloatArray:
    """Mean over folds of the score of each strength (L,) on the sum scale."""
    order = np.argsort(-alphas, kind="stable")
    n = len(targets)
    scores = np.empty((len(folds), len(alphas)))
    for f, (train, test) in enumerate(folds):
        if "sample_weight" in score_params:
            scoring_weights(test, problems[0].weight, f)
        predictions = []
        for problem in problems:
            part = problem.reweighted(training_weights(train, n, problem.weight, f))
            path = solve_path(part, alphas[order] / part.units.total, Settings())
            rows = problem.rows.take(test)
            predictions.append(rows.predict(path.coefs) + path.intercepts)
        stacked = np.stack(predictions, axis=1)  # (test, k, L)
        params = {key: _of_rows(value, test, n) for key, value in score_params.items()}
        for place, k in enumerate(order):
            given = stacked[:, :, place]
            given = given[:, 0] if targets.ndim == 1 else given
            scores[f, k] = scorer(_Given(), given, targets[test], **params)
    return np.asarray(scores.mean(axis=0), dtype=float)


def _of_rows(value: Any, rows: IntArray, n: int) -> Any:
    """What a scorer is told of some rows, if it is told something of each."""
    return np.asarray(value)[rows] if np.shape(value)[:1] == (n,) else value
