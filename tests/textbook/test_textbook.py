"""Every algorithm against the optimality conditions, the others, riata.path and scikit-learn."""

from __future__ import annotations

import ast
import doctest
import importlib
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

import riata
from riata import textbook
from riata.errors import DataError, ParameterError
from riata.penalties import ElasticNet

EXACT = {
    "coordinate_descent": textbook.coordinate_descent,
    "proximal_gradient": textbook.proximal_gradient,
    "accelerated": textbook.accelerated_proximal_gradient,
}
ITERATIVE = EXACT | {"subgradient": textbook.subgradient}
CLOSED = {
    "ridge_primal": textbook.ridge_primal,
    "ridge_dual": textbook.ridge_dual,
    "lasso_orthonormal": textbook.lasso_orthonormal,
    "lasso_one_parameter": textbook.lasso_one_parameter,
}
SOURCES = sorted(Path(textbook.__file__).parent.glob("*.py"))

exact = pytest.mark.parametrize("solve", EXACT.values(), ids=EXACT.keys())
iterative = pytest.mark.parametrize("solve", ITERATIVE.values(), ids=ITERATIVE.keys())
every = pytest.mark.parametrize("solve", (ITERATIVE | CLOSED).values(), ids=(ITERATIVE | CLOSED).keys())


def run(solve, case, **options):
    return solve(*case.data, l1_ratio=case.l1_ratio, **options)


# --- the answer -------------------------------------------------------------------------------


@exact
def test_run_to_the_end_meets_the_optimality_conditions(solve, case):
    trace = run(solve, case, tol=0.0)
    assert trace.converged
    assert case.violation(trace.coef) < 1e-13


@exact
def test_algorithms_agree(solve, case):
    reference = run(textbook.coordinate_descent, case, tol=0.0).coef
    np.testing.assert_allclose(run(solve, case, tol=0.0).coef, reference, rtol=0, atol=1e-12)


@exact
def test_gap_bounds_the_distance_to_the_minimum(solve, case):
    minimum = case.value(run(textbook.coordinate_descent, case, tol=0.0).coef)
    for tol in (1e-2, 1e-5):
        trace = run(solve, case, tol=tol)
        assert trace.converged
        assert -1e-12 <= (case.value(trace.coef) - minimum) / (case.y @ case.y / 2) <= tol


@exact
def test_path_agrees(solve, case):
    n = len(case.y)
    penalty = ElasticNet(case.l1_ratio) if case.l1_ratio else "l2"
    path = riata.path(
        case.X, case.y, alphas=[case.lam / n], penalty=penalty, fit_intercept=False, tol=1e-14
    )
    trace = run(solve, case, tol=0.0)
    np.testing.assert_allclose(path.coef(0), trace.coef, rtol=0, atol=1e-12)


@exact
def test_lasso_path_agrees(solve, lasso):
    path = riata.path(lasso.X, lasso.y, alphas=[lasso.lam / len(lasso.y)], fit_intercept=False)
    trace = run(solve, lasso, tol=0.0)
    np.testing.assert_allclose(path.coef(0), trace.coef, rtol=0, atol=1e-12)


@exact
def test_scikit_learn_agrees_on_the_scale_that_the_docstring_gives(solve, case):
    from sklearn import linear_model as peer

    mean = {"alpha": case.lam / len(case.y), "tol": 1e-13, "max_iter": 100_000}
    model = {
        1.0: lambda: peer.Lasso(fit_intercept=False, **mean),
        0.6: lambda: peer.ElasticNet(l1_ratio=0.6, fit_intercept=False, **mean),
        0.0: lambda: peer.Ridge(alpha=case.lam, fit_intercept=False, solver="svd"),
    }[case.l1_ratio]()
    coef = model.fit(case.X, case.y).coef_
    np.testing.assert_allclose(run(solve, case, tol=0.0).coef, coef, rtol=0, atol=1e-10)


@exact
def test_without_penalty_it_is_least_squares(solve):
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((30, 4)), rng.standard_normal(30)
    trace = solve(X, y, 0.0)
    assert trace.converged
    np.testing.assert_allclose(trace.coef, np.linalg.lstsq(X, y)[0], rtol=0, atol=1e-12)


@exact
@pytest.mark.parametrize("unit", [1e-40, 1e40])
def test_units_do_not_matter(solve, lasso, unit):
    plain = solve(*lasso.data, tol=0.0).coef
    scaled = solve(lasso.X * unit, lasso.y * unit, lasso.lam * unit**2, tol=0.0).coef
    np.testing.assert_allclose(scaled, plain, rtol=0, atol=1e-12)


# --- the way there ----------------------------------------------------------------------------


@iterative
def test_trace_has_its_shapes_and_values(solve, case):
    start = np.linspace(-1.0, 1.0, case.X.shape[1])
    trace = run(solve, case, start=start, tol=0.0, max_iter=7)
    assert (trace.n_iter, trace.converged) == (7, False)
    assert trace.coef.shape == start.shape
    assert trace.iterates.shape == (8, len(start))
    assert trace.objective.shape == (8,)
    np.testing.assert_array_equal(trace.iterates[0], start)
    np.testing.assert_allclose(trace.objective, [case.value(b) for b in trace.iterates])
    best = np.argmin(trace.objective) if solve is textbook.subgradient else -1
    np.testing.assert_array_equal(trace.coef, trace.iterates[best])


@iterative
def test_zero_is_the_answer_from_the_largest_strength_on(solve, lasso):
    largest = np.abs(lasso.X.T @ lasso.y).max()
    trace = solve(lasso.X, lasso.y, largest)
    assert (trace.n_iter, trace.converged) == (0, True)
    assert not trace.coef.any()


@exact
def test_something_is_the_answer_below_the_largest_strength(solve, lasso):
    largest = np.abs(lasso.X.T @ lasso.y).max()
    assert np.count_nonzero(solve(lasso.X, lasso.y, 0.999 * largest, tol=0.0).coef) == 1


@exact
def test_start_at_the_answer_stays_there(solve, case):
    answer = run(solve, case, tol=0.0).coef
    again = run(solve, case, start=answer, tol=0.0)
    assert again.n_iter <= 2
    np.testing.assert_allclose(again.coef, answer, rtol=0, atol=1e-13)


@iterative
def test_nothing_given_is_changed(solve, case):
    start = np.ones(case.X.shape[1])
    X, y, b = case.X.copy(), case.y.copy(), start.copy()
    trace = run(solve, case, start=start, max_iter=3)
    trace.iterates[:] = 7.0
    trace.coef[:] = 7.0
    for before, after in ((X, case.X), (y, case.y), (b, start)):
        np.testing.assert_array_equal(before, after)


@iterative
@pytest.mark.parametrize("l1_ratio", [0.0, 0.5, 1.0])
def test_nothing_to_explain(solve, l1_ratio):
    for X, y in (([[1.0], [2.0]], [0.0, 0.0]), ([[0.0], [0.0]], [1.0, 2.0])):
        trace = solve(X, y, 1.0, l1_ratio=l1_ratio)
        assert trace.converged
        assert trace.coef == [0.0]


@exact
def test_smallest_table(solve):
    assert solve([[2]], [3], 1).coef == pytest.approx([5 / 4], rel=1e-6)


# --- what cannot be done ----------------------------------------------------------------------


@every
@pytest.mark.parametrize(
    ("X", "y", "lam", "error", "message"),
    [
        (1.0, [1.0], 1.0, DataError, "X must have two dimensions"),
        (np.zeros((0, 1)), [], 1.0, DataError, "X is empty"),
        ([[1.0], [2.0]], [1.0], 1.0, DataError, r"y must have the shape \(2,\)"),
        (
            [[1.0], [np.nan]],
            [1.0, 2.0],
            1.0,
            DataError,
            "X must be finite; it is nan at row 1, col",
        ),
        ([[1.0], [2.0]], [1.0, np.inf], 1.0, DataError, "y must be finite; it is inf at row 1"),
        ([["a"], ["b"]], [1.0, 2.0], 1.0, DataError, "X must be a plain array of real numbers"),
        ([[1.0], [2.0]], [1.0, 2j], 1.0, DataError, "y must be a plain array of real numbers"),
        ([[1e200], [2.0]], [1.0, 2.0], 1.0, DataError, "X holds values whose squares leave"),
        ([[1.0], [2.0]], [1.0, 2.0], -1.0, ParameterError, "lam must be a finite number >= 0"),
        ([[1.0], [2.0]], [1.0, 2.0], np.nan, ParameterError, "lam must be a finite number >= 0"),
        ([[1.0], [2.0]], [1.0, 2.0], np.inf, ParameterError, "lam must be a finite number >= 0"),
        ([[1.0], [2.0]], [1.0, 2.0], "big", ParameterError, "lam must be a number, not 'big'"),
    ],
)
def test_unusable_input(solve, X, y, lam, error, message):
    with pytest.raises(error, match=message):
        solve(X, y, lam)


@iterative
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"l1_ratio": 1.5}, "l1_ratio must be between 0 and 1, not 1.5"),
        ({"l1_ratio": -0.1}, "l1_ratio must be between 0 and 1"),
        ({"tol": -1.0}, "tol must be a finite number >= 0"),
        ({"max_iter": 0}, "max_iter must be an integer >= 1, not 0"),
        ({"max_iter": 1.5}, "max_iter must be an integer >= 1, not 1.5"),
        ({"start": [1.0, 2.0]}, r"start must have the shape \(1,\); its shape is \(2,\)"),
        ({"start": [np.nan]}, "start must be finite"),
        ({"start": ["a"]}, "start must be a plain array of numbers"),
    ],
)
def test_option_out_of_range(solve, options, message):
    with pytest.raises(ParameterError, match=message):
        solve([[1.0], [2.0]], [1.0, 2.0], 1.0, **options)


# --- the room ---------------------------------------------------------------------------------


def test_public_names():
    assert all(callable(getattr(textbook, name)) for name in textbook.__all__)
    assert list(textbook.__all__) == sorted(textbook.__all__)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_only_numpy_errors_and_types_are_used(source):
    tree = ast.parse(source.read_text())
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    foreign = {name for name in names if name.partition(".")[0] not in sys.stdlib_module_names}
    allowed = {"numpy", "riata.errors", "riata.typing"}
    assert all(name in allowed or name.startswith("riata.textbook") for name in foreign)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_examples(source):
    name = "riata.textbook" + ("" if source.stem == "__init__" else f".{source.stem}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert doctest.testmod(importlib.import_module(name)).failed == 0
