"""Draws of coefficients under a Laplace, or Laplace times Normal, prior with known scales.

density       exp(-precision |y - Z b|^2 / 2 - kappa sum_j (l1_j |b_j| + l2_j b_j^2 / 2))
mixture       exp(-a |b|) is a Normal of random variance tau; 1 / tau given b is an inverse Gaussian
              of mean a / |b| and shape a^2 (Park & Casella 2008, section 3.1)
tall          b | tau by a Cholesky factor of precision Z'Z + D, D = kappa l2 + 1 / tau
wide          b | tau by an n x n system (Bhattacharya, Chakraborty & Mallick 2016)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import linalg
from scipy.linalg import lapack

from riata.problem import Problem
from riata.typing import FloatArray

__all__ = ["Penalised", "draw_statistics", "penalised_part"]

_TINY = 1e-100


@dataclass(frozen=True, eq=False)
class Penalised:
    """What is left of a problem when its flat directions have been integrated out.

    Attributes
    ----------
    gram : ndarray of shape (q, q) or None
        Z'Z, for tall data.
    rows : ndarray of shape (n, q) or None
        Z, for wide data.
    target : ndarray of shape (n,) or None
        y, for wide data.
    products : ndarray of shape (q,)
        Z'y.
    square : float
        y'y.
    l1, l2 : ndarray of shape (q,)
        Relative strengths.
    left : float
        nu = S less the flat directions.
    """

    gram: FloatArray | None
    rows: FloatArray | None
    target: FloatArray | None
    products: FloatArray
    square: float
    l1: FloatArray
    l2: FloatArray
    left: float


def penalised_part(problem: Problem) -> Penalised:
    """Penalised columns and response, less what intercept and unpenalised columns explain."""
    strengths, units = problem.strengths, problem.units
    used = units.x_scale > 0
    inside = np.flatnonzero(used & (problem.factor > 0))
    free = np.flatnonzero(used & (problem.factor == 0))
    l1, l2 = strengths.l1[inside], strengths.l2[inside]
    left = units.total - float(problem.fit_intercept)
    if problem.y is not None and problem.shape[0] < len(inside):
        z = problem.rows.block(slice(None), inside, problem.view)
        y = problem.scaled_response
        if len(free):
            basis = linalg.orth(problem.rows.block(slice(None), free, problem.view))
            z, y = z - basis @ (basis.T @ z), y - basis @ (basis.T @ y)
            left -= basis.shape[1]
        return Penalised(None, z, y, z.T @ y, float(y @ y), l1, l2, left)
    gram = problem.design.gram(np.concatenate([free, inside]), problem.view, problem.threads)
    products, square, k = units.products[inside], units.square, len(free)
    inner = gram[k:, k:]
    if k:
        inverse, rank = linalg.pinvh(gram[:k, :k], return_rank=True)
        explained = inverse @ gram[:k, k:]
        inner = inner - gram[k:, :k] @ explained
        products = products - explained.T @ units.products[free]
        square -= float(units.products[free] @ inverse @ units.products[free])
        left -= rank
    return Penalised(inner, None, None, products, max(square, 0.0), l1, l2, left)


def draw_statistics(
    part: Penalised,
    kappa: float,
    precision: float,
    start: FloatArray,
    draws: int,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray]:
    """A Gibbs chain, of which only the sufficient statistics are kept.

    Parameters
    ----------
    part : Penalised
        The data.
    kappa, precision : float
        Prior strength, and one over the noise variance, in the solver's units.
    start : ndarray of shape (q,)
        Coefficients to start from.
    draws : int
        How many.
    rng : Generator
        Of random numbers.

    Returns
    -------
    statistics : ndarray of shape (draws, 2)
        sum_j (l1_j |b_j| + l2_j b_j^2 / 2), and |y - Z b|^2 / 2.
    last : ndarray of shape (q,)
        The last coefficients.
    """
    step = _tall_step(part, precision) if part.rows is None else _wide_step(part, precision)
    out = np.empty((draws, 2))
    b, rate = start, kappa * part.l1
    ridge = kappa * part.l2
    for i in range(draws):
        inverse = _inverse_gaussian(rate, np.maximum(np.abs(b), _TINY), rng)
        b, loss = step(ridge + inverse, rng)
        out[i] = part.l1 @ np.abs(b) + 0.5 * float(part.l2 @ (b * b)), loss
    return out, b


Step = Callable[[FloatArray, np.random.Generator], tuple[FloatArray, float]]


def _tall_step(part: Penalised, precision: float) -> Step:
    assert part.gram is not None
    gram, products = part.gram, part.products
    scaled, diagonal = np.asfortranarray(precision * gram), np.diag_indices_from(gram)
    matrix = np.empty_like(scaled)  # Fortran's order is kept
    pull = precision * products

    def step(prior: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, float]:
        np.copyto(matrix, scaled)
        matrix[diagonal] += prior
        upper, info = lapack.dpotrf(matrix, lower=0, clean=0, overwrite_a=1)
        if info:  # columns that rounding makes dependent
            np.copyto(matrix, scaled)
            matrix[diagonal] += prior + 1e-10 * scaled[diagonal]
            upper, _ = lapack.dpotrf(matrix, lower=0, clean=0, overwrite_a=1)
        half, _ = lapack.dtrtrs(upper, pull, lower=0, trans=1)
        b, _ = lapack.dtrtrs(upper, half + rng.standard_normal(len(pull)), lower=0)
        return b, 0.5 * max(part.square + float(b @ (gram @ b - 2.0 * products)), 0.0)

    return step


def _wide_step(part: Penalised, precision: float) -> Step:
    assert part.rows is not None and part.target is not None
    rows, target = part.rows, part.target
    root = np.sqrt(precision)
    n, q = rows.shape
    identity = np.eye(n)

    def step(prior: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, float]:
        variance = 1.0 / prior
        u = np.sqrt(variance) * rng.standard_normal(q)
        v = root * (rows @ u) + rng.standard_normal(n)
        spread = rows * variance
        matrix = precision * (spread @ rows.T) + identity
        w = linalg.cho_solve(linalg.cho_factor(matrix, check_finite=False), root * target - v)
        b = u + root * (spread.T @ w)
        residual = target - rows @ b
        return b, 0.5 * float(residual @ residual)

    return step


def _inverse_gaussian(rate: FloatArray, size: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Draws of mean rate / size and shape rate^2 (Michael, Schucany & Haas 1976), without cancellation.

    The two roots of their quadratic are x and mean^2 / x; the larger is a sum of positive terms.
    """
    mean, shape = rate / size, rate**2
    w = mean * rng.standard_normal(len(rate)) ** 2 / (2.0 * shape)
    larger = 1.0 + w + np.sqrt(w * (2.0 + w))  # over the mean
    small = rng.random(len(rate)) * (1.0 + larger) <= larger
    return np.asarray(mean * np.where(small, 1.0 / larger, larger), dtype=float)
