"""When an algorithm stops: its answer is good enough, or rounding allows no better.

optimal   gap <= tol * 1/2 |y|^2, the gap of riata.textbook.duality over the objective at b = 0
still     a step changes no coefficient beyond rounding. A step of curvature c moves b_j by what the
          gradient asks for, over c; the gradient x_j'(X b - y) + l2 b_j is only known to
              eps ( |x_j| (|y| + sum_i |x_i| |b_i|) + l2 |b_j| )
          so that |c (change of b_j)| below this for every j is no step at all

A gap of tol may leave an error of order sqrt(tol) in the coefficients, as the objective is flat at
its minimum. With tol = 0 an algorithm runs until it is still: as far as double precision goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riata.errors import ParameterError
from riata.textbook.duality import duality_gap
from riata.textbook.given import check_number

if TYPE_CHECKING:
    from riata.textbook.given import Given
    from riata.typing import FloatArray

__all__ = ["check_limits", "is_optimal", "is_still"]


def check_limits(tol: float, max_iter: object) -> None:
    """Check the limits of an iteration.

    Raises
    ------
    ParameterError
        If `tol` is not a finite number >= 0, or `max_iter` not an integer >= 1.
    """
    check_number("tol", tol)
    if not isinstance(max_iter, int | np.integer) or max_iter < 1:
        raise ParameterError(f"max_iter must be an integer >= 1, not {max_iter!r}")


def is_optimal(given: Given, coef: FloatArray, tol: float) -> bool:
    """Ask whether the relative duality gap is at most `tol`."""
    return duality_gap(given, coef) <= tol * 0.5 * float(given.y @ given.y)


def is_still(given: Given, before: FloatArray, after: FloatArray, curvature: float | FloatArray) -> bool:
    """Ask whether the step from `before` to `after`, each (p,), is within rounding.

    Parameters
    ----------
    given : Given
        The problem.
    before, after : ndarray of shape (p,)
        Coefficients on either side of the step.
    curvature : float or ndarray of shape (p,)
        What the step divided the gradient by.
    """
    norms = np.linalg.norm(given.X, axis=0)
    size = np.linalg.norm(given.y) + norms @ np.abs(after)
    rounding = np.finfo(np.float64).eps * (norms * size + given.l2 * np.abs(after))
    return bool(np.all(curvature * np.abs(after - before) <= rounding))
