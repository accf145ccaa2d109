"""Strength by prior: alpha of a scale, the noise where it is not given, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.errors import DataError, ParameterError
from riata.penalties import L1, L2, ElasticNet
from riata.problem import make_problem
from riata.solve import Grid, Settings
from support.data import regression
from support.options import OPTIONS, make_options

N, SIGMA, B = 40, 1.3, 0.2
ALPHAS = [
    (L1(), SIGMA**2 / (N * B)),
    (ElasticNet(1.0), SIGMA**2 / (N * B)),
    (ElasticNet(0.4), SIGMA**2 / (N * 0.4 * B)),
    (L2(), SIGMA**2 / (N * B**2)),
    (ElasticNet(0.0), SIGMA**2 / (N * B**2)),
]


def choose(rule, problem):
    return rule.choose(problem, Grid(), Settings())


@pytest.mark.parametrize(("penalty", "alpha"), ALPHAS, ids=str)
def test_alpha(penalty, alpha):
    X, y = regression(N)
    problem = make_problem(X, y, penalty=penalty)
    found = choose(riata.PriorScale(B, SIGMA), problem)
    assert found.alpha == pytest.approx(alpha, rel=1e-14)
    known = riata.path(X, y, penalty=penalty, alphas=[alpha])
    np.testing.assert_allclose(found.coef, known.coef(0), rtol=0, atol=1e-12)
    assert found.path.problem is problem


def test_the_article_s_lambda():
    """2 sigma^2 / b and sigma^2 / s^2, as closed forms solve them."""
    X, y = regression(N)
    X, y = X - X.mean(axis=0), y - y.mean()
    lam = SIGMA**2 / B**2
    by_hand = np.linalg.solve(X.T @ X + lam * np.eye(7), X.T @ y)
    np.testing.assert_allclose(
        riata.Ridge(riata.PriorScale(B, SIGMA)).fit(X, y).coef_, by_hand, rtol=1e-10
    )
    Q = np.linalg.qr(X)[0]
    lam = 2 * SIGMA**2 / B
    by_hand = np.sign(Q.T @ y) * np.maximum(np.abs(Q.T @ y) - lam / 2, 0)  # orthonormal columns
    lasso = riata.Lasso(riata.PriorScale(B, SIGMA)).fit(Q, y)
    np.testing.assert_allclose(lasso.coef_, by_hand, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["plain", "no-intercept", "weights", "offset", "standardize"])
def test_noise_of_least_squares(name):
    X, y = regression(N)
    options = make_options(name, *X.shape)
    weight = options.get("sample_weight", np.ones(N))
    design = X if name == "no-intercept" else np.column_stack([np.ones(N), X])
    root = np.sqrt(weight)
    response = y - options.get("offset", 0.0)
    w = np.linalg.lstsq(root[:, None] * design, root * response, rcond=None)[0]
    square = weight @ (response - design @ w) ** 2 / (weight.sum() - design.shape[1])
    problem = make_problem(X, y, **options)
    given = choose(riata.PriorScale(B, np.sqrt(square)), problem)
    assert choose(riata.PriorScale(B), problem).alpha == pytest.approx(given.alpha, rel=1e-10)


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option(name):
    X, y = regression(N)
    problem = make_problem(X, y, **make_options(name, *X.shape))
    chosen = choose(riata.PriorScale(0.05, SIGMA), problem)
    assert chosen.alpha == pytest.approx(SIGMA**2 / (problem.units.total * 0.05), rel=1e-14)
    assert chosen.gap <= 1e-8


def test_a_flat_prior_is_least_squares():
    X, y = regression(N)
    flat = riata.Lasso(riata.PriorScale(np.inf, SIGMA)).fit(X, y)
    assert flat.alpha_ == 0.0
    np.testing.assert_array_equal(flat.coef_, riata.Lasso(0.0).fit(X, y).coef_)


def test_too_few_rows_to_know_the_noise():
    X, y = regression(6, 8)
    with pytest.raises(DataError, match=r"nothing to estimate the noise from .* give sigma"):
        choose(riata.PriorScale(B), make_problem(X, y))
    with pytest.raises(DataError, match="give sigma"):
        choose(riata.PriorScale(B), make_problem(X, np.ones(6)))


@pytest.mark.parametrize("b", [0.0, -1.0, np.nan, "a", None, True])
def test_a_scale_that_is_none(b):
    with pytest.raises(ParameterError, match="the scale of a prior must be a number > 0"):
        riata.PriorScale(b)


@pytest.mark.parametrize("sigma", [0.0, -1.0, np.nan, np.inf, "a", True])
def test_a_sigma_that_is_none(sigma):
    with pytest.raises(ParameterError, match="sigma must be a number > 0"):
        riata.PriorScale(1.0, sigma)


def test_a_strength_out_of_range():
    with pytest.raises(ParameterError, match="beyond the range of double precision"):
        choose(riata.PriorScale(1e-200, 1e200), make_problem(*regression()))
