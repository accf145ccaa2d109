"""From draws in the solver's units to draws in those of the data."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import linalg

from riata.posterior.gibbs import Chains
from riata.solve import Reduced
from riata.typing import FloatArray

__all__ = ["to_original"]

#: Numbers of one block of draws.
_BLOCK = 1 << 22


def to_original(
    reduced: Reduced, chains: Chains, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Coefficients (chains, draws, p), intercept and sigma^2 (chains, draws) in original units.

    Unpenalised coefficients and the intercept, which the chains integrate out, are drawn here from
    their exact Normal conditionals.
    """
    problem, units = reduced.problem, reduced.problem.units
    shape = chains.variance.shape
    coef = np.zeros((*shape, problem.shape[1]))
    scale = units.to_coef
    level = np.zeros(shape)
    for chain, here, there in _blocks(chains.beta, coef):  # an interruption is heard between them
        there[:, reduced.columns] = here * scale[reduced.columns]
        level[chain] = there @ units.x_mean
    if len(reduced.free):
        noise = rng.standard_normal((*shape, len(reduced.free)))
        wanted = reduced.free_target - chains.beta @ reduced.free_rows.T
        wanted += np.sqrt(chains.variance)[..., None] * noise
        flat = wanted.reshape(-1, len(reduced.free)).T
        solved = linalg.solve_triangular(reduced.free_factor, flat, check_finite=False)
        coef[..., reduced.free] = solved.T.reshape(wanted.shape) * scale[reduced.free]
        level = coef @ units.x_mean
    sigma = np.sqrt(chains.variance) * units.y_scale
    if problem.fit_intercept:
        noise = rng.standard_normal(shape) / np.sqrt(units.total)
        intercept = units.y_mean - level + sigma * noise
    else:
        intercept = np.zeros(shape)
    # The unit of y is a power of two, so a known variance comes back as it was given.
    return coef, intercept, chains.variance * units.y_scale * units.y_scale


def _blocks(
    beta: FloatArray, coef: FloatArray
) -> Iterator[tuple[tuple[int, slice], FloatArray, FloatArray]]:
    """Some draws of a chain: which, (m, q) and (m, p)."""
    chains, draws, p = coef.shape
    step = max(1, _BLOCK // max(p, 1))
    for chain in range(chains):
        for start in range(0, draws, step):
            part = chain, slice(start, start + step)
            yield part, beta[part], coef[part]
