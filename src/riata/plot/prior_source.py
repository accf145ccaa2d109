"""The prior that a penalty is, read from a fitted model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.penalties import Penalty
from riata.plot.source import Source
from riata.typing import FloatArray
from riata.views import make_views

__all__ = ["Prior", "as_density", "read_prior"]


@dataclass(frozen=True, eq=False)
class Prior:
    """Priors of coefficients: density of w_j proportional to exp(-rate_j P(m_j w_j)).

    Attributes
    ----------
    penalty : Penalty
        P.
    rate : ndarray of shape (p,)
        S alpha omega_j / sigma^2; zero is a flat prior.
    spread : ndarray of shape (p,)
        m_j: 1, or the standard deviation of the column where columns are standardised.
    sigma2 : float
        Variance of the noise.
    how : str
        Where it is from, in words.
    """

    penalty: Penalty
    rate: FloatArray
    spread: FloatArray
    sigma2: float
    how: str

    def density(self, j: int, w: FloatArray) -> FloatArray | None:
        """Of coefficient j at values of any shape; None where the prior is flat or a point."""
        rate, m = float(self.rate[j]), float(self.spread[j])
        if not (0 < rate < np.inf and m > 0):
            return None
        log_density: FloatArray = self.penalty.log_prior(m * w, rate) + np.log(m)
        return np.exp(log_density)


def read_prior(source: Source, sigma2: float | None = None) -> Prior:
    """The priors of a fitted model's coefficients.

    Parameters
    ----------
    source : Source
        With a chosen strength and its data.
    sigma2 : float, optional
        Variance of the noise, in squared units of the response; by default estimated as
        :func:`riata.views.make_views` does.

    Raises
    ------
    ParameterError
        If no strength was chosen, the data are gone, `sigma2` is not positive, or no degrees of
        freedom are left to estimate it.
    """
    if source.index is None:
        raise ParameterError("say which solution of the path to draw: index=")
    path, index = source.solutions, source.index
    problem = path.problem
    if problem is None:
        raise ParameterError("this model has lost its data (by saving or pickling): fit it again")
    views = make_views(problem, path.solution(index), sigma2)
    if views.noise.source == "unknown":
        raise ParameterError("too few rows are left to estimate the noise: give sigma2=")
    return Prior(
        problem.penalty, views.prior.rate, problem.units.spread, views.noise.sigma2, views.noise.how
    )


def as_density(prior: Any, j: int, w: FloatArray) -> FloatArray | None:
    """The density of coefficient j under whatever was given as prior.

    Parameters
    ----------
    prior : Prior, frozen scipy.stats distribution, sequence of p of them (or None), or None
        What was given.
    j : int
        Which coefficient.
    w : ndarray
        Where.
    """
    if prior is None:
        return None
    if isinstance(prior, Prior):
        return prior.density(j, w)
    one = prior[j] if isinstance(prior, list | tuple) else prior
    return None if one is None else np.asarray(one.pdf(w), dtype=float)
