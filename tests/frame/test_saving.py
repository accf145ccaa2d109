"""Saved and loaded, a model is the same to the last bit; a file is written whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys

import numpy as np
import pytest

import riata
from riata.errors import ModelFileError

OPTIONS = [
    {},
    {"penalty": "ridge"},
    {"penalty": "ridge", "alpha": riata.Bound(0)},
    {"penalty": "elastic-net", "l1_ratio": 0.3},
    {"penalty": "elastic-net", "l1_ratio": 0.1, "standardize": False},
    {"penalty": "elastic-net", "l1_ratio": 0.0, "folds": 3},
    {"alpha": "1se", "seed": 3, "missing": "mean"},
    {"alpha": 0.0},
    {"alpha": riata.Bound(0.7)},
    {"alpha": riata.CV(3, seed=np.int64(4))},
    {"weights": "size", "offset": "age", "categorical": ["flag"]},
    {"weights": np.linspace(1, 2, 60)},
    {"drop": ["city"], "missing": "drop"},
    {"alpha": 1e6},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_the_same_to_the_last_bit(options, table, tmp_path):
    model = riata.fit(table, "y", **options)
    file = tmp_path / "model.json"
    model.save(file)
    again = riata.load(file)
    np.testing.assert_array_equal(again.predict(table), model.predict(table))
    for name in ("alphas", "intercepts", "gaps", "dev_ratio", "df"):
        np.testing.assert_array_equal(getattr(again.path, name), getattr(model.path, name))
    np.testing.assert_array_equal(again.path.coefs.toarray(), model.path.coefs.toarray())
    for name in ("schema", "penalty", "choice", "index", "target_mean", "fingerprint", "version"):
        assert getattr(again, name) == getattr(model, name)
    np.testing.assert_array_equal(again.deviation, model.deviation)
    assert str(again.summary()) == str(model.summary())
    beside = {"weights": options["weights"]} if isinstance(options.get("weights"), np.ndarray) else {}
    assert again.certificate(table, **beside) == model.certificate(table, **beside)


def test_cross_validation_survives(model, tmp_path):
    model.save(tmp_path / "m.json")
    again = riata.load(tmp_path / "m.json")
    np.testing.assert_array_equal(again.cv.fold_errors, model.cv.fold_errors)
    np.testing.assert_array_equal(again.cv.null_errors, model.cv.null_errors)
    np.testing.assert_array_equal(again.fold_coefs, model.fold_coefs)
    assert again.cv.alpha_1se == model.cv.alpha_1se
    for ours, theirs in zip(again.cv.test_rows, model.cv.test_rows, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_saved_loaded_and_saved_is_the_same_file(model, tmp_path):
    one, two = tmp_path / "1.json", tmp_path / "2.json"
    model.save(one)
    riata.load(one).save(two)
    assert one.read_bytes() == two.read_bytes()


def test_names_of_any_alphabet(tmp_path, table):
    odd = table.rename(columns={"size": "größe 日本 \u2028 \"'\\", "city": "\t"})
    model = riata.fit(odd, "y", alpha=0.01)
    model.save(tmp_path / "m.json")
    again = riata.load(tmp_path / "m.json")
    assert again.names == model.names
    assert "größe 日本" in (tmp_path / "m.json").read_text(encoding="utf-8")


def test_what_is_in_the_file_is_plain_and_useful(model, tmp_path):
    model.save(tmp_path / "m.json")
    document = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert document["format"] == "riata model"
    assert document["schema_version"] == 1
    assert document["riata"] == riata.__version__
    assert document["features"] == model.names
    assert document["coefficients"] == model.coef.tolist()
    assert document["intercept"] == model.intercept
    assert document["alpha"] == model.alpha


def test_an_older_file_is_replaced(model, table, tmp_path):
    file = tmp_path / "m.json"
    riata.fit(table, "y", alpha=0.5).save(file)
    model.save(str(file))
    assert riata.load(str(file)).alpha == model.alpha
    assert [path.name for path in tmp_path.iterdir()] == ["m.json"]


@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o077, 0o600)])
def test_permissions_are_those_of_any_new_file(mask, expected, model, tmp_path):
    before = os.umask(mask)
    try:
        model.save(tmp_path / "m.json")
        assert stat.S_IMODE((tmp_path / "m.json").stat().st_mode) == expected
        assert os.umask(mask) == mask
    finally:
        os.umask(before)


@pytest.mark.parametrize("call", ["os.replace", "os.fsync", "tempfile.NamedTemporaryFile"])
def test_a_failure_leaves_the_old_file(call, model, tmp_path, monkeypatch):
    file = tmp_path / "m.json"
    file.write_text("old")

    def fail(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(call, fail)
    with pytest.raises(ModelFileError, match=r"cannot write .*m\.json.*No space left on device"):
        model.save(file)
    monkeypatch.undo()
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["m.json"]


def test_an_interruption_leaves_the_old_file(model, tmp_path, monkeypatch):
    file = tmp_path / "m.json"
    file.write_text("old")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        model.save(file)
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["m.json"]


KILLED = """
import os, sys, time, riata
model = riata.load(sys.argv[1])
real = os.fsync
def slow(number):
    print("writing", flush=True)
    time.sleep(60)
os.fsync = slow
model.save(sys.argv[1])
"""


def test_a_kill_in_the_middle_leaves_the_old_file(model, tmp_path):
    file = tmp_path / "m.json"
    model.save(file)
    before = file.read_bytes()
    with subprocess.Popen([sys.executable, "-c", KILLED, str(file)], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    assert file.read_bytes() == before
    riata.load(file)


BAD_PLACES = {
    "a folder": (".", "it is a folder"),
    "no such folder": ("none/m.json", "No such file or directory"),
    "below a file": ("file/m.json", "Not a directory"),
    "a name too long": ("x" * 300, "File name too long"),
    "no name for a file": ("a\0b", "cannot write"),
}


@pytest.mark.parametrize("name", BAD_PLACES)
def test_places_that_cannot_be_written(name, model, tmp_path):
    where, words = BAD_PLACES[name]
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelFileError, match=words):
        model.save(f"{tmp_path}/{where}")


def test_a_folder_without_permission(model, tmp_path, monkeypatch):
    def fail(*_args, **_options):  # no mode keeps root from writing
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr("tempfile.NamedTemporaryFile", fail)
    with pytest.raises(ModelFileError, match=r"cannot write .*m\.json.*Permission denied"):
        model.save(tmp_path / "m.json")
    assert not list(tmp_path.iterdir())


def test_a_saved_model_needs_none_of_the_training_table(model, tmp_path, table):
    """Loaded in another process, it predicts the same bits."""
    model.save(tmp_path / "m.json")
    table.to_parquet(tmp_path / "t.parquet")
    script = (
        "import sys, riata\n"
        "values = riata.load(sys.argv[1]).predict(sys.argv[2])\n"
        "print(*(float(v).hex() for v in values))\n"
    )
    command = [sys.executable, "-c", script, tmp_path / "m.json", tmp_path / "t.parquet"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [float.fromhex(word) for word in done.stdout.split()] == model.predict(table).tolist()


def test_a_loaded_model_says_what_it_lost(model, tmp_path):
    model.save(tmp_path / "m.json")
    path = riata.load(tmp_path / "m.json").path
    with pytest.raises(ValueError, match="lost its data"):
        path.at(path.alphas[3] * 1.001)
    assert path.at(path.alphas[3]).alpha == path.alphas[3]


def test_a_link_stays_and_its_target_is_written(table, tmp_path):
    model = riata.fit(table, "y", alpha=0.1)
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    model.save(link)
    assert link.is_symlink()
    assert riata.load(target).alpha == 0.1


def test_a_device_is_left_alone(table, tmp_path):
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    with pytest.raises(ModelFileError, match="a device, not a file"):
        riata.fit(table, "y", alpha=0.1).save(pipe)
    assert pipe.is_fifo()
