"""Decoupled shrinkage and selection: a sparse summary of a posterior that is not sparse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.designs import RowDesign
from riata.errors import ParameterError
from riata.problem import Problem, make_problem
from riata.solve import Settings, make_grid, solve_path
from riata.typing import FloatArray

__all__ = ["Sparsified", "sparsify_posterior"]


@dataclass(frozen=True, eq=False)
class Sparsified:
    """The sparsest linear summary whose predictions the posterior cannot tell from its own.

    Attributes
    ----------
    coef : ndarray of shape (p,)
        In original units; zero where a column is not needed.
    intercept : float
        In the units of y.
    selected : tuple of str
        Names of the columns that are needed.
    explained : ndarray of shape (L,)
        Posterior mean of the share of variance explained, of each candidate, sparsest first.
    sizes : ndarray of shape (L,)
        Number of columns of each candidate.
    full : (float, float, float)
        Lower end, mean and upper end of that share for the posterior itself.
    note : str
        Why no column was chosen, or all of them, in a sentence; else "".
    """

    coef: FloatArray
    intercept: float
    selected: tuple[str, ...]
    explained: FloatArray
    sizes: FloatArray
    full: tuple[float, float, float]
    note: str


def sparsify_posterior(posterior: Any, level: float) -> Sparsified:
    """Candidates from an adaptive lasso on the fitted values; the sparsest that explains enough.

    Parameters
    ----------
    posterior : Posterior
    level : float
        Probability of the credible interval of the share of variance explained.

    Raises
    ------
    ParameterError
        If the posterior has no rows of data any more.
    """
    problem: Problem | None = posterior.problem
    if problem is None or not isinstance(problem.design, RowDesign):
        raise ParameterError(
            "sparsify needs the rows of the data: call it on a posterior that was not saved or made "
            "from moments"
        )
    mean = posterior.mean
    weight = problem.weight
    fitted = problem.design.predict(mean) + float(posterior.intercept.mean())
    candidates = _candidates(problem, mean, fitted)
    draws = posterior.coef.reshape(-1, len(mean))
    noise = posterior.sigma2.ravel()
    linear = problem.design.predict(draws.T)
    if problem.fit_intercept:  # which takes up any level
        linear = linear - np.average(linear, axis=0, weights=weight)
    signal = np.average(linear**2, axis=0, weights=weight)
    share = signal / (signal + noise)
    outside = 0.5 * (1.0 - level)
    low, high = np.quantile(share, [outside, 1.0 - outside])
    explained = np.empty(candidates.shape[1])
    for k in range(candidates.shape[1]):
        summary = problem.design.predict(candidates[:, k])
        level_of = np.average(summary, weights=weight) if problem.fit_intercept else 0.0
        apart = linear - (summary - level_of)[:, None]
        lost = np.average(apart**2, axis=0, weights=weight)
        explained[k] = np.mean(signal / (signal + noise + lost))
    enough = np.flatnonzero(explained >= low)
    best = int(enough[0]) if len(enough) else candidates.shape[1] - 1
    coef = candidates[:, best]
    centre = float(np.average(fitted, weights=weight))
    line = float(np.average(problem.design.predict(coef), weights=weight))
    return Sparsified(
        coef=coef,
        intercept=centre - line if problem.fit_intercept else 0.0,
        selected=tuple(np.asarray(posterior.names)[coef != 0].tolist()),
        explained=explained,
        sizes=np.count_nonzero(candidates, axis=0).astype(np.float64),
        full=(float(low), float(share.mean()), float(high)),
        note=_note(int(np.count_nonzero(coef)), len(coef), bool(len(enough)), float(low), level),
    )


def _note(kept: int, p: int, enough: bool, low: float, level: float) -> str:
    """What is to be known of an end of the list of candidates."""
    if not kept:
        return (
            f"no column is kept: the posterior is so unsure that the {level:.0%} interval of what it "
            f"explains begins at {low:.1%}, which the intercept alone reaches; a lower level "
            "asks for more"
        )
    if kept == p > 1:
        what = (
            "nothing sparser comes as near" if enough else "none explains enough, so the mean is given"
        )
        return f"all {p} columns are kept: {what}; a higher level asks for less"
    return ""


def _candidates(problem: Problem, mean: FloatArray, fitted: FloatArray) -> FloatArray:
    """Solutions (p, L) of the adaptive lasso towards the fitted values, and the mean itself."""
    size = np.abs(mean) * problem.units.deviation
    if not size.any():
        return np.zeros((len(mean), 1))
    factor = np.where(size > 0, 1.0 / np.where(size > 0, size / size.max(), 1.0), 1e12)
    towards = make_problem(
        problem.design,
        fitted,
        sample_weight=problem.weight,
        fit_intercept=problem.fit_intercept,
        standardize=True,
        penalty_factor=np.minimum(factor, 1e12),
        n_threads=problem.threads,
    )
    path = solve_path(towards, make_grid(towards, 100, 1e-6), Settings()).coefs.toarray()
    size = np.count_nonzero(path, axis=0)
    # Of one size, the last is shrunk least; a larger one that comes before a smaller is no candidate.
    best = [int(np.flatnonzero(size == k)[-1]) for k in np.unique(size)]
    return np.column_stack([path[:, best], mean])
