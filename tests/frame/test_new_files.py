"""New rows in a text file are read as training was: a file of few rows may look like another type."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import riata
from riata.errors import DataError, UnseenLevelError

#: Levels of a text column in training -> one of them, which alone in a file looks like something else.
LOOKALIKES = {
    "leading zeros": (["01", "A2", "B7"], "01"),
    "a number with a needless zero": (["1.50", "none", "some"], "1.50"),
    "a number with a sign": (["+4", "low", "high"], "+4"),
    "a truth value": (["true", "false", "maybe"], "true"),
    "a date": (["2020-01-31", "never", "unknown"], "2020-01-31"),
    "a moment": (["2020-01-31 10:00", "never", "unknown"], "2020-01-31 10:00"),
    "a time of day": (["10:00", "noon", "never"], "10:00"),
    "a long number": (["12345678901234567890", "none", "some"], "12345678901234567890"),
    "a plain number": (["1", "2", "other"], "1"),
}


@pytest.fixture
def trained(write):
    def fit(levels, **options):
        rows = "".join(f"{levels[k % 3]},{k % 3 + 0.1 * (k % 4)}\n" for k in range(24))
        return riata.fit(write("train.csv", "c,y\n" + rows), "y", alpha=0.01, **options)

    return fit


@pytest.mark.parametrize("name", LOOKALIKES)
def test_a_level_is_the_text_that_stands_in_the_file(name, trained, write):
    levels, one = LOOKALIKES[name]
    model = trained(levels)
    everything = model.predict(write("all.csv", "c\n" + "\n".join(levels) + "\n"))
    alone = model.predict(write("one.csv", f"c\n{one}\n"))
    assert alone[0] == everything[levels.index(one)]


def test_numbers_declared_a_category(trained, write):
    model = trained(["1", "2", "10"], categorical=["c"])
    expected = model.predict(write("a.csv", "c\n1\n2\n10\n"))
    np.testing.assert_array_equal(model.predict(write("b.csv", "c\n1.0\n2.0\n10.0\n")), expected)
    with pytest.raises(UnseenLevelError, match="'3'"):
        model.predict(write("c.csv", "c\n3\n"))


@pytest.mark.parametrize(
    "values", [["1", "2", "4"], ["true", "false", "true"], ["a", "b", "c"]], ids=str
)
def test_a_file_where_a_value_is_missing_in_every_row(values, trained, write):
    """The mean of training takes its place, as it does where only some rows lack the value."""
    rows = "".join(f"{values[k % 3] if k != 5 else ''},{k % 3}\n" for k in range(24))
    model = riata.fit(write("train.csv", "c,y\n" + rows), "y", alpha=0.01, missing="mean")
    some = model.predict(write("some.csv", f"c,z\n,1\n{values[0]},1\n"))
    every = model.predict(write("every.csv", "c,z\n,1\n"))
    assert every[0] == some[0]


def test_whole_numbers_where_training_had_fractions_and_the_reverse(write):
    train = "".join(f"{k / 2},{k},{k % 5}\n" for k in range(24))
    model = riata.fit(write("train.csv", "a,b,y\n" + train), "y", alpha=0.01)
    found = model.predict(write("new.csv", "a,b\n1,1.5\n"))
    assert found[0] == pytest.approx(model.intercept + model.coef @ [1.0, 1.5])


@pytest.mark.parametrize(("value", "words"), [("abc", "is text here"), ("2020-01-01", "of type Date")])
def test_something_else_in_a_column_of_numbers(value, words, write):
    rows = "".join(f"{k},{k % 5}\n" for k in range(24))
    model = riata.fit(write("train.csv", "a,y\n" + rows), "y", alpha=0.01)
    with pytest.raises(DataError, match=f"column 'a'.*{words}"):
        model.predict(write("new.csv", f"a\n{value}\n"))


def test_the_certificate_from_a_file_takes_levels_by_their_letters_too(write):
    """Training saw text in a data frame; the same table as a file would read as numbers."""
    table = pd.DataFrame({"c": ["01", "02", "1"] * 8, "y": [0.5 * (k % 5) for k in range(24)]})
    model = riata.fit(table, "y", alpha=0.01)
    path = write("t.csv", table.to_csv(index=False))
    assert model.schema.columns[0].levels == ("01", "1", "02")
    assert model.certificate(path) == model.certificate(table)
    np.testing.assert_array_equal(model.predict(path), model.predict(table))
