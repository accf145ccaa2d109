"""Has the chain forgotten where it began, and how many independent draws is it worth.

Rank-normalised split R-hat, bulk and tail effective sample size: Vehtari, Gelman, Simpson, Carpenter &
Bürkner (2021), *Rank-normalization, folding, and localization: an improved R-hat*, Bayesian Analysis
16(2). R-hat above 1.01 says that the chains disagree; an effective sample size of 400 or more is wanted
before a figure is reported.
"""

from __future__ import annotations

import numpy as np
from scipy import fft, special

from riata.typing import FloatArray

__all__ = ["effective_bulk", "effective_size", "effective_tail", "mean_error", "split_rhat"]

#: Draws below which nothing can be said.
_FEWEST = 4


def split_rhat(draws: FloatArray) -> FloatArray:
    """The larger of the rank-normalised R-hat of the draws and of their distances to the median.

    Parameters
    ----------
    draws : ndarray of shape (chains, draws, p)

    Returns
    -------
    ndarray of shape (p,)
        NaN where a parameter does not vary, or there are fewer than 4 draws a chain.
    """
    if draws.shape[1] < _FEWEST:
        return np.full(draws.shape[2], np.nan)
    split = _split(draws)
    folded = np.abs(split - np.median(split, axis=(0, 1)))
    return np.maximum(_rhat(_normal_scores(split)), _rhat(_normal_scores(folded)))


def effective_bulk(draws: FloatArray) -> FloatArray:
    """Effective sample size for the bulk of the distribution: of the normal scores, (p,)."""
    if draws.shape[1] < _FEWEST:
        return np.full(draws.shape[2], np.nan)
    return effective_size(_normal_scores(_split(draws)))


def effective_tail(draws: FloatArray) -> FloatArray:
    """The smaller effective sample size of the 5 % and 95 % quantiles, (p,)."""
    if draws.shape[1] < _FEWEST:
        return np.full(draws.shape[2], np.nan)
    low, high = np.quantile(draws, [0.05, 0.95], axis=(0, 1))
    below = effective_size(_split((draws <= low).astype(np.float64)))
    return np.minimum(below, effective_size(_split((draws <= high).astype(np.float64))))


def mean_error(draws: FloatArray) -> FloatArray:
    """Monte Carlo standard error of the mean, (p,)."""
    deviation = np.std(draws, axis=(0, 1), ddof=1)
    return np.asarray(deviation / np.sqrt(effective_size(_split(draws))))


def effective_size(draws: FloatArray) -> FloatArray:
    """Draws over the integrated autocorrelation time, cut by Geyer's (1992) monotone sequence.

    Parameters
    ----------
    draws : ndarray of shape (chains, draws, p)
        Chains already split, values as they are.

    Returns
    -------
    ndarray of shape (p,)
        All the draws where a parameter does not vary.
    """
    chains, length, p = draws.shape
    covariance = _autocovariance(draws)
    lagged = covariance.mean(axis=0)
    within = lagged[0] * length / (length - 1.0)
    total = lagged[0].copy()
    if chains > 1:
        total += np.var(draws.mean(axis=1), axis=0, ddof=1)
    size = float(chains * length)
    constant = np.ptp(draws, axis=(0, 1)) <= 0
    rho = 1.0 - (within - lagged) / np.where(constant, 1.0, total)
    rho[0] = 1.0
    times = np.array([_autocorrelation_time(rho[:, j], size) for j in range(p)])
    return np.where(constant, size, size / times)


def _autocorrelation_time(rho: FloatArray, size: float) -> float:
    """-1 + 2 sum rho over the initial monotone sequence of pairs, with the odd lag that improves it."""
    pairs = max(1, (len(rho) - 1) // 2)
    even, odd = rho[0 : 2 * pairs : 2], rho[1 : 2 * pairs : 2]
    sums = even + odd
    stop = int(np.argmax(sums <= 0)) if (sums <= 0).any() else pairs - 1
    kept = np.minimum.accumulate(sums[:stop])
    last = even[stop] if sums[stop] > 0 else max(even[stop], 0.0)
    return float(max(-1.0 + 2.0 * kept.sum() + last, 1.0 / np.log10(size)))


def _autocovariance(draws: FloatArray) -> FloatArray:
    """Of every chain at every lag, divisor n: the shape of the draws."""
    length = draws.shape[1]
    centred = draws - draws.mean(axis=1, keepdims=True)
    padded = fft.next_fast_len(2 * length, real=True)
    spectrum = fft.rfft(centred, n=padded, axis=1)
    power = spectrum.real**2 + spectrum.imag**2
    return np.asarray(fft.irfft(power, n=padded, axis=1)[:, :length] / length)


def _split(draws: FloatArray) -> FloatArray:
    """Halves of the chains as chains."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _rhat(draws: FloatArray) -> FloatArray:
    """Gelman & Rubin (1992)."""
    length = draws.shape[1]
    between = np.var(draws.mean(axis=1), axis=0, ddof=1)
    within = np.mean(np.var(draws, axis=1, ddof=1), axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.sqrt((length - 1.0) / length + between / within))


def _normal_scores(draws: FloatArray) -> FloatArray:
    """Normal quantiles of the pooled ranks (Blom 1958), equal values sharing their mean rank."""
    chains, length, p = draws.shape
    out = np.empty_like(draws)
    for j in range(p):
        _, where, counts = np.unique(draws[:, :, j], return_inverse=True, return_counts=True)
        rank = np.cumsum(counts) - 0.5 * (counts - 1)
        scores = special.ndtri((rank - 0.375) / (chains * length + 0.25))
        out[:, :, j] = scores[where.reshape(chains, length)]
    return out
