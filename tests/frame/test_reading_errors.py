"""Files that are no tables: one clear message each."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import polars as pl
import pytest

import riata
from riata.errors import DataError

GOOD = "x,c,y\n" + "".join(f"{k},{'ab'[k % 2]},{k % 5}\n" for k in range(30))
PACKED = gzip.compress(GOOD.encode() * 20)
#: File name -> content and the words that must be in the message.
BAD = {
    "empty.csv": ("", "is empty"),
    "blank.csv": (" \n\n", "is empty"),
    "header.csv": ("x,c,y\n", "no rows"),
    "header alone.csv": ("x,c,y", "no rows|Empty CSV"),
    "short row.csv": (GOOD + "1,a\n", "Expected 3 columns, got 2"),
    "long row.csv": (GOOD + "1,a,3,4\n", "Expected 3 columns, got 4"),
    "open quote.csv": (GOOD + '1,"a,3\n', "Expected 3 columns"),
    "twice.csv": (GOOD.replace("x,c,y", "x,x,y"), "'x'"),
    "twice the target.csv": (GOOD.replace("x,c,y", "y,c,y"), "'y'"),
    "nul.csv": (GOOD.replace("a", "\0"), "binary data"),
    "sixteen bits.csv": (GOOD.encode("utf-16"), "binary data"),
    "parquet.csv": (b"PAR1" + b"\0" * 90, "is a Parquet file"),
    "arrow.csv": (b"ARROW1" + b"\0" * 90, "is an Arrow file"),
    "excel.csv": (b"PK\x03\x04" + b"\0" * 90, "spreadsheet"),
    "gzip.csv": (PACKED, "is a gzip archive"),
    "picture.csv": (b"\x89PNG\r\n", "is a picture"),
    "text.parquet": (GOOD, "not a Parquet file"),
    "text.arrow": (GOOD, "not an Arrow file"),
    "text.feather": (GOOD, "not an Arrow file"),
    "broken.parquet": (b"PAR1" + b"\0" * 90 + b"PAR1", "cannot read"),
    "broken.arrow": (b"ARROW1\0\0" + b"\1" * 90, "cannot read"),
    "text.csv.gz": (GOOD, "cannot read.*gzip"),
    "cut.csv.gz": (PACKED[:-30], "cut.csv.gz"),
    "cut in the head.csv.gz": (PACKED[:8], "cut in the head.csv.gz"),
    "damaged.csv.gz": (PACKED[:30] + b"\xff" * 40 + PACKED[70:], "damaged.csv.gz"),
    "empty.csv.gz": (gzip.compress(b""), "is empty"),
    "book.xlsx": (b"PK\x03\x04", "ending that is not known.*\\.csv"),
    "noending": (GOOD, "ending that is not known"),
    "some.gz": (PACKED, "ending that is not known"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said(name, write):
    content, words = BAD[name]
    with pytest.raises(DataError, match=words):
        riata.fit(write(name, content), "y")


@pytest.mark.parametrize("name", [n for n in BAD if "twice" in n])
def test_the_message_is_one_line(name, write):
    with pytest.raises(DataError) as caught:
        riata.fit(write(name, BAD[name][0]), "y")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match=r"there is no file .*nothing\.csv"):
        riata.fit(tmp_path / "nothing.csv", "y")


@pytest.mark.parametrize("name", ["", "folder.csv"])
def test_a_folder(name, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DataError, match="is a folder"):
        riata.fit(tmp_path / name, "y")


def test_a_name_too_long_for_a_file():
    """Such as the content of a file handed over in place of its name."""
    with pytest.raises(DataError):
        riata.fit("x" * 5000 + ".csv", "y")


NO_TABLES = [None, 3, [1, 2], {"x": [1]}, np.eye(3), b"a.csv", pd.Series([1.0]), pl.Series([1.0])]


@pytest.mark.parametrize("thing", NO_TABLES, ids=lambda t: type(t).__name__)
def test_what_is_no_table(thing):
    with pytest.raises(
        DataError, match=f"a table is a file name or a data frame.*{type(thing).__name__}"
    ):
        riata.fit(thing, "y")


def test_a_query_that_has_not_run():
    with pytest.raises(DataError, match="not LazyFrame"):
        riata.fit(pl.LazyFrame({"x": [1.0], "y": [1.0]}), "y")


def test_predicting_from_a_bad_file(write):
    model = riata.fit(write("good.csv", GOOD), "y", alpha=0.1)
    with pytest.raises(DataError, match="is empty"):
        model.predict(write("empty.csv", ""))
