"""The noise of a model: sigma^2, given or estimated, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from riata.errors import ParameterError
from riata.losses import Loss
from riata.views.standing import Standing

__all__ = ["Noise", "noise_of"]

Source = Literal["given", "estimated", "fixed", "unknown"]


@dataclass(frozen=True)
class Noise:
    """The dispersion phi of the likelihood; sigma^2 for a squared loss.

    Attributes
    ----------
    sigma2 : float
        phi, in units of y^2 for a squared loss; NaN where it is unknown.
    source : {"given", "estimated", "fixed", "unknown"}
        By the caller; from the residuals; by the likelihood, which has none that is free; or nowhere,
        because the data leave too few degrees of freedom.
    df : float or None
        Residual degrees of freedom of an estimate: S - df - 1 (S - df without an intercept).
    """

    sigma2: float
    source: Source
    df: float | None = None

    @property
    def sigma(self) -> float:
        """Its square root."""
        return float(np.sqrt(self.sigma2))

    @property
    def how(self) -> str:
        """Where the number is from, in words."""
        if self.source == "estimated":
            return f"estimated: residual sum of squares over {self.df:.6g} degrees of freedom"
        if self.source == "unknown":
            return "unknown: too few rows, or nothing, are left to estimate it from; give sigma2="
        return "given" if self.source == "given" else "fixed by the likelihood"


def noise_of(standing: Standing, loss: Loss, fit_intercept: bool, sigma2: Any = None) -> Noise:
    """The noise as given, or RSS / (S - df - 1).

    df are the degrees of freedom of the fit; this is the estimate of Reid, Tibshirani & Friedman (2016,
    Statistica Sinica 26), there with df the number of nonzero coefficients of a cross-validated
    lasso. Weights count rows: one of 2 is the row twice.

    Raises
    ------
    ParameterError
        If the given value is not positive, or the likelihood has no noise to give.
    """
    if sigma2 is not None:
        value = _positive(sigma2)
        if not loss.quadratic and value != 1.0:
            raise ParameterError(
                f"the likelihood of the {loss.name} loss has no free noise: leave sigma2 out"
            )
        return Noise(value, "given")
    if not loss.quadratic:
        return Noise(1.0, "fixed")
    rest = standing.total - standing.df - float(fit_intercept)
    value = 2.0 * standing.total * standing.mean_loss / rest if rest > 0 else np.nan
    if not 0 < value < np.inf or rest < 1e-9 * standing.total:
        return Noise(np.nan, "unknown")
    return Noise(value, "estimated", rest)


def _positive(sigma2: Any) -> float:
    try:
        value = float(sigma2)
    except (TypeError, ValueError):
        value = np.nan
    if isinstance(sigma2, bool) or not 0 < value < np.inf:
        raise ParameterError(f"sigma2 must be a number > 0, the variance of the noise, not {sigma2!r}")
    return value
