"""Folds: every row is tested once, sizes are equal, a seed says which, and bad ones are refused."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold

from riata.errors import DataError, ParameterError
from riata.select import make_folds, scoring_weights, training_weights


def same(ours, theirs):
    assert len(ours) == len(theirs)
    for (train, test), (their_train, their_test) in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(train, their_train)
        np.testing.assert_array_equal(test, their_test)


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize(("n", "k"), [(2, 2), (7, 3), (10, 10), (101, 10), (64, 5)])
def test_a_count_tests_every_row_once_in_folds_of_equal_size(n, k, shuffle):
    folds = make_folds(k, n, shuffle=shuffle, seed=3)
    assert len(folds) == k
    np.testing.assert_array_equal(np.sort(np.concatenate([test for _, test in folds])), np.arange(n))
    sizes = [len(test) for _, test in folds]
    assert max(sizes) - min(sizes) <= 1
    for train, test in folds:
        np.testing.assert_array_equal(np.union1d(train, test), np.arange(n))
        assert len(train) + len(test) == n
        assert np.all(np.diff(test) > 0)


@pytest.mark.parametrize(("n", "k"), [(7, 3), (64, 5)])
def test_a_count_without_shuffling_is_scikit_learns(n, k):
    same(make_folds(k, n), list(KFold(k).split(np.zeros((n, 1)))))
    same(make_folds(np.int64(k), n), make_folds(k, n))


def test_a_seed_says_which_rows():
    first = make_folds(5, 50, shuffle=True, seed=1)
    same(first, make_folds(5, 50, shuffle=True, seed=1))
    assert any(not np.array_equal(a[1], b[1]) for a, b in zip(first, make_folds(5, 50), strict=True))
    other = make_folds(5, 50, shuffle=True, seed=2)
    assert any(not np.array_equal(a[1], b[1]) for a, b in zip(first, other, strict=True))


def test_splitters_are_given_what_they_ask_for():
    X, y = np.arange(24.0).reshape(12, 2), np.repeat([0, 1], 6)
    groups = np.tile([0, 1, 2], 4)
    same(make_folds(StratifiedKFold(3), 12, X=X, y=y), list(StratifiedKFold(3).split(X, y)))
    same(make_folds(GroupKFold(3), 12, groups=groups), list(GroupKFold(3).split(X, y, groups)))


@pytest.mark.parametrize("form", [list, tuple, np.array], ids=lambda f: f.__name__)
def test_pairs_of_positions_or_masks(form):
    expected = [(np.array([0, 1, 2]), np.array([3, 4])), (np.array([2, 3, 4]), np.array([0]))]
    positions = [(form(train.tolist()), form(test.tolist())) for train, test in expected]
    same(make_folds(positions, 5), expected)
    same(make_folds(iter(positions), 5), expected)
    masks = [tuple(np.isin(np.arange(5), rows) for rows in pair) for pair in expected]
    same(make_folds(masks, 5), expected)
    same(make_folds([([0, 1, 2], [-2, -1]), ([-3, 3, 4], [-5])], 5), expected)


@pytest.mark.parametrize(
    ("cv", "message"),
    [
        (1, "at least 2 folds, not 1"),
        (0, "at least 2 folds, not 0"),
        (6, "n_splits=6 greater than the number of samples: 5"),
        (True, "cv must be a count, a splitter or index pairs, not True"),
        (2.5, "cv must be a count, a splitter or index pairs, not 2.5"),
        ("five", "cv must be a count, a splitter or index pairs, not 'five'"),
        ([], "cv gives no fold"),
        ([([0, 1], [])], "fold 0 of cv is empty"),
        ([([0, 1], [2]), ([], [1])], "fold 1 of cv is empty"),
        ([([0, 1], [5])], "cv names row 5; there are 5 rows"),
        ([([0, 3], [-6, 1])], "cv names row -6; there are 5 rows"),
        ([([0.5, 1.5], [2])], "cv must give row positions, or masks of 5 rows, not float64"),
        ([([True, False], [False, True])], "masks of 5 rows, not bool of shape"),
        ([0, 1], r"each fold of cv must be a pair \(train, test\), not 0"),
        ([([0], [1], [2])], r"must be a pair \(train, test\)"),
    ],
    ids=str,
)
def test_what_is_no_fold_is_refused(cv, message):
    with pytest.raises(ParameterError, match=message):
        make_folds(cv, 5)


def test_weights_of_training_and_test_rows():
    train, test, weight = np.array([0, 2, 2]), np.array([1, 3]), np.array([2.0, 0.0, 3.0, 0.0])
    np.testing.assert_array_equal(training_weights(train, 4, None, 0), [1.0, 0.0, 2.0, 0.0])
    np.testing.assert_array_equal(training_weights(train, 4, weight, 0), [2.0, 0.0, 6.0, 0.0])
    assert scoring_weights(test, None, 0) is None
    np.testing.assert_array_equal(scoring_weights(train, weight, 0), [2.0, 3.0, 3.0])
    with pytest.raises(DataError, match="every training row of fold 7 has weight zero"):
        training_weights(test, 4, weight, 7)
    with pytest.raises(DataError, match="every test row of fold 7 has weight zero"):
        scoring_weights(test, weight, 7)
