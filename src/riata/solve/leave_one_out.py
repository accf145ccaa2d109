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
from riata.typing import FloatArray, IntArray

__all__ = ["LeaveOneOut", "leave_one_out"]

#: Entries of a block of rows that stays in the cache, and the fewest rows worth a product.
_ENTRIES, _FEWEST = 1 << 17, 64
_NO_INFORMATION = 1e-12  # a row that no other row says anything about
_ROUNDING, _OFF = 1e-15, 1e-14  # shrinkages, which are at most 1, agree to these
_FEW, _MOST = 8, 64  # strengths not worth a decomposition, and what one may find at most


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
    few, spread = _nodes(factor.eigenvalues, lambdas)
    n = problem.shape[0]
    errors = np.empty((n, len(alphas))) if keep_errors else None
    total, squares = np.zeros(len(alphas)), np.zeros(len(alphas))
    leverages = np.zeros(len(alphas))
    unit = problem.units.y_scale
    for rows, residual, leverage in _blocks(problem, factor, lambdas[few], spread):
        residual *= unit
        squares += np.einsum("ij,ij->j", residual, residual)
        leverages += np.sum(leverage, axis=0)
        error = _alone(residual, leverage, None if errors is None else errors[rows])
        total += np.einsum("ij,ij->j", error, error)
    share = np.maximum(1.0 - leverages / n, _NO_INFORMATION)
    return LeaveOneOut(alphas, total / n, squares / n / share**2, errors, factor)


def _alone(residual: FloatArray, leverage: FloatArray, out: FloatArray | None) -> FloatArray:
    """Residuals over one less leverage, which is used up; no information is an infinite error."""
    left = np.subtract(1.0, leverage, out=leverage)
    without = left < _NO_INFORMATION
    if without.any():
        residual = np.where(without, np.where(residual == 0, 0.0, np.inf), residual)
        left[without] = 1.0
    return np.divide(residual, left, out=residual if out is None else out)


def _nodes(eigenvalues: FloatArray, lambdas: FloatArray) -> tuple[IntArray, FloatArray]:
    """A few of the strengths (r,) and T (r, L), with what any strength does as a sum over those.

    The shrinkages S = d / (d + lambda), (k, L), are a Cauchy matrix, whose singular values fall
    geometrically (Beckermann & Townsend 2017): S = S[:, few] T to rounding (an interpolative
    decomposition; Cheng, Gimbutas, Martinsson & Rokhlin 2005). Leverages and fitted values are sums
    over the eigenvectors with these weights, so they follow from those at the few.
    """
    every = np.arange(len(lambdas))
    shrink = eigenvalues[:, None] / (eigenvalues[:, None] + lambdas)
    if not len(eigenvalues) or len(lambdas) < _FEW:
        return every, np.eye(len(lambdas))
    few = _pivots(shrink, min(len(lambdas) // 2, _MOST))
    q, r = np.linalg.qr(shrink[:, few])
    spread = np.linalg.solve(r, q.T @ shrink)
    if np.abs(shrink[:, few] @ spread - shrink).max() > _OFF:
        return every, np.eye(len(lambdas))
    return few, spread


def _pivots(a: FloatArray, most: int) -> IntArray:
    """Columns that span the others to rounding: Gram-Schmidt with the longest remainder first."""
    left = a.copy()
    pivots: list[int] = []
    for _ in range(most):
        length = np.einsum("ij,ij->j", left, left)
        k = int(np.argmax(length))
        if length[k] <= _ROUNDING**2 * len(a):
            break
        direction = left[:, k] / np.sqrt(length[k])
        left -= direction[:, None] * (direction @ left)
        left[:, k] = 0.0
        pivots.append(k)
    return np.array(pivots, dtype=np.intp)


def _blocks(
    problem: Problem, factor: RidgeFactor, few: FloatArray, spread: FloatArray
) -> Iterator[tuple[slice, FloatArray, FloatArray]]:
    """(rows, residuals, leverages) of the weighted, centred problem, each (rows, L).

    Both are formed at a `few` strengths (r,) and spread to all, (r, L).
    """
    y, total = problem.scaled_response, problem.units.total
    over = 1.0 / (factor.eigenvalues[:, None] + few)
    multipliers = factor.products[:, None] * over
    outer = np.zeros_like(y) if factor.basis is None else factor.basis @ (factor.basis.T @ y)
    step = max(_ENTRIES // max(problem.shape[1], spread.shape[1]), _FEWEST)
    for start in range(0, len(y), step):
        rows = slice(start, start + step)
        scores = factor.scores(rows)
        residual = (y[rows] - outer[rows])[:, None] - (scores @ multipliers) @ spread
        leverage = (np.square(scores, out=scores) @ over) @ spread
        if factor.basis is not None:
            leverage += np.sum(factor.basis[rows] ** 2, axis=1)[:, None]
        if problem.fit_intercept:
            weight = 1.0 if problem.weight is None else problem.weight[rows, None]
            leverage += weight / total
        yield rows, residual, leverage
