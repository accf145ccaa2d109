"""The plane of two coefficients: its numbers against the problem itself, and what is drawn."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy import sparse

import riata
from riata.errors import ParameterError
from riata.plot import GeometryDisplay
from riata.plot.geometry import choose_levels, frame_plane
from riata.plot.plane import ball_of, descend, loss_above, make_plane
from riata.plot.source import read_path, read_source


def fits(diabetes):
    """Estimators of every kind, by name."""
    X, y = diabetes
    weight = np.linspace(0.5, 2.0, len(y))
    factor = np.linspace(0.5, 2.0, 10)
    return {
        "lasso": riata.Lasso(alpha=0.3).fit(X, y),
        "ridge": riata.Ridge(alpha=0.5).fit(X, y),
        "elastic": riata.ElasticNet(alpha=0.05, l1_ratio=0.7).fit(X, y),
        "weighted": riata.Lasso(alpha=0.3).fit(X, y, sample_weight=weight),
        "standardised": riata.ElasticNet(alpha=2.0, standardize=True).fit(X * np.arange(1, 11), y),
        "factors": riata.ElasticNet(alpha=0.05, penalty_factor=factor).fit(X, y),
        "positive": riata.Lasso(alpha=0.1, positive=True).fit(X, y),
        "no constant": riata.Lasso(alpha=0.3, fit_intercept=False).fit(X + 0.001, y - 140),
        "sparse": riata.Lasso(alpha=0.3).fit(sparse.csc_matrix(X.to_numpy()), y),
    }


KINDS = (
    "lasso",
    "ridge",
    "elastic",
    "weighted",
    "standardised",
    "factors",
    "positive",
    "no constant",
    "sparse",
)


@pytest.fixture(scope="module")
def fitted(diabetes):
    return fits(diabetes)


@pytest.fixture(params=KINDS)
def source(request, fitted):
    return read_source(fitted[request.param])


def profile_loss(problem, coef, intercept_free):
    """Mean loss with the constant at its best, from the rows."""
    residual = problem.response - problem.rows.predict(coef)
    weight = np.ones_like(residual) if problem.weight is None else problem.weight
    shift = np.average(residual, weights=weight) if intercept_free else 0.0
    return 0.5 * np.average((residual - shift) ** 2, weights=weight)


def test_loss_is_that_of_the_problem(source):
    plane, problem = make_plane(source, (2, 8)), source.path.problem
    rng = np.random.default_rng(0)
    scale = np.abs(plane.centre).max()
    coef = source.path.coef(source.index)

    def loss(pair):
        moved = coef.copy()
        moved[[2, 8]] = pair
        return profile_loss(problem, moved, problem.fit_intercept)

    best = loss(plane.centre)
    for pair in plane.centre + scale * rng.standard_normal((20, 2)):
        above = float(loss_above(plane, *pair))
        assert above == pytest.approx(loss(pair) - best, rel=1e-8, abs=1e-8 * best)


def test_descent_ends_at_the_solution(source):
    for features in ((2, 8), (0, 4), None):
        plane = make_plane(source, features)
        steps = descend(plane)
        np.testing.assert_array_equal(steps[0], 0)
        scale = np.abs(source.path.coef(source.index)).max()
        np.testing.assert_allclose(steps[-1], plane.at, atol=1e-5 * scale)
        moved = np.diff(steps, axis=0) != 0
        assert not np.any(moved.all(axis=1))  # one coefficient at a time


def test_ball_goes_through_the_solution(source):
    plane = make_plane(source, (2, 8))
    ball = ball_of(plane, np.abs(plane.at).max() * np.ones(2))
    cost = plane.penalty.value(plane.spread * ball) @ plane.factor
    np.testing.assert_allclose(cost, plane.bound, rtol=1e-12)
    assert plane.penalty.value(plane.spread * plane.at) @ plane.factor == pytest.approx(plane.bound)
    corners = np.isclose(ball, 0, atol=1e-9 * np.abs(ball).max())
    assert corners.any(axis=1).sum() >= 4


def test_a_contour_goes_through_the_solution(source):
    plane = make_plane(source, (2, 8))
    levels = choose_levels(plane, frame_plane(plane, descend(plane)))
    own = float(loss_above(plane, *plane.at))
    assert np.isclose(levels, own, rtol=1e-6).any()
    assert 3 <= len(levels) <= 20 and np.all(np.diff(levels) > 0)


def test_what_is_drawn(source, apart):
    drawn = GeometryDisplay(make_plane(source, (2, 8))).plot()
    np.testing.assert_allclose(np.ravel(drawn.solution_.get_data()), drawn.plane.at)
    np.testing.assert_allclose(np.ravel(drawn.centre_.get_data()), drawn.plane.centre)
    assert drawn.ball_ is not None and drawn.descent_ is not None
    low, high = drawn.ax_.get_xlim()
    assert low < min(0, drawn.plane.at[0]) and max(0, drawn.plane.at[0]) < high
    apart(drawn.figure_, drawn.key_.get_texts())


def test_the_units_of_a_standardised_fit_are_told(fitted):
    for name, told in (("standardised", True), ("lasso", False)):
        drawn = GeometryDisplay.from_estimator(fitted[name])
        assert drawn.ax_.get_xlabel().endswith(", in its own unit") == told
        ball = next(t.get_text() for t in drawn.key_.get_texts() if "ball" in t.get_text())
        assert ball.endswith(", of standardised coefficients") == told


def test_axes_given_and_path(fitted):
    figure = Figure(layout="constrained")
    ax = figure.add_subplot()
    path = fitted["lasso"].path_
    drawn = GeometryDisplay.from_path(path, index=0, features=("bmi", "s5"), ax=ax)
    assert drawn.ax_ is ax and drawn.figure_ is figure and plt.get_fignums() == []
    assert "bmi" in ax.get_xlabel() and "s5" in ax.get_ylabel()
    assert GeometryDisplay.from_path(path, index=0, show_descent=False).descent_ is None


@pytest.mark.parametrize("kind", ["hostile", "zero", "nothing", "unpenalised", "wide", "lasso-cv"])
def test_every_kind_of_model(kind, models):
    drawn = GeometryDisplay.from_estimator(models[kind])
    drawn.figure_.draw_without_rendering()
    if kind in ("zero", "nothing"):
        assert drawn.ball_ is None


@pytest.mark.parametrize("unit", [1e-120, 1e70])
def test_any_unit(diabetes, unit):
    X, y = diabetes
    drawn = GeometryDisplay.from_estimator(riata.Lasso(alpha=0.3 * unit).fit(X, y * unit))
    drawn.figure_.draw_without_rendering()
    np.testing.assert_allclose(descend(drawn.plane)[-1], drawn.plane.at, rtol=1e-5)


def test_a_column_that_is_constant(diabetes):
    X, y = diabetes
    X = X.assign(one=1.0)
    drawn = GeometryDisplay.from_estimator(riata.Lasso(alpha=0.3).fit(X, y), features=("bmi", "one"))
    drawn.figure_.draw_without_rendering()
    assert drawn.plane.at[1] == 0


def test_unpenalised_feature(diabetes):
    X, y = diabetes
    model = riata.Lasso(alpha=0.3, penalty_factor={"bmi": 0}).fit(X, y)
    GeometryDisplay.from_estimator(model, features=("bmi", "s5")).figure_.draw_without_rendering()


def test_what_is_refused(fitted, diabetes):
    X, y = diabetes
    lasso = fitted["lasso"]
    for features, words in (
        ("bmi", "pair of names"),
        (("bmi",), "pair of names"),
        (("bmi", "bmi"), "two different"),
        (("bmi", "weight"), "no feature 'weight'"),
        ((0, 10), "columns from 0 to 9"),
        ((0, True), "columns from 0 to 9"),
    ):
        with pytest.raises(ParameterError, match=words):
            GeometryDisplay.from_estimator(lasso, features=features)
    with pytest.raises(ParameterError, match="needs two features; the model has 1"):
        GeometryDisplay.from_estimator(riata.Lasso(alpha=0.1).fit(X[["bmi"]], y))
    with pytest.raises(ParameterError, match="lost its data"):
        GeometryDisplay.from_path(lasso.path_.without_data(), index=0)
    with pytest.raises(ParameterError, match="index="):
        make_plane(read_path(lasso.path_))
