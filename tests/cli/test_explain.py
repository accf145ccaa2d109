"""``riata explain``: printed, as a page, as JSON."""

from __future__ import annotations

import json
import os

import pytest

import riata
from riata.frame.saving import digest_of, document_of


@pytest.fixture
def model(table, tmp_path):
    fitted = riata.fit(table, "y", drop=["w"], alpha=0.2)
    fitted.save(tmp_path / "m.json")
    return fitted


def test_printed(run, model):
    outcome = run("explain", "m.json")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{model.explain()}\n"
    for words in ("Why this lasso for y", "of alpha", "least squares", "not sparse"):
        assert words in outcome.out


def test_noise_can_be_given(run, model):
    assert "(given)" in run("explain", "m.json", "--sigma2", 0.01).out


def test_a_page(run, model, tmp_path):
    outcome = run("explain", "m.json", "--html", "why.html")
    assert (outcome.code, outcome.out) == (0, "explained m.json in why.html\n")
    assert (tmp_path / "why.html").read_text(encoding="utf-8") == model.explain().to_html()


def test_json(run, model):
    found = json.loads(run("explain", "m.json", "--json").out)
    told = model.explain()
    names = model.names
    assert list(found["dropped"]) == [names[j] for j in told.dropped]
    assert list(found["kept"]) == [names[j] for j in told.kept]
    assert (found["alpha"], found["b"]) == (model.alpha, told.views.b)
    first = names[told.dropped[0]]
    assert found["dropped"][first] == {"pull": told.needed[told.dropped[0]], "why": "penalty"}


def test_an_old_file_needs_its_table(run, fails, model, table, tmp_path):
    document = document_of(model)
    del document["standing"]
    document["digest"] = digest_of(document)
    (tmp_path / "old.json").write_text(json.dumps(document))
    assert "add --table with the table it was fitted on" in fails("explain", "old.json")
    assert run("explain", "old.json", "--table", table).out == run("explain", "m.json").out


def test_what_is_wrong_is_said(fails, model):
    cases = [
        (["none.json"], "none.json': No such file"),
        (["t.csv"], "is not JSON"),
        (["m.json", "--sigma2", "0"], "sigma2 must be a number > 0"),
        (["m.json", "--html", "none/x.html"], "cannot write 'none/x.html'"),
        ([], "Missing argument"),
    ]
    for arguments, words in cases:
        assert words in fails("explain", *arguments)


@pytest.mark.parametrize("command", [["explain"], ["predict"]])
def test_a_pipe_is_not_waited_for(command, fails, table, tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    more = [table] if command == ["predict"] else []
    assert "it is a pipe or a device, not a file" in fails(*command, tmp_path / "pipe.json", *more)


def test_a_pipe_is_no_table(fails, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is a pipe or a device, not a file" in fails("fit", tmp_path / "pipe.csv", "--target", "y")


def test_names_cannot_steer_the_terminal(run, frame, tmp_path):
    wild = {"x": "x\x1b[2J", "z": "z\x07", "y": "y\x1b[5m"}
    frame.rename(columns=wild).to_csv(tmp_path / "wild.csv", index=False)
    fitted = run("fit", "wild.csv", "--target", wild["y"], "--drop", "city", "--save", "wild.json")
    for outcome in (fitted, run("explain", "wild.json")):
        assert outcome.code == 0
        assert r"x\x1b[2J" in outcome.out
        assert not set(outcome.out) & {"\x1b", "\x07"}
