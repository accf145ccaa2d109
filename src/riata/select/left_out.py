"""Leave-one-out errors of a path.

On a fixed face the fit is linear in y, so leaving a row out moves its residual from r_i to
``r_i / (1 - h_i)``, h_i the leverage in the free columns (Allen 1974; ridge has one face). For a
penalty with kinks this is exact as long as no coefficient enters, leaves or changes sign, and an
approximation otherwise (Rad & Maleki 2020), which loses its sense on the way to interpolation.
"""

from __future__ import annotations

import numpy as np
from scipy import linalg
from scipy.linalg import lapack

from riata.problem import Problem
from riata.select.fits import Fits
from riata.solve import RegularizationPath, leave_one_out
from riata.typing import FloatArray, IntArray

__all__ = ["left_out_means", "leverages_at"]

_ROWS = 4096
_EPS = float(np.finfo(np.float64).eps)
_GRAM_COLUMNS = 3000
_SAFE = 1e-4  # ratio of pivots that loses no more than half of the digits when squared
_NO_INFORMATION = 1e-12  # a row that no other row says anything about


def left_out_means(problem: Problem, path: RegularizationPath, fits: Fits) -> FloatArray:
    """Weighted mean squared error of predicting each row from all others, (L,), in ``fits.unit``.

    A row is left out with all its weight, while S alpha stays as it is.

    Raises
    ------
    DataError
        If the problem was made from moments, which have no rows.
    """
    rows = problem.rows
    elastic = problem.penalty.elastic
    out = np.full(len(path), np.inf)
    smooth = np.zeros(len(path), dtype=bool)
    penalised = (problem.factor > 0) & (problem.units.x_scale > 0)
    if elastic is not None and elastic[0] == 0.0 and not problem.boxed and penalised.any():
        smooth = path.alphas > 0
        if smooth.any():
            mean = leave_one_out(problem, path.alphas[smooth]).mean
            out[smooth] = mean / fits.unit * (rows.shape[0] / fits.total)
    last: tuple[IntArray, FloatArray] | None = None
    face = {int(k): _face(problem, path, int(k)) for k in np.flatnonzero(~smooth)}
    known = _Products(problem, [columns for columns, _ in face.values()])
    for k in np.flatnonzero(~smooth & (fits.left >= fits.least_left)):
        columns, ridge = face[int(k)]
        if last is None or ridge.any() or not np.array_equal(last[0], columns):
            last = columns, _leverages(problem, columns, ridge, known)
        out[k] = _mean_square(problem, path, int(k), last[1])
    return out


def leverages_at(problem: Problem, path: RegularizationPath, k: int) -> FloatArray:
    """Derivatives of the fitted values by their own observations, (n,), at one solution of a path.

    The set of nonzero coefficients is held. A weighted row's is that of its weighted residual.

    Parameters
    ----------
    problem : Problem
        With rows.
    path : RegularizationPath
        Its path.
    k : int
        Which solution.

    Raises
    ------
    DataError
        If the problem was made from moments, which have no rows.
    """
    columns, ridge = _face(problem, path, k)
    if len(columns) > problem.rows.shape[0] and ridge.all():
        return _dual_leverages(problem, columns, ridge)
    return _leverages(problem, columns, ridge, _Products(problem, [columns]))


def _dual_leverages(problem: Problem, columns: IntArray, ridge: FloatArray) -> FloatArray:
    """The same for more columns than rows: with K = Z diag(ridge)^-1 Z', diagonal of K (K + I)^-1."""
    n = problem.shape[0]
    outer = np.zeros((n, n))
    for start in range(0, len(columns), _ROWS):
        some = slice(start, start + _ROWS)
        seen = problem.rows.block(slice(None), columns[some], problem.view) / np.sqrt(ridge[some])
        outer += seen @ seen.T
    values, vectors = linalg.eigh(outer)
    values = np.maximum(values, 0.0)
    out = vectors**2 @ (values / (values + 1.0))
    if problem.fit_intercept:
        out += (np.ones(n) if problem.weight is None else problem.weight) / problem.units.total
    return np.asarray(out, dtype=float)


class _Products:
    """Second moments of the columns that any face has, if those are not too many."""

    def __init__(self, problem: Problem, faces: list[IntArray]) -> None:
        self._used = np.unique(np.concatenate([*faces, np.zeros(0, dtype=np.int64)]))
        few = len(self._used) <= min(problem.shape[0], _GRAM_COLUMNS)
        self._gram = problem.design.gram(self._used, problem.view, 1) if few else None

    def inverse_root(self, columns: IntArray, ridge: FloatArray) -> FloatArray | None:
        """W with W W' = (Z'Z + diag(ridge))^-1 for some columns; None where products lose digits."""
        if self._gram is None:
            return None
        at = np.searchsorted(self._used, columns)
        upper, failed = lapack.dpotrf(self._gram[np.ix_(at, at)] + np.diag(ridge), lower=0)
        size = np.abs(np.diag(upper))
        if failed or size.min() < _SAFE * size.max():
            return None
        return np.asarray(lapack.dtrtri(upper)[0], dtype=float)


def _face(problem: Problem, path: RegularizationPath, k: int) -> tuple[IntArray, FloatArray]:
    """Columns that are neither at zero nor at a bound, and lambda l2 of each."""
    here = slice(path.coefs.indptr[k], path.coefs.indptr[k + 1])
    column, value = path.coefs.indices[here].astype(np.int64), path.coefs.data[here]
    free = (value != 0) & (value > problem.lower[column]) & (value < problem.upper[column])
    columns = np.sort(column[free])
    if problem.penalty.elastic is None:
        return columns, np.zeros(len(columns))
    strengths = problem.strengths
    return columns, strengths.rate * path.alphas[k] * strengths.l2[columns]


def _leverages(problem: Problem, columns: IntArray, ridge: FloatArray, known: _Products) -> FloatArray:
    """Diagonal of Z (Z'Z + diag(ridge))^-1 Z' plus the intercept's part, (n,)."""
    n = problem.shape[0]
    out = np.zeros(n)
    if problem.fit_intercept:
        weight = np.ones(n) if problem.weight is None else problem.weight
        out += weight / problem.units.total
    if not len(columns):
        return out
    root = known.inverse_root(columns, ridge)
    if root is None:
        root = _careful_root(problem, columns, ridge)
    for start in range(0, n, _ROWS):
        rows = slice(start, start + _ROWS)
        seen = problem.rows.block(rows, columns, problem.view) @ root
        out[rows] += np.einsum("ij,ij->i", seen, seen)
    return out


def _careful_root(problem: Problem, columns: IntArray, ridge: FloatArray) -> FloatArray:
    """The same root (a pseudo-inverse's, where columns are dependent) from a triangle of the rows."""
    triangle = problem.design.triangle(columns, problem.target, problem.view)
    stacked = np.vstack([triangle.factor, np.diag(np.sqrt(ridge))]) if ridge.any() else triangle.factor
    _, size, right = linalg.svd(stacked, full_matrices=False)
    kept = size > _EPS * max(stacked.shape) * size.max(initial=0.0)
    return np.asarray(right[kept].T / size[kept], dtype=float)


def _mean_square(problem: Problem, path: RegularizationPath, k: int, leverage: FloatArray) -> float:
    assert problem.y is not None
    eta = problem.linear_predictor(path.coef(k), float(path.intercepts[k]))
    residual = (problem.y - eta) / problem.units.y_scale
    left = 1.0 - leverage
    alone = left < _NO_INFORMATION
    square = np.where(alone, np.inf, residual / np.where(alone, 1.0, left)) ** 2
    if problem.weight is not None:  # a row without weight is not missed, however far it lies
        square = np.where(problem.weight > 0, problem.weight * square, 0.0)
    return float(np.sum(square) / problem.units.total)
