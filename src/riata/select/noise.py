"""The variance of the noise, where a criterion must know it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riata.problem import Problem
from riata.select.fits import Fits, enough_left, gcv_values
from riata.solve.least_squares import solve_least_squares

__all__ = ["Noise", "estimate_noise", "given_noise"]

#: Noise below this share of the response's variance is rounding.
_FLOOR = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Noise:
    """sigma^2 and where it comes from.

    Attributes
    ----------
    scaled : float
        In units of ``Fits.unit``.
    how : str
        In words.
    """

    scaled: float
    how: str


def given_noise(sigma2: float, fits: Fits) -> Noise:
    """A number of the user's, in squared units of y."""
    return Noise(sigma2 / fits.unit, "given")


def estimate_noise(problem: Problem, fits: Fits) -> Noise:
    """From least squares on all columns where enough degrees of freedom are left, else from the path.

    On the path it is the residual mean square RSS / (N - k) at the strength of least generalised
    cross-validation, after Reid, Tibshirani & Friedman (2016), who take the strength from
    cross-validation; here no fold is drawn, so that the order of rows does not matter.
    """
    full = _from_all_columns(problem, fits)
    found = _from_the_path(fits) if full is None else full
    floor = _FLOOR * fits.spread / fits.total
    if found.scaled > floor:
        return found
    return Noise(floor, f"{found.how}: nothing is left but rounding")


def _from_all_columns(problem: Problem, fits: Fits) -> Noise | None:
    used = int(np.count_nonzero(problem.units.x_scale > 0))
    if used >= problem.shape[0]:
        return None
    solved = solve_least_squares(problem)
    assert solved.df is not None
    left = fits.total - float(solved.df[0]) - float(problem.fit_intercept)
    if not enough_left(left, fits.total):
        return None
    square = float(solved.unexplained[0]) * fits.spread
    return Noise(square / left, f"least squares on all columns, {left:.6g} degrees of freedom")


def _from_the_path(fits: Fits) -> Noise:
    # Near interpolation both the residuals and what is left of the rows are too small to tell.
    enough = np.array([enough_left(left, fits.total) for left in fits.left])
    values = np.where(enough, gcv_values(fits), np.inf)
    k = int(np.argmin(values)) if np.isfinite(values).any() else int(np.argmin(fits.parameters))
    left = max(float(fits.left[k]), 1.0)
    how = f"residuals at alpha = {fits.alphas[k]:.4g}, of least GCV, {left:.6g} degrees of freedom"
    return Noise(float(fits.squares[k]) / left, how)
