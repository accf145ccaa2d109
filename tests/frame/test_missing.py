"""Missing values: refused by column and row, left out, or filled in; when fitting and predicting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import riata
from riata.errors import DataError, ParameterError

HOLES = [3, 11, 12]


def holed(values, none=None):
    return [none if k in HOLES else value for k, value in enumerate(values)]


WHOLE, BOOL = [k % 3 for k in range(40)], [k % 2 == 0 for k in range(40)]
TEXT = ["abc"[k % 3] for k in range(40)]
NAN = float("nan")
DICTIONARY = pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string()))
WAYS = {
    "pandas float": (pd.DataFrame, pd.Series(holed(WHOLE, NAN))),
    "pandas Int64": (pd.DataFrame, pd.Series(holed(WHOLE), dtype="Int64")),
    "pandas Float64": (pd.DataFrame, pd.Series(holed(WHOLE), dtype="Float64")),
    "pandas boolean": (pd.DataFrame, pd.Series(holed(BOOL), dtype="boolean")),
    "pandas arrow integer": (pd.DataFrame, pd.Series(holed(WHOLE), dtype="int64[pyarrow]")),
    "pandas str": (pd.DataFrame, pd.Series(holed(TEXT), dtype="str")),
    "pandas string": (pd.DataFrame, pd.Series(holed(TEXT), dtype="string")),
    "pandas arrow string": (pd.DataFrame, pd.Series(holed(TEXT), dtype="string[pyarrow]")),
    "pandas arrow dictionary": (pd.DataFrame, pd.Series(holed(TEXT), dtype=DICTIONARY)),
    "pandas category": (pd.DataFrame, pd.Series(holed(TEXT), dtype="category")),
    "pandas category of integers": (pd.DataFrame, pd.Series(holed(WHOLE), dtype="category")),
    "pandas objects None": (pd.DataFrame, pd.Series(holed(TEXT), dtype=object)),
    "pandas objects nan": (pd.DataFrame, pd.Series(holed(TEXT, NAN), dtype=object)),
    "pandas objects NA": (pd.DataFrame, pd.Series(holed(TEXT, pd.NA), dtype=object)),
    "pandas objects numbers": (pd.DataFrame, pd.Series(holed(WHOLE), dtype=object)),
    "pandas objects numbers NA": (pd.DataFrame, pd.Series(holed(WHOLE, pd.NA), dtype=object)),
    "pandas objects bool": (pd.DataFrame, pd.Series(holed(BOOL), dtype=object)),
    "polars integer": (pl.DataFrame, pl.Series(holed(WHOLE))),
    "polars NaN": (pl.DataFrame, pl.Series(holed([float(v) for v in WHOLE], NAN))),
    "polars boolean": (pl.DataFrame, pl.Series(holed(BOOL))),
    "polars text": (pl.DataFrame, pl.Series(holed(TEXT))),
    "polars Categorical": (pl.DataFrame, pl.Series(holed(TEXT), dtype=pl.Categorical)),
    "polars Enum": (pl.DataFrame, pl.Series(holed(TEXT), dtype=pl.Enum(list("abc")))),
    "arrow integer": (pa.table, pa.array(holed(WHOLE))),
    "arrow boolean": (pa.table, pa.array(holed(BOOL))),
    "arrow text": (pa.table, pa.array(holed(TEXT))),
    "arrow dictionary": (pa.table, pa.array(holed(TEXT)).dictionary_encode()),
}


@pytest.fixture(params=WAYS)
def gappy(request, with_column):
    frame, values = WAYS[request.param]
    return with_column(values, frame)


def test_refused_with_column_row_and_what_to_do(gappy):
    words = r"column 'c' is missing in row 3 \(3 of 40 rows\): use missing='drop' or missing='mean'"
    with pytest.raises(DataError, match=words):
        riata.fit(gappy, "y", alpha=0.01)


def test_left_out(gappy, kind_of):
    model = riata.fit(gappy, "y", alpha=0.01, missing="drop")
    assert (model.schema.rows_read, model.schema.rows_used) == (40, 37)
    assert kind_of(model).missing == 0
    with pytest.raises(DataError, match="column 'c' is missing in row 3: fit with missing='mean'"):
        model.predict(gappy)


def test_filled_in(gappy, kind_of):
    model = riata.fit(gappy, "y", alpha=1e-4, missing="mean")
    column = kind_of(model)
    assert (model.schema.rows_used, column.missing) == (40, 3)
    rest = [k for k in range(40) if k not in HOLES]
    whole = np.array([WHOLE[k] for k in rest])
    if column.kind == "category":
        expected = [np.mean(whole == k) for k in range(3)]  # levels a, b, c stand where 0, 1, 2 do
    elif column.kind == "boolean":
        expected = [np.mean([BOOL[k] for k in rest])]
    else:
        expected = [whole.mean()]
    np.testing.assert_allclose(column.fill, expected)
    part = model.coef[1:]
    x = np.asarray(gappy["x"])
    filled = model.intercept + model.coef[0] * x[3] + np.dot(expected, part)
    assert model.predict(gappy)[3] == pytest.approx(filled)


def test_a_category_declared_by_name(with_column, kind_of):
    for values in (pd.Series(holed(WHOLE), dtype="Int64"), pd.Series(holed(WHOLE, NAN))):
        model = riata.fit(with_column(values), "y", alpha=0.01, missing="mean", categorical=["c"])
        assert kind_of(model).levels == ("0", "1", "2")
        assert kind_of(model).missing == 3


def test_filling_in_is_a_fit_on_the_filled_table(table):
    gappy = table.astype({"age": float})
    gappy.loc[[5, 6], "age"] = np.nan
    filled = gappy.fillna({"age": gappy["age"].mean()})
    one, other = riata.fit(gappy, "y", missing="mean"), riata.fit(filled, "y")
    np.testing.assert_allclose(one.coef, other.coef, rtol=1e-9)
    assert one.alpha == pytest.approx(other.alpha)


def test_leaving_out_is_a_fit_on_the_complete_rows(table):
    gappy = table.astype({"age": float})
    gappy.loc[[5, 6], "age"] = np.nan
    gappy.loc[9, "y"] = np.nan
    gappy.loc[10, "city"] = None
    one, other = riata.fit(gappy, "y", missing="drop"), riata.fit(gappy.dropna(), "y")
    np.testing.assert_allclose(one.coef, other.coef, rtol=1e-12)
    assert (one.schema.rows_read, one.schema.rows_used) == (60, 56)


def test_the_target_the_weights_and_the_offset_are_never_filled_in(table):
    for name, options in [("y", {}), ("age", {"weights": "age"}), ("age", {"offset": "age"})]:
        gappy = table.astype({name: float})
        gappy.loc[8, name] = np.nan
        with pytest.raises(DataError, match=rf"'{name}' is missing in row 8.*use missing='drop'$"):
            riata.fit(gappy, "y", missing="mean", **options)
        assert riata.fit(gappy, "y", missing="drop", **options).schema.rows_used == 59


def test_complete_columns_may_be_missing_at_prediction(table):
    model = riata.fit(table, "y", missing="mean", alpha=0.01)
    new = table.astype({"age": float, "flag": object})
    new.loc[0, "age"], new.loc[1, "flag"], new.loc[2, "city"] = np.nan, None, None
    assert np.isfinite(model.predict(new)).all()
    strict = riata.fit(table, "y", alpha=0.01)
    with pytest.raises(DataError, match="column 'age' is missing in row 0"):
        strict.predict(new)


NOTHING = {
    "pandas NaN": (pd.DataFrame, np.full(40, NAN)),
    "pandas None": (pd.DataFrame, pd.Series([None] * 40, dtype=object)),
    "pandas NA": (pd.DataFrame, pd.Series([None] * 40, dtype="Int64")),
    "polars Float64": (pl.DataFrame, pl.Series([None] * 40, dtype=pl.Float64)),
    "polars Null": (pl.DataFrame, pl.Series([None] * 40)),
    "arrow null": (pa.table, pa.nulls(40)),
    "arrow double": (pa.table, pa.nulls(40, pa.float64())),
}


@pytest.mark.parametrize("missing", ["error", "drop", "mean"])
@pytest.mark.parametrize("name", NOTHING)
def test_a_column_without_any_value_is_named(name, missing, with_column):
    frame, values = NOTHING[name]
    with pytest.raises(DataError, match="column 'c' has no values: drop it"):
        riata.fit(with_column(values, frame), "y", alpha=0.01, missing=missing)


@pytest.mark.parametrize("name", NOTHING)
def test_a_column_without_any_value_may_be_predicted_from(name, with_column):
    """As when a single new row lacks the value: a mean is filled in whatever the type says."""
    frame, values = NOTHING[name]
    model = riata.fit(with_column(holed(WHOLE, NAN)), "y", alpha=1e-3, missing="mean")
    new = with_column(values, frame)
    expected = model.predict(
        with_column([np.mean([WHOLE[k] for k in range(40) if k not in HOLES])] * 40)
    )
    np.testing.assert_allclose(model.predict(new), expected)


def test_no_complete_row(table):
    gappy = table.astype({"age": float, "size": float})
    gappy.loc[::2, "age"] = np.nan
    gappy.loc[1::2, "size"] = np.nan
    with pytest.raises(DataError, match="no row is complete"):
        riata.fit(gappy, "y", missing="drop")


def test_an_unknown_way(table):
    with pytest.raises(ParameterError, match="missing must be 'error', 'drop' or 'mean', not 'zero'"):
        riata.fit(table, "y", missing="zero")
