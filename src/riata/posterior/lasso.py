"""The Bayesian lasso of Park & Casella (2008)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.posterior.assemble import Job, assemble, make_job
from riata.posterior.gibbs import Chains, LaplacePrior, sample_laplace
from riata.posterior.marginal import maximise_lam
from riata.posterior.record import Posterior
from riata.posterior.scales import norm_rates, scale_words
from riata.posterior.settings import positive
from riata.typing import AnyMatrix

__all__ = ["bayesian_lasso"]


def bayesian_lasso(
    X: AnyMatrix,
    y: Any,
    lam: float | str = "gamma",
    *,
    draws: int = 2000,
    chains: int = 4,
    seed: Any = None,
    r: float = 1.0,
    delta: float = 1.78,
    standardize: bool | None = None,
    fit_intercept: bool = True,
    sample_weight: Any = None,
    warmup: int = 500,
    thin: int = 1,
    n_threads: int | None = None,
) -> Posterior:
    r"""Sample the Bayesian lasso (Park & Casella 2008, *JASA* 103, equations 5-7).

    ``y | mu, beta, sigma ~ N(mu + X beta, sigma^2 I)``, mu flat, ``p(sigma^2) = 1 / sigma^2`` and
    ``beta_j | sigma ~ Laplace(0, sigma / lam)``, of density
    ``lam / (2 sigma) exp(-lam \|beta_j\| / sigma)``.
    The posterior has one mode, and neither it nor its mean is sparse.

    lam is a number without a unit, so rescaling y changes nothing but units. It is relative to the
    length of the columns: in the paper, and in its value 0.237 for the diabetes data, columns are
    centred and of unit length. Columns that are standardised already, all of unit length or all of unit
    variance, are taken as they are; others are first brought to unit length, so that rescaling does not
    change anything there. Unit variance is sqrt(n) times unit length: with `standardize=True` columns
    are brought to unit length whatever they are.

    Parameters
    ----------
    X : array-like, sparse matrix or data frame of shape (n, p)
        Features; n < p works.
    y : array-like of shape (n,)
        Response.
    lam : float, "gamma" or "em", default="gamma"
        The strength; or drawn, under ``lam^2 ~ Gamma(r, delta)``; or the maximum of its marginal
        likelihood (section 3.1), found by Monte Carlo with the standard error ``info["lam_error"]``,
        and then taken as known. There need not be a maximum: without a signal the likelihood rises as
        long as lam does, and with as many columns as rows it may rise towards no noise, or be too flat
        to tell; then a warning says so, and the error is NaN.
    draws : int, default=2000
        Draws kept of each chain.
    chains : int, default=4
        Independent chains.
    seed : int, numpy Generator or None, default=None
        The same seed gives the same draws for any number of threads.
    r, delta : float, default=1.0, 1.78
        Shape and rate of the prior of lam^2, where it is drawn; those of the paper.
    standardize : bool or None, default=None
        True: always bring columns to unit length; False: never; None: as told above. Results are in
        original units in any case.
    fit_intercept : bool, default=True
        Whether there is a constant mu.
    sample_weight : array-like of shape (n,), optional
        How many observations a row stands for.
    warmup, thin : int, default=500, 1
        Sweeps before the first draw, and sweeps a draw.
    n_threads : int or None, default=None
        For the chains; see :func:`riata.path`.

    Returns
    -------
    Posterior
        With ``hyper["lam"]`` of shape (chains, draws).

    Raises
    ------
    DataError
        If the data cannot be used; the message names column and row.
    ParameterError
        If a parameter is out of range.

    Warns
    -----
    DataWarning
        If ``lam="em"`` finds no maximum.
    """
    if isinstance(lam, str):
        if lam not in ("gamma", "em"):
            raise ParameterError(f'lam must be a number > 0, "gamma" or "em", not {lam!r}')
        fixed = 1.0
    else:
        fixed = positive("lam", lam)
    hyper = (positive("r", r), positive("delta", delta))
    options = {"fit_intercept": fit_intercept, "sample_weight": sample_weight}
    job = make_job(
        X,
        y,
        options,
        (draws, chains, warmup, thin),
        seed,
        n_threads,
        shape=_shape(lam, hyper[0]),
    )
    rates, standardised = norm_rates(job.reduced, standardize)
    prior = LaplacePrior(rates, np.zeros_like(rates), "relative", lam=fixed)
    info: dict[str, float] = {}
    told = f"lam = {lam:g}" if not isinstance(lam, str) else f"lam^2 ~ Gamma({r:g}, {delta:g})"
    if lam == "gamma":
        prior = replace(prior, hyper=hyper)
    elif lam == "em":
        best = maximise_lam(job, prior)
        prior, info = replace(prior, lam=best.lam), {"lam": best.lam, "lam_error": best.error}
        told = f"lam = {best.lam:.4g} +- {best.error:.1g}, by marginal likelihood"
        if best.edge:
            told = f"lam = {best.lam:.4g}, by marginal likelihood ({best.edge})"
    return assemble(
        job,
        _sample(job, prior),
        prior=f"beta_j | sigma ~ Laplace(0, sigma / lam), {told}; {scale_words(standardised)}",
        method="Gibbs sampler, (sigma, beta) in one block",
        hyper="lam",
        info=info,
    )


def _shape(lam: float | str, r: float) -> float | None:
    """Of the prior of lam^2, where lam is not known; maximised, its likelihood must not rise to zero."""
    if isinstance(lam, str):
        return r if lam == "gamma" else 0.5
    return None


def _sample(job: Job, prior: LaplacePrior) -> Chains:
    return sample_laplace(job.reduced, prior, job.known, job.sampling, job.randomness)
