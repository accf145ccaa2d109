"""The path: from data, or from a problem, to certified solutions at every strength."""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from riata.losses import Loss
from riata.penalties import Penalty
from riata.problem import Problem, make_problem
from riata.solve.dispatch import Start, solve
from riata.solve.engine import Solved
from riata.solve.grid import make_grid
from riata.solve.info import PathInfo
from riata.solve.regularization_path import RegularizationPath
from riata.solve.settings import Settings
from riata.solve.together import goes_together, solve_together
from riata.typing import AnyMatrix, FloatArray

__all__ = ["path", "record", "solve_path", "solve_paths", "warn_of_gaps"]


def path(
    X: AnyMatrix,
    y: Any = None,
    *,
    loss: str | Loss = "squared",
    penalty: str | Penalty = "l1",
    alphas: Any = 100,
    eps: float = 1e-3,
    sample_weight: Any = None,
    offset: Any = None,
    fit_intercept: bool = True,
    standardize: bool = False,
    penalty_factor: Any = None,
    bounds: Any = None,
    tol: float = 1e-8,
    n_threads: int | None = None,
) -> RegularizationPath:
    """The regularisation path, each solution with its certificate.

    Minimises ``(1/S) sum_i s_i (y_i - o_i - w0 - x_i'w)^2 / 2 + alpha sum_j omega_j P(m_j w_j)`` for
    every alpha; S is the sum of the weights s.

    Parameters
    ----------
    X : array, SciPy sparse, data frame or Moments, of shape (n, p)
        Numbers. float64 and float32 in either memory order, and compressed sparse columns, are
        neither copied nor written.
    y : array-like of shape (n,)
        Response; omitted where X is :class:`~riata.Moments`.
    loss : str or Loss, default="squared"
        The loss.
    penalty : str or Penalty, default="l1"
        "l1" (or "lasso"), "l2" ("ridge"), "elastic-net", or a penalty such as
        ``riata.penalties.ElasticNet(0.5)``.
    alphas : int or array-like, default=100
        How many strengths between alpha_max and ``eps * alpha_max``; or the strengths.
    eps : float, default=1e-3
        The last strength over the first.
    sample_weight : array-like of shape (n,), optional
        Weights >= 0.
    offset : array-like of shape (n,), optional
        A known part of the linear predictor.
    fit_intercept : bool, default=True
        Whether to fit a constant, never penalised.
    standardize : bool, default=False
        Penalise coefficients times their column's standard deviation (weighted, divisor S), so that
        units do not matter. Coefficients are given in the units of the data either way.
    penalty_factor : array-like of shape (p,), dict or None
        omega: relative strength for each column; 0 = never penalised.
    bounds : (lower, upper), dict or None
        Box on the coefficients, containing zero; numbers or arrays of shape (p,).
    tol : float, default=1e-8
        Relative duality gap asked for at every alpha.
    n_threads : int, optional
        -1 for all processors; by default RIATA_NUM_THREADS, OMP_NUM_THREADS, or all. No result
        depends on it.

    Returns
    -------
    RegularizationPath

    Raises
    ------
    DataError
        If the data cannot be used; the message names column and row.
    ParameterError
        If an option is out of range or contradicts another.

    Warns
    -----
    ConvergenceWarning
        Once, if rounding keeps the gap above `tol` at some alphas; says which, and what to do.

    Examples
    --------
    >>> import numpy as np, riata
    >>> rng = np.random.default_rng(0)
    >>> X = rng.standard_normal((50, 200))
    >>> y = X[:, 0] - 2 * X[:, 1] + 0.1 * rng.standard_normal(50)
    >>> fit = riata.path(X, y)
    >>> bool(fit.gaps.max() <= 1e-8)
    True
    """
    problem = make_problem(
        X,
        y,
        loss=loss,
        penalty=penalty,
        sample_weight=sample_weight,
        offset=offset,
        fit_intercept=fit_intercept,
        standardize=standardize,
        penalty_factor=penalty_factor,
        bounds=bounds,
        n_threads=n_threads,
    )
    return solve_path(problem, make_grid(problem, alphas, eps), Settings(tol=tol))


def solve_path(
    problem: Problem, alphas: FloatArray, settings: Settings, start: Start | None = None
) -> RegularizationPath:
    """Solve a problem at strengths in descending order, perhaps from a first guess."""
    began = time.perf_counter()
    solved = solve(problem, alphas, settings, start)
    result = record(problem, alphas, solved, time.perf_counter() - began)
    warn_of_gaps(result, settings)
    return result


def solve_paths(
    problems: Sequence[Problem], alphas: FloatArray, settings: Settings
) -> list[RegularizationPath]:
    """The same for several weightings of the same data, in step where that is possible.

    Progress counts the solutions of all problems.
    """
    if len(problems) > 1 and goes_together(problems[0], alphas):
        began = time.perf_counter()
        together = solve_together(problems, alphas, settings)
        seconds = (time.perf_counter() - began) / len(problems)
        paths = [
            record(problem, alphas, solved, seconds)
            for problem, solved in zip(problems, together, strict=True)
        ]
        for path in paths:
            warn_of_gaps(path, settings)
        return paths
    count = len(alphas)
    return [solve_path(problem, alphas, settings.after(k * count)) for k, problem in enumerate(problems)]


def record(problem: Problem, alphas: FloatArray, solved: Solved, seconds: float) -> RegularizationPath:
    """What was solved, as a path."""
    info = solved.info
    return RegularizationPath(
        alphas=alphas,
        coefs=solved.coefs,
        intercepts=(
            problem.units.intercept(solved.coefs) if solved.intercepts is None else solved.intercepts
        ),
        gaps=solved.gaps,
        dev_ratio=1.0 - solved.unexplained,
        info=PathInfo(info.method, info.passes, info.solves, info.working_set, seconds),
        names=problem.design.names,
        options=problem.options,
        problem=problem,
        known_df=solved.df,
    )


def warn_of_gaps(result: RegularizationPath, settings: Settings) -> None:
    """One warning for a fit, however many strengths are concerned."""
    loose = np.flatnonzero(~(result.gaps <= settings.tol))
    if not loose.size:
        return
    from riata.errors import ConvergenceWarning

    worst = loose[np.argmax(result.gaps[loose])]
    where = (
        f"alpha = {result.alphas[worst]:.4g}"
        if loose.size == 1
        else f"{loose.size} of {len(result)} alphas, between {result.alphas[loose].min():.4g} and "
        f"{result.alphas[loose].max():.4g}"
    )
    warnings.warn(
        f"the relative duality gap did not reach tol={settings.tol:g} at {where}; the largest is "
        f"{result.gaps[worst]:.2g} (at alpha = {result.alphas[worst]:.4g}). Rounding allows no less "
        "on these columns, or the limit on passes was met: use a larger tol or larger alphas, remove "
        "nearly dependent columns, or raise max_iter.",
        ConvergenceWarning,
        stacklevel=4,
    )
