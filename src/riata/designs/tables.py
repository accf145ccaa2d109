"""Data frames of numbers as arrays: pandas, polars, Arrow and the rest through narwhals."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.errors import DataError

__all__ = ["is_table", "table_to_array"]


def is_table(X: Any) -> bool:
    """Whether X is a data frame of some library (found out without importing one)."""
    return not isinstance(X, np.ndarray) and hasattr(X, "columns") and hasattr(X, "shape")


def table_to_array(X: Any) -> tuple[np.ndarray[Any, Any], list[str] | None]:
    """The numbers of a data frame and its column names.

    Raises
    ------
    DataError
        If a column is not numeric, by name.
    """
    import narwhals as nw

    frame = nw.from_native(X, eager_only=True)
    for name, dtype in frame.schema.items():
        if not (dtype.is_numeric() or dtype == nw.Boolean):
            raise DataError(
                f"column {name!r} is of type {dtype}, not numbers: riata.fit() makes indicators of "
                "such columns"
            )
    names = [str(name) for name in frame.columns]
    array = frame.to_numpy()
    if array.dtype.kind not in "biuf":  # nullable columns arrive as objects
        array = np.column_stack([_numbers(frame[name]) for name in frame.columns])
    return array, names


def _numbers(series: Any) -> np.ndarray[Any, Any]:
    return np.array([np.nan if v is None else float(v) for v in series.to_list()], dtype=float)
