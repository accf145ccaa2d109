"""glmnet: the R package, in an R process that waits for orders (glmnet.R)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from data import Array, Problem
from scipy import sparse

from contenders import Fit
from contenders.mixing import mixing

NAME = "glmnet"
REQUIREMENTS = ()  # R and its package glmnet come from the system
THREADS = "one"
INTERCEPT = "its own"
TOL_POWER = 2
SCRIPT = Path(__file__).with_suffix(".R")


@dataclass(frozen=True)
class Timed:
    """A fit that waits in the R process; its seconds were taken there."""

    seconds: float
    cpu_seconds: float
    server: _Server


class _Server:
    """An R process: a line in, a line out."""

    def __init__(self) -> None:
        self.scratch = tempfile.TemporaryDirectory(prefix="glmnet-")
        self.folder = Path(self.scratch.name)
        self.process = subprocess.Popen(
            ["Rscript", "--vanilla", str(SCRIPT), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.given: Problem | None = None

    def ask(self, *words: object) -> list[str]:
        assert self.process.stdin is not None and self.process.stdout is not None
        print(*words, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().split()
        if not answer or answer[0] != "ok":
            raise RuntimeError("glmnet: " + (" ".join(answer[1:]) or "the R process ended"))
        return answer[1:]

    def give(self, problem: Problem, alphas: Array) -> None:
        """Hand over a problem, unless R has it."""
        alphas.tofile(self.folder / "alphas.bin")
        if problem is self.given:
            return
        problem.y.tofile(self.folder / "y.bin")
        X = problem.X
        parts = {"x": X.data, "i": X.indices, "p": X.indptr} if problem.sparse else {"x": X.T}
        for part, values in parts.items():
            values.tofile(self.folder / f"{part}.bin")
        self.ask("sparse" if problem.sparse else "dense", *problem.shape)
        self.given = problem


_server: _Server | None = None


def _r() -> _Server:
    global _server
    if _server is None:
        _server = _Server()
    return _server


def missing() -> str | None:
    if shutil.which("Rscript") is None:
        return "Rscript is not installed"
    done = subprocess.run(
        ["Rscript", "-e", "library(glmnet)"], capture_output=True, text=True, check=False
    )
    return "R has no package glmnet" if done.returncode else None


def versions() -> dict[str, str]:
    r, package = _r().ask("versions")
    return {"glmnet": package, "R": r}


def variants(problem: Problem) -> tuple[str, ...]:
    n, p = problem.shape
    return ("covariance", "naive") if p < n and p <= 2000 else ("naive",)


def prepare(problem: Problem, _variant: str) -> Problem:
    return problem


def solve(problem: Problem, alphas: Array, tol: float, variant: str) -> Timed:
    share, factor = mixing(problem)
    _r().give(problem, alphas * factor)
    seconds, cpu = _r().ask("fit", repr(share), repr(tol), variant)
    return Timed(float(seconds), float(cpu), _r())


def read(result: Timed) -> Fit:
    p, count = (int(word) for word in result.server.ask("write"))
    folder = result.server.folder
    data = np.fromfile(folder / "coef_x.bin")
    indices, indptr = (np.fromfile(folder / f"coef_{part}.bin", np.int32) for part in "ip")
    coefs = sparse.csc_matrix((data, indices, indptr), shape=(p, count))
    return Fit(coefs, np.fromfile(folder / "intercepts.bin"))


def cross_validate(problem: Problem, alphas: Array, folds: Any, tol: float, variant: str) -> Any:
    """cv.glmnet; what it writes and reads beside is not its time, so it gives its own seconds."""
    share, factor = mixing(problem)
    _r().give(problem, alphas * factor)
    (np.asarray(folds, dtype=np.int32) + 1).tofile(_r().folder / "folds.bin")
    seconds, cpu = _r().ask("folds", repr(share), repr(tol), variant)
    return Timed(float(seconds), float(cpu), _r())


def read_errors(result: Timed) -> Array:
    result.server.ask("errors")
    return np.fromfile(result.server.folder / "errors.bin")


def process() -> int:
    """The process whose memory counts."""
    return _r().process.pid
