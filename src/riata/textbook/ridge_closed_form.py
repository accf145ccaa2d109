"""Ridge by its two formulas.

primal    min 1/2 |y - X b|^2 + lam/2 |b|^2       b = (X'X + lam I)^-1 X'y,  p equations
dual      max y't - 1/2 |t|^2 - |X't|^2/(2 lam)   b = X'(XX' + lam I)^-1 y,  n equations
          at the optimum t = y - X b and b = X't / lam
equal     X'(XX' + lam I) = (X'X + lam I) X'
lam = 0   the primal is least squares and needs independent columns; the dual is the interpolation
          of least norm, the limit lam -> 0 where p > n, and needs independent rows
precision forming X'X squares the condition number of X

Reference: Hoerl & Kennard (1970), Technometrics 12(1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riata.errors import ParameterError
from riata.textbook.given import make_given

if TYPE_CHECKING:
    from riata.typing import ArrayLike, FloatArray

__all__ = ["ridge_dual", "ridge_primal"]


def ridge_primal(X: ArrayLike, y: ArrayLike, lam: float) -> FloatArray:
    """Solve p equations for the coefficients (p,); the shorter way if n > p.

    Parameters
    ----------
    X : array-like of shape (n, p)
        Columns; no intercept is fitted.
    y : array-like of shape (n,)
        Response.
    lam : float
        Strength >= 0, on the sum scale; the `alpha` of scikit-learn's Ridge.

    Raises
    ------
    DataError, ParameterError
        If the data cannot be used, or X'X + lam I cannot be inverted.

    Examples
    --------
    >>> ridge_primal([[1.0], [1.0]], [3.0, 1.0], lam=2.0)  # 4 / (2 + 2)
    array([1.])
    """
    given = make_given(X, y, lam, 0.0)
    return _solve(given.X.T @ given.X, given.l2, given.X.T @ given.y, "X'X + lam I")


def ridge_dual(X: ArrayLike, y: ArrayLike, lam: float) -> FloatArray:
    """Solve n equations for the coefficients (p,); the shorter way if p > n.

    Parameters
    ----------
    X : array-like of shape (n, p)
        Columns; no intercept is fitted.
    y : array-like of shape (n,)
        Response.
    lam : float
        Strength >= 0, on the sum scale; the `alpha` of scikit-learn's Ridge.

    Raises
    ------
    DataError, ParameterError
        If the data cannot be used, or XX' + lam I cannot be inverted.

    Examples
    --------
    >>> ridge_dual([[1.0, 1.0]], [4.0], lam=2.0)  # u = 4 / (2 + 2)
    array([1., 1.])
    """
    given = make_given(X, y, lam, 0.0)
    return given.X.T @ _solve(given.X @ given.X.T, given.l2, given.y, "XX' + lam I")


def _solve(gram: FloatArray, lam: float, right: FloatArray, name: str) -> FloatArray:
    """Apply (gram + lam I)^-1, if that leaves any digit."""
    matrix = gram + lam * np.eye(len(gram))
    eigenvalues = np.linalg.eigvalsh(matrix)
    if not eigenvalues[0] > len(gram) * np.finfo(float).eps * eigenvalues[-1]:
        raise ParameterError(
            f"{name} cannot be inverted in double precision: its eigenvalues go from "
            f"{eigenvalues[-1]:.3g} down to {eigenvalues[0]:.3g}; choose lam larger than {lam:g}"
        )
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
