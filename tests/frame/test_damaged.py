"""A saved model that is damaged, forged or something else: one clear line, and nothing in it is run."""

from __future__ import annotations

import base64
import gzip
import json
import os
import pickle

import numpy as np
import pytest

import riata
from riata.errors import ModelFileError
from riata.frame.saving import digest_of, document_of

HEAD = '{"format": "riata model", "schema_version": 1, '


@pytest.fixture(scope="module")
def document():
    """A saved model as its parsed content."""
    table = riata.datasets.prostate("pandas")
    return document_of(riata.fit(table, "lpsa", categorical=["gleason"], folds=3))


def refuse(path):
    """The one line that says so."""
    with pytest.raises(ModelFileError) as caught:
        riata.load(path)
    text = str(caught.value)
    assert "\n" not in text
    assert len(text) < 600
    assert caught.value.__cause__ is None
    return text


def text_of(document):
    return json.dumps(document, ensure_ascii=False, indent=1)


DAMAGE = {
    "empty": lambda t: "",
    "cut in half": lambda t: t[: len(t) // 2],
    "last byte lost": lambda t: t[:-2],
    "first byte lost": lambda t: t[1:],
    "two files in one": lambda t: t + t,
    "an edited number": lambda t: t.replace('"intercept": ', '"intercept": 1', 1),
    "an edited name": lambda t: t.replace('"lcavol"', '"lcavil"'),
    "an edited coefficient": lambda t: t.replace('"value": "', '"value": "AAAAAAAA', 1),
    "a digest of something else": lambda t: t.replace('"digest": "', '"digest": "0'),
    "no digest": lambda t: t.replace('"digest"', '"dijest"'),
    "NaN": lambda t: t.replace('"target_mean": ', '"target_mean": NaN, "old": ', 1),
    "Infinity": lambda t: t.replace('"target_mean": ', '"target_mean": -Infinity, "old": ', 1),
    "a number too large": lambda t: t.replace('"target_mean": ', '"target_mean": 1e999, "old": ', 1),
    "endless digits": lambda t: HEAD + '"index": ' + "9" * 5000 + "}",
    "half a character": lambda t: t.replace('"lcavol"', '"\\ud800"', 1),
    "another encoding": lambda t: t.encode("utf-16"),
    "a byte order mark": lambda t: "\ufeff" + t,
    "lines of another system": lambda t: t.replace('"lcavol"', '"lca\nvol"'),
    "single quotes": lambda t: t.replace('"', "'"),
    "packed": lambda t: gzip.compress(t.encode()),
    "random bytes": lambda t: np.random.default_rng(0).bytes(4000),
    "zeros": lambda t: b"\0" * 4000,
    "a list": lambda t: "[" + t + "]",
    "null": lambda t: "null",
    "a number": lambda t: "3",
    "a text": lambda t: '"riata model"',
    "another program's": lambda t: '{"format": "other", "schema_version": 1}',
    "nearly nothing": lambda t: HEAD + '"digest": ""}',
    "nesting": lambda t: "[" * 100_000,
    "nesting, closed": lambda t: "[" * 100_000 + "]" * 100_000,
    "nesting inside": lambda t: HEAD + '"schema": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "nesting of objects": lambda t: HEAD + '"a": ' + '{"a": ' * 30_000 + "1" + "}" * 30_001,
    "a table": lambda t: "x,y\n1,2\n",
    "a page": lambda t: "<html>",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage(name, document, write):
    content = DAMAGE[name](text_of(document))
    assert content != text_of(document)
    assert "m.json" in refuse(write("m.json", content))


@pytest.mark.parametrize("share", np.linspace(0.01, 0.99, 25))
def test_one_wrong_bit_anywhere(share, document, write):
    content = bytearray(text_of(document).encode())
    place = int(share * len(content))
    while not chr(content[place]).isalnum():
        place += 1
    content[place] ^= 1
    refuse(write("m.json", bytes(content)))


class Trap:
    def __reduce__(self):
        return os.mkdir, (os.environ["TRAP"],)


@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_no_pickle_is_loaded(protocol, write, tmp_path, monkeypatch):
    monkeypatch.setenv("TRAP", str(tmp_path / "sprung"))
    refuse(write("m.json", pickle.dumps(Trap(), protocol=protocol)))
    refuse(write("m.pkl", pickle.dumps({"format": "riata model", "x": Trap()}, protocol=protocol)))
    assert not (tmp_path / "sprung").exists()


def test_other_places(tmp_path):
    assert "No such file" in refuse(tmp_path / "none.json")
    assert "Is a directory" in refuse(tmp_path)
    assert "too long" in refuse(tmp_path / ("x" * 300))


def test_a_file_without_permission(write, monkeypatch):
    path = write("m.json", "{}")

    def fail(*_args, **_options):  # no mode keeps root from reading
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", fail)
    assert "Permission denied" in refuse(path)


def signed(document, *where, value):
    """The document with one value changed and a digest that is right."""
    forged = json.loads(json.dumps(document))
    inner = forged
    for key in where[:-1]:
        inner = inner[key]
    if value is None and isinstance(inner, dict):
        del inner[where[-1]]
    else:
        inner[where[-1]] = value
    forged["digest"] = digest_of(forged)
    return json.dumps(forged)


def test_a_right_digest_is_recognised(document, write):
    assert riata.load(write("m.json", signed(document, "riata", value="0.0.9"))).version == "0.0.9"


@pytest.mark.parametrize("version", [2, 99, 10**30])
def test_a_newer_schema(version, document, write):
    text = refuse(write("m.json", signed(document, "schema_version", value=version)))
    assert "saved by a newer riata" in text
    assert "upgrade riata" in text


@pytest.mark.parametrize("version", ["1", 1.0, True, 0, -1, [1]], ids=repr)
def test_a_version_that_is_none(version, document, write):
    text = refuse(write("m.json", signed(document, "schema_version", value=version)))
    assert "newer" not in text


TOP = ["schema", "problem", "choice", "features", "index", "deviation", "target_mean", "path", "cv"]
INNER = ["alphas", "intercepts", "gaps", "dev_ratio", "df", "start", "row", "value", "info"]
WHERE = [*((key,) for key in TOP), *(("path", key) for key in INNER)]
WHERE += [("schema", "columns"), ("schema", "missing"), ("problem", "elastic"), ("cv", "fold_errors")]


@pytest.mark.parametrize("where", [*WHERE, ("riata",)], ids="-".join)
def test_a_missing_key(where, document, write):
    assert "damaged" in refuse(write("m.json", signed(document, *where, value=None)))


@pytest.mark.parametrize("where", WHERE, ids="-".join)
@pytest.mark.parametrize("value", ["text", [], {}, [{}], [[1]]], ids=repr)
def test_a_wrong_type(where, value, document, write):
    refuse(write("m.json", signed(document, *where, value=value)))


def packed(values):
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


@pytest.fixture(scope="module")
def forgeries(document):
    path, many, p = document["path"], len(document["path"]["alphas"]), len(document["features"])
    count = len(path["row"])
    return {
        "index beyond": (("index",), many),
        "index negative": (("index",), -1),
        "index as text": (("index",), "3"),
        "index between": (("index",), 3.5),
        "rows beyond": (("path", "row"), [10**9] * count),
        "rows one beyond": (("path", "row"), [p] * count),
        "rows negative": (("path", "row"), [-1] * count),
        "starts beyond": (("path", "start"), [0] + [10**9] * many),
        "starts falling": (("path", "start"), [0, count, *path["start"][2:]]),
        "coefficients not finite": (("path", "value"), packed(np.full(count, np.nan))),
        "too few coefficients": (("path", "value"), packed(np.zeros(count - 1))),
        "no base 64": (("path", "value"), "?" * 16),
        "numbers beyond double": (("path", "alphas"), [10**400] * many),
        "strengths negative": (("path", "alphas"), [-1.0] * many),
        "errors not numbers": (("cv", "fold_errors"), [[None] * 3] * many),
        "errors ragged": (("cv", "fold_errors"), [[1.0], [1.0, 2.0]]),
        "fold rows as text": (("cv", "test_rows"), [["a"], ["b"], ["c"]]),
        "an unknown kind": (("schema", "columns", 0, "kind"), "date"),
        "an unknown treatment": (("schema", "missing"), "zero"),
        "levels as numbers": (("schema", "columns", 6, "levels"), [6, 7, 8, 9]),
        "fill as text": (("schema", "columns", 0, "fill"), ["a"]),
        "rows as text": (("schema", "rows_read"), "many"),
        "weights as a number": (("schema", "weights"), 3),
        "an unknown penalty": (("problem", "penalty"), "none"),
        "an unknown loss": (("problem", "loss"), "none"),
        "shares as text": (("problem", "elastic"), ["a", "b"]),
        "a share of three": (("problem", "elastic"), [3.0, -2.0]),
        "a negative factor": (("problem", "penalty_factor"), [-1.0] * p),
        "a rule that is a number": (("choice", "rule"), 3),
        "a rule with more to it": (("choice", "command"), "rm"),
        "a mean that is text": (("target_mean",), "a"),
    }


NAMES = [
    *("index beyond", "index negative", "index as text", "index between"),
    *("rows beyond", "rows one beyond", "rows negative"),
    *(
        "starts beyond",
        "starts falling",
        "coefficients not finite",
        "too few coefficients",
        "no base 64",
    ),
    *("numbers beyond double", "strengths negative", "errors not numbers", "errors ragged"),
    *(
        "fold rows as text",
        "an unknown kind",
        "an unknown treatment",
        "levels as numbers",
        "fill as text",
    ),
    *("rows as text", "weights as a number", "an unknown penalty", "an unknown loss", "shares as text"),
    *("a share of three", "a negative factor", "a rule that is a number", "a rule with more to it"),
    "a mean that is text",
]


@pytest.mark.parametrize("name", NAMES)
def test_forged_content_under_a_right_digest(name, forgeries, document, write):
    assert set(forgeries) == set(NAMES)
    where, value = forgeries[name]
    assert "damaged" in refuse(write("m.json", signed(document, *where, value=value)))
