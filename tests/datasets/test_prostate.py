"""The data that ship with riata: their shape, their split, where they come from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from riata.datasets import prostate, prostate_file
from riata.errors import ParameterError
from riata.frame import read_file

NAMES = ["lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45", "lpsa", "train"]


def test_shape_and_split():
    table = prostate("pandas")
    assert list(table) == NAMES
    assert table.shape == (97, 10)
    assert table["train"].dtype == bool
    assert table["train"].sum() == 67
    assert not table.isna().any().any()


def test_values_as_published():
    table = prostate("pandas")
    assert table.loc[31, "lweight"] == pytest.approx(3.804, abs=1e-3)  # the corrected weight of row 32
    assert table["lpsa"].is_monotonic_increasing
    assert table["lpsa"].mean() == pytest.approx(2.47839, abs=1e-5)
    assert set(table["svi"]) == {0, 1}
    assert set(table["gleason"]) == {6, 7, 8, 9}
    # Table 3.1 of The Elements of Statistical Learning: correlations of the training rows.
    correlation = table[table["train"]].corr()
    for one, other, printed in [
        ("lcavol", "lcp", 0.692),
        ("svi", "lcavol", 0.593),
        ("age", "lweight", 0.317),
    ]:
        assert correlation.loc[one, other] == pytest.approx(printed, abs=6e-4)


@pytest.mark.parametrize(
    ("backend", "kind"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("pyarrow", pa.Table)]
)
def test_every_library_and_the_file_hold_the_same(backend, kind):
    table, file = prostate(backend), read_file(prostate_file())
    assert isinstance(table, kind)
    assert file.column_names == NAMES
    for name in NAMES:
        np.testing.assert_array_equal(np.asarray(table[name]), np.asarray(file[name]))


def test_an_unknown_library():
    with pytest.raises(ParameterError, match="backend must be one of"):
        prostate("dask")


def test_where_they_come_from_is_told():
    told = (prostate_file().parent / "PROVENANCE.md").read_text(encoding="utf-8")
    for words in ("prostate.csv", "Stamey", "Elements of Statistical Learning", "row 32"):
        assert " ".join(words.split()) in " ".join(told.split())
