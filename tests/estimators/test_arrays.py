"""Arrays as they come: read-only, strided, on disk, in any memory order; none of them is written."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import DataConversionWarning

import riata

MODELS = {
    "Lasso": riata.Lasso(0.05),
    "ElasticNet": riata.ElasticNet(0.05, penalty_factor={2: 0.0}),
    "Ridge": riata.Ridge(),
    "LassoCV": riata.LassoCV(cv=3, alphas=10),
    "ElasticNetCV": riata.ElasticNetCV(cv=3, alphas=10),
    "RidgeCV": riata.RidgeCV(),
}


@pytest.fixture(params=MODELS)
def model(request):
    return clone(MODELS[request.param])


def locked(array):
    array.setflags(write=False)
    return array


def spread(array):
    """Every second element of a larger array, in both directions."""
    big = np.full([2 * k for k in array.shape], np.nan, dtype=array.dtype)
    big[tuple(slice(None, None, 2) for _ in array.shape)] = array
    return big[tuple(slice(None, None, 2) for _ in array.shape)]


def turned(array):
    """The same numbers behind negative strides."""
    return np.ascontiguousarray(array[::-1])[::-1]


def swapped(array):
    return array.astype(array.dtype.newbyteorder())


ARRAYS = {
    "read-only": lambda a: locked(a.copy()),
    "read-only columns": lambda a: locked(np.asfortranarray(a)),
    "strided": spread,
    "negative strides": turned,
    "other byte order": swapped,
    "matrix of objects": lambda a: a.astype(object),
}


@pytest.mark.parametrize("form", ARRAYS)
def test_memory_makes_no_difference(form, model, tall):
    expected = model.fit(tall.X, tall.y, sample_weight=tall.weight).predict(tall.new)
    change = ARRAYS[form]
    X, y, weight = change(tall.X), change(tall.y), change(tall.weight)
    if form == "matrix of objects":
        y, weight = tall.y, tall.weight
    found = model.fit(X, y, sample_weight=weight).predict(change(tall.new))
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_arrays_on_disk(model, tall, tmp_path):
    expected = model.fit(tall.X, tall.y).predict(tall.new)
    file = tmp_path / "X.npy"
    np.save(file, tall.X)
    disk = np.load(file, mmap_mode="r")
    np.testing.assert_array_equal(model.fit(disk, tall.y).predict(tall.new), expected)
    again = np.load(file)
    np.testing.assert_array_equal(again, tall.X)


@pytest.mark.parametrize("copy_x", [True, False])
def test_nothing_is_written(model, tall, copy_x):
    X, y, weight = tall.X.copy(), tall.y.copy(), tall.weight.copy()
    if "copy_X" in model.get_params():
        model.set_params(copy_X=copy_x)
    model.fit(X, y, sample_weight=weight).predict(X)
    np.testing.assert_array_equal(X, tall.X)
    np.testing.assert_array_equal(y, tall.y)
    np.testing.assert_array_equal(weight, tall.weight)


SPARSE = ["csc_array", "csr_array", "coo_array", "lil_array", "dok_array", "bsr_array", "dia_array"]


@pytest.mark.parametrize("form", [*SPARSE, "csc_matrix", "csr_matrix"])
def test_every_sparse_format(form, model, tall):
    expected = model.fit(tall.X, tall.y).predict(tall.new)
    X = getattr(sparse, form)(tall.X)
    before = X.copy()
    found = model.fit(X, tall.y).predict(sparse.csr_array(tall.new))
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    np.testing.assert_array_equal(X.toarray(), before.toarray())


def test_wide_indices_and_untidy_columns(model, tall):
    """int64 indices, unsorted rows, entries that repeat, entries that are zero."""
    expected = model.fit(tall.X, tall.y).predict(tall.new)
    tidy = sparse.csc_array(tall.X)
    data, rows, start = [], [], [0]
    for j in range(8):
        here = slice(tidy.indptr[j], tidy.indptr[j + 1])
        data += [*tidy.data[here][::-1], *(tidy.data[here] * 2), *(-tidy.data[here] * 2), 0.0]
        rows += [*tidy.indices[here][::-1], *tidy.indices[here], *tidy.indices[here], 0]
        start.append(len(data))
    whole = [np.array(v, dtype=np.int64) for v in (rows, start)]
    untidy = sparse.csc_array((np.array(data), *whole), shape=tidy.shape)
    assert untidy.indices.dtype == np.int64
    np.testing.assert_allclose(model.fit(untidy, tall.y).predict(tall.new), expected, rtol=1e-9)
    assert untidy.nnz == len(data)


@pytest.mark.parametrize("name", ["LassoCV", "ElasticNetCV"])
def test_a_column_as_target_warns_as_in_scikit_learn(name, tall):
    model = clone(MODELS[name])
    with pytest.warns(DataConversionWarning, match="column-vector"):
        column = model.fit(tall.X, tall.y[:, None]).coef_
    np.testing.assert_array_equal(column, model.fit(tall.X, tall.y).coef_)


def test_lists_and_scalars(tall):
    model = riata.Ridge().fit([[1, 2], [3, 4], [5, 7]], [1, 2, 3])
    assert model.predict([[1, 2]]).shape == (1,)
    sparse_target = riata.Ridge().fit(tall.X, sparse.csr_array(tall.y[:, None]))
    np.testing.assert_allclose(sparse_target.coef_.ravel(), riata.Ridge().fit(tall.X, tall.y).coef_)


@pytest.mark.parametrize("n_threads", [1, 2, 5, -1])
def test_the_number_of_threads_changes_no_bit(n_threads, model, wide):
    expected = model.set_params(n_threads=None).fit(wide.X, wide.y).coef_
    model.set_params(n_threads=n_threads).fit(wide.X, wide.y)
    np.testing.assert_array_equal(model.coef_, expected)


@pytest.mark.parametrize("name", MODELS)
def test_one_column_one_row_and_nothing_to_explain(name, tall):
    model = clone(MODELS[name])
    if "penalty_factor" in model.get_params():
        model.set_params(penalty_factor=None)
    column = tall.X[:, [1]]
    assert model.fit(column, tall.y).coef_.shape == (1,)
    constant = model.fit(tall.X, np.full(80, 3.0))
    np.testing.assert_array_equal(constant.coef_, 0.0)
    np.testing.assert_allclose(constant.predict(tall.new), 3.0)
    flat = model.fit(np.ones((80, 2)), tall.y)
    np.testing.assert_array_equal(flat.coef_, 0.0)
    assert flat.intercept_ == pytest.approx(tall.y.mean())
