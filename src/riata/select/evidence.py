"""Strength by the evidence: the probability of the data, coefficients integrated out."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from numbers import Real

import numpy as np

from riata.errors import DataWarning, ParameterError
from riata.problem import Problem
from riata.select.evidence_ridge import (
    best_strength,
    evidence_of_ridge,
    log_evidence,
    slope,
    variance,
)
from riata.select.evidence_sampled import SampledEvidence, maximise_by_sampling
from riata.select.fits import fits_of, may_interpolate
from riata.select.noise import Noise, estimate_noise
from riata.solve import Chosen, Grid, Settings, make_grid, solve_path
from riata.typing import FloatArray

__all__ = ["Evidence", "EvidenceResult"]

#: Draws that make any alpha exact enough, and fit in memory.
_MOST = 10**8


@dataclass(frozen=True, eq=False)
class EvidenceResult:
    """Where the evidence is largest.

    Attributes
    ----------
    alphas : ndarray of shape (L,)
        Strengths of the path, descending; the chosen one among them.
    log_evidence : ndarray of shape (L,) or None
        Log of p(y | alpha, sigma^2) at each, sigma^2 at its best there, coefficients (and a constant
        with a flat prior) integrated out; None where it was maximised without being worked out.
        With unpenalised columns it lacks a constant.
    index : int
        The chosen strength.
    sigma2 : float
        Noise variance that goes with it, in squared units of y.
    slope : float
        Derivative of the log evidence with respect to log alpha at the choice, without a unit: at a
        maximum zero but for rounding, or for Monte Carlo error; at an edge what is left of it. 0 where
        there is nothing to choose.
    error : float
        Monte Carlo standard error of alpha, relative; 0 where the evidence is exact.
    draws : int
        Posterior draws behind the last step; 0 where none were needed.
    edge : str
        "" for a maximum inside; "no signal" where the evidence rises as long as alpha does; "no
        shrinkage" or "no noise" where it rises towards interpolation; "not settled" where it was too
        flat for the draws.
    how : str
        The method, in words.
    """

    alphas: FloatArray
    log_evidence: FloatArray | None
    index: int
    sigma2: float
    slope: float
    error: float
    draws: int
    edge: str
    how: str

    @property
    def alpha(self) -> float:
        """The chosen strength."""
        return float(self.alphas[self.index])


@dataclass(frozen=True)
class Evidence:
    """Strength by the largest evidence: empirical Bayes, type-II maximum likelihood.

    The penalty is read as a prior of the coefficients, Normal or Laplace or their product, with
    precision S alpha / sigma^2; alpha and sigma^2 are those under which the observed response is most
    probable when the coefficients are integrated out. Intercept and unpenalised columns have flat
    priors. Weights count as repeated rows.

    For ridge the evidence is worked out exactly and maximised to rounding (MacKay 1992); sigma^2 at its
    maximum and sigma^2 integrated out under 1 / sigma^2 give the same alpha. For the lasso and elastic
    net it is maximised by Newton's method on posterior moments, drawn by Gibbs sampling: the maximum
    that the Monte Carlo EM of Park & Casella (2008, section 3.1) tends to, in fewer rounds; the
    relative Monte Carlo error of alpha is in the result.

    The fitted model is the posterior mode at that alpha. For ridge that is also the posterior mean; for
    the lasso it is not, and the posterior itself is not sparse.

    Parameters
    ----------
    draws : int, default=2000
        Posterior draws of the last round, for lasso and elastic net; more makes alpha more exact.
    seed : int, default=0
        Of the random numbers.
    sigma2 : float, optional
        Noise variance in squared units of y; by default that of largest evidence. For lasso and
        elastic net on about as many columns as rows or more it is by default that of
        :class:`Criterion`, from residuals on the path: there the data hardly tell noise from many
        small coefficients, and the joint evidence often rises towards interpolation.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Warns
    -----
    DataWarning
        If the evidence has no maximum that could be found: see `edge` of the result.
    """

    draws: int = 2000
    seed: int = 0
    sigma2: float | None = None

    def __post_init__(self) -> None:
        for name, low in (("draws", 100), ("seed", 0)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < low:
                raise ParameterError(f"{name} must be an integer >= {low}, not {value!r}")
        if self.draws > _MOST:
            raise ParameterError(f"draws = {self.draws} is too many: give {_MOST} at most")
        number = isinstance(self.sigma2, Real) and not isinstance(self.sigma2, bool)
        if self.sigma2 is not None and not (number and 0 < self.sigma2 < np.inf):
            raise ParameterError(f"sigma2 must be a positive number or None, not {self.sigma2!r}")

    def __str__(self) -> str:
        return "largest evidence"

    def choose(self, problem: Problem, grid: Grid, settings: Settings) -> Chosen:
        """The path on the grid with the best strength among it.

        Raises
        ------
        ParameterError
            If the loss is not squared, the penalty is no prior of this kind, or there are bounds.
        DataError
            If the weights leave no degree of freedom.
        """
        _check(problem)
        alphas = make_grid(problem, grid.alphas, grid.eps)
        penalised = (problem.factor > 0) & (problem.units.x_scale > 0)
        if problem.units.square == 0.0 or problem.alpha_max == 0.0 or not penalised.any():
            return _nothing_to_choose(problem, alphas, settings)
        elastic = problem.penalty.elastic
        assert elastic is not None
        known = None if self.sigma2 is None else float(self.sigma2) / problem.units.y_scale**2
        if elastic[0] == 0.0:
            return _choose_ridge(problem, alphas, settings, known)
        noise = None
        if known is None and may_interpolate(problem):
            path = solve_path(problem, alphas, settings)
            noise = estimate_noise(problem, fits_of(problem, path))
            known = noise.scaled
        found = maximise_by_sampling(problem, known, int(self.draws), int(self.seed))
        return _choose_sampled(problem, alphas, settings, found, noise)


def _check(problem: Problem) -> None:
    if not problem.loss.quadratic:
        raise ParameterError(
            f"the evidence needs the squared loss, not {problem.loss.name!r}: use riata.CV(10)"
        )
    if problem.penalty.elastic is None:
        raise ParameterError(
            f"the evidence is for lasso, ridge and elastic net, not {problem.penalty.name!r}: use "
            "riata.CV(10)"
        )
    if problem.boxed:
        raise ParameterError("the evidence knows no bounds on coefficients: use riata.CV(10)")


def _nothing_to_choose(problem: Problem, alphas: FloatArray, settings: Settings) -> Chosen:
    path = solve_path(problem, alphas, settings)
    how = "a constant response, or no penalised column that explains it: there is nothing to choose"
    return Chosen(path, 0, EvidenceResult(alphas, None, 0, 0.0, 0.0, 0.0, 0, "no signal", how))


def _with(alphas: FloatArray, alpha: float) -> tuple[FloatArray, int]:
    """The grid with one more strength, descending, and where that is."""
    ascending = np.unique(np.append(alphas, alpha))
    index = len(ascending) - 1 - int(np.searchsorted(ascending, alpha))
    return ascending[::-1].copy(), index


def _choose_ridge(
    problem: Problem, alphas: FloatArray, settings: Settings, known: float | None
) -> Chosen:
    evidence = evidence_of_ridge(problem, known)
    best, edge = best_strength(evidence)
    alphas, index = _with(alphas, best / evidence.rate)
    path = solve_path(problem, alphas, settings)
    at = np.array([best])
    result = EvidenceResult(
        alphas=alphas,
        log_evidence=log_evidence(evidence, alphas * evidence.rate),
        index=index,
        sigma2=float(variance(evidence, at)[0]) * problem.units.y_scale**2,
        slope=float(slope(evidence, at)[0]),
        error=0.0,
        draws=0,
        edge=edge,
        how="exact, in the eigenbasis",
    )
    _warn_of(result)
    return Chosen(path, index, result)


def _choose_sampled(
    problem: Problem,
    alphas: FloatArray,
    settings: Settings,
    found: SampledEvidence,
    noise: Noise | None,
) -> Chosen:
    how = f"Newton's method on posterior moments, {found.draws} Gibbs draws at the last point"
    if noise is not None:
        how += f"; sigma^2 from {noise.how}"
    alphas, index = _with(alphas, found.strength / problem.strengths.rate)
    path = solve_path(problem, alphas, settings)
    result = EvidenceResult(
        alphas=alphas,
        log_evidence=None,
        index=index,
        sigma2=found.variance * problem.units.y_scale**2,
        slope=found.slope,
        error=found.error,
        draws=found.draws,
        edge=found.edge,
        how=how,
    )
    _warn_of(result)
    return Chosen(path, index, result)


def _warn_of(result: EvidenceResult) -> None:
    if result.edge == "no signal":
        what = "the evidence shows no signal: it rises as long as anything is left of a coefficient"
        hint = "that may be so, or choose alpha by riata.CV(10)"
    elif result.edge in ("no noise", "no shrinkage"):
        what = "the evidence rises towards interpolation, where alpha and sigma^2 are zero"
        hint = "give Evidence(sigma2=...), or choose alpha by riata.CV(10)"
    elif result.edge == "not settled":
        what = "the evidence is too flat for its maximum to be found with so few draws"
        hint = f"give Evidence(sigma2=...), or more than {result.draws} draws"
    else:
        return
    warnings.warn(f"{what}; alpha = {result.alpha:.4g} is used: {hint}", DataWarning, stacklevel=4)
