"""One contender on one problem, in the contender's own process and environment.

    python worker.py job.json

Writes JSON objects to standard output, a line each, so that what was found before a time limit is
kept: {"event": "about" | "result" | "failure", ...}. Everything else that is printed here goes to
standard error. The job's fields are those of jobs.Job.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Any, TextIO

import data
import numpy as np
import path_job
import ridge_job
from contenders import contender
from jobs import Emit, Job
from measure import timed


def main() -> None:
    emit = emitter(take_stdout())
    warnings.simplefilter("ignore")
    job = Job(**json.loads(Path(sys.argv[1]).read_text()))
    try:
        run(job, emit)
    except Exception as error:
        traceback.print_exc()
        emit(event="failure", message=f"{type(error).__name__}: {error}"[:500])


def run(job: Job, emit: Emit) -> None:
    chosen = contender(job.contender)
    began = time.perf_counter()
    versions = chosen.versions()
    imported = time.perf_counter() - began
    problem = data.load(job.problem, job.l1_ratio)
    emit(
        event="about",
        versions=versions,
        python=sys.version.split()[0],
        import_seconds=imported,
        pass_seconds=pass_seconds(problem),
        threads=chosen.THREADS,
        intercept=chosen.INTERCEPT,
        blas=blas(),
    )
    alphas = np.array(job.alphas)
    if job.kind == "ridge":
        ridge_job.run(job, chosen, problem, alphas, emit)
    else:
        path_job.run(job, chosen, problem, alphas, emit)


def pass_seconds(problem: data.Problem) -> float:
    """One product X'y by NumPy or SciPy in this environment: the best of eleven."""
    return min(timed(lambda: problem.X.T @ problem.y).seconds for _ in range(11))


def blas() -> list[dict[str, Any]]:
    """The BLAS and OpenMP libraries that are loaded, their kernels and threads."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return []
    wanted = ("internal_api", "version", "architecture", "num_threads")
    return [{key: found.get(key) for key in wanted} for found in threadpool_info()]


def take_stdout() -> TextIO:
    """Standard output for us alone: what packages print goes to standard error."""
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return channel


def emitter(channel: TextIO) -> Emit:
    def emit(**fields: Any) -> None:
        print(json.dumps(fields), file=channel, flush=True)

    return emit


if __name__ == "__main__":
    main()
