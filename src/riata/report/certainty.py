"""How sure: the posterior beside the mode, and how often folds kept each feature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from riata.errors import RiataError
from riata.posterior import make_sampling, posterior_of
from riata.typing import FloatArray, IntArray

__all__ = ["Certainty", "Row", "certainty_of"]

#: Features in the table, draws of each of four chains, and sweeps before them.
_ROWS, _DRAWS, _WARMUP = 20, 500, 250
#: Columns beyond which a third of that is drawn, to save time.
_WIDE, _SHARE = 1000, 3


@dataclass(frozen=True)
class Row:
    """One coefficient, in the units of the table.

    Attributes
    ----------
    name : str
        Its feature.
    deviation : float
        Standard deviation of the feature.
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
    deviation: float
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
    sampled : bool
        Whether there is one.
    """

    rows: tuple[Row, ...]
    how: str
    sampled: bool

    @property
    def outside(self) -> int:
        """Coefficients whose mode is outside of their interval."""
        ends = [(row.mode, row.low, row.high) for row in self.rows]
        return sum(
            low is not None and high is not None and not low <= mode <= high for mode, low, high in ends
        )


def certainty_of(model: Any, names: list[str]) -> Certainty:
    """The posterior at the chosen strength, where the data are there; sigma^2 is drawn too."""
    size = np.abs(model.coef_standardized)
    posterior, how = _posterior(model)
    if posterior is not None:
        size = np.where(size > 0, size + np.abs(posterior.mean * model.deviation).max(), 0.0)
        size = size + np.abs(posterior.mean) * model.deviation
    order = np.argsort(-size, kind="stable")
    order = order[model.deviation[order] > 0][:_ROWS]
    kept = [None if posterior is None else _summary(posterior.coef[:, :, j]) for j in order]
    if posterior is not None:
        how += _worth(posterior, order)
        many = int(np.count_nonzero(model.deviation))
        if many > len(order):
            how += f" Of {many} features that vary the {len(order)} largest are shown."
    rows = []
    for j, told in zip(order, kept, strict=True):
        mean, low, high, direction = told or (None, None, None, None)
        spread, mode = float(model.deviation[j]), float(model.coef[j])
        rows.append(Row(names[j], spread, mode, mean, low, high, direction, _folds(model, j)))
    return Certainty(tuple(rows), how, posterior is not None)


def _posterior(model: Any) -> tuple[Any, str]:
    problem = model.path.problem
    if problem is None:
        return None, "The posterior needs the training table, which a saved model does not hold."
    wide = len(model.deviation) > _WIDE
    share = _SHARE if wide else 1
    sampling = make_sampling(
        _DRAWS // share, 4, _WARMUP // share, 1, model.choice.seed or 0, problem.threads
    )
    try:
        found = posterior_of(problem, model.alpha, sampling, mode=model.coef)
    except RiataError as error:
        return None, f"There is no posterior here: {error}."
    how = f"{found.chains} chains of {found.draws} draws, {found.method}"
    how += ", a third of what fewer columns get, to save time" if wide else ""
    return found, how


def _summary(draws: FloatArray) -> tuple[float, float, float, float]:
    """Mean, ends of the central 95 % interval, and probability of the likelier sign."""
    low, high = np.quantile(draws, [0.025, 0.975])
    direction = max(float(np.mean(draws > 0)), float(np.mean(draws < 0)))
    return float(draws.mean()), float(low), float(high), direction


def _worth(posterior: Any, order: IntArray) -> str:
    """What the draws of some coefficients are worth, in words."""
    some = replace(posterior, coef=np.ascontiguousarray(posterior.coef[:, :, order]))
    rhat = some.rhat[np.isfinite(some.rhat)]
    ess = np.minimum(some.ess_bulk, some.ess_tail)
    ess = ess[np.isfinite(ess)]
    if not rhat.size or not ess.size:
        return "."
    return (
        f"; of the coefficients shown the largest R-hat is {rhat.max():.3f} and the smallest effective "
        f"sample size {ess.min():.0f}."
    )


def _folds(model: Any, j: int) -> str:
    if model.fold_coefs is None:
        return ""
    kept = np.count_nonzero(model.fold_coefs[j])
    return f"{kept} of {model.fold_coefs.shape[1]}"
