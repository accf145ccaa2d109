"""L1 and L2: the priors that the article gives, with its scales."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from riata.penalties import L1, L2


def test_l1_is_laplace():
    w, rate = np.linspace(-3.0, 3.0, 13), 4.0
    np.testing.assert_allclose(L1().log_prior(w, rate), stats.laplace(scale=0.25).logpdf(w))
    np.testing.assert_allclose(L1().prox(w, 1.0), np.sign(w) * np.maximum(np.abs(w) - 1.0, 0.0))
    assert L1().log_normaliser(rate) == pytest.approx(np.log(0.5))
    assert L1().as_scipy(rate).std() == pytest.approx(np.sqrt(2.0) / rate)
    assert L1().family == "laplace"


def test_l2_is_normal():
    w, rate = np.linspace(-3.0, 3.0, 13), 4.0
    np.testing.assert_allclose(L2().log_prior(w, rate), stats.norm(scale=0.5).logpdf(w))
    np.testing.assert_allclose(L2().prox(w, 1.0), w / 2.0)
    assert L2().as_scipy(rate).std() == pytest.approx(0.5)
    assert L2().family == "normal"


def test_l2_sets_nothing_to_zero():
    assert list(L2().score(np.array([-1.0, 0.0, 1e-300]))) == [np.inf, 0.0, np.inf]


def test_strengths_of_the_article():
    """|y - Xw|^2 + lambda |w|_1 and + lambda |w|^2: lambda = 2 sigma^2 / b and sigma^2 / s^2."""
    total, sigma2, alpha = 50.0, 2.5, 0.3  # lambda = 2 S alpha and S alpha
    rate = total / sigma2 * alpha
    b, s2 = L1().as_scipy(rate).kwds["scale"], L2().as_scipy(rate).var()
    assert 2 * total * alpha == pytest.approx(2 * sigma2 / b)
    assert total * alpha == pytest.approx(sigma2 / s2)
