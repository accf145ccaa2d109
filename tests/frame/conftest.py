"""One small table of every kind of column, in every library and as files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import riata

LIBRARIES = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "arrow": pa.table}


def make_columns(n: int = 60, seed: int = 0) -> dict[str, list]:
    """Plain lists: two numbers, a boolean, a text of three levels, whole numbers, a target."""
    rng = np.random.default_rng(seed)
    size, age = rng.normal(50.0, 9.0, n), rng.integers(20, 80, n)
    flag, city = rng.random(n) < 0.4, rng.choice(["Bern", "Genève", "Zürich"], n)
    y = 0.1 * size - 0.05 * age + 1.5 * flag + 2.0 * (city == "Bern") + rng.normal(0, 0.3, n)
    return {
        "size": [round(float(v), 6) for v in size],
        "age": [int(v) for v in age],
        "flag": [bool(v) for v in flag],
        "city": [str(v) for v in city],
        "y": [round(float(v), 6) for v in y],
    }


@pytest.fixture
def columns():
    return make_columns()


@pytest.fixture(params=LIBRARIES)
def library(request):
    """Makes a data frame of a dict of columns: pandas, polars, Arrow."""
    return LIBRARIES[request.param]


@pytest.fixture
def table(columns):
    return pd.DataFrame(columns)


@pytest.fixture
def model(table):
    return riata.fit(table, "y", folds=5)


@pytest.fixture
def write(tmp_path):
    """Put text or bytes into a file of the given name."""

    def put(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


@pytest.fixture
def with_column():
    """A table of 40 rows with a number x, a target y, and a column c of one's own."""
    rng = np.random.default_rng(3)
    x = rng.standard_normal(40)
    y = x + 0.1 * rng.standard_normal(40)

    def make(values, frame=pd.DataFrame):
        return frame({"x": x, "c": values, "y": y})

    return make


@pytest.fixture
def kind_of():
    """How a column of a model was read."""

    def look(model, name="c"):
        return next(column for column in model.schema.columns if column.name == name)

    return look


@pytest.fixture
def same_model():
    """Two models with the same numbers, to a share of the largest."""

    def check(one, other, share=1e-12):
        assert one.names == other.names
        assert one.alpha == pytest.approx(other.alpha, rel=share)
        size = np.abs(other.path.coefs).max()
        gap = np.abs((one.path.coefs - other.path.coefs).toarray()).max()
        assert gap <= share * size
        assert one.intercept == pytest.approx(other.intercept, rel=1e3 * share)

    return check
