"""The package as a whole: its public names, what importing it costs, its version."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from importlib.metadata import version

import pytest

import riata

ROOMS = [
    "article",
    "datasets",
    "errors",
    "losses",
    "penalties",
    "plot",
    "posterior",
    "select",
    "textbook",
    "views",
]


@pytest.mark.parametrize("name", riata.__all__)
def test_a_public_name_is_there_and_documented(name):
    thing = getattr(riata, name)
    assert name in dir(riata)
    if name == "__version__":
        return
    assert inspect.ismodule(thing) == (name in ROOMS)
    assert (inspect.getdoc(thing) or "").strip()
    if inspect.isclass(thing):
        for method, function in inspect.getmembers(thing, inspect.isfunction):
            inherited = function.__module__.split(".")[0] != "riata"
            assert method.startswith("_") or inherited or inspect.getdoc(function), f"{name}.{method}"


def test_names_are_sorted_and_without_repetition():
    assert len(set(riata.__all__)) == len(riata.__all__)
    assert set(riata.__all__) == {*riata._HOMES, *riata._ROOMS, "__version__"}


def test_an_unknown_name():
    with pytest.raises(AttributeError, match="module 'riata' has no attribute 'Lassoo'"):
        riata.Lassoo  # noqa: B018


SHOWING = {"matplotlib", "rich", "typer"}
TABLES = {"pandas", "polars", "pyarrow", "narwhals"}
NUMBERS = {"numpy", "scipy", "sklearn"}
#: What is done -> top-level packages that it may not load.
LIGHT = {
    "import riata": SHOWING | TABLES | NUMBERS,
    "import riata.cli": SHOWING | TABLES | NUMBERS,
    "import riata; riata.path": SHOWING | TABLES,
    "import riata; riata.fit": SHOWING | TABLES,
    # scikit-learn loads pandas and rich where they are installed.
    "import riata; riata.Lasso": {"matplotlib", "polars", "typer"},
}


@pytest.mark.parametrize("code", LIGHT)
def test_what_an_import_does_not_pull_in(code):
    script = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}}, *sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & LIGHT[code]
    assert "riata.plot" not in loaded


def test_the_version_has_one_value():
    assert riata.__version__ == version("riata")
    assert importlib.import_module("riata").__doc__
