"""skglm: coordinate descent with working sets and Anderson acceleration, compiled by Numba."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contenders import Fit, covariance_fits, installed

if TYPE_CHECKING:
    from data import Array, Problem

NAME = "skglm"
REQUIREMENTS = ("skglm==0.5",)
THREADS = "one"
INTERCEPT = "centred beforehand; its own for sparse columns"


def missing() -> str | None:
    return None


def versions() -> dict[str, str]:
    import skglm.solvers  # noqa: F401

    return installed("skglm", "numba", "numpy")


def variants(problem: Problem) -> tuple[str, ...]:
    return ("gram", "columns") if covariance_fits(problem) else ("columns",)


def prepare(problem: Problem, _variant: str) -> Problem:
    return problem if problem.sparse else problem.centred()


def solve(problem: Problem, alphas: Array, tol: float, variant: str) -> Any:
    """Its tolerance is a violation of the optimality conditions: here relative to alpha_max."""
    from skglm.datafits import Quadratic, QuadraticHessian
    from skglm.penalties import L1, L1_plus_L2
    from skglm.solvers import AndersonCD

    n = len(problem.y)
    rho, top = problem.l1_ratio, float(alphas[0])
    penalty = L1(top) if rho == 1 else L1_plus_L2(top, rho)
    solver = AndersonCD(tol=tol * top, max_iter=1000, max_epochs=10**6, fit_intercept=problem.sparse)
    if variant == "gram":
        gram, products = problem.X.T @ problem.X / n, -(problem.X.T @ problem.y) / n
        return solver.path(gram, products, QuadraticHessian(), penalty, alphas)[1], False
    return solver.path(problem.X, problem.y, Quadratic(), penalty, alphas)[1], problem.sparse


def read(result: Any) -> Fit:
    coefs, has_intercept = result
    return Fit(coefs[:-1], coefs[-1]) if has_intercept else Fit(coefs)
