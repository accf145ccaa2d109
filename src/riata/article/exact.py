"""Least squares without rounding: the normal equations of binary numbers, solved in fractions.

Every float is a fraction with a power of two below. Scaled to integers, X'X b = X'y is solved by
Bareiss's elimination, which stays in integers and divides without remainder; only the answer is
rounded. Reference: Bareiss (1968), Math. Comp. 22.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from riata.typing import FloatArray

__all__ = ["exact_powers", "exact_ridge"]


def exact_ridge(
    rows: list[list[Fraction]], y: list[Fraction], free: int = 0, lam: Fraction | int = 0
) -> FloatArray:
    """Minimise ``|y - X b|^2 + lam sum_{j >= free} b_j^2`` exactly; rounded at the end: (p,).

    Parameters
    ----------
    rows : list of n lists of p Fraction
        X.
    y : list of n Fraction
        Response.
    free : int, default=0
        How many of the first columns are not penalised.
    lam : Fraction or int, default=0
        Strength.
    """
    p = len(rows[0])
    gram = [[sum((r[i] * r[j] for r in rows), Fraction(0)) for j in range(p)] for i in range(p)]
    for j in range(free, p):
        gram[j][j] += lam
    right = [sum((r[i] * v for r, v in zip(rows, y, strict=True)), Fraction(0)) for i in range(p)]
    return np.array([float(b) for b in _solve(gram, right)])


def exact_powers(x: FloatArray, degree: int, *, rounded: bool) -> list[list[Fraction]]:
    """Rows 1, x, ..., x^degree of fractions; with every power rounded to a float, or without.

    Parameters
    ----------
    x : ndarray of shape (n,)
        Floats, taken at their exact binary value.
    degree : int
        The last power.
    rounded : bool
        Whether powers are those that a matrix of floats holds.
    """
    if rounded:
        return [[Fraction(float(v) ** k) for k in range(degree + 1)] for v in x]
    return [[Fraction(float(v)) ** k for k in range(degree + 1)] for v in x]


def _solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Bareiss's elimination and substitution on integers."""
    work = [_as_integers([*row, b]) for row, b in zip(matrix, right, strict=True)]
    p, last = len(work), 1
    for k in range(p):
        pivot = next(i for i in range(k, p) if work[i][k] != 0)
        work[k], work[pivot] = work[pivot], work[k]
        for i in range(k + 1, p):
            work[i] = [
                (work[k][k] * work[i][j] - work[i][k] * work[k][j]) // last if j > k else 0
                for j in range(p + 1)
            ]
        last = work[k][k]
    found = [Fraction(0)] * p
    for k in reversed(range(p)):
        known = sum((work[k][j] * found[j] for j in range(k + 1, p)), Fraction(0))
        found[k] = (work[k][p] - known) / work[k][k]
    return found


def _as_integers(row: list[Fraction]) -> list[int]:
    """A row times the least common multiple of its denominators (powers of two)."""
    scale = max(value.denominator for value in row)
    return [int(value * scale) for value in row]
