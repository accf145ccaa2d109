"""Tables of every shape: one row, one column, more folds than rows, wide, and with very many levels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import riata
from riata.errors import DataError, ParameterError
from riata.frame import encoding
from riata.frame.training import read_training_table


def test_one_row(table):
    model = riata.fit(table[:1], "y", alpha=0.1)
    np.testing.assert_array_equal(model.coef, 0.0)
    np.testing.assert_allclose(model.predict(table[:1]), table["y"][:1])
    with pytest.raises(DataError, match="one row cannot be cross-validated: give alpha as a number"):
        riata.fit(table[:1], "y")


@pytest.mark.parametrize("penalty", ["lasso", "ridge", "elastic-net"])
@pytest.mark.parametrize("rows", [2, 3, 5])
def test_more_folds_than_rows(rows, penalty, table):
    model = riata.fit(table[:rows], "y", penalty=penalty, folds=10)
    assert model.cv.fold_errors.shape[1] == rows == model.choice.folds
    assert np.isfinite(model.coef).all()
    assert model.path.gaps.max() <= 1e-8


def test_no_row_and_no_column(table):
    with pytest.raises(DataError, match="the table has no rows"):
        riata.fit(table[:0], "y")
    with pytest.raises(ParameterError, match="no column 'y'"):
        riata.fit(table[[]], "y")
    with pytest.raises(DataError, match="no column left"):
        riata.fit(table[["y"]], "y")


def test_one_column(table):
    model = riata.fit(table[["size", "y"]], "y", alpha=0.0)
    slope, constant = np.polyfit(table["size"], table["y"], 1)
    np.testing.assert_allclose([*model.coef, model.intercept], [slope, constant])


def test_one_constant_column(table):
    model = riata.fit(table[["y"]].assign(one=1.0), "y")
    np.testing.assert_array_equal(model.coef, 0.0)
    assert model.intercept == pytest.approx(table["y"].mean())


@pytest.mark.parametrize("value", [7, 0.1, True, "same", 1e300])
def test_constant_columns_are_left_at_zero(value, table):
    plain = riata.fit(table, "y", folds=4)
    model = riata.fit(table.assign(k=value), "y", folds=4)
    part = dict(zip(model.names, model.coef, strict=True))
    assert [part[n] for n in model.names if n.startswith("k")] == [0.0]
    np.testing.assert_allclose([part[n] for n in plain.names], plain.coef, rtol=1e-9, atol=1e-12)


def test_twins_and_sums_of_columns(table):
    twins = table.assign(again=table["size"], total=table["size"] + table["age"])
    model = riata.fit(twins, "y", folds=4)
    assert model.path.gaps.max() <= 1e-8
    assert model.certificate(twins).relative_gap <= 1e-8


@pytest.mark.parametrize("penalty", ["lasso", "ridge", "elastic-net"])
def test_more_columns_than_rows(penalty):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((25, 300))
    table = pd.DataFrame(X).assign(y=X[:, 0] - X[:, 1] + 0.1 * rng.standard_normal(25))
    model = riata.fit(table, "y", penalty=penalty, folds=5)
    assert model.path.gaps.max() <= 1e-8
    assert model.certificate(table).relative_gap <= 1e-8
    path = riata.path(X, table["y"], penalty=penalty, standardize=True)
    np.testing.assert_allclose(model.path.coefs.toarray(), path.coefs.toarray(), rtol=1e-6, atol=1e-9)


@pytest.fixture
def leveled():
    """300 rows, 240 levels beside one number."""
    rng = np.random.default_rng(1)
    code = np.concatenate([np.arange(240), rng.integers(0, 240, 260)])
    effect = rng.standard_normal(240)
    x = rng.standard_normal(500)
    y = x + effect[code] + 0.1 * rng.standard_normal(500)
    return pd.DataFrame({"x": x, "c": [f"k{v:03}" for v in code], "y": y})


def test_many_levels_are_kept_sparse_and_few_are_not(leveled, table):
    assert sparse.issparse(read_training_table(leveled, "y").X)
    assert not sparse.issparse(read_training_table(table, "y").X)


@pytest.mark.parametrize("penalty", ["lasso", "ridge"])
def test_the_sparse_way_is_the_dense_way(penalty, leveled, monkeypatch, same_model):
    options = {"penalty": penalty, "folds": 3}
    lean = riata.fit(leveled, "y", **options)
    lean_values = lean.predict(leveled)
    monkeypatch.setattr(encoding, "_MANY", 10_000)
    assert not sparse.issparse(read_training_table(leveled, "y").X)
    full = riata.fit(leveled, "y", **options)
    same_model(lean, full, 1e-8)
    np.testing.assert_allclose(full.predict(leveled), lean_values, rtol=1e-9, atol=1e-9)


def test_many_levels_with_holes(leveled, monkeypatch, same_model):
    leveled.loc[::50, "c"] = None
    options = {"missing": "mean", "alpha": 0.01}
    lean = riata.fit(leveled, "y", **options)
    monkeypatch.setattr(encoding, "_MANY", 10_000)
    full = riata.fit(leveled, "y", **options)
    same_model(lean, full, 1e-9)
    new = leveled[-3:].assign(c=["k001", None, "new"])
    found = full.predict(new, unseen="ignore")
    monkeypatch.undo()
    np.testing.assert_allclose(lean.predict(new, unseen="ignore"), found, rtol=1e-9)


def test_an_unseen_level_among_many(leveled):
    model = riata.fit(leveled, "y", alpha=0.01)
    with pytest.raises(riata.errors.UnseenLevelError, match=r"column 'c', row 2.*'new'"):
        model.predict(leveled[:3].assign(c=["k001", "k002", "new"]))


def test_a_table_of_many_columns(table):
    """Each of 400 columns is read once; the time is not quadratic in their number."""
    rng = np.random.default_rng(2)
    wide = pd.DataFrame(rng.standard_normal((30, 400))).add_prefix("v").assign(y=rng.standard_normal(30))
    assert len(riata.fit(wide, "y", alpha=0.5).names) == 400
