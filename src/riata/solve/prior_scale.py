"""Strength by prior: how far from zero coefficients are expected to be.

Minus log posterior is tau F with tau = S / phi (phi = sigma^2 for a squared loss), so a penalty
alpha (a |w| + c w^2 / 2) is the prior exp(-tau alpha a |w|) exp(-tau alpha c w^2 / 2): a Laplace factor
of scale 1 / (tau alpha a) and a Normal factor of variance 1 / (tau alpha c). Either fixes alpha.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from riata.errors import DataError, ParameterError
from riata.problem import Problem
from riata.solve.grid import check_alphas
from riata.solve.paths import solve_path
from riata.solve.resolve import Resolver
from riata.solve.rule import Chosen, Grid
from riata.solve.settings import Settings

__all__ = ["PriorScale", "alpha_of_scale", "residual_deviation"]


@dataclass(frozen=True)
class PriorScale:
    """Strength by the scale of the prior that the penalty is minus the log of.

    * L1: Laplace(0, b), so ``alpha = sigma^2 / (S b)`` (S the number of rows, or the sum of weights);
      lambda of ``||y - Xw||^2 + lambda ||w||_1`` is 2 sigma^2 / b (Tibshirani 1996, section 5);
    * L2: Normal(0, b^2), so ``alpha = sigma^2 / (S b^2)``; lambda of ``||y - Xw||^2 + lambda ||w||^2``
      is sigma^2 / b^2 (Hoerl & Kennard 1970);
    * elastic net: the prior is a Laplace times a Normal density, normalised; b is the scale of its
      Laplace factor, so ``alpha = sigma^2 / (S l1_ratio b)``. With ``l1_ratio=0`` it is ridge;
    * any other penalty P: the prior exp(-P(w) / b).

    The scale is that of a coefficient with penalty factor one, and where columns are standardised,
    of the coefficient times its column's standard deviation.

    Parameters
    ----------
    b : float
        Scale of the prior, > 0, in units of the coefficients as the penalty sees them; infinite for a
        flat prior, which is no penalty.
    sigma : float, optional
        Standard deviation of the noise, > 0, in units of y. By default it is that of least squares on
        all columns, with divisor S less their rank and the intercept; that needs more rows than
        columns. A likelihood without free noise, such as that of counts, has none.

    Raises
    ------
    ParameterError
        If a number is not positive.
    """

    b: float
    sigma: float | None = None

    def __post_init__(self) -> None:
        if not (_is_number(self.b) and self.b > 0):
            raise ParameterError(f"the scale of a prior must be a number > 0, not {self.b!r}")
        if self.sigma is not None and not (_is_number(self.sigma) and 0 < self.sigma < np.inf):
            raise ParameterError(f"sigma must be a number > 0, not {self.sigma!r}")

    def __str__(self) -> str:
        noise = "as least squares leaves it" if self.sigma is None else f"{self.sigma:g}"
        return f"a prior of scale {self.b:g}, noise {noise}"

    def choose(self, problem: Problem, grid: Grid, settings: Settings) -> Chosen:
        """The solution at the strength of that prior.

        Raises
        ------
        DataError
            If sigma is not given and the rows are too few to estimate it.
        ParameterError
            If the strength is beyond the range of float64.
        """
        del grid
        if not problem.loss.quadratic and self.sigma not in (None, 1):
            raise ParameterError(
                f"the likelihood of the {problem.loss.name} loss has no free noise: leave sigma out"
            )
        sigma = residual_deviation(problem, settings) if self.sigma is None else float(self.sigma)
        alpha = alpha_of_scale(problem, float(self.b), sigma)
        if not np.isfinite(alpha):
            raise ParameterError(
                f"a prior of scale {self.b:g} beside noise of {sigma:g} is a strength beyond the range "
                "of double precision: scale y or the columns"
            )
        return Chosen(solve_path(problem, check_alphas([alpha]), settings), 0)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def alpha_of_scale(problem: Problem, b: float, sigma: float) -> float:
    """The strength, on the mean scale of the problem, whose prior has scale b beside noise sigma."""
    relative = sigma / b
    elastic = problem.penalty.elastic
    with np.errstate(over="ignore"):
        if elastic is None:
            return float(np.float64(relative) * sigma / problem.units.total)
        l1, l2 = elastic
        if l1 > 0:
            return float(np.float64(relative) * sigma / (problem.units.total * l1))
        return float(np.float64(relative) * relative / (problem.units.total * l2))


def residual_deviation(problem: Problem, settings: Settings) -> float:
    """sqrt(RSS / (S - rank - 1)) of least squares on all columns, in units of y; 1 for other losses.

    Raises
    ------
    DataError
        If there are too few rows, or nothing is left unexplained.
    """
    units = problem.units
    if not problem.loss.quadratic:
        return 1.0
    free = Resolver(problem, settings).at(0.0)
    used = int(np.sum(units.x_scale > 0)) if free.df is None else float(free.df[0])
    rest = units.total - used - float(problem.fit_intercept)
    square = units.square * max(float(free.unexplained[0]), 0.0)
    if rest <= 0 or square <= 0:
        raise DataError(
            f"least squares on all columns leaves nothing to estimate the noise from ({units.total:g} "
            f"rows, {used:g} coefficients): give sigma, as in PriorScale(b, sigma)"
        )
    return float(units.y_scale * np.sqrt(square / rest))
