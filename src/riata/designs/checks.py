"""Checks of what comes beside X; every message names the row and what to do."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.errors import DataError
from riata.typing import FloatArray

__all__ = ["check_response", "check_vector", "check_weights", "column_label", "to_array"]


def column_label(names: list[str] | None, j: int) -> str:
    """How a message calls column j."""
    return f"column {j}" if names is None else f"column {names[j]!r}"


def to_array(values: Any, what: str) -> np.ndarray[Any, Any]:
    """What was given as an array of any shape and type.

    Raises
    ------
    DataError
        If its rows differ in length.
    """
    try:
        return np.asarray(values)
    except ValueError:
        raise DataError(f"{what} is ragged: give every row the same number of values") from None


def check_vector(values: Any, n: int, what: str) -> FloatArray:
    """One finite float64 number a row.

    Raises
    ------
    DataError
        If it is text, of another length, or not finite; the message names the row.
    """
    array = to_array(values, what)
    if array.dtype.kind not in "biuf":
        try:
            if array.dtype.kind == "c":
                raise DataError(f"Complex data not supported: {what} is complex")
            array = array.astype(np.float64)
        except (TypeError, ValueError) as error:
            if isinstance(error, DataError):
                raise
            raise DataError(f"{what} must be numbers, not {array.dtype}: {error}") from None
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise DataError(f"{what} must have one number a row, not the shape {array.shape}")
    if len(array) != n:
        raise DataError(f"{what} has {len(array)} values for {n} rows")
    vector = np.ascontiguousarray(array, dtype=np.float64)
    bad = np.flatnonzero(~np.isfinite(vector))
    if bad.size:
        kind = "NaN" if np.isnan(vector[bad[0]]) else "infinity"
        raise DataError(f"{what} contains {kind} in row {bad[0]}: drop or impute such rows first")
    return vector


def check_response(y: Any, n: int) -> FloatArray:
    """The response as float64, shape (n,)."""
    return check_vector(y, n, "y")


def check_weights(sample_weight: Any, n: int) -> FloatArray | None:
    """Weights as float64, shape (n,), or None for equal ones; one number weighs all rows alike.

    Raises
    ------
    DataError
        If a weight is negative, or none is positive.
    """
    if sample_weight is None:
        return None
    weight = to_array(sample_weight, "sample_weight")
    if weight.ndim == 0:
        weight = np.full(n, weight)
    weight = check_vector(weight, n, "sample_weight")
    negative = np.flatnonzero(weight < 0)
    if negative.size:
        raise DataError(f"sample_weight is negative in row {negative[0]}: {weight[negative[0]]}")
    if not weight.any():
        raise DataError("sample_weight is zero in every row: at least one must be positive")
    return weight
