"""Data frames of numbers as arrays: pandas, polars, Arrow and the rest through narwhals."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.errors import DataError

__all__ = ["is_table", "refuse_unreadable", "table_to_array"]


def is_table(X: Any) -> bool:
    """Whether X is a data frame of some library (found out without importing one)."""
    return not isinstance(X, np.ndarray) and hasattr(X, "shape") and hasattr(X, "columns")


def refuse_unreadable(X: Any) -> None:
    """Frames that have no rows yet, or more than one column of a name.

    Raises
    ------
    DataError
        If X is one.
    """
    if hasattr(X, "collect") and hasattr(X, "lazy"):
        raise DataError(f"X is a {type(X).__name__}, which has no rows yet: hand over X.collect()")
    if not is_table(X):
        return
    names = [str(name) for name in getattr(X, "column_names", X.columns)]
    if len(set(names)) < len(names):
        twice = next(name for k, name in enumerate(names) if name in names[:k])
        raise DataError(f"X has several columns called {twice!r}: rename all but one")


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
