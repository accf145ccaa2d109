"""New rows beside those of training: where they differ, and how well they are predicted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from riata.frame.columns import Values, read_column
from riata.frame.encoding import design_matrix, read_new_offset, read_new_values
from riata.frame.schema import Column
from riata.frame.sides import text_columns
from riata.frame.training import open_table, take_rows
from riata.report.numbers import short
from riata.report.strengths import Strengths
from riata.typing import FloatArray, IntArray

__all__ = ["Drift", "drift_of"]

#: Shares of missing values that differ by more than this many standard errors, and by this much.
_ERRORS, _MORE = 2.0, 0.01
#: Levels that are named.
_NAMED = 5


@dataclass(frozen=True, eq=False)
class Drift:
    """A new table under a model.

    Attributes
    ----------
    name : str
        Of its file; empty for a data frame.
    rows : int
        In the table.
    used : ndarray of int
        Those that can be predicted.
    warnings : tuple of (str, str)
        Column, and how it differs from training.
    predicted : ndarray of shape (len(used), L)
        At every strength.
    observed : ndarray of shape (len(used),) or None
        The target, NaN where it is missing; None where it is no column of numbers there.
    trouble : str
        Why there is no target; empty where there is one.
    """

    name: str
    rows: int
    used: IntArray
    warnings: tuple[tuple[str, str], ...]
    predicted: FloatArray
    observed: FloatArray | None
    trouble: str

    @property
    def errors(self) -> FloatArray | None:
        """Mean squared error at every strength, (L,), of rows with a target; None without one."""
        if self.observed is None or not np.isfinite(self.observed).any():
            return None
        there = np.isfinite(self.observed)
        off = self.predicted[there] - self.observed[there][:, None]
        return np.asarray(np.mean(off**2, axis=0), dtype=float)


def drift_of(model: Any, at: Strengths, table: Any, offset: Any = None) -> Drift:
    """Read a new table as the model reads tables, and compare.

    Parameters
    ----------
    model : Model
        The model.
    at : Strengths
        Its solutions.
    table : file name or data frame
        The table.
    offset : array-like of shape (n,), optional
        Where training had one that was no column.

    Raises
    ------
    DataError
        If it lacks a column or holds one of another kind.
    """
    schema = model.schema
    frame = open_table(table, as_text=text_columns(schema))
    columns = read_new_values(schema, frame)
    shift = np.broadcast_to(np.asarray(read_new_offset(schema, frame, offset)), len(frame))
    keep = np.isfinite(shift)
    for column in schema.columns:
        if not column.fill:
            keep = keep & ~columns[column.name].missing
    used = np.flatnonzero(keep)
    found = []
    for column in schema.columns:
        words = _words(column, columns[column.name], schema.rows_used)
        found += [(column.name, text) for text in words]
    predicted = np.zeros((0, len(at.alphas)))
    if len(used):
        part = {name: take_rows(values, used) for name, values in columns.items()}
        X = design_matrix(schema, part, "ignore")
        predicted = np.asarray(X @ at.coefs.toarray()) + at.intercepts + shift[used][:, None]
    observed, trouble = _target(frame, schema.target)
    return Drift(
        name=str(table) if isinstance(table, str | Path) else "",
        rows=len(frame),
        used=used,
        warnings=tuple(found),
        predicted=predicted,
        observed=None if observed is None else observed[used],
        trouble=trouble,
    )


def _target(frame: Any, name: str) -> tuple[FloatArray | None, str]:
    if name not in frame.columns:
        return None, f"The table has no column {name!r}, so predictions cannot be compared."
    values = read_column(frame[name])
    if values.numbers is None:
        return None, f"The column {name!r} holds no numbers here, so predictions cannot be compared."
    if values.missing.all():
        return None, f"The column {name!r} has no values here, so predictions cannot be compared."
    return values.numbers, ""


def _words(column: Column, values: Values, rows: int) -> list[str]:
    """How a column differs from what it was in training."""
    out, n = [], len(values.missing)
    there = ~values.missing
    if column.kind == "category":
        known = set(column.levels)
        strange = Counter(str(label) for label in values.labels[there] if label not in known)
        if strange:
            some = ", ".join(repr(level) for level, _ in strange.most_common(_NAMED))
            more = f" and {len(strange) - _NAMED} more" if len(strange) > _NAMED else ""
            out.append(
                f"{_rows(strange.total())} with levels that training never saw ({some}{more}): "
                "predicted without this column"
            )
    elif values.numbers is not None:
        numbers = values.numbers[there]
        for what, beyond, end in (
            ("below", numbers < column.low, column.low),
            ("above", numbers > column.high, column.high),
        ):
            if beyond.any():
                far = numbers.min() if what == "below" else numbers.max()
                out.append(
                    f"{_rows(int(beyond.sum()))} {what} the range of training: as far as "
                    f"{short(far, 4)}, where training ended at {short(end, 4)}"
                )
    out += _missing(column, int(values.missing.sum()), n, rows)
    return out


def _missing(column: Column, missing: int, n: int, rows: int) -> list[str]:
    if not missing:
        return []
    if not column.fill:
        return [f"missing in {_rows(missing)}, which this model cannot predict: it fills nothing in"]
    now, then = missing / n, column.missing / max(rows, 1)
    error = np.sqrt(then * (1.0 - then) * (1.0 / n + 1.0 / max(rows, 1)))
    if now - then <= max(_MORE, _ERRORS * error):
        return []
    return [f"missing in {now:.0%} of the rows, in training in {then:.0%}: filled with training's mean"]


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"
