"""Everything scikit-learn does with estimators: search, pipelines, copies, files."""

from __future__ import annotations

import copy
import io
import pickle

import joblib
import numpy as np
import pandas as pd
import pytest
import sklearn
from sklearn.base import clone
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import BaggingRegressor, StackingRegressor
from sklearn.feature_selection import RFE, SelectFromModel
from sklearn.inspection import permutation_importance
from sklearn.model_selection import (
    GridSearchCV,
    cross_val_predict,
    cross_val_score,
    learning_curve,
    validation_curve,
)
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import riata

NAMES = ["Lasso", "ElasticNet", "Ridge", "LassoCV", "ElasticNetCV", "RidgeCV"]


def through_joblib(model):
    file = io.BytesIO()
    joblib.dump(model, file)
    file.seek(0)
    return joblib.load(file)


COPIES = {
    "pickle": lambda m: pickle.loads(pickle.dumps(m)),
    "pickle 2": lambda m: pickle.loads(pickle.dumps(m, protocol=2)),
    "joblib": through_joblib,
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", COPIES)
def test_a_fitted_model_survives_copying(name, how, tall):
    model = getattr(riata, name)().fit(tall.X, tall.y)
    again = COPIES[how](model)
    np.testing.assert_array_equal(again.predict(tall.new), model.predict(tall.new))
    assert again.alpha_ == model.alpha_
    assert again.get_params() == model.get_params()


@pytest.mark.parametrize("name", ["Lasso", "LassoCV", "Ridge"])
def test_a_pickle_holds_no_training_data(name):
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((5000, 20)), rng.standard_normal(5000)
    model = getattr(riata, name)().fit(X, y)
    rows = 5000 * 8 if name == "LassoCV" else 0  # which row is in which fold
    paths = 6 * 100 * 20 * 16 if name == "LassoCV" else 0  # coefficients of five folds and of all
    assert len(pickle.dumps(model)) < rows + paths + 30_000 < X.nbytes / 2


def test_a_copied_path_still_predicts_and_says_what_it_lost(tall):
    model = pickle.loads(pickle.dumps(riata.LassoCV(cv=3).fit(tall.X, tall.y)))
    k = int(np.flatnonzero(model.path_.alphas == model.alpha_)[0])
    np.testing.assert_allclose(model.path_.predict(tall.new)[:, k], model.predict(tall.new))
    with pytest.raises(ValueError, match="lost its data"):
        model.path_.at(model.alpha_ * 1.01)
    gaps = model.path_.certificate(tall.X, tall.y)
    assert gaps.max() <= 1e-8


@pytest.mark.parametrize("name", NAMES)
def test_clone_forgets_the_fit_and_keeps_the_parameters(name, tall):
    model = getattr(riata, name)(fit_intercept=False).fit(tall.X, tall.y)
    again = clone(model)
    assert not hasattr(again, "coef_")
    assert again.get_params() == model.get_params()
    np.testing.assert_array_equal(again.fit(tall.X, tall.y).coef_, model.coef_)


RULES = [riata.CV(4, rule="1se"), riata.Bound(2.0), 0.3]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_clone_and_pickle_with_a_rule(rule, tall):
    model = riata.Lasso(rule).fit(tall.X, tall.y)
    again = pickle.loads(pickle.dumps(clone(model))).fit(tall.X, tall.y)
    np.testing.assert_array_equal(again.coef_, model.coef_)


def test_grid_search_over_numbers_and_rules(tall):
    grid = {"alpha": [0.01, 0.1, riata.Bound(3.0), riata.CV(3)], "standardize": [True, False]}
    search = GridSearchCV(riata.Lasso(), grid, cv=3).fit(tall.X, tall.y)
    assert search.best_params_.keys() == grid.keys()
    assert search.score(tall.X, tall.y) > 0.9


def test_grid_search_in_several_processes(tall):
    one = GridSearchCV(riata.Lasso(), {"alpha": [0.01, 1.0]}, cv=3).fit(tall.X, tall.y)
    many = GridSearchCV(riata.Lasso(), {"alpha": [0.01, 1.0]}, cv=3, n_jobs=2).fit(tall.X, tall.y)
    for key in ("split0_test_score", "mean_test_score"):
        np.testing.assert_array_equal(one.cv_results_[key], many.cv_results_[key])


@pytest.mark.parametrize("name", NAMES)
def test_pipelines_and_scores(name, tall):
    pipe = make_pipeline(StandardScaler(), getattr(riata, name)())
    scores = cross_val_score(pipe, tall.X, tall.y, cv=3)
    by_hand = [
        clone(pipe).fit(tall.X[train], tall.y[train]).score(tall.X[test], tall.y[test])
        for train, test in sklearn.model_selection.KFold(3).split(tall.X)
    ]
    np.testing.assert_allclose(scores, by_hand, rtol=1e-9)
    pipe.set_params(**{f"{name.lower()}__fit_intercept": False})
    assert pipe.fit(tall.X, tall.y)[-1].intercept_ == 0.0


def test_standardising_is_scaling_first(tall):
    """The option is the pipeline that scikit-learn's documentation asks for, in the data's own units."""
    pipe = make_pipeline(StandardScaler(), riata.Lasso(0.2)).fit(tall.X, tall.y)
    model = riata.Lasso(0.2, standardize=True).fit(tall.X, tall.y)
    np.testing.assert_allclose(model.predict(tall.new), pipe.predict(tall.new), rtol=1e-9)
    np.testing.assert_allclose(model.coef_ * tall.X.std(axis=0), pipe[-1].coef_, rtol=1e-7, atol=1e-12)


def test_selection_inside_other_estimators(tall):
    kept = SelectFromModel(riata.Lasso(0.3)).fit(tall.X, tall.y).get_support()
    np.testing.assert_array_equal(kept, riata.Lasso(0.3).fit(tall.X, tall.y).coef_ != 0)
    assert RFE(riata.Ridge(), n_features_to_select=3).fit(tall.X, tall.y).support_.sum() == 3


def test_ensembles_and_wrappers(tall):
    several = np.column_stack([tall.y, -tall.y])
    assert MultiOutputRegressor(riata.LassoCV(cv=3)).fit(tall.X, several).predict(tall.new).shape[1] == 2
    stack = StackingRegressor([("a", riata.Lasso()), ("b", riata.Ridge())], riata.RidgeCV(), cv=3)
    assert stack.fit(tall.X, tall.y).score(tall.X, tall.y) > 0.8
    bag = BaggingRegressor(riata.ElasticNet(0.1), n_estimators=3, random_state=0)
    assert bag.fit(tall.X, tall.y, sample_weight=tall.weight).score(tall.X, tall.y) > 0.8
    log = TransformedTargetRegressor(riata.Ridge(), func=np.arcsinh, inverse_func=np.sinh)
    assert np.isfinite(log.fit(tall.X, tall.y).predict(tall.new)).all()


def test_curves_and_importances(tall):
    train, test = validation_curve(
        riata.Lasso(), tall.X, tall.y, param_name="alpha", param_range=[0.01, 10.0], cv=3
    )
    assert train.shape == test.shape == (2, 3)
    assert train[0].mean() > train[1].mean()
    assert learning_curve(riata.LassoCV(cv=3), tall.X, tall.y, train_sizes=[0.5, 1.0], cv=3)
    model = riata.Lasso(0.3).fit(tall.X, tall.y)
    found = permutation_importance(model, tall.X, tall.y, n_repeats=2, random_state=0)
    np.testing.assert_array_equal(found.importances_mean == 0, model.coef_ == 0)
    assert cross_val_predict(riata.Ridge(), tall.X, tall.y, cv=3).shape == (80,)


@pytest.mark.parametrize("output", ["pandas", "polars", "default"])
def test_set_output_in_a_pipeline(output, tall):
    table = pd.DataFrame(tall.X, columns=[f"f{j}" for j in range(8)])
    with sklearn.config_context(transform_output=output):
        pipe = make_pipeline(StandardScaler(), riata.Lasso(0.1)).fit(table, tall.y)
        predicted = pipe.predict(table)
    assert isinstance(predicted, np.ndarray)
    assert hasattr(pipe[-1], "feature_names_in_") == (output != "default")


def test_text_columns_by_way_of_a_transformer(tall):
    table = pd.DataFrame({"x": tall.X[:, 0], "c": np.where(tall.X[:, 1] > 0, "high", "low")})
    columns = ColumnTransformer([("c", OneHotEncoder(), ["c"])], remainder="passthrough")
    pipe = make_pipeline(columns, riata.Ridge()).fit(table, tall.y)
    assert pipe[-1].coef_.shape == (3,)


@pytest.mark.parametrize("name", NAMES)
def test_how_it_shows_itself(name, tall):
    model = getattr(riata, name)()
    assert repr(model) == f"{name}()"
    assert name in model._repr_html_()
    assert name in model.fit(tall.X, tall.y)._repr_html_()
