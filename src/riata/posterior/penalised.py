"""The posterior of which a penalised fit is the mode."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from riata.errors import ImproperPriorError, ParameterError
from riata.posterior.assemble import Job, assemble, exact_chains
from riata.posterior.gaussian import PriorVariance
from riata.posterior.gibbs import Chains, LaplacePrior, sample_laplace
from riata.posterior.record import Posterior
from riata.posterior.settings import Sampling, positive
from riata.problem import Problem
from riata.typing import FloatArray

__all__ = ["posterior_of"]

#: Rate of a prior, in the solver's units, beyond which draws are no longer told from zero.
_STRONGEST = 1e100
#: Ratio of variances that can be weighed against each other.
_FARTHEST = 1e30


def posterior_of(
    problem: Problem,
    alpha: float,
    sampling: Sampling,
    *,
    sigma2: Any = None,
    prior_sigma2: Any = None,
    mode: FloatArray | None = None,
) -> Posterior:
    """Sample ``p(w0, w, sigma^2 | y) ∝ exp(-(S / sigma^2) F(w0, w)) x normalisers / sigma^2``.

    F is the objective of :class:`~riata.problem.Problem`, S the total weight: given sigma^2 the penalty
    is the prior whose rate is ``S alpha / sigma^2``, and the mode of the coefficients is the penalised
    fit, whatever sigma^2 is. Under a Gaussian prior draws are exact and independent; otherwise they
    come from a Gibbs sampler.

    Parameters
    ----------
    problem : Problem
        With a squared loss, a penalty ``a |w| + b w^2 / 2`` and no bounds. Columns with factor zero have
        flat priors.
    alpha : float
        Strength on the mean scale, >= 0.
    sampling : Sampling
        How much to draw.
    sigma2 : float, optional
        The noise variance where it is known; else it has the prior 1 / sigma^2.
    prior_sigma2 : float, optional
        Holds the prior at the rate it has at this noise variance, while sigma^2 is drawn: a Laplace or
        Normal prior of one scale whatever the noise. Needs more rows than columns.
    mode : ndarray of shape (p,), optional
        The penalised fit, for the record.

    Raises
    ------
    ImproperPriorError
        If the penalty has no normalised prior.
    DataError
        If flat priors leave the posterior improper.
    ParameterError
        If the problem has bounds or another loss, or `sigma2` is not positive.
    """
    elastic = problem.penalty.elastic
    if elastic is None:
        raise ImproperPriorError(
            f"no posterior for {problem.penalty.name!r}: a penalty a |w| + b w^2 / 2 is needed"
        )
    if alpha == 0:
        problem = _flat(problem)
    if not np.isfinite(alpha):
        raise ParameterError(
            "alpha is infinite, so the prior is all at zero and there is nothing to draw: give a number"
        )
    job = Job(problem, sampling, sigma2)
    strengths = problem.strengths
    lam, columns = strengths.rate * alpha, job.reduced.columns
    l1, l2 = lam * strengths.l1[columns], lam * strengths.l2[columns]
    held = _held(job, sigma2, prior_sigma2)
    if l1.max(initial=0.0) / min(held or 1.0, 1.0) > _STRONGEST:
        raise ParameterError(
            f"alpha = {alpha:g}, or a penalty factor, is so strong that coefficients could not be told "
            "from zero in double precision: give a smaller one"
        )
    if not len(columns):
        chains, method = _only_flat(job), "exact, independent draws"
    elif not l1.any():
        tie = 1.0 if held is None else PriorVariance(held)
        chains, method = exact_chains(job, l2, tie), "exact, independent draws"
    else:
        prior = LaplacePrior(l1, l2, "objective")
        if held is not None:
            prior = LaplacePrior(l1 / held, l2 / held, "fixed")
        chains = sample_laplace(job.reduced, prior, job.known, sampling, job.randomness)
        method = "Gibbs sampler, (sigma, beta) in one block"
    words = _words(problem, elastic, alpha, prior_sigma2 if sigma2 is None else sigma2)
    return assemble(job, chains, prior=words, method=method, mode=mode)


def _held(job: Job, sigma2: Any, prior_sigma2: Any) -> float | None:
    """The noise variance, in the solver's units, at which the prior is held."""
    if prior_sigma2 is None:
        return None
    if sigma2 is not None:
        raise ParameterError("sigma2 is known, so the prior needs no prior_sigma2: give one of them")
    if not job.reduced.rest > 0:
        raise ParameterError(
            "a prior that does not depend on the noise needs more rows than columns: give sigma2, or "
            "leave out prior_sigma2"
        )
    scale = job.problem.units.y_scale
    held = positive("prior_sigma2", prior_sigma2) / scale / scale
    if not 1.0 / _FARTHEST < held < _FARTHEST:
        raise ParameterError(
            f"prior_sigma2 = {prior_sigma2:g} and the variance of y are so far apart that double "
            "precision cannot weigh one against the other: give it in squared units of y"
        )
    return held


def _flat(problem: Problem) -> Problem:
    """The same data with no coefficient penalised."""
    return replace(problem, factor=np.zeros(problem.shape[1]))


def _only_flat(job: Job) -> Chains:
    """sigma^2 alone: what is left when every coefficient has a flat prior."""
    shape = (job.sampling.chains, job.sampling.draws)
    square = job.reduced.rest + float(job.reduced.target @ job.reduced.target)
    if job.known is None:
        variance = 0.5 * square / job.randomness.numpy.gamma(0.5 * job.reduced.df, size=shape)
    else:
        variance = np.full(shape, job.known)
    return Chains(np.zeros((*shape, 0)), variance, np.ones(shape))


def _words(problem: Problem, elastic: tuple[float, float], alpha: float, sigma2: Any) -> str:
    """The prior as a formula."""
    a, b = elastic
    if alpha == 0:
        return "flat"
    inner = " + ".join(
        [f"{a:g} |w_j|" if a != 1 else "|w_j|"] * bool(a)
        + [f"{b / 2:g} w_j^2" if b != 1 else "w_j^2 / 2"] * bool(b)
    )
    scale = ", w_j of standardised columns" if problem.standardize else ""
    rate = f"{problem.units.total * alpha:.4g}"
    if sigma2 is not None:
        return f"p(w_j) ∝ exp(-({rate} / {sigma2:.4g}) ({inner})){scale}"
    return f"p(w_j | sigma) ∝ exp(-({rate} / sigma^2) ({inner})){scale}"
