"""The elastic net between its two limits, l1_ratio -> 0 and -> 1."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from riata.errors import ParameterError
from riata.penalties import L1, L2, ElasticNet

LIMITS = [(1e-9, L2()), (1.0 - 1e-9, L1())]
ENDS = [(0.0, L2()), (1.0, L1())]
RATES = [1.0, 100.0, 1e4]


@pytest.mark.parametrize(("l1_ratio", "end"), ENDS)
def test_at_its_ends_it_is_the_other_penalty(l1_ratio, end):
    penalty, w = ElasticNet(l1_ratio), np.array([-2.0, 0.0, 0.3])
    np.testing.assert_array_equal(penalty.value(w), end.value(w))
    np.testing.assert_array_equal(penalty.prox(w, 0.2), end.prox(w, 0.2))
    np.testing.assert_array_equal(penalty.score(w), end.score(w))
    assert penalty.elastic == end.elastic
    assert penalty.log_normaliser(3.0) == end.log_normaliser(3.0)
    np.testing.assert_array_equal(penalty.sample(3.0, 5, 1), end.sample(3.0, 5, 1))
    assert penalty.as_scipy(3.0).std() == end.as_scipy(3.0).std()


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("l1_ratio", "end"), LIMITS)
def test_density_is_continuous_in_the_ratio(l1_ratio, end, rate):
    w = end.as_scipy(rate).ppf([1e-3, 0.2, 0.5, 0.9])
    got = ElasticNet(l1_ratio).log_prior(w, rate)
    np.testing.assert_allclose(got, end.log_prior(w, rate), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("l1_ratio", "end"), LIMITS)
def test_distribution_is_continuous_in_the_ratio(l1_ratio, end, rate):
    near, limit = ElasticNet(l1_ratio).as_scipy(rate), end.as_scipy(rate)
    q = np.array([1e-3, 0.2, 0.5, 0.9])
    np.testing.assert_allclose(near.cdf(limit.ppf(q)), q, rtol=1e-6)
    np.testing.assert_allclose(near.ppf(q), limit.ppf(q), rtol=1e-5, atol=1e-6 * limit.std())
    assert near.std() == pytest.approx(limit.std(), rel=1e-6)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("l1_ratio", "end"), LIMITS)
def test_draws_are_continuous_in_the_ratio(l1_ratio, end, rate):
    draws = ElasticNet(l1_ratio).sample(rate, 4000, 3)
    assert stats.kstest(draws, end.as_scipy(rate).cdf).pvalue > 1e-3


def test_normaliser_of_the_product_of_densities():
    """The integral of exp(-a|w| - b w^2 / 2) is 2 Phi(-a/sqrt b) / (sqrt b phi(a/sqrt b))."""
    a, b = 1.2, 1.8
    tail = stats.norm.sf(a / np.sqrt(b)) / stats.norm.pdf(a / np.sqrt(b))
    expected = np.log(2.0 * tail / np.sqrt(b))
    assert ElasticNet(0.4).log_normaliser(3.0) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("l1_ratio", [1e-9, 0.1, 0.5, 1.0 - 1e-9])
def test_log_tails_where_the_tails_themselves_are_zero(l1_ratio, rate):
    """The tail is the density over the hazard of a Normal: between z and (z + sqrt(z^2 + 4)) / 2."""
    frozen, (a, b) = ElasticNet(l1_ratio).as_scipy(rate), (rate * l1_ratio, rate * (1 - l1_ratio))
    x = frozen.std() * np.array([0.01, 1.0, 30.0, 1e3, 1e6])
    z = (a + b * x) / np.sqrt(b)
    most = frozen.logpdf(x) - np.log(z * np.sqrt(b))
    least = frozen.logpdf(x) - np.log(0.5 * (z + np.sqrt(z**2 + 4.0)) * np.sqrt(b))
    slack = 1e-13 * (1.0 + np.abs(most))
    assert np.all(frozen.logsf(x) <= most + slack)
    assert np.all(frozen.logsf(x) >= least - slack)
    np.testing.assert_array_equal(frozen.logcdf(-x), frozen.logsf(x))
    np.testing.assert_allclose(np.exp(frozen.logcdf(x)), frozen.cdf(x), rtol=1e-13)
    np.testing.assert_allclose(frozen.logsf(x[:2]), np.log(frozen.sf(x[:2])), rtol=1e-12)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("l1_ratio", "end"), LIMITS)
def test_moments_are_continuous_in_the_ratio(l1_ratio, end, rate):
    near, limit = (p.as_scipy(rate).stats(moments="mvsk") for p in (ElasticNet(l1_ratio), end))
    np.testing.assert_allclose(near, limit, rtol=1e-4, atol=1e-6)
    entropy = end.as_scipy(rate).entropy()
    assert ElasticNet(l1_ratio).as_scipy(rate).entropy() == pytest.approx(entropy, rel=1e-4)


def test_lies_between_its_limits_at_the_same_rate():
    near = [ElasticNet(r).as_scipy(2.0).std() for r in (0.01, 0.5, 0.99)]
    assert L1().as_scipy(2.0).std() * 0.99 < near[2]
    assert near[0] < L2().as_scipy(2.0).std() * 1.01


@pytest.mark.parametrize("l1_ratio", [-0.1, 1.1, np.nan, np.inf])
def test_ratio_is_a_share(l1_ratio):
    with pytest.raises(ParameterError, match=f"l1_ratio must be between 0 and 1, not {l1_ratio}"):
        ElasticNet(l1_ratio)
