"""``riata predict``: a saved model on new rows, printed or written whole."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest

import riata


@pytest.fixture
def model(table, tmp_path):
    fitted = riata.fit(table, "y", drop=["w"], missing="mean")
    fitted.save(tmp_path / "m.json")
    return fitted


def test_printed(run, model, table):
    outcome = run("predict", "m.json", table)
    head, *rows = csv.reader(io.StringIO(outcome.out))
    assert (outcome.code, outcome.err, head) == (0, "", ["y_predicted"])
    assert [float(row[0]) for row in rows] == model.predict(table).tolist()


@pytest.mark.parametrize(("name", "read"), [("o.csv", pd.read_csv), ("o.PARQUET", pd.read_parquet)])
def test_written(name, read, run, model, table, tmp_path):
    outcome = run("predict", "m.json", table, "-o", name)
    assert (outcome.code, outcome.out, outcome.err) == (0, f"predicted 30 rows into {name}\n", "")
    found = read(tmp_path / name)
    np.testing.assert_allclose(found["y_predicted"], model.predict(table), rtol=1e-15)


def test_json(run, model, table, tmp_path):
    printed = json.loads(run("predict", "m.json", table, "--json").out)
    expected = model.predict(table).tolist()
    assert printed == {"rows": 30, "written": None, "y_predicted": expected}
    written = json.loads(run("predict", "m.json", table, "--json", "-o", "o.csv").out)
    assert written == {"rows": 30, "written": "o.csv"}
    assert (tmp_path / "o.csv").exists()


def test_unseen_levels(run, fails, model, frame):
    frame.assign(city="Basel").to_csv("new.csv", index=False)
    text = fails("predict", "m.json", "new.csv")
    for words in ("column 'city', row 0", "'Basel'", "--unseen ignore"):
        assert words in text
    assert run("predict", "m.json", "new.csv", "--unseen", "ignore").code == 0


def test_what_is_wrong_is_said(fails, model, table, frame, tmp_path):
    frame.drop(columns="x").to_csv("lacks.csv", index=False)
    frame.assign(x="a").to_csv("text.csv", index=False)
    (tmp_path / "bad.json").write_text((tmp_path / "m.json").read_text().replace("city", "town"))
    newer = json.loads((tmp_path / "m.json").read_text()) | {"schema_version": 9}
    (tmp_path / "newer.json").write_text(json.dumps(newer))
    (tmp_path / "o.csv").write_text("old")
    cases = [
        (["none.json", table], "none.json': No such file"),
        (["bad.json", table], "is damaged"),
        (["newer.json", table], "upgrade riata"),
        (["t.csv", table], "is not JSON"),
        (["m.json", "none.csv"], "there is no file 'none.csv'"),
        (["m.json", "lacks.csv"], r"lacks the column ['x']"),
        (["m.json", "text.csv"], "column 'x' is text here"),
        (["m.json", table, "--unseen", "skip"], "--unseen must be error or ignore, not 'skip'"),
        (["m.json", table, "-o", "o.xlsx"], "--output must end in .csv or .parquet, not '.xlsx'"),
        (["m.json", table, "-o", "none/o.csv"], "cannot write 'none/o.csv': No such file or directory"),
        (["m.json", table, "-o", "t.csv/o.csv"], "cannot write 't.csv/o.csv': Not a directory"),
        (["m.json"], "Missing argument"),
    ]
    before = sorted(tmp_path.iterdir())
    for arguments, words in cases:
        assert words in fails("predict", *arguments)
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "o.csv").read_text() == "old"
