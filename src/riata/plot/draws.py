"""Posterior draws, read from an array or from any record that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.typing import FloatArray, IntArray

__all__ = ["ENDS", "POINTS", "Draws", "Rows", "rank_posteriors", "read_draws", "smooth", "vector_of"]

#: Points of a density, and quantiles between which draws are shown.
POINTS, ENDS = 240, (0.002, 0.998)


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws of coefficients, chains after one another.

    Attributes
    ----------
    coef : ndarray of shape (m, p)
        Coefficients in the units of the data.
    names : tuple of p str
        Features.
    intercept : ndarray of shape (m,) or None
        Constants.
    sigma2 : ndarray of shape (m,) or None
        Variances of the noise.
    mode : ndarray of shape (p,) or None
        MAP coefficients.
    """

    coef: FloatArray
    names: tuple[str, ...]
    intercept: FloatArray | None = None
    sigma2: FloatArray | None = None
    mode: FloatArray | None = None


def read_draws(posterior: Any, names: Any = None) -> Draws:
    """Read draws.

    Parameters
    ----------
    posterior : array of shape (chains, draws, p) or (draws, p), or object
        The draws, or an object such as :class:`~riata.posterior.Posterior`, with ``coef`` of that
        shape and, where it has them, ``names``, ``intercept`` and ``sigma2`` of shape (chains, draws)
        and ``mode`` of shape (p,).
    names : sequence of p str, optional
        Features; by default those of the object, or x0, x1, ...

    Raises
    ------
    ParameterError
        If there are no such draws, a value is not finite, or the names are too few or too many.
    """
    held = getattr(posterior, "coef", posterior)
    try:
        coef = np.asarray(held, dtype=float)
    except (TypeError, ValueError):
        raise ParameterError(
            "give draws of shape (chains, draws, p), or an object that has them as `coef`"
        ) from None
    if coef.ndim not in (2, 3) or 0 in coef.shape:
        raise ParameterError(f"draws must have the shape (chains, draws, p), not {coef.shape}")
    coef = coef.reshape(-1, coef.shape[-1])
    if not np.isfinite(coef).all():
        raise ParameterError("draws must be finite numbers")
    known = names if names is not None else getattr(posterior, "names", None)
    told = tuple(str(name) for name in known) if known is not None else ()
    if told and len(told) != coef.shape[1]:
        raise ParameterError(f"there are {len(told)} names for {coef.shape[1]} coefficients")
    mode = getattr(posterior, "mode", None)
    if mode is not None and np.shape(mode) != coef.shape[1:]:
        mode = None
    return Draws(
        coef=coef,
        names=told or tuple(f"x{j}" for j in range(coef.shape[1])),
        intercept=_one_each(getattr(posterior, "intercept", None), len(coef), "intercept"),
        sigma2=_one_each(getattr(posterior, "sigma2", None), len(coef), "sigma2"),
        mode=None if mode is None else np.asarray(mode, dtype=float),
    )


def _one_each(values: Any, count: int, what: str) -> FloatArray | None:
    if values is None:
        return None
    array = np.asarray(values, dtype=float).ravel()
    if array.size == 1:
        return np.full(count, float(array[0]))
    if array.size != count:
        raise ParameterError(f"there are {array.size} draws of {what} for {count} of the coefficients")
    return array


@dataclass(frozen=True, eq=False)
class Rows:
    """Which coefficients are shown, and what of them.

    Attributes
    ----------
    columns : ndarray of shape (k,)
        Columns, the largest median first.
    median, low, high : ndarray of shape (k,)
        Quantiles of the draws.
    """

    columns: IntArray
    median: FloatArray
    low: FloatArray
    high: FloatArray


def rank_posteriors(draws: FloatArray, interval: float, most: int) -> Rows:
    """Medians and intervals of draws (m, p), sorted by the size of the median."""
    tail = 0.5 * (1.0 - interval)
    low, median, high = np.quantile(draws, (tail, 0.5, 1.0 - tail), axis=0)
    order = np.argsort(-np.abs(median), kind="stable")[:most]
    return Rows(order, median[order], low[order], high[order])


def smooth(draws: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A density of draws (m,): a histogram smoothed by a Gaussian of Silverman's width.

    Returns
    -------
    at, density : ndarray of shape (k,)
        Where, and how dense.
    """
    from scipy.ndimage import gaussian_filter1d

    quartiles = np.quantile(draws, (0.25, 0.75))
    deviation = float(draws.std())
    spread = min(deviation, float(quartiles[1] - quartiles[0]) / 1.349 or deviation)
    if not spread > 0:  # all draws alike
        return np.array([draws[0], draws[0]]), np.array([0.0, 0.0])
    width = 0.9 * spread * len(draws) ** -0.2
    low, high = np.quantile(draws, ENDS)
    counts, edges = np.histogram(draws, bins=POINTS, range=(low - 3 * width, high + 3 * width))
    bin_width = edges[1] - edges[0]
    density = gaussian_filter1d(counts / (len(draws) * bin_width), width / bin_width, mode="constant")
    return 0.5 * (edges[1:] + edges[:-1]), density


def vector_of(what: str, values: Any, p: int) -> FloatArray:
    """Numbers (p,).

    Raises
    ------
    ParameterError
        If they are not p finite numbers.
    """
    array = np.asarray(values, dtype=float)
    if array.shape != (p,) or not np.isfinite(array).all():
        raise ParameterError(f"{what} must be {p} finite numbers, one for each coefficient")
    return array
