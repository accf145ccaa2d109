"""glmstar: glmnet's C++ in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contenders import Fit, installed
from contenders.mixing import mixing

if TYPE_CHECKING:
    from data import Array, Problem

NAME = "glmstar"
REQUIREMENTS = ("glmstar==0.6.0",)
THREADS = "one"
INTERCEPT = "its own"
TOL_POWER = 2
ENDLESS = 10**9


def missing() -> str | None:
    return None


def versions() -> dict[str, str]:
    import glmnet.paths.gaussnet  # noqa: F401 - the package's import name

    return installed("glmstar", "numpy")


def variants(problem: Problem) -> tuple[str, ...]:
    n, p = problem.shape
    return ("covariance", "naive") if p < n and p <= 2000 else ("naive",)


def prepare(problem: Problem, _variant: str) -> Problem:
    return problem


def solve(problem: Problem, alphas: Array, tol: float, variant: str) -> Any:
    from glmnet.paths.fastnet import FastNetControl
    from glmnet.paths.gaussnet import GaussNet

    share, factor = mixing(problem)
    control = FastNetControl(fdev=0.0, devmax=1.0, thresh=tol, maxit=ENDLESS)
    return GaussNet(
        alpha=share,
        lambda_values=alphas * factor,
        standardize=False,
        covariance=variant == "covariance",
        control=control,
    ).fit(problem.X, problem.y)


def read(result: Any) -> Fit:
    return Fit(result.coefs_.T, result.intercepts_.ravel())
