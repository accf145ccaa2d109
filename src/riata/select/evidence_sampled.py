"""The evidence of lasso and elastic net, maximised with draws from the posterior.

With kappa = S alpha / sigma^2 and h = 1 / sigma^2 (both in the solver's units), flat directions
integrated out and P, R the penalty and half the residual sum of squares,

    evidence(kappa, h) = h^(nu/2) / Z(kappa) * integral exp(-kappa P(b) - h R(b)) db

is an exponential family in (P, R), so in (log kappa, log h)

    slope      (D - kappa E P,  nu/2 - h E R)        D = -d log Z / d log kappa  (q for the lasso)
    curvature  diag(slope of D, 0) - diag(E U) + Cov U,       U = (kappa P, h R)

with moments under the posterior; h stays where it is if sigma^2 is given. Where Monte Carlo EM (Park &
Casella 2008, section 3.1) solves "slope = 0" as if the moments stood still, Newton's method uses their
covariance as well and needs a few rounds instead of many (Kuk & Cheng 1997). The moments come from the
Gibbs sampler of :mod:`riata.select.gibbs`; the error that this leaves in log alpha is worked out from
batch means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from riata.penalties import L2
from riata.penalties.laplace_normal import moments
from riata.problem import Problem
from riata.select.evidence_ridge import best_strength, evidence_of_ridge, variance
from riata.select.gibbs import draw_statistics
from riata.solve import Reduced, reduce_problem
from riata.solve.ridge_factor import factor_ridge
from riata.typing import FloatArray

__all__ = ["SampledEvidence", "maximise_by_sampling"]

_SHORT = 12  # rounds on the way
_LONG = 6  # rounds at most after them
_STRIDE = 1.0  # largest step in log kappa and log h
_CLOSE = 0.1  # a last step longer than this asks for another long round
_FLAT = 0.05  # share of the complete data's information below which a direction's is not trusted
_NO_NOISE = 1e-6  # share of the response's variance: the evidence wants to interpolate


@dataclass(frozen=True, eq=False)
class SampledEvidence:
    """Where the evidence is largest.

    Attributes
    ----------
    strength : float
        lambda = kappa / h, in the solver's units.
    variance : float
        1 / h.
    error : float
        Monte Carlo standard error of log strength.
    slope : float
        Derivative of the log evidence with respect to log strength at fixed variance; zero but for
        Monte Carlo error.
    edge : str
        "" for a maximum inside, else "no signal", "no noise" or "not settled".
    draws : int
        Of the last round.
    """

    strength: float
    variance: float
    error: float
    slope: float
    edge: str
    draws: int


@dataclass(frozen=True, eq=False)
class _Round:
    """Moments at one point, and the step that they suggest.

    Attributes
    ----------
    slope, step : ndarray of shape (2,)
        Of the log evidence, and to its maximum, in (log kappa, log h).
    error : float
        Standard error of the step's effect on log kappa - log h; infinite where the evidence is too
        flat to tell.
    """

    slope: FloatArray
    step: FloatArray
    error: float


def maximise_by_sampling(
    problem: Problem, known: float | None, draws: int, seed: int
) -> SampledEvidence:
    """Newton rounds on the evidence, from where ridge has its maximum.

    Parameters
    ----------
    problem : Problem
        With a squared loss, a penalty a |w| + b w^2 / 2 with a > 0, and no bounds.
    known : float or None
        sigma^2 in the solver's units, where it is given.
    draws : int
        Of each long round; a tenth of it on the way.
    seed : int
        Of the random numbers.
    """
    reduced = reduce_problem(problem)
    rng = np.random.default_rng(seed)
    highest = float(np.log(problem.alpha_max * problem.strengths.rate))
    noisiest = float(-np.log(_least_variance(reduced))) if known is None else np.inf
    at, b = _start(reduced, known)
    at = _inside(at, highest, noisiest)
    free = np.array([True, known is None])
    edge = "not settled"
    for k in range(_SHORT + _LONG):
        size = max(draws // 10, 50) if k < _SHORT else draws
        found, b = _round(reduced, at, b, size, rng, free)
        moved = _inside(at + found.step, highest, noisiest)
        step, at = moved - at, moved
        if k < _SHORT:
            continue
        if at[0] - at[1] >= highest - _CLOSE:
            edge = "no signal"
        elif at[1] >= noisiest - _CLOSE:
            edge = "no noise"
        elif np.isfinite(found.error) and np.abs(step).max() < _CLOSE:
            edge = ""
        else:
            continue
        break
    strength = highest if edge == "no signal" else at[0] - at[1]
    return SampledEvidence(
        strength=float(np.exp(strength)),
        variance=float(np.exp(-at[1])),
        error=found.error,
        slope=float(found.slope[0]),
        edge=edge,
        draws=draws,
    )


def _least_variance(reduced: Reduced) -> float:
    square = float(reduced.target @ reduced.target) + reduced.rest
    return _NO_NOISE * square / reduced.df


def _strengths(reduced: Reduced) -> tuple[FloatArray, FloatArray]:
    """Relative strengths of the penalised columns, (q,) each: those of |b_j| and of b_j^2 / 2."""
    every = reduced.problem.strengths
    return every.l1[reduced.columns], every.l2[reduced.columns]


def _start(reduced: Reduced, known: float | None) -> tuple[FloatArray, FloatArray]:
    """(log kappa, log h) and coefficients: the ridge model of largest evidence.

    kappa is that of the prior with the same variances, which for many more columns than rows is nearly
    the answer: a sum of many coefficients is as good as Normal.
    """
    l1, l2 = _strengths(reduced)
    ridge = reduced.problem.with_penalty(L2())
    evidence = evidence_of_ridge(ridge, known)
    strength, _ = best_strength(evidence)
    factor = factor_ridge(ridge, strength)
    b = factor.lift((factor.products / (factor.eigenvalues + strength))[:, None])[:, 0]
    sigma2 = max(float(variance(evidence, np.array([strength]))[0]), _least_variance(reduced))
    wanted = float(np.mean(l1**2 * sigma2 / (strength * ridge.strengths.l2[reduced.columns])))

    def excess(log_kappa: float) -> float:
        return float(np.log(np.mean(l1**2 * _prior_square(l1, l2, log_kappa)) / wanted))

    log_kappa = high = 0.5 * float(np.log(2.0 / wanted))  # where there is no L2 part
    if l2.any():
        by_l2 = float(np.log(np.mean(l1**2) / (wanted * l2.max())))
        log_kappa = float(brentq(excess, min(high, by_l2) - 10.0, high + 1.0))
    return np.array([log_kappa, -np.log(sigma2)]), np.asarray(b[reduced.columns], dtype=float)


def _inside(at: FloatArray, highest: float, noisiest: float) -> FloatArray:
    """The point, not beyond strengths and variances that make sense."""
    log_h = min(float(at[1]), noisiest)
    return np.array([min(float(at[0]), log_h + highest), log_h])


def _round(
    reduced: Reduced,
    at: FloatArray,
    b: FloatArray,
    draws: int,
    rng: np.random.Generator,
    free: NDArray[np.bool_],
) -> tuple[_Round, FloatArray]:
    """Draw, and work out a step of the parameters that are free."""
    kappa, precision = np.exp(at)
    _, b = draw_statistics(reduced, kappa, precision, b, draws // 10 + 10, rng)
    statistics, b = draw_statistics(reduced, kappa, precision, b, draws, rng)
    scaled = statistics * np.exp(at)
    mean = scaled.mean(axis=0)
    wanted, bend = _prior_mean(*_strengths(reduced), float(at[0]))
    slope = np.array([wanted, 0.5 * reduced.df]) - mean
    information = np.diag(mean - np.array([bend, 0.0])) - np.cov(scaled.T)
    # Relative to what complete data would tell, so that EM's step has information one.
    root = np.sqrt(mean[free])
    values, vectors = np.linalg.eigh(information[np.ix_(free, free)] / np.outer(root, root))
    to_basis = vectors.T / root
    step = np.zeros(2)
    step[free] = to_basis.T @ (to_basis @ slope[free] / np.maximum(values, _FLAT))
    error = float("inf")
    if values[0] > _FLAT:
        contrast = np.array([1.0, -1.0])[free] @ (to_basis.T / values) @ to_basis
        noise = _error_of_mean(scaled)[np.ix_(free, free)]
        error = float(np.sqrt(contrast @ noise @ contrast))
    return _Round(slope, np.clip(step, -_STRIDE, _STRIDE), error), b


def _prior_mean(l1: FloatArray, l2: FloatArray, log_kappa: float) -> tuple[float, float]:
    """D = kappa E P(b) under the prior, and its derivative with respect to log kappa."""
    if not l2.any():
        return float(len(l1)), 0.0

    def mean(x: float) -> float:
        t = np.exp(0.5 * x) * l1 / np.sqrt(l2)
        first, second, _ = moments(t)
        return float(np.sum(t * first + 0.5 * second))

    h = 1e-4
    return mean(log_kappa), (mean(log_kappa + h) - mean(log_kappa - h)) / (2.0 * h)


def _prior_square(l1: FloatArray, l2: FloatArray, log_kappa: float) -> FloatArray:
    """E b_j^2 under the prior, (q,), where every l2 is positive."""
    _, second, _ = moments(np.exp(0.5 * log_kappa) * l1 / np.sqrt(l2))
    return np.asarray(second / (np.exp(log_kappa) * l2), dtype=float)


def _error_of_mean(chain: FloatArray) -> FloatArray:
    """Covariance of the mean of a chain (m, 2), from means of sqrt(m) batches."""
    size = int(np.sqrt(len(chain)))
    count = len(chain) // size
    batches = chain[: size * count].reshape(count, size, 2).mean(axis=1)
    return np.cov(batches.T) / count
