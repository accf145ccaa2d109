"""The solver's units: exact powers of two, back and forth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from riata.errors import ParameterError
from riata.penalties import L1, L2, ElasticNet
from riata.problem import make_problem
from support.data import regression
from support.options import OPTIONS, make_options
from support.plain import plain

SIZES = [1e-140, 1e-8, 1.0, 1e5, 1e140]


@pytest.fixture(params=OPTIONS)
def case(request):
    X, y = regression(25, 6)
    return X, y, make_options(request.param, 25, 6)


def is_power_of_two(x):
    return np.all(np.frexp(x)[0] == 0.5)


def test_coefficients_round_trip(case):
    X, y, options = case
    units = make_problem(X, y, **options).units
    solver = sparse.random_array((6, 3), density=0.6, rng=np.random.default_rng(0), format="csc")
    coef = units.coefficients(solver.indptr, solver.indices, solver.data)
    np.testing.assert_array_equal(coef.toarray() / units.to_coef[:, None], solver.toarray())
    assert is_power_of_two(units.to_coef)
    assert is_power_of_two(units.y_scale)


def test_solver_sees_columns_of_moderate_size(case):
    X, y, options = case
    problem = make_problem(X, y, **options)
    units = problem.units
    Z = problem.design.block(slice(None), np.arange(6), problem.view)
    norms = np.linalg.norm(Z, axis=0)
    assert np.all((norms > 0.7) & (norms < 1.5))
    np.testing.assert_allclose(units.length, norms, rtol=1e-12)
    assert 0.9 < np.linalg.norm(problem.scaled_response) < 2.1
    np.testing.assert_allclose(units.products, Z.T @ problem.scaled_response, atol=1e-12)
    assert units.square == pytest.approx(np.sum(problem.scaled_response**2))


@pytest.mark.parametrize("away", [1e3, 1e7, 1e9])
@pytest.mark.parametrize("store", [np.asfortranarray, np.ascontiguousarray, sparse.csc_array])
def test_lengths_of_columns_far_from_zero(away, store):
    """Passes leave columns out by a bound that allows for an error of 1e-6 in these."""
    X, y = regression(200, 6)
    problem = make_problem(store(X + away * np.arange(6)), y)
    Z = problem.design.block(slice(None), np.arange(6), problem.view)
    np.testing.assert_allclose(problem.units.length, np.linalg.norm(Z, axis=0), rtol=1e-7)


def test_problem_in_the_solver_s_units(case):
    """1/2 |y~ - X~ b|^2 + lambda sum (l1 |b| + l2 b^2 / 2) is S / Y^2 times F at the best intercept."""
    X, y, options = case
    penalty, alpha = ElasticNet(0.3), 0.17
    problem = make_problem(X, y, penalty=penalty, **options)
    oracle = plain(X, y, penalty, **options)
    units, strengths = problem.units, problem.strengths
    Z = problem.design.block(slice(None), np.arange(6), problem.view)
    for b in np.random.default_rng(0).standard_normal((4, 6)):
        coef = b * units.to_coef
        loss = np.sum((problem.scaled_response - Z @ b) ** 2) / 2
        scaled = loss + strengths.rate * alpha * (strengths.l1 @ np.abs(b) + strengths.l2 @ b**2 / 2)
        expected = oracle.objective(coef, oracle.intercept(coef), alpha)
        assert scaled * units.y_scale**2 / units.total == pytest.approx(expected, rel=1e-11)
        assert units.intercept(coef) == pytest.approx(oracle.intercept(coef), rel=1e-10, abs=1e-12)


def test_box(case):
    X, y, options = case
    problem = make_problem(X, y, **options)
    low, high = problem.units.box(problem.lower, problem.upper)
    np.testing.assert_allclose(low * problem.units.to_coef, problem.lower)
    np.testing.assert_allclose(high * problem.units.to_coef, problem.upper)


@pytest.mark.parametrize("options", [{}, {"fit_intercept": False}, {"standardize": True}], ids=str)
@pytest.mark.parametrize("size", SIZES)
def test_numbers_that_the_solver_sees_do_not_depend_on_the_scale(size, options):
    X, y = regression(25, 4)
    unit = 2.0 ** np.round(np.log2(size))
    base = make_problem(X, y, **options)
    scaled = make_problem(X * unit, y / unit, **options)
    for name in ("products", "square", "total"):
        a, b = getattr(base.units, name), getattr(scaled.units, name)
        np.testing.assert_allclose(b, a, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(scaled.units.x_scale, base.units.x_scale * unit, rtol=0)
    np.testing.assert_array_equal(scaled.strengths.l1, base.strengths.l1)


@pytest.mark.parametrize("size", SIZES)
def test_standardised_columns_have_no_scale(size):
    X, y = regression(25, 4)
    sizes = np.array([1.0, size, 1.0, 3.0])
    base, scaled = (make_problem(x, y, penalty=L2(), standardize=True) for x in (X, X * sizes))
    np.testing.assert_allclose(
        base.strengths.rate * base.strengths.l2 * (base.units.x_scale / base.units.deviation) ** 2,
        scaled.strengths.rate
        * scaled.strengths.l2
        * (scaled.units.x_scale / scaled.units.deviation) ** 2,
        rtol=1e-12,
    )


@pytest.mark.parametrize(
    ("options", "used"),
    [
        ({}, [True, False, True, False]),
        ({"standardize": True}, [True, False, True, False]),
        ({"fit_intercept": False}, [True, True, True, False]),
        ({"fit_intercept": False, "standardize": True}, [True, False, True, False]),
    ],
    ids=str,
)
def test_constant_columns_take_no_part_beside_an_intercept(options, used):
    X, y = regression(25, 4)
    X[:, 1], X[:, 3] = 0.1, 0.0
    units = make_problem(X, y, **options).units
    np.testing.assert_array_equal(units.x_scale > 0, used)
    np.testing.assert_array_equal(units.to_coef > 0, used)
    low, high = units.box(np.full(4, -2.0), np.full(4, 2.0))
    np.testing.assert_array_equal(low < 0, used)
    np.testing.assert_array_equal(high > 0, used)


def test_a_constant_response_is_explained_by_the_intercept():
    X, _ = regression(25, 4)
    problem = make_problem(X, np.full(25, 0.1))
    assert problem.units.square == 0.0
    assert problem.alpha_max == 0.0
    assert not problem.units.products.any()
    assert make_problem(X, np.full(25, 0.1), fit_intercept=False).units.square > 0


@pytest.mark.parametrize("penalty", [L2(), ElasticNet(0.5)], ids=repr)
def test_sizes_that_an_l2_penalty_cannot_compare_are_refused(penalty):
    X, y = regression(25, 3)
    X *= [1.0, 1e-40, 1e40]
    with pytest.raises(ParameterError, match=r"differ in size by 10\^80, so an L2 .* standardize=True"):
        make_problem(X, y, penalty=penalty).strengths  # noqa: B018
    make_problem(X, y, penalty=penalty, standardize=True).strengths  # noqa: B018
    make_problem(X, y, penalty=L1()).strengths  # noqa: B018
