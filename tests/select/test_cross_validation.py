"""Cross-validation is what fitting and scoring each fold by hand gives."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

import riata
from riata.errors import DataError, ParameterError
from riata.problem import make_problem
from riata.select import CV, CVResult, cross_validate, make_folds
from riata.solve import Grid, Settings, make_grid
from support.data import SHAPES, regression

TIGHT = Settings(tol=1e-13)
PENALTIES = ["l1", "l2", "elastic-net"]
#: Options of the problem that go row by row are cut to the rows that a fold trains on.
OPTIONS = {
    "plain": {},
    "weights": {"sample_weight": True},
    "no-intercept": {"fit_intercept": False},
    "standardize": {"standardize": True, "sample_weight": True},
    "offset": {"offset": True},
}


def row_vectors(options, n):
    """Weights and offset where they are asked for, and the other options."""
    rng = np.random.default_rng(8)
    given = {"sample_weight": rng.uniform(0.2, 3.0, n), "offset": rng.standard_normal(n)}
    rows = {name: given[name] for name in given if options.get(name)}
    return rows, {name: value for name, value in options.items() if name not in given}


@pytest.fixture(params=SHAPES.values(), ids=SHAPES.keys())
def data(request):
    return regression(*request.param, seed=4)


@pytest.fixture
def result(data):
    problem = make_problem(*data)
    return cross_validate(problem, make_grid(problem, 20), make_folds(4, len(data[1])))


@pytest.mark.parametrize("form", [np.asarray, sparse.csc_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("penalty", PENALTIES)
def test_errors_and_coefficients_are_those_of_each_fold_fitted_by_hand(data, form, name, penalty):
    X, y = data
    n = len(y)
    rows, options = row_vectors(OPTIONS[name], n)
    problem = make_problem(form(X), y, penalty=penalty, **rows, **options)
    alphas, folds = make_grid(problem, 6, 1e-2), make_folds(3, n, shuffle=True, seed=1)
    found = cross_validate(problem, alphas, folds, TIGHT)
    assert found.fold_errors.shape == (6, 3)
    for k, (train, test) in enumerate(folds):
        inside = {key: value[train] for key, value in rows.items()}
        path = riata.path(
            X[train], y[train], penalty=penalty, alphas=alphas, tol=1e-13, **inside, **options
        )
        coef = path.coefs.toarray()
        shift = rows["offset"][test] if "offset" in rows else np.zeros(len(test))
        eta = X[test] @ coef + path.intercepts + shift[:, None]
        weight = rows["sample_weight"][test] if "sample_weight" in rows else None
        expected = np.average((y[test, None] - eta) ** 2, axis=0, weights=weight)
        np.testing.assert_allclose(found.fold_errors[:, k], expected, rtol=1e-6)
        np.testing.assert_allclose(found.coefs[k].toarray(), coef, atol=1e-6)
        np.testing.assert_allclose(found.intercepts[k], path.intercepts, atol=1e-6)
        np.testing.assert_array_equal(found.test_rows[k], test)
        centre = 0.0
        if problem.fit_intercept:
            centred = y[train] - inside.get("offset", 0.0)
            centre = np.average(centred, weights=inside.get("sample_weight"))
        null = np.average((y[test] - shift - centre) ** 2, weights=weight)
        assert found.null_errors[k] == pytest.approx(null, rel=1e-12)


def test_a_row_that_stands_twice_counts_twice():
    X, y = regression(12, 3)
    problem, train, test = make_problem(X, y), np.array([0, 1, 2, 3, 3, 4, 5, 5]), np.arange(6, 12)
    alphas = np.array([0.3, 0.1])
    found = cross_validate(problem, alphas, [(train, test)], TIGHT)
    path = riata.path(X[train], y[train], alphas=alphas, tol=1e-13)
    np.testing.assert_allclose(found.coefs[0].toarray(), path.coefs.toarray(), atol=1e-7)
    np.testing.assert_array_equal(found.se, 0.0)  # one fold tells nothing of its error


def test_a_fold_without_weight_is_refused():
    X, y = regression(12, 3)
    problem = make_problem(X, y, sample_weight=np.arange(12) < 6)
    with pytest.raises(DataError, match="every training row of fold 0 has weight zero"):
        cross_validate(problem, np.array([0.1]), make_folds(2, 12))
    with pytest.raises(DataError, match="every test row of fold 2 has weight zero"):
        cross_validate(problem, np.array([0.1]), make_folds(4, 12))


def test_mean_and_standard_error_over_folds(result):
    errors = result.fold_errors
    np.testing.assert_allclose(result.mean, errors.mean(axis=1), rtol=1e-14)
    np.testing.assert_allclose(result.se, errors.std(axis=1, ddof=1) / 2.0, rtol=1e-13)


@pytest.mark.parametrize("power", [-500, -200, 500, 505])
def test_numbers_of_any_size_have_a_mean_and_a_standard_error(power):
    X, y = regression(30, 5)
    plain, scaled = (
        cross_validate(make_problem(X, y * unit), alphas * unit, make_folds(3, 30))
        for alphas in [np.array([0.5, 0.05])]
        for unit in (1.0, 2.0**power)
    )
    for name in ("fold_errors", "null_errors", "mean", "se"):
        expected = np.ldexp(getattr(plain, name), 2 * power)
        np.testing.assert_allclose(getattr(scaled, name), expected, rtol=1e-12)
    assert (scaled.index_min, scaled.index_1se) == (plain.index_min, plain.index_1se)


def test_errors_too_large_for_arithmetic_are_refused():
    X, y = regression(30, 5)
    problem = make_problem(X, y * 1e160)
    with pytest.raises(DataError, match=r"errors of test fold 0 are too large .* divide y by a power"):
        cross_validate(problem, np.array([1e159]), make_folds(3, 30))


def invented(errors):
    """A result of given errors (L, K)."""
    errors = np.asarray(errors, dtype=float)
    alphas = np.geomspace(1.0, 0.01, len(errors))
    return CVResult(alphas, errors, errors[0], None, None, ())


@pytest.mark.parametrize("seed", range(8))
def test_one_standard_error_is_the_largest_strength_that_is_no_worse(seed):
    rng = np.random.default_rng(seed)
    found = invented(rng.uniform(1.0, 2.0, (15, 4)) + np.linspace(-1, 1, 15)[:, None] ** 2)
    k, j = found.index_min, found.index_1se
    assert found.mean[k] == found.mean.min()
    assert found.alpha_1se >= found.alpha_min
    limit = found.mean[k] + found.se[k]
    assert found.mean[j] <= limit
    assert np.all(found.mean[:j] > limit)
    assert (found.index("min"), found.index("1se")) == (k, j)


def test_ties_go_to_the_larger_strength_and_the_edge_is_told():
    tied = invented([[3, 3], [1, 1], [2, 2], [1, 1]])
    assert (tied.index_min, tied.index_1se, tied.at_edge) == (1, 1, False)
    assert invented([[3, 3], [2, 2], [1, 1]]).at_edge
    assert repr(invented([[3, 3], [2, 2], [1, 1]])).endswith(", the end of the grid)")
    assert not invented([[1, 2]]).at_edge


CLASSES = {
    "Lasso": (riata.Lasso, {}, "l1"),
    "ElasticNet": (riata.ElasticNet, {"l1_ratio": 0.5}, "elastic-net"),
    "Ridge": (riata.Ridge, {}, "l2"),
}


@pytest.mark.parametrize("rule", ["min", "1se"])
@pytest.mark.parametrize("name", CLASSES)
def test_a_rule_in_place_of_a_number(data, name, rule):
    cls, options, penalty = CLASSES[name]
    model = cls(alpha=CV(3, rule=rule, seed=5), **options).fit(*data)
    problem = make_problem(*data, penalty=penalty)
    folds = make_folds(3, len(data[1]), shuffle=True, seed=5)
    by_hand = cross_validate(problem, make_grid(problem), folds)
    np.testing.assert_allclose(model.cv_.fold_errors, by_hand.fold_errors, rtol=1e-12)
    size = len(data[1]) if name == "Ridge" else 1.0  # scikit-learn's Ridge has the sum scale
    expected = by_hand.alpha_min if rule == "min" else by_hand.alpha_1se
    assert model.alpha_ == pytest.approx(expected * size, rel=1e-12)
    fixed = cls(alpha=model.alpha_, **options).fit(*data)
    np.testing.assert_allclose(model.coef_, fixed.coef_, atol=1e-6)
    again = cls(alpha=CV(3, rule=rule, seed=5), **options).fit(*data)
    np.testing.assert_array_equal(model.coef_, again.coef_)


@pytest.mark.parametrize("rule", ["best", None, 1])
def test_rules_are_two(rule):
    with pytest.raises(ParameterError, match=r'rule must be "min" or "1se", not '):
        CV(rule=rule)


@pytest.mark.parametrize("call", ["rule", "function"])
def test_moments_have_no_rows_to_leave_out(call):
    X, y = regression(20, 3)
    problem = make_problem(riata.Moments.from_data(X, y))
    with pytest.raises(DataError, match="needs the rows"):
        if call == "rule":
            CV(5).choose(problem, Grid(), Settings())
        else:
            cross_validate(problem, np.array([0.1]), make_folds(5, 20))
