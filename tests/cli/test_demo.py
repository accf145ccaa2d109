"""``riata demo``: the whole job, in words and as JSON, without a word that is not true."""

from __future__ import annotations

import json

import numpy as np
import pytest

import riata


def test_in_words(run, tmp_path):
    outcome = run("demo", "--out", "here", "--no-plots")
    assert (outcome.code, outcome.err) == (0, "")
    model = riata.load(tmp_path / "here" / "prostate-lasso.json")
    assert model.schema.rows_used == 67
    for words in ("67 rows train, 30 test", "here/prostate-lasso.json", "least squares", "lasso (1-SE)"):
        assert words in outcome.out
    names = sorted(path.name for path in (tmp_path / "here").iterdir())
    assert names == ["prostate-lasso.json", "report.html"]


def test_as_json_with_pictures(run, tmp_path):
    told = json.loads(run("demo", "--json").out)
    table = riata.datasets.prostate("pandas")
    test = table[~table["train"]]
    model = riata.load(told["saved"])
    error = np.mean((model.predict(test) - test["lpsa"]) ** 2)
    assert told["test_errors"]["lasso (1-SE)"] == pytest.approx(error)
    assert told["test_errors"]["least squares"] == pytest.approx(0.521, abs=5e-4)  # as printed in ESL
    for picture in told["pictures"]:
        assert (tmp_path / picture).read_bytes().startswith(b"\x89PNG")
    assert len(told["pictures"]) == 3


@pytest.mark.parametrize("where", ["file", "file/out"])
def test_a_place_that_cannot_be_written(where, fails, tmp_path):
    (tmp_path / "file").write_text("x")
    assert "cannot make the folder" in fails("demo", "--out", where)
