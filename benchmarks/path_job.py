"""Time a path, or a cross-validation of one, at the setting and tolerance that reach the gap.

For every gap: each variant's loosest sufficient tolerance is searched for (search.py), the fastest
variant is timed again, `repeats` times. A variant's very first fit is a warm-up, told apart.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

import measure
from folds import cross_validate_by_hand, fold_numbers
from gap import relative_gaps
from search import Search, Trial

if TYPE_CHECKING:
    from collections.abc import Callable

    from contenders import Contender
    from data import Array, Problem
    from jobs import Emit, Job

HOPELESS = 3.0  # a variant this many times slower than the best one is given up


@dataclass
class Runner:
    """A contender at work on a problem with one of its variants."""

    contender: Contender
    variant: str
    problem: Problem
    alphas: Array
    given: Problem = field(init=False)
    first_seconds: float | None = None
    passes: int | None = None

    def __post_init__(self) -> None:
        self.given = self.contender.prepare(self.problem, self.variant)

    def fit(self, tol: float) -> Any:
        return self.contender.solve(self.given, self.alphas, tol, self.variant)

    def attempt(self, tol: float) -> Trial:
        """Fit, read the coefficients, work out the largest gap of the path."""
        try:
            if self.first_seconds is None:
                self.first_seconds = measure.timed(lambda: self.fit(tol)).seconds
            timing = measure.timed(lambda: self.fit(tol))
            fit = self.contender.read(timing.result)
        except (RuntimeError, ValueError, ArithmeticError) as error:
            return Trial(tol, inf, 0.0, f"{type(error).__name__}: {error}"[:200])
        if fit.coefs.shape[1] != len(self.alphas):
            return Trial(tol, inf, timing.seconds, f"stopped after {fit.coefs.shape[1]} alphas")
        gaps = relative_gaps(self.problem, self.alphas, fit.coefs, fit.intercepts)
        return Trial(tol, float(gaps.max()), timing.seconds)


def run(job: Job, contender: Contender, problem: Problem, alphas: Array, emit: Emit) -> None:
    runners = [Runner(contender, v, problem, alphas) for v in contender.variants(problem)]
    loosen, power = not getattr(contender, "TOL_IS_GAP", False), getattr(contender, "TOL_POWER", 1)
    searches = [Search(runner.attempt, loosen, power) for runner in runners]
    for gap in sorted(job.gaps, reverse=True):
        best, trial = fastest(searches, gap)
        result: dict[str, Any] = {"gap": gap}
        if trial is None:
            closest = min(trial.gap for search in searches for trial in search.trials.values())
            result |= {"reached": False, "achieved": closest}
        else:
            result |= {"reached": True, "achieved": trial.gap, "tol": trial.tol}
            result |= repeat(job, runners[best], trial)
        tried = {r.variant: trials(s) for r, s in zip(runners, searches, strict=True)}
        emit(event="result", trials=tried, **result)


def fastest(searches: list[Search], gap: float) -> tuple[int, Trial | None]:
    """The variant that reaches the gap soonest."""
    best, winner = 0, None
    for number, search in enumerate(searches):
        limit = inf if winner is None else HOPELESS * winner.seconds
        trial = search.reach(gap, limit)
        if trial is not None and len(searches) > 1:
            trial = search.again(trial)
        if trial is not None and (winner is None or trial.seconds < winner.seconds):
            best, winner = number, trial
    return best, winner


def trials(search: Search) -> list[dict[str, Any]]:
    """What was tried, loosest tolerance first; a gap of inf is null in JSON."""
    found = [asdict(search.trials[k]) for k in sorted(search.trials)]
    return [{**trial, "gap": None if trial["gap"] == inf else trial["gap"]} for trial in found]


def repeat(job: Job, runner: Runner, trial: Trial) -> dict[str, Any]:
    """Time the chosen setting again; its memory, cores and passes."""
    if job.kind == "folds":
        call, read = cross_validation(job, runner, trial.tol)
    else:
        call, read = (lambda: runner.fit(trial.tol)), runner.contender.read
    number = getattr(runner.contender, "process", os.getpid)()
    before = measure.resident_bytes(number)
    measure.reset_peak(number)
    first = measure.timed(call)
    calls = measure.calls_for(first.seconds)
    timings = [measure.timed(call, calls)]
    spent = timings[0].seconds * calls
    while len(timings) < job.repeats and spent < job.budget:
        timings.append(measure.timed(call, calls))
        spent += timings[-1].seconds * calls
    peak = measure.peak_bytes(number)
    found = read(timings[-1].result)
    return {
        "variant": runner.variant,
        "seconds": [timing.seconds for timing in timings],
        "calls": calls,
        "first_seconds": first.seconds if job.kind == "folds" else runner.first_seconds,
        "cores": sum(t.cpu_seconds for t in timings) / max(sum(t.seconds for t in timings), 1e-12),
        "peak_bytes": peak,
        "extra_bytes": None if peak is None or before is None else max(peak - before, 0),
        "passes": getattr(found, "passes", None),
        "errors": [float(e) for e in found] if job.kind == "folds" else None,
    }


def cross_validation(
    job: Job, runner: Runner, tol: float
) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """The contender's own cross-validation, or the one by hand; and how to read its answer."""
    numbers = fold_numbers(len(runner.problem.y), job.folds)
    chosen, variant = runner.contender, runner.variant
    own = getattr(chosen, "cross_validate", None)
    if own is None:
        return (
            lambda: cross_validate_by_hand(chosen, runner.problem, runner.alphas, numbers, tol, variant)
        ), list
    return (
        lambda: own(runner.problem, runner.alphas, numbers, tol, variant),
        getattr(chosen, "read_errors", list),
    )
