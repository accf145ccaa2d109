"""Bayesian ridge regression, sampled exactly."""

from __future__ import annotations

from typing import Any

from riata.errors import ParameterError
from riata.posterior.assemble import assemble, exact_chains, make_job
from riata.posterior.gaussian import GammaPrior
from riata.posterior.record import Posterior
from riata.posterior.scales import norm_rates, scale_words
from riata.posterior.settings import positive
from riata.typing import AnyMatrix

__all__ = ["bayesian_ridge"]


def bayesian_ridge(
    X: AnyMatrix,
    y: Any,
    kappa: float | str = "gamma",
    *,
    draws: int = 2000,
    chains: int = 4,
    seed: Any = None,
    r: float = 1.0,
    delta: float = 1.0,
    sigma2: float | None = None,
    standardize: bool | None = None,
    fit_intercept: bool = True,
    sample_weight: Any = None,
    n_threads: int | None = None,
) -> Posterior:
    """Independent draws from the posterior of ridge regression.

    ``y | mu, beta, sigma ~ N(mu + X beta, sigma^2 I)``, mu flat, ``p(sigma^2) = 1 / sigma^2`` (or
    sigma^2 known) and ``beta_j | sigma ~ N(0, sigma^2 / kappa)``. The posterior mean at a known kappa is
    ``Ridge(alpha=kappa)`` on the columns as the prior sees them (``standardize=False``: as given).

    No chain and no convergence: in the eigenbasis of X'X the density of kappa is a function on a line,
    drawn by inversion; sigma^2 given kappa is inverse gamma, and beta Normal. kappa has no unit, so the
    model is the same whatever the units of y; it is relative to the length of the columns as in
    :func:`bayesian_lasso`.

    Parameters
    ----------
    X : array-like, sparse matrix or data frame of shape (n, p)
        Features; n < p works.
    y : array-like of shape (n,)
        Response.
    kappa : float or "gamma", default="gamma"
        Precision of the prior over that of the noise; or drawn, under ``kappa ~ Gamma(r, delta)``.
    draws, chains : int, default=2000, 4
        Draws, arranged as so many chains.
    seed : int, numpy Generator or None, default=None
        Where the random numbers begin.
    r, delta : float, default=1.0, 1.0
        Shape and rate of the prior of kappa, where it is drawn.
    sigma2 : float, optional
        The noise variance in squared units of y, where it is known.
    standardize, fit_intercept, sample_weight, n_threads
        As in :func:`bayesian_lasso`.

    Returns
    -------
    Posterior
        With ``hyper["kappa"]`` of shape (chains, draws).

    Raises
    ------
    DataError
        If the data cannot be used; the message names column and row.
    ParameterError
        If a parameter is out of range.
    """
    strength: float | GammaPrior
    if isinstance(kappa, str):
        if kappa != "gamma":
            raise ParameterError(f'kappa must be a number > 0 or "gamma", not {kappa!r}')
        strength = GammaPrior(positive("r", r), positive("delta", delta))
        told = f"kappa ~ Gamma({r:g}, {delta:g})"
    else:
        strength = positive("kappa", kappa)
        told = f"kappa = {kappa:g}"
    options = {"penalty": "l2", "fit_intercept": fit_intercept, "sample_weight": sample_weight}
    job = make_job(
        X,
        y,
        options,
        (draws, chains, 0, 1),
        seed,
        n_threads,
        sigma2,
        shape=float(r) if kappa == "gamma" else None,
    )
    rates, standardised = norm_rates(job.reduced, standardize)
    return assemble(
        job,
        exact_chains(job, rates**2, strength),
        prior=f"beta_j | sigma ~ N(0, sigma^2 / kappa), {told}; {scale_words(standardised)}",
        method="exact, independent draws",
        hyper="kappa",
    )
