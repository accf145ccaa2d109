"""The numbers of a predictive band along one feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.plot.draws import Draws
from riata.plot.source import Source
from riata.typing import FloatArray

__all__ = ["Band", "check_probability", "make_band", "mixture_quantile"]

#: Points along the feature, draws used at each, and halvings that find a quantile.
_POINTS, _DRAWS, _HALVINGS = 80, 1000, 44


@dataclass(frozen=True, eq=False)
class Band:
    """Data, line and band along one feature.

    Attributes
    ----------
    x, y : ndarray of shape (n,)
        Data; y less what the other features do.
    at : ndarray of shape (k,)
        Where the lines are, ascending.
    fit : ndarray of shape (k,)
        The estimator's line.
    mean : ndarray of shape (k,) or None
        Posterior mean.
    low, high : ndarray of shape (k,)
        Ends of the band.
    interval : float
        Its probability.
    name : str
        The feature.
    others : int
        Features that are held.
    """

    x: FloatArray
    y: FloatArray
    at: FloatArray
    fit: FloatArray
    mean: FloatArray | None
    low: FloatArray
    high: FloatArray
    interval: float
    name: str
    others: int

    def at_data(self, end: FloatArray) -> FloatArray:
        """An end of the band at the data, (n,)."""
        return np.asarray(np.interp(self.x, self.at, end), dtype=float)


def make_band(source: Source, X: Any, y: Any, draws: Draws, feature: str | int, interval: float) -> Band:
    """The band of a fitted model along one feature.

    Parameters
    ----------
    source : Source
        The fitted model.
    X, y : array-like of shape (n, p) and (n,)
        Data.
    draws : Draws
        With the variance of the noise.
    feature : str or int
        Along which.
    interval : float
        Probability.

    Raises
    ------
    ParameterError
        If there is no such feature, the draws lack the noise, or shapes do not fit.
    """
    if source.index is None:
        raise ParameterError("this model has no chosen strength")
    columns, response = np.asarray(X, dtype=float), np.asarray(y, dtype=float).ravel()
    p = len(source.names)
    if columns.shape != (len(response), p) or draws.coef.shape[1] != p:
        raise ParameterError(
            f"X is {columns.shape}, y has {len(response)} values and the draws {draws.coef.shape[1]} "
            f"coefficients; the model has {p}"
        )
    if draws.sigma2 is None:
        raise ParameterError("the draws lack `sigma2`, the variance of the noise")
    j = _which(source.names, feature)
    coef = source.solutions.coef(source.index)
    intercept = float(source.solutions.intercepts[source.index])
    middle = columns.mean(axis=0)
    away = columns - middle
    away[:, j] = 0.0
    x = columns[:, j]
    at = np.linspace(x.min(), x.max(), _POINTS)
    rows = np.tile(middle, (_POINTS, 1))
    rows[:, j] = at
    chosen = np.unique(np.linspace(0, len(draws.coef) - 1, _DRAWS).astype(int))
    centres = draws.coef[chosen] @ rows.T  # (draws, points)
    if draws.intercept is not None:
        centres += draws.intercept[chosen, None]
    noise, tail = np.sqrt(draws.sigma2[chosen]), 0.5 * (1.0 - check_probability(interval))
    return Band(
        x=x,
        y=response - away @ coef,
        at=at,
        fit=rows @ coef + intercept,
        mean=centres.mean(axis=0),
        low=mixture_quantile(centres, noise, tail),
        high=mixture_quantile(centres, noise, 1.0 - tail),
        interval=float(interval),
        name=source.names[j],
        others=p - 1,
    )


def mixture_quantile(centres: FloatArray, noise: FloatArray, share: float) -> FloatArray:
    """Quantiles of equal mixtures of normal distributions, by bisection: (k,).

    Parameters
    ----------
    centres : ndarray of shape (m, k)
        Means: m components of k mixtures.
    noise : ndarray of shape (m,)
        Standard deviations.
    share : float
        Probability below.
    """
    from scipy.special import ndtr, ndtri

    ends = centres + ndtri(share) * noise[:, None]
    low, high = ends.min(axis=0), ends.max(axis=0)  # the mixture's quantile lies between its parts'
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        below = ndtr((middle - centres) / noise[:, None]).mean(axis=0) < share
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray(0.5 * (low + high), dtype=float)


def _which(names: tuple[str, ...], feature: str | int) -> int:
    if isinstance(feature, str) and feature in names:
        return names.index(feature)
    whole = isinstance(feature, int | np.integer) and not isinstance(feature, bool)
    if whole and 0 <= int(feature) < len(names):
        return int(feature)
    raise ParameterError(f"there is no feature {feature!r}; there are {list(names[:10])}")


def check_probability(interval: float) -> float:
    """A probability strictly between 0 and 1.

    Raises
    ------
    ParameterError
        If it is not.
    """
    if not 0 < interval < 1:
        raise ParameterError(f"interval must be a probability between 0 and 1, not {interval!r}")
    return float(interval)
