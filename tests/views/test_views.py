"""One fit from each side: against the definitions in plain NumPy, and back again."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import stats

import riata
from riata.errors import ParameterError
from riata.problem import make_problem
from riata.solve import Grid, Settings
from riata.views import make_views
from support.data import SHAPES, regression
from support.options import OPTIONS, PENALTIES, make_options
from support.plain import plain

ALPHA, SIGMA2 = 0.15, 0.7


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


@pytest.fixture(params=OPTIONS)
def options(request, data):
    return make_options(request.param, *data[0].shape)


def fitted(data, penalty, options, alpha=ALPHA):
    path = riata.path(*data, penalty=penalty, alphas=[alpha], tol=1e-12, **options)
    return path.problem, path.solution(0)


@pytest.fixture
def fit(data, penalty, options):
    return fitted(data, penalty, options)


@pytest.fixture
def views(fit):
    return make_views(*fit, sigma2=SIGMA2)


def test_penalty_and_constraint(views, fit, data, penalty, options):
    oracle = plain(*data, penalty, **options)
    solution = fit[1]
    loss = oracle.mean_loss(solution.coef, solution.intercept)
    a, b = penalty.elastic
    u = oracle.spread * solution.coef
    value = oracle.factor @ (a * np.abs(u) + b * u**2 / 2)
    assert views.alpha == views.multiplier == ALPHA
    assert views.bound == views.penalty_value == pytest.approx(value, rel=1e-12)
    assert views.mean_loss == pytest.approx(loss, rel=1e-12)
    assert views.objective == pytest.approx(loss + ALPHA * value, rel=1e-12)
    assert views.total == pytest.approx(oracle.total, rel=1e-14)
    assert views.rows == len(data[1])


def test_scales_of_the_prior(views, data, penalty, options):
    """Laplace of scale b_j, Normal of deviation s_j: in units of the data, and times deviations."""
    oracle = plain(*data, penalty, **options)
    centre = oracle.x_mean
    deviation = np.sqrt(oracle.weight @ (data[0] - centre) ** 2 / oracle.total)
    a, b = penalty.elastic
    tau = oracle.total / SIGMA2
    with np.errstate(divide="ignore"):
        if a > 0:
            each = 1 / (tau * ALPHA * a * oracle.factor * oracle.spread)
            assert views.b == pytest.approx(SIGMA2 / (oracle.total * ALPHA * a), rel=1e-13)
            np.testing.assert_allclose(views.prior.b_each, each, rtol=1e-12)
            np.testing.assert_allclose(views.prior.b_standardized, each * deviation, rtol=1e-12)
            assert views.lambda_l1 == pytest.approx(2 * SIGMA2 / views.b, rel=1e-13)
        else:
            assert views.b is views.prior.b_each is views.lambda_l1 is None
        if b > 0:
            each = 1 / np.sqrt(tau * ALPHA * b * oracle.factor) / oracle.spread
            assert views.s == pytest.approx(np.sqrt(SIGMA2 / (oracle.total * ALPHA * b)), rel=1e-13)
            np.testing.assert_allclose(views.prior.s_each, each, rtol=1e-12)
            np.testing.assert_allclose(views.prior.s_standardized, each * deviation, rtol=1e-12)
            assert views.lambda_l2 == pytest.approx(SIGMA2 / views.s**2, rel=1e-13)
        else:
            assert views.s is views.prior.s_each is views.lambda_l2 is None
    assert views.prior_scale == (views.b if a > 0 else views.s)
    np.testing.assert_array_equal(views.prior.flat, oracle.factor == 0)
    assert views.prior.proper == (oracle.factor > 0).all()


def test_log_posterior(views, fit, data, penalty, options):
    problem, solution = fit
    oracle = plain(*data, penalty, **options)
    eta = data[0] @ solution.coef + solution.intercept + options.get("offset", 0.0)
    each = stats.norm(eta, np.sqrt(SIGMA2)).logpdf(data[1])
    assert views.log_likelihood == pytest.approx(oracle.weight @ each, rel=1e-11)
    prior = 0.0
    for w, rate, m in zip(solution.coef, views.prior.rate, oracle.spread, strict=True):
        prior += penalty.as_scipy(rate).logpdf(m * w) + np.log(m) if rate > 0 else 0.0
    assert views.log_prior == pytest.approx(prior, rel=1e-9)
    known = problem.log_posterior(solution.coef, solution.intercept, ALPHA, SIGMA2)
    assert views.log_posterior == pytest.approx(known, rel=1e-11)


def test_the_article_s_lambdas_pose_the_same_problem(data):
    """Gradients of ||y - Xw||^2 + lambda P vanish at the fit: lambda |.|_1 and lambda |.|^2."""
    X, y = data
    for penalty in PENALTIES.values():
        views = make_views(*fitted(data, penalty, {"fit_intercept": False}))
        w = views.coef
        slope = -2 * X.T @ (y - X @ w) + 2 * (views.lambda_l2 or 0.0) * w
        kept = w != 0
        expected = -(views.lambda_l1 or 0.0) * np.sign(w[kept])
        np.testing.assert_allclose(slope[kept], expected, atol=1e-9 * len(y) * np.abs(y).max())


# --- round trips ------------------------------------------------------------------------------


def same(found, known):
    size = max(np.abs(known).max(), 1e-3)
    np.testing.assert_allclose(found, known, rtol=0, atol=1e-10 * size)


def choose(rule, problem):
    return rule.choose(problem, Grid(), Settings(tol=1e-12))


def test_there_and_back_by_the_prior(views, fit):
    problem, solution = fit
    chosen = choose(riata.PriorScale(views.prior_scale, views.sigma), problem)
    assert chosen.alpha == pytest.approx(ALPHA, rel=1e-14)
    same(chosen.coef, solution.coef)


def test_there_and_back_by_the_bound(views, fit):
    problem, solution = fit
    chosen = choose(riata.Bound(views.bound), problem)
    same(chosen.coef, solution.coef)
    assert chosen.alpha == pytest.approx(ALPHA, rel=1e-9)


# --- noise ------------------------------------------------------------------------------------


def test_estimated_noise(data, penalty):
    X, y = data
    problem, solution = fitted(data, penalty, {})
    views = make_views(problem, solution)
    if views.noise.source == "unknown":
        assert len(y) - solution.df - 1 <= 1e-9 * len(y)
        return
    rest = y - X @ solution.coef - solution.intercept
    assert views.noise.source == "estimated"
    assert views.noise.df == pytest.approx(len(y) - solution.df - 1)
    assert views.sigma2 == pytest.approx(rest @ rest / views.noise.df, rel=1e-12)
    assert f"over {views.noise.df:.6g} degrees of freedom" in str(views)


def test_weights_count_rows():
    X, y = regression(30, 5)
    weight = np.arange(30) % 3 + 1
    options = {"penalty": "l1", "alphas": [0.1]}
    one = riata.path(X, y, sample_weight=weight, **options)
    two = riata.path(np.repeat(X, weight, axis=0), np.repeat(y, weight), **options)
    one, two = (make_views(path.problem, path.solution(0)) for path in (one, two))
    for name in ("sigma2", "b", "log_posterior", "lambda_l1", "total"):
        assert getattr(one, name) == pytest.approx(getattr(two, name), rel=1e-9)


@pytest.mark.parametrize("size", [1e-6, 1e6])
@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_units_of_the_response(size, penalty):
    X, y = regression()
    power = 1 if penalty == "l1" else 0
    one = make_views(*fitted((X, y), penalty, {}))
    two = make_views(*fitted((X, y * size), penalty, {}, alpha=ALPHA * size**power))
    assert two.prior_scale == pytest.approx(size * one.prior_scale, rel=1e-9)
    assert two.sigma == pytest.approx(size * one.sigma, rel=1e-9)
    flat = len(y) * np.log(size) + len(one.coef) * np.log(size)
    assert two.log_posterior == pytest.approx(one.log_posterior - flat, rel=1e-9)


@pytest.mark.parametrize("sigma2", [0.0, -1.0, np.nan, np.inf, "a", True], ids=repr)
def test_a_noise_that_is_none(sigma2):
    problem, solution = fitted(regression(), "l1", {})
    with pytest.raises(ParameterError, match="sigma2 must be a number > 0, the variance of the noise"):
        make_views(problem, solution, sigma2)


def test_too_few_rows_to_estimate_noise():
    X, y = regression(6, 5)
    views = make_views(*fitted((X, y), "l2", {}, alpha=0.0))
    assert views.noise.source == "unknown"
    assert np.isnan([views.sigma2, views.log_likelihood]).all()
    assert "unknown: too few rows, or nothing" in str(views)


# --- ends -------------------------------------------------------------------------------------


def test_no_penalty_is_a_flat_prior(penalty):
    views = make_views(*fitted(regression(), penalty, {}, alpha=0.0))
    assert views.prior_scale == np.inf
    assert views.log_prior == 0.0
    assert not views.prior.proper
    assert "the prior of every coefficient is flat" in str(views)


def test_unpenalised_columns_say_so():
    views = make_views(*fitted(regression(), "l1", {"penalty_factor": [0, 1, 1, 1, 0, 1, 1]}))
    assert not views.prior.proper
    assert "the prior of 2 of 7 coefficients is flat" in str(views)
    assert np.isfinite(views.log_posterior)


def test_a_budget_of_zero_under_ridge():
    problem = make_problem(*regression(), penalty="l2")
    chosen = choose(riata.Bound(0.0), problem)
    views = make_views(problem, chosen.path.solution(0))
    assert (views.alpha, views.bound, views.s) == (np.inf, 0.0, 0.0)
    assert views.objective == views.mean_loss
    assert "infinite" in str(views)


def test_a_constant_column_takes_no_part():
    X, y = regression()
    X[:, 2] = 4.0
    views = make_views(*fitted((X, y), "l1", {"standardize": True}))
    assert views.prior.idle.tolist() == [j == 2 for j in range(7)]
    assert views.prior.proper
    assert np.isfinite(views.log_posterior)
    assert "flat" in str(views)


def test_moments():
    """Data that are gone but for their moments have the same views."""
    X, y = regression()
    rows = riata.path(X, y, alphas=[ALPHA])
    gone = riata.path(riata.Moments.from_data(X, y), alphas=[ALPHA])
    one, two = (make_views(path.problem, path.solution(0)) for path in (rows, gone))
    for name in ("sigma2", "b", "bound", "mean_loss", "log_likelihood", "log_posterior"):
        assert getattr(two, name) == pytest.approx(getattr(one, name), rel=1e-9)


def test_frozen_and_shown():
    views = make_views(*fitted(regression(), "l1", {"standardize": True}))
    with pytest.raises(dataclasses.FrozenInstanceError):
        views.alpha = 1.0
    assert str(views) == repr(views)
    assert all(len(line) <= 105 for line in str(views).splitlines())
    assert views._repr_html_().count("<table>") == views._repr_html_().count("</table>") > 3
    for words in ("As a penalty", "As a constraint", "As a prior", "not its mean", "not sparse"):
        assert words in str(views)
        assert words in views._repr_html_()


def test_names_are_never_interpreted():
    import pandas as pd
    from rich.console import Console

    X, y = regression(40, 2)
    table = pd.DataFrame(X, columns=["<script>", "[red]x[/red]"])
    views = make_views(*fitted((table, y), "l1", {"standardize": True}))
    assert "<script>" not in views._repr_html_()
    with (console := Console(width=100)).capture() as shown:
        console.print(views)
    assert "[red]x[/red]" in shown.get()
