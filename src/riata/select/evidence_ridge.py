"""The evidence of ridge, exactly.

    y | b, sigma^2   Normal(X b, sigma^2), flat priors on the intercept and unpenalised columns
    b_j | sigma^2    Normal(0, sigma^2 / (lambda l2_j)),  lambda = S alpha in the solver's units

In the eigenbasis of :mod:`riata.solve.ridge_factor` (eigenvalues d, products c, residue q_0), with
nu = S - (unpenalised parameters), everything but a constant is

    Q(lambda)    = q_0 + sum_k c_k^2 / d_k * lambda / (d_k + lambda)
    log evidence = -nu/2 log(2 pi sigma^2) - Q / (2 sigma^2) + 1/2 sum_k log(lambda / (d_k + lambda))

so sigma^2, unless it is given, is Q / nu at the maximum (MacKay 1992; Bishop 2006, section 3.5). Under
the prior 1 / sigma^2 it integrates out to the same function of lambda. The slope is a difference of two
sums of positive terms,

    d / d log lambda = 1/2 (gamma - lambda |b|^2 / sigma^2),   gamma = sum_k d_k / (d_k + lambda)

and every term is scale-free: y or X in other units gives the same model in those units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from riata.errors import DataError
from riata.problem import Problem
from riata.solve.ridge_factor import factor_ridge
from riata.typing import FloatArray

__all__ = [
    "RidgeEvidence",
    "best_strength",
    "evidence_of_ridge",
    "log_evidence",
    "slope",
    "variance",
]

_STEP = 0.1  # of log lambda between points where the sign of the slope is looked at
_FAR = 1e8  # beyond the largest eigenvalue: nothing is left of any coefficient
_NEAR = 1e-6  # below the smallest eigenvalue: nothing is shrunk
_EPS = float(np.finfo(np.float64).eps)
#: Rows beyond which one more changes no number of double precision.
_COUNTABLE = 2.0**53


@dataclass(frozen=True, eq=False)
class RidgeEvidence:
    """A ridge problem as its evidence sees it.

    Attributes
    ----------
    eigenvalues, explained : ndarray of shape (k,)
        d, and c^2 / d: the part of |y|^2 that each direction explains.
    rest : float
        q_0, what no direction explains.
    left : float
        nu = S less the intercept and the rank of the unpenalised columns.
    rate : float
        lambda = rate * alpha.
    constant : float
        What a change of units and the flat prior of the intercept add to the log evidence.
    known : float or None
        sigma^2 in the solver's units, where it is given.
    """

    eigenvalues: FloatArray
    explained: FloatArray
    rest: float
    left: float
    rate: float
    constant: float
    known: float | None = None


def evidence_of_ridge(problem: Problem, known: float | None = None) -> RidgeEvidence:
    """Factor a ridge problem without bounds; `known` is sigma^2 in the solver's units, if given.

    Raises
    ------
    DataError
        If the weights leave no degree of freedom, or more than can be counted.
    """
    factor = factor_ridge(problem, 0.0)
    units = problem.units
    left = units.total - float(problem.fit_intercept) - factor.free
    if not 0 < left < _COUNTABLE:
        raise DataError(
            f"the evidence has {left:.3g} degrees of freedom left: weights count as repeated rows, "
            "scale them so that they add up to the number of rows"
        )
    constant = -left * float(np.log(units.y_scale))
    if problem.fit_intercept:
        constant -= 0.5 * float(np.log(units.total))
    return RidgeEvidence(
        eigenvalues=factor.eigenvalues,
        explained=factor.products**2 / factor.eigenvalues,
        rest=factor.rest,
        left=left,
        rate=problem.strengths.rate,
        constant=constant,
        known=known,
    )


def quadratic(evidence: RidgeEvidence, lambdas: FloatArray) -> FloatArray:
    """Q at strengths (m,)."""
    share = lambdas / (evidence.eigenvalues[:, None] + lambdas)
    return np.asarray(evidence.rest + evidence.explained @ share, dtype=float)


def variance(evidence: RidgeEvidence, lambdas: FloatArray) -> FloatArray:
    """sigma^2 at strengths (m,): as given, or at its best."""
    if evidence.known is not None:
        return np.full(len(lambdas), evidence.known)
    return quadratic(evidence, lambdas) / evidence.left


def log_evidence(evidence: RidgeEvidence, lambdas: FloatArray) -> FloatArray:
    """At strengths (m,)."""
    share = lambdas / (evidence.eigenvalues[:, None] + lambdas)
    sigma2 = variance(evidence, lambdas)
    with np.errstate(divide="ignore", invalid="ignore"):  # without a penalty there is no density
        density = evidence.left * np.log(2.0 * np.pi * sigma2) + quadratic(evidence, lambdas) / sigma2
        total = 0.5 * (np.sum(np.log(share), axis=0) - density) + evidence.constant
    return np.where(lambdas > 0, total, -np.inf)


def slope(evidence: RidgeEvidence, lambdas: FloatArray) -> FloatArray:
    """Derivative of the log evidence with respect to log lambda, (m,)."""
    d = evidence.eigenvalues[:, None]
    kept = d / (d + lambdas)
    size = evidence.explained @ (kept * (lambdas / (d + lambdas)))  # lambda |b|^2
    freedom = np.sum(kept, axis=0)
    return np.asarray(0.5 * (freedom - size / variance(evidence, lambdas)), dtype=float)


def best_strength(evidence: RidgeEvidence) -> tuple[float, str]:
    """The lambda of largest evidence, and whether it is at an end of what makes sense.

    The evidence may have several maxima: each change of the slope's sign on a fine grid is followed to
    rounding, and the best is taken.

    Returns
    -------
    (float, str)
        "" for a maximum inside, "no shrinkage" and "no signal" for the two ends.
    """
    d = evidence.eigenvalues
    low = np.log(max(_NEAR * float(d.min()), _EPS * float(d.max())))
    high = np.log(_FAR * float(d.max()))
    grid = np.linspace(low, high, int(np.ceil((high - low) / _STEP)) + 1)
    slopes = _in_parts(evidence, grid)
    found: list[tuple[float, str]] = []
    if slopes[0] < 0:
        found.append((float(grid[0]), "no shrinkage"))
    for i in np.flatnonzero((slopes[:-1] >= 0) & (slopes[1:] < 0)):
        root = brentq(lambda t: float(slope(evidence, np.exp([t]))[0]), grid[i], grid[i + 1], xtol=1e-15)
        found.append((float(root), ""))
    if slopes[-1] >= 0:
        found.append((float(grid[-1]), "no signal"))
    heights = log_evidence(evidence, np.exp([t for t, _ in found]))
    best, edge = found[int(np.argmax(heights))]
    return float(np.exp(best)), edge


def _in_parts(evidence: RidgeEvidence, grid: FloatArray) -> FloatArray:
    """Slopes, a few million numbers at a time."""
    step = max(1, (1 << 22) // len(evidence.eigenvalues))
    parts = [slope(evidence, np.exp(grid[i : i + step])) for i in range(0, len(grid), step)]
    return np.concatenate(parts)
