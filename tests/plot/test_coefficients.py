"""Coefficients: what is drawn is what the record says, sorted, and every name can be read."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from riata.errors import ParameterError
from riata.plot import CoefficientDisplay
from riata.plot.names import show_name


def test_points_are_the_largest_coefficients(model):
    display = CoefficientDisplay.from_estimator(model)
    values = display.points_.get_xdata()
    np.testing.assert_allclose(values, model.coef_[display.columns_], rtol=1e-12)
    order = np.argsort(-np.abs(model.coef_), kind="stable")
    order = order[: min(30, np.count_nonzero(model.coef_))]
    np.testing.assert_array_equal(display.columns_, order)


def test_stems_run_from_zero(models):
    display = CoefficientDisplay.from_estimator(models["lasso-cv"])
    stems = np.array(display.stems_.get_segments())
    assert (stems[:, 0, 0] == 0).all()
    np.testing.assert_array_equal(stems[:, 1, 0], display.points_.get_xdata())


@pytest.mark.parametrize(("spread", "ends"), [("range", (0.0, 1.0)), ("quartiles", (0.25, 0.75))])
def test_spread_over_folds(models, spread, ends):
    model = models["lasso-1se"]
    display = CoefficientDisplay.from_estimator(model, spread=spread)
    chosen = model.cv_.index_1se
    folds = np.array([coefs.toarray()[display.columns_, chosen] for coefs in model.cv_.coefs])
    drawn = np.array(display.spread_.get_segments())[:, :, 0].T
    np.testing.assert_allclose(drawn, np.quantile(folds, ends, axis=0), rtol=1e-12)
    assert "5 cross-validation fits" in display.key_.get_texts()[0].get_text()


def test_no_spread(models):
    display = CoefficientDisplay.from_estimator(models["lasso-cv"], spread=None)
    assert display.spread_ is None and display.key_ is None
    assert CoefficientDisplay.from_estimator(models["one"]).spread_ is None


def test_standardised(models, diabetes):
    X, _ = diabetes
    model = models["lasso-cv"]
    display = CoefficientDisplay.from_estimator(model, standardized=True)
    scaled = model.coef_ * X.std(ddof=0).to_numpy()
    np.testing.assert_allclose(display.points_.get_xdata(), scaled[display.columns_], rtol=1e-10)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("lasso-cv", " of 10 coefficients are zero at alpha = "),
        ("ridge", "all 10 coefficients are nonzero at alpha = "),
        ("ridge", "(the estimator's "),
        ("zero", "10 of 10 coefficients are zero at alpha = 50"),
        ("wide-ridge", "the 30 largest of 300 are shown"),
    ],
)
def test_title_counts(models, kind, told):
    assert told in CoefficientDisplay.from_estimator(models[kind]).ax_.get_title(loc="left")


@pytest.mark.parametrize("kind", ["wide-ridge", "hostile", "one", "zero"])
def test_names_stand_apart(models, kind, apart):
    display = CoefficientDisplay.from_estimator(models[kind])
    apart(display.figure_, display.ax_.get_yticklabels())


def test_names_stand_apart_on_low_axes(models, apart):
    figure, axes = plt.subplots(2, 1, figsize=(5, 5), layout="constrained")
    displays = [CoefficientDisplay.from_estimator(models["wide-ridge"], ax=ax) for ax in axes]
    apart(figure, [label for display in displays for label in display.ax_.get_yticklabels()])
    assert f"the {len(displays[0].columns_)} largest of 300" in displays[0].ax_.get_title(loc="left")


def test_names_are_shown_literally(models):
    model = models["hostile"]
    display = CoefficientDisplay.from_estimator(model)
    display.figure_.draw_without_rendering()
    labels = display.ax_.get_yticklabels()
    names = model.feature_names_in_[display.columns_]
    assert [label.get_text() for label in labels] == [show_name(name) for name in names]
    assert not any(label.get_parse_math() or label.get_usetex() for label in labels)


def test_at_most(models):
    display = CoefficientDisplay.from_estimator(models["wide"], max_features=4)
    assert len(display.columns_) == 4


def test_from_path(models):
    path = models["lasso-cv"].path_
    display = CoefficientDisplay.from_path(path, index=-1)
    np.testing.assert_array_equal(display.points_.get_xdata(), path.coef(99)[display.columns_])
    with pytest.raises(ParameterError, match="index must be an integer from 0 to 99, not 100"):
        CoefficientDisplay.from_path(path, index=100)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"spread": "iqr"}, 'spread must be "range"'), ({"max_features": 0}, "max_features must be")],
)
def test_wrong_argument(models, wrong, told):
    with pytest.raises(ParameterError, match=told):
        CoefficientDisplay.from_estimator(models["lasso-cv"], **wrong)
    assert plt.get_fignums() == []
