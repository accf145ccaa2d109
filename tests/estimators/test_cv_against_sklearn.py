"""LassoCV and ElasticNetCV give scikit-learn's grids, fold errors, choices and coefficients."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.model_selection import KFold, ShuffleSplit, TimeSeriesSplit

import riata

FORMS = {"dense": np.asarray, "sparse": sparse.csc_array, "csr": sparse.csr_matrix}
OPTIONS = [
    {},
    {"fit_intercept": False},
    {"positive": True},
    {"eps": 0.05, "alphas": 12},
    {"alphas": [0.01, 1.0, 0.1]},
    {"alphas": [0.2]},
    {"cv": 3},
]
SPLITS = [
    4,
    KFold(3, shuffle=True, random_state=1),
    ShuffleSplit(3, test_size=0.3, random_state=0),
    TimeSeriesSplit(3),
    [(np.arange(10, 25), np.arange(10)), (np.arange(12), np.arange(12, 25))],
]


def agree(ours, theirs, close):
    """All that scikit-learn leaves behind; errors at the weak end are sensitive to the last digit."""
    close(ours.alphas_, theirs.alphas_, 1e-12)
    close(ours.mse_path_, theirs.mse_path_, 1e-6)
    assert ours.alpha_ == pytest.approx(theirs.alpha_, rel=1e-9)
    close(ours.coef_, theirs.coef_)
    close(ours.intercept_, theirs.intercept_)
    assert isinstance(ours.n_iter_, int)
    assert isinstance(ours.dual_gap_, float)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("weighted", [False, True], ids=["equal", "weighted"])
@pytest.mark.parametrize("name", ["LassoCV", "ElasticNetCV"])
def test_the_whole_search(name, options, weighted, data, reference, close):
    options = {"alphas": 20} | options
    weight = data.weight if weighted else None
    theirs = reference(name, data.X, data.y, weight, **options)
    agree(getattr(riata, name)(**options).fit(data.X, data.y, weight), theirs, close)


@pytest.mark.parametrize("form", ["sparse", "csr"])
@pytest.mark.parametrize("weighted", [False, True], ids=["equal", "weighted"])
def test_sparse_data(form, weighted, data, reference, close):
    weight = data.weight if weighted else None
    theirs = reference("LassoCV", data.X, data.y, weight, alphas=15)
    ours = riata.LassoCV(alphas=15).fit(FORMS[form](data.X), data.y, weight)
    agree(ours, theirs, close)


@pytest.mark.parametrize("cv", SPLITS, ids=lambda s: type(s).__name__)
def test_every_way_to_split(cv, wide, reference, close):
    theirs = reference("LassoCV", wide.X, wide.y, cv=cv, alphas=15)
    agree(riata.LassoCV(cv=cv, alphas=15).fit(wide.X, wide.y), theirs, close)


@pytest.mark.parametrize("alphas", [10, [0.3, 0.1, 0.03]], ids=["count", "list"])
@pytest.mark.parametrize("shares", [[0.1, 0.5, 0.9, 1.0], [0.7], (0.5, 0.99)], ids=str)
def test_several_shares_of_l1(shares, alphas, data, reference, close):
    options = {"l1_ratio": shares, "alphas": alphas, "cv": 3}
    theirs = reference("ElasticNetCV", data.X, data.y, **options)
    ours = riata.ElasticNetCV(**options).fit(data.X, data.y)
    agree(ours, theirs, close)
    assert ours.l1_ratio_ == theirs.l1_ratio_


def test_a_share_of_nothing_is_ridge(tall, reference, close):
    """With a grid by hand as in scikit-learn; without one riata has its own, where that has none."""
    options = {"l1_ratio": 0.0, "alphas": [1.0, 0.1, 0.01]}
    ours = riata.ElasticNetCV(**options).fit(tall.X, tall.y)
    ridge = reference("Ridge", tall.X, tall.y, alpha=ours.alpha_ * 80)
    close(ours.coef_, ridge.coef_)
    automatic = riata.ElasticNetCV(l1_ratio=0.0, cv=3).fit(tall.X, tall.y)
    assert automatic.mse_path_.shape == (100, 3)
    assert automatic.alphas_[0] > automatic.alpha_ > 0


def test_single_precision(tall, reference, close):
    X = tall.X.astype(np.float32)
    theirs = reference("LassoCV", X.astype(float), tall.y, alphas=20)
    ours = riata.LassoCV(alphas=20).fit(X, tall.y)
    assert ours.coef_.dtype == np.float32
    assert ours.alpha_ == pytest.approx(theirs.alpha_, rel=1e-5)
    close(ours.coef_, theirs.coef_, 1e-6)


def test_whole_numbers_as_target(tall, reference, close):
    y = np.round(tall.y).astype(np.int32)
    theirs = reference("LassoCV", tall.X, y, alphas=20)
    agree(riata.LassoCV(alphas=20).fit(tall.X, y), theirs, close)


@pytest.mark.parametrize("name", ["LassoCV", "ElasticNetCV"])
def test_the_choice_is_where_the_mean_error_is_least(name, tall):
    model = getattr(riata, name)(cv=4).fit(tall.X, tall.y)
    best = int(np.argmin(model.mse_path_.mean(axis=1)))
    assert model.alphas_[best] == model.alpha_
    assert model.mse_path_.shape == (100, 4)
    single = riata.ElasticNet(alpha=model.alpha_, l1_ratio=1.0 if name == "LassoCV" else 0.5)
    np.testing.assert_allclose(single.fit(tall.X, tall.y).coef_, model.coef_, rtol=1e-7, atol=1e-10)


def test_fold_errors_are_those_of_fits_without_the_fold(tall):
    model = riata.LassoCV(cv=4, alphas=6).fit(tall.X, tall.y, sample_weight=tall.weight)
    for k, (train, test) in enumerate(KFold(4).split(tall.X)):
        for j, alpha in enumerate(model.alphas_):
            part = riata.Lasso(alpha).fit(tall.X[train], tall.y[train], tall.weight[train])
            left = (tall.y[test] - part.predict(tall.X[test])) ** 2
            expected = np.average(left, weights=tall.weight[test])
            assert model.mse_path_[j, k] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("n_jobs", [None, 1, 2, -1])
def test_jobs_are_accepted_and_change_nothing(n_jobs, tall):
    one = riata.LassoCV(cv=3, n_jobs=n_jobs).fit(tall.X, tall.y)
    np.testing.assert_array_equal(one.coef_, riata.LassoCV(cv=3).fit(tall.X, tall.y).coef_)


def test_several_targets_are_refused_as_in_scikit_learn(tall):
    with pytest.raises(ValueError, match="1d array"):
        riata.LassoCV().fit(tall.X, np.column_stack([tall.y, tall.y]))
