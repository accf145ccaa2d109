"""Gaussian priors: independent draws against formulas."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import riata
from riata.posterior import Sampling, bayesian_ridge, posterior_of
from support.data import SHAPES, regression

LEVEL = 1e-4


@pytest.fixture(params=SHAPES.values(), ids=str)
def data(request):
    return regression(*request.param)


def conjugate(X, y, kappa):
    """Mean, covariance over sigma^2, and sum of squares of the marginal likelihood of sigma^2."""
    X, y = X - X.mean(0), y - y.mean()
    inverse = np.linalg.inv(X.T @ X + kappa * np.eye(X.shape[1]))
    mean = inverse @ X.T @ y
    return mean, inverse, float(y @ (y - X @ mean))


def test_ridge_posterior_is_a_multivariate_t(data):
    X, y = data
    n = len(y)
    mean, inverse, square = conjugate(X, y, 2.0)
    post = riata.Ridge(2.0).posterior(X, y, draws=10_000, chains=1, seed=3)
    scale = np.sqrt(np.diag(inverse) * square / (n - 1))
    for j in (0, X.shape[1] - 1):
        law = stats.t(n - 1, mean[j], scale[j])
        assert stats.kstest(post.coef[0, :, j], law.cdf).pvalue > LEVEL
    assert stats.kstest(square / post.sigma2[0], stats.chi2(n - 1).cdf).pvalue > LEVEL
    np.testing.assert_allclose(post.mode, mean, rtol=1e-8)
    expected = inverse * square / (n - 3)
    found = np.cov(post.coef[0].T)
    size = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    assert np.abs((found - expected) / size).max() < 0.06


def test_known_noise_makes_it_normal(data):
    X, y = data
    mean, inverse, _ = conjugate(X, y, 2.0)
    post = riata.Ridge(2.0).posterior(X, y, draws=10_000, chains=1, seed=4, sigma2=0.5)
    for j in (0, X.shape[1] - 1):
        law = stats.norm(mean[j], np.sqrt(0.5 * inverse[j, j]))
        assert stats.kstest(post.coef[0, :, j], law.cdf).pvalue > LEVEL
    assert (post.sigma2 == 0.5).all()


def test_intercept_is_normal_around_the_mean_response(data):
    """With centred columns it is independent of the coefficients: t about the mean of y."""
    X, y = data
    X = X - X.mean(0)
    post = riata.Ridge(2.0).posterior(X, y, draws=10_000, chains=1, seed=5)
    _, _, square = conjugate(X, y, 2.0)
    law = stats.t(len(y) - 1, y.mean(), np.sqrt(square / (len(y) - 1) / len(y)))
    assert stats.kstest(post.intercept[0], law.cdf).pvalue > LEVEL


def test_strength_is_drawn_from_its_density(data):
    """kappa | y against quadrature with dense algebra."""
    X, y = data
    Z, t = X - X.mean(0), y - y.mean()
    kappa = np.geomspace(1e-5, 1e4, 3001)
    height = []
    for k in kappa:
        cover = np.eye(len(y)) + Z @ Z.T / k
        square = t @ np.linalg.solve(cover, t)
        sign, log_det = np.linalg.slogdet(cover)
        assert sign > 0
        height.append(-0.5 * log_det - 0.5 * (len(y) - 1) * np.log(square) + 2.0 * np.log(k) - 0.7 * k)
    weight = np.exp(np.array(height) - max(height))
    mass = np.cumsum(weight) / weight.sum()
    post = bayesian_ridge(X, y, r=2.0, delta=0.7, standardize=False, draws=10_000, chains=1, seed=6)
    cdf = lambda k: np.interp(np.log(k), np.log(kappa), mass)  # noqa: E731
    assert stats.kstest(post.hyper["kappa"][0], cdf).pvalue > LEVEL


def test_flat_prior_is_least_squares():
    X, y = regression(40, 7)
    n, p = X.shape
    Z = np.column_stack([np.ones(n), X])
    inverse = np.linalg.inv(Z.T @ Z)
    mean = inverse @ Z.T @ y
    square = float(np.sum((y - Z @ mean) ** 2))
    scale = np.sqrt(np.diag(inverse) * square / (n - p - 1))
    free = riata.Lasso(0.3, penalty_factor=np.zeros(p))
    for estimator in (riata.Lasso(0.0), riata.Ridge(0.0), free):
        post = estimator.posterior(X, y, draws=8000, chains=1, seed=7)
        every = np.column_stack([post.intercept[0], post.coef[0]])
        for j in range(p + 1):
            law = stats.t(n - p - 1, mean[j], scale[j])
            assert stats.kstest(every[:, j], law.cdf).pvalue > LEVEL


@pytest.mark.parametrize("shape", SHAPES.values(), ids=str)
def test_unpenalised_columns_are_the_limit_of_weak_penalties(shape):
    X, y = regression(*shape)
    factor = np.ones(X.shape[1])
    factor[[1, 4]] = 0.0
    weak = np.where(factor == 0, 1e-5, 1.0)

    def sample(factor, **more):
        problem = riata.make_problem(X, y, penalty="l2", penalty_factor=factor)
        return posterior_of(problem, 3.0 / len(y), Sampling(20_000, 1, 0, 1, 8, 1), **more)

    free, nearly = sample(factor, sigma2=0.4), sample(weak, sigma2=0.4)
    error = free.sd / np.sqrt(20_000)
    assert (np.abs(free.mean - nearly.mean) < 4 * np.sqrt(2) * error).all()
    np.testing.assert_allclose(free.sd, nearly.sd, rtol=0.04)
    # Two columns more or fewer in the prior are two degrees of freedom of sigma^2.
    free, nearly, left = sample(factor), sample(weak), len(y) - 3
    assert free.sigma2.mean() * (left - 2) == pytest.approx(nearly.sigma2.mean() * left, rel=0.02)


def test_weights_are_repetition():
    X, y = regression(20, 3)
    weight = np.tile([1, 2, 3, 1], 5)
    for estimator in (riata.Ridge(2.0), riata.Lasso(0.1)):
        weighted = estimator.posterior(X, y, sample_weight=weight, draws=8000, seed=9)
        repeated = estimator.posterior(
            np.repeat(X, weight, axis=0), np.repeat(y, weight), draws=8000, seed=10
        )
        error = 4 * np.sqrt(2) * weighted.sd / np.sqrt(weighted.ess_bulk)
        assert (np.abs(weighted.mean - repeated.mean) < error).all()
        assert weighted.sigma2.mean() == pytest.approx(repeated.sigma2.mean(), rel=0.02)
