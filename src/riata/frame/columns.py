"""One column of a data frame: what kind it is, its values, and where they are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import DataError
from riata.frame.schema import Kind
from riata.typing import FloatArray

__all__ = ["Values", "is_number", "label_of", "read_category", "read_column", "read_number"]


@dataclass(frozen=True, eq=False)
class Values:
    """A column as read.

    Attributes
    ----------
    kind : {"number", "boolean", "category"}
        What it is.
    numbers : ndarray of shape (n,) or None
        float64 with NaN where missing; None for a category.
    labels : ndarray of shape (n,) of str or None
        Empty where missing; None for anything but a category.
    missing : ndarray of shape (n,) of bool
        Where there is no value.
    """

    kind: Kind
    numbers: FloatArray | None
    labels: Any
    missing: Any


def read_column(series: Any, *, as_category: bool = False) -> Values:
    """A narwhals series as numbers, booleans or a category.

    Raises
    ------
    DataError
        If it is neither (a date, a list, mixed objects); if it is text that nearly always reads as a
        number, so that one stray word would turn numbers into a category.
    """
    import narwhals as nw

    dtype = series.dtype
    if as_category:
        return read_category(series)
    if dtype.is_numeric():
        return read_number(series)
    if dtype == nw.Boolean:
        found = read_number(series)
        return Values("boolean", found.numbers, None, found.missing)
    if dtype in (nw.String, nw.Categorical) or isinstance(dtype, nw.Enum):
        _refuse_stray_words(series)
        return read_category(series)
    if dtype == nw.Object:
        return _read_objects(series)
    raise DataError(
        f"column {series.name!r} is of type {dtype}: turn it into numbers or text, or drop it"
    )


def read_number(series: Any) -> Values:
    """A column of numbers.

    Raises
    ------
    DataError
        If a value is infinite, by row.
    """
    import narwhals as nw

    numbers = series.cast(nw.Float64).to_numpy().astype(np.float64)
    infinite = np.flatnonzero(np.isinf(numbers))
    if infinite.size:
        raise DataError(f"column {series.name!r} contains infinity in row {infinite[0]}")
    return Values("number", numbers, None, np.isnan(numbers))


def read_category(series: Any) -> Values:
    """A column of labels; numbers are written without a needless ``.0``."""
    values = series.to_list()
    missing = np.array([v is None or v != v for v in values], dtype=bool)
    labels = np.array(
        ["" if absent else label_of(v) for v, absent in zip(values, missing, strict=True)],
        dtype=object,
    )
    return Values("category", None, labels, missing)


def label_of(value: Any) -> str:
    """A level's name."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read_objects(series: Any) -> Values:
    """A pandas object column: all text, all booleans, or all numbers."""
    values = [v for v in series.to_list() if v is not None and v == v]
    if all(isinstance(v, str) for v in values):
        return read_category(series)
    if all(isinstance(v, bool | int | float | np.number) for v in values):
        numbers = np.array(
            [np.nan if v is None or v != v else float(v) for v in series.to_list()], dtype=float
        )
        kind: Kind = "boolean" if values and all(isinstance(v, bool) for v in values) else "number"
        return Values(kind, numbers, None, np.isnan(numbers))
    kinds = sorted({type(v).__name__ for v in values})
    raise DataError(f"column {series.name!r} mixes {' and '.join(kinds)}: make it one type, or drop it")


def _refuse_stray_words(series: Any) -> None:
    """Text that is mostly numbers is a mistake in the file, not a category."""
    levels = [v for v in series.unique().to_list() if v is not None]
    words = [v for v in levels if not is_number(v)]
    if len(levels) < 10 or len(words) > len(levels) // 10:
        return
    where = next((i for i, v in enumerate(series.to_list()) if v in words), None)
    example = f": row {where} holds {words[0]!r}" if words else " written as text"
    raise DataError(
        f"column {series.name!r} looks like numbers, but is text{example}. Mend the table, or name the "
        "column in categorical= if it is a category"
    )


def is_number(text: str) -> bool:
    """Whether text reads as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True
