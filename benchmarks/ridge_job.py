"""Time leave-one-out errors of ridge regression, and check them against a direct computation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import measure
import numpy as np

if TYPE_CHECKING:
    from contenders import Contender
    from data import Array, Problem
    from jobs import Emit, Job


def run(job: Job, contender: Contender, problem: Problem, alphas: Array, emit: Emit) -> None:
    call = getattr(contender, "ridge_loo", None)
    if call is None:
        emit(event="failure", message="has no leave-one-out ridge")
        return
    expected = leave_one_out(problem, alphas)
    best: dict[str, Any] | None = None
    for variant in getattr(contender, "RIDGE_VARIANTS", ("default",)):

        def once(variant: str = variant) -> Array:
            return np.asarray(call(problem, alphas, variant))

        first = measure.timed(once)
        timings = [measure.timed(once) for _ in range(job.repeats)]
        away = float(np.max(np.abs(timings[-1].result / expected - 1)))
        seconds = [timing.seconds for timing in timings]
        if best is None or np.median(seconds) < np.median(best["seconds"]):
            cores = sum(t.cpu_seconds for t in timings) / sum(seconds)
            best = {"variant": variant, "seconds": seconds, "cores": cores, "achieved": away}
            best |= {"first_seconds": first.seconds, "reached": away <= 1e-6, "gap": 1e-6}
    emit(event="result", **(best or {}))


def leave_one_out(problem: Problem, alphas: Array) -> Array:
    """Mean squared leave-one-out errors at alphas on the scale of |y - X b|^2 + alpha |b|^2, (L,).

    Eigenvectors of the centred Gram matrix give all fits and leverages at once.
    """
    given = problem.centred()
    values, vectors = np.linalg.eigh(given.X.T @ given.X)
    turned = given.X @ vectors
    shrink = 1.0 / (np.maximum(values, 0.0)[:, None] + alphas)
    fitted = turned @ (shrink * (turned.T @ given.y)[:, None])
    leverage = turned**2 @ shrink + 1.0 / len(given.y)
    return np.asarray(np.mean(((given.y[:, None] - fitted) / (1.0 - leverage)) ** 2, axis=0))
