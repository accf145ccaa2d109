"""Checks of what comes beside X; every message names the row and what to do."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.errors import DataError, ParameterError
from riata.typing import FloatArray

__all__ = [
    "check_flag",
    "check_response",
    "check_vector",
    "check_weights",
    "column_label",
    "refuse_masked",
    "to_array",
]


def column_label(names: list[str] | None, j: int) -> str:
    """How a message calls column j."""
    return f"column {j}" if names is None else f"column {names[j]!r}"


def to_array(values: Any, what: str) -> np.ndarray[Any, Any]:
    """What was given as an array of any shape and type.

    Raises
    ------
    DataError
        If its rows differ in length, or some of it is masked.
    """
    refuse_masked(values, what)
    try:
        return np.asarray(values)
    except ValueError:
        raise DataError(f"{what} is ragged: give every row the same number of values") from None


def refuse_masked(values: Any, what: str) -> None:
    """A masked entry is a missing one, and what lies under the mask is no number of anybody's.

    Raises
    ------
    DataError
        If there is one; the message names the first.
    """
    if not np.ma.is_masked(values):
        return
    first = np.argwhere(np.ma.getmaskarray(values))[0]
    where = f" in row {first[0]}" if len(first) else ""
    where += f", column {first[1]}" if len(first) > 1 else ""
    raise DataError(f"{what} is masked{where}: drop or impute such rows first")


def check_flag(name: str, value: Any) -> bool:
    """True or False; 1 and 0 are taken for them.

    Raises
    ------
    ParameterError
        If it is anything else.
    """
    if isinstance(value, bool | np.bool_) or (isinstance(value, int | np.integer) and value in (0, 1)):
        return bool(value)
    raise ParameterError(f"{name} must be True or False, not {value!r}")


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
