"""Same model in other units; same draws for any number of threads; a chain that can be stopped."""

from __future__ import annotations

import os
import signal
import threading
import time

import numpy as np
import pytest

import riata
from riata.posterior import bayesian_lasso, bayesian_ridge, horseshoe
from support.data import SHAPES, regression

FEW = {"draws": 60, "chains": 3, "seed": 5}

SAMPLERS = {
    "lasso, lam known": lambda X, y, **more: bayesian_lasso(X, y, lam=0.5, **FEW, **more),
    "lasso, lam drawn": lambda X, y, **more: bayesian_lasso(X, y, **FEW, **more),
    # Its chains magnify a rounding error: after a few hundred sweeps they are other draws.
    "horseshoe": lambda X, y, **more: horseshoe(X, y, **FEW | {"draws": 12}, warmup=0, **more),
    "ridge": lambda X, y, **more: bayesian_ridge(X, y, **FEW, **more),
}


@pytest.fixture(params=SHAPES.values(), ids=str)
def data(request):
    return regression(*request.param)


@pytest.fixture(params=SAMPLERS)
def sampler(request):
    return SAMPLERS[request.param]


@pytest.mark.parametrize("unit", [1e6, 1e-6, 1e100, 1e-100])
def test_units_of_y(sampler, data, unit):
    X, y = data
    plain, scaled = sampler(X, y), sampler(X, y * unit)
    np.testing.assert_allclose(scaled.coef / unit, plain.coef, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(scaled.intercept / unit, plain.intercept, rtol=1e-6)
    np.testing.assert_allclose(scaled.sigma2 / unit / unit, plain.sigma2, rtol=1e-6)
    for name, values in plain.hyper.items():
        np.testing.assert_allclose(scaled.hyper[name], values, rtol=1e-6)


@pytest.mark.parametrize("sample", [bayesian_lasso, horseshoe, bayesian_ridge])
def test_units_that_round_nothing(sample, data):
    X, y = data
    plain, scaled = sample(X, y, **FEW), sample(X * 2.0**-9, y * 2.0**20, **FEW)
    np.testing.assert_array_equal(scaled.coef * 2.0**-29, plain.coef)
    np.testing.assert_array_equal(scaled.sigma2 * 2.0**-40, plain.sigma2)


def test_units_of_x(sampler, data):
    X, y = data
    unit = np.ones(X.shape[1])
    unit[[0, 2]] = 1e-6, 1e7
    plain, scaled = sampler(X, y), sampler(X * unit, y)
    np.testing.assert_allclose(scaled.coef * unit, plain.coef, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(scaled.sigma2, plain.sigma2, rtol=1e-6)
    np.testing.assert_allclose(scaled.intercept, plain.intercept, rtol=1e-6)


@pytest.mark.parametrize("unit", [1e6, 1e-6])
@pytest.mark.parametrize("estimator", [riata.Lasso, riata.ElasticNet])
def test_units_of_an_estimator(estimator, data, unit):
    """alpha has the units of y, so it is told in them."""
    X, y = data
    share = {} if estimator is riata.Lasso else {"l1_ratio": 1.0}
    plain = estimator(0.2, **share).posterior(X, y, **FEW)
    scaled = estimator(0.2 * unit, **share).posterior(X, y * unit, **FEW)
    np.testing.assert_allclose(scaled.coef / unit, plain.coef, rtol=1e-6, atol=1e-9)


def test_y_in_large_units_does_not_collapse(diabetes):
    """scikit-learn's BayesianRidge gives zeros at y x 1e6."""
    X, y = diabetes
    post = bayesian_ridge(X, y * 1e6, seed=1)
    assert np.abs(post.mean).max() > 4e8


def test_threads_change_nothing(sampler, data):
    one, two = (sampler(*data, n_threads=threads) for threads in (1, 2))
    np.testing.assert_array_equal(one.coef, two.coef)
    np.testing.assert_array_equal(one.sigma2, two.sigma2)
    np.testing.assert_array_equal(one.intercept, two.intercept)


def test_seeds(data):
    X, y = data
    first, again, other = (bayesian_lasso(X, y, draws=50, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.coef, again.coef)
    assert not (first.coef == other.coef).any()
    assert len(np.unique(first.coef[:, -1, 0])) == first.chains
    generators = [np.random.default_rng(3) for _ in range(2)]
    drawn = [bayesian_lasso(X, y, draws=50, seed=g).coef for g in generators]
    np.testing.assert_array_equal(*drawn)
    fresh = [bayesian_lasso(X, y, draws=50).coef for _ in range(2)]
    assert not (fresh[0] == fresh[1]).any()


def test_chains_are_those_of_fewer(data):
    """A chain depends on the seed and on its own number."""
    X, y = data
    two, four = (bayesian_lasso(X, y, draws=50, seed=1, chains=chains).hyper["lam"] for chains in (2, 4))
    np.testing.assert_array_equal(two, four[:2])


@pytest.mark.parametrize("sample", [bayesian_lasso, horseshoe])
@pytest.mark.parametrize("shape", [(60, 30), (30, 60)], ids=str)
def test_ctrl_c_stops_within_a_second(sample, shape):
    X, y = regression(*shape)
    # A job in the background is born with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    sent: list[float] = []

    def interrupt():
        time.sleep(0.1)
        sent.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    sender = threading.Thread(target=interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            sender.start()
            sample(X, y, draws=1, thin=100_000_000, seed=1)
        sender.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.perf_counter() - sent[0] < 1.0


def test_standardised_columns_are_taken_as_they_are(prostate):
    """lam is relative to the length of columns: those of unit variance count as sqrt(n) long."""
    X, y = prostate
    n = len(y)
    as_given = bayesian_lasso(X, y, 2.0 * np.sqrt(n), **FEW)
    unit_length = bayesian_lasso(X / np.sqrt(n), y, 2.0, **FEW)
    np.testing.assert_allclose(as_given.coef * np.sqrt(n), unit_length.coef, rtol=1e-6, atol=1e-9)
    assert "as given" in as_given.prior
    others = bayesian_lasso(X * 7.0 + 3.0, y, 2.0, **FEW)
    np.testing.assert_allclose(others.coef * 7.0 * np.sqrt(n), unit_length.coef, rtol=1e-6, atol=1e-9)
    assert "unit length" in others.prior
    told = bayesian_lasso(X, y, 2.0, standardize=True, **FEW)
    np.testing.assert_allclose(told.coef * np.sqrt(n), unit_length.coef, rtol=1e-6, atol=1e-9)
