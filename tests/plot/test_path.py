"""Coefficient paths: what is drawn is what the record says, and every name can be read."""

from __future__ import annotations

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.text import Text

import riata
from riata.errors import ParameterError
from riata.plot import RegularizationPathDisplay
from riata.plot import path as module
from riata.plot.names import show_name
from riata.plot.path import off_zero
from riata.plot.style import COLORS


def visible(coef):
    """The coefficients, with NaN where a line rests at zero."""
    return off_zero(np.asarray(coef, dtype=float))


def test_named_lines_are_the_coefficients(model):
    display = RegularizationPathDisplay.from_estimator(model)
    dense = model.path_.coefs.toarray()
    for column, line in display.lines_.items():
        np.testing.assert_array_equal(line.get_ydata(), visible(dense[column]))
        if np.all((model.path_.alphas > 0) & np.isfinite(model.path_.alphas)):
            np.testing.assert_array_equal(line.get_xdata(), model.path_.alphas)


def test_other_lines_are_the_other_coefficients(models):
    model = models["wide"]
    display = RegularizationPathDisplay.from_estimator(model, max_labels=3)
    dense = model.path_.coefs.toarray()
    ever = np.flatnonzero(dense.any(axis=1))
    others = sorted(set(ever) - set(display.lines_), key=lambda j: np.abs(dense[j]).max())
    drawn = display.other_lines_.get_segments()
    assert len(display.lines_) == 3 and len(drawn) == len(others)
    for column, segment in zip(others, drawn, strict=True):
        shown = visible(dense[column])
        np.testing.assert_array_equal(segment[:, 1], shown[np.isfinite(shown)])
    peaks = np.abs(dense).max(axis=1)
    assert min(peaks[list(display.lines_)]) >= max(peaks[others])


def test_columns_that_are_never_nonzero_are_not_drawn(models):
    display = RegularizationPathDisplay.from_estimator(models["wide"])
    count = np.count_nonzero(models["wide"].path_.coefs.toarray().any(axis=1))
    assert len(display.lines_) + len(display.other_lines_.get_segments()) == count < 300


def test_lines_rest_unseen_at_zero():
    values = np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0, -1.0])
    np.testing.assert_array_equal(off_zero(values), [np.nan, 0, 1, 0, np.nan, 0, -1])


@pytest.mark.parametrize("kind", ["wide", "wide-ridge", "ridge", "three", "hostile", "one", "zero"])
def test_labels_stand_apart(models, kind, apart):
    display = RegularizationPathDisplay.from_estimator(models[kind])
    assert len(display.labels_) == len(display.lines_) <= 12
    ticks = display.df_axis_.get_xticklabels()
    apart(display.figure_, display.labels_, display.key_.get_texts(), ticks)


@pytest.mark.parametrize("size", [(4.0, 3.0), (12.0, 9.0)])
def test_labels_stand_apart_at_other_sizes(models, apart, size):
    figure, ax = plt.subplots(figsize=size, layout="constrained")
    display = RegularizationPathDisplay.from_estimator(models["wide-ridge"], ax=ax)
    apart(figure, display.labels_)
    display = RegularizationPathDisplay.from_estimator(models["wide"])
    display.figure_.set_size_inches(8, 7)
    apart(display.figure_, display.labels_)


def test_labels_stand_apart_in_a_grid(models, apart):
    figure, axes = plt.subplots(2, 2, figsize=(10, 7), layout="constrained")
    displays = [
        RegularizationPathDisplay.from_estimator(models[kind], ax=ax)
        for kind, ax in zip(("wide", "ridge", "lasso-cv", "hostile"), axes.flat, strict=True)
    ]
    apart(figure, [label for display in displays for label in display.labels_])


def test_labels_are_in_the_order_of_the_lines(models):
    display = RegularizationPathDisplay.from_estimator(models["wide"])
    display.figure_.draw_without_rendering()
    heights = [Text.get_window_extent(label).y0 for label in display.labels_]
    ends = [models["wide"].path_.coefs.toarray()[j, -1] for j in display.lines_]
    assert heights == sorted(heights) and ends == sorted(ends)
    for label, line in zip(display.labels_, display.lines_.values(), strict=True):
        assert to_rgba(label.get_color()) == to_rgba(line.get_color())


def test_names_are_shown_literally(models):
    display = RegularizationPathDisplay.from_estimator(models["hostile"], max_labels=12)
    display.figure_.draw_without_rendering()
    names = models["hostile"].feature_names_in_
    shown = {label.get_text() for label in display.labels_}
    assert shown == {show_name(names[j]) for j in display.lines_}
    assert "$\\alpha$" in shown and "line\\nbreak\\ttab" in shown
    assert not any(label.get_parse_math() or label.get_usetex() for label in display.labels_)


def test_neighbours_differ_in_colour(models):
    display = RegularizationPathDisplay.from_estimator(models["wide"])
    colours = [label.get_color() for label in display.labels_]
    assert all(a != b for a, b in pairwise(colours))
    assert set(colours) <= set(COLORS)


def test_key_tells_how_many_have_no_name(models):
    display = RegularizationPathDisplay.from_estimator(models["wide"], max_labels=5)
    count = len(display.other_lines_.get_segments())
    assert f"{count} more, unnamed" in [text.get_text() for text in display.key_.get_texts()]


def test_the_smallest_of_very_many_lines_are_left_out_and_counted(models, monkeypatch):
    monkeypatch.setattr(module, "_MOST", 20)
    display = RegularizationPathDisplay.from_estimator(models["wide-ridge"])
    assert len(display.lines_) + len(display.other_lines_.get_segments()) == 20
    assert "288 more, unnamed, 280 not drawn" in display.key_.get_texts()[-1].get_text()


def test_standardised(models, diabetes):
    X, _ = diabetes
    model = models["lasso-cv"]
    display = RegularizationPathDisplay.from_estimator(model, standardized=True)
    for column, line in display.lines_.items():
        expected = visible(model.path_.coefs.toarray()[column]) * X.iloc[:, column].std(ddof=0)
        np.testing.assert_allclose(line.get_ydata(), expected, rtol=1e-10)
    assert "sd" in display.ax_.get_ylabel()


def test_standardised_without_data(models):
    path = models["lasso-cv"].path_.without_data()
    with pytest.raises(ParameterError, match="standardized=False"):
        RegularizationPathDisplay.from_path(path, standardized=True)
    assert plt.get_fignums() == []
    RegularizationPathDisplay.from_path(path)


def test_one_strength_is_drawn_as_points(models):
    display = RegularizationPathDisplay.from_estimator(models["one"], max_labels=2)
    assert len(display.lines_) == 2
    assert all(line.get_marker() == "o" for line in display.lines_.values())
    others = display.other_lines_
    assert len(others.get_ydata()) == np.count_nonzero(models["one"].coef_) - 2
    assert set(others.get_xdata()) == {0.5}


def test_all_zero_says_so(models):
    display = RegularizationPathDisplay.from_estimator(models["zero"])
    assert display.lines_ == {} and display.other_lines_ is None and display.labels_ == []
    assert any("every coefficient is zero" in text.get_text() for text in display.ax_.texts)


def test_no_labels(models):
    display = RegularizationPathDisplay.from_estimator(models["lasso-cv"], max_labels=0)
    assert display.labels_ == [] and len(display.other_lines_.get_segments()) == 10
    low, high = display.ax_.get_ylim()
    assert low < models["lasso-cv"].path_.coefs.min() and high > models["lasso-cv"].path_.coefs.max()


def test_low_axes_name_fewer(models):
    _, ax = plt.subplots(figsize=(5, 1.8), layout="constrained")
    assert len(RegularizationPathDisplay.from_estimator(models["wide"], ax=ax).labels_) < 12


def test_many_columns_are_an_image_in_vector_files():
    rng = np.random.default_rng(1)
    path = riata.path(rng.standard_normal((30, 900)), rng.standard_normal(30), penalty="l2", alphas=20)
    assert RegularizationPathDisplay.from_path(path).other_lines_.get_rasterized()


def test_from_path(models, diabetes):
    model = models["lasso-cv"]
    display = RegularizationPathDisplay.from_path(model.path_)
    assert display.marks_ == [] and display.key_ is None
    assert len(RegularizationPathDisplay.from_path(model.path_, index=7).marks_) == 1
    assert len(RegularizationPathDisplay.from_path(model.path_, cv=model.cv_).marks_) == 2


@pytest.mark.parametrize("wrong", [-1, 1.5, True, "3"])
def test_wrong_count(models, wrong):
    with pytest.raises(ParameterError, match="max_labels must be an integer"):
        RegularizationPathDisplay.from_estimator(models["lasso-cv"], max_labels=wrong)
    assert plt.get_fignums() == []


def test_no_two_named_lines_look_alike(diabetes):
    X, y = diabetes
    drawn = RegularizationPathDisplay.from_estimator(riata.LassoCV().fit(X, y))
    looks = {(line.get_color(), str(line._dash_pattern)) for line in drawn.lines_.values()}
    assert len(looks) == len(drawn.lines_) == 10
