"""RidgeCV gives scikit-learn's choice, score and leave-one-out values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics import make_scorer, mean_absolute_error
from sklearn.model_selection import KFold

import riata
from riata.errors import DataError, DataWarning

FORMS = {"dense": np.asarray, "sparse": sparse.csc_array}
ALPHAS = [10.0, 0.1, 1.0, 0.01]


def agree(ours, theirs, close):
    np.testing.assert_allclose(ours.alpha_, theirs.alpha_)
    close(ours.best_score_, theirs.best_score_)
    close(ours.coef_, theirs.coef_)
    close(np.broadcast_to(ours.intercept_, np.shape(theirs.intercept_)), theirs.intercept_)
    assert hasattr(ours, "cv_results_") == hasattr(theirs, "cv_results_")
    if hasattr(theirs, "cv_results_"):
        close(ours.cv_results_, theirs.cv_results_)


@pytest.fixture(params=[False, True], ids=["flat", "several"])
def target(request, data):
    several = np.column_stack([data.y, data.X[:, 1] ** 2, -data.y + data.X[:, 3]])
    return several if request.param else data.y


@pytest.mark.parametrize("weighted", [False, True], ids=["equal", "weighted"])
@pytest.mark.parametrize("intercept", [True, False], ids=["intercept", "none"])
@pytest.mark.parametrize("form", FORMS)
def test_leave_one_out(form, intercept, weighted, target, data, reference, close):
    options = {"alphas": ALPHAS, "fit_intercept": intercept, "store_cv_results": True}
    weight = data.weight if weighted else None
    theirs = reference("RidgeCV", data.X, target, weight, **options)
    agree(riata.RidgeCV(**options).fit(FORMS[form](data.X), target, weight), theirs, close)


@pytest.mark.parametrize("mode", [None, "auto", "svd", "eigen"])
def test_every_mode_gives_the_same(mode, data, reference, close):
    theirs = reference("RidgeCV", data.X, data.y, alphas=ALPHAS, gcv_mode=mode)
    agree(riata.RidgeCV(alphas=ALPHAS, gcv_mode=mode).fit(data.X, data.y), theirs, close)


SCORERS = ["r2", "neg_mean_absolute_error", "explained_variance"]


@pytest.mark.parametrize("scoring", [*SCORERS, make_scorer(mean_absolute_error)], ids=str)
@pytest.mark.parametrize("weighted", [False, True], ids=["equal", "weighted"])
def test_leave_one_out_by_a_scorer(scoring, weighted, target, data, reference, close):
    options = {"alphas": ALPHAS, "scoring": scoring, "store_cv_results": True}
    weight = data.weight if weighted else None
    theirs = reference("RidgeCV", data.X, target, weight, **options)
    agree(riata.RidgeCV(**options).fit(data.X, target, weight), theirs, close)


@pytest.mark.parametrize("scoring", [None, "neg_mean_absolute_error"])
@pytest.mark.parametrize("weighted", [False, True], ids=["equal", "weighted"])
def test_a_strength_for_each_target(scoring, weighted, data, target, reference, close):
    if scoring and target.ndim == 1:  # scikit-learn fails on one target: make it a column there
        target = target[:, None]
    options = {"alphas": ALPHAS, "alpha_per_target": True, "scoring": scoring}
    weight = data.weight if weighted else None
    theirs = reference("RidgeCV", data.X, target, weight, **options, store_cv_results=True)
    ours = riata.RidgeCV(**options, store_cv_results=True).fit(data.X, target, weight)
    agree(ours, theirs, close)


SPLITS = {"count": 3, "splitter": KFold(4, shuffle=True, random_state=0)}


@pytest.mark.parametrize("cv", SPLITS.values(), ids=SPLITS.keys())
@pytest.mark.parametrize("scoring", [None, "neg_mean_squared_error"])
@pytest.mark.parametrize("form", FORMS)
def test_folds(cv, scoring, form, target, data, reference, close):
    options = {"alphas": ALPHAS, "cv": cv, "scoring": scoring}
    theirs = reference("RidgeCV", data.X, target, **options)
    agree(riata.RidgeCV(**options).fit(FORMS[form](data.X), target), theirs, close)


@pytest.mark.parametrize("cv", SPLITS.values(), ids=SPLITS.keys())
@pytest.mark.parametrize("scoring", [None, "neg_mean_squared_error"])
def test_folds_of_weighted_rows(cv, scoring, target, data, reference, close):
    options = {"alphas": ALPHAS, "cv": cv, "scoring": scoring}
    theirs = reference("RidgeCV", data.X, target, data.weight, **options)
    agree(riata.RidgeCV(**options).fit(data.X, target, data.weight), theirs, close)


def median_error(y, predicted):
    return float(np.median(np.abs(y - predicted)))


def absolute_error(model, X, y):
    return -float(np.mean(np.abs(y - model.predict(X))))


@pytest.mark.parametrize("scoring", [make_scorer(median_error, greater_is_better=False), absolute_error])
def test_a_scorer_without_weights_is_told_of(scoring, tall, reference, close):
    options = {"alphas": ALPHAS, "cv": 3, "scoring": scoring}
    with pytest.warns(UserWarning, match="does not support sample_weight"):
        theirs = reference("RidgeCV", tall.X, tall.y, tall.weight, **options)
    with pytest.warns(DataWarning, match="takes no sample_weight: folds are scored with equal weights"):
        ours = riata.RidgeCV(**options).fit(tall.X, tall.y, tall.weight)
    agree(ours, theirs, close)


@pytest.mark.parametrize("cv", [None, 3])
@pytest.mark.parametrize("scoring", [None, "r2"])
def test_one_weight_for_all_weighs_the_loss_not_the_score(cv, scoring, tall):
    options = {"cv": cv, "scoring": scoring}
    one = riata.RidgeCV(alphas=[2.0, 4.0], **options).fit(tall.X, tall.y, sample_weight=2.0)
    half = riata.RidgeCV(alphas=[1.0, 2.0], **options).fit(tall.X, tall.y)
    np.testing.assert_allclose(one.coef_, half.coef_, rtol=1e-9)
    assert one.alpha_ == 2.0 * half.alpha_


def test_a_test_fold_without_weight_cannot_be_scored(tall):
    weight = np.ones(80)
    weight[40:] = 0.0
    with pytest.raises(DataError, match=r"every t[a-z]+ row of fold 0 has weight zero"):
        riata.RidgeCV(cv=2).fit(tall.X, tall.y, weight)


def test_strength_zero_is_allowed_with_folds(tall, reference, close):
    options = {"alphas": [0.0, 1.0], "cv": 3}
    theirs = reference("RidgeCV", tall.X, tall.y, **options)
    agree(riata.RidgeCV(**options).fit(tall.X, tall.y), theirs, close)


@pytest.mark.parametrize("alphas", [0.5, [0.5], np.array([1.0, 2.0]), np.array([1, 10])], ids=repr)
def test_every_way_to_write_strengths(alphas, tall, reference, close):
    theirs = reference("RidgeCV", tall.X, tall.y, alphas=alphas)
    agree(riata.RidgeCV(alphas=alphas).fit(tall.X, tall.y), theirs, close)


def test_values_are_the_errors_of_fits_without_the_row(tall):
    model = riata.RidgeCV(alphas=[0.3, 3.0], store_cv_results=True).fit(tall.X, tall.y)
    for row in (0, 41, 79):
        rest = np.arange(80) != row
        for k, alpha in enumerate((0.3, 3.0)):
            part = riata.Ridge(alpha).fit(tall.X[rest], tall.y[rest])
            error = tall.y[row] - part.predict(tall.X[[row]])[0]
            assert model.cv_results_[row, k] == pytest.approx(error**2, rel=1e-8)


def test_the_first_of_equal_scores_is_chosen(tall):
    constant = make_scorer(lambda _y, _p: 1.0)
    model = riata.RidgeCV(alphas=[3.0, 1.0, 2.0], scoring=constant).fit(tall.X, tall.y)
    assert model.alpha_ == 3.0
    assert model.best_score_ == 1.0
