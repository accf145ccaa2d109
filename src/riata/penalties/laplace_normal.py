r"""The density proportional to exp(-a \|w\| - b w^2 / 2): the elastic net's prior.

In units of 1 / sqrt(b), u = \|w\| sqrt(b), everything depends on t = a / sqrt(b) alone. \|W\| is a
Normal beyond t: its hazard at u is phi(t + u) / Phi(-t - u), and

    P(\|W\| > u) = exp(-t u - u^2 / 2) erfcx((t + u) / sqrt 2) / erfcx(t / sqrt 2)

in which nothing cancels, however near to a Laplace (t large) or a Gaussian (t small) it is.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from scipy.special import erfcx

from riata.typing import FloatArray

__all__ = ["laplace_normal", "log_normaliser", "log_tail", "moments", "quantile"]

_ROOT_2 = float(np.sqrt(2.0))
#: Below this t moments come from recurrences upwards, above it from the continued fraction.
_SMALL = 2.0
#: Terms of the continued fraction that give all digits for t >= _SMALL.
_TERMS = 80
#: Newton steps that give all digits of a quantile from its start, for any t.
_STEPS = 5


def log_normaliser(a: FloatArray, b: FloatArray) -> FloatArray:
    """Log of the integral, sqrt(2 pi / b) erfcx(a / sqrt(2 b))."""
    normal: FloatArray = 0.5 * np.log(2.0 * np.pi / b) + np.log(erfcx(a / np.sqrt(2.0 * b)))
    return normal


def _hazard(z: FloatArray) -> FloatArray:
    """phi(z) / Phi(-z) of the standard Normal, for z >= 0."""
    return np.asarray(np.sqrt(2.0 / np.pi) / erfcx(z / _ROOT_2), dtype=float)


def log_tail(u: FloatArray, t: FloatArray) -> FloatArray:
    """Log of the probability that the magnitude exceeds u >= 0."""
    with np.errstate(over="ignore"):  # beyond 1e154 the square is infinite and the tail is empty
        fall = u * (t + 0.5 * u)
    return np.asarray(np.log(erfcx((t + u) / _ROOT_2) / erfcx(t / _ROOT_2)) - fall, dtype=float)


def quantile(depth: FloatArray, t: FloatArray) -> FloatArray:
    """The u >= 0 with -log_tail(u) = depth, for depths >= 0.

    -log_tail is convex and increasing with the hazard for slope, and the hazard's slope grows: the
    start lies above the answer, from where Newton's method descends without overshooting.
    """
    slope = _hazard(t)
    bend = np.clip(slope * (slope - t), 0.0, 1.0)
    u = 2.0 * depth / (slope + np.sqrt(slope**2 + 2.0 * bend * depth))
    for _ in range(_STEPS):
        u = np.maximum(u + (log_tail(u, t) + depth) / _hazard(t + u), 0.0)
    return np.asarray(u, dtype=float)


def moments(t: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """E u, E u^2 and E u^4.

    The integrals I_n of u^n exp(-t u - u^2 / 2) obey I_(n+1) = n I_(n-1) - t I_n. Upwards that
    cancels for large t, where downwards it is a continued fraction of positive terms (Gautschi 1967):
    I_n / I_(n-1) = n / (t + I_(n+1) / I_n).
    """
    t = np.asarray(t, dtype=float)
    low = np.minimum(t, _SMALL)
    rise = _hazard(low)
    first = rise - low
    second = 1.0 - low * first
    third = 2.0 * first - low * second
    fourth = 3.0 * second - low * third
    high = np.maximum(t, _SMALL)
    ratio = 0.5 * (np.sqrt(high**2 + 4.0 * _TERMS) - high)
    ratios = []
    for n in range(_TERMS, 0, -1):
        ratio = n / (high + ratio)
        ratios.append(ratio)
    one, two, three, four = ratios[:-5:-1]
    upward = t <= _SMALL
    return (
        np.where(upward, first, one),
        np.where(upward, second, one * two),
        np.where(upward, fourth, one * two * three * four),
    )


@cache
def laplace_normal() -> Any:
    """The family as a scipy.stats distribution, made when first asked for: scipy.stats loads slowly."""
    from scipy.stats import rv_continuous

    class LaplaceNormal(rv_continuous):
        def _argcheck(self, l1_ratio: Any, rate: Any) -> Any:
            return (l1_ratio > 0) & (l1_ratio < 1) & (rate > 0)

        def _logpdf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            a, b = _strengths(l1_ratio, rate)
            return -np.abs(x) * (a + 0.5 * b * np.abs(x)) - log_normaliser(a, b)

        def _pdf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            return np.exp(self._logpdf(x, l1_ratio, rate))

        def _logcdf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            a, b = _strengths(l1_ratio, rate)
            half = log_tail(np.abs(x) * np.sqrt(b), a / np.sqrt(b)) - np.log(2.0)
            return np.where(x < 0, half, np.log1p(-np.exp(half)))

        def _logsf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            return self._logcdf(-np.asarray(x), l1_ratio, rate)

        def _cdf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            a, b = _strengths(l1_ratio, rate)
            half = 0.5 * np.exp(log_tail(np.abs(x) * np.sqrt(b), a / np.sqrt(b)))
            return np.where(x < 0, half, 1.0 - half)

        def _sf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            return self._cdf(-np.asarray(x), l1_ratio, rate)

        def _ppf(self, q: Any, l1_ratio: Any, rate: Any) -> Any:
            a, b = _strengths(l1_ratio, rate)
            depth = -np.log(2.0 * np.minimum(q, 1.0 - q))
            size = quantile(depth, a / np.sqrt(b)) / np.sqrt(b)
            return np.where(q < 0.5, -size, size)

        def _isf(self, q: Any, l1_ratio: Any, rate: Any) -> Any:
            return -self._ppf(q, l1_ratio, rate)

        def _stats(self, l1_ratio: Any, rate: Any) -> Any:
            a, b = _strengths(l1_ratio, rate)
            _, second, fourth = moments(a / np.sqrt(b))
            zero = np.zeros_like(second)
            return zero, second / b, zero, fourth / second**2 - 3.0

        def _entropy(self, l1_ratio: Any, rate: Any) -> Any:
            a, b = _strengths(l1_ratio, rate)
            first, second, _ = moments(a / np.sqrt(b))
            return log_normaliser(a, b) + a / np.sqrt(b) * first + 0.5 * second

    return LaplaceNormal(name="laplace_normal", shapes="l1_ratio, rate")


def _strengths(l1_ratio: Any, rate: Any) -> tuple[Any, Any]:
    """A and b."""
    return rate * l1_ratio, rate * (1.0 - l1_ratio)
