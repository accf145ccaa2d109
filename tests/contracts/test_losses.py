"""What every loss promises: derivatives, conjugate, deviance, likelihood. A new loss is one row."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats

from riata.losses import REGISTRY, make_loss

#: The likelihood of each loss from an independent source, given mean and dispersion.
LIKELIHOODS = {
    "normal": lambda y, mean, phi: stats.norm(mean, np.sqrt(phi)).logpdf(y),
}
#: Responses that each family can have.
RESPONSES = {"normal": np.array([-3.0, -0.2, 0.0, 1.0, 12.5])}
ETA = np.array([-2.5, -1.0, 0.0, 0.3, 2.0])


@pytest.fixture(params=REGISTRY.values(), ids=lambda loss: loss.name)
def loss(request):
    return request.param


@pytest.fixture
def grid(loss):
    """Every response against every predictor."""
    y, eta = np.meshgrid(RESPONSES[loss.family], ETA)
    return y.ravel(), eta.ravel()


def test_residual_is_minus_the_derivative(loss, grid):
    y, eta = grid
    h = 1e-5
    slope = (loss.value(y, eta + h) - loss.value(y, eta - h)) / (2 * h)
    np.testing.assert_allclose(loss.residual(y, eta), -slope, rtol=1e-7, atol=1e-7)


def test_curvature_is_the_second_derivative(loss, grid):
    y, eta = grid
    h = 1e-4
    bend = -(loss.residual(y, eta + h) - loss.residual(y, eta - h)) / (2 * h)
    np.testing.assert_allclose(loss.curvature(y, eta), bend, rtol=1e-6, atol=1e-8)


def test_curvature_is_constant_where_the_loss_is_quadratic(loss, grid):
    y, eta = grid
    curvature = loss.curvature(y, eta)
    assert curvature.shape == y.shape
    assert np.all(curvature >= 0)
    assert loss.quadratic == bool(np.ptp(curvature) == 0)


def test_conjugate_is_the_supremum(loss, grid):
    y, eta = grid
    theta = -loss.residual(y, eta)  # where the supremum is attained
    for yi, ti in zip(y, theta, strict=True):
        found = optimize.minimize_scalar(
            lambda e, yi=yi, ti=ti: loss.value(yi, e) - ti * e, bounds=(-60, 60), method="bounded"
        )
        assert loss.conjugate(yi, ti) == pytest.approx(-found.fun, rel=1e-8, abs=1e-8)


def test_fenchel_young(loss, grid):
    y, eta = grid
    best = -loss.residual(y, eta)
    value = loss.value(y, eta)
    equal = loss.conjugate(y, best)
    np.testing.assert_allclose(value + equal, best * eta, rtol=1e-12, atol=1e-12)
    for shift in (-0.05, 0.01):
        with np.errstate(invalid="ignore"):
            other = loss.conjugate(y, best + shift)
        inside = np.isfinite(other)
        assert np.all((value + other - (best + shift) * eta)[inside] > 0)


def test_deviance_is_twice_the_excess(loss, grid):
    y, eta = grid
    least = -loss.conjugate(y, np.zeros_like(y))  # min over eta of l(y, eta)
    np.testing.assert_allclose(loss.deviance(y, eta), 2 * (loss.value(y, eta) - least), atol=1e-12)


def test_mean_is_where_the_residual_vanishes(loss):
    y = loss.mean(ETA)
    np.testing.assert_allclose(loss.residual(y, ETA), 0.0, atol=1e-14)


@pytest.mark.parametrize("phi", [0.25, 1.0, 9.0])
def test_log_likelihood_is_the_family_s(loss, grid, phi):
    y, eta = grid
    expected = LIKELIHOODS[loss.family](y, loss.mean(eta), phi)
    np.testing.assert_allclose(loss.log_likelihood(y, eta, phi), expected, rtol=1e-12)


@pytest.mark.parametrize("phi", [0.25, 4.0])
def test_log_likelihood_is_minus_loss_over_dispersion(loss, grid, phi):
    y, eta = grid
    rest = loss.log_likelihood(y, eta, phi) + loss.value(y, eta) / phi
    by_response = rest.reshape(len(ETA), -1)
    np.testing.assert_allclose(by_response, by_response[:1] * np.ones((len(ETA), 1)), rtol=1e-12)


def test_predictors_may_be_many(loss):
    y, eta = RESPONSES[loss.family][:, None], np.stack([ETA, ETA + 1.0, ETA - 0.5], axis=1)
    for verb in (loss.value, loss.residual, loss.curvature, loss.deviance):
        table = verb(y, eta)
        assert table.shape == eta.shape
        np.testing.assert_array_equal(table[:, 1], verb(y[:, 0], eta[:, 1]))


def test_the_registry_finds_it(loss):
    assert make_loss(loss.name) is loss
    assert make_loss(loss) is loss
    assert REGISTRY[loss.name] is loss
