"""Cross-validation curves: what is drawn is what the record says."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

import riata
from riata.errors import ParameterError
from riata.plot import CVCurveDisplay


def words(display):
    return [text.get_text() for text in display.key_.get_texts()]


def test_curve_is_the_mean_error_and_bars_one_standard_error(validated):
    cv = validated.cv_
    display = CVCurveDisplay.from_estimator(validated)
    np.testing.assert_array_equal(display.line_.get_xdata(), cv.alphas)
    np.testing.assert_array_equal(display.line_.get_ydata(), cv.mean)
    bars = np.array(display.bars_.get_segments())
    np.testing.assert_array_equal(bars[:, 0, 0], cv.alphas)
    np.testing.assert_array_equal(bars[:, 0, 1], cv.mean - cv.se)
    np.testing.assert_array_equal(bars[:, 1, 1], cv.mean + cv.se)


def test_everything_is_in_sight(validated):
    display = CVCurveDisplay.from_estimator(validated, show_folds=True)
    low, high = display.ax_.get_ylim()
    cv = validated.cv_
    assert low <= min((cv.mean - cv.se).min(), cv.fold_errors.min())
    assert high >= max((cv.mean + cv.se).max(), cv.fold_errors.max())


def test_null_model(models):
    display = CVCurveDisplay.from_estimator(models["wide"])
    null = models["wide"].cv_.null_errors.mean()
    assert set(display.null_line_.get_ydata()) == {null}
    assert f"null model, error {null:.4g}" in words(display)


def test_a_far_null_model_does_not_flatten_the_curve(diabetes):
    model = riata.LassoCV(cv=5, alphas=[0.3, 0.2, 0.1, 0.05]).fit(*diabetes)
    display = CVCurveDisplay.from_estimator(model)
    assert display.ax_.get_ylim()[1] < model.cv_.null_errors.mean()


def test_folds(models):
    model = models["lasso-cv"]
    assert CVCurveDisplay.from_estimator(model).fold_lines_ is None
    display = CVCurveDisplay.from_estimator(model, show_folds=True)
    drawn = np.array(display.fold_lines_.get_segments())
    np.testing.assert_array_equal(drawn[:, :, 1].T, model.cv_.fold_errors)
    assert "each fold" in words(display)


def test_degrees_of_freedom_need_a_path(models):
    model = models["lasso-cv"]
    assert CVCurveDisplay.from_cv(model.cv_).df_axis_ is None
    assert CVCurveDisplay.from_cv(model.cv_, path=model.path_).df_axis_ is not None
    assert CVCurveDisplay.from_estimator(model).df_axis_ is not None


def test_error_is_named(models):
    model = models["lasso-cv"]
    assert CVCurveDisplay.from_estimator(model).ax_.get_ylabel().startswith("mean squared error")
    assert "mean over 5 folds ± 1 SE" in CVCurveDisplay.from_cv(model.cv_).ax_.get_ylabel()


@pytest.mark.parametrize("kind", ["lasso-1se", "ridge", "wide"])
def test_key_and_ticks_stand_apart(models, kind, apart):
    display = CVCurveDisplay.from_estimator(models[kind], show_folds=True)
    apart(display.figure_, display.key_.get_texts(), display.df_axis_.get_xticklabels())


def test_not_cross_validated(models):
    with pytest.raises(ParameterError, match=r"alpha=riata\.CV\(10\)"):
        CVCurveDisplay.from_estimator(models["one"])
    assert plt.get_fignums() == []


def test_path_of_other_strengths(models):
    with pytest.raises(ParameterError, match="different strengths"):
        CVCurveDisplay.from_cv(models["lasso-cv"].cv_, path=models["ridge"].path_)


def test_wrong_kind(models):
    with pytest.raises(ParameterError, match="cv must be a CVResult, not RegularizationPath"):
        CVCurveDisplay.from_cv(models["lasso-cv"].path_)
