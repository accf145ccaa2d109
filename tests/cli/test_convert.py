"""``riata convert``: a number, how to call the package, and what both minimise."""

from __future__ import annotations

import json

import pytest

import riata

RIDGE = ["--from", "glmnet", "--to", "sklearn", "--model", "ridge"]


def test_printed(run):
    outcome = run("convert", 0.5, *RIDGE, "--n", 100, "--sd-y", 2)
    assert (outcome.code, outcome.err) == (0, "")
    head, source, goal, note = outcome.out.splitlines()
    assert head == "Ridge(alpha=25.0)"
    assert source == "  glmnet minimises 1/(2n) ||y - Xw||^2 + v/(2 sd(y)) ||w||^2"
    assert goal == "  sklearn minimises ||y - Xw||^2 + v ||w||^2"
    assert "glmnet divides y by its standard deviation" in note


def test_json(run):
    options = ["--from", "riata", "--to", "glmnet", "--model", "elastic-net", "--l1-ratio", 0.4]
    found = json.loads(run("convert", 0.5, *options, "--sd-y", 3, "--json").out)
    known = riata.convert(0.5, from_="riata", to="glmnet", model="elastic-net", l1_ratio=0.4, sd_y=3)
    assert (found["value"], found["l1_ratio"], found["call"]) == (known, known.l1_ratio, known.call)


def test_no_penalty_is_an_infinite_strength_of_the_inverse(run):
    options = ["--from", "riata", "--to", "sklearn", "--model", "logistic", "--n", 9]
    assert json.loads(run("convert", 0, *options, "--json").out)["value"] == "Infinity"
    assert run("convert", 0, *options).out.startswith("LogisticRegression(C=inf, l1_ratio=0.0)")


BAD = [
    (["0.5", *RIDGE, "--sd-y", "2"], "needs n, the number of rows: add --n"),
    (["0.5", *RIDGE, "--n", "9"], "needs sd_y, the standard deviation of y (divisor n): add --sd-y"),
    (["0.5", "--from", "riata", "--to", "sklearn", "--model", "elastic-net"], "add --l1-ratio"),
    (["a", *RIDGE], "VALUE must be a number, not 'a'"),
    (["nan", *RIDGE], "value must be a number >= 0"),
    (["0.5", "--from", "lars", "--to", "sklearn", "--model", "ridge"], "there is no package 'lars'"),
    (["0.5", "--from", "glmnet", "--to", "sklearn"], "--model"),
]


@pytest.mark.parametrize(("arguments", "words"), BAD)
def test_what_is_wrong_is_said(arguments, words, fails):
    assert words in fails("convert", *arguments)
