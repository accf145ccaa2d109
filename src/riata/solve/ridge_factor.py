"""One factorisation that solves ridge at every strength.

Let A = (I - H) Z_P D^-1/2: penalised columns over the roots of their l2 weights, less what the
unpenalised columns Z_U explain (H projects on those). With A = Q diag(s) V' and d = s^2,

    b_P(lambda) = D^-1/2 V diag(s / (d + lambda)) Q'y,    b_U = Z_U^+ (y - Z_P b_P)

Tall data take d and V from the p x p Gram matrix, wide data d and Q from the n x n one (Hastie &
Tibshirani 2004). Forming either squares the condition number, so where the smallest strength is far
below the largest d, both come from a triangle of the data instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import linalg

from riata.designs import View
from riata.problem import Problem
from riata.typing import FloatArray, IntArray

__all__ = ["RidgeFactor", "factor_ridge"]

#: Above this share of the largest eigenvalue a strength is safe in a Gram matrix.
_SAFE = 1e-6
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class RidgeFactor:
    """A ridge problem in the basis where it is diagonal.

    Attributes
    ----------
    eigenvalues : ndarray of shape (k,)
        d, positive.
    products : ndarray of shape (k,)
        s Q'y: at strength lambda the multipliers are ``products / (d + lambda)``.
    rest : float
        The part of |y|^2 that no strength explains.
    lift : callable
        From multipliers (k, m) to coefficients (p, m) in the solver's units.
    scores : callable
        From a slice of rows to Q diag(s) there, (rows, k); the leverages are
        ``scores^2 @ (1 / (d + lambda))``.
    basis : ndarray of shape (n, u) or None
        Orthonormal basis of the unpenalised columns; None where there are none.
    free : int
        Its rank.
    """

    eigenvalues: FloatArray
    products: FloatArray
    rest: float
    lift: Callable[[FloatArray], FloatArray]
    scores: Callable[[slice], FloatArray]
    basis: FloatArray | None
    free: int


def factor_ridge(problem: Problem, smallest: float) -> RidgeFactor:
    """Factor for strengths lambda >= `smallest` (in the solver's units)."""
    l2 = problem.strengths.l2
    used = problem.units.x_scale > 0
    penalised, unpenalised = np.flatnonzero(used & (l2 > 0)), np.flatnonzero(used & (l2 == 0))
    n, p = problem.shape
    if n < p and problem.y is not None:
        return _wide(problem, l2, penalised, unpenalised, smallest)
    return _tall(problem, l2, penalised, unpenalised, smallest)


# --- more rows than columns ---------------------------------------------------------------------


def _tall(
    problem: Problem, l2: FloatArray, penalised: IntArray, unpenalised: IntArray, smallest: float
) -> RidgeFactor:
    root = np.sqrt(l2[penalised])
    if len(unpenalised):
        return _tall_partial(problem, root, penalised, unpenalised)
    gram = problem.gram()
    gram = gram[np.ix_(penalised, penalised)] / np.outer(root, root)
    values, vectors = np.linalg.eigh(gram)
    if smallest + max(values.min(initial=np.inf), 0.0) >= _SAFE * values.max(initial=0.0):
        products = vectors.T @ (problem.units.products[penalised] / root)
    else:
        triangle = problem.design.triangle(penalised, problem.target, problem.view)
        left, size, right = linalg.svd(triangle.factor / root, full_matrices=False)
        values, vectors = size**2, right.T
        products = size * (left.T @ triangle.target)
    kept = values > _EPS**2 * values.max(initial=0.0)
    values, vectors, products = values[kept], vectors[:, kept], products[kept]
    weights = np.zeros((problem.shape[1], len(values)))
    weights[penalised] = vectors / root[:, None]
    rest = problem.units.square - float(np.sum(products**2 / values))

    scores = _scores(problem, weights)
    return RidgeFactor(values, products, max(rest, 0.0), weights.__matmul__, scores, None, 0)


def _scores(problem: Problem, weights: FloatArray) -> Callable[[slice], FloatArray]:
    """From a slice of rows to what the columns of weights (p, k) make of the view's columns there."""
    view = problem.view
    of_data = view.scale[:, None] * weights

    def scores(rows: slice) -> FloatArray:
        seen = problem.rows.span(rows).centred_product(of_data, view.shift)
        if view.root_weight is not None:
            seen *= view.root_weight[rows, None]
        return seen

    return scores


def _tall_partial(
    problem: Problem, root: FloatArray, penalised: IntArray, unpenalised: IntArray
) -> RidgeFactor:
    """With unpenalised columns: they are rotated out of a triangle of the data."""
    p, head = problem.shape[1], len(unpenalised)
    order = np.concatenate([unpenalised, penalised])
    triangle = problem.design.triangle(order, problem.target, problem.view)
    q, r, rank = _revealed(triangle.factor[:, :head])
    outer, inner = np.split(q.T @ triangle.factor[:, head:], [rank])
    first, second = np.split(q.T @ triangle.target, [rank])
    left, size, right = linalg.svd(inner / root, full_matrices=False)
    kept = size > _EPS * size.max(initial=0.0)
    left, size, right = left[:, kept], size[kept], right[kept]
    explained = left.T @ second
    weights = np.zeros((p, len(size)))
    weights[penalised] = right.T / root[:, None]
    if len(penalised):  # LAPACK knows no system without right-hand sides
        weights[unpenalised] = -linalg.lstsq(r, outer @ weights[penalised])[0]
    start = np.zeros((p, 1))
    start[unpenalised, 0] = linalg.lstsq(r, first)[0]
    rest = triangle.rest + float(second @ second) - float(explained @ explained)

    def lift(multipliers: FloatArray) -> FloatArray:
        return start + weights @ multipliers

    scores = _scores(problem, weights)
    basis = None
    if problem.y is not None:
        basis = linalg.orth(problem.rows.block(slice(None), unpenalised, problem.view))
    return RidgeFactor(size**2, size * explained, max(rest, 0.0), lift, scores, basis, rank)


def _revealed(columns: FloatArray) -> tuple[FloatArray, FloatArray, int]:
    """Q (square) and R (rank, q) with columns = Q[:, :rank] R."""
    q, r, order = linalg.qr(columns, pivoting=True)
    size = np.abs(np.diag(r))
    rank = int(np.sum(size > 4.0 * _EPS * max(columns.shape) * size.max(initial=0.0)))
    back = np.empty_like(r[:rank])
    back[:, order] = r[:rank]
    return q, back, rank


# --- more columns than rows ---------------------------------------------------------------------


def _wide(
    problem: Problem, l2: FloatArray, penalised: IntArray, unpenalised: IntArray, smallest: float
) -> RidgeFactor:
    view, y = problem.view, problem.scaled_response
    over_root = np.zeros_like(l2)
    over_root[penalised] = 1.0 / np.sqrt(l2[penalised])
    kernel_view = View(view.shift, view.scale * over_root, view.root_weight)
    columns = problem.rows.block(slice(None), unpenalised, view)
    basis = linalg.orth(columns) if len(unpenalised) else np.zeros((len(y), 0))

    def project(v: FloatArray) -> FloatArray:
        return v - basis @ (basis.T @ v)

    kernel = problem.rows.row_products(kernel_view)
    values, q = linalg.eigh(project(project(kernel).T), driver="evd")
    # Centred rows add up to zero, so one eigenvalue is zero and its vector has no part of y.
    floor = np.sort(values)[int(problem.fit_intercept) :].min(initial=np.inf)
    nothing = _EPS * len(values)
    if smallest + max(floor, 0.0) < _SAFE * values.max(initial=0.0):
        nothing *= nothing  # singular values are not squared
        lower = problem.rows.row_triangle(penalised, kernel_view)
        q, size, _ = linalg.svd(project(lower), full_matrices=False)
        values = size**2
    kept = values > nothing * values.max(initial=0.0)
    values, q = values[kept], project(q[:, kept])
    explained = q.T @ y
    outside = project(y) - q @ explained
    root = np.sqrt(values)

    def lift(multipliers: FloatArray) -> FloatArray:
        dual = q @ (multipliers / root[:, None])  # (n, m): residuals over lambda
        weighted = dual if view.root_weight is None else view.root_weight[:, None] * dual
        products = problem.rows.xtr(weighted, view.shift, problem.threads)
        coef = products * (view.scale * over_root**2)[:, None]
        if len(unpenalised):
            left = y[:, None] - kernel @ dual
            coef[unpenalised] = np.linalg.lstsq(columns, left, rcond=None)[0]
        return coef

    def scores(rows: slice) -> FloatArray:
        seen: FloatArray = q[rows] * root
        return seen

    return RidgeFactor(
        values,
        root * explained,
        float(outside @ outside),
        lift,
        scores,
        basis if len(unpenalised) else None,
        basis.shape[1],
    )
