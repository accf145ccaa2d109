"""The null model: the unpenalised columns alone, inside their boxes."""

from __future__ import annotations

import numpy as np

from riata import _core
from riata.typing import FloatArray

__all__ = ["least_squares_in_box", "project_on_dual"]


def least_squares_in_box(
    gram: FloatArray, products: FloatArray, lower: FloatArray, upper: FloatArray
) -> FloatArray:
    """argmin_b 1/2 b'Gb - b'd over a box around zero, (k,); of minimum norm where there is no box.

    Parameters
    ----------
    gram : ndarray of shape (k, k)
        G = Z'Z.
    products : ndarray of shape (k,)
        d = Z'y.
    lower, upper : ndarray of shape (k,)
        The box; infinite where there is none.
    """
    if np.isinf(lower).all() and np.isinf(upper).all():
        return np.asarray(np.linalg.lstsq(gram, products, rcond=None)[0], dtype=float)
    k = len(products)
    square = float(products @ np.linalg.lstsq(gram, products, rcond=None)[0])
    solver = _core.PathSolver(
        gram=np.asfortranarray(gram),
        products=products,
        square=square,
        l1=np.zeros(k),
        l2=np.zeros(k),
        lower=lower,
        upper=upper,
    )
    _, row, value, _, _ = solver.run(np.array([1.0]), tol=0.0, batch=1, max_passes=4, progress=None)
    coef = np.zeros(k)
    coef[row] = value
    return coef


def project_on_dual(
    residual: FloatArray, columns: FloatArray, lower: FloatArray, upper: FloatArray
) -> FloatArray:
    """The nearest t to a residual with z_j't = 0, or on one side of 0 where the box has one end.

    For a column without a penalty sup_b b z_j't over its box is finite only there. The columns
    (n, k) are least-squares coefficients away: t = r - Z b, b_j >= 0 where only the upper end is
    open, b_j <= 0 where only the lower one is.
    """
    if not columns.shape[1]:
        return residual
    low, high = (np.where(np.isinf(end), end, 0.0) for end in (lower, upper))
    if np.isinf(low).all() and np.isinf(high).all():
        away = np.linalg.lstsq(columns, residual, rcond=None)[0]
    else:
        norm = np.linalg.norm(columns, axis=0)
        unit = columns / np.where(norm > 0, norm, 1.0)
        away = least_squares_in_box(unit.T @ unit, unit.T @ residual, low, high)
        away /= np.where(norm > 0, norm, 1.0)
    return np.asarray(residual - columns @ away, dtype=float)
