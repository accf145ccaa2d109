"""The objective, its gradient, and the posterior behind it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from riata.penalties import ElasticNet
from riata.problem import make_problem
from support.data import regression, sparse_regression
from support.options import OPTIONS, PENALTIES, make_options
from support.plain import plain

POINTS = 4


@pytest.fixture(params=OPTIONS)
def options(request):
    return make_options(request.param, 30, 5)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


def some_points(p=5):
    rng = np.random.default_rng(9)
    return [(rng.standard_normal(p), float(rng.standard_normal())) for _ in range(POINTS)]


def test_objective_by_its_definition(options, penalty):
    X, y = regression(30, 5)
    problem, oracle = make_problem(X, y, penalty=penalty, **options), plain(X, y, penalty, **options)
    for coef, intercept in some_points():
        for alpha in (0.0, 0.3, 20.0):
            expected = oracle.objective(coef, intercept, alpha)
            assert problem.objective(coef, intercept, alpha) == pytest.approx(expected, rel=1e-12)
        assert problem.penalty_value(coef) == pytest.approx(oracle.penalty(coef), rel=1e-12)
        assert problem.mean_loss(coef, intercept) == pytest.approx(
            oracle.mean_loss(coef, intercept), rel=1e-12
        )


def test_linear_predictor(options):
    X, y = regression(30, 5)
    problem = make_problem(X, y, **options)
    for coef, intercept in some_points():
        expected = options.get("offset", 0.0) + intercept + X @ coef
        np.testing.assert_allclose(problem.linear_predictor(coef, intercept), expected, atol=1e-12)


@pytest.mark.parametrize("make_data", [regression, sparse_regression])
def test_gradient_by_finite_differences(options, make_data):
    X, y = make_data(30, 5)
    problem, h = make_problem(X, y, **options), 1e-4
    for coef, intercept in some_points():
        ahead = [problem.mean_loss(coef + h * e, intercept) for e in np.eye(5)]
        behind = [problem.mean_loss(coef - h * e, intercept) for e in np.eye(5)]
        slope = (np.array(ahead) - np.array(behind)) / (2 * h)
        np.testing.assert_allclose(problem.gradient(coef, intercept), slope, rtol=1e-7, atol=1e-8)


def test_posterior_is_minus_tau_times_the_objective(options, penalty):
    """-log posterior = tau F + const, tau = S / phi: const does not depend on coefficients."""
    X, y = regression(30, 5)
    problem = make_problem(X, y, penalty=penalty, **options)
    for alpha in (1e-3, 0.4):
        for phi in (0.3, 2.0):
            tau = problem.units.total / phi
            constant = [
                problem.log_posterior(coef, w0, alpha, phi) + tau * problem.objective(coef, w0, alpha)
                for coef, w0 in some_points()
            ]
            np.testing.assert_allclose(constant, constant[0], rtol=1e-10)


def test_posterior_from_scipy(options, penalty):
    """Log likelihood of a Normal plus the log density of every penalised coefficient's own prior."""
    X, y = regression(30, 5)
    problem, oracle = make_problem(X, y, penalty=penalty, **options), plain(X, y, penalty, **options)
    alpha, phi = 0.4, 1.7
    for coef, intercept in some_points():
        eta = options.get("offset", 0.0) + intercept + X @ coef
        expected = oracle.weight @ stats.norm(eta, np.sqrt(phi)).logpdf(y)
        for j in np.flatnonzero(oracle.factor > 0):
            prior = penalty.as_scipy(oracle.total / phi * alpha * oracle.factor[j])
            expected += prior.logpdf(oracle.spread[j] * coef[j]) + np.log(oracle.spread[j])
        found = problem.log_posterior(coef, intercept, alpha, phi)
        assert found == pytest.approx(expected, rel=1e-10)


def test_rate_of_the_prior():
    X, y = regression(30, 5)
    weight = np.full(30, 2.0)
    problem = make_problem(X, y, sample_weight=weight, penalty_factor=[0, 1, 2, 1, 1])
    np.testing.assert_allclose(
        problem.prior_rate(0.3, 4.0), 60 / 4.0 * 0.3 * np.array([0, 1, 2, 1, 1.0])
    )


def test_a_constant_column_has_no_prior_to_speak_of():
    X, y = regression(30, 5)
    X[:, 1] = 2.0
    problem = make_problem(X, y, standardize=True)
    assert np.isfinite(problem.log_posterior(np.zeros(5), 0.0, 0.1, 1.0))


def test_other_problems_on_the_same_data(options):
    X, y = regression(30, 5)
    problem = make_problem(X, y, penalty="l1", **options)
    before = problem.alpha_max
    other = problem.with_penalty(ElasticNet(0.5))
    assert other.units is problem.units
    assert other.alpha_max == pytest.approx(2 * before)
    assert problem.alpha_max == before
    weight = np.arange(30.0)
    heavier = problem.reweighted(weight)
    fresh = make_problem(X, y, **({"penalty": "l1"} | options | {"sample_weight": weight}))
    assert heavier.alpha_max == pytest.approx(fresh.alpha_max, rel=1e-12)
    np.testing.assert_array_equal(heavier.units.products, fresh.units.products)


def test_options_make_the_same_problem_again(options, penalty):
    X, y = regression(30, 5)
    problem = make_problem(X, y, penalty=penalty, **options)
    data = {name: options[name] for name in ("sample_weight", "offset") if name in options}
    again = make_problem(X, y, **data, **problem.options)
    for coef, intercept in some_points():
        assert again.objective(coef, intercept, 0.3) == problem.objective(coef, intercept, 0.3)
    np.testing.assert_array_equal(again.lower, problem.lower)
    np.testing.assert_array_equal(again.upper, problem.upper)
