"""A path as criteria see it: residuals, parameters used up, and how many observations there were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riata.errors import DataError, ParameterError
from riata.problem import Problem
from riata.solve import RegularizationPath
from riata.typing import FloatArray

__all__ = ["Fits", "enough_left", "fits_of", "gcv_values", "may_interpolate"]

#: Share of the null deviance below which 1 - R^2 has lost digits, so that residuals are summed again.
_FAINT = 1e-6
#: Residual degrees of freedom, as a share of all, below which they are rounding.
_ROUNDING = 1e-8
#: Residual degrees of freedom that make least squares on all columns trustworthy.
_ENOUGH = 10.0
#: Rows beyond which one more changes no number of double precision.
_COUNTABLE = 2.0**53


@dataclass(frozen=True, eq=False)
class Fits:
    """The solutions of a path.

    Attributes
    ----------
    alphas : ndarray of shape (L,)
        Strengths, descending.
    squares : ndarray of shape (L,)
        Weighted residual sums of squares, in units of `unit`.
    parameters : ndarray of shape (L,)
        Degrees of freedom, the intercept among them.
    total : float
        N, the number of observations: the sum S of the weights.
    unit : float
        What a square is measured in, in squared units of y.
    spread : float
        Sum of squares of the null model, in units of `unit`.
    least_left : float
        Residual degrees of freedom below which residuals say nothing about errors: N / 2 for a
        penalty with kinks on about as many columns as rows or more, else what rounding leaves.
    """

    alphas: FloatArray
    squares: FloatArray
    parameters: FloatArray
    total: float
    unit: float
    spread: float
    least_left: float

    @property
    def left(self) -> FloatArray:
        """Residual degrees of freedom N - parameters, (L,)."""
        return self.total - self.parameters


def fits_of(problem: Problem, path: RegularizationPath) -> Fits:
    """What criteria need of a path.

    Raises
    ------
    ParameterError
        If the loss is not the squared one.
    DataError
        If the weights add up to less than two rows, or to more than can be counted.
    """
    if not problem.loss.quadratic:
        raise ParameterError(
            f"information criteria need the squared loss, not {problem.loss.name!r}: use riata.CV(10)"
        )
    units = problem.units
    rows = problem.shape[0] if problem.weight is None else np.count_nonzero(problem.weight)
    if units.total < min(2, rows):
        raise DataError(
            f"the weights add up to {units.total:.4g}, but here they count as repeated rows: scale them "
            "so that they add up to the number of rows"
        )
    if units.total > _COUNTABLE:
        raise DataError(
            f"the weights add up to {units.total:.4g}, and here they count as repeated rows: scale them "
            "so that they add up to the number of rows"
        )
    return Fits(
        alphas=path.alphas,
        squares=_squares(problem, path),
        parameters=path.df + float(problem.fit_intercept),
        total=units.total,
        unit=units.y_scale**2,
        spread=units.square,
        least_left=_least_left(problem),
    )


def enough_left(left: float, total: float) -> bool:
    """Whether that many residual degrees of freedom, of so many in all, tell the noise."""
    return left >= min(_ENOUGH, 0.5 * total)


def may_interpolate(problem: Problem) -> bool:
    """Whether all columns together leave too few degrees of freedom to tell the noise."""
    total = problem.units.total
    columns = int(np.count_nonzero(problem.units.x_scale > 0))
    return not enough_left(total - columns - float(problem.fit_intercept), total)


def _least_left(problem: Problem) -> float:
    """Where a face may come near to interpolation, its df and residuals say little beyond N / 2.

    There the number of free coefficients jumps about, while a small change of y changes the face. A
    penalty without kinks has one face, and its two small numbers a meaningful ratio.
    """
    elastic = problem.penalty.elastic
    kinked = elastic is None or elastic[0] > 0.0
    return (0.5 if kinked and may_interpolate(problem) else _ROUNDING) * problem.units.total


def _squares(problem: Problem, path: RegularizationPath) -> FloatArray:
    units = problem.units
    unexplained = 1.0 - path.dev_ratio
    squares = np.maximum(unexplained, 0.0) * units.square
    faint = np.flatnonzero(unexplained < _FAINT)
    if faint.size and problem.y is not None:
        for k in faint:
            eta = problem.linear_predictor(path.coef(int(k)), float(path.intercepts[k]))
            residual = (problem.y - eta) / units.y_scale
            squares[k] = np.sum(residual**2 if problem.weight is None else problem.weight * residual**2)
    return np.asarray(squares, dtype=float)


def gcv_values(fits: Fits) -> FloatArray:
    """(RSS / N) / (1 - k / N)^2 (Golub, Heath & Wahba 1979), (L,), in units of ``fits.unit``.

    Infinite below ``fits.least_left`` residual degrees of freedom.
    """
    enough = fits.left >= fits.least_left
    left = np.where(enough, fits.left, 1.0)
    return np.where(enough, fits.squares * fits.total / left**2, np.inf)
