"""Draws of coefficients under a Laplace, or Laplace times Normal, prior with known scales.

density       exp(-precision |y - Z b|^2 / 2 - kappa sum_j (l1_j |b_j| + l2_j b_j^2 / 2))
sampler       the core's (Park & Casella 2008, section 3.1)
"""

from __future__ import annotations

import numpy as np

from riata import _core
from riata.solve import Reduced
from riata.typing import FloatArray

__all__ = ["draw_statistics"]

#: Coefficients held at a time.
_HELD = 1 << 24


def draw_statistics(
    reduced: Reduced,
    kappa: float,
    precision: float,
    start: FloatArray,
    draws: int,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray]:
    """A Gibbs chain, of which only the sufficient statistics are kept.

    Parameters
    ----------
    reduced : Reduced
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
    k, q = reduced.rows.shape
    strengths = reduced.problem.strengths
    l1, l2 = strengths.l1[reduced.columns], strengths.l2[reduced.columns]
    by_columns = np.asfortranarray(reduced.rows.T)
    gram = reduced.gram if k >= q else np.zeros((0, 0), order="F")
    step = max(1, _HELD // q)
    out = np.empty((draws, 2))
    for first in range(0, draws, step):
        here = slice(first, min(first + step, draws))
        model = _core.LinearModel(
            rows=by_columns,
            gram=gram,
            target=np.ascontiguousarray(reduced.target),
            rest=reduced.rest,
            df=reduced.df,
            chains=1,
            draws=here.stop - here.start,
            warmup=0,
            thin=1,
            threads=1,
            seed=rng.integers(0, 2**64, size=4, dtype=np.uint64),
        )
        beta = model.laplace(
            l1=kappa * l1,
            l2=kappa * l2,
            tie="fixed",
            lam=1.0,
            hyper_shape=0.0,
            hyper_rate=0.0,
            known_variance=1.0 / precision,
            start=np.ascontiguousarray(start),
            progress=None,
        )[0][0]
        residual = reduced.target - beta @ reduced.rows.T
        out[here, 0] = np.abs(beta) @ l1 + 0.5 * (beta * beta) @ l2
        out[here, 1] = 0.5 * (np.sum(residual * residual, axis=1) + reduced.rest)
        start = beta[-1]
    return out, start
