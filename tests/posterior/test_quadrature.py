"""Posteriors of one coefficient against quadrature over it and over log sigma."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.posterior import Sampling, posterior_of

SAMPLING = Sampling(10_000, 4, 200, 1, 7, 1)
WIDE = 4.0


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(15, 1)) + 2.0
    return x, 0.6 * x[:, 0] + rng.normal(size=15) - 4.0


def quadrature(x, y, log_prior, intercept=True, known=None):
    """Mean and sd of the coefficient and of sigma^2; log_prior(beta, variance), of any normaliser.

    With an intercept of flat prior, x and y are centred and a degree of freedom is gone.
    """
    x = x[:, 0] - (x.mean() if intercept else 0.0)
    y = y - (y.mean() if intercept else 0.0)
    df = len(y) - intercept
    centre, spread = x @ y / (x @ x), np.sqrt(y @ y / (x @ x) / df)
    beta = np.linspace(-abs(centre) - 12 * spread, abs(centre) + 12 * spread, 4001)[:, None]
    log_v = np.log(y @ y / df) + np.linspace(-5, 5, 801)[None, :]
    if known is not None:
        log_v = np.log([[known]])
    square = np.sum((y[:, None] - x[:, None] * beta[:, 0]) ** 2, axis=0)[:, None]
    height = -0.5 * df * log_v - 0.5 * square / np.exp(log_v) + log_prior(beta, np.exp(log_v))
    weight = np.exp(height - height.max())
    weight /= weight.sum()

    def moments(values):
        mean = np.sum(weight * values)
        return mean, np.sqrt(max(np.sum(weight * values**2) - mean**2, 0.0))

    return moments(beta), moments(np.exp(log_v))


def agrees(post, expected):
    (mean, sd), (mean_variance, sd_variance) = expected
    size = post.ess_bulk[0]
    assert abs(post.mean[0] - mean) < WIDE * sd / np.sqrt(size)
    assert post.sd[0] == pytest.approx(sd, rel=0.02)
    if np.ptp(post.sigma2) == 0:
        assert post.sigma2[0, 0] == pytest.approx(mean_variance, rel=1e-14)
        return
    assert abs(post.sigma2.mean() - mean_variance) < WIDE * sd_variance / np.sqrt(0.3 * post.sigma2.size)
    assert post.sigma2.std() == pytest.approx(sd_variance, rel=0.05)


PENALTIES = {
    "L1": riata.penalties.L1(),
    "elastic net": riata.penalties.ElasticNet(0.4),
    "L2": riata.penalties.L2(),
}


@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("alpha", [0.02, 0.5])
@pytest.mark.parametrize("name", PENALTIES)
class TestPenalised:
    """Every way in which the noise may be known, not known, or apart from the prior."""

    def problem(self, data, name, intercept):
        return riata.make_problem(*data, penalty=PENALTIES[name], fit_intercept=intercept)

    def test_prior_that_follows_the_noise(self, data, name, alpha, intercept):
        penalty, n = PENALTIES[name], len(data[1])
        expected = quadrature(*data, lambda b, v: penalty.log_prior(b, n * alpha / v) + 0 * b, intercept)
        agrees(posterior_of(self.problem(data, name, intercept), alpha, SAMPLING), expected)

    def test_known_noise(self, data, name, alpha, intercept):
        penalty, n = PENALTIES[name], len(data[1])
        expected = quadrature(
            *data, lambda b, v: penalty.log_prior(b, n * alpha / v), intercept, known=0.8
        )
        post = posterior_of(self.problem(data, name, intercept), alpha, SAMPLING, sigma2=0.8)
        agrees(post, expected)

    def test_prior_apart_from_the_noise(self, data, name, alpha, intercept):
        penalty, n = PENALTIES[name], len(data[1])
        expected = quadrature(
            *data, lambda b, v: penalty.log_prior(b, n * alpha / 0.7) + 0 * v, intercept
        )
        post = posterior_of(self.problem(data, name, intercept), alpha, SAMPLING, prior_sigma2=0.7)
        agrees(post, expected)


def test_mode_is_the_fit(data):
    """With one coefficient and sigma^2 known, the density's top is the lasso's coefficient."""
    x, y = data
    post = riata.Lasso(0.2).posterior(x, y, sigma2=0.8, draws=25_000, seed=1)
    counts, edges = np.histogram(post.coef, bins=120)
    top = np.argmax(np.convolve(counts, np.ones(7) / 7, mode="same"))
    assert abs(0.5 * (edges[top] + edges[top + 1]) - post.mode[0]) < 0.15 * post.sd[0]
