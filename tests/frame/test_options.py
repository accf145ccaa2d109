"""Weights, offsets, targets, dropped and declared columns, strengths: by name, by number, and wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import riata
from riata.errors import DataError, ParameterError


@pytest.fixture
def weighted(table):
    return table.assign(w=np.linspace(0.5, 3.0, 60))


def test_weights_by_name_or_as_numbers(weighted, same_model):
    by_name = riata.fit(weighted, "y", weights="w", folds=4)
    assert "w" not in by_name.names
    assert by_name.schema.weights == "w"
    plain = weighted.drop(columns="w")
    for make in (np.asarray, list, pd.Series, pl.Series, pa.array):
        same_model(riata.fit(plain, "y", weights=make(weighted["w"]), folds=4), by_name)
    unweighted = riata.fit(plain, "y", folds=4)
    assert abs(unweighted.intercept - by_name.intercept) > 1e-6


def test_weights_are_repetitions(table):
    counts = np.arange(60) % 3
    weighted = riata.fit(table, "y", weights=counts, alpha=0.05)
    repeated = riata.fit(table.loc[np.repeat(np.arange(60), counts)], "y", alpha=0.05)
    np.testing.assert_allclose(weighted.coef, repeated.coef, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(weighted.deviation, repeated.deviation)
    assert weighted.target_mean == pytest.approx(repeated.target_mean)
    assert weighted.target_deviation == pytest.approx(repeated.target_deviation)


def test_an_offset_by_name_or_as_numbers(table, same_model):
    shift = np.linspace(-2.0, 2.0, 60)
    by_name = riata.fit(table.assign(o=shift), "y", offset="o", folds=4)
    same_model(riata.fit(table, "y", offset=shift, folds=4), by_name)
    same_model(riata.fit(table.assign(y=table["y"] - shift), "y", folds=4), by_name)


def test_an_offset_is_added_to_predictions(table):
    shift = np.linspace(-2.0, 2.0, 60)
    by_name = riata.fit(table.assign(o=shift), "y", offset="o", alpha=0.05)
    numbers = riata.fit(table, "y", offset=shift, alpha=0.05)
    found = by_name.predict(table.assign(o=shift))
    np.testing.assert_allclose(numbers.predict(table, offset=shift), found)
    np.testing.assert_allclose(by_name.predict(table.assign(o=0.0)) + shift, found)
    with pytest.raises(DataError, match="lacks the offset column 'o'"):
        by_name.predict(table)
    with pytest.raises(DataError, match="the offset column 'o' is not numeric"):
        by_name.predict(table.assign(o="a"))
    with pytest.raises(DataError, match="an offset that is no column: give offset="):
        numbers.predict(table)
    np.testing.assert_allclose(numbers.predict(table, offset=np.zeros(60)) + shift, found)
    with pytest.raises(DataError, match="offset has 2 values for 60 rows"):
        numbers.predict(table, offset=[1.0, 2.0])
    with pytest.raises(DataError, match="column 'o' contains NaN in row 4"):
        by_name.predict(table.assign(o=np.where(np.arange(60) == 4, np.nan, shift)))


def test_weights_and_offset_may_be_booleans_and_whole_numbers(table):
    model = riata.fit(table, "y", weights="flag", offset="age", alpha=0.1)
    some = table[table["flag"]].drop(columns="flag")
    part = riata.fit(some.assign(y=some["y"] - some["age"]).drop(columns="age"), "y", alpha=0.1)
    np.testing.assert_allclose(model.coef, part.coef, rtol=1e-9, atol=1e-12)


BESIDE = [
    ({"weights": [1.0]}, DataError, "weights has the shape"),
    ({"weights": 2.0}, DataError, "weights has the shape"),
    ({"weights": "city"}, DataError, "the weights column 'city' is not numeric"),
    ({"weights": "none"}, ParameterError, "weights: there is no column 'none'"),
    ({"weights": -np.ones(60)}, DataError, "weights is negative in row 0"),
    ({"weights": np.zeros(60)}, DataError, "zero in every row"),
    ({"weights": ["a"] * 60}, DataError, "weights"),
    ({"weights": np.r_[np.inf, np.ones(59)]}, DataError, "infinity in row 0"),
    ({"offset": -np.r_[0, np.inf, np.ones(58)]}, DataError, "offset contains infinity in row 1"),
    ({"offset": "city"}, DataError, "the offset column 'city' is not numeric"),
    ({"offset": "none"}, ParameterError, "offset: there is no column 'none'"),
    ({"offset": np.ones(3)}, DataError, "offset has the shape"),
    ({"offset": ["a"] * 60}, DataError, "offset"),
]


@pytest.mark.parametrize(("options", "error", "words"), BESIDE, ids=lambda v: str(v)[:35])
def test_bad_weights_and_offsets(options, error, words, table):
    with pytest.raises(error, match=words):
        riata.fit(table, "y", alpha=0.1, **options)


def test_rows_are_counted_in_the_table_as_given(table):
    """Also where rows before the bad one were left out."""
    gappy = table.assign(w=1.0).astype({"age": float})
    gappy.loc[[0, 1], "age"] = np.nan
    gappy.loc[7, "w"] = -2.5
    with pytest.raises(DataError, match=r"column 'w' is negative in row 7 \(-2\.5\)"):
        riata.fit(gappy, "y", weights="w", missing="drop", alpha=0.1)
    with pytest.raises(DataError, match="column 'w' contains infinity in row 7"):
        riata.fit(gappy.replace(-2.5, np.inf), "y", weights="w", missing="drop", alpha=0.1)


NAMES = [
    ({"target": "z"}, "target: there is no column 'z' in the table .size, age, flag, city, y"),
    ({"target": None}, "target: there is no column None"),
    ({"target": ["y"]}, "target"),
    ({"drop": ["z"]}, "drop: there is no column 'z'"),
    ({"drop": "z"}, "drop: there is no column 'z'"),
    ({"drop": ["y"]}, "the target 'y' cannot be dropped"),
    ({"drop": [3]}, "drop must be column names"),
    ({"categorical": ["z"]}, "categorical: there is no column 'z'"),
    ({"categorical": [None]}, "categorical must be column names"),
]


@pytest.mark.parametrize(("options", "words"), NAMES, ids=lambda v: str(v)[:35])
def test_unknown_names(options, words, table):
    with pytest.raises(ParameterError, match=words):
        riata.fit(table, options.pop("target", "y"), alpha=0.1, **options)


def test_dropped_columns(table):
    assert riata.fit(table, "y", drop=["age", "city"], alpha=0.1).names == ["size", "flag"]
    assert riata.fit(table, "y", drop="city", alpha=0.1).schema.dropped == ("city",)
    with pytest.raises(DataError, match="no column left to predict 'y' from"):
        riata.fit(table, "y", drop=["size", "age", "flag", "city"])


def test_a_dropped_column_need_not_be_readable(table):
    odd = table.assign(when=pd.Timestamp("2020"), gone=np.nan)
    assert riata.fit(odd, "y", drop=["when", "gone"], alpha=0.1).coef.shape == (6,)


@pytest.mark.parametrize("missing", ["error", "drop", "mean"])
@pytest.mark.parametrize("options", [{}, {"weights": "age"}, {"offset": "age"}], ids=str)
def test_a_target_weights_or_offset_without_any_value(options, missing, table):
    name = "age" if options else "y"
    with pytest.raises(DataError, match=f"column '{name}' has no values"):
        riata.fit(table.assign(**{name: np.nan}), "y", missing=missing, **options)


@pytest.mark.parametrize(
    ("bad", "words"), [(np.nan, "is missing in row 5"), (-np.inf, "infinity in row 5")]
)
def test_bad_values_of_the_target(bad, words, table):
    with pytest.raises(DataError, match=f"column 'y' .*{words}"):
        riata.fit(table.assign(y=np.where(np.arange(60) == 5, bad, 1.0)), "y")


def test_targets(table):
    with pytest.raises(DataError, match="the target 'city' is text: a linear model predicts numbers"):
        riata.fit(table, "city")
    boolean = riata.fit(table, "flag", alpha=0.01)
    assert boolean.target_mean == pytest.approx(table["flag"].mean())
    np.testing.assert_allclose(
        boolean.coef, riata.fit(table.astype({"flag": float}), "flag", alpha=0.01).coef
    )
    flat = riata.fit(table.assign(y=3.0), "y")
    np.testing.assert_array_equal(flat.coef, 0.0)
    np.testing.assert_allclose(flat.predict(table), 3.0)


STRENGTHS = [
    (
        {"alpha": "best"},
        "alpha must be one of cv, 1se, aic, bic, ebic, cp, gcv, loo, evidence, a number or a rule",
    ),
    ({"alpha": -1.0}, "alpha == -1"),
    ({"alpha": float("nan")}, "alpha == nan"),
    ({"alpha": None}, "a number >= 0 or a rule"),
    ({"alpha": np.array([0.1, 0.2])}, "a number >= 0 or a rule"),
    ({"penalty": "lassoo"}, "there is no penalty 'lassoo'"),
    ({"penalty": None}, "penalty must be"),
    ({"penalty": riata.penalties.ElasticNet(0.3)}, "penalty must be"),
    ({"penalty": "elastic-net", "l1_ratio": 2.0}, "l1_ratio must be between 0 and 1"),
    ({"penalty": "elastic-net", "l1_ratio": "half"}, "l1_ratio"),
    ({"folds": 1}, "folds must be an integer of at least 2, not 1"),
    ({"folds": 2.5}, "folds must be an integer"),
    ({"folds": True}, "folds must be an integer"),
    ({"seed": -1}, "seed"),
    ({"seed": "today"}, "seed"),
    ({"n_threads": 0}, "n_threads"),
    ({"alpha": riata.CV(61)}, "n_splits=61"),
]


@pytest.mark.parametrize(("options", "words"), STRENGTHS, ids=lambda v: str(v)[:35])
def test_bad_strengths(options, words, table):
    with pytest.raises(ParameterError, match=words):
        riata.fit(table, "y", **options)


CHOICES = [
    ({}, "10-fold cross-validation, least error"),
    ({"folds": 3}, "3-fold cross-validation, least error"),
    ({"alpha": "1se", "folds": 5}, "5-fold cross-validation, one-standard-error rule"),
    ({"alpha": riata.CV(4, rule="1se")}, "4-fold cross-validation, one-standard-error rule"),
    ({"alpha": 0.1}, "given"),
    ({"alpha": np.float32(0.25)}, "given"),
    ({"alpha": "bic"}, "least BIC"),
    ({"alpha": "ebic"}, "least EBIC, gamma 0.5"),
    ({"alpha": "cp"}, "least Mallows' Cp"),
    ({"alpha": "loo"}, "leave-one-out, least error"),
    ({"alpha": "evidence"}, "largest evidence"),
    ({"alpha": riata.Bound(0.5)}, "multiplier of the budget 0.5"),
    ({"alpha": riata.PriorScale(2.0)}, "a prior of scale 2, noise as least squares leaves it"),
    ({"alpha": riata.PriorScale(2.0, 3.0)}, "a prior of scale 2, noise 3"),
]


@pytest.mark.parametrize(("options", "words"), CHOICES, ids=lambda v: str(v)[:35])
def test_the_choice_is_told(options, words, table):
    assert str(riata.fit(table, "y", **options).choice) == words


@pytest.mark.parametrize("penalty", ["lasso", "ridge", "elastic-net"])
def test_what_decides_the_folds(penalty, table):
    """The seed, and nothing else: not the threads, not the time."""
    one = riata.fit(table, "y", penalty=penalty, seed=1)
    again = riata.fit(table, "y", penalty=penalty, seed=1, n_threads=2)
    other = riata.fit(table, "y", penalty=penalty, seed=2)
    np.testing.assert_array_equal(one.cv.fold_errors, again.cv.fold_errors)
    assert not np.array_equal(one.cv.fold_errors, other.cv.fold_errors)


def test_progress_is_told():
    """Solved alphas over all folds and the last fit; on dense work, as quick work is not reported."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((1500, 1200))
    wide = pd.DataFrame(X).assign(y=X.sum(axis=1) + rng.standard_normal(1500))
    seen = []
    riata.fit(wide, "y", folds=2, progress=seen.append)
    assert seen
    assert seen == sorted(seen)
    assert all(0 <= k <= 3 * 100 for k in seen)
