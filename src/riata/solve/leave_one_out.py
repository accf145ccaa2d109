"""Leave-one-out errors of ridge at every strength, in closed form.

With leverages h_i(lambda) of the weighted rows, the error of predicting row i from all the others is
``r_i / (1 - h_i)`` (Allen 1974; Golub, Heath & Wahba 1979).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from riata.problem import Problem
from riata.solve.paths import record, warn_of_gaps
from riata.solve.ridge import solve_factored
from riata.solve.ridge_factor import RidgeFactor, factor_ridge
from riata.solve.rule import Chosen
from riata.solve.settings import Settings
from riata.typing import FloatArray

__all__ = ["LeaveOneOut", "leave_one_out"]

#: Entries of a block of rows that stays in the cache, and the fewest rows worth a product.
_ENTRIES, _FEWEST = 1 << 17, 64
_NO_INFORMATION = 1e-12  # a row that no other row says anything about


@dataclass(frozen=True, eq=False)
class LeaveOneOut:
    """Leave-one-out and generalised cross-validation of ridge.

    Attributes
    ----------
    alphas : ndarray of shape (L,)
        Strengths.
    mean : ndarray of shape (L,)
        Mean over rows of the (weighted) squared leave-one-out error.
    gcv : ndarray of shape (L,)
        Mean squared residual over (1 - df / n)^2, df with the intercept.
    errors : ndarray of shape (n, L) or None
        Root weight times leave-one-out error (observed less predicted), if asked for.
    factor : RidgeFactor
        The factorisation they come from, which has all solutions too.
    """

    alphas: FloatArray
    mean: FloatArray
    gcv: FloatArray
    errors: FloatArray | None
    factor: RidgeFactor

    def refit(self, problem: Problem, alpha: float) -> Chosen:
        """The fit of all rows at one of the strengths."""
        began = time.perf_counter()
        alphas = np.array([alpha])
        solved = solve_factored(problem, alphas, self.factor)
        path = record(problem, alphas, solved, time.perf_counter() - began)
        warn_of_gaps(path, Settings())
        return Chosen(path, 0)


def leave_one_out(problem: Problem, alphas: FloatArray, *, keep_errors: bool = False) -> LeaveOneOut:
    """Errors at positive strengths, from one factorisation and one more pass over the rows.

    Parameters
    ----------
    problem : Problem
        With a squared loss, a penalty b w^2 / 2 and no bounds.
    alphas : ndarray of shape (L,)
        Strengths > 0, in any order.
    keep_errors : bool, default=False
        Whether to keep the error of every row: n L numbers.
    """
    lambdas = alphas * problem.strengths.rate
    factor = factor_ridge(problem, float(lambdas.min()))
    n = problem.shape[0]
    errors = np.empty((n, len(alphas))) if keep_errors else None
    total, squares = np.zeros(len(alphas)), np.zeros(len(alphas))
    leverages = np.zeros(len(alphas))
    unit = problem.units.y_scale
    for rows, residual, leverage in _blocks(problem, factor, lambdas):
        left = 1.0 - leverage
        alone = left < _NO_INFORMATION
        error = np.where(alone, np.where(residual == 0, 0.0, np.inf), residual) / np.where(
            alone, 1.0, left
        )
        error *= unit
        total += np.sum(error**2, axis=0)
        squares += np.sum((residual * unit) ** 2, axis=0)
        leverages += np.sum(leverage, axis=0)
        if errors is not None:
            errors[rows] = error
    share = np.maximum(1.0 - leverages / n, _NO_INFORMATION)
    return LeaveOneOut(alphas, total / n, squares / n / share**2, errors, factor)


def _blocks(
    problem: Problem, factor: RidgeFactor, lambdas: FloatArray
) -> Iterator[tuple[slice, FloatArray, FloatArray]]:
    """(rows, residuals, leverages) of the weighted, centred problem, each (rows, L)."""
    y, total = problem.scaled_response, problem.units.total
    over = 1.0 / (factor.eigenvalues[:, None] + lambdas)
    multipliers = factor.products[:, None] * over
    outer = np.zeros_like(y) if factor.basis is None else factor.basis @ (factor.basis.T @ y)
    step = max(_ENTRIES // max(problem.shape[1], len(lambdas)), _FEWEST)
    for start in range(0, len(y), step):
        rows = slice(start, start + step)
        scores = factor.scores(rows)
        residual = (y[rows] - outer[rows])[:, None] - scores @ multipliers
        leverage = np.square(scores, out=scores) @ over
        if factor.basis is not None:
            leverage += np.sum(factor.basis[rows] ** 2, axis=1)[:, None]
        if problem.fit_intercept:
            weight = np.ones(len(y)) if problem.weight is None else problem.weight
            leverage += (weight[rows] / total)[:, None]
        yield rows, residual, leverage
