"""``riata fit``: what it prints, saves and draws is the model of ``riata.fit``."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import riata

#: Options of the command line -> those of riata.fit.
OPTIONS = [
    ([], {}),
    (["--penalty", "ridge", "--folds", "4"], {"penalty": "ridge", "folds": 4}),
    (["--penalty", "elastic-net", "--l1-ratio", "0.2"], {"penalty": "elastic-net", "l1_ratio": 0.2}),
    (["--alpha", "1se", "--seed", "3"], {"alpha": "1se", "seed": 3}),
    (["--alpha", "0.05", "--no-standardize"], {"alpha": 0.05, "standardize": False}),
    (["--bound", "0.5"], {"alpha": riata.Bound(0.5)}),
    (["--drop", "x", "--drop", "city"], {"drop": ["x", "city"]}),
    (["--weights", "w", "--offset", "shift"], {"weights": "w", "offset": "shift"}),
    (["--categorical", "w", "--missing", "mean"], {"categorical": ["w"], "missing": "mean"}),
    (["--threads", "2"], {"n_threads": 2}),
]


@pytest.mark.filterwarnings("ignore::riata.errors.DataWarning")
@pytest.mark.parametrize(("words", "options"), OPTIONS, ids=lambda v: " ".join(map(str, v)))
def test_it_is_the_model_of_the_library(words, options, run, table):
    outcome = run("fit", table, "--target", "y", *words, "--json", "--save", "m.json")
    assert outcome.code == 0
    told, saved, model = json.loads(outcome.out), riata.load("m.json"), riata.fit(table, "y", **options)
    assert told["alpha"] == saved.alpha == model.alpha
    assert told["intercept"] == saved.intercept == model.intercept
    assert saved.coef.tolist() == model.coef.tolist()
    kept = {name: value for name, value in zip(model.names, model.coef, strict=True) if value}
    assert {name: entry["coefficient"] for name, entry in told["coefficients"].items()} == kept
    assert told["kept"] == len(kept)
    assert told["chosen_by"] == str(model.choice)
    assert told["max_relative_gap"] <= 1e-8
    assert (told["cv_error"] is None) == (model.cv is None)
    assert told["saved"] == "m.json"


def test_the_report(run, table):
    outcome = run("fit", table, "-t", "y", "--drop", "w", "--save", "m.json")
    assert (outcome.code, outcome.err) == (0, "")
    model = riata.load("m.json")
    kept = f"{(model.coef != 0).sum()} of 6 features"
    for words in ("category, 3 levels", "Lasso for y", kept, str(model.choice), "saved m.json"):
        assert words in outcome.out


def test_many_columns_are_told_in_a_line(run, frame):
    wide = pd.concat([frame[["y"]], *(frame[["x"]].add_suffix(str(k)) for k in range(30))], axis=1)
    wide.assign(same=1.0, city=frame["city"]).to_csv("wide.csv", index=False)
    outcome = run("fit", "wide.csv", "--target", "y", "--alpha", "0.1")
    assert "read 32 columns: 31 number, 1 category; 1 constant, left at zero" in outcome.out


def test_constant_and_equally_named_features_in_the_report(run, frame):
    frame.assign(same=2, **{"city=Uri": 1.0}).to_csv("t.csv", index=False)
    outcome = run("fit", "t.csv", "--target", "y", "--alpha", "0.1")
    noted = [line.split()[0] for line in outcome.out.splitlines() if "constant" in line]
    assert noted == ["same", "city=Uri"]


def test_names_are_shown_as_they_are(run, frame):
    odd = {"x": "[red]hot[/red]", "z": "[/nope]", "y": "<y>"}
    frame.rename(columns=odd).to_csv("t.csv", index=False)
    outcome = run("fit", "t.csv", "--target", "<y>", "--alpha", "0.01")
    for name in odd.values():
        assert name in outcome.out


@pytest.mark.parametrize(
    ("words", "names"),
    [([], ["coefficients", "cv", "path"]), (["--alpha", "0.1"], ["coefficients"])],
    ids=["cv", "number"],
)
def test_pictures(words, names, run, table, tmp_path):
    outcome = run("fit", table, "--target", "y", *words, "--plots", "a/b", "--json")
    files = [f"a/b/{name}.png" for name in names]
    assert json.loads(outcome.out)["pictures"] == files
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == [f"{n}.png" for n in names]
    for file in files:
        assert (tmp_path / file).read_bytes().startswith(b"\x89PNG")


def test_a_budget_of_nothing_is_json_as_well(run, table):
    outcome = run("fit", table, "--target", "y", "--penalty", "ridge", "--bound", "0", "--json")
    told = json.loads(outcome.out, parse_constant=lambda word: pytest.fail(word))
    assert told["alpha"] == "Infinity"
    assert told["coefficients"] == {}


@pytest.mark.filterwarnings("default::riata.errors.DataWarning")
def test_a_note_is_one_line_on_standard_error(run, frame):
    frame.assign(id=[f"id {k}" for k in range(30)]).to_csv("t.csv", index=False)
    outcome = run("fit", "t.csv", "--target", "y", "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["rows_used"] == 30
    assert (
        outcome.err == "riata: note: column 'id' has 30 levels in 30 rows: if it names rows, drop it\n"
    )
