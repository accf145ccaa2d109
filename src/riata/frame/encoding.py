"""Columns of a table as columns of a design, and the same for new rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np
from scipy import sparse

from riata.designs.checks import check_vector
from riata.errors import DataError, UnseenLevelError
from riata.frame.columns import Values, has_no_values, is_number, no_values, read_column, read_number
from riata.frame.schema import Column, Schema
from riata.typing import FloatArray

__all__ = [
    "describe",
    "design_matrix",
    "encode",
    "read_new_columns",
    "read_new_offset",
    "read_new_values",
]

_MANY = 200  # features beyond which indicators are kept as a sparse matrix


def describe(name: str, values: Values, missing: str) -> Column:
    """The record of a training column.

    Raises
    ------
    DataError
        If it has no value at all.
    """
    absent = int(values.missing.sum())
    if absent == len(values.missing):
        raise DataError(f"column {name!r} has no values: drop it")
    if values.kind == "category":
        counts = Counter(values.labels[~values.missing])
        levels = sorted(counts, key=_level_order(counts))
        share = tuple(counts[level] / counts.total() for level in levels)
        fill = share if missing == "mean" else ()
        return Column(name, "category", tuple(levels), fill, missing=absent, text=values.text)
    assert values.numbers is not None
    numbers = values.numbers[~values.missing]
    fill = (float(numbers.mean()),) if missing == "mean" else ()
    return Column(name, values.kind, (), fill, float(numbers.min()), float(numbers.max()), absent)


def _level_order(levels: Iterable[str]) -> Callable[[str], Any]:
    """By value where all levels are numbers, else by name; NaN, which has no place, comes last."""
    if not all(is_number(level) for level in levels):
        return str

    def by_value(level: str) -> tuple[bool, float, str]:
        value = float(level)
        return (True, 0.0, level) if value != value else (False, value, level)

    return by_value


def encode(column: Column, values: Values, unseen: Literal["error", "ignore"] = "error") -> Any:
    """The features of a column, (n, k): an array, or compressed columns for a category.

    Raises
    ------
    UnseenLevelError
        If a level was not in training and `unseen` is "error"; otherwise such rows get zeros.
    """
    if column.kind != "category":
        assert values.numbers is not None
        numbers = values.numbers.copy()
        if values.missing.any():
            numbers[values.missing] = column.fill[0]
        return numbers[:, None]
    place = {level: k for k, level in enumerate(column.levels)}
    codes = np.array([place.get(label, -1) for label in values.labels], dtype=np.int64)
    strange = np.flatnonzero((codes < 0) & ~values.missing)
    if strange.size and unseen == "error":
        level = values.labels[strange[0]]
        known = ", ".join(column.levels[:8]) + (" ..." if len(column.levels) > 8 else "")
        raise UnseenLevelError(
            f"column {column.name!r}, row {strange[0]}: the level {level!r} was not in training "
            f"(levels: {known}). Use unseen='ignore' to predict without it"
        )
    rows = np.flatnonzero(codes >= 0)
    shape = (len(codes), len(column.levels))
    out = sparse.csc_array((np.ones(len(rows)), (rows, codes[rows])), shape=shape)
    if values.missing.any():
        absent = sparse.csc_array(values.missing.astype(float)[:, None])
        out = sparse.csc_array(out + absent @ sparse.csc_array(np.array([column.fill])))
    return out


def design_matrix(
    schema: Schema, columns: dict[str, Values], unseen: Literal["error", "ignore"] = "error"
) -> Any:
    """All features: a dense array in column order, or sparse where there are many indicators."""
    count = len(schema.features)
    numeric = sum(column.kind != "category" for column in schema.columns)
    n = len(next(iter(columns.values())).missing) if columns else 0
    if count > _MANY and numeric < count // 5:
        parts = [sparse.csc_array(encode(c, columns[c.name], unseen)) for c in schema.columns]
        return sparse.csc_array(sparse.hstack(parts))
    out = np.empty((n, count), order="F")
    start = 0
    for column in schema.columns:
        block = encode(column, columns[column.name], unseen)
        out[:, start : start + block.shape[1]] = block.toarray() if column.kind == "category" else block
        start += block.shape[1]
    return out


def read_new_columns(schema: Schema, frame: Any) -> dict[str, Values]:
    """The predicting columns of a new table, as training read them, with nothing missing for good.

    Raises
    ------
    DataError
        If one is absent, of another kind, or has missing values that the model does not fill in.
    """
    out = read_new_values(schema, frame)
    for column in schema.columns:
        missing = out[column.name].missing
        if missing.any() and not column.fill:
            row = int(np.flatnonzero(missing)[0])
            raise DataError(
                f"column {column.name!r} is missing in row {row}: fit with missing='mean' to predict "
                "such rows"
            )
    return out


def read_new_values(schema: Schema, frame: Any) -> dict[str, Values]:
    """The predicting columns of a new table, as training read them; any value may be missing.

    Raises
    ------
    DataError
        If one is absent or of another kind.
    """
    there = set(frame.columns)
    absent = [column.name for column in schema.columns if column.name not in there]
    if absent:
        raise DataError(f"the table lacks the column{'s' if len(absent) > 1 else ''} {absent}")
    return {column.name: _read_as(column, frame[column.name]) for column in schema.columns}


def read_new_offset(schema: Schema, frame: Any, offset: Any) -> FloatArray | float:
    """The offset of new rows, (n,), or zero.

    Raises
    ------
    DataError
        If training had one and it is not to be found, or it is not numeric.
    """
    if offset is not None:
        return check_vector(offset, len(frame), "offset")
    if schema.loose_offset:
        raise DataError(
            "the model was fitted with an offset that is no column: give offset= for the new rows"
        )
    if schema.offset is None:
        return 0.0
    if schema.offset not in frame.columns:
        raise DataError(f"the table lacks the offset column {schema.offset!r}")
    values = read_column(frame[schema.offset])
    if values.numbers is None:
        raise DataError(f"the offset column {schema.offset!r} is not numeric")
    return check_vector(values.numbers, len(frame), f"column {schema.offset!r}")


def _read_as(column: Column, series: Any) -> Values:
    """New values of a column of training; where there are none, their type does not matter."""
    if has_no_values(series):
        return no_values(column.kind, len(series))
    if column.kind == "category":
        return read_column(series, as_category=True)
    if series.dtype.is_numeric():
        return read_number(series)
    values = read_column(series)
    if values.kind == "category":
        raise DataError(
            f"column {column.name!r} is text here, but was numbers in training: turn it into numbers"
        )
    return values
