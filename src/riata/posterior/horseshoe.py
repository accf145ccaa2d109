"""The horseshoe, for coefficients of which most are nothing and a few are large."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.posterior.assemble import assemble, make_job
from riata.posterior.gibbs import HorseshoePrior, sample_horseshoe
from riata.posterior.record import Posterior
from riata.posterior.scales import norm_rates
from riata.posterior.settings import positive
from riata.typing import AnyMatrix

__all__ = ["horseshoe"]


def horseshoe(
    X: AnyMatrix,
    y: Any,
    tau: float | str = "half-cauchy",
    *,
    draws: int = 2000,
    chains: int = 4,
    seed: Any = None,
    scale: float = 1.0,
    standardize: bool = True,
    fit_intercept: bool = True,
    sample_weight: Any = None,
    warmup: int = 1000,
    thin: int = 1,
    n_threads: int | None = None,
) -> Posterior:
    """Sample linear regression under the horseshoe prior (Carvalho, Polson & Scott 2010).

    ``y | mu, beta, sigma ~ N(mu + X beta, sigma^2 I)``, mu flat, ``p(sigma^2) = 1 / sigma^2``,
    ``beta_j | sigma, tau, lambda_j ~ N(0, (sigma tau lambda_j)^2)``, ``lambda_j ~ C+(0, 1)`` and
    ``tau ~ C+(0, scale)``: small coefficients are shrunk to almost nothing, large ones hardly at all.
    The prior is on coefficients of columns divided by their standard deviation (divisor n; without an
    intercept their root mean square), so the model is the same whatever the units of y and of X.

    Parameters
    ----------
    X : array-like, sparse matrix or data frame of shape (n, p)
        Features; n < p works.
    y : array-like of shape (n,)
        Response.
    tau : float or "half-cauchy", default="half-cauchy"
        The global scale, or drawn under its half-Cauchy prior.
    draws, chains : int, default=2000, 4
        Draws kept of each chain, and independent chains.
    seed : int, numpy Generator or None, default=None
        The same seed gives the same draws for any number of threads.
    scale : float, default=1.0
        Of the half-Cauchy prior of tau.
    standardize : bool, default=True
        False: the prior is on the coefficients of the columns as they are.
    fit_intercept, sample_weight, thin, n_threads
        As in :func:`bayesian_lasso`.
    warmup : int, default=1000
        Sweeps before the first draw.

    Returns
    -------
    Posterior
        With ``hyper["tau"]`` of shape (chains, draws).

    Raises
    ------
    DataError
        If the data cannot be used; the message names column and row.
    ParameterError
        If a parameter is out of range.
    """
    if isinstance(tau, str):
        if tau != "half-cauchy":
            raise ParameterError(f'tau must be a number > 0 or "half-cauchy", not {tau!r}')
        known, told = None, f"tau ~ C+(0, {scale:g})"
    else:
        known, told = positive("tau", tau), f"tau = {tau:g}"
    width = positive("scale", scale)
    options = {"fit_intercept": fit_intercept, "sample_weight": sample_weight}
    job = make_job(
        X, y, options, (draws, chains, warmup, thin), seed, n_threads, shape=None if known else 0.5
    )
    if standardize:
        rates, words = job.reduced.norms / np.sqrt(job.problem.units.total), "standardised columns"
    else:
        rates, words = norm_rates(job.reduced, False)[0], "columns as given"
    prior = HorseshoePrior(rates, width, known)
    return assemble(
        job,
        sample_horseshoe(job.reduced, prior, job.known, job.sampling, job.randomness),
        prior=f"beta_j | sigma ~ N(0, (sigma tau lambda_j)^2), lambda_j ~ C+(0, 1), {told}; {words}",
        method="Gibbs sampler, tau with every lambda_j integrated out",
        hyper="tau",
    )
