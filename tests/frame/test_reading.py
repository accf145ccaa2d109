"""Files of every kind give the model that the data frame gives."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

import riata
from riata.errors import DataWarning
from riata.frame import read_file


@pytest.fixture
def csv(table):
    return table.to_csv(index=False)


@pytest.fixture
def expected(table):
    return riata.fit(table, "y", folds=4)


def quoted(csv):
    return "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in csv.splitlines())


def number_as_text(csv):
    """Every cell but the header in quotes, which the reader takes off numbers too."""
    head, *rest = csv.splitlines()
    return "\n".join([head, *quoted("\n".join(rest)).splitlines()])


TEXTS = {
    "plain.csv": lambda c: c,
    "plain.txt": lambda c: c.replace(",", "\t"),
    "commas.txt": lambda c: c,
    "tabs.tsv": lambda c: c.replace(",", "\t"),
    "tabs.tab": lambda c: c.replace(",", "\t"),
    "tabs.csv": lambda c: c.replace(",", "\t"),
    "commas.tsv": lambda c: c,
    "pipes.csv": lambda c: c.replace(",", "|"),
    "semicolons.csv": lambda c: c.replace(",", ";"),
    "decimal comma.csv": lambda c: c.replace(",", ";").replace(".", ","),
    "UPPER.CSV": lambda c: c,
    "quoted header.csv": lambda c: quoted(c.splitlines()[0]) + "\n" + c.split("\n", 1)[1],
    "quoted.csv": number_as_text,
    "windows.csv": lambda c: c.replace("\n", "\r\n"),
    "old mac.csv": lambda c: c.replace("\n", "\r"),
    "no last newline.csv": lambda c: c.rstrip("\n"),
    "blank lines.csv": lambda c: "\n\n" + c + "\n\n",
    "bom.csv": lambda c: "\ufeff" + c,
    "bom and semicolons.csv": lambda c: "\ufeff" + c.replace(",", ";").replace(".", ","),
    "true in capitals.csv": lambda c: c.replace("True", "TRUE").replace("False", "FALSE"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_way_to_write_text(name, csv, write, expected, same_model):
    same_model(riata.fit(write(name, TEXTS[name](csv)), "y", folds=4), expected)


@pytest.mark.parametrize("name", ["a.csv.gz", "a.CSV.GZ"])
def test_packed_text(name, csv, write, expected, same_model):
    same_model(riata.fit(write(name, gzip.compress(csv.encode())), "y", folds=4), expected)


def test_packed_tabs(csv, write, expected, same_model):
    packed = gzip.compress(csv.replace(",", "\t").encode())
    same_model(riata.fit(write("a.tsv.gz", packed), "y", folds=4), expected)


@pytest.mark.parametrize("name", ["a.parquet", "a.pq", "a b.PARQUET"])
def test_parquet(name, table, tmp_path, expected, same_model):
    pyarrow.parquet.write_table(pa.Table.from_pandas(table), tmp_path / name)
    same_model(riata.fit(tmp_path / name, "y", folds=4), expected)


@pytest.mark.parametrize("packed", ["zstd", "uncompressed"])
@pytest.mark.parametrize("name", ["a.feather", "a.arrow", "a.ipc"])
def test_arrow(name, packed, table, tmp_path, expected, same_model):
    pyarrow.feather.write_feather(pa.Table.from_pandas(table), tmp_path / name, compression=packed)
    same_model(riata.fit(tmp_path / name, "y", folds=4), expected)


def test_files_of_other_libraries(columns, tmp_path, expected, same_model):
    frame = pl.DataFrame(columns).with_columns(pl.col("city").cast(pl.Categorical))
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_ipc(tmp_path / "a.arrow")
    pd.DataFrame(columns).astype({"city": "category"}).to_parquet(tmp_path / "b.parquet")
    for name in ("a.parquet", "a.arrow", "b.parquet"):
        same_model(riata.fit(tmp_path / name, "y", folds=4), expected)


def test_a_file_name_may_be_text_or_a_path(csv, write):
    path = write("a b ü.csv", csv)
    assert riata.fit(str(path), "y", folds=3).alpha == riata.fit(path, "y", folds=3).alpha


def test_old_windows_text_is_read_with_a_warning(csv, write, expected, same_model):
    path = write("western.csv", csv.encode("cp1252"))
    with pytest.warns(DataWarning, match="not UTF-8.*Windows-1252"):
        model = riata.fit(path, "y", folds=4)
    same_model(model, expected)


def test_old_windows_text_in_the_header(write):
    text = "größe,y\n" + "".join(f"{k},{k * k % 7}\n" for k in range(12))
    with pytest.warns(DataWarning, match="not UTF-8.*Windows-1252"):
        model = riata.fit(write("western.csv", text.encode("cp1252")), "y", folds=3)
    assert model.names == ["größe"]


def test_cells_with_separators_quotes_and_line_ends(write):
    words = ["a, b", 'say ""hi""', "two\nlines"]
    rows = "".join(f'"{words[k % 3]}",{k % 5}\n' for k in range(12))
    model = riata.fit(write("a.csv", "c,y\n" + rows), "y", alpha=0.1)
    assert model.schema.columns[0].levels == ("a, b", 'say "hi"', "two\nlines")


@pytest.mark.parametrize("word", ["", "NA", "N/A", "NULL", "null", "NaN", "nan", "#N/A"])
def test_words_for_nothing(word, write):
    text = "x,y\n" + "".join(f"{k if k != 3 else word},{k % 5}\n" for k in range(12))
    model = riata.fit(write("a.csv", text), "y", missing="mean", alpha=0.1)
    assert model.schema.columns[0].kind == "number"
    assert model.schema.columns[0].missing == 1


def test_an_empty_text_in_quotes_is_a_level(write):
    rows = "".join(f"{['a', '', chr(34) * 2][k % 3]},{k % 5}\n" for k in range(12))
    model = riata.fit(write("a.csv", "c,y\n" + rows), "y", missing="mean", alpha=0.1)
    assert model.schema.columns[0].levels == ("", "a")
    assert model.schema.columns[0].missing == 4


def test_numbers_at_the_ends_of_double_precision(write):
    text = "x,y\n" + "".join(f"{v},{k}\n" for k, v in enumerate(["1e300", "-1e300", "5e-324", "0"]))
    assert riata.fit(write("a.csv", text), "y", alpha=0.1).schema.columns[0].high == 1e300


def test_a_long_file_that_changes_its_mind_late(write):
    """The type of a column is that of all its rows, not of the first block."""
    rows = "".join(f"{k % 7},{k % 5}\n" for k in range(200_000))
    model = riata.fit(write("a.csv", "c,y\n" + rows + "ten,1\n"), "y", alpha=0.1)
    assert model.schema.columns[0].levels[-1] == "ten"


def test_what_is_read_is_an_arrow_table(csv, write):
    table = read_file(write("a.csv", csv))
    assert isinstance(table, pa.Table)
    assert table.column_names == ["size", "age", "flag", "city", "y"]


def test_prediction_from_every_kind_of_file(csv, write, table, expected, tmp_path):
    table.to_parquet(tmp_path / "new.parquet")
    values = expected.predict(table)
    np.testing.assert_allclose(expected.predict(write("new.csv", csv)), values, rtol=1e-14)
    np.testing.assert_array_equal(expected.predict(tmp_path / "new.parquet"), values)
