"""The strength of a Laplace prior by marginal likelihood.

With T = sum_j l1_j |b_j| / sigma the complete log likelihood of lam is p log lam - lam T. So the
marginal one has, in log lam, slope p - lam E[T] and curvature -lam E[T] + lam^2 Var[T], moments under
the posterior at lam. EM sets lam = p / E[T] (Park & Casella 2008, section 3.1, with their latent
variances integrated out, which leaves less to impute); near the top Newton's step is taken instead.

With many coefficients the curvature is a small difference of large numbers, and EM hardly moves. Then
lam is drawn too, under a weak prior that is moved until the posterior says that the likelihood is level
there.

There need not be a maximum. As lam grows the likelihood tends to that of the model without
coefficients, from below unless the columns together explain more than as many random ones would; and
where columns are as many as rows it tends, as lam falls, to a constant too, that of no noise.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace

import numpy as np

from riata.errors import DataWarning
from riata.posterior.assemble import Job
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
#: Steps of the rough search at most, and long steps after it: by moments and by draws.
_SEARCH, _LONG = 20, {False: 4, True: 6}
#: How many times so many at most, and how near to the top they must be to be pooled.
_ROUNDS, _NEARBY = 3, 0.4
#: Standard errors by which the curvature must be positive, and the largest error of log lam to be told.
_SURE, _TOLD = 3.0, 0.15
#: Curvature of the likelihood below which it counts as flat: over that of complete data, and, where
#: lam is drawn, over that of the posterior of log lam.
_FLAT, _LEVEL = 0.05, 0.05
#: Prior variance of the fitted values over that of the noise, beyond which one of both is nothing.
_NO_SIGNAL, _NO_NOISE = 1e-2, 1e10


@dataclass(frozen=True)
class Maximum:
    """The lam of largest marginal likelihood.

    Attributes
    ----------
    lam : float
        Without a unit.
    error : float
        Its Monte Carlo standard error; NaN where there is an `edge`.
    edge : str
        "" for a maximum inside, else "no signal", "no noise" or "not settled".
    """

    lam: float
    error: float
    edge: str


@dataclass(frozen=True)
class _Look:
    """The log likelihood near one log lam.

    Attributes
    ----------
    slope, error : float
        Its derivative, and the Monte Carlo standard error of that.
    curve : float
        Minus its second derivative.
    flat : float
        Curvature that is hardly one.
    move : float
        A step towards its top that dares no more than it should.
    """

    slope: float
    error: float
    curve: float
    flat: float
    move: float


def maximise_lam(job: Job, prior: LaplacePrior) -> Maximum:
    """Monte Carlo EM, then Newton's method on longer runs; by draws of lam where p is large.

    The long runs are pooled: their slopes and curvatures, at points near each other, make one last step.

    Warns
    -----
    DataWarning
        If there is no maximum, or none that could be told.
    """
    low, high = ends = _range(job, prior)
    t = float(np.clip(np.log(_start(job, prior)), low, high))
    many = len(prior.l1) > _MANY
    look = _look_by_draws if many else _look_by_moments
    t = (_near_by_draws if many else _near_by_moments)(job, prior, t, ends)
    looks: list[_Look] = []
    at: list[float] = []
    edge, top, error = "not settled", t, np.nan
    for _ in range(_ROUNDS * _LONG[many]):
        at.append(t)
        looks.append(look(job, prior, t, long=True))
        t = float(np.clip(t + looks[-1].move, low, high))
        if t in (low, high):
            edge, top = ("no signal" if t == high else "no noise"), t
            break
        last = slice(-_LONG[many], None)
        top, error = _pooled(looks[last], at[last])
        near = np.abs(np.subtract(at[last], top)).max() < _NEARBY
        if len(looks) >= _LONG[many] and near and error < _TOLD:
            edge = ""
            break
    if edge == "not settled":
        top = float(np.mean(at[-_LONG[many] :]))
        if _falls_short(job, prior):
            edge, top = "no signal", high
    t = top
    found = Maximum(float(np.exp(t)), np.nan if edge else float(np.exp(t) * error), edge)
    _warn_of(found)
    return found


def _pooled(looks: list[_Look], at: list[float]) -> tuple[float, float]:
    """Newton's step from the mean of some points, and its standard error; infinite where it is flat."""
    curve = float(np.mean([look.curve for look in looks]))
    unsure = _SURE * float(np.std([look.curve for look in looks])) / np.sqrt(len(looks))
    if curve <= max(unsure, np.mean([look.flat for look in looks])):
        return np.inf, np.nan
    step = float(np.mean([look.slope for look in looks])) / curve
    doubt = float(np.std([look.curve for look in looks])) / curve * step  # it is only as good
    slope = np.mean([look.error**2 for look in looks]) / curve**2
    return float(np.mean(at)) + step, float(np.sqrt((slope + doubt**2) / len(looks)))


def _range(job: Job, prior: LaplacePrior) -> tuple[float, float]:
    """Between which log lam is sought: beyond, the prior leaves no signal, or no noise.

    Where rows are more than columns the noise shows in what they leave, and only double precision ends
    the search.
    """
    logs = 0.5 * np.log(2.0 * np.sum(_squares(job, prior)))  # of lam where the two variances are equal
    rows = job.reduced.problem.units.total
    least = logs - 0.5 * np.log(rows * _NO_NOISE) if job.reduced.rest == 0 else logs - 200.0
    return float(least), float(logs - 0.5 * np.log(_NO_SIGNAL))


def _squares(job: Job, prior: LaplacePrior) -> FloatArray:
    """Squared lengths, (q,), of the columns as the prior sees them."""
    return np.asarray(np.sum((job.reduced.rows / prior.l1) ** 2, axis=0))


def _falls_short(job: Job, prior: LaplacePrior) -> bool:
    """Whether the likelihood rises towards infinite lam, by its expansion there.

    To first order in 1 / lam^2 coefficients are uncorrelated with mean zero whatever their distribution,
    so the log likelihood gains what (df |X'y|^2 / |y|^2 - |X|^2) says.
    """
    reduced = job.reduced
    explained = float(np.sum((reduced.target @ (reduced.rows / prior.l1)) ** 2))
    square = float(reduced.target @ reduced.target) + reduced.rest
    return bool(reduced.df * explained <= square * np.sum(_squares(job, prior)))


def _warn_of(found: Maximum) -> None:
    lam, hint = f"lam = {found.lam:.4g} is used", 'give lam as a number, or lam="gamma"'
    if found.edge == "no signal":
        what = "the marginal likelihood of lam has no maximum: it rises until nothing is left of any "
        what += f"coefficient, since y shows no signal; {lam}"
    elif found.edge == "no noise":
        what = "the marginal likelihood of lam has no maximum: it rises towards interpolation, where "
        what += f"there is no noise; {lam}"
    elif found.edge == "not settled":
        what = f"the marginal likelihood of lam is too flat for its maximum to be found; {lam}"
    else:
        return
    warnings.warn(f"{what}: {hint}", DataWarning, stacklevel=4)


# --- few coefficients: moments at one lam ---------------------------------------------------------


def _near_by_moments(job: Job, prior: LaplacePrior, t: float, ends: tuple[float, float]) -> float:
    """Log lam by EM, roughly."""
    q = float(len(prior.l1))
    for _ in range(_SEARCH):
        total = _totals(job, replace(prior, lam=float(np.exp(t))), _ROUGH)
        last, t = t, float(np.clip(np.log(q / total.mean()), *ends))
        if abs(t - last) < _NEAR:
            break
    return t


def _look_by_moments(job: Job, prior: LaplacePrior, t: float, *, long: bool) -> _Look:
    """From the mean and the variance of T."""
    lam, q = float(np.exp(t)), float(len(prior.l1))
    scaled = lam * _totals(job, replace(prior, lam=lam), _FINE if long else _ROUGH)
    slope, curve = q - float(scaled.mean()), float(scaled.mean()) - float(scaled.var())
    # Where the likelihood is flat, not further than EM dares.
    move = float(np.clip(slope / max(curve, _FLAT * q), -1.0, 1.0))
    return _Look(slope, _error(scaled), curve, _FLAT * q, move)


def _error(draws: FloatArray) -> float:
    """Standard error of the mean of draws (chains, m), by what whole chains differ in."""
    return float(draws.mean(axis=1).std(ddof=1) / np.sqrt(len(draws)))


# --- many: draws of lam ---------------------------------------------------------------------------


def _near_by_draws(job: Job, prior: LaplacePrior, t: float, ends: tuple[float, float]) -> float:
    """Log lam by moves of the prior until they are small."""
    for _ in range(_MOVES):
        move = _look_by_draws(job, prior, t, long=False).move
        last, t = t, float(np.clip(t + move, *ends))
        if abs(t - last) < _SMALL:
            break
    return t


def _look_by_draws(job: Job, prior: LaplacePrior, t: float, *, long: bool) -> _Look:
    """From the posterior of t' = log lam under the prior lam^2 ~ Gamma(1, exp(-2 t)).

    With d = t' - t and the prior's own slope 2 - 2 exp(2 d), integration by parts says of the slope of
    the log likelihood that E[d^k slope] = E[d^k (2 exp(2 d) - 2)] - k E[d^(k-1)]; so the parabola that
    fits it best under the posterior is known, and its value and slope at t.
    """
    hyper = (1.0, float(np.exp(-2.0 * t)))
    sampling = Sampling((4 if long else 1) * _DRAWN, 4, _WARMUP, 1, None, job.sampling.threads)
    randomness = make_randomness(job.randomness.numpy)
    drawn = replace(prior, lam=float(np.exp(t)), hyper=hyper)
    away = np.log(sample_laplace(job.reduced, drawn, job.known, sampling, randomness).strength) - t
    slope, bend = _parabola(away.ravel())
    error = float(np.std([_parabola(chain)[0] for chain in away], ddof=1) / np.sqrt(len(away)))
    # Where the likelihood is flat or bends upwards, no more than twice the proximal step.
    information = 1.0 / float(away.var())
    move = float(np.clip(slope / max(-bend, 0.5 * information), -1.5, 1.5))
    return _Look(slope, error, -bend, _LEVEL * information, move)


def _parabola(away: FloatArray) -> tuple[float, float]:
    """Value and slope at zero of the parabola of :func:`_look_by_draws`, from draws (m,) of d."""
    powers = np.stack([np.ones_like(away), away, away**2])
    pull = powers @ (2.0 * np.exp(2.0 * away) - 2.0) / len(away)
    parts = np.array([0.0, 1.0, 2.0 * float(away.mean())])
    value, slope, _ = np.linalg.solve(powers @ powers.T / len(away), pull - parts)
    return float(value), float(slope)


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
    return float(np.clip(q * np.sqrt(left / job.reduced.df) / size, 1e-150, 1e150)) if size > 0 else 1.0


def _totals(job: Job, prior: LaplacePrior, draws: int) -> FloatArray:
    """T of every draw, of shape (4, draws), by fresh randomness that the seed decides."""
    sampling = Sampling(draws, 4, max(_WARMUP, draws // 4), 1, None, job.sampling.threads)
    randomness = make_randomness(job.randomness.numpy)
    chains = sample_laplace(job.reduced, prior, job.known, sampling, randomness)
    return np.asarray(np.abs(chains.beta) @ prior.l1 / np.sqrt(chains.variance))
