"""What a table's columns are, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Column", "Kind", "Schema"]

Kind = Literal["number", "boolean", "category"]


@dataclass(frozen=True)
class Column:
    """One column of the training table and how it becomes features.

    Attributes
    ----------
    name : str
        Its name.
    kind : {"number", "boolean", "category"}
        A number and a boolean are one feature; a category is an indicator for each of its levels.
    levels : tuple of str
        Of a category, in order; empty otherwise.
    fill : tuple of float
        What a missing value becomes where they are filled in: the mean of each feature.
    low, high : float
        Range of a number in training; 0 and 1 otherwise.
    missing : int
        Missing values in training.
    text : bool
        Whether a category stood as text in the training table. New text files are then taken by their
        letters: ``01`` is the level "01", though a file of nothing else would read as numbers.
    """

    name: str
    kind: Kind
    levels: tuple[str, ...] = ()
    fill: tuple[float, ...] = ()
    low: float = 0.0
    high: float = 1.0
    missing: int = 0
    text: bool = False

    @property
    def features(self) -> list[str]:
        """Names of the features it becomes; a schema of several columns may have to tell some apart."""
        if self.kind == "category":
            return [f"{self.name}={level}" for level in self.levels]
        return [self.name]


@dataclass(frozen=True)
class Schema:
    """How a table was read.

    Attributes
    ----------
    target : str
        The column that is predicted.
    columns : tuple of Column
        The columns that predict.
    weights, offset : str or None
        The columns that weigh rows and shift the linear predictor.
    loose_offset : bool
        Whether the offset was numbers beside the table: new rows need theirs, too.
    dropped : tuple of str
        Columns left out on request.
    missing : {"error", "drop", "mean"}
        What is done about missing values.
    rows_read, rows_used : int
        Rows of the table, and rows that were fitted.
    """

    target: str
    columns: tuple[Column, ...]
    weights: str | None = None
    offset: str | None = None
    loose_offset: bool = False
    dropped: tuple[str, ...] = field(default=())
    missing: Literal["error", "drop", "mean"] = "error"
    rows_read: int = 0
    rows_used: int = 0

    @property
    def features(self) -> list[str]:
        """Names of all features, in the order of the design's columns; no two are the same."""
        return [feature for block in self.blocks for feature in block]

    @property
    def blocks(self) -> list[list[str]]:
        """Names of the features of each column.

        An indicator whose name is also a column's, or another indicator's, gets a number behind it.
        """
        taken = {column.name for column in self.columns if column.kind != "category"}
        out = []
        for column in self.columns:
            names = column.features
            if column.kind == "category":
                names = [_free(name, taken) for name in names]
            out.append(names)
        return out


def _free(name: str, taken: set[str]) -> str:
    """The name, or the first numbered one that is not taken; it is taken then."""
    found, k = name, 1
    while found in taken:
        k += 1
        found = f"{name} ({k})"
    taken.add(found)
    return found
