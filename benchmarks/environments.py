"""A virtual environment for each contender: benchmarks/.env-<name>/.

riata runs in the project's own .venv where that has it installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contenders import Contender

__all__ = ["clean_environment", "ensure_python", "make_environment"]

HERE = Path(__file__).parent
PROJECT = HERE.parent
ALWAYS = ("numpy", "scipy", "threadpoolctl")  # what the worker itself imports
SLOWING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # would hold BLAS below what users have


def clean_environment() -> dict[str, str]:
    """The environment variables of a worker."""
    return {key: value for key, value in os.environ.items() if key not in SLOWING}


def ensure_python(name: str, contender: Contender) -> Path:
    """The interpreter of a contender's environment, which is made if need be."""
    if name == "riata":
        own = PROJECT / ".venv" / "bin" / "python"
        if own.exists() and _imports(own, "riata"):
            return own
        return make_environment(name, (str(PROJECT), *ALWAYS))
    return make_environment(name, (*contender.REQUIREMENTS, *ALWAYS))


def make_environment(name: str, requirements: tuple[str, ...]) -> Path:
    """Make or renew an environment; a stamp tells what it was made for."""
    home = HERE / f".env-{name}"
    python, stamp = home / "bin" / "python", home / "requirements"
    wanted = "\n".join(requirements)
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"making the environment of {name}", flush=True)
    shutil.rmtree(home, ignore_errors=True)
    venv.create(home, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "-qq", *requirements], check=True)
    stamp.write_text(wanted)
    return python


def _imports(python: Path, package: str) -> bool:
    done = subprocess.run([python, "-c", f"import {package}"], capture_output=True, check=False)
    return done.returncode == 0
