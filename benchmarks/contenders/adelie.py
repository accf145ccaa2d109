"""adelie: coordinate descent on a screen set chosen by the pivot rule."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from contenders import Fit, covariance_fits, installed

if TYPE_CHECKING:
    from data import Array, Problem

NAME = "adelie"
REQUIREMENTS = ("adelie==1.1.52", "numpy<2")
THREADS = "one; all cores tried too"
INTERCEPT = "its own; centred beforehand for its covariance method"
TOL_POWER = 2
ENDLESS = 10**12


def missing() -> str | None:
    return None


def versions() -> dict[str, str]:
    import adelie  # noqa: F401

    return installed("adelie", "numpy")


def variants(problem: Problem) -> tuple[str, ...]:
    naive = ("naive, all cores", "naive, one core")
    return ("covariance", *naive) if covariance_fits(problem) else naive


def prepare(problem: Problem, variant: str) -> Problem:
    return problem.centred() if variant == "covariance" else problem


def solve(problem: Problem, alphas: Array, tol: float, variant: str) -> Any:
    """Early stopping is off: without it the path would end at 90 % of the deviance."""
    import adelie

    options = {
        "lmda_path": alphas,
        "alpha": problem.l1_ratio,
        "tol": tol,
        "max_iters": ENDLESS,
        "early_exit": False,
        "progress_bar": False,
    }
    n = len(problem.y)
    if variant == "covariance":
        gram = np.asfortranarray(problem.X.T @ problem.X / n)
        products = problem.X.T @ problem.y / n
        return adelie.gaussian_cov(gram, products, rdev_tol=0.0, **options), False
    threads = 1 if variant == "naive, one core" else os.cpu_count() or 1
    wrap = adelie.matrix.sparse if problem.sparse else adelie.matrix.dense
    state = adelie.grpnet(
        X=wrap(problem.X, method="naive", n_threads=threads),
        glm=adelie.glm.gaussian(problem.y),
        n_threads=threads,
        adev_tol=1.0,
        ddev_tol=0.0,
        **options,
    )
    return state, True


def read(result: Any) -> Fit:
    state, has_intercept = result
    return Fit(state.betas.T.tocsc(), np.array(state.intercepts) if has_intercept else None)
