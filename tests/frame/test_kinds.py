"""What a column is read as, type by type and library by library; or a message that names it."""

from __future__ import annotations

import datetime
import decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import riata
from riata.errors import DataError

N = 40
WHOLE = [k % 3 for k in range(N)]
REAL = [0.5 * (k % 7) for k in range(N)]
BOOL = [k % 2 == 0 for k in range(N)]
TEXT = ["abc"[k % 3] for k in range(N)]
MONEY = [decimal.Decimal("1.25") * (k % 4) for k in range(N)]
DAYS = [datetime.date(2020, 1, 1 + k % 28) for k in range(N)]
ARROW_TEXT = pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string()))

#: Name -> (column, kind, levels of a category).
PANDAS = {
    "int64": (pd.Series(WHOLE), "number", ()),
    "int8": (pd.Series(WHOLE, dtype="int8"), "number", ()),
    "uint64": (pd.Series(WHOLE, dtype="uint64"), "number", ()),
    "float32": (pd.Series(REAL, dtype="float32"), "number", ()),
    "float16": (pd.Series(REAL, dtype="float16"), "number", ()),
    "nullable integer": (pd.Series(WHOLE, dtype="Int64"), "number", ()),
    "nullable real": (pd.Series(REAL, dtype="Float64"), "number", ()),
    "arrow integer": (pd.Series(WHOLE, dtype="int64[pyarrow]"), "number", ()),
    "bool": (pd.Series(BOOL), "boolean", ()),
    "nullable bool": (pd.Series(BOOL, dtype="boolean"), "boolean", ()),
    "arrow bool": (pd.Series(BOOL, dtype="bool[pyarrow]"), "boolean", ()),
    "str": (pd.Series(TEXT), "category", ("a", "b", "c")),
    "string": (pd.Series(TEXT, dtype="string"), "category", ("a", "b", "c")),
    "arrow string": (pd.Series(TEXT, dtype="string[pyarrow]"), "category", ("a", "b", "c")),
    "category": (pd.Series(TEXT, dtype="category"), "category", ("a", "b", "c")),
    "unused levels": (pd.Series(pd.Categorical(TEXT, list("xcba"))), "category", ("a", "b", "c")),
    "category of integers": (pd.Series(WHOLE, dtype="category"), "category", ("0", "1", "2")),
    "category of reals": (pd.Series([1.5, 10.0] * 20, dtype="category"), "category", ("1.5", "10")),
    "category of bool": (pd.Series(BOOL, dtype="category"), "category", ("False", "True")),
    "arrow dictionary": (pd.Series(TEXT, dtype=ARROW_TEXT), "category", ("a", "b", "c")),
    "objects: text": (pd.Series(TEXT, dtype=object), "category", ("a", "b", "c")),
    "objects: whole": (pd.Series(WHOLE, dtype=object), "number", ()),
    "objects: real": (pd.Series(REAL, dtype=object), "number", ()),
    "objects: numbers of NumPy": (pd.Series(list(np.array(REAL)), dtype=object), "number", ()),
    "objects: bool": (pd.Series(BOOL, dtype=object), "boolean", ()),
    "objects: whole and real": (pd.Series([1, 0.5] * 20, dtype=object), "number", ()),
    "intervals": (
        pd.Series(pd.cut(REAL, [-1, 1, 4])),
        "category",
        ("(-1, 1]", "(1, 4]"),
    ),
}
POLARS = {
    "Int64": (pl.Series(WHOLE), "number", ()),
    "UInt8": (pl.Series(WHOLE, dtype=pl.UInt8), "number", ()),
    "Float32": (pl.Series(REAL, dtype=pl.Float32), "number", ()),
    "Decimal": (pl.Series(MONEY), "number", ()),
    "Boolean": (pl.Series(BOOL), "boolean", ()),
    "String": (pl.Series(TEXT), "category", ("a", "b", "c")),
    "Categorical": (pl.Series(TEXT, dtype=pl.Categorical), "category", ("a", "b", "c")),
    "Enum": (pl.Series(TEXT, dtype=pl.Enum(["c", "b", "a", "x"])), "category", ("a", "b", "c")),
}
ARROW = {
    "int64": (pa.array(WHOLE), "number", ()),
    "uint8": (pa.array(WHOLE, pa.uint8()), "number", ()),
    "float": (pa.array(REAL, pa.float32()), "number", ()),
    "halffloat": (pa.array(np.array(REAL, dtype=np.float16)), "number", ()),
    "decimal128": (pa.array(MONEY), "number", ()),
    "bool": (pa.array(BOOL), "boolean", ()),
    "string": (pa.array(TEXT), "category", ("a", "b", "c")),
    "large_string": (pa.array(TEXT, pa.large_string()), "category", ("a", "b", "c")),
    "string_view": (pa.array(TEXT, pa.string_view()), "category", ("a", "b", "c")),
    "dictionary": (pa.array(TEXT).dictionary_encode(), "category", ("a", "b", "c")),
    "dictionary of integers": (pa.array(WHOLE).dictionary_encode(), "category", ("0", "1", "2")),
    "chunks": (pa.chunked_array([TEXT[:7], TEXT[7:]]), "category", ("a", "b", "c")),
}
LIBRARIES = {
    "pandas": (pd.DataFrame, PANDAS),
    "polars": (pl.DataFrame, POLARS),
    "arrow": (pa.table, ARROW),
}
READ = [
    pytest.param(frame, *case, id=f"{library}-{name}")
    for library, (frame, cases) in LIBRARIES.items()
    for name, case in cases.items()
]


@pytest.mark.parametrize(("frame", "values", "kind", "levels"), READ)
def test_kinds(frame, values, kind, levels, with_column, kind_of):
    table = with_column(values, frame)
    model = riata.fit(table, "y", alpha=0.01)
    column = kind_of(model)
    assert (column.kind, column.levels) == (kind, levels)
    assert model.names == ["x", *([f"c={level}" for level in levels] or ["c"])]
    assert np.isfinite(model.predict(table)).all()


@pytest.mark.parametrize("dtype", ["Int64", "float64", "int8"])
def test_ranges_of_numbers_are_remembered(dtype, with_column, kind_of):
    column = kind_of(riata.fit(with_column(pd.Series(WHOLE, dtype=dtype)), "y", alpha=0.01))
    assert (column.low, column.high) == (0.0, 2.0)


REFUSED = [
    (pd.DataFrame, "datetime", pd.date_range("2020-01-01", periods=N), "of type Datetime"),
    (pd.DataFrame, "timedelta", pd.to_timedelta(np.arange(N), unit="s"), "of type Duration"),
    (pd.DataFrame, "complex", np.array(REAL) + 1j, "turn it into numbers or text, or drop it"),
    (pd.DataFrame, "period", pd.period_range("2020", periods=N), "turn it into numbers or text"),
    (pd.DataFrame, "mixed objects", [1, "a"] * 20, "mixes int and str"),
    (pd.DataFrame, "lists", [[1, 2]] * N, "list"),
    (pd.DataFrame, "arrays", pd.Series([np.array([1, 2])] * N), "column 'c'"),
    (pd.DataFrame, "dates", DAYS, "date"),
    (pd.DataFrame, "infinity", [np.inf, *REAL[1:]], "infinity in row 0"),
    (pd.DataFrame, "beyond doubles", pd.Series([10**400, *WHOLE[1:]], dtype=object), "double precision"),
    (pd.DataFrame, "infinity as object", pd.Series([*REAL[1:], -np.inf], dtype=object), "infinity"),
    (pl.DataFrame, "Date", DAYS, "of type Date"),
    (pl.DataFrame, "Struct", [{"a": 1}] * N, "of type Struct"),
    (pl.DataFrame, "List", [[1]] * N, "of type List"),
    (pl.DataFrame, "infinity", [*REAL[1:], float("inf")], "infinity in row 39"),
    (pa.table, "binary", pa.array([b"a"] * N), "of type Binary"),
    (pa.table, "date32", pa.array(DAYS), "of type Date"),
    (pa.table, "time", pa.array([datetime.time(1, 2)] * N), "of type Time"),
]


@pytest.mark.parametrize(
    ("frame", "values", "words"),
    [pytest.param(f, *case, id=f"{f.__name__}-{name}") for f, name, *case in REFUSED],
)
def test_what_is_neither_number_nor_text_is_refused_by_name(frame, values, words, with_column):
    with pytest.raises(DataError, match=words) as caught:
        riata.fit(with_column(values, frame), "y", alpha=0.01)
    assert "'c'" in str(caught.value)


def test_a_refused_column_may_be_dropped(with_column):
    table = with_column(pd.date_range("2020-01-01", periods=N))
    assert riata.fit(table, "y", alpha=0.01, drop=["c"]).names == ["x"]


def test_column_names_that_are_numbers():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.standard_normal((30, 3)))
    model = riata.fit(table, "2", alpha=0.01)
    assert model.names == ["0", "1"]
    assert model.predict(table).shape == (30,)


def test_columns_with_two_levels_of_names():
    names = pd.MultiIndex.from_tuples([("a", 1), ("b", 2), ("y", 3)])
    table = pd.DataFrame(np.random.default_rng(0).standard_normal((30, 3)), columns=names)
    with pytest.raises(DataError, match="name of several parts"):
        riata.fit(table, "y", alpha=0.01)


def test_repeated_names():
    for names in (["a", "a", "y"], [1, "1", "y"]):
        with pytest.raises(DataError, match=r"several columns called '(a|1)'"):
            riata.fit(pd.DataFrame(np.eye(3), columns=names), "y", alpha=0.01)


def test_the_index_of_pandas_is_no_column(table, same_model):
    other = table.set_index(np.arange(len(table))[::-1])
    repeated = table.set_index(np.zeros(len(table)))
    plain = riata.fit(table, "y", folds=4)
    same_model(riata.fit(other, "y", folds=4), plain)
    same_model(riata.fit(repeated, "y", folds=4, missing="drop"), plain)
