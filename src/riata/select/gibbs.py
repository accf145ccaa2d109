"""Draws of coefficients under a Laplace, or Laplace times Normal, prior with known scales.

density       exp(-precision |y - Z b|^2 / 2 - kappa sum_j (l1_j |b_j| + l2_j b_j^2 / 2))
sampler       the core's (Park & Casella 2008, section 3.1)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from riata import _core
from riata.problem import Problem
from riata.typing import FloatArray

__all__ = ["Penalised", "draw_statistics", "penalised_part"]

#: Coefficients held at a time.
_HELD = 1 << 24
#: Eigenvalues below this share of the largest are rounding.
_ROUNDING = 1e-14


@dataclass(frozen=True, eq=False)
class Penalised:
    """What is left of a problem when its flat directions have been integrated out.

    Attributes
    ----------
    rows : ndarray of shape (k, q)
        A; |y - Z b|^2 = |target - A b|^2 + rest for every b.
    target : ndarray of shape (k,)
    rest : float
    square : float
        y'y.
    l1, l2 : ndarray of shape (q,)
        Relative strengths.
    left : float
        nu = S less the flat directions.
    """

    rows: FloatArray
    target: FloatArray
    rest: float
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
        return Penalised(z, y, 0.0, float(y @ y), l1, l2, left)
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
    values, vectors = linalg.eigh(inner)
    values = np.maximum(values, 0.0)
    kept = values > _ROUNDING * values.max(initial=0.0)
    root = np.sqrt(values)
    target = np.zeros_like(root)
    target[kept] = (vectors[:, kept].T @ products) / root[kept]
    rest = max(square - float(target @ target), 0.0)
    return Penalised(root[:, None] * vectors.T, target, rest, max(square, 0.0), l1, l2, left)


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
        Seeds the core's.

    Returns
    -------
    statistics : ndarray of shape (draws, 2)
        sum_j (l1_j |b_j| + l2_j b_j^2 / 2), and |y - Z b|^2 / 2.
    last : ndarray of shape (q,)
        The last coefficients.
    """
    k, q = part.rows.shape
    by_columns = np.asfortranarray(part.rows.T)
    gram = np.asfortranarray(part.rows.T @ part.rows) if k >= q else np.zeros((0, 0), order="F")
    step = max(1, _HELD // q)
    out = np.empty((draws, 2))
    for first in range(0, draws, step):
        here = slice(first, min(first + step, draws))
        model = _core.LinearModel(
            rows=by_columns,
            gram=gram,
            target=np.ascontiguousarray(part.target),
            rest=part.rest,
            df=part.left,
            chains=1,
            draws=here.stop - here.start,
            warmup=0,
            thin=1,
            threads=1,
            seed=rng.integers(0, 2**64, size=4, dtype=np.uint64),
        )
        beta = model.laplace(
            l1=kappa * part.l1,
            l2=kappa * part.l2,
            tie="fixed",
            lam=1.0,
            hyper_shape=0.0,
            hyper_rate=0.0,
            known_variance=1.0 / precision,
            start=np.ascontiguousarray(start),
            progress=None,
        )[0][0]
        residual = part.target - beta @ part.rows.T
        out[here, 0] = np.abs(beta) @ part.l1 + 0.5 * (beta * beta) @ part.l2
        out[here, 1] = 0.5 * (np.sum(residual * residual, axis=1) + part.rest)
        start = beta[-1]
    return out, start
