"""Categories: an indicator for every level, in an order that does not depend on the rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

import riata
from riata.errors import DataError, DataWarning, UnseenLevelError


@pytest.fixture
def levels_of(with_column, kind_of):
    def look(values, **options):
        return kind_of(riata.fit(with_column(values), "y", alpha=0.01, **options)).levels

    return look


ORDERS = {
    "by name": (["b", "a", "C"], ("C", "a", "b")),
    "by value": (["10", "9", "2", "-1"], ("-1", "2", "9", "10")),
    "by value, with fractions": (["1.5", "10", "1e3", "0.2"], ("0.2", "1.5", "10", "1e3")),
    "by name where one is no number": (["10", "9", "x"], ("10", "9", "x")),
    "accents": (["é", "e", "z"], ("e", "z", "é")),
    "empty and blank": (["", " ", "a"], ("", " ", "a")),
}


@pytest.mark.parametrize("name", ORDERS)
def test_order(name, levels_of):
    words, expected = ORDERS[name]
    assert levels_of((words * 40)[:40]) == expected
    assert levels_of((words[::-1] * 40)[:40]) == expected


@pytest.mark.parametrize("words", [["1", "01", "1.0"], ["nan", "1", "2"], ["inf", "nan", "-inf"]])
def test_order_does_not_depend_on_rows_where_numbers_tie(words, levels_of):
    orders = {levels_of((words[k:] + words[:k]) * 13 + words[:1]) for k in range(3)}
    assert len(orders) == 1


def test_every_level_is_a_feature_and_its_indicator(with_column):
    words = ["a", "b", "c", "d"] * 10
    table = with_column(words)
    model = riata.fit(table, "y", alpha=0.001)
    assert model.names == ["x", "c=a", "c=b", "c=c", "c=d"]
    dense = np.column_stack([table["x"], *(np.array(words) == level for level in "abcd")])
    np.testing.assert_allclose(model.predict(table), dense @ model.coef + model.intercept)


@pytest.mark.parametrize("values", [[1, 2, 10], [1.0, 2.0, 10.0], [0.5, 2, 10]])
def test_numbers_as_categories(values, with_column, kind_of):
    table = with_column((values * 14)[:40])
    model = riata.fit(table, "y", alpha=0.01, categorical=["c"])
    first = "0.5" if values[0] == 0.5 else "1"
    assert kind_of(model).levels == (first, "2", "10")
    np.testing.assert_array_equal(
        model.predict(table.astype({"c": float})), model.predict(table.astype({"c": object}))
    )


def test_booleans_as_categories(with_column, kind_of):
    model = riata.fit(with_column([True, False] * 20), "y", alpha=0.01, categorical="c")
    assert kind_of(model).levels == ("False", "True")


def test_an_unseen_level_is_named(model, table):
    new = table.copy()
    new.loc[7, "city"] = "Basel"
    with pytest.raises(UnseenLevelError, match=r"column 'city', row 7.*'Basel'.*Bern.*unseen='ignore'"):
        model.predict(new)


def test_an_unseen_level_may_be_ignored(model, table):
    """Such a row gets zero in all indicators of the column."""
    new = table.copy()
    new.loc[7, "city"] = "Basel"
    found = model.predict(new, unseen="ignore")
    keep = np.arange(60) != 7
    np.testing.assert_array_equal(found[keep], model.predict(table)[keep])
    part = dict(zip(model.names, model.coef, strict=True))
    row = table.loc[7]
    expected = model.intercept + row["size"] * part["size"] + row["age"] * part["age"]
    assert found[7] == pytest.approx(expected + row["flag"] * part["flag"])


def test_the_list_of_known_levels_is_short(with_column):
    table = with_column([f"level {k:02}" for k in range(20)] * 2)
    model = riata.fit(table, "y", alpha=0.01)
    with pytest.raises(UnseenLevelError, match=r"level 07 \.\.\.\)") as caught:
        model.predict(with_column(["other"] * 40))
    assert "level 08" not in str(caught.value)


def test_a_level_that_new_rows_lack_is_no_problem(model, table):
    some = table[table["city"] == "Bern"]
    expected = model.predict(table)[table["city"] == "Bern"]
    np.testing.assert_allclose(model.predict(some), expected, rtol=1e-14)  # rows are summed in blocks


@pytest.mark.parametrize("word", ["oops", "-", "n.a.", "1,5"])
def test_text_that_is_mostly_numbers_is_refused_with_the_stray_word(word, with_column):
    values = [str(k) for k in range(40)]
    values[23] = word
    with pytest.raises(DataError, match="column 'c' looks like numbers") as caught:
        riata.fit(with_column(values), "y", alpha=0.01)
    assert f"row 23 holds {word!r}" in str(caught.value)
    assert "categorical=" in str(caught.value)


def test_numbers_written_as_text_are_refused(with_column):
    with pytest.raises(DataError, match="column 'c' looks like numbers, but is"):
        riata.fit(with_column([str(k) for k in range(40)]), "y", alpha=0.01)


def test_they_are_a_category_on_request(with_column, kind_of):
    values = [str(k) for k in range(20)] * 2
    model = riata.fit(with_column(values), "y", alpha=0.01, categorical=["c"])
    assert kind_of(model).levels == tuple(str(k) for k in range(20))


def test_a_column_declared_a_category_needs_no_second_declaration(with_column, kind_of):
    """A data frame whose column is a category of a dozen numbers has said what it is."""
    values = pd.Series([k % 12 for k in range(40)], dtype="category")
    assert len(kind_of(riata.fit(with_column(values), "y", alpha=0.01)).levels) == 12


def test_few_numbers_among_words_are_words(levels_of):
    assert levels_of(["1", "2", "3", "many"] * 10) == ("1", "2", "3", "many")


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame])
def test_a_column_that_names_rows_is_warned_of(library, with_column):
    with pytest.warns(DataWarning, match=r"column 'c' has 40 levels in 40 rows.*drop it") as caught:
        riata.fit(with_column([f"id{k}" for k in range(40)], library), "y", alpha=0.01)
    assert len(caught) == 1
    assert caught[0].filename == __file__


def test_two_columns_with_features_of_one_name_can_be_told_apart():
    """Column 'a' with level 'b', beside a column called 'a=b'."""
    table = pd.DataFrame({"a": ["b", "c"] * 10, "a=b": range(20), "y": range(20)})
    model = riata.fit(table, "y", alpha=0.01)
    assert model.names == ["a=b (2)", "a=c", "a=b"]
    assert model.certificate(table).relative_gap <= 1e-8
