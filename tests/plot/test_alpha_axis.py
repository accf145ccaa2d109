"""The axis of strengths, alike in both displays that have one."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.plot import CVCurveDisplay, RegularizationPathDisplay
from riata.plot.alpha_axis import find_marks, place_alphas
from riata.plot.source import read_source

both = pytest.mark.parametrize("display", [RegularizationPathDisplay, CVCurveDisplay])


@both
def test_penalty_weakens_to_the_right(display, models):
    model = models["elastic-net"]
    ax = display.from_estimator(model).ax_
    left, right = ax.get_xlim()
    assert left > model.path_.alphas.max() and right < model.path_.alphas.min()
    assert ax.get_xscale() == "log" and "weaker to the right" in ax.get_xlabel()


@both
@pytest.mark.parametrize("kind", ["lasso-cv", "lasso-1se", "ridge"])
def test_marks_stand_at_both_rules(display, models, kind):
    drawn, cv = display.from_estimator(models[kind]), models[kind].cv_
    at = {line.get_xdata()[0] for line in drawn.marks_}
    assert at == {cv.alpha_min, cv.alpha_1se}
    told = " ".join(text.get_text() for text in drawn.key_.get_texts())
    assert "least CV error" in told and "1-SE rule" in told and told.count("chosen: ") == 1


@both
def test_scale_of_ridge_is_told(display, models):
    assert "the estimator's / 442" in display.from_estimator(models["ridge"]).ax_.get_xlabel()


def test_chosen_alone_is_marked(models):
    drawn = RegularizationPathDisplay.from_estimator(models["one"])
    assert [line.get_xdata()[0] for line in drawn.marks_] == [0.5]
    assert drawn.key_.get_texts()[0].get_text() == "chosen, alpha = 0.5"


def test_names_of_marks(models):
    marks = find_marks(read_source(models["lasso-1se"]))
    assert [mark.name for mark in marks] == ["least CV error", "chosen: 1-SE rule"]


def test_end_of_the_grid_is_told(diabetes):
    model = riata.LassoCV(alphas=[1.0, 0.9, 0.8], cv=5).fit(*diabetes)
    assert model.cv_.at_edge
    assert "end of the grid" in find_marks(read_source(model))[0].name


@both
def test_degrees_of_freedom(display, models):
    model = models["lasso-cv"]
    axis = display.from_estimator(model).df_axis_
    axis.figure.draw_without_rendering()
    for at, label in zip(axis.get_xticks(), axis.get_xticklabels(), strict=True):
        k = int(np.flatnonzero(model.path_.alphas == at)[0])
        assert label.get_text() == f"{model.path_.df[k]:g}"


def test_labels_of_neighbouring_degrees_stand_apart(diabetes, apart):
    path = riata.path(*diabetes, alphas=[1.0, 0.105, 0.095, 0.01])
    drawn = RegularizationPathDisplay.from_path(path)
    apart(drawn.figure_, drawn.df_axis_.get_xticklabels())


@pytest.mark.parametrize(
    ("alphas", "expected"),
    [
        ([10.0, 1.0, 0.0], [10.0, 1.0, 10**-0.5]),
        ([np.inf, 10.0], [10**1.5, 10.0]),
        ([0.0], [10**-0.5]),
        ([3.0, 2.0], [3.0, 2.0]),
    ],
)
def test_places(alphas, expected):
    np.testing.assert_allclose(place_alphas(np.array(alphas)), expected)


def test_zero_has_a_tick(diabetes, apart):
    drawn = RegularizationPathDisplay.from_path(riata.path(*diabetes, alphas=[2.0, 1.0, 0.1, 0.0]))
    drawn.figure_.draw_without_rendering()
    labels = {label.get_text() for label in drawn.ax_.get_xticklabels()}
    assert {"0", "0.1", "1"} <= labels and "0.05" not in labels
    apart(drawn.figure_, drawn.ax_.get_xticklabels())


def test_infinity_has_a_tick(models):
    drawn = RegularizationPathDisplay.from_estimator(models["nothing"])
    drawn.figure_.draw_without_rendering()
    assert [label.get_text() for label in drawn.ax_.get_xticklabels()] == ["∞"]


@pytest.mark.parametrize("unit", [1e-150, 1.0, 1e9])
def test_ticks_stand_apart(diabetes, unit, apart):
    X, y = diabetes
    drawn = RegularizationPathDisplay.from_path(riata.path(X, y * unit))
    low, high = sorted(drawn.ax_.get_xlim())
    drawn.figure_.draw_without_rendering()
    ticks = drawn.ax_.get_xticks()
    shown = [
        label for at, label in zip(ticks, drawn.ax_.get_xticklabels(), strict=True) if low <= at <= high
    ]
    assert len(shown) >= 2
    apart(drawn.figure_, shown)
