"""The penalty of a fit as the prior it is minus the log of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riata.errors import ImproperPriorError
from riata.penalties import Penalty
from riata.typing import FloatArray

__all__ = ["TITLES", "Prior", "name_of", "prior_of"]

#: Family -> as a heading has it.
TITLES = {"laplace": "Laplace", "normal": "Normal", "laplace-normal": "Laplace times Normal"}


@dataclass(frozen=True, eq=False)
class Prior:
    """The prior of a fit: ``p(u_j) ∝ exp(-rate_j P(u_j))`` for u_j = m_j w_j.

    m_j is one, or the column's standard deviation where columns are standardised.

    Attributes
    ----------
    family : str
        "laplace", "normal", "laplace-normal", or the penalty's own word.
    b : float or None
        Scale of the Laplace factor exp(-|u| / b) of a coefficient with penalty factor one, in the units
        the penalty sees; None where there is no such factor. Infinite where alpha is zero.
    s : float or None
        Scale of the Normal factor exp(-u^2 / (2 s^2)), likewise.
    rate : ndarray of shape (p,)
        S alpha omega_j / phi.
    b_each, s_each : ndarray of shape (p,) or None
        The scales for each coefficient in the units of the data: b / (omega_j m_j) and
        s / (sqrt(omega_j) m_j); infinite where the prior is flat.
    b_standardized, s_standardized : ndarray of shape (p,) or None
        The same for coefficients times the standard deviation of their column.
    flat : ndarray of shape (p,) of bool
        Coefficients without a penalty, whose prior is flat: improper, it has no normaliser.
    idle : ndarray of shape (p,) of bool
        Constant columns that take no part under standardisation.
    log_density : float
        Log prior at the fit, of the coefficients in the units of the data; flat ones contribute
        nothing. NaN where the prior has no normaliser or the noise is unknown.
    """

    family: str
    b: float | None
    s: float | None
    rate: FloatArray
    b_each: FloatArray | None
    s_each: FloatArray | None
    b_standardized: FloatArray | None
    s_standardized: FloatArray | None
    flat: NDArray[np.bool_]
    idle: NDArray[np.bool_]
    log_density: float

    @property
    def proper(self) -> bool:
        """Whether it is a probability distribution; the intercept's prior is flat in any case."""
        return not bool(np.any(self.flat & ~self.idle)) and not np.isnan(self.log_density)

    @property
    def title(self) -> str:
        """The family as a heading has it."""
        return TITLES.get(self.family, self.family)


def name_of(penalty: Penalty) -> tuple[str, str]:
    """Name and prior family; an elastic net at an end of its range is the lasso, or ridge."""
    if penalty.elastic is not None and penalty.elastic[1] == 0.0:
        return "l1", "laplace"
    if penalty.elastic is not None and penalty.elastic[0] == 0.0:
        return "l2", "normal"
    return penalty.name, penalty.family


def prior_of(
    penalty: Penalty,
    coef: FloatArray,
    strength: float,
    factor: FloatArray,
    spread: FloatArray,
    deviation: FloatArray,
) -> Prior:
    """The prior of a penalty at ``strength = S alpha / phi``.

    Parameters
    ----------
    penalty : Penalty
        P.
    coef : ndarray of shape (p,)
        The fit, in the units of the data.
    strength : float
        S alpha / phi; zero is a flat prior, NaN an unknown one.
    factor, spread, deviation : ndarray of shape (p,)
        omega_j, m_j, and the standard deviation of each column.
    """
    rate = np.where(factor > 0, strength * np.where(factor > 0, factor, 1.0), 0.0)
    b = s = b_each = s_each = b_sd = s_sd = None
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.where(spread > 0, deviation / np.where(spread > 0, spread, 1.0), 0.0)
        if penalty.elastic is not None and penalty.elastic[0] > 0:
            b = float(np.float64(1.0) / (strength * penalty.elastic[0]))
            b_seen = np.where(factor > 0, b / factor, np.inf)
            b_each, b_sd = b_seen / spread, _times(b_seen, ratio)
        if penalty.elastic is not None and penalty.elastic[1] > 0:
            s = float(np.sqrt(np.float64(1.0) / (strength * penalty.elastic[1])))
            s_seen = np.where(factor > 0, s / np.sqrt(factor), np.inf)
            s_each, s_sd = s_seen / spread, _times(s_seen, ratio)
    flat, idle = rate == 0, spread == 0
    used = ~flat & ~idle
    return Prior(
        family=name_of(penalty)[1],
        b=b,
        s=s,
        rate=rate,
        b_each=b_each,
        s_each=s_each,
        b_standardized=b_sd,
        s_standardized=s_sd,
        flat=flat,
        idle=idle,
        log_density=_log_density(penalty, coef[used], rate[used], spread[used]),
    )


def _times(scale: FloatArray, ratio: FloatArray) -> FloatArray:
    """Products in which a flat prior stays flat on a column without spread."""
    return np.where(np.isinf(scale), np.inf, scale * np.where(np.isinf(scale), 1.0, ratio))


def _log_density(penalty: Penalty, coef: FloatArray, rate: FloatArray, spread: FloatArray) -> float:
    """Sum of log densities of the coefficients w = u / m."""
    if not len(rate):
        return 0.0
    if not np.isfinite(rate).all():
        return float("nan")
    try:
        return float(np.sum(penalty.log_prior(spread * coef, rate) + np.log(spread)))
    except ImproperPriorError:
        return float("nan")
