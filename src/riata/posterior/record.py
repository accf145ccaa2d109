"""The posterior: draws, what they are worth, and what they say."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.posterior.arviz import arviz_of
from riata.posterior.diagnostics import effective_bulk, effective_tail, split_rhat
from riata.posterior.predictive import Prediction, predict_interval
from riata.posterior.sparsify import Sparsified, sparsify_posterior
from riata.posterior.table import posterior_columns, text_table
from riata.problem import Problem
from riata.solve.frames import make_frame
from riata.typing import AnyMatrix, FloatArray

__all__ = ["Posterior"]


@dataclass(frozen=True, eq=False, repr=False)
class Posterior:
    """Draws from a posterior distribution.

    Attributes
    ----------
    coef : ndarray of shape (chains, draws, p)
        Coefficients in original units: those of y over those of the column.
    intercept : ndarray of shape (chains, draws)
        Unpenalised constant, in the units of y; zero where none was fitted.
    sigma2 : ndarray of shape (chains, draws)
        Noise variance, in squared units of y; constant where it was given.
    hyper : dict of str to ndarray of shape (chains, draws)
        Hyper-parameters: ``lam``, ``tau`` or ``kappa``, without units; empty where there are none.
    names : tuple of str
        Names of the p coefficients.
    prior : str
        The prior, as a formula.
    method : str
        How the draws were made: exact and independent, or which Gibbs sampler.
    info : dict of str to float
        What else is known, such as ``lam_error``, the Monte Carlo standard error of an estimated
        strength.
    mode : ndarray of shape (p,) or None
        The coefficients an estimator fits at this prior (the MAP estimate given sigma^2), where it
        was an estimator that asked.
    problem : Problem or None
        What was sampled; it refers to the data. A copy shares it; a pickle leaves it out, and
        everything but :meth:`sparsify` works without.
    """

    coef: FloatArray
    intercept: FloatArray
    sigma2: FloatArray
    hyper: dict[str, FloatArray]
    names: tuple[str, ...]
    prior: str
    method: str
    info: dict[str, float] = field(default_factory=dict)
    mode: FloatArray | None = None
    problem: Problem | None = None

    # --- what the draws are worth -------------------------------------------------------------

    @property
    def chains(self) -> int:
        """Number of chains."""
        return int(self.coef.shape[0])

    @property
    def draws(self) -> int:
        """Draws of each chain."""
        return int(self.coef.shape[1])

    @cached_property
    def rhat(self) -> FloatArray:
        """Rank-normalised split R-hat of each coefficient, (p,); NaN where one does not vary."""
        return split_rhat(self.coef)

    @cached_property
    def ess_bulk(self) -> FloatArray:
        """Effective sample size of the bulk of each coefficient's distribution, (p,)."""
        return effective_bulk(self.coef)

    @cached_property
    def ess_tail(self) -> FloatArray:
        """Effective sample size of the 5 % and 95 % quantiles of each coefficient, (p,)."""
        return effective_tail(self.coef)

    # --- what they say ------------------------------------------------------------------------

    @cached_property
    def mean(self) -> FloatArray:
        """Posterior means of the coefficients, (p,)."""
        return np.asarray(self.coef.mean(axis=(0, 1)))

    @cached_property
    def median(self) -> FloatArray:
        """Posterior medians of the coefficients, (p,)."""
        return np.asarray(np.median(self.coef, axis=(0, 1)))

    @cached_property
    def sd(self) -> FloatArray:
        """Posterior standard deviations of the coefficients, (p,); NaN of a single draw."""
        if self.chains * self.draws == 1:
            return np.full(len(self.names), np.nan)
        return np.asarray(self.coef.std(axis=(0, 1), ddof=1))

    def interval(self, level: float = 0.95) -> FloatArray:
        """Central credible intervals.

        Parameters
        ----------
        level : float, default=0.95
            Probability inside, in (0, 1).

        Returns
        -------
        ndarray of shape (p, 2)
            Lower and upper ends.

        Raises
        ------
        ParameterError
            If `level` is not a probability.
        """
        outside = 0.5 * (1.0 - check_level("level", level))
        return np.quantile(self.coef, [outside, 1.0 - outside], axis=(0, 1)).T

    @cached_property
    def probability_of_direction(self) -> FloatArray:
        """Posterior probability that a coefficient has the sign it most likely has, (p,).

        One half says nothing is known of the sign; a coefficient that is zero throughout has zero.
        """
        positive = np.mean(self.coef > 0, axis=(0, 1))
        return np.asarray(np.maximum(positive, np.mean(self.coef < 0, axis=(0, 1))))

    def summary(self, interval: float = 0.95, backend: str | None = None) -> Any:
        """One row a parameter: coefficients first, then intercept, sigma2 and hyper-parameters.

        Parameters
        ----------
        interval : float, default=0.95
            Probability inside the central credible interval.
        backend : {"pandas", "polars", "pyarrow"}, optional
            Of the data frame; by default the first that is installed.

        Returns
        -------
        data frame
            ``parameter``, ``mean``, ``sd``, ``lower``, ``median``, ``upper``, ``direction``
            (probability of the likelier sign), ``rhat``, ``ess_bulk``, ``ess_tail``.

        Raises
        ------
        ParameterError
            If `interval` is not a probability.
        MissingExtraError
            If no data frame library is installed.
        """
        return make_frame(posterior_columns(self, check_level("interval", interval)), backend)

    def predict(self, X: AnyMatrix, interval: float | None = None) -> Any:
        """Predictions that carry what is unknown.

        Parameters
        ----------
        X : array-like, sparse matrix or data frame of shape (m, p)
            New rows.
        interval : float, optional
            Probability inside the central interval of a new observation.

        Returns
        -------
        ndarray of shape (m,) or Prediction
            Posterior means of the response; with `interval`, the named tuple
            ``(mean, lower, upper)`` of such arrays: quantiles of the posterior predictive, the
            mixture over all draws of N(intercept + x'coef, sigma2), solved for and not simulated.

        Raises
        ------
        DataError
            If X does not have p columns of finite numbers.
        ParameterError
            If `interval` is not a probability.
        """
        level = None if interval is None else check_level("interval", interval)
        prediction: Prediction = predict_interval(
            X, self.names, self.coef, self.intercept, self.sigma2, level
        )
        return prediction.mean if interval is None else prediction

    def sparsify(self, level: float = 0.9) -> Sparsified:
        """Decoupled shrinkage and selection: the sparsest summary that predicts as well.

        The posterior itself is not sparse. This looks for the fewest coefficients whose linear
        predictor comes close to that of the posterior mean: an adaptive lasso on the fitted values,
        cut where the loss of explained variance is still within the posterior's own uncertainty
        (Hahn & Carvalho 2015, equations 15-22). It is a summary of the posterior and not a posterior.

        Parameters
        ----------
        level : float, default=0.9
            Probability of the credible interval of the explained variance that must still hold that
            of the summary.

        Returns
        -------
        Sparsified

        Raises
        ------
        ParameterError
            If `level` is not a probability, or the posterior has been parted from its data.
        """
        return sparsify_posterior(self, check_level("level", level))

    def to_arviz(self) -> Any:
        """The draws for ArviZ: an ``InferenceData`` (ArviZ 0.x) or a ``DataTree`` (1.x).

        Raises
        ------
        MissingExtraError
            If ArviZ is not installed.
        """
        return arviz_of(self)

    # --- in a terminal and a notebook ---------------------------------------------------------

    def __repr__(self) -> str:
        chains = (
            f"{self.chains} chains x {self.draws} draws" if self.chains > 1 else f"{self.draws} draws"
        )
        return f"Posterior({len(self.names)} coefficients, {chains}, {self.method})"

    def __str__(self) -> str:
        return text_table(self)

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(text_table(self))}</pre>"

    # --- copies: within one process the data stay at hand, a file does not take them along -------

    def __copy__(self) -> Posterior:
        return replace(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Posterior:
        names = [f.name for f in fields(self) if f.name != "problem"]  # which nobody can change
        return replace(self, **{name: deepcopy(getattr(self, name), memo) for name in names})

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "problem": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


def check_level(name: str, level: Any) -> float:
    """A probability strictly between zero and one.

    Raises
    ------
    ParameterError
        If it is not.
    """
    real = isinstance(level, int | float | np.integer | np.floating) and not isinstance(level, bool)
    if not real or not 0 < level < 1:
        raise ParameterError(f"{name} must be a probability between 0 and 1, not {level!r}")
    return float(level)
