"""Exact posteriors under a Gaussian prior: independent draws from the eigenbasis, no chain.

    target | b, v ~ N(A b, v I),   b_j | v ~ N(0, v / (kappa weight_j)),   p(v) = 1 / v or v known,
    kappa known, or kappa ~ Gamma(shape, rate), or kappa = v / variance with the variance known.

With A weight^(-1/2) = U s V' everything about v and kappa is a function of p numbers: v given kappa is
inverse gamma, and the density of log kappa is known on a line, where it is inverted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy import linalg

from riata.errors import DataError
from riata.typing import FloatArray

__all__ = ["GammaPrior", "GaussianDraws", "PriorVariance", "draw_gaussian"]

LogDensity: TypeAlias = Callable[[FloatArray], FloatArray]

#: Points at which the density of log kappa is worked out.
_POINTS = 4001
#: Log density below which nothing is drawn, from the highest.
_DEPTH = 46.0
#: Numbers of one block of draws.
_BLOCK = 1 << 20


@dataclass(frozen=True)
class GammaPrior:
    """kappa ~ Gamma: density proportional to ``kappa^(shape - 1) exp(-rate kappa)``."""

    shape: float
    rate: float


@dataclass(frozen=True)
class PriorVariance:
    """kappa = v / variance: the prior N(0, variance / weight_j) does not depend on the noise."""

    variance: float


@dataclass(frozen=True, eq=False)
class GaussianDraws:
    """Independent draws.

    Attributes
    ----------
    beta : ndarray of shape (N, q)
        In the units of A.
    variance : ndarray of shape (N,)
        v.
    kappa : ndarray of shape (N,)
        The precision of the prior relative to the noise.
    """

    beta: FloatArray
    variance: FloatArray
    kappa: FloatArray


@dataclass(frozen=True, eq=False)
class _Basis:
    """A weight^(-1/2) = U s V', c = U'target, and what of the target no coefficient explains."""

    singular: FloatArray
    right: FloatArray
    products: FloatArray
    rest: float
    df: float

    def explained(self, kappa: FloatArray) -> FloatArray:
        """Kappa / (s^2 + kappa), (N, r): what of each direction is left over."""
        return np.asarray(kappa[:, None] / (self.singular**2 + kappa[:, None]))

    def square(self, kappa: FloatArray) -> FloatArray:
        """target'(I + A A' / kappa)^-1 target + rest, (N,)."""
        return np.asarray(self.explained(kappa) @ self.products**2 + self.rest)

    def log_likelihood(self, kappa: FloatArray, known: float | None) -> FloatArray:
        """Of kappa with b (and v, unless it is known) integrated out, (N,)."""
        shrunk = 0.5 * np.sum(np.log(self.explained(kappa)), axis=1)
        if known is not None:
            return np.asarray(shrunk - 0.5 * self.square(kappa) / known)
        return np.asarray(shrunk - 0.5 * self.df * np.log(self.square(kappa)))


def draw_gaussian(
    rows: FloatArray,
    target: FloatArray,
    rest: float,
    df: float,
    *,
    weight: FloatArray,
    kappa: float | GammaPrior | PriorVariance,
    known: float | None,
    count: int,
    rng: np.random.Generator,
) -> GaussianDraws:
    """Draw.

    Parameters
    ----------
    rows : ndarray of shape (k, q)
        A.
    target : ndarray of shape (k,)
    rest, df : float
        What no b explains, and the degrees of freedom of v once b is integrated out.
    weight : ndarray of shape (q,)
        Positive.
    kappa : float, GammaPrior or PriorVariance
        Known, or its prior, or what ties it to v (which is then not known).
    known : float or None
        v, where it is known.
    count : int
        N.
    rng : numpy.random.Generator
    """
    root = 1.0 / np.sqrt(weight)
    basis = _basis(rows * root, target, rest, df)
    if isinstance(kappa, PriorVariance):
        kappas = _invert(_given_variance(basis, kappa.variance), count, rng)
    elif isinstance(kappa, GammaPrior):
        kappas = _invert(_given_gamma(basis, kappa, known), count, rng)
    else:
        kappas = np.full(count, kappa)
    if isinstance(kappa, PriorVariance):
        variance = kappas * kappa.variance
    elif known is None:
        variance = 0.5 * basis.square(kappas) / rng.gamma(0.5 * df, size=count)
    else:
        variance = np.full(count, known)
    beta = np.empty((count, rows.shape[1]))
    step = max(1, _BLOCK // max(rows.shape[1], 1))  # an interruption is heard between blocks
    for start in range(0, count, step):
        part = slice(start, start + step)
        beta[part] = root * _coefficients(basis, kappas[part], np.sqrt(variance[part]), rng)
    return GaussianDraws(beta, variance, kappas)


def _coefficients(
    basis: _Basis, kappa: FloatArray, sigma: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Draws (m, q) of b / root, given kappa and sigma (m,)."""
    r, q = basis.right.shape
    kappa, sigma = kappa[:, None], sigma[:, None]
    precision = basis.singular**2 + kappa
    mean = basis.singular * basis.products / precision
    if r == q:
        directions = mean + sigma * rng.standard_normal((len(kappa), r)) / np.sqrt(precision)
        return np.asarray(directions @ basis.right)
    # Directions that no row sees keep the prior.
    noise = rng.standard_normal((len(kappa), q)) / np.sqrt(kappa)
    change = mean + sigma * (noise @ basis.right.T) * (np.sqrt(kappa / precision) - 1.0)
    return np.asarray(sigma * noise + change @ basis.right)


def _basis(rows: FloatArray, target: FloatArray, rest: float, df: float) -> _Basis:
    left, singular, right = linalg.svd(rows, full_matrices=False, check_finite=False)
    products = left.T @ target
    outside = target - left @ products
    return _Basis(singular, right, products, rest + float(outside @ outside), df)


def _given_gamma(basis: _Basis, prior: GammaPrior, known: float | None) -> LogDensity:
    """Of log kappa under its own prior."""

    def log_density(t: FloatArray) -> FloatArray:
        kappa = np.exp(t)
        hyper = prior.shape * t - prior.rate * kappa
        return np.asarray(basis.log_likelihood(kappa, known) + hyper)

    return log_density


def _given_variance(basis: _Basis, variance: float) -> LogDensity:
    """Of log kappa = log v - log variance, v having the prior 1 / v."""

    def log_density(t: FloatArray) -> FloatArray:
        kappa = np.exp(t)
        shrunk = 0.5 * np.sum(np.log(basis.explained(kappa)), axis=1)
        return np.asarray(shrunk - 0.5 * basis.df * t - 0.5 * basis.square(kappa) / (kappa * variance))

    return log_density


def _invert(log_density: LogDensity, count: int, rng: np.random.Generator) -> FloatArray:
    """Draws of a number whose logarithm has a density: inversion on a fine grid."""
    wide = np.linspace(-120.0, 120.0, _POINTS)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        height = log_density(wide)
    height = np.where(np.isfinite(height), height, -np.inf)
    inside = np.flatnonzero(height > height.max() - _DEPTH)
    if not len(inside) or inside[0] == 0 or inside[-1] == _POINTS - 1:
        raise DataError(
            "the strength of the prior has no proper posterior within the range of double precision: "
            "give it as a number, or less extreme parameters of its prior"
        )
    low, high = max(inside[0] - 1, 0), min(inside[-1] + 1, _POINTS - 1)
    fine = np.linspace(wide[low], wide[high], _POINTS)
    height = log_density(fine)
    density = np.exp(height - height.max())
    area = 0.5 * (density[1:] + density[:-1])
    total = np.concatenate([[0.0], np.cumsum(area)])
    place = rng.random(count) * total[-1]
    i = np.clip(np.searchsorted(total, place, side="right") - 1, 0, len(area) - 1)
    left, right, wanted = density[i], density[i + 1], place - total[i]
    # The root of left s + (right - left) s^2 / 2 = wanted, in the form that never cancels.
    step = 2.0 * wanted / (left + np.sqrt(np.maximum(left**2 + 2.0 * (right - left) * wanted, 0.0)))
    return np.asarray(np.exp(fine[i] + np.clip(step, 0.0, 1.0) * (fine[1] - fine[0])))
