"""Bad input through the command line: one line that says what is wrong and where, exit code 2."""

from __future__ import annotations

import builtins
import gzip

import numpy as np
import pandas as pd
import pytest

import riata

HOLE = np.where(np.arange(30) == 7, np.nan, 1.0) * np.linspace(1, 2, 30)
ENDLESS = np.where(np.arange(30) == 7, np.inf, 1.0)

#: Columns of the table that are replaced, options, what must be said.
TABLES = [
    (
        {"x": HOLE},
        [],
        "column 'x' is missing in row 7 (1 of 30 rows): use --missing drop or --missing mean",
    ),
    ({"y": HOLE}, [], "column 'y' is missing in row 7 (1 of 30 rows): use --missing drop\n"),
    ({"w": HOLE}, ["--weights", "w"], "column 'w' is missing in row 7"),
    ({"x": ENDLESS}, [], "column 'x' contains infinity in row 7"),
    ({"y": ENDLESS}, [], "column 'y' contains infinity in row 7"),
    ({"w": ENDLESS}, ["--weights", "w"], "column 'w' contains infinity in row 7"),
    ({"shift": ENDLESS}, ["--offset", "shift"], "column 'shift' contains infinity in row 7"),
    ({"w": -1.0}, ["--weights", "w"], "column 'w' is negative in row 0 (-1): weights are >= 0"),
    ({"w": 0.0}, ["--weights", "w"], "zero in every row"),
    ({"x": np.nan}, [], "column 'x' has no values: drop it"),
    ({"y": np.nan}, [], "column 'y' has no values"),
    ({"x": pd.Timestamp("2020")}, [], "column 'x' is of type"),
    ({"x": [*map(str, range(29)), "?"]}, [], "row 29 holds '?'"),
    ({"x": [*map(str, range(29)), "?"]}, [], "name the column in --categorical"),
]


@pytest.mark.parametrize(("columns", "options", "words"), TABLES, ids=lambda v: str(v)[:40])
def test_bad_values(columns, options, words, fails, frame):
    frame.assign(**columns).to_csv("t.csv", index=False)
    assert words in fails("fit", "t.csv", "--target", "y", "--save", "m.json", *options)


OPTIONS = [
    (["--target", "gone"], "target: there is no column 'gone' in the table (x, z, city, w, shift, y)"),
    (["--target", "city"], "the target 'city' is text: a linear model predicts numbers"),
    ([], "Missing option '--target'"),
    (["--target", "y", "--drop", "gone"], "drop: there is no column 'gone'"),
    (["--target", "y", "--drop", "y"], "the target 'y' cannot be dropped"),
    (["--target", "y", "--categorical", "gone"], "categorical: there is no column 'gone'"),
    (["--target", "y", "--weights", "gone"], "weights: there is no column 'gone'"),
    (["--target", "y", "--weights", "city"], "the weights column 'city' is not numeric"),
    (["--target", "y", "--offset", "city"], "the offset column 'city' is not numeric"),
    (["--target", "y", "--alpha", "-1"], "alpha == -1"),
    (["--target", "y", "--alpha", "nan"], "alpha == nan"),
    (
        ["--target", "y", "--alpha", "best"],
        "--alpha must be one of cv, 1se, aic, bic, ebic, cp, gcv, loo, evidence or a number, not 'best'",
    ),
    (["--target", "y", "--bound", "-1"], "a bound must be a number >= 0, not -1"),
    (["--target", "y", "--penalty", "none"], "there is no penalty 'none'"),
    (
        ["--target", "y", "--penalty", "elastic-net", "--l1-ratio", "2"],
        "l1_ratio must be between 0 and 1",
    ),
    (["--target", "y", "--missing", "zero"], "missing must be 'error', 'drop' or 'mean', not 'zero'"),
    (["--target", "y", "--folds", "1"], "folds must be an integer of at least 2, not 1"),
    (["--target", "y", "--folds", "x"], "Invalid value for '--folds'"),
    (["--target", "y", "--seed", "-1"], "seed must be an integer >= 0, not -1"),
    (["--target", "y", "--threads", "0"], "n_threads"),
    (["--target", "y", "--colour"], "No such option: --colour"),
]


@pytest.mark.parametrize(("options", "words"), OPTIONS, ids=lambda v: str(v)[:40])
def test_bad_options(options, words, fails, table):
    assert words in fails("fit", table, *options)


ROWS = "x,y\n1,2\n2,3\n3,5\n"
FILES = {
    "none.csv": (None, "there is no file 'none.csv'"),
    "empty.csv": ("", "'empty.csv' is empty"),
    "header.csv": ("x,y\n", "the table has no rows"),
    "one.csv": ("x,y\n1,2\n", "one row cannot be cross-validated: give alpha as a number"),
    "alone.csv": ("y\n1\n2\n", "the table has no column left to predict 'y' from"),
    "ragged.csv": (ROWS + "1\n", "cannot read 'ragged.csv'"),
    "twice.csv": ("y,y\n1,2\n", "the table has several columns called 'y'"),
    "binary.csv": (b"a\0b", "holds binary data"),
    "parquet.csv": (b"PAR1....", "is a Parquet file, not the text its ending says"),
    "text.parquet": (ROWS, "is not a Parquet file, as its ending says"),
    "cut.csv.gz": (gzip.compress(ROWS.encode())[:-9], "cannot read 'cut.csv.gz'"),
    "book.xlsx": ("", "has an ending that is not known; tables end in"),
    "two\nlines.csv": (None, "there is no file"),
}


@pytest.mark.parametrize("name", FILES)
def test_bad_files(name, fails, tmp_path):
    content, words = FILES[name]
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert words in fails("fit", name, "--target", "y")


def test_a_folder_is_no_table(fails, tmp_path):
    assert "is a folder, not a table" in fails("fit", tmp_path, "--target", "y")


def test_commands(run, fails):
    assert "No such command 'fot'" in fails("fot")
    assert run().code == run("--help").code == run("fit", "--help").code == 0
    assert "predict" in run().out
    assert run("--version").out == f"riata {riata.__version__}\n"


#: Tables that are odd but right.
GOOD = {
    "one column": {"columns": ["x", "y"]},
    "a constant target": {"assign": {"y": 2.0}},
    "constant and equal columns": {"assign": {"k": 1.0, "again": "x"}},
    "one row": {"rows": 1, "options": ["--alpha", "0.1"]},
}


@pytest.mark.parametrize("name", GOOD)
def test_odd_but_right(name, run, frame):
    case = GOOD[name]
    made = {k: frame["x"] if v == "x" else v for k, v in case.get("assign", {}).items()}
    odd = frame.assign(**made)[: case.get("rows", 30)]
    odd[case.get("columns", list(odd))].to_csv("t.csv", index=False)
    outcome = run("fit", "t.csv", "--target", "y", *case.get("options", []))
    assert (outcome.code, outcome.err) == (0, "")


PLACES = [
    (["--save", "t.csv/m.json"], "cannot write 't.csv/m.json': Not a directory"),
    (["--save", "none/m.json"], "cannot write 'none/m.json': No such file or directory"),
    (["--save", "."], "it is a folder"),
    (["--plots", "t.csv"], "cannot make the folder 't.csv': a file is in its place"),
    (["--plots", "t.csv/pictures"], "cannot make the folder 't.csv/pictures': Not a directory"),
]


@pytest.mark.parametrize(("options", "words"), PLACES, ids=lambda v: str(v)[:40])
def test_places_that_cannot_be_written(options, words, fails, table, tmp_path):
    assert words in fails("fit", table, "--target", "y", "--json", *options)
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_folder_without_permission(fails, table, tmp_path, monkeypatch):
    def fail(*_args, **_options):  # no mode keeps root from writing
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", fail)
    for options in (["--save", "m.json"], ["--plots", "."]):
        assert "Permission denied" in fails("fit", table, "--target", "y", "--json", *options)
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def raising(error):
    def fail(*_args, **_options):
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory for this table"),
        (OSError(5, "Input/output error", "t.csv"), "'t.csv': Input/output error"),
        (OSError("strange\nthings"), "strange things"),
    ],
    ids=repr,
)
def test_what_the_machine_says(error, words, fails, table, monkeypatch):
    monkeypatch.setattr("riata.cli.fit.fit", raising(error))
    assert words in fails("fit", table, "--target", "y")


def test_a_defect_of_riata_is_not_hidden(run, table, monkeypatch):
    monkeypatch.setattr("riata.cli.fit.fit", raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        from riata.cli import main

        main(["fit", str(table), "--target", "y"])


@pytest.mark.parametrize(
    ("module", "arguments", "words"),
    [
        ("riata.cli.app", ["--version"], "the command line needs typer: pip install 'riata[cli]'"),
        ("pyarrow", ["fit", "t.csv", "--target", "y"], "reading files needs pyarrow"),
        (
            "riata.plot",
            ["fit", "t.csv", "--target", "y", "--json", "--plots", "p"],
            "plots need matplotlib",
        ),
    ],
    ids=lambda v: str(v)[:20],
)
def test_what_is_not_installed_is_named(module, arguments, words, fails, table, monkeypatch):
    real = builtins.__import__
    error = riata.errors.MissingExtraError("plots need matplotlib: pip install riata[plot]")
    fault = error if module == "riata.plot" else ImportError(f"no {module}", name="typer")

    def absent(name, *rest):
        if name == module:
            raise fault
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    assert words in fails(*arguments)
