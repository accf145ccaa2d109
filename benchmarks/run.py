"""Run the benchmarks, one job at a time.

    python benchmarks/run.py --table lasso --problems wide,corr --contenders riata,celer

Each contender works in its own process and environment. Results go to benchmarks/out/results/ as
JSON, a file for each job; report.py makes RESULTS.md of them.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import data
import machine
import numpy as np
import problems
from contenders import NAMES, contender
from environments import clean_environment, ensure_python
from jobs import Job
from real import MissingData
from tasks import TABLES, Table

HERE = Path(__file__).parent
RESULTS = data.OUT / "results"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a worker is not left behind
    arguments = parse()
    table = TABLES[arguments.table]
    pythons = interpreters(arguments.contenders or list(NAMES))
    for name in arguments.problems or list(table.problems):
        try:
            about = problems.ensure(name)
        except MissingData as reason:
            print(f"{name}: skipped, {reason}", flush=True)
            continue
        print(f"{name}: {about['n']} x {about['p']}, {about['sentence']}", flush=True)
        for who, python in pythons.items():
            job = make_job(table, name, who, arguments)
            found = carry_out(job, python, arguments.timeout)
            print(f"  {who:8} {in_short(found)}", flush=True)
            keep(arguments.table, job, about, found)


def parse() -> argparse.Namespace:
    def names(text: str) -> list[str]:
        return text.split(",")

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--table", choices=list(TABLES), default="lasso")
    parser.add_argument("--problems", type=names, help="some of the table's, or any other")
    parser.add_argument("--contenders", type=names, help=f"some of {','.join(NAMES)}")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--gap", type=float, help="instead of the table's gaps")
    parser.add_argument("--timeout", type=float, default=3600.0, help="seconds for one job")
    parser.add_argument("--budget", type=float, default=120.0, help="seconds of repeats of one job")
    arguments = parser.parse_args()
    unknown = set(arguments.contenders or []) - set(NAMES)
    unknown |= set(arguments.problems or []) - set(problems.RECIPES)
    if unknown:
        parser.error(f"no such contender or problem: {', '.join(sorted(unknown))}")
    return arguments


def interpreters(names: list[str]) -> dict[str, Path]:
    """The interpreter of every contender that can run here."""
    pythons = {}
    for name in names:
        chosen = contender(name)
        reason = chosen.missing()
        if reason:
            print(f"{name}: skipped, {reason}", flush=True)
        else:
            pythons[name] = ensure_python(name, chosen)
    return pythons


def make_job(table: Table, problem: str, who: str, arguments: argparse.Namespace) -> Job:
    if table.kind == "ridge":  # on the scale of |y - X b|^2 + alpha |b|^2
        alphas = np.geomspace(1e-2, 1e6, 100)
    else:
        alphas = data.alphas(problem, table.l1_ratio)
    return Job(
        contender=who,
        problem=problem,
        kind=table.kind,
        l1_ratio=table.l1_ratio,
        gaps=[arguments.gap] if arguments.gap else list(table.gaps),
        folds=table.folds,
        alphas=alphas.tolist(),
        repeats=arguments.repeats,
        budget=arguments.budget,
    )


def carry_out(job: Job, python: Path, timeout: float) -> list[dict[str, Any]]:
    """What the worker said, up to the time limit."""
    data.OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="job-", dir=data.OUT) as folder:
        file = Path(folder) / "job.json"
        file.write_text(json.dumps(asdict(job)))
        log = (data.OUT / f"{job.contender}.log").open("w")
        worker = subprocess.Popen(
            [python, HERE / "worker.py", file],
            env={**clean_environment(), "TMPDIR": folder},  # what a killed worker leaves goes too
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
        late = False
        try:
            said, _ = worker.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            late = True
            end(worker)
            said, _ = worker.communicate()
        finally:
            end(worker)
            log.close()
    events = [json.loads(line) for line in said.splitlines() if line.endswith("}")]
    if late:
        events.append({"event": "failure", "message": f"not done after {timeout:g} s"})
    elif worker.returncode:
        events.append({"event": "failure", "message": f"ended with code {worker.returncode}"})
    return events


def end(worker: subprocess.Popen[str]) -> None:
    """End a worker that still runs, and what it has started: the process group begun with it."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)


def in_short(events: list[dict[str, Any]]) -> str:
    """A line for the terminal."""
    parts = []
    for event in events:
        if event["event"] == "failure":
            parts.append(event["message"])
        elif event["event"] == "result" and event["reached"]:
            seconds = float(np.median(event["seconds"]))
            tol = f", tol {event['tol']:g}" if "tol" in event else ""
            parts.append(
                f"{seconds:.3g} s ({event['variant']}{tol}), gap {event['achieved']:.1e}, "
                f"first {event['first_seconds']:.3g} s"
            )
        elif event["event"] == "result":
            parts.append(f"did not reach {event['gap']:g}: {event['achieved']:.1e}")
    return " | ".join(parts) or "said nothing"


def keep(table: str, job: Job, about: dict[str, Any], events: list[dict[str, Any]]) -> None:
    """Write a job's record, whole or not at all."""
    told: dict[str, Any] = next((e for e in events if e["event"] == "about"), {})
    record = {
        "table": table,
        "problem": {"name": job.problem, **about},
        "contender": job.contender,
        "machine": {**machine.describe(), "load": machine.load()},
        "about": {key: value for key, value in told.items() if key != "event"},
        "results": [e for e in events if e["event"] == "result"],
        "failures": [e["message"] for e in events if e["event"] == "failure"],
        "repeats": job.repeats,
    }
    folder = RESULTS / table
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{job.problem}-{job.contender}.json"
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(record, indent=1) + "\n")
    fresh.replace(file)


if __name__ == "__main__":
    main()
