"""The constraint form: P(w) = t, its multiplier, and budgets of nothing and of everything."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.errors import ParameterError
from riata.penalties import L1, L2, ElasticNet
from riata.problem import certify, make_problem
from riata.solve import Bound, Grid, Settings, solve_bound
from support.data import SHAPES, regression
from support.options import make_options
from support.plain import plain

PENALTIES = {"l1": L1(), "l2": L2(), "elastic-net": ElasticNet(0.5)}
NAMES = ["plain", "no-intercept", "standardize", "weights", "factors", "free-columns", "bounds"]
ALPHAS = [0.6, 0.1, 0.01]


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


@pytest.fixture(params=NAMES)
def options(request, data):
    return make_options(request.param, *data[0].shape)


def choose(problem, t):
    return Bound(t).choose(problem, Grid(), Settings())


def test_round_trip(data, penalty, options):
    """alpha -> t = P(w) -> the same solution, with alpha as its multiplier."""
    X, y = data
    problem = make_problem(X, y, penalty=penalty, **options)
    for alpha in ALPHAS:
        known = riata.path(X, y, penalty=penalty, alphas=[alpha], tol=1e-12, **options)
        t = problem.penalty_value(known.coef(0))
        if t == 0:
            continue
        found = choose(problem, t)
        assert problem.penalty_value(found.coef) == pytest.approx(t, rel=1e-10)
        np.testing.assert_allclose(found.coef, known.coef(0), rtol=0, atol=1e-7)
        assert found.intercept == pytest.approx(known.intercepts[0], abs=1e-7)
        saturated = np.all(np.isin(found.coef[problem.factor > 0], [0.0, -0.4, 0.7]))
        assert saturated or found.alpha == pytest.approx(alpha, rel=1e-5)
        assert found.gap <= 1e-8
        assert certify(problem, found.coef, found.intercept, found.alpha).relative_gap <= 1e-8


def test_optimality_conditions(data, penalty, options):
    X, y = data
    problem = make_problem(X, y, penalty=penalty, **options)
    oracle = plain(X, y, penalty, **options)
    free = riata.path(X, y, penalty=penalty, alphas=[1e-4], **options)
    for share in (0.03, 0.5, 0.95):
        t = share * problem.penalty_value(free.coef(0))
        found = choose(problem, t)
        assert problem.penalty_value(found.coef) == pytest.approx(t, rel=1e-10)
        assert found.alpha > 0
        assert oracle.violation(found.coef, found.intercept, found.alpha) < 1e-6


def test_nothing_inside_the_budget_is_better(data, penalty):
    X, y = data
    problem, oracle = make_problem(X, y, penalty=penalty), plain(X, y, penalty)
    t = 0.5 * problem.penalty_value(riata.path(X, y, penalty=penalty, alphas=[1e-3]).coef(0))
    found = choose(problem, t)
    rng = np.random.default_rng(0)
    for size in (1e-3, 0.1, 1.0):
        for _ in range(20):
            w = found.coef + size * rng.standard_normal(len(found.coef))
            while problem.penalty_value(w) > t:
                w *= 0.9
            assert oracle.mean_loss(w, oracle.intercept(w)) > oracle.mean_loss(
                found.coef, found.intercept
            )


def test_a_slack_budget_has_multiplier_zero(data, penalty, options):
    X, y = data
    problem = make_problem(X, y, penalty=penalty, **options)
    least = riata.path(X, y, penalty=penalty, alphas=[0.0], **options)
    t = problem.penalty_value(least.coef(0))
    for budget in (1.5 * t, 1e6 * t, np.inf):
        found = choose(problem, budget)
        assert found.alpha == 0.0
        assert problem.penalty_value(found.coef) <= budget
        loss = problem.mean_loss(found.coef, found.intercept)
        assert loss == pytest.approx(problem.mean_loss(least.coef(0), least.intercepts[0]), abs=1e-9)


def test_a_budget_of_zero(data, penalty, options):
    """Nothing penalised is left; the smallest multiplier that does it is alpha_max."""
    X, y = data
    problem = make_problem(X, y, penalty=penalty, **options)
    found = choose(problem, 0.0)
    assert not found.coef[problem.factor > 0].any()
    assert found.alpha == problem.alpha_max
    if (problem.factor == 0).any():
        only_free = riata.path(
            X,
            y,
            penalty_factor=0.0,
            alphas=[0.0],
            bounds=(
                np.where(problem.factor == 0, -np.inf, 0.0),
                np.where(problem.factor == 0, np.inf, 0.0),
            ),
        )
        np.testing.assert_allclose(found.coef, only_free.coef(0), rtol=0, atol=1e-8)
    else:
        oracle = plain(X, y, penalty, **options)
        assert found.intercept == pytest.approx(oracle.intercept(found.coef), abs=1e-12)


def test_budgets_are_monotone_in_their_multiplier(data, penalty):
    X, y = data
    problem = make_problem(X, y, penalty=penalty)
    most = problem.penalty_value(riata.path(X, y, penalty=penalty, alphas=[1e-3]).coef(0))
    multipliers = [choose(problem, share * most).alpha for share in (1e-6, 1e-3, 0.1, 0.5, 0.9)]
    assert multipliers == sorted(multipliers, reverse=True)


@pytest.mark.parametrize("size", [1e-100, 1e-6, 1e8, 1e100])
def test_unit_of_the_response(data, size):
    X, y = data
    base = choose(make_problem(X, y), 2.0)
    scaled = choose(make_problem(X, y * size), 2.0 * size)
    np.testing.assert_allclose(scaled.coef / size, base.coef, rtol=0, atol=1e-9)
    assert scaled.alpha / size == pytest.approx(base.alpha, rel=1e-6)


@pytest.mark.parametrize("size", [1.0, 1e12, 1e20, 1e100])
@pytest.mark.parametrize("penalty", ["l1", "l2", riata.penalties.ElasticNet(0.5)], ids=str)
def test_the_budget_holds_however_small_it_is(data, penalty, size):
    """Beside a response so large no double is a multiplier as exact as the budget."""
    X, y = data
    problem = make_problem(X, y * size, penalty=penalty)
    found = choose(problem, 1.0)
    assert problem.penalty_value(found.coef) == pytest.approx(1.0, rel=1e-8)
    assert found.gap <= 1e-8
    if penalty == "l1" and size > 1e3:  # only the column that enters first has left zero
        pull = np.abs((X - X.mean(axis=0)).T @ y)
        assert np.flatnonzero(found.coef).tolist() == [int(np.argmax(pull))]


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_nothing_to_explain(penalty):
    X, _ = regression(20, 4)
    problem = make_problem(X, np.ones(20), penalty=penalty)
    for t in (0.0, 1.0):
        found = choose(problem, t)
        assert not found.coef.any()
        assert found.intercept == pytest.approx(1.0)


def test_solve_bound_is_what_the_rule_does(data):
    problem = make_problem(*data)
    alpha, solved = solve_bound(problem, 1.0, Settings())
    found = choose(problem, 1.0)
    assert found.alpha == alpha
    np.testing.assert_array_equal(found.coef, solved.coefs.toarray()[:, 0])
    assert len(found.path) == 1
    assert found.path.problem is problem


@pytest.mark.parametrize("t", [-1.0, np.nan, "x", None, True])
def test_refused(t):
    with pytest.raises(ParameterError, match=f"a bound must be a number >= 0, not {t!r}"):
        Bound(t)
