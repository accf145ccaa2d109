"""The posterior predictive: a mixture of Normals, one a draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import special

from riata.designs import RowDesign, make_design
from riata.designs.base import power_of_two
from riata.errors import DataError
from riata.typing import AnyMatrix, FloatArray

__all__ = ["Prediction", "predict_interval"]

#: Numbers of one block of rows times draws.
_BLOCK = 1 << 21
#: Steps of a search that halves its bracket where Newton's method would leave it.
_STEPS = 60
#: Standard deviations beyond which a Normal density is zero in double precision.
_FAR = 40.0


class Prediction(NamedTuple):
    """Means and central intervals of new observations.

    Attributes
    ----------
    mean, lower, upper : ndarray of shape (m,)
        In the units of y.
    """

    mean: FloatArray
    lower: FloatArray
    upper: FloatArray


def predict_interval(
    X: AnyMatrix,
    names: Sequence[str],
    coef: FloatArray,
    intercept: FloatArray,
    sigma2: FloatArray,
    level: float | None,
) -> Prediction:
    """Means, and quantiles where a level is given.

    Parameters
    ----------
    X : array-like of shape (m, p)
    names : sequence of p str
    coef : ndarray of shape (chains, draws, p)
    intercept, sigma2 : ndarray of shape (chains, draws)
    level : float or None

    Raises
    ------
    DataError
        If X does not have p columns of finite numbers, or is so large that predictions would leave
        the range of double precision.
    """
    design = make_design(X)
    if not isinstance(design, RowDesign):
        raise DataError("predictions need rows of X, and these are moments")
    if design.shape[1] != len(names):
        raise DataError(f"X has {design.shape[1]} columns, and the posterior {len(names)} coefficients")
    if design.names is not None and list(design.names) != list(names) and not _unnamed(names):
        raise DataError(
            "the columns of X are not those of the posterior, in their order: select them by "
            f"{', '.join(map(repr, names[:5]))}{', ...' if len(names) > 5 else ''}"
        )
    if design.first_non_finite() is not None:
        design.refuse_non_finite()
    flat = coef.reshape(-1, coef.shape[2])
    constant, sigma = intercept.ravel(), np.sqrt(sigma2.ravel())
    with np.errstate(over="ignore", invalid="ignore"):
        mean = design.predict(flat.mean(axis=0)) + constant.mean()
    _refuse_overflow(mean, 0)
    if level is None:
        return Prediction(mean, mean, mean)
    ends = np.empty((2, design.shape[0]))
    step = max(1, _BLOCK // len(constant))
    outside = 0.5 * (1.0 - level)
    for start in range(0, design.shape[0], step):
        rows = np.arange(start, min(start + step, design.shape[0]))
        with np.errstate(over="ignore", invalid="ignore"):
            centres = design.take(rows).predict(flat.T) + constant
        _refuse_overflow(centres, start)
        unit = power_of_two(max(float(np.abs(centres).max()), float(sigma.max())))
        for k, probability in enumerate((outside, 1.0 - outside)):
            ends[k, rows] = mixture_quantile(centres / unit, sigma / unit, probability) * unit
    return Prediction(mean, ends[0], ends[1])


def _refuse_overflow(centres: FloatArray, first: int) -> None:
    bad = np.flatnonzero(~np.isfinite(centres.reshape(len(centres), -1)).all(axis=1))
    if bad.size:
        raise DataError(
            f"row {first + bad[0]} of X is so large that its prediction leaves the range of double "
            "precision"
        )


def _unnamed(names: Sequence[str]) -> bool:
    """Whether the posterior is of an array, whose columns have no names of their own."""
    return all(name == f"x{j}" for j, name in enumerate(names))


def mixture_quantile(centres: FloatArray, sigma: FloatArray, probability: float) -> FloatArray:
    """The t with mean_d Phi((t - centre_d) / sigma_d) = probability, for each row of (m, N) centres.

    Newton's method inside a bracket; without noise (sigma = 0 throughout) the plain quantile.
    """
    if not sigma.all():
        return np.asarray(np.quantile(centres, probability, axis=1))
    z = float(special.ndtri(probability))
    each = centres + z * sigma  # every component's own quantile: the answer is among them
    low, high = each.min(axis=1), each.max(axis=1)
    t = centres.mean(axis=1) + z * np.sqrt(centres.var(axis=1) + np.mean(sigma**2))
    t = np.clip(t, low, high)
    size = np.maximum(high - low, np.abs(t) * 1e-15)
    for _ in range(_STEPS):
        with np.errstate(over="ignore"):  # far from every component there is nothing
            u = np.clip((t[:, None] - centres) / sigma, -_FAR, _FAR)
        excess = special.ndtr(u).mean(axis=1) - probability
        with np.errstate(over="ignore"):
            slope = np.mean(np.exp(-0.5 * u * u) / sigma, axis=1) / np.sqrt(2.0 * np.pi)
        low, high = np.where(excess > 0, low, t), np.where(excess > 0, t, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            next_t = t - excess / slope
        inside = (next_t >= low) & (next_t <= high)
        next_t = np.where(inside, next_t, 0.5 * (low + high))
        moved = np.abs(next_t - t)
        t = next_t
        if (moved <= 1e-9 * size + 1e-15 * np.abs(t)).all():
            break
    return np.asarray(t)
