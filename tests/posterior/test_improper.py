"""What has no posterior, or none in double precision, is refused in a sentence; the rest is drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import riata
from riata.errors import DataError, DataWarning, ParameterError
from riata.posterior import bayesian_lasso, bayesian_ridge, horseshoe

RNG = np.random.default_rng(0)
WIDE, TALL = RNG.normal(size=(15, 30)), RNG.normal(size=(30, 5))
ANSWER = WIDE[:, 0] + RNG.normal(size=15)
RESPONSE = TALL[:, 0] + RNG.normal(size=30)
SAMPLERS = (bayesian_lasso, bayesian_ridge, horseshoe)

EXACT = {
    "weights": (WIDE, ANSWER, {"sample_weight": np.full(15, 2.0)}),
    "repeated rows": (np.repeat(WIDE, 2, axis=0), np.repeat(ANSWER, 2), {}),
    "no noise": (TALL, TALL @ np.ones(5), {}),
}


@pytest.mark.parametrize("sampler", SAMPLERS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("kind", EXACT)
def test_a_drawn_strength_needs_noise(sampler, kind):
    X, y, options = EXACT[kind]
    with pytest.raises(DataError, match="reproduce y exactly"):
        sampler(X, y, draws=20, seed=0, **options)


@pytest.mark.parametrize("sampler", SAMPLERS, ids=lambda f: f.__name__)
def test_more_columns_than_rows_are_no_reason(sampler):
    found = sampler(WIDE, ANSWER, draws=100, seed=0)
    assert (found.sigma2 > 0).all()
    assert np.isfinite(found.coef).all()


EXTREME = {
    "lasso lam": lambda: bayesian_lasso(TALL, RESPONSE, lam=1e-300, draws=10, seed=0),
    "horseshoe tau": lambda: horseshoe(TALL, RESPONSE, tau=1e-300, draws=10, seed=0),
    "ridge noise": lambda: bayesian_ridge(TALL, RESPONSE, sigma2=1e-20, seed=0),
    "ridge shape": lambda: bayesian_ridge(TALL, RESPONSE, r=1e20, seed=0),
    "ridge rate": lambda: bayesian_ridge(TALL, RESPONSE, delta=1e300, seed=0),
    "tiny factor": lambda: riata.Lasso(0.1, penalty_factor=[1e-300, 1, 1, 1, 1]).posterior(
        TALL, RESPONSE, draws=10, seed=0
    ),
}


@pytest.mark.parametrize("case", EXTREME.values(), ids=EXTREME)
def test_beyond_double_precision(case):
    with pytest.raises(DataError, match="double precision"):
        case()


@pytest.mark.parametrize(
    ("estimator", "words"),
    [
        (riata.Lasso(1e120), "so strong"),
        (riata.ElasticNet(1e120), "so strong"),
        (riata.Ridge(riata.Bound(0.0)), "alpha is infinite"),
    ],
    ids=["lasso", "elastic net", "ridge"],
)
def test_too_strong(estimator, words):
    with pytest.raises(ParameterError, match=words):
        estimator.posterior(TALL, RESPONSE, draws=10, seed=0)


@pytest.mark.parametrize("times", [20.0, 1e3, 1e8])
@pytest.mark.parametrize("kind", [riata.Lasso, riata.ElasticNet])
def test_a_strong_prior_leaves_the_noise(kind, times):
    """Coefficients are all but zero, and sigma^2 is that of y about its mean."""
    alpha = times * riata.path(TALL, RESPONSE, penalty="l1", alphas=2).alphas[0]
    found = kind(alpha).posterior(TALL, RESPONSE, seed=0, draws=500)
    assert np.abs(found.coef).max() < 5.0 / times
    spread = np.sum((RESPONSE - RESPONSE.mean()) ** 2)
    assert np.median(found.sigma2) == pytest.approx(spread / 28.3, rel=0.05)


def test_columns_are_told_by_name():
    frame = pd.DataFrame(TALL, columns=list("abcde"))
    found = bayesian_ridge(frame, RESPONSE, seed=0)
    np.testing.assert_allclose(found.predict(frame), found.predict(TALL), rtol=0, atol=1e-13)
    with pytest.raises(DataError, match="not those of the posterior"):
        found.predict(frame[list("edcba")])


def test_the_strength_is_that_of_the_fit():
    """Not found again with other folds, nor on other weights without a word."""
    fitted = riata.Lasso(riata.CV(5, seed=None)).fit(TALL, RESPONSE)
    found = fitted.posterior(TALL, RESPONSE, seed=0, draws=10)
    np.testing.assert_array_equal(found.mode, fitted.coef_)
    assert f"{30 * fitted.alpha_:.4g}" in found.prior
    weighted = riata.Lasso(0.1).fit(TALL, RESPONSE, sample_weight=np.arange(1.0, 31.0))
    with pytest.warns(DataWarning, match="do not solve the problem on these data"):
        weighted.posterior(TALL, RESPONSE, seed=0, draws=10)


@pytest.mark.parametrize("estimator", [riata.Lasso(0.1), riata.Ridge(3.0)], ids=["lasso", "ridge"])
def test_one_number_weighs_every_row(estimator):
    many = estimator.posterior(TALL, RESPONSE, seed=0, draws=50, sample_weight=np.full(30, 2.0))
    one = estimator.posterior(TALL, RESPONSE, seed=0, draws=50, sample_weight=2.0)
    np.testing.assert_array_equal(one.coef, many.coef)


def test_a_level_is_not_lost_without_an_intercept():
    """Columns about 5 carry the level of y, which no constant takes up."""
    rng = np.random.default_rng(0)
    X = 5.0 + 0.05 * rng.normal(size=(80, 3))
    y = X[:, 0] + 0.5 * rng.normal(size=80)
    found = riata.Ridge(1.0, fit_intercept=False).posterior(X, y, seed=0, draws=200).sparsify()
    assert len(found.selected) == 1
    assert (X @ found.coef).mean() == pytest.approx(y.mean(), rel=0.05)
