"""A saved model on new rows: what is told of them, and what is predicted."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.errors import DataError
from riata.report import gather
from riata.report.page import html_page
from support.reports import HOSTILE, mixed_table


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    path = tmp_path_factory.mktemp("drift") / "model.json"
    riata.fit(mixed_table(), "price", missing="mean", drop=["weight"]).save(path)
    return riata.load(path)


def told(loaded, table):
    return gather(loaded, table).drift


def test_rows_of_training_do_not_drift(loaded):
    drift = told(loaded, mixed_table())
    assert drift.warnings == ()
    assert len(drift.used) == drift.rows == 120


@pytest.mark.parametrize(
    ("column", "change", "words"),
    [
        ("area", lambda t: t["area"] + 1e3, "120 rows above the range of training"),
        ("area", lambda t: t["area"] * 0 - 5.0, "120 rows below the range of training: as far as -5"),
        ("city", lambda t: ["Ulm"] * 119 + ["Trier"], "1 row with levels that training never saw ('Tri"),
        (
            "rooms",
            lambda t: [np.nan] * 60 + [3.0] * 60,
            "missing in 50% of the rows, in training in 10%",
        ),
    ],
)
def test_what_differs_is_told(loaded, column, change, words):
    table = mixed_table()
    table[column] = change(table)
    drift = told(loaded, table)
    assert [name for name, _ in drift.warnings] == [column]
    assert words in drift.warnings[0][1]


def test_predictions_are_those_of_the_model(loaded):
    table = mixed_table(seed=9)
    found = gather(loaded, table)
    drift, at = found.drift, found.at
    np.testing.assert_allclose(drift.predicted[:, at.chosen], loaded.predict(table), rtol=1e-12)
    np.testing.assert_array_equal(drift.observed, table["price"])
    error = np.mean((loaded.predict(table) - table["price"]) ** 2)
    assert drift.errors[at.chosen] == pytest.approx(error, rel=1e-12)
    assert found.data["new"]["error"][at.chosen] == pytest.approx(error, rel=1e-6)


def test_without_a_target_there_is_nothing_to_compare(loaded):
    table = mixed_table().drop(columns="price")
    found = gather(loaded, table)
    assert found.data["new"] is None
    assert "no column &#39;price&#39;" in html_page(found)


def test_rows_that_cannot_be_predicted_are_counted(tmp_path):
    model = riata.fit(mixed_table().dropna(), "price", drop=["weight"])
    drift = told(model, mixed_table())
    incomplete = mixed_table()[["rooms", "city"]].isna().any(axis=1)
    assert len(drift.used) == 120 - int(incomplete.sum())
    assert all("which this model cannot predict" in text for _, text in drift.warnings)
    assert {name for name, _ in drift.warnings} == {"rooms", "city"}


def test_a_table_without_a_column_is_refused(loaded):
    with pytest.raises(DataError, match="lacks the column"):
        told(loaded, mixed_table().drop(columns="area"))


def test_levels_of_the_new_table_are_inert(loaded, tmp_path):
    table = mixed_table()
    table.loc[0, "city"] = HOSTILE + "!"
    page = html_page(gather(loaded, table))
    assert HOSTILE not in page
    assert "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;!" in page


def test_an_offset_that_is_a_column_is_used(tmp_path):
    table = mixed_table()
    model = riata.fit(table, "price", offset="weight", missing="mean")
    found = gather(model, table)
    np.testing.assert_allclose(found.drift.predicted[:, found.at.chosen], model.predict(table))
