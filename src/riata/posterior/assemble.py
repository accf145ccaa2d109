"""From chains to the record."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.errors import DataError, ParameterError
from riata.posterior.gaussian import GammaPrior, PriorVariance, draw_gaussian
from riata.posterior.gibbs import Chains
from riata.posterior.original import to_original
from riata.posterior.proper import refuse_exact, refuse_improper, refuse_runaway
from riata.posterior.randomness import Randomness, make_randomness
from riata.posterior.record import Posterior
from riata.posterior.settings import Sampling, make_sampling, positive, refuse_huge
from riata.problem import Problem, make_problem
from riata.solve import Reduced, reduce_problem
from riata.typing import AnyMatrix, FloatArray

__all__ = ["Job", "assemble", "exact_chains", "make_job"]


class Job:
    """What every sampler needs: reduced data, how much to draw, and randomness.

    Attributes
    ----------
    problem : Problem
    reduced : Reduced
    sampling : Sampling
    randomness : Randomness
    known : float or None
        sigma^2 in the solver's units, where it is known.
    """

    problem: Problem
    reduced: Reduced
    sampling: Sampling
    randomness: Randomness
    known: float | None

    def __init__(self, problem: Problem, sampling: Sampling, sigma2: Any = None) -> None:
        if not problem.loss.quadratic or problem.loss.family != "normal":
            raise ParameterError(f"posteriors are for Gaussian noise, not for {problem.loss.name!r}")
        if problem.boxed:
            raise ParameterError(
                "posteriors are for coefficients without bounds: leave out bounds and positive=True"
            )
        refuse_huge(sampling, problem.shape[1])
        self.problem = problem
        self.reduced = reduce_problem(problem)
        refuse_improper(self.reduced)
        if not len(self.reduced.columns) + len(self.reduced.free):
            raise DataError("no column of X varies, so there is no coefficient to sample")
        self.sampling = sampling
        self.randomness = make_randomness(sampling.seed)
        scale = problem.units.y_scale
        self.known = None if sigma2 is None else positive("sigma2", sigma2) / scale / scale


def make_job(
    X: AnyMatrix,
    y: Any,
    options: dict[str, Any],
    counts: tuple[Any, Any, Any, Any],
    seed: Any,
    n_threads: int | None,
    sigma2: Any = None,
    shape: float | None = None,
) -> Job:
    """From the arguments of a textbook sampler; `counts` are draws, chains, warmup and thin.

    `shape` is that of the gamma prior of the strength, if that is not known.
    """
    sampling = make_sampling(*counts, seed, n_threads)
    job = Job(make_problem(X, y, n_threads=n_threads, **options), sampling, sigma2)
    if sigma2 is None and shape is not None:
        refuse_exact(job.reduced, shape)
    return job


def assemble(
    job: Job,
    chains: Chains,
    *,
    prior: str,
    method: str,
    hyper: str | None = None,
    info: dict[str, float] | None = None,
    mode: FloatArray | None = None,
) -> Posterior:
    """The record, in original units."""
    with np.errstate(all="ignore"):
        coef, intercept, sigma2 = to_original(job.reduced, chains, job.randomness.numpy)
    refuse_runaway(coef, intercept, sigma2)
    names = job.problem.design.names
    return Posterior(
        coef=coef,
        intercept=intercept,
        sigma2=sigma2,
        hyper={} if hyper is None else {hyper: chains.strength},
        names=tuple(names or (f"x{j}" for j in range(coef.shape[2]))),
        prior=prior,
        method=method,
        info=info or {},
        mode=mode,
        problem=job.problem,
    )


def exact_chains(job: Job, weight: FloatArray, kappa: float | GammaPrior | PriorVariance) -> Chains:
    """Independent draws under b_j ~ N(0, v / (kappa weight_j)), arranged as chains."""
    reduced, shape = job.reduced, (job.sampling.chains, job.sampling.draws)
    drawn = draw_gaussian(
        reduced.rows,
        reduced.target,
        reduced.rest,
        reduced.df,
        weight=weight,
        kappa=kappa,
        known=job.known,
        count=shape[0] * shape[1],
        rng=job.randomness.numpy,
    )
    beta = np.ascontiguousarray(drawn.beta).reshape(*shape, len(reduced.columns))
    return Chains(beta, drawn.variance.reshape(shape), drawn.kappa.reshape(shape))
