"""Posteriors: exact where the prior is Gaussian, Gibbs samplers of the compiled core elsewhere."""

from __future__ import annotations

from riata.posterior.horseshoe import horseshoe
from riata.posterior.lasso import bayesian_lasso
from riata.posterior.penalised import posterior_of
from riata.posterior.predictive import Prediction
from riata.posterior.record import Posterior
from riata.posterior.ridge import bayesian_ridge
from riata.posterior.settings import Sampling, make_sampling
from riata.posterior.sparsify import Sparsified

__all__ = [
    "Posterior",
    "Prediction",
    "Sampling",
    "Sparsified",
    "bayesian_lasso",
    "bayesian_ridge",
    "horseshoe",
    "make_sampling",
    "posterior_of",
]
