"""Metadata routing: what belongs to fitting, to splitting and to scoring gets there."""

from __future__ import annotations

import numpy as np
import pytest
import sklearn
from sklearn import linear_model
from sklearn.exceptions import UnsetMetadataPassedError
from sklearn.metrics import get_scorer, make_scorer, mean_squared_error
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import riata
from riata.errors import ParameterError

CV_CLASSES = ["LassoCV", "ElasticNetCV", "RidgeCV"]


@pytest.fixture
def routing():
    with sklearn.config_context(enable_metadata_routing=True):
        yield


@pytest.fixture
def groups():
    return np.random.default_rng(0).integers(0, 6, 80)


@pytest.mark.parametrize("name", CV_CLASSES)
def test_groups_reach_the_splitter(name, tall, groups, routing):
    splitter = GroupKFold(3)
    routed = getattr(riata, name)(cv=splitter).fit(tall.X, tall.y, groups=groups)
    by_hand = getattr(riata, name)(cv=list(splitter.split(tall.X, tall.y, groups)))
    by_hand.fit(tall.X, tall.y)
    assert routed.alpha_ == by_hand.alpha_
    np.testing.assert_array_equal(routed.coef_, by_hand.coef_)


@pytest.mark.parametrize("name", ["LassoCV", "ElasticNetCV"])
def test_groups_and_weights_at_once_as_in_scikit_learn(name, tall, groups, routing, reference, close):
    options = {"cv": GroupKFold(3), "alphas": 12}
    tight = {"tol": 1e-14, "max_iter": 1_000_000}
    theirs = getattr(linear_model, name)(**options, **tight)
    theirs.set_fit_request(sample_weight=True)
    theirs.fit(tall.X, tall.y, sample_weight=tall.weight, groups=groups)
    ours = getattr(riata, name)(**options).set_fit_request(sample_weight=True)
    ours.fit(tall.X, tall.y, sample_weight=tall.weight, groups=groups)
    close(ours.mse_path_, theirs.mse_path_, 1e-6)
    close(ours.coef_, theirs.coef_)


@pytest.mark.parametrize("cv", [None, GroupKFold(3)], ids=["leave one out", "groups"])
@pytest.mark.parametrize("scoring", [None, "neg_mean_absolute_error"])
def test_ridge_weights_and_groups_as_in_scikit_learn(cv, scoring, tall, groups, routing, close):
    def scorer():
        return scoring and get_scorer(scoring).set_score_request(sample_weight=True)

    metadata = {"sample_weight": tall.weight} | ({"groups": groups} if cv is not None else {})
    theirs = linear_model.RidgeCV(cv=cv, scoring=scorer()).fit(tall.X, tall.y, **metadata)
    ours = riata.RidgeCV(cv=cv, scoring=scorer()).fit(tall.X, tall.y, **metadata)
    assert ours.alpha_ == theirs.alpha_
    close(ours.best_score_, theirs.best_score_)
    close(ours.coef_, theirs.coef_)


@pytest.mark.parametrize("name", CV_CLASSES)
def test_metadata_without_routing_are_refused_by_name(name, tall, groups):
    with pytest.raises(ParameterError, match=r"\['groups'\].*enable_metadata_routing"):
        getattr(riata, name)(cv=GroupKFold(3)).fit(tall.X, tall.y, groups=groups)


@pytest.mark.parametrize("name", CV_CLASSES)
def test_metadata_that_nobody_wants_are_refused(name, tall, routing):
    with pytest.raises(TypeError, match="unexpected"):
        getattr(riata, name)(cv=3).fit(tall.X, tall.y, colour=1)


@pytest.mark.parametrize("name", ["Lasso", "ElasticNet", "Ridge"])
def test_weights_are_asked_for_like_scikit_learns(name, tall, routing):
    search = GridSearchCV(getattr(riata, name)(), {"alpha": [0.1, 1.0]}, cv=3)
    with pytest.raises(UnsetMetadataPassedError, match="sample_weight"):
        search.fit(tall.X, tall.y, sample_weight=tall.weight)
    asking = getattr(riata, name)().set_fit_request(sample_weight=True)
    asking.set_score_request(sample_weight=True)
    search = GridSearchCV(asking, {"alpha": [0.1, 1.0]}, cv=3)
    search.fit(tall.X, tall.y, sample_weight=tall.weight)
    alone = getattr(riata, name)(**search.best_params_).fit(tall.X, tall.y, tall.weight)
    np.testing.assert_array_equal(search.best_estimator_.coef_, alone.coef_)


def test_weights_through_a_pipeline(tall, routing):
    lasso = riata.LassoCV(cv=3).set_fit_request(sample_weight=True)
    scaler = StandardScaler().set_fit_request(sample_weight=False)
    pipe = make_pipeline(scaler, lasso).fit(tall.X, tall.y, sample_weight=tall.weight)
    scaled = StandardScaler().fit_transform(tall.X)
    alone = riata.LassoCV(cv=3).fit(scaled, tall.y, sample_weight=tall.weight)
    np.testing.assert_allclose(pipe[-1].coef_, alone.coef_)


def test_weights_and_groups_through_cross_validate(tall, groups, routing):
    model = riata.RidgeCV(cv=GroupKFold(2)).set_fit_request(sample_weight=True)
    metadata = {"groups": groups, "sample_weight": tall.weight}
    mse = make_scorer(mean_squared_error).set_score_request(sample_weight=True)
    found = cross_validate(model, tall.X, tall.y, cv=GroupKFold(3), params=metadata, scoring=mse)
    assert np.isfinite(found["test_score"]).all()
    assert len(found["test_score"]) == 3
