"""Data that cannot be used: one clear error each, naming column and row."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import polars
import pytest
from scipy import sparse

import riata
from riata.designs import make_design
from riata.errors import DataError, ParameterError
from support.data import regression

KINDS = {
    "C": np.ascontiguousarray,
    "F": np.asfortranarray,
    "float32": lambda X: X.astype(np.float32),
    "csc": sparse.csc_array,
    "csr": sparse.csr_array,
}
BAD = [(np.nan, "NaN"), (np.inf, "infinity"), (-np.inf, "infinity")]


@pytest.fixture
def data():
    return regression(12, 3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("value", "word"), BAD)
@pytest.mark.parametrize("place", [(0, 0), (7, 1), (11, 2)])
def test_non_finite_x(data, kind, value, word, place):
    X, y = data
    X[place] = value
    row, column = place
    with pytest.raises(DataError, match=f"Input X contains {word}: column {column}, row {row}. Drop or"):
        riata.path(KINDS[kind](X), y)


def test_non_finite_x_by_the_column_s_name(data):
    X, y = data
    X[4, 1] = np.nan
    frame = pd.DataFrame(X, columns=["age", "dose", "sex"])
    with pytest.raises(DataError, match="Input X contains NaN: column 'dose', row 4"):
        riata.path(frame, y)
    frame["dose"] = frame["dose"].astype("Float64")
    with pytest.raises(DataError, match="column 'dose', row 4"):
        riata.path(frame, y)


def test_non_finite_x_where_the_weight_is_zero(data):
    X, y = data
    X[3, 2] = np.inf
    weight = np.ones(12)
    weight[3] = 0.0
    with pytest.raises(DataError, match="infinity: column 2, row 3"):
        riata.path(X, y, sample_weight=weight)


@pytest.mark.parametrize(("value", "word"), BAD)
@pytest.mark.parametrize("what", ["y", "sample_weight", "offset"])
def test_non_finite_vectors(data, what, value, word):
    X, y = data
    given = {"y": y, "sample_weight": np.ones(12), "offset": np.zeros(12)}
    given[what] = given[what].copy()
    given[what][5] = value
    with pytest.raises(DataError, match=f"{what} contains {word} in row 5: drop or impute such rows"):
        riata.path(X, **given)


@pytest.mark.parametrize("what", ["y", "sample_weight", "offset"])
@pytest.mark.parametrize("length", [0, 11, 13])
def test_lengths(data, what, length):
    X, y = data
    given = {"y": y, "sample_weight": np.ones(12), "offset": np.zeros(12)} | {what: np.ones(length)}
    with pytest.raises(DataError, match=f"{what} has {length} values for 12 rows"):
        riata.path(X, **given)


@pytest.mark.parametrize("what", ["y", "sample_weight", "offset"])
def test_shapes_of_vectors(data, what):
    X, y = data
    given = {"y": y} | {what: np.ones((12, 2))}
    with pytest.raises(DataError, match=rf"{what} must have one number a row, not the shape \(12, 2\)"):
        riata.path(X, **given)


@pytest.mark.parametrize("what", ["y", "sample_weight", "offset"])
def test_vectors_are_real_numbers(data, what):
    X, y = data
    with pytest.raises(DataError, match=f"Complex data not supported: {what} is complex"):
        riata.path(X, **({"y": y} | {what: np.ones(12) * 1j}))
    with pytest.raises(DataError, match=f"{what} must be numbers, not <U1: could not convert .*'a'"):
        riata.path(X, **({"y": y} | {what: ["1"] * 11 + ["a"]}))


def test_weights_are_not_negative(data):
    X, y = data
    weight = np.ones(12)
    weight[[4, 9]] = [-0.5, -1.0]
    with pytest.raises(DataError, match=r"sample_weight is negative in row 4: -0\.5"):
        riata.path(X, y, sample_weight=weight)
    with pytest.raises(DataError, match="sample_weight is zero in every row"):
        riata.path(X, y, sample_weight=np.zeros(12))


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.zeros((0, 3)), r"Found array with 0 sample\(s\) \(shape=\(0, 3\)\)"),
        (np.zeros((4, 0)), r"0 feature\(s\) \(shape=\(4, 0\)\)"),
        (sparse.csc_array((0, 3)), r"0 sample\(s\) \(shape=\(0, 3\)\)"),
        (np.zeros(5), "Expected 2D array, got 1D array instead"),
        (np.zeros((2, 2, 2)), "Expected 2D array, got 3D array instead"),
        (3.0, "Expected 2D array, got 0D array instead"),
        (np.ones((3, 2)) * 1j, "Complex data not supported: X is complex"),
        (sparse.csc_array(np.ones((3, 2)) * 1j), "Complex data not supported: X is complex"),
        ([["a", "b"], ["c", "d"]], "X must be numbers: could not convert string to float: .*'a'"),
        ([[None, object()]], "X must be numbers"),
    ],
    ids=["rows", "columns", "sparse", "1-D", "3-D", "0-D", "complex", "csc", "text", "objects"],
)
def test_tables_that_are_none(X, message):
    with pytest.raises(DataError, match=message):
        make_design(X)


def test_ragged_lists(data):
    X, _ = data
    with pytest.raises(DataError, match="X is ragged: give every row the same number of values"):
        make_design([[1.0, 2.0], [3.0]])
    with pytest.raises(DataError, match="y is ragged"):
        riata.path(X, [[1.0]] * 11 + [[1.0, 2.0]])


def test_a_weight_that_is_text(data):
    with pytest.raises(DataError, match="sample_weight must be numbers"):
        riata.path(*data, sample_weight="uniform")


@pytest.mark.parametrize("value", ["b", datetime.datetime(2020, 1, 1)], ids=["text", "time"])
def test_columns_that_are_no_numbers(data, value):
    X, y = data
    frame = pd.DataFrame({"age": X[:, 0], "group": [value] * 12})
    with pytest.raises(DataError, match=r"column 'group' is of type .*, not numbers"):
        riata.path(frame, y)


TAKERS = {
    "path": lambda X, y: riata.path(X, y),
    "Lasso": lambda X, y: riata.Lasso(0.1).fit(X, y),
    "RidgeCV": lambda X, y: riata.RidgeCV().fit(X, y),
    "compare": lambda X, y: riata.select.compare(X, y, rules="bic"),
    "posterior": lambda X, y: riata.posterior.bayesian_ridge(X, y, draws=5),
    "moments": lambda X, y: riata.Moments.from_data(X, y),
    "textbook": lambda X, y: riata.textbook.coordinate_descent(X, y, 0.1),
}


@pytest.mark.parametrize("taker", TAKERS)
def test_masked_entries_are_missing(data, taker):
    X, y = data
    hidden = np.ma.masked_array(X, mask=np.zeros(X.shape, dtype=bool))
    TAKERS[taker](hidden, y)  # nothing is masked
    hidden[7, 1] = np.ma.masked
    place = r"X(\[7, 1\] is masked| is masked in row 7, column 1): drop or impute such rows"
    with pytest.raises(DataError, match=place):
        TAKERS[taker](hidden, y)
    with pytest.raises(DataError, match=r"y(\[3\] is masked| is masked in row 3): drop or impute"):
        TAKERS[taker](X, np.ma.masked_array(y, mask=np.arange(12) == 3))


@pytest.mark.parametrize("taker", set(TAKERS) - {"textbook"})
def test_columns_of_one_name_are_refused(data, taker):
    X, y = data
    with pytest.raises(DataError, match="X has several columns called 'a': rename all but one"):
        TAKERS[taker](pd.DataFrame(X, columns=["a", "b", "a"]), y)


@pytest.mark.parametrize("taker", set(TAKERS) - {"textbook"})
def test_frames_without_rows_are_refused(data, taker):
    X, y = data
    lazy = polars.DataFrame(X, schema=["a", "b", "c"]).lazy()
    with pytest.raises(DataError, match=r"X is a LazyFrame.*hand over X.collect\(\)"):
        TAKERS[taker](lazy, y)


@pytest.mark.parametrize("estimator", [riata.Lasso, riata.Ridge, riata.LassoCV, riata.RidgeCV])
def test_estimators_want_rows(data, estimator):
    with pytest.raises(DataError, match=r"these are moments: fit them by riata.path\(moments\)"):
        estimator().fit(riata.Moments.from_data(*data), None)


@pytest.mark.parametrize("size", [1e155, 1e300, 1e-155])
def test_sparse_columns_whose_squares_are_no_numbers(data, size):
    X, y = data
    with pytest.raises(DataError, match=r"column 1 of X is of size .* sparse columns"):
        riata.path(sparse.csc_array(X * np.array([1.0, size, 1.0])), y)


@pytest.mark.parametrize("name", ["fit_intercept", "standardize"])
@pytest.mark.parametrize("value", ["no", None, 2, 0.0])
def test_flags_are_true_or_false(data, name, value):
    for call in (riata.path, lambda X, y, **flag: riata.Lasso(**flag).fit(X, y)):
        with pytest.raises(ParameterError, match=f"{name} must be True or False, not {value!r}"):
            call(*data, **{name: value})


def test_y_is_needed(data):
    with pytest.raises(ParameterError, match="y is missing"):
        riata.path(data[0])


def test_values_too_large_for_arithmetic():
    huge, y = np.array([[1.7e308], [-1.7e308], [1.7e308]]), np.arange(3.0)
    with pytest.raises(DataError, match="column 0 of X is too large for float64 arithmetic: divide it"):
        riata.path(huge, y, alphas=3)
    with pytest.raises(DataError, match="y is too large for float64 arithmetic: divide it"):
        riata.path(y[:, None], huge[:, 0], alphas=3)
