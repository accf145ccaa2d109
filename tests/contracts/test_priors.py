"""What every penalty promises as a prior: a density with its normaliser, draws, a SciPy distribution."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from riata.errors import ImproperPriorError, ParameterError
from riata.penalties import REGISTRY, ElasticNet

PENALTIES = [
    *REGISTRY.values(),
    ElasticNet(0.0),
    ElasticNet(1e-6),
    ElasticNet(0.1),
    ElasticNet(0.9),
    ElasticNet(1.0),
]
RATES = [1e-6, 1.0, 30.0, 1e6]
POINTS = np.array([-2.0, -0.7, -0.01, 0.0, 0.3, 1.0, 2.5])
QUANTILES = np.array([1e-12, 1e-4, 0.1, 0.4, 0.5, 0.77, 0.999])


def is_proper(penalty):
    try:
        penalty.log_normaliser(1.0)
    except ImproperPriorError:
        return False
    return True


@pytest.fixture(params=[p for p in PENALTIES if is_proper(p)], ids=repr)
def penalty(request):
    return request.param


@pytest.fixture(params=RATES, ids=lambda r: f"rate={r:g}")
def rate(request):
    return request.param


def width(penalty, rate):
    """A typical size of w: where rate P(w) is one."""
    sizes = np.geomspace(1e-8, 1e8, 2001)
    return float(sizes[np.argmin(np.abs(np.log(rate * penalty.value(sizes))))])


def expectation(penalty, rate, power=0, span=(0.0, 60.0)):
    """The integral of u^power times the density of u = w / width over a span, by quadrature."""
    unit = width(penalty, rate)
    low, high = span
    inner = np.geomspace(0.02, 60.0, 9)
    knots = np.concatenate([[low], inner[(inner > low) & (inner < high)], [high]])

    def density(u):
        return unit * u**power * np.exp(penalty.log_prior(np.array(u * unit), rate))

    pieces = pairwise(knots)
    return sum(integrate.quad(density, a, b, epsrel=1e-11, epsabs=0)[0] for a, b in pieces)


def test_density_integrates_to_one(penalty, rate):
    assert 2 * expectation(penalty, rate) == pytest.approx(1.0, rel=1e-8)


def test_log_prior_is_minus_rate_times_penalty(penalty, rate):
    w = POINTS * width(penalty, rate)
    expected = -rate * penalty.value(w) - penalty.log_normaliser(rate)
    np.testing.assert_allclose(penalty.log_prior(w, rate), expected, rtol=1e-13)


def test_rates_may_differ_by_coefficient(penalty):
    rates = np.array([0.5, 2.0, 100.0])
    w = np.array([0.1, -1.0, 0.0])
    together = penalty.log_prior(w, rates)
    one_by_one = [penalty.log_prior(np.array([v]), r)[0] for v, r in zip(w, rates, strict=True)]
    np.testing.assert_allclose(together, one_by_one, rtol=1e-14)
    assert penalty.log_normaliser(rates).shape == (3,)


def test_scipy_density(penalty, rate):
    w, frozen = POINTS * width(penalty, rate), penalty.as_scipy(rate)
    expected = penalty.log_prior(w, rate)
    np.testing.assert_allclose(frozen.logpdf(w), expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(frozen.pdf(w), np.exp(expected), rtol=1e-11)


def test_scipy_probabilities_are_integrals_of_the_density(penalty, rate):
    frozen, unit = penalty.as_scipy(rate), width(penalty, rate)
    for u in (0.01, 0.5, 1.0, 3.0, 8.0):
        inside, outside = (expectation(penalty, rate, span=s) for s in ((0.0, u), (u, 60.0)))
        assert frozen.cdf(u * unit) == pytest.approx(0.5 + inside, rel=1e-9)
        assert frozen.cdf(-u * unit) == pytest.approx(outside, rel=1e-8, abs=0)
        assert frozen.sf(u * unit) == pytest.approx(outside, rel=1e-8, abs=0)
    assert frozen.cdf(0.0) == pytest.approx(0.5, rel=1e-15)
    assert frozen.cdf(-np.inf) == 0
    assert frozen.cdf(np.inf) == 1


def test_scipy_quantiles_invert_probabilities(penalty, rate):
    frozen = penalty.as_scipy(rate)
    np.testing.assert_allclose(frozen.cdf(frozen.ppf(QUANTILES)), QUANTILES, rtol=1e-7)
    assert abs(frozen.ppf(0.5)) <= 1e-7 * width(penalty, rate)
    np.testing.assert_array_equal(frozen.ppf([0.0, 1.0]), [-np.inf, np.inf])


def test_scipy_upper_quantiles_are_as_good_as_lower_ones(penalty, rate):
    frozen = penalty.as_scipy(rate)
    tails = np.array([1e-30, 1e-17, 1e-6, 0.3, 0.5, 0.9])
    np.testing.assert_allclose(frozen.sf(frozen.isf(tails)), tails, rtol=1e-7)
    zero = 1e-12 * width(penalty, rate)
    np.testing.assert_allclose(frozen.isf(tails), -frozen.ppf(tails), rtol=1e-9, atol=zero)


def test_scipy_moments(penalty, rate):
    mean, variance, skew, kurtosis = penalty.as_scipy(rate).stats(moments="mvsk")
    second, fourth = (2 * expectation(penalty, rate, power) for power in (2, 4))
    assert mean == 0
    assert skew == 0
    assert variance == pytest.approx(second * width(penalty, rate) ** 2, rel=1e-7, abs=0)
    assert kurtosis == pytest.approx(fourth / second**2 - 3.0, rel=1e-5, abs=1e-5)


def test_scipy_entropy(penalty, rate):
    unit = width(penalty, rate)
    mean_penalty = sum(
        integrate.quad(
            lambda u: unit * rate * penalty.value(u * unit) * np.exp(penalty.log_prior(u * unit, rate)),
            a,
            b,
            epsrel=1e-10,
        )[0]
        for a, b in pairwise([0.0, 1.0, 5.0, 20.0, 60.0])
    )
    expected = penalty.log_normaliser(rate) + 2 * mean_penalty
    assert penalty.as_scipy(rate).entropy() == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_draws_follow_the_density(penalty, rate):
    draws = penalty.sample(rate, 4000, 7)
    assert stats.kstest(draws, penalty.as_scipy(rate).cdf).pvalue > 1e-3
    assert stats.kstest(draws, penalty.as_scipy(rate * 1.5).cdf).pvalue < 1e-3


def test_draws_are_reproducible_and_shaped(penalty):
    first = penalty.sample(2.0, (3, 4), 11)
    assert first.shape == (3, 4)
    np.testing.assert_array_equal(first, penalty.sample(2.0, (3, 4), np.random.default_rng(11)))
    assert not np.array_equal(first, penalty.sample(2.0, (3, 4), 12))
    assert np.all(np.isfinite(penalty.sample(2.0, 10)))


@pytest.mark.parametrize("rate", [0.0, -1.0, np.inf, np.nan])
def test_a_rate_must_be_positive(penalty, rate):
    for ask in (
        lambda: penalty.log_normaliser(rate),
        lambda: penalty.log_normaliser(np.array([1.0, rate])),
        lambda: penalty.log_prior(np.ones(2), rate),
        lambda: penalty.sample(rate, 3, 0),
        lambda: penalty.as_scipy(rate),
    ):
        with pytest.raises(ParameterError, match="a prior needs a positive, finite rate, not"):
            ask()
