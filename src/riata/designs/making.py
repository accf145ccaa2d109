"""The design for whatever was handed over. The kinds are tried in the order below."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import issparse

from riata.designs.base import Design
from riata.designs.checks import to_array
from riata.designs.dense import Dense
from riata.designs.rows import RowDesign
from riata.designs.sparse import Sparse
from riata.designs.tables import is_table, refuse_unreadable, table_to_array
from riata.errors import DataError

__all__ = ["make_design"]


def make_design(X: Any, names: list[str] | None = None) -> Design:
    """The design for an array, a SciPy sparse matrix, a data frame or :class:`Moments`.

    Parameters
    ----------
    X : array-like of shape (n, p)
        Numbers. Arrays of float64 or float32 with contiguous rows or columns, and compressed sparse
        columns of them, are used without a copy.
    names : list of str, optional
        Column names; by default a data frame's own.

    Returns
    -------
    Design

    Raises
    ------
    DataError
        If X is not a two-dimensional table of real numbers, or has no row or no column.
    """
    if isinstance(X, Design):
        return X
    refuse_unreadable(X)
    if issparse(X):
        if X.dtype.kind == "c":
            raise DataError("Complex data not supported: X is complex")
        design: RowDesign = Sparse(X, names)
    else:
        array, own = table_to_array(X) if is_table(X) else (_as_array(X), None)
        design = Dense(array, own if names is None else names)
    n, p = design.shape
    if n == 0:
        raise DataError(f"Found array with 0 sample(s) (shape=({n}, {p})): X has no rows")
    if p == 0:
        raise DataError(f"0 feature(s) (shape=({n}, {p})) while a minimum of 1 is required")
    return design


def _as_array(X: Any) -> np.ndarray[Any, Any]:
    array = to_array(X, "X")
    if array.dtype.kind == "c":
        raise DataError("Complex data not supported: X is complex")
    if array.dtype.kind not in "biuf":
        try:
            array = array.astype(np.float64)
        except (TypeError, ValueError) as error:
            raise DataError(f"X must be numbers: {error}") from None
    if array.ndim != 2:
        raise DataError(
            f"Expected 2D array, got {array.ndim}D array instead: X must be a table of rows and "
            "columns. Reshape your data with X.reshape(-1, 1) if it is one column, or "
            "X.reshape(1, -1) if it is one row."
        )
    return array
