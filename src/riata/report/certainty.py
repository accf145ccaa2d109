"""How sure: the posterior beside the mode, and how often folds kept each feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import RiataError
from riata.posterior import make_sampling, posterior_of

__all__ = ["Certainty", "Row", "certainty_of"]

#: Features in the table, draws of each of four chains, and sweeps before them.
_ROWS, _DRAWS, _WARMUP = 20, 500, 250
#: Columns beyond which half of that is drawn, to save time; R-hat says what it is worth.
_WIDE = 1000


@dataclass(frozen=True)
class Row:
    """One coefficient, in the units of the table.

    Attributes
    ----------
    name : str
        Its feature.
    mode : float
        The fitted coefficient (MAP).
    mean, low, high : float or None
        Posterior mean and ends of the central 95 % interval; None where there is no posterior.
    direction : float or None
        Posterior probability of the likelier sign.
    folds : str
        How many folds kept it, of how many; empty without a cross-validation.
    """

    name: str
    mode: float
    mean: float | None
    low: float | None
    high: float | None
    direction: float | None
    folds: str


@dataclass(frozen=True)
class Certainty:
    """The table, and what it rests on.

    Attributes
    ----------
    rows : tuple of Row
        Kept features first, largest first.
    how : str
        Where the posterior is from, or why there is none.
    """

    rows: tuple[Row, ...]
    how: str


def certainty_of(model: Any) -> Certainty:
    """The posterior at the chosen strength, where the data are there; sigma^2 is drawn too."""
    size = np.abs(model.coef_standardized)
    posterior, how = _posterior(model)
    if posterior is not None:
        size = np.where(size > 0, size + np.abs(posterior.mean * model.deviation).max(), 0.0)
        size = size + np.abs(posterior.mean) * model.deviation
    order = np.argsort(-size, kind="stable")[:_ROWS]
    ends = None if posterior is None else posterior.interval(0.95)
    rows = []
    for j in order:
        mean = low = high = direction = None
        if posterior is not None and ends is not None:
            mean, direction = float(posterior.mean[j]), float(posterior.probability_of_direction[j])
            low, high = float(ends[j, 0]), float(ends[j, 1])
        rows.append(
            Row(model.names[j], float(model.coef[j]), mean, low, high, direction, _folds(model, j))
        )
    return Certainty(tuple(rows), how)


def _posterior(model: Any) -> tuple[Any, str]:
    problem = model.path.problem
    if problem is None:
        return None, "The posterior needs the training table, which a saved model does not hold."
    share = 2 if len(model.names) > _WIDE else 1
    sampling = make_sampling(
        _DRAWS // share, 4, _WARMUP // share, 1, model.choice.seed or 0, problem.threads
    )
    try:
        found = posterior_of(problem, model.alpha, sampling, mode=model.coef)
    except RiataError as error:
        return None, f"There is no posterior here: {error}."
    rhat = found.rhat[np.isfinite(found.rhat)]
    worst = f"; largest R-hat {rhat.max():.3f}" if rhat.size else ""
    return found, f"{found.chains} chains of {found.draws} draws, {found.method}{worst}."


def _folds(model: Any, j: int) -> str:
    if model.fold_coefs is None:
        return ""
    kept = np.count_nonzero(model.fold_coefs[j])
    return f"{kept} of {model.fold_coefs.shape[1]}"
