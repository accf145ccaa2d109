"""A fitted model: the same from every library, equal to the path on the matrix written out by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import riata
from riata.errors import DataError, ParameterError

OPTIONS = [
    {},
    {"penalty": "ridge"},
    {"penalty": "elastic-net", "l1_ratio": 0.3},
    {"standardize": False},
    {"alpha": "1se", "folds": 4, "seed": 5},
    {"alpha": 0.05},
    {"alpha": riata.Bound(0.7)},
    {"alpha": riata.CV(4, rule="1se", shuffle=False)},
]


@pytest.fixture(params=OPTIONS, ids=str)
def options(request):
    return request.param


def by_hand(table):
    """The features as anyone would write them down."""
    cities = sorted(set(table["city"]))
    indicators = [np.asarray(table["city"]) == city for city in cities]
    numbers = [np.asarray(table[name], dtype=float) for name in ("size", "age", "flag")]
    return np.column_stack([*numbers, *indicators]).astype(float)


def test_it_is_the_path_on_the_matrix_written_out(options, table):
    model = riata.fit(table, "y", **options)
    keys = ("penalty", "standardize")
    given = {"standardize": True} | {k: v for k, v in options.items() if k in keys}
    if given.get("penalty") == "elastic-net":
        given["penalty"] = riata.penalties.ElasticNet(0.3)
    X = by_hand(table)
    path = riata.path(X, table["y"], alphas=model.path.alphas, **given)
    size = np.abs(path.coefs).max()
    np.testing.assert_allclose(model.path.coefs.toarray(), path.coefs.toarray(), atol=1e-10 * size)
    np.testing.assert_allclose(model.predict(table), X @ model.coef + model.intercept, rtol=1e-12)
    assert model.path.gaps.max() <= 1e-8


def test_every_library_gives_the_same_model(options, columns, same_model):
    frames = [pd.DataFrame(columns), pl.DataFrame(columns), pa.table(columns)]
    frames.append(pd.DataFrame(columns).convert_dtypes())
    frames.append(pl.DataFrame(columns).with_columns(pl.col("city").cast(pl.Categorical)))
    first, *others = (riata.fit(frame, "y", **options) for frame in frames)
    for other in others:
        same_model(other, first)
        assert other.schema == first.schema
        assert other.fingerprint == first.fingerprint
    values = [first.predict(frame) for frame in frames]
    for found in values[1:]:
        np.testing.assert_array_equal(found, values[0])


def test_a_file_gives_the_same_model(options, table, tmp_path, same_model):
    table.to_csv(tmp_path / "t.csv", index=False)
    table.to_parquet(tmp_path / "t.parquet")
    expected = riata.fit(table, "y", **options)
    for name in ("t.csv", "t.parquet"):
        found = riata.fit(tmp_path / name, "y", **options)
        same_model(found, expected)
        assert found.fingerprint == expected.fingerprint


def test_the_order_of_new_columns_and_what_else_is_there_do_not_matter(model, table):
    expected = model.predict(table)
    shuffled = table[["city", "y", "flag", "age", "size"]].assign(other="x", when=pd.Timestamp("2020"))
    np.testing.assert_array_equal(model.predict(shuffled), expected)
    np.testing.assert_array_equal(model.predict(table.drop(columns="y")), expected)


def test_absent_columns_are_named(model, table):
    with pytest.raises(DataError, match=r"lacks the column \['age'\]"):
        model.predict(table.drop(columns="age"))
    with pytest.raises(DataError, match=r"lacks the columns \['age', 'city'\]"):
        model.predict(table.drop(columns=["age", "city"]))


def test_columns_that_changed_their_kind(model, table):
    with pytest.raises(DataError, match="column 'age' is text here, but was numbers in training"):
        model.predict(table.assign(age="old"))
    with pytest.raises(DataError, match="column 'age' is of type Datetime"):
        model.predict(table.assign(age=pd.Timestamp("2020")))
    np.testing.assert_array_equal(model.predict(table.astype({"flag": int})), model.predict(table))
    with pytest.raises(DataError, match="column 'age' contains infinity in row 2"):
        model.predict(table.assign(age=np.where(np.arange(60) == 2, np.inf, 1.0)))


def test_coefficients_in_both_units(model, table):
    X = by_hand(table)
    np.testing.assert_allclose(model.deviation, X.std(axis=0), rtol=1e-12)
    np.testing.assert_allclose(model.coef_standardized, model.coef * X.std(axis=0))
    assert model.target_mean == pytest.approx(table["y"].mean())
    assert model.target_deviation == pytest.approx(table["y"].std(ddof=0))
    other = riata.fit(table.assign(size=table["size"] * 1000), "y", folds=5)
    np.testing.assert_allclose(other.coef[0], model.coef[0] / 1000)
    np.testing.assert_allclose(other.coef_standardized, model.coef_standardized, rtol=1e-9)


FRAMES = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.Table}


@pytest.mark.parametrize("backend", FRAMES)
def test_coefficients_as_a_table(backend, model):
    found = model.coefficients(backend)
    assert isinstance(found, FRAMES[backend])
    data = {name: list(np.asarray(found[name])) for name in ("feature", "coefficient", "standardized")}
    assert sorted(data["feature"]) == sorted(model.names)
    sizes = np.abs(data["standardized"])
    assert (np.diff(sizes) <= 0).all()
    for name, coefficient in zip(data["feature"], data["coefficient"], strict=True):
        assert coefficient == model.coef[model.names.index(name)]


def test_coefficients_in_no_known_library(model):
    with pytest.raises(ParameterError, match="backend must be one of"):
        model.coefficients("dask")
    assert isinstance(model.coefficients(), pd.DataFrame)


def test_the_certificate_is_worked_out_afresh(options, table, tmp_path):
    model = riata.fit(table, "y", **options)
    table.to_csv(tmp_path / "t.csv", index=False)
    for where in (table, tmp_path / "t.csv", pl.DataFrame(table.to_dict("list"))):
        proof = model.certificate(where)
        assert 0 <= proof.relative_gap <= 1e-8
        assert proof.dual <= proof.primal * (1 + 1e-12)
        assert proof.violation < 1e-6


def test_the_certificate_fails_for_other_data_and_other_coefficients(model, table):
    other = table.assign(y=table["y"][::-1].to_numpy())
    assert model.certificate(other).relative_gap > 1e-3
    moved = dataclasses.replace(model, index=model.index - 5)
    assert moved.certificate(table).relative_gap <= 1e-8
    wrong = dataclasses.replace(
        model, path=dataclasses.replace(model.path, coefs=model.path.coefs * 1.01)
    )
    assert wrong.certificate(table).relative_gap > 1e-5
    with pytest.raises(DataError, match="not the table that was fitted"):
        model.certificate(table.assign(city="Bern"))


def test_the_certificate_with_everything(table):
    weight, shift = np.linspace(1, 2, 60), np.linspace(-1, 1, 60)
    named = table.assign(w=weight, o=shift, age=table["age"].where(table["age"] > 25))
    model = riata.fit(named, "y", weights="w", offset="o", missing="mean", categorical=["flag"])
    assert model.certificate(named).relative_gap <= 1e-8
    numbers = riata.fit(table, "y", weights=weight, offset=shift)
    assert numbers.certificate(table, weights=weight, offset=shift).relative_gap <= 1e-8
    assert numbers.certificate(table).relative_gap > 1e-6


def test_a_model_does_not_change(model):
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.index = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.schema.target = "z"


def test_cross_validation_is_kept(table):
    model = riata.fit(table, "y", folds=5)
    assert model.cv.alpha_min == model.alpha
    assert model.fold_coefs.shape == (6, 5)
    rows = np.concatenate(model.cv.test_rows)
    np.testing.assert_array_equal(np.sort(rows), np.arange(60))
    for k, test in enumerate(model.cv.test_rows):
        rest = table.drop(index=test)
        part = riata.fit(rest, "y", alpha=model.alpha)
        np.testing.assert_allclose(part.coef, model.fold_coefs[:, k], rtol=1e-6, atol=1e-8)
        error = np.mean((part.predict(table.loc[test]) - table["y"][test]) ** 2)
        assert error == pytest.approx(model.cv.fold_errors[model.index, k])
    assert riata.fit(table, "y", alpha=0.1).cv is None


def test_the_fingerprint_is_that_of_the_data(model, table):
    assert riata.fit(table, "y", alpha=0.1).fingerprint == model.fingerprint
    changed = table.copy()
    changed.loc[3, "size"] = np.nextafter(changed.loc[3, "size"], np.inf)
    assert riata.fit(changed, "y", alpha=0.1).fingerprint != model.fingerprint
    assert riata.fit(table, "y", alpha=0.1, weights=np.ones(60)).fingerprint != model.fingerprint


def test_the_arguments_of_predict(model, table):
    with pytest.raises(ParameterError, match="unseen must be 'error' or 'ignore', not 'skip'"):
        model.predict(table, unseen="skip")
    with pytest.raises(DataError, match="no rows"):
        model.predict(table[:0])
