"""``est.posterior(X, y)``: the posterior of which the fit is the mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import clone

from riata.errors import DataError
from riata.estimators.inputs import read_features, read_training
from riata.estimators.views import solved_problem
from riata.problem import Problem
from riata.solve import PriorScale, Settings
from riata.solve.prior_scale import residual_deviation
from riata.typing import AnyMatrix

if TYPE_CHECKING:
    from riata.posterior import Posterior

__all__ = ["PosteriorMixin"]


class PosteriorMixin:
    """Gives an estimator its posterior."""

    def posterior(
        self,
        X: AnyMatrix,
        y: Any,
        *,
        draws: int = 2000,
        chains: int = 4,
        seed: Any = None,
        sigma2: float | None = None,
        prior_sigma2: float | None = None,
        sample_weight: Any = None,
        warmup: int = 500,
        thin: int = 1,
    ) -> Posterior:
        """Sample the posterior that the penalty implies.

        The objective is minus a log posterior times sigma^2 / S (S the number of rows, or the sum of
        weights), so at noise variance sigma^2 the penalty is a prior of rate ``S alpha / sigma^2``:
        Laplace for L1, Normal for L2, their product for the elastic net. The fitted coefficients are
        the mode of this posterior given sigma^2, whatever sigma^2 is; they are not its mean, and the
        posterior is not sparse. Intercept and unpenalised coefficients have flat priors, sigma^2 has
        the prior 1 / sigma^2 unless it is given. The strength is `alpha_`, that of the fit: where a
        rule such as ``riata.CV()`` found it, it is taken as known from there on. An estimator that is
        not fitted is fitted to X and y first. With ``riata.PriorScale(b)`` the prior has scale b
        whatever the noise.

        Draws under L2 are exact and independent; others come from a Gibbs sampler.

        Parameters
        ----------
        X : array-like, sparse matrix or data frame of shape (n, p)
            Features.
        y : array-like of shape (n,)
            One target.
        draws, chains : int, default=2000, 4
            Draws kept of each chain, and independent chains.
        seed : int, numpy Generator or None, default=None
            The same seed gives the same draws for any number of threads.
        sigma2 : float, optional
            Noise variance in squared units of y, where it is known.
        prior_sigma2 : float, optional
            Holds the prior at the rate it has at this noise variance, while sigma^2 is drawn. Needs
            more rows than columns.
        sample_weight : float or array-like of shape (n,), optional
            How many observations a row stands for.
        warmup, thin : int, default=500, 1
            Sweeps before the first draw, and sweeps a draw.

        Returns
        -------
        Posterior
            In original units.

        Raises
        ------
        DataError
            If the data cannot be used, or there is more than one target.
        ParameterError
            If a parameter is out of range, or coefficients are bounded.

        Warns
        -----
        DataWarning
            If the fitted coefficients do not solve the problem on these data.
        """
        from riata.posterior import make_sampling, posterior_of  # so that fitting does not load it

        estimator: Any = self
        sampling = make_sampling(draws, chains, warmup, thin, seed, estimator.n_threads)
        fitted = estimator
        if hasattr(self, "coef_"):
            read_features(self, X)
        else:
            fitted = clone(estimator).fit(X, y, sample_weight=sample_weight)
        inputs = read_training(clone(estimator), X, y, sample_weight, several=True)
        if inputs.targets.shape[1] != 1:
            raise DataError("a posterior is of one target: give them one by one")
        mode = np.ravel(np.asarray(fitted.coef_, dtype=np.float64))
        if len(mode) != inputs.design.shape[1]:
            raise DataError("a posterior is of one target: give them one by one")
        problem, solution = solved_problem(fitted, inputs, 0, mode)
        if sigma2 is None and prior_sigma2 is None:
            sigma2, prior_sigma2 = _scale_of(getattr(estimator, "alpha", None), problem)
        return posterior_of(
            problem,
            solution.alpha,
            sampling,
            sigma2=sigma2,
            prior_sigma2=prior_sigma2,
            mode=mode,
        )


def _scale_of(rule: Any, problem: Problem) -> tuple[float | None, float | None]:
    """Known noise variance, and that at which the prior is held, where the rule is a prior scale."""
    if not isinstance(rule, PriorScale):
        return None, None
    if rule.sigma is not None:
        return float(rule.sigma) ** 2, None
    return None, residual_deviation(problem, Settings()) ** 2
