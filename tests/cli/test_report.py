"""``riata report``: a saved model as a page beside new rows; ``riata fit --report`` with its command."""

from __future__ import annotations

import html
import json
import shlex

import numpy as np
import pytest

import riata


@pytest.fixture
def model(table, tmp_path):
    fitted = riata.fit(table, "y", drop=["w"], missing="mean")
    fitted.save(tmp_path / "m.json")
    return fitted


def test_new_rows_are_compared(run, model, frame, tmp_path):
    frame.assign(x=frame["x"] + 1e3, city="Basel").to_csv("new.csv", index=False)
    outcome = run("report", "m.json", "new.csv", "-o", "r.html")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("reported in r.html\n")
    for words in ("x: 30 rows above the range of training", "30 rows with levels", "'Basel'"):
        assert words in outcome.out
    page = (tmp_path / "r.html").read_text()
    assert "The new table" in page
    assert "riata report m.json new.csv -o r.html" in page


def test_json(run, model, table, frame):
    found = json.loads(run("report", "m.json", table, "-o", "r.html", "--json").out)
    error = np.mean((model.predict(table) - frame["y"]) ** 2)
    assert found.pop("error") == pytest.approx(error, rel=1e-12)
    assert found == {"written": "r.html", "rows": 30, "predicted": 30, "drift": []}
    alone = json.loads(run("report", "m.json", "--json").out)
    assert alone["written"] == "report.html"
    assert alone["rows"] is None


def test_what_is_wrong_is_said(fails, model, table, frame, tmp_path):
    frame.drop(columns="x").to_csv("lacks.csv", index=False)
    cases = [
        (["none.json", table], "none.json': No such file"),
        (["m.json", "lacks.csv"], "lacks the column ['x']"),
        (["m.json", table, "-o", "none/r.html"], "cannot write 'none/r.html'"),
    ]
    before = sorted(tmp_path.iterdir())
    for arguments, words in cases:
        assert words in fails("report", *arguments)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "options",
    [
        [],
        [
            "--penalty",
            "elastic-net",
            "--alpha",
            "1se",
            "--l1-ratio",
            "0.3",
            "--folds",
            "5",
            "--seed",
            "2",
        ],
        ["--bound", "0.5", "--no-standardize", "--drop", "city", "--weights", "w"],
    ],
)
def test_the_command_on_the_page_repeats_the_fit(options, run, table, tmp_path):
    fixed = ["fit", table, "--target", "y", "--missing", "mean"]
    first = run(*fixed, *options, "--report", "r.html", "--save", "one.json")
    assert first.code == 0
    page = html.unescape((tmp_path / "r.html").read_text())
    told = page.split('<th scope="row">command</th><td>')[1].split("</td>")[0]
    program, *words = shlex.split(told)
    assert program == "riata"
    assert run(*words, "--save", "two.json").code == 0
    one, two = (riata.load(tmp_path / name) for name in ("one.json", "two.json"))
    np.testing.assert_array_equal(one.coef, two.coef)
    assert one.fingerprint == two.fingerprint


@pytest.mark.parametrize("name", ["m.json", "page.pdf", "page"])
@pytest.mark.parametrize(
    "command",
    [
        ("report", "m.json", "-o"),
        ("explain", "m.json", "--html"),
        ("fit", "t.csv", "--target", "y", "--report"),
    ],
)
def test_a_page_does_not_take_the_name_of_something_else(fails, model, tmp_path, command, name):
    before = (tmp_path / "m.json").read_bytes()
    assert f"a page must end in .html, not {name!r}" in fails(*command, name)
    assert (tmp_path / "m.json").read_bytes() == before
