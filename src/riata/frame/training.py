"""A training table: the schema read off it, and the arrays that a problem needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from riata.errors import DataError, ParameterError
from riata.frame.columns import Values, read_column, read_number
from riata.frame.encoding import describe, design_matrix
from riata.frame.notices import warn_of
from riata.frame.reading import read_file
from riata.frame.schema import Schema
from riata.typing import FloatArray

__all__ = ["Missing", "Training", "open_table", "read_training_table", "take_rows"]

Missing = Literal["error", "drop", "mean"]


@dataclass(frozen=True, eq=False)
class Training:
    """A training table, read.

    Attributes
    ----------
    schema : Schema
        How.
    X : ndarray or csc_array of shape (n, p)
        Features.
    y : ndarray of shape (n,)
        Target.
    weight, offset : ndarray of shape (n,) or None
        Row weights and offset.
    """

    schema: Schema
    X: Any
    y: FloatArray
    weight: FloatArray | None
    offset: FloatArray | None


def open_table(table: Any, *, as_text: Iterable[str] = ()) -> Any:
    """A file name or any library's data frame, as a narwhals data frame with text names.

    Columns in `as_text` are taken by their letters where the table is a text file.

    Raises
    ------
    DataError
        If it is no table, has no row, or repeats a column name.
    """
    import narwhals as nw

    if isinstance(table, str | Path):
        table = read_file(table, as_text=as_text)
    try:
        frame = nw.from_native(table, eager_only=True)
    except TypeError:
        raise DataError(
            "a table is a file name or a data frame of pandas, polars or Arrow, not "
            f"{type(table).__name__}"
        ) from None
    except ValueError as error:  # narwhals refuses repeated names
        _check_names(getattr(table, "column_names", getattr(table, "columns", ())))
        raise DataError(" ".join(str(error).split())) from None
    names = _check_names(frame.columns)
    if names != list(frame.columns):
        frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
    if not len(frame):
        raise DataError("the table has no rows")
    return frame


def _check_names(given: Iterable[Any]) -> list[str]:
    """Names as text, each there once."""
    names = []
    for name in given:
        if isinstance(name, tuple):
            raise DataError(f"the table has a column name of several parts, {name!r}: give it one name")
        names.append(str(name))
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise DataError(f"the table has several columns called {repeated[0]!r}: rename all but one")
    return names


def read_training_table(
    table: Any,
    target: str,
    *,
    drop: Iterable[str] = (),
    categorical: Iterable[str] = (),
    weights: Any = None,
    offset: Any = None,
    missing: Missing = "error",
    as_text: Iterable[str] = (),
) -> Training:
    """Read a table for fitting; the parameters are those of :func:`riata.fit` and :func:`open_table`.

    Raises
    ------
    DataError
        If the table cannot be used as it is.
    ParameterError
        If a name is unknown or an option out of range.
    """
    if missing not in ("error", "drop", "mean"):
        raise ParameterError(f"missing must be 'error', 'drop' or 'mean', not {missing!r}")
    frame = open_table(table, as_text=as_text)
    drop, categorical = _names(drop, "drop"), _names(categorical, "categorical")
    _check_known(frame, target, drop, categorical, weights, offset)
    special = {target, *(name for name in (weights, offset) if isinstance(name, str))}
    y = _read_target(frame, target)
    weight = _read_beside(frame, weights, "weights")
    shift = _read_beside(frame, offset, "offset")
    columns = {
        name: read_column(frame[name], as_category=name in categorical)
        for name in frame.columns
        if name not in special and name not in drop
    }
    if not columns:
        raise DataError(f"the table has no column left to predict {target!r} from")
    beside = {f"column {target!r}": y}
    for given, what, found in ((weights, "weights", weight), (offset, "offset", shift)):
        if found is not None:
            beside[_called(given, what)] = found
    rows = _rows_to_use(columns, beside, missing)
    columns = {name: take_rows(values, rows) for name, values in columns.items()}
    described = tuple(describe(name, values, missing) for name, values in columns.items())
    schema = Schema(
        target,
        described,
        weights=weights if isinstance(weights, str) else None,
        offset=offset if isinstance(offset, str) else None,
        loose_offset=offset is not None and not isinstance(offset, str),
        dropped=drop,
        missing=missing,
        rows_read=len(frame),
        rows_used=len(rows),
    )
    _warn_of_identifiers(schema)
    return Training(
        schema,
        design_matrix(schema, columns),
        y.numbers[rows] if y.numbers is not None else np.zeros(0),
        None if weight is None or weight.numbers is None else weight.numbers[rows],
        None if shift is None or shift.numbers is None else shift.numbers[rows],
    )


def _names(given: Iterable[str] | str, what: str) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) else tuple(given)
    if not all(isinstance(name, str) for name in names):
        raise ParameterError(f"{what} must be column names, not {names!r}")
    return names


def _check_known(
    frame: Any,
    target: str,
    drop: tuple[str, ...],
    categorical: tuple[str, ...],
    weights: Any,
    offset: Any,
) -> None:
    named = [("target", target)]
    named += [("drop", name) for name in drop] + [("categorical", name) for name in categorical]
    named += [(w, n) for w, n in (("weights", weights), ("offset", offset)) if isinstance(n, str)]
    for what, name in named:
        if name not in frame.columns:
            known = ", ".join(frame.columns[:12]) + (" ..." if len(frame.columns) > 12 else "")
            raise ParameterError(f"{what}: there is no column {name!r} in the table ({known})")
    if target in drop:
        raise ParameterError(f"the target {target!r} cannot be dropped")


def _read_target(frame: Any, target: str) -> Values:
    values = read_column(frame[target])
    if values.kind == "category":
        raise DataError(
            f"the target {target!r} is text: a linear model predicts numbers. Turn it into numbers, or "
            "choose another target"
        )
    return values


def _read_beside(frame: Any, given: Any, what: str) -> Values | None:
    """Weights or offset: a column's name, or one number a row."""
    import narwhals as nw

    if given is None:
        return None
    if isinstance(given, str):
        series = frame[given]
        if not (series.dtype.is_numeric() or series.dtype == nw.Boolean):
            raise DataError(f"the {what} column {given!r} is not numeric: name a column of numbers")
        found = read_number(series)
    else:
        found = _numbers(given, len(frame), what)
    assert found.numbers is not None
    negative = np.flatnonzero(found.numbers < 0)
    if what == "weights" and negative.size:
        row = negative[0]
        raise DataError(
            f"{_called(given, what)} is negative in row {row} ({found.numbers[row]:g}): weights are >= 0"
        )
    return found


def _called(given: Any, what: str) -> str:
    """How a message calls weights or an offset."""
    return f"column {given!r}" if isinstance(given, str) else what


def _numbers(given: Any, n: int, what: str) -> Values:
    try:
        numbers = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise DataError(f"{what} must be a column's name or one number a row") from None
    if numbers.shape != (n,):
        raise DataError(f"{what} has the shape {numbers.shape}; the table has {n} rows")
    infinite = np.flatnonzero(np.isinf(numbers))
    if infinite.size:
        raise DataError(f"{what} contains infinity in row {infinite[0]}: mend it, or leave the row out")
    return Values("number", numbers, None, np.isnan(numbers))


def _rows_to_use(columns: dict[str, Values], beside: dict[str, Values], missing: Missing) -> Any:
    """Positions of the rows to fit.

    Raises
    ------
    DataError
        If a value is missing and may not be, by column and row; or if no row is left.
    """
    n = len(next(iter(columns.values())).missing)
    must = dict(beside)
    if missing != "mean":
        must |= {f"column {name!r}": values for name, values in columns.items()}
    keep = np.ones(n, dtype=bool)
    for name, values in must.items():
        if values.missing.all():
            if name in beside:
                raise DataError(f"{name} has no values: choose another one")
            continue  # a column of features is reported where it is described
        if missing != "drop" and values.missing.any():
            row = int(np.flatnonzero(values.missing)[0])
            options = "missing='drop'" if name in beside else "missing='drop' or missing='mean'"
            count = int(values.missing.sum())
            raise DataError(f"{name} is missing in row {row} ({count} of {n} rows): use {options}")
        keep &= ~values.missing
    if not keep.any():
        raise DataError("no row is complete: use missing='mean', or drop the emptiest columns")
    return np.flatnonzero(keep)


def take_rows(values: Values, rows: Any) -> Values:
    """Some rows of a column."""
    return replace(
        values,
        numbers=None if values.numbers is None else values.numbers[rows],
        labels=None if values.labels is None else values.labels[rows],
        missing=values.missing[rows],
    )


def _warn_of_identifiers(schema: Schema) -> None:
    for column in schema.columns:
        if len(column.levels) > max(20, schema.rows_used // 2):
            warn_of(
                f"column {column.name!r} has {len(column.levels)} levels in {schema.rows_used} rows: if "
                "it names rows, drop it"
            )
