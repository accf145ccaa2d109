"""The lasso where it has a closed form: orthonormal columns, and one parameter.

primal    min 1/2 |y - X b|^2 + lam |b|_1
optimal   0 in -X'y + X'X b + lam [sign(b_j), or -1..1 where b_j = 0]
X'X = I   the coefficients do not see each other: b_j = S(x_j'y),  S(a) = sign(a) max(|a| - lam, 0)
p = 1     b = S(x'y) / (x'x)
general   neither: which coefficients are zero depends on all of them together, 3^p cases of signs

Reference: Tibshirani (1996), J. R. Stat. Soc. B 58(1), section 2.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riata.errors import DataError
from riata.textbook.given import make_given
from riata.textbook.objective import soft_threshold

if TYPE_CHECKING:
    from riata.typing import ArrayLike, FloatArray

__all__ = ["lasso_one_parameter", "lasso_orthonormal"]


def lasso_orthonormal(X: ArrayLike, y: ArrayLike, lam: float) -> FloatArray:
    """Solve for orthonormal columns: least squares, soft thresholded, (p,).

    Parameters
    ----------
    X : array-like of shape (n, p)
        Columns with X'X = I to rounding; no intercept is fitted.
    y : array-like of shape (n,)
        Response.
    lam : float
        Strength >= 0, on the sum scale.

    Raises
    ------
    DataError, ParameterError
        If the data cannot be used; if X'X is not I, naming the worst pair of columns.

    Examples
    --------
    >>> lasso_orthonormal([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [3.0, 0.5, 9.0], lam=1.0)
    array([2., 0.])
    """
    given = make_given(X, y, lam)
    n, p = given.X.shape
    product = given.X.T @ given.X
    distance = np.abs(product - np.eye(p))
    i, j = (int(k) for k in np.unravel_index(np.argmax(distance), (p, p)))
    if distance[i, j] > 10 * max(n, p) * np.finfo(float).eps:
        raise DataError(
            f"the columns of X are not orthonormal: x_{i}'x_{j} is {product[i, j]:.10g}, "
            f"not {int(i == j)}; use coordinate_descent"
        )
    return soft_threshold(given.X.T @ given.y, given.l1)


def lasso_one_parameter(x: ArrayLike, y: ArrayLike, lam: float) -> float:
    """Solve for a single column.

    Parameters
    ----------
    x : array-like of shape (n,) or (n, 1)
        The column; no intercept is fitted. A column of zeros has the coefficient zero.
    y : array-like of shape (n,)
        Response.
    lam : float
        Strength >= 0, on the sum scale.

    Raises
    ------
    DataError, ParameterError
        If the data cannot be used; if there are several columns.

    Examples
    --------
    >>> lasso_one_parameter([2.0, 0.0], [4.0, 1.0], lam=1.0)  # S(8) / 4
    1.75
    """
    column = np.asarray(x)
    given = make_given(column[:, None] if column.ndim == 1 else column, y, lam)
    if given.X.shape[1] != 1:
        raise DataError(f"x must be a single column; its shape is {given.X.shape}")
    square = float(np.sum(given.X**2))
    return float(soft_threshold(given.X[:, 0] @ given.y, given.l1)) / square if square > 0 else 0.0
