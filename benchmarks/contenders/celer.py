"""celer: working sets and dual extrapolation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from contenders import Fit, installed

if TYPE_CHECKING:
    from data import Array, Problem

NAME = "celer"
REQUIREMENTS = ("celer==0.7.4",)
THREADS = "one"
INTERCEPT = "none: centred beforehand; sparse columns centred by its solver (X_offset)"


def missing() -> str | None:
    return None


def versions() -> dict[str, str]:
    import celer  # noqa: F401

    return installed("celer", "numpy", "scikit-learn")


def variants(_problem: Problem) -> tuple[str, ...]:
    return ("prune",)


def prepare(problem: Problem, _variant: str) -> Problem:
    return problem.centred()


def solve(problem: Problem, alphas: Array, tol: float, _variant: str) -> Any:
    from celer.homotopy import celer_path

    offsets = {}
    if problem.sparse:
        offsets = {"X_offset": problem.column_means, "X_scale": np.ones(problem.shape[1])}
    _, coefs, _ = celer_path(
        problem.X,
        problem.y,
        pb="lasso",
        alphas=alphas,
        l1_ratio=problem.l1_ratio,
        tol=tol,
        max_iter=1000,
        max_epochs=10**6,
        prune=1,
        **offsets,
    )
    return coefs


def read(result: Any) -> Fit:
    return Fit(result)
