"""riata: working set, exact active-set solves, a batch of alphas certified by each pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contenders import Fit, installed

if TYPE_CHECKING:
    from data import Array, Problem

NAME = "riata"
REQUIREMENTS = ()  # the project itself
THREADS = "all cores"
INTERCEPT = "its own"
TOL_IS_GAP = True


def missing() -> str | None:
    return None


def versions() -> dict[str, str]:
    import riata.solve  # noqa: F401 - so that the first fit is not an import

    return installed("riata", "numpy")


def variants(_problem: Problem) -> tuple[str, ...]:
    return ("path",)


def prepare(problem: Problem, _variant: str) -> Problem:
    return problem


def solve(problem: Problem, alphas: Array, tol: float, _variant: str) -> Any:
    import riata

    if problem.l1_ratio == 1:
        return riata.path(problem.X, problem.y, alphas=alphas, tol=tol)
    penalty = riata.penalties.ElasticNet(problem.l1_ratio)
    return riata.path(problem.X, problem.y, penalty=penalty, alphas=alphas, tol=tol)


def read(result: Any) -> Fit:
    return Fit(result.coefs, result.intercepts, result.info.passes)


def cross_validate(problem: Problem, alphas: Array, folds: Any, tol: float, _variant: str) -> Array:
    import numpy as np
    from sklearn.model_selection import PredefinedSplit

    import riata

    cv = PredefinedSplit(folds)
    model = riata.ElasticNetCV(l1_ratio=problem.l1_ratio, alphas=alphas, cv=cv, tol=tol)
    model.fit(problem.X, problem.y)
    return np.average(model.mse_path_, axis=1, weights=np.bincount(folds))


def ridge_loo(problem: Problem, alphas: Array, _variant: str) -> Array:
    import numpy as np

    import riata

    model = riata.RidgeCV(alphas=alphas, store_cv_results=True).fit(problem.X, problem.y)
    return np.asarray(model.cv_results_.mean(axis=0))
