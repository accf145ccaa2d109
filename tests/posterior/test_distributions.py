"""Random numbers of the core against the distributions they should have, extreme ones too."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, special, stats

from riata import _core

SEED = np.array([1, 2, 3, 4], dtype=np.uint64)
COUNT = 20_000
#: Of one Kolmogorov-Smirnov test; about forty are made, at one fixed seed.
LEVEL = 1e-4


def draws(name, a=0.0, b=0.0, c=0.0, *, count=COUNT, stream=0):
    return _core.random_draws(name, a, b, c, count, SEED, stream)


def agrees(sample, cdf):
    return stats.kstest(sample, cdf).pvalue > LEVEL


def test_generator_is_xoshiro():
    """The first numbers of xoshiro256++ from the state 1, 2, 3, 4, as its authors' code gives them."""
    words = np.array([41943041, 58720359, 3588806011781223, 3591011842654386], dtype=np.uint64)
    expected = ((words >> np.uint64(12)).astype(float) + 0.5) * 2.0**-52
    np.testing.assert_array_equal(draws("uniform", count=4), expected)


def test_streams_are_their_own():
    streams = np.array([draws("normal", count=20_000, stream=k) for k in range(4)])
    assert np.abs(np.corrcoef(streams) - np.eye(4)).max() < 4.5 / np.sqrt(20_000)


def test_normal():
    sample = draws("normal", count=400_000)
    assert agrees(sample, stats.norm.cdf)
    tail = np.abs(sample[np.abs(sample) > 3.5])
    assert abs(len(tail) - 400_000 * 2 * stats.norm.sf(3.5)) < 4 * np.sqrt(len(tail))
    assert agrees(tail, lambda x: 1 - stats.norm.sf(x) / stats.norm.sf(3.5))


@pytest.mark.parametrize("shape", [0.02, 0.5, 1.0, 2.5, 40.0, 1e6])
def test_gamma(shape):
    assert agrees(draws("gamma", shape), stats.gamma(shape).cdf)


def test_gamma_of_a_tiny_shape_keeps_its_small_values():
    sample = np.log(draws("gamma", 0.02))
    assert agrees(sample, lambda t: special.gammainc(0.02, np.exp(t)))


@pytest.mark.parametrize("r", [1e-3, 0.3, 1.0, 30.0])
@pytest.mark.parametrize("rb", [0.01, 0.5, 5.0, 200.0])
def test_laplace_variance_is_a_reciprocal_inverse_gaussian(r, rb):
    sample = draws("laplace_variance", r, rb / r)
    # SciPy's is exact in this range: mean r / |b|, shape r^2.
    assert agrees(1 / sample, stats.invgauss(1 / rb, scale=r * r).cdf)


def test_laplace_variance_of_a_zero_coefficient():
    """Its limit: r^2 u is chi-squared with one degree of freedom."""
    for b in (0.0, 1e-300, 1e-12):
        assert agrees(4.0 * draws("laplace_variance", 2.0, b), stats.chi2(1).cdf)


def test_laplace_variance_of_a_huge_coefficient():
    """Its limit: Normal about |b| / r with relative deviation 1 / sqrt(r |b|)."""
    for rb in (1e9, 1e14):
        sample = draws("laplace_variance", 3.0, rb / 3.0)
        assert agrees((sample / (rb / 9.0) - 1.0) * np.sqrt(rb), stats.norm.cdf)


@pytest.mark.parametrize("m", [1e-200, 1e-10, 1e-3, 0.2, 0.9, 1.0, 3.0, 1e4])
def test_horseshoe_precision(m):
    sample = draws("horseshoe_precision", m)
    at = special.exp1(m)

    def cdf(eta):
        if m > 100:  # e^-m underflows: 1 + eta hardly differs from one
            return -np.expm1(-m * eta)
        return 1 - special.exp1(m * (1 + eta)) / at

    assert (sample > 0).all()
    assert stats.kstest(sample, cdf).pvalue > (LEVEL if m < 100 else 1e-5)


@pytest.mark.parametrize(("a", "delta", "t"), [(1.0, 1.0, 0.0), (3.0, 1.78, 2.0), (12.0, 0.0, 5.0),
                                               (102.0, 1.78, 40.0), (4.0, 1e4, 1.0)])  # fmt: skip
def test_tilted_gamma(a, delta, t):
    sample = draws("tilted_gamma", a, delta, t)

    def density(x):
        return x ** (a - 1) * np.exp(-delta * x * x - t * x)

    grid = np.linspace(0, sample.max() * 1.5, 20_001)
    mass = integrate.cumulative_simpson(density(grid), x=grid, initial=0)
    assert agrees(sample, lambda x: np.interp(x, grid, mass / mass[-1]))


def test_log_scaled_e1():
    log_h = np.concatenate([np.linspace(-30, 5, 3001), [-200.0, -50.0, 50.0, 300.0]])
    h = np.exp(log_h)
    small = h < 100
    expected = np.empty_like(h)
    expected[small] = np.log(special.exp1(h[small])) + h[small]
    large = h[~small]
    # its asymptotic series
    expected[~small] = -np.log(large) + np.log1p(
        -1 / large * (1 - 2 / large * (1 - 3 / large * (1 - 4 / large)))
    )
    found = np.array([_core.log_scaled_e1(t) for t in log_h])
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-8)


def test_log_erfcx():
    x = np.concatenate([[0.0], np.geomspace(1e-8, 1e8, 200)])
    found = np.array([_core.log_erfcx(v) for v in x])
    np.testing.assert_allclose(found, np.log(special.erfcx(x)), rtol=1e-12, atol=2e-13)
