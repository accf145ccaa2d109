"""The constraint and the prior that each strength means, from what the path says of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.penalties import Penalty
from riata.report.strengths import Strengths
from riata.typing import FloatArray
from riata.views import Standing, Views, views_of

__all__ = ["Sides", "sides_of"]


@dataclass(frozen=True, eq=False)
class Sides:
    """Both sides at every strength, (L,) each; NaN where the noise is unknown or there is no such scale.

    Attributes
    ----------
    t : ndarray of shape (L,)
        P(w_hat): the budget whose multiplier is alpha.
    sigma2 : ndarray of shape (L,)
        Noise variance from the residuals at that strength, in squared units of the target.
    b, s : ndarray of shape (L,)
        Scales of the Laplace and Normal factors, in the units the penalty sees.
    rate : ndarray of shape (L,)
        S alpha / sigma^2, of the prior ``exp(-rate P(u))`` of a coefficient as the penalty sees it.
    log_normaliser : ndarray of shape (L,)
        Log of the integral of that; NaN where the prior is flat.
    family : str
        Of the prior.
    how : str
        Where sigma^2 at the chosen strength is from.
    """

    t: FloatArray
    sigma2: FloatArray
    b: FloatArray
    s: FloatArray
    rate: FloatArray
    log_normaliser: FloatArray
    family: str
    how: str


def sides_of(model: Any, at: Strengths) -> Sides | None:
    """The sides; None for a model saved without its standing."""
    standing = model.standing
    if standing is None:
        return None
    left = 1.0 - model.path.dev_ratio[model.index]
    null = standing.mean_loss / left if left > 0 else 0.5 * model.target_deviation**2
    views = [_view(model, standing, at, k, null) for k in range(len(at.alphas))]
    rate = _rates(np.array([v.sigma2 for v in views]), standing.total, at.alphas)
    return Sides(
        t=np.array([v.bound for v in views]),
        sigma2=np.array([v.sigma2 for v in views]),
        b=np.array([np.nan if v.b is None else v.b for v in views]),
        s=np.array([np.nan if v.s is None else v.s for v in views]),
        rate=rate,
        log_normaliser=_log_normalisers(model.path.options["penalty"], rate),
        family=views[at.chosen].prior.title,
        how=views[at.chosen].noise.how,
    )


def _rates(sigma2: FloatArray, total: float, alphas: FloatArray) -> FloatArray:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(alphas > 0, total / sigma2 * alphas, 0.0)


def _log_normalisers(penalty: Penalty, rate: FloatArray) -> FloatArray:
    out = np.full(len(rate), np.nan)
    proper = np.isfinite(rate) & (rate > 0)
    if proper.any():
        out[proper] = penalty.log_normaliser(rate[proper])
    return out


def _view(model: Any, standing: Standing, at: Strengths, k: int, null: float) -> Views:
    options, coef = model.path.options, at.coefs[:, [k]].toarray()[:, 0]
    here = Standing(
        rows=standing.rows,
        total=standing.total,
        mean_loss=float(null * (1.0 - at.dev_ratio[k])),
        df=min(float(at.df[k]), float(standing.rows)),
        deviation=standing.deviation,
        pull=standing.pull,
        refit=None,
    )
    return views_of(
        here,
        loss=options["loss"],
        penalty=options["penalty"],
        alpha=float(at.alphas[k]),
        coef=coef,
        intercept=float(at.intercepts[k]),
        factor=options["penalty_factor"],
        standardize=options["standardize"],
        fit_intercept=options["fit_intercept"],
    )
