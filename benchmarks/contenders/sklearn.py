"""scikit-learn: coordinate descent over all columns that gap-safe screening leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from contenders import Fit, covariance_fits, installed

if TYPE_CHECKING:
    from data import Array, Problem

NAME = "scikit-learn"
REQUIREMENTS = ("scikit-learn==1.9.1",)
THREADS = "BLAS only; folds in parallel (n_jobs=-1)"
INTERCEPT = "none: centred beforehand; sparse columns centred by its solver (X_offset)"
ENDLESS = 10**9
RIDGE_VARIANTS = ("auto", "svd")


def missing() -> str | None:
    return None


def versions() -> dict[str, str]:
    import sklearn.linear_model  # noqa: F401

    return installed("scikit-learn", "numpy", "scipy")


def variants(problem: Problem) -> tuple[str, ...]:
    return ("precompute=True", "precompute=False") if covariance_fits(problem) else ("plain",)


def prepare(problem: Problem, _variant: str) -> Problem:
    return problem.centred()


def solve(problem: Problem, alphas: Array, tol: float, variant: str) -> Any:
    from sklearn.linear_model import enet_path

    offsets = {}
    if problem.sparse:
        offsets = {"X_offset": problem.column_means, "X_scale": np.ones(problem.shape[1])}
    _, coefs, _ = enet_path(
        problem.X,
        problem.y,
        l1_ratio=problem.l1_ratio,
        alphas=alphas,
        precompute=variant == "precompute=True",
        copy_X=False,
        tol=tol,
        max_iter=ENDLESS,
        **offsets,
    )
    return coefs


def read(result: Any) -> Fit:
    return Fit(result)


def cross_validate(problem: Problem, alphas: Array, folds: Any, tol: float, variant: str) -> Array:
    from sklearn.linear_model import ElasticNetCV
    from sklearn.model_selection import PredefinedSplit

    model = ElasticNetCV(
        l1_ratio=problem.l1_ratio,
        alphas=alphas,
        precompute=variant == "precompute=True",
        cv=PredefinedSplit(folds),
        tol=tol,
        max_iter=ENDLESS,
        n_jobs=-1,
    ).fit(problem.X, problem.y)
    return np.average(model.mse_path_, axis=1, weights=np.bincount(folds))


def ridge_loo(problem: Problem, alphas: Array, variant: str) -> Array:
    from sklearn.linear_model import RidgeCV

    model = RidgeCV(alphas=alphas, gcv_mode=variant, store_cv_results=True)
    model.fit(problem.X, problem.y)
    return np.asarray(model.cv_results_.mean(axis=0))
