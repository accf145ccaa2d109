"""The constraint and the prior that each strength means, from what the path says of the data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from riata.penalties import Penalty
from riata.report.strengths import Strengths
from riata.typing import FloatArray
from riata.views import Standing
from riata.views.noise import Noise, noise_of
from riata.views.prior import TITLES, name_of

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
    options, left = model.path.options, 1.0 - model.path.dev_ratio[model.index]
    null = standing.mean_loss / left if left > 0 else 0.5 * model.target_deviation**2
    noises = [_noise(standing, options, at, k, null) for k in range(len(at.alphas))]
    sigma2 = np.array([noise.sigma2 for noise in noises])
    penalty, (a, b) = options["penalty"], options["penalty"].elastic
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        rate = np.where(at.alphas > 0, standing.total / sigma2 * at.alphas, 0.0)
        unknown = np.full(len(rate), np.nan)
        return Sides(
            t=_budgets(model, at),
            sigma2=sigma2,
            b=1.0 / (rate * a) if a > 0 else unknown,
            s=np.sqrt(1.0 / (rate * b)) if b > 0 else unknown,
            rate=rate,
            log_normaliser=_log_normalisers(penalty, rate),
            family=TITLES.get(name_of(penalty)[1], penalty.name),
            how=noises[at.chosen].how,
        )


def _noise(standing: Standing, options: dict[str, Any], at: Strengths, k: int, null: float) -> Noise:
    """From the residuals at one strength, by the share of the null model's loss that is left."""
    here = replace(
        standing,
        mean_loss=float(null * (1.0 - at.dev_ratio[k])),
        df=min(float(at.df[k]), float(standing.rows)),
    )
    return noise_of(here, options["loss"], options["fit_intercept"])


def _budgets(model: Any, at: Strengths) -> FloatArray:
    """sum_j omega_j P(m_j w_j) at every strength; P is zero at zero, so only what is kept counts."""
    options, coefs = model.path.options, at.coefs.tocsc()
    spread = model.standing.deviation if options["standardize"] else np.ones(coefs.shape[0])
    factor = options["penalty_factor"]
    cost = factor[coefs.indices] * options["penalty"].value(spread[coefs.indices] * coefs.data)
    sums = np.concatenate([[0.0], np.cumsum(cost)])
    return np.asarray(sums[coefs.indptr[1:]] - sums[coefs.indptr[:-1]], dtype=float)


def _log_normalisers(penalty: Penalty, rate: FloatArray) -> FloatArray:
    out = np.full(len(rate), np.nan)
    proper = np.isfinite(rate) & (rate > 0)
    if proper.any():
        out[proper] = penalty.log_normaliser(rate[proper])
    return out
