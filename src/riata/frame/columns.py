"""One column of a data frame: what kind it is, its values, and where they are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import DataError
from riata.frame.schema import Kind
from riata.typing import FloatArray

__all__ = [
    "Values",
    "has_no_values",
    "is_number",
    "no_values",
    "read_category",
    "read_column",
    "read_number",
]


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
    text : bool
        Whether a category stood as text, rather than as numbers or truth values, in the table.
    """

    kind: Kind
    numbers: FloatArray | None
    labels: Any
    missing: Any
    text: bool = False


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
    if dtype == nw.String:
        _refuse_stray_words(series)
        return read_category(series)
    if dtype == nw.Categorical or isinstance(dtype, nw.Enum):
        return read_category(series)
    if has_no_values(series):
        return no_values("number", len(series))
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

    return _finite(series.name, series.cast(nw.Float64).to_numpy().astype(np.float64))


def _finite(name: str, numbers: FloatArray) -> Values:
    infinite = np.flatnonzero(np.isinf(numbers))
    if infinite.size:
        raise DataError(
            f"column {name!r} contains infinity in row {infinite[0]}: mend it, or leave the row out"
        )
    return Values("number", numbers, None, np.isnan(numbers))


def read_category(series: Any) -> Values:
    """A column of labels; numbers are written without a needless ``.0``."""
    values = _listed(series)
    labels = np.array(["" if v is None else _label_of(v) for v in values], dtype=object)
    missing = np.array([v is None for v in values], dtype=bool)
    text = all(isinstance(v, str) for v in values if v is not None)
    return Values("category", None, labels, missing, text)


def has_no_values(series: Any) -> bool:
    """Whether every value is missing, whatever the type."""
    return bool(series.is_null().all())


def no_values(kind: Kind, n: int) -> Values:
    """A column of that kind without any value."""
    missing = np.ones(n, dtype=bool)
    if kind == "category":
        return Values(kind, None, np.full(n, "", dtype=object), missing)
    return Values(kind, np.full(n, np.nan), None, missing)


def _listed(series: Any) -> list[Any]:
    """The values, None where missing: libraries have a NaN, an NA and a NaT beside it."""
    absent = series.is_null().to_list()
    pairs = zip(series.to_list(), absent, strict=True)
    return [None if a or (isinstance(v, float) and v != v) else v for v, a in pairs]


def _label_of(value: Any) -> str:
    """A level's name."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read_objects(series: Any) -> Values:
    """A pandas object column: all text, all booleans, or all numbers."""
    values = _listed(series)
    present = [v for v in values if v is not None]
    if all(isinstance(v, str) for v in present):
        return read_category(series)
    if all(isinstance(v, bool | int | float | np.integer | np.floating | np.bool_) for v in present):
        try:
            numbers = np.array([np.nan if v is None else float(v) for v in values])
        except OverflowError:
            raise DataError(
                f"column {series.name!r} holds a number beyond the range of double precision: scale it"
            ) from None
        found = _finite(series.name, numbers)
        boolean = all(isinstance(v, bool | np.bool_) for v in present)
        return Values("boolean" if boolean else "number", numbers, None, found.missing)
    kinds = sorted({type(v).__name__ for v in present})
    what = f"mixes {' and '.join(kinds)}" if len(kinds) > 1 else f"holds values of type {kinds[0]}"
    raise DataError(f"column {series.name!r} {what}: turn it into numbers or text, or drop it")


def _refuse_stray_words(series: Any) -> None:
    """Text that is mostly numbers is a mistake in the file, not a category."""
    levels = [v for v in series.unique().to_list() if isinstance(v, str)]
    words = {v for v in levels if not is_number(v)}
    if len(levels) < 10 or len(words) > len(levels) // 10:
        return
    values = series.to_list()
    where = next((i for i, v in enumerate(values) if v in words), None) if words else None
    example = " written as text" if where is None else f": row {where} holds {values[where]!r}"
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
