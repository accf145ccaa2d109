"""The one home of scales: original units on one side, the solver's on the other.

Solvers see ``1/2 |y~ - X~ b|^2 + lambda sum_j (l1_j |b_j| + l2_j b_j^2 / 2)``, where

* rows are multiplied by root weights, columns centred (with an intercept) and divided by powers of
  two near their norms: x~_ij = sqrt(s_i) (x_ij - mean_j) / e_j; likewise y~ by a power of two Y.
  Powers of two make the change of units exact;
* a coefficient w_j of the data is b_j Y / e_j. The penalty is on w_j m_j, m_j the standard deviation
  of the column if it is to be standardised, else 1; so l1_j = a omega_j m_j / (e_j Y u) and
  l2_j = b omega_j (m_j / e_j)^2 / u for a penalty a |w| + b w^2 / 2 with factor omega_j, u a power of
  two that keeps both from overflowing;
* lambda = S u alpha, S the total weight: the factor between the mean loss of the objective F and the
  sum of squares here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from riata.designs import Summary
from riata.designs.base import power_of_two
from riata.errors import ParameterError
from riata.typing import FloatArray, IntArray

__all__ = ["Strengths", "Units", "make_strengths", "make_units"]

#: Spread below which a column is constant up to rounding, relative to its mean.
_CONSTANT = 10.0 * np.finfo(np.float64).eps
#: Strengths beyond this hold a coefficient at zero as well as any.
_LARGE = 1e150
#: Instead of infinity, which times zero is not zero.
_FINITE = 1e300
#: Decades by which columns may differ in size under an L2 penalty.
_DECADES = 60.0


@dataclass(frozen=True, eq=False)
class Strengths:
    """The penalty in the solver's units: ``lambda sum_j (l1_j |b_j| + l2_j b_j^2 / 2)``.

    Attributes
    ----------
    l1, l2 : ndarray of shape (p,)
        Relative strengths; the smallest is near one.
    rate : float
        lambda = rate * alpha.
    """

    l1: FloatArray
    l2: FloatArray
    rate: float


@dataclass(frozen=True, eq=False)
class Units:
    """A problem's units, from a summary of the data.

    Attributes
    ----------
    total : float
        S, the sum of the weights.
    x_mean, x_scale : ndarray of shape (p,)
        Centre (zero without an intercept) and power of two e_j; a scale of zero marks a column that
        is constant and takes no part.
    spread : ndarray of shape (p,)
        m_j: what a coefficient is multiplied by inside the penalty.
    deviation : ndarray of shape (p,)
        Weighted standard deviation (divisor S) of every column, whether used or not.
    length : ndarray of shape (p,)
        |x~_j| of every column as the solver sees it, between 0.7 and 1.5, or zero.
    y_mean, y_scale : float
        Centre (zero without an intercept) and power of two Y.
    products : ndarray of shape (p,)
        X~'y~.
    square : float
        y~'y~.
    """

    total: float
    x_mean: FloatArray
    x_scale: FloatArray
    spread: FloatArray
    deviation: FloatArray
    length: FloatArray
    y_mean: float
    y_scale: float
    products: FloatArray
    square: float

    @property
    def inverse_scale(self) -> FloatArray:
        """1 / e_j, zero for columns that take no part."""
        used = self.x_scale > 0
        return np.where(used, 1.0 / np.where(used, self.x_scale, 1.0), 0.0)

    @property
    def to_coef(self) -> FloatArray:
        """Y / e_j: from the solver's coefficients to those of the data."""
        return self.inverse_scale * self.y_scale

    def box(self, lower: FloatArray, upper: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Bounds on the solver's coefficients; columns that take no part are held at zero."""
        used = self.x_scale > 0
        unit = np.where(used, self.x_scale, 1.0) / self.y_scale
        return np.where(used, lower * unit, 0.0), np.where(used, upper * unit, 0.0)

    def intercept(self, coef: Any) -> FloatArray:
        """y_mean - x_mean'w for coefficients of shape (p,) or (p, m), dense or sparse."""
        return np.asarray(self.y_mean - np.asarray(coef.T @ self.x_mean, dtype=float))

    def coefficients(self, start: IntArray, row: IntArray, value: FloatArray) -> sparse.csc_array:
        """Solutions of the solver, in compressed columns, as coefficients of the data (p, m)."""
        shape = (len(self.x_mean), len(start) - 1)
        coef = sparse.csc_array((value * self.to_coef[row], row, start), shape=shape)
        coef.sort_indices()
        return coef


def make_strengths(units: Units, elastic: tuple[float, float], factor: FloatArray) -> Strengths:
    """The penalty a |w| + b w^2 / 2 with factors (p,) in the solver's units.

    Raises
    ------
    ParameterError
        If b > 0 and columns that are not standardised differ so much in size that no strength would
        mean anything for all of them.
    """
    a, b = elastic
    relative = units.spread * units.inverse_scale
    used = relative[relative > 0]
    decades = float(np.log10(used.max()) - np.log10(used.min())) if used.size else 0.0
    if b > 0 and decades > _DECADES:
        raise ParameterError(
            f"the columns of X differ in size by 10^{decades:.0f}, so an L2 penalty on their "
            "coefficients means nothing: use standardize=True"
        )
    with np.errstate(over="ignore"):  # a column of size 1e-200 is simply out of reach
        linear, square = (np.minimum(v, _FINITE) for v in (relative / units.y_scale, relative**2))
        l1, l2 = a * factor * linear, b * factor * square
    main = l1 if l1.any() else l2
    unit = power_of_two(float(np.min(main[main > 0], initial=_LARGE))) if main.any() else 1.0
    with np.errstate(over="ignore"):
        l1, l2 = np.minimum(l1 / unit, _LARGE), np.minimum(l2 / unit, _LARGE)
    return Strengths(l1, l2, units.total * unit)


def make_units(summary: Summary, *, fit_intercept: bool, standardize: bool) -> Units:
    """Choose centres and scales.

    A column whose spread is at the level of rounding is constant: beside an intercept, or where
    columns are to be standardised, it takes no part. So is a response.
    """
    root = float(np.sqrt(summary.total))
    constant = summary.x_norm <= _CONSTANT * np.abs(summary.x_mean) * root
    deviation = np.where(constant, 0.0, summary.x_norm / root)
    x_mean, x_norm = summary.x_mean, np.where(constant, 0.0, summary.x_norm)
    y_mean, y_norm, products = summary.y_mean, summary.y_norm, summary.products
    if y_norm <= _CONSTANT * abs(y_mean) * root:
        y_norm, products = 0.0, np.zeros_like(products)
    if not fit_intercept:
        products = products + summary.total * summary.x_mean * (summary.y_mean / summary.y_unit)
        x_norm = np.hypot(x_norm, root * np.abs(summary.x_mean))
        y_norm = float(np.hypot(y_norm, root * abs(summary.y_mean)))
        x_mean, y_mean = np.zeros_like(x_mean), 0.0
    if standardize:
        x_norm = np.where(constant, 0.0, x_norm)
    x_scale = np.where(x_norm > 0, 2.0 ** np.round(np.log2(np.where(x_norm > 0, x_norm, 1.0))), 0.0)
    y_scale = power_of_two(y_norm)
    inverse = np.where(x_norm > 0, 1.0 / np.where(x_norm > 0, x_scale, 1.0), 0.0)
    return Units(
        total=summary.total,
        x_mean=x_mean,
        x_scale=x_scale,
        spread=deviation if standardize else np.ones_like(deviation),
        deviation=deviation,
        length=x_norm * inverse,
        y_mean=y_mean,
        y_scale=y_scale,
        products=products * inverse * (summary.y_unit / y_scale),
        square=(y_norm / y_scale) ** 2,
    )
