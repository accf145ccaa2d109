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
