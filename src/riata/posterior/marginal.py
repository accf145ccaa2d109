"""The strength of a Laplace prior by marginal likelihood.

With T = sum_j l1_j |b_j| / sigma the complete log likelihood of lam is p log lam - lam T. So the
marginal one has, in log lam, slope p - lam E[T] and curvature -lam E[T] + lam^2 Var[T], moments under
the posterior at lam. EM sets lam = p / E[T] (Park & Casella 2008, section 3.1, with their latent
variances integrated out, which leaves less to impute); near the top Newton's step is taken instead.

With many coefficients the curvature is a small difference of large numbers, and EM hardly moves. Then
lam is drawn too, under a weak prior whose top is moved until the posterior of log lam has its own top
there: where the prior is level, so is the likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from riata.posterior.assemble import Job
from riata.posterior.diagnostics import mean_error
from riata.posterior.gibbs import LaplacePrior, sample_laplace
from riata.posterior.randomness import make_randomness
from riata.posterior.settings import Sampling
from riata.typing import FloatArray

__all__ = ["Maximum", "maximise_lam"]

#: Draws of each of four chains: in the rough search, and in each of the last steps.
_ROUGH, _FINE = 250, 4000
#: Coefficients from which on lam is drawn, draws of each of four chains then, and moves of the prior.
_MANY, _DRAWN, _MOVES = 40, 300, 30
#: A move of log lam that ends them.
_SMALL = 0.05
#: Sweeps that forget where a chain began.
_WARMUP = 100
#: Relative step at which the rough search ends.
_NEAR = 0.01
#: Steps of each kind.
_SEARCH, _POLISH = 20, 3
#: lam is sought between these.
_RANGE = (1e-6, 1e6)


@dataclass(frozen=True)
class Maximum:
    """The lam of largest marginal likelihood, and the Monte Carlo standard error of it."""

    lam: float
    error: float


def maximise_lam(job: Job, prior: LaplacePrior) -> Maximum:
    """Monte Carlo EM, then Newton's method on longer runs; by draws of lam where p is large."""
    lam, error = _start(job, prior), np.nan
    if len(prior.l1) > _MANY:
        return _by_draws(job, prior, lam)
    q = float(len(prior.l1))
    for _ in range(_SEARCH):
        total = _totals(job, replace(prior, lam=lam), _ROUGH)
        last, lam = lam, float(np.clip(q / total.mean(), *_RANGE))
        if abs(lam - last) < _NEAR * last:
            break
    for _ in range(_POLISH):
        total = _totals(job, replace(prior, lam=lam), _FINE)
        slope = q - lam * float(total.mean())
        curve = lam * float(total.mean()) - lam**2 * float(total.var())
        curve = max(curve, 0.05 * q)  # where the likelihood is flat, not further than EM dares
        error = lam * (lam * float(mean_error(total[..., None])[0])) / curve
        lam = float(np.clip(lam * np.exp(np.clip(slope / curve, -1.0, 1.0)), *_RANGE))
    return Maximum(lam, float(error))


def _by_draws(job: Job, prior: LaplacePrior, lam: float) -> Maximum:
    """Moves of the prior until they are small, then two from longer runs; the last counts as error."""
    t = float(np.log(lam))
    for _ in range(_MOVES):
        move, _ = _move(job, prior, t, _DRAWN)
        t += move
        if abs(move) < _SMALL:
            break
    for _ in range(2):
        move, error = _move(job, prior, t, 4 * _DRAWN)
        t += move
    return Maximum(float(np.exp(t)), float(np.exp(t) * np.hypot(error, move)))


def _move(job: Job, prior: LaplacePrior, t: float, draws: int) -> tuple[float, float]:
    """Newton's step in log lam from exp(t), and its Monte Carlo standard error.

    The prior lam^2 ~ Gamma(1, exp(-2 t)), of log lam, has its top at t and the curvature -4 there. The
    top of the posterior is its mean less half its skewness.
    """
    hyper = (1.0, float(np.exp(-2.0 * t)))
    sampling = Sampling(draws, 4, _WARMUP, 1, None, job.sampling.threads)
    randomness = make_randomness(job.randomness.numpy)
    drawn = replace(prior, lam=float(np.exp(t)), hyper=hyper)
    logs = np.log(sample_laplace(job.reduced, drawn, job.known, sampling, randomness).strength)
    mean, spread = float(logs.mean()), float(logs.std())
    skewness = float(np.mean(((logs - mean) / spread) ** 3))
    slope = (mean - 0.5 * skewness * spread - t) / spread**2
    # Of the likelihood; where it is flat or bends upwards, no more than twice the proximal step.
    curve = max(1.0 / spread**2 - 4.0, 0.5 / spread**2)
    move = float(np.clip(t + np.clip(slope / curve, -1.5, 1.5), *np.log(_RANGE))) - t
    return move, float(mean_error(logs[..., None])[0]) / spread**2 / curve


def _start(job: Job, prior: LaplacePrior) -> float:
    """Sqrt of p times noise over signal, from what a lightly shrunk fit says of both."""
    rows, target = job.reduced.rows / prior.l1, job.reduced.target
    k, q = rows.shape
    gram = rows @ rows.T if k < q else rows.T @ rows
    ridge = gram + 0.1 * np.trace(gram) / min(k, q) * np.eye(len(gram))
    products = rows.T @ target
    coef = rows.T @ np.linalg.solve(ridge, target) if k < q else np.linalg.solve(ridge, products)
    left = float(np.sum((target - rows @ coef) ** 2)) + job.reduced.rest
    size = float(np.abs(coef).sum())
    return float(np.clip(q * np.sqrt(left / job.reduced.df) / size, *_RANGE)) if size > 0 else 1.0


def _totals(job: Job, prior: LaplacePrior, draws: int) -> FloatArray:
    """T of every draw, of shape (4, draws), by fresh randomness that the seed decides."""
    sampling = Sampling(draws, 4, max(_WARMUP, draws // 4), 1, None, job.sampling.threads)
    randomness = make_randomness(job.randomness.numpy)
    chains = sample_laplace(job.reduced, prior, job.known, sampling, randomness)
    return np.asarray(np.abs(chains.beta) @ prior.l1 / np.sqrt(chains.variance))
