"""Chains of the compiled core: what to sample in, draws in the solver's units out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from riata import _core
from riata.errors import DataError
from riata.posterior.randomness import Randomness
from riata.posterior.settings import Sampling
from riata.solve import Reduced
from riata.typing import FloatArray

__all__ = ["Chains", "HorseshoePrior", "LaplacePrior", "sample_horseshoe", "sample_laplace"]


@dataclass(frozen=True, eq=False)
class LaplacePrior:
    """Laplace or elastic-net prior on the coefficients b of the solver, given sigma.

    ``relative``: density proportional to exp(-lam l1_j |b_j| / sigma - l2_j b_j^2 / (2 sigma^2));
    ``objective``: exp(-(l1_j |b_j| + l2_j b_j^2 / 2) / sigma^2); ``fixed``: exp(-l1_j |b_j| -
    l2_j b_j^2 / 2).

    Attributes
    ----------
    l1, l2 : ndarray of shape (q,)
        l1 positive; l2 positive everywhere or zero everywhere.
    tie : {"relative", "objective", "fixed"}
        How the prior depends on sigma.
    lam : float
        Where it is relative.
    hyper : (shape, rate) or None
        lam^2 ~ Gamma(shape, rate), instead of `lam`.
    """

    l1: FloatArray
    l2: FloatArray
    tie: Literal["relative", "objective", "fixed"]
    lam: float = 1.0
    hyper: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class HorseshoePrior:
    """b_j ~ N(0, (sigma tau lambda_j / rate_j)^2), lambda_j ~ C+(0, 1), tau ~ C+(0, scale).

    Attributes
    ----------
    rate : ndarray of shape (q,)
        Positive.
    scale : float
        Of the half-Cauchy.
    tau : float or None
        Known, instead.
    """

    rate: FloatArray
    scale: float = 1.0
    tau: float | None = None


@dataclass(frozen=True, eq=False)
class Chains:
    """Draws in the solver's units.

    Attributes
    ----------
    beta : ndarray of shape (chains, draws, q)
    variance : ndarray of shape (chains, draws)
        sigma^2.
    strength : ndarray of shape (chains, draws)
        The hyper-parameter: lam, tau or kappa.
    """

    beta: FloatArray
    variance: FloatArray
    strength: FloatArray


def sample_laplace(
    reduced: Reduced,
    prior: LaplacePrior,
    known: float | None,
    sampling: Sampling,
    randomness: Randomness,
) -> Chains:
    """Gibbs sampling under a Laplace or elastic-net prior; `known` is sigma^2 where it is known."""
    shape, rate = prior.hyper or (0.0, 0.0)
    model = _model(reduced, sampling, randomness)
    with _in_range():
        return Chains(
            *model.laplace(
                l1=_vector(prior.l1),
                l2=_vector(prior.l2),
                tie=prior.tie,
                lam=prior.lam,
                hyper_shape=shape,
                hyper_rate=rate,
                known_variance=known or 0.0,
                start=None,
                progress=None,
            )
        )


def sample_horseshoe(
    reduced: Reduced,
    prior: HorseshoePrior,
    known: float | None,
    sampling: Sampling,
    randomness: Randomness,
) -> Chains:
    """Gibbs sampling under the horseshoe; `known` is sigma^2 where it is known."""
    model = _model(reduced, sampling, randomness)
    with _in_range():
        return Chains(
            *model.horseshoe(
                rate=_vector(prior.rate),
                scale=prior.scale,
                known_global=prior.tau or 0.0,
                known_variance=known or 0.0,
                progress=None,
            )
        )


@contextmanager
def _in_range() -> Iterator[None]:
    """A chain that runs away says so in the user's terms."""
    try:
        yield
    except OverflowError:
        raise DataError(
            "the draws left the range of double precision: the posterior is improper, or y, a column, "
            "a weight or a factor of the penalty is in an extreme unit"
        ) from None


def _model(reduced: Reduced, sampling: Sampling, randomness: Randomness) -> Any:
    """The data as the core takes them."""
    k, q = reduced.rows.shape
    if not q:
        raise DataError("no column of X varies, so there is no coefficient to sample")
    return _core.LinearModel(
        rows=np.asfortranarray(reduced.rows.T),
        gram=reduced.gram if k >= q else np.zeros((0, 0), order="F"),
        target=_vector(reduced.target),
        rest=reduced.rest,
        df=reduced.df,
        chains=sampling.chains,
        draws=sampling.draws,
        warmup=sampling.warmup,
        thin=sampling.thin,
        threads=sampling.threads,
        seed=randomness.words,
    )


def _vector(values: FloatArray) -> FloatArray:
    return np.ascontiguousarray(values, dtype=np.float64)
