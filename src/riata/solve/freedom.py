"""Degrees of freedom of penalised least squares."""

from __future__ import annotations

import numpy as np
from scipy import linalg, sparse

from riata.problem import Problem
from riata.typing import FloatArray, IntArray

__all__ = ["degrees_of_freedom"]


def degrees_of_freedom(
    coefs: sparse.csc_array, alphas: FloatArray, problem: Problem | None
) -> FloatArray:
    """The trace of d fitted / d y at every alpha.

    For a face with free coordinates A it is ``tr X_A (X_A'X_A + lambda D_A)^-1 X_A'`` (Zou, Hastie &
    Tibshirani 2007; Tibshirani & Taylor 2012); coefficients at a bound count nothing. For the lasso
    that is the number of free coefficients.

    Parameters
    ----------
    coefs : csc_array of shape (p, L)
        Solutions.
    alphas : ndarray of shape (L,)
        Their strengths.
    problem : Problem or None
        Without one, nonzero coefficients are counted.

    Returns
    -------
    ndarray of shape (L,)
    """
    if problem is None or problem.penalty.elastic is None:
        return np.asarray(np.diff(coefs.indptr), dtype=float)
    free = [_free(coefs, k, problem) for k in range(len(alphas))]
    strengths = problem.strengths
    if not strengths.l2.any():
        return np.array([float(len(columns)) for columns in free])
    used = np.unique(np.concatenate(free))
    gram = problem.design.gram(used, problem.view, problem.threads)
    out = np.zeros(len(alphas))
    for k, columns in enumerate(free):
        at = np.searchsorted(used, columns)
        block = gram[np.ix_(at, at)]
        shrunk = block + np.diag(strengths.rate * alphas[k] * strengths.l2[columns])
        out[k] = np.trace(_solve(shrunk, block)) if len(at) else 0.0
    return out


def _solve(matrix: FloatArray, rhs: FloatArray) -> FloatArray:
    """matrix^-1 rhs for a positive definite matrix; its pseudo-inverse where rounding says it is not."""
    try:
        return np.asarray(linalg.cho_solve(linalg.cho_factor(matrix), rhs), dtype=float)
    except linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(matrix, rhs, rcond=None)[0], dtype=float)


def _free(coefs: sparse.csc_array, k: int, problem: Problem) -> IntArray:
    """Columns whose coefficient is neither zero nor at a bound."""
    here = slice(coefs.indptr[k], coefs.indptr[k + 1])
    column, value = coefs.indices[here].astype(np.int64), coefs.data[here]
    inside = (value > problem.lower[column]) & (value < problem.upper[column])
    return np.asarray(column[inside & (value != 0)], dtype=np.int64)
