"""Data frames of every library, and the names of their columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import riata
from riata.errors import ParameterError

NAMES = [f"f{j}" for j in range(8)]
ESTIMATORS = ["Lasso", "ElasticNet", "Ridge", "LassoCV", "ElasticNetCV", "RidgeCV"]


def in_pandas(X):
    return pd.DataFrame(X, columns=NAMES)


def in_polars(X):
    return pl.DataFrame(X, schema=NAMES)


def in_arrow(X):
    return pa.table(dict(zip(NAMES, X.T, strict=True)))


MAKERS = {"pandas": in_pandas, "polars": in_polars, "arrow": in_arrow}


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize("library", MAKERS)
def test_a_table_is_its_numbers(name, library, tall):
    make = MAKERS[library]
    plain = getattr(riata, name)().fit(tall.X, tall.y)
    model = getattr(riata, name)().fit(make(tall.X), tall.y)
    # Another memory order is another order of sums.
    np.testing.assert_allclose(model.coef_, plain.coef_, rtol=0, atol=1e-13 * np.abs(plain.coef_).max())
    np.testing.assert_allclose(model.predict(make(tall.new)), plain.predict(tall.new), rtol=1e-12)
    assert list(model.feature_names_in_) == NAMES
    assert model.n_features_in_ == 8


@pytest.mark.parametrize("name", ESTIMATORS)
def test_names_are_checked_at_predict(name, tall):
    model = getattr(riata, name)().fit(in_pandas(tall.X), tall.y)
    with pytest.raises(ValueError, match="feature names should match"):
        model.predict(in_pandas(tall.new).rename(columns={"f0": "other"}))
    with pytest.raises(ValueError, match="same order"):
        model.predict(in_pandas(tall.new)[NAMES[::-1]])
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        model.predict(tall.new)


def test_fitting_again_without_names_forgets_them(tall):
    model = riata.Lasso().fit(in_pandas(tall.X), tall.y)
    model.fit(tall.X, tall.y)
    assert not hasattr(model, "feature_names_in_")


@pytest.mark.parametrize("column", ["Int64", "Float64", "boolean", "int8", "float32", "bool"])
def test_columns_of_other_types(column, tall):
    table = in_pandas(tall.X)
    plain = table.copy()
    plain["f1"] = (table["f1"] > 0).astype(float)
    table["f1"] = (table["f1"] > 0).astype(column)
    model, same = riata.Lasso(0.05).fit(table, tall.y), riata.Lasso(0.05).fit(plain, tall.y)
    np.testing.assert_allclose(model.coef_, same.coef_, rtol=1e-6)


def test_targets_and_weights_from_tables(tall):
    expected = riata.Ridge().fit(tall.X, tall.y, sample_weight=tall.weight).coef_
    for series in (pd.Series, pl.Series, pa.array):
        y, weight = series(tall.y), series(tall.weight)
        found = riata.Ridge().fit(tall.X, y, sample_weight=weight).coef_
        np.testing.assert_array_equal(found, expected)
    both = pd.DataFrame({"a": tall.y, "b": -tall.y})
    assert riata.Ridge().fit(tall.X, both).coef_.shape == (2, 8)


def test_a_series_is_read_by_position_not_by_index(tall):
    shuffled = pd.Series(tall.y, index=np.arange(80)[::-1])
    found = riata.Ridge().fit(in_pandas(tall.X), shuffled).coef_
    np.testing.assert_allclose(found, riata.Ridge().fit(tall.X, tall.y).coef_, rtol=1e-12)


def test_missing_values_and_text_are_refused(tall):
    table = in_pandas(tall.X)
    table.loc[4, "f2"] = np.nan
    with pytest.raises(ValueError, match=r"NaN.*column 'f2', row 4"):
        riata.Lasso().fit(table, tall.y)
    with pytest.raises(ValueError, match="could not convert string to float"):
        riata.Lasso().fit(in_pandas(tall.X).assign(f2="a"), tall.y)


def test_parameters_by_name_of_the_feature(tall):
    table = in_pandas(tall.X)
    by_name = riata.Lasso(0.3, penalty_factor={"f1": 0.0, "f2": 5.0}).fit(table, tall.y)
    by_place = riata.Lasso(0.3, penalty_factor=[1, 0, 5, 1, 1, 1, 1, 1]).fit(tall.X, tall.y)
    np.testing.assert_allclose(by_name.coef_, by_place.coef_, rtol=1e-12)
    boxed = riata.Lasso(0.01, bounds={"f0": (0, 1), "f1": (-0.5, None)}).fit(table, tall.y)
    assert boxed.coef_[0] == 1.0
    assert boxed.coef_[1] == -0.5
    with pytest.raises(ParameterError, match="names 'f9', which is no column; columns are"):
        riata.Lasso(penalty_factor={"f9": 0.0}).fit(table, tall.y)


def test_paths_carry_the_names(tall):
    model = riata.LassoCV(cv=3, alphas=5).fit(in_pandas(tall.X), tall.y)
    assert list(model.path_.to_frame("pandas").columns)[-8:] == NAMES


def test_riata_path_functions_take_tables(tall):
    np.testing.assert_allclose(
        riata.lasso_path(in_polars(tall.X), tall.y, alphas=4)[1],
        riata.lasso_path(tall.X, tall.y, alphas=4)[1],
        rtol=1e-12,
    )
