"""The command line as a process of its own: the installed name, Ctrl-C, a reader that leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

import riata

COMMAND = [sys.executable, "-m", "riata"]


def test_the_module_is_the_command(table, tmp_path):
    done = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"riata {riata.__version__}\n"
    done = subprocess.run([*COMMAND, "fit", table, "--target", "gone"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [["article"], ["explain", "m.json"], ["explain", "m.json", "--json"]]
)
def test_a_terminal_of_another_alphabet(command, frame, tmp_path):
    """What it cannot show is replaced; JSON stays JSON."""
    frame.rename(columns={"x": "größe"}).to_csv(tmp_path / "t.csv", index=False)
    riata.fit(tmp_path / "t.csv", "y", drop=["city"]).save(tmp_path / "m.json")
    if command == ["article"]:
        command = ["-c", ONE_SECTION, "article", "-o", str(tmp_path / "out")]
    else:
        command = ["-m", "riata", *command]
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    if "--json" in command:
        assert "größe" in {**json.loads(done.stdout)["kept"], **json.loads(done.stdout)["dropped"]}


ONE_SECTION = """
import sys
from riata.article import SECTIONS
from riata.cli import article, main
article.SECTIONS = SECTIONS[4:5]
main(sys.argv[1:])
"""


@pytest.fixture
def long_job(tmp_path):
    """Arguments of a fit that takes many times longer than any test waits."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((1500, 1200))
    frame = pd.DataFrame(X).add_prefix("x").assign(y=X.sum(axis=1) + rng.standard_normal(1500))
    frame.to_parquet(tmp_path / "t.parquet")
    (tmp_path / "m.json").write_text("old")
    arguments = ["fit", tmp_path / "t.parquet", "--target", "y", "--folds", "200"]
    return [*arguments, "--save", tmp_path / "m.json", "--plots", tmp_path / "pictures"]


STARTED = """
import sys
from riata.cli import fit as command
from riata.cli import main
real = command.fit
def told(*args, **options):
    print("started", flush=True)
    return real(*args, **options)
command.fit = told
main(sys.argv[1:])
"""


@pytest.mark.parametrize("wait", [0.0, 1.0])
def test_ctrl_c_stops_within_a_second_and_leaves_nothing(wait, long_job, tmp_path):
    command = [sys.executable, "-c", STARTED, *map(str, long_job)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout.readline() == "started\n"
        time.sleep(wait)
        assert process.poll() is None
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        took = time.monotonic() - began
    assert (process.returncode, out) == (130, "")
    assert err == "riata: stopped; nothing was left half-written\n"
    assert took < 1.0
    assert (tmp_path / "m.json").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.json", "t.parquet"]


def test_an_interruption_wherever_it_falls(run, table, tmp_path, monkeypatch):
    """Reading, fitting, drawing or saving: the same line, and files as they were."""
    places = ["riata.cli.fit.fit", "riata.cli.fit.reading_report", "riata.cli.fit._figure", "os.fsync"]

    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    (tmp_path / "m.json").write_text("old")
    for place in places:
        with monkeypatch.context() as patch:
            patch.setattr(place, interrupt)
            if place == "riata.cli.fit._figure":  # the model was saved before the pictures are drawn
                patch.setattr("riata.frame.model.write_document", lambda *_: None)
            outcome = run("fit", table, "--target", "y", "--save", "m.json", "--plots", "p")
        assert outcome.code == 130
        assert outcome.err == "riata: stopped; nothing was left half-written\n"
        assert (tmp_path / "m.json").read_text() == "old"
        assert not list((tmp_path / "p").glob("*"))


def test_a_reader_that_leaves(table, tmp_path):
    riata.fit(table, "y", alpha=0.1).save(tmp_path / "m.json")
    many = pd.concat([pd.read_csv(table)] * 2000)
    many.to_parquet(tmp_path / "many.parquet")
    command = [*COMMAND, "predict", tmp_path / "m.json", tmp_path / "many.parquet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "y_predicted\n"
        process.stdout.close()
        assert process.stderr.read() == ""
        process.wait(30)
