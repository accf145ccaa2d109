"""Simulation-based calibration: ranks of the truth among the draws are uniform (Talts et al. 2018).

Truths are drawn from the prior, data from the model at sigma = 1 and mean 0. Under the priors that scale
with sigma the improper prior 1 / sigma^2 is the right Haar measure, so ranks are uniform at any fixed
sigma; where a prior does not scale with sigma, sigma is known. A thorough run: RIATA_CALIBRATION=20000
pytest this file.
"""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

import riata
from riata.posterior import Sampling, bayesian_lasso, bayesian_ridge, horseshoe, posterior_of

REPLICATES = int(os.environ.get("RIATA_CALIBRATION", "240"))
BINS = 8
#: Draws kept for a rank, far enough apart to be nearly independent.
KEPT = 8 * BINS - 1
SAMPLING = Sampling(KEPT, 1, 60, 8, None, 1)
#: Of one chi-squared test at a fixed seed; about fifty are made.
LEVEL = 1e-4

TALL, WIDE = (14, 3), (7, 10)
COUNTS = {"draws": KEPT, "chains": 1, "warmup": 60, "thin": 8, "standardize": False, "n_threads": 1}


def lasso_fixed(rng, X, p):
    beta = rng.laplace(size=p) / 1.5
    return beta, {}, lambda y, seed: bayesian_lasso(X, y, lam=1.5, seed=seed, **COUNTS)


def lasso_gamma(rng, X, p):
    lam = np.sqrt(rng.gamma(2.0) / 1.5)
    beta = rng.laplace(size=p) / lam
    sample = lambda y, seed: bayesian_lasso(X, y, lam="gamma", r=2.0, delta=1.5, seed=seed, **COUNTS)  # noqa: E731
    return beta, {"lam": lam}, sample


def horseshoe_drawn(rng, X, p):
    tau = abs(rng.standard_cauchy())
    beta = tau * np.abs(rng.standard_cauchy(p)) * rng.standard_normal(p)
    more = COUNTS | {"warmup": 150, "thin": 14}
    return beta, {"tau": tau}, lambda y, seed: horseshoe(X, y, seed=seed, **more)


def horseshoe_known(rng, X, p):
    beta = 0.5 * np.abs(rng.standard_cauchy(p)) * rng.standard_normal(p)
    return beta, {}, lambda y, seed: horseshoe(X, y, tau=0.5, seed=seed, **COUNTS)


def ridge_fixed(rng, X, p):
    few = {"draws": KEPT, "chains": 1, "standardize": False}
    return rng.standard_normal(p), {}, lambda y, seed: bayesian_ridge(X, y, 1.0, seed=seed, **few)


def ridge_gamma(rng, X, p):
    kappa = rng.gamma(2.0) / 1.5
    few = {"draws": KEPT, "chains": 1, "standardize": False}
    sample = lambda y, seed: bayesian_ridge(X, y, r=2.0, delta=1.5, seed=seed, **few)  # noqa: E731
    return rng.standard_normal(p) / np.sqrt(kappa), {"kappa": kappa}, sample


def penalised(penalty, alpha):
    """The prior of an estimator, sigma^2 = 1 known, unequal penalty factors."""

    def model(rng, X, p):
        n = len(X)
        factor = np.linspace(0.5, 1.5, p)
        beta = np.array([penalty.sample(n * alpha * f, 1, rng)[0] for f in factor])

        def sample(y, seed):
            problem = riata.make_problem(X, y, penalty=penalty, penalty_factor=factor, n_threads=1)
            return posterior_of(problem, alpha, replace(SAMPLING, seed=seed), sigma2=1.0)

        return beta, {}, sample

    return model


MODELS = {
    "lasso, lam known": lasso_fixed,
    "lasso, lam drawn": lasso_gamma,
    "horseshoe, tau known": horseshoe_known,
    "horseshoe, tau drawn": horseshoe_drawn,
    "ridge, kappa known": ridge_fixed,
    "ridge, kappa drawn": ridge_gamma,
    "estimator, L1": penalised(riata.penalties.L1(), 0.1),
    "estimator, elastic net": penalised(riata.penalties.ElasticNet(0.6), 0.15),
    "estimator, L2": penalised(riata.penalties.L2(), 0.1),
}


def ranks(model, shape, replicates, seed):
    """Ranks of true coefficients, intercept, sigma^2 and hyper-parameters: name -> (replicates,)."""
    n, p = shape
    rng = np.random.default_rng(seed)
    found: dict[str, list[int]] = {}
    for k in range(replicates):
        X = rng.standard_normal((n, p)) + 0.5 * rng.standard_normal((n, 1))
        beta, hyper, sample = model(rng, X, p)
        post = sample(X @ beta + rng.standard_normal(n), k)
        pairs = {f"coef {j}": (post.coef[..., j], beta[j]) for j in (0, p - 1)}
        pairs["intercept"] = (post.intercept, 0.0)
        if np.ptp(post.sigma2) > 0:
            pairs["sigma2"] = (post.sigma2, 1.0)
        pairs |= {name: (post.hyper[name], value) for name, value in hyper.items()}
        for name, (draws, truth) in pairs.items():
            found.setdefault(name, []).append(int((draws < truth).sum()))
    return {name: np.array(values) for name, values in found.items()}


@pytest.mark.parametrize("shape", [TALL, WIDE], ids=["n > p", "p > n"])
@pytest.mark.parametrize("name", MODELS)
def test_ranks_are_uniform(name, shape):
    for what, rank in ranks(MODELS[name], shape, REPLICATES, seed=11).items():
        counts = np.bincount(rank * BINS // (KEPT + 1), minlength=BINS)
        assert stats.chisquare(counts).pvalue > LEVEL, f"{what}: {counts}"
