"""Reading estimators, models and records into one record."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from riata.errors import ParameterError
from riata.plot.source import read_cv, read_path, read_source


def test_estimator(model):
    source = read_source(model)
    np.testing.assert_allclose(source.solutions.coef(source.index), model.coef_, rtol=1e-12)
    assert source.cv is getattr(model, "cv_", None)
    assert len(source.names) == model.n_features_in_


def test_names(models):
    assert read_source(models["lasso-cv"]).names[:3] == ("age", "sex", "bmi")
    assert read_source(models["wide"]).names[:2] == ("x0", "x1")
    assert read_source(models["hostile"]).names == tuple(models["hostile"].feature_names_in_)


def test_scale_of_ridge(models, diabetes):
    X, _ = diabetes
    assert read_source(models["ridge"]).ratio == pytest.approx(len(X))
    assert read_source(models["lasso-cv"]).ratio == 1.0
    assert read_source(models["nothing"]).ratio == 1.0


def test_chosen_by_either_rule(models):
    for kind, index in (("lasso-cv", "index_min"), ("lasso-1se", "index_1se"), ("ridge", "index_min")):
        assert read_source(models[kind]).index == getattr(models[kind].cv_, index)


def test_model_of_a_table(models):
    fitted = models["lasso-cv"]
    names = [f"column {j}" for j in range(10)]
    model = SimpleNamespace(path=fitted.path_, index=5, cv=fitted.cv_, names=names)
    source = read_source(model)
    assert (source.index, source.names, source.cv) == (5, tuple(names), fitted.cv_)
    assert source.fold_coefs.shape == (10, 5)


def test_model_that_was_saved(models):
    """Its path has lost the data, and its cross-validation the paths; the model has what is needed."""
    fitted = models["lasso-cv"]
    model = SimpleNamespace(
        path=fitted.path_.without_data(),
        index=5,
        cv=None,
        names=list("abcdefghij"),
        deviation=np.arange(10.0),
        fold_coefs=np.ones((10, 3)),
    )
    source = read_source(model)
    np.testing.assert_array_equal(source.multiplier(True), np.arange(10.0))
    assert source.fold_coefs is model.fold_coefs


def test_path_and_cv_of_other_strengths(models):
    with pytest.raises(ParameterError, match="different strengths"):
        read_path(models["lasso-cv"].path_, cv=models["ridge"].cv_)


def test_wrong_kinds(models):
    with pytest.raises(ParameterError, match="path must be a RegularizationPath, not int"):
        read_path(3)
    with pytest.raises(ParameterError, match="cv must be a CVResult, not int"):
        read_cv(3)
    with pytest.raises(ParameterError, match="index must be an integer"):
        read_path(models["lasso-cv"].path_, index=True)
    with pytest.raises(ParameterError, match="only a cross-validation"):
        _ = read_cv(models["lasso-cv"].cv_).solutions
