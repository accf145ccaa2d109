"""What is given: data, strengths, and where an algorithm starts. Checked once, here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.errors import DataError, ParameterError

if TYPE_CHECKING:
    from riata.typing import ArrayLike, FloatArray

__all__ = ["Given", "check_number", "make_given", "make_start"]

#: Magnitudes for which no square, of data or of coefficients, overflows or vanishes.
_SMALLEST, _LARGEST = 1e-70, 1e70


@dataclass(frozen=True, eq=False)
class Given:
    """A problem: 1/2 |y - X b|^2 + l1 |b|_1 + l2/2 |b|^2.

    Attributes
    ----------
    X : ndarray of shape (n, p)
        Columns, contiguous; in the user's units.
    y : ndarray of shape (n,)
        Response.
    l1 : float
        lam * l1_ratio.
    l2 : float
        lam * (1 - l1_ratio).
    """

    X: FloatArray
    y: FloatArray
    l1: float
    l2: float


def make_given(X: ArrayLike, y: ArrayLike, lam: float, l1_ratio: float = 1.0) -> Given:
    """Check data and strengths.

    Parameters
    ----------
    X : array-like of shape (n, p)
        Finite numbers; at least one row and one column.
    y : array-like of shape (n,)
        Finite numbers.
    lam : float
        Strength >= 0.
    l1_ratio : float, default=1.0
        Share of the l1 norm, in [0, 1].

    Raises
    ------
    DataError
        If a shape does not fit, or a value is not finite or too large or small to be squared.
    ParameterError
        If `lam` or `l1_ratio` is out of range.
    """
    columns, response = _numbers("X", X), _numbers("y", y)
    if columns.ndim != 2:
        raise DataError(f"X must have two dimensions (n, p); its shape is {columns.shape}")
    if 0 in columns.shape:
        raise DataError(f"X is empty: its shape is {columns.shape}")
    if response.shape != columns.shape[:1]:
        raise DataError(
            f"y must have the shape ({columns.shape[0]},), a value for each row of X; "
            f"its shape is {response.shape}"
        )
    _check_values("X", columns)
    _check_values("y", response)
    strength = check_number("lam", lam)
    share = check_number("l1_ratio", l1_ratio, 1.0)
    return Given(columns, response, strength * share, strength * (1.0 - share))


def make_start(start: ArrayLike | None, p: int, name: str = "start") -> FloatArray:
    """Copy the first coefficients (p,); zeros if None.

    Raises
    ------
    ParameterError
        If their shape is another one, or a value is not finite.
    """
    if start is None:
        return np.zeros(p)
    try:
        coef = np.array(start, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ParameterError(f"{name} must be a plain array of numbers: {error}") from None
    if coef.shape != (p,):
        raise ParameterError(f"{name} must have the shape ({p},); its shape is {coef.shape}")
    if not np.all(np.isfinite(coef)):
        raise ParameterError(f"{name} must be finite; it is {coef}")
    return coef


def check_number(name: str, value: float, most: float = np.inf) -> float:
    """Check that this is a finite number between 0 and `most`.

    Raises
    ------
    ParameterError
        If it is not.
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ParameterError(f"{name} must be a number, not {value!r}") from None
    if not (0.0 <= number <= most and np.isfinite(number)):
        expected = "a finite number >= 0" if np.isinf(most) else f"between 0 and {most:g}"
        raise ParameterError(f"{name} must be {expected}, not {value!r}")
    return number


def _numbers(name: str, values: ArrayLike) -> FloatArray:
    """Copy real numbers to float64, columns contiguous."""
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        where = ", ".join(str(k) for k in np.argwhere(np.ma.getmaskarray(values))[0])
        raise DataError(f"{name}[{where}] is masked: drop or impute such rows first")
    try:
        return np.asarray(values).astype(np.float64, order="F", casting="same_kind")
    except (TypeError, ValueError) as error:
        raise DataError(f"{name} must be a plain array of real numbers: {error}") from None


def _check_values(name: str, values: FloatArray) -> None:
    """Check that every value is finite, and zero or of a size that can be squared."""
    bad = np.argwhere(~np.isfinite(values))
    if bad.size:
        where = tuple(int(i) for i in bad[0])
        at = f"row {where[0]}" + (f", column {where[1]}" if len(where) == 2 else "")
        raise DataError(f"{name} must be finite; it is {values[where]} at {at}")
    largest = np.atleast_1d(np.max(np.abs(values), axis=0))  # of each column
    odd = (largest > 0) & ((largest < _SMALLEST) | (largest > _LARGEST))
    if np.any(odd):
        raise DataError(
            f"{name} holds values whose squares leave the range of floating point (its largest is "
            f"{np.max(largest[odd]):.3g}): change its unit"
        )
