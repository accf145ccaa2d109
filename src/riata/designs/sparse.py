"""Sparse data: SciPy compressed columns, with 32- or 64-bit indices."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from riata import _core
from riata.designs.base import Summary, View
from riata.designs.checks import column_label
from riata.designs.rows import RowDesign
from riata.errors import DataError
from riata.typing import FloatArray, IntArray

__all__ = ["Sparse"]

#: Size of a column whose entries' products neither overflow nor vanish.
_LARGEST = 1e150


class Sparse(RowDesign):
    """A view of a SciPy sparse matrix or array.

    Compressed columns (CSC) of float64 or float32 are used where they lie; any other format is
    converted to CSC once. Repeated entries are added up in a copy.

    Parameters
    ----------
    x : sparse matrix or array of shape (n, p)
        Numbers.
    names : list of str, optional
        Column names.
    """

    def __init__(self, x: Any, names: list[str] | None = None) -> None:
        x = sparse.csc_array(x) if x.format != "csc" else x
        if x.dtype not in (np.float64, np.float32) or not x.dtype.isnative:
            x = x.astype(np.float64)
        if not x.has_canonical_format:
            x = x.copy()
            x.sum_duplicates()
        if x.indices.dtype != x.indptr.dtype:
            wide = np.int64
            x = sparse.csc_array((x.data, x.indices.astype(wide), x.indptr.astype(wide)), shape=x.shape)
        self.x = x
        self._names = names

    @property
    def names(self) -> list[str] | None:
        """Column names."""
        return self._names

    @property
    def shape(self) -> tuple[int, int]:
        """(n, p)."""
        n, p = self.x.shape
        return int(n), int(p)

    @cached_property
    def core(self) -> _core.Design:
        """The compiled view."""
        x = self.x
        data, indices, indptr = (np.ascontiguousarray(a) for a in (x.data, x.indices, x.indptr))
        return _core.csc(data, indices, indptr, int(x.shape[0]))

    def predict(self, coef: Any) -> FloatArray:
        """X @ coef."""
        out = self.x @ coef
        return np.asarray(out.toarray() if sparse.issparse(out) else out, dtype=float)

    def centred_product(self, coef: FloatArray, shift: FloatArray) -> FloatArray:
        """X coef - 1 (shift'coef)."""
        return self.predict(coef) - shift @ coef

    def column(self, j: int) -> FloatArray:
        """Column j, with its zeros."""
        out = np.zeros(self.shape[0])
        here = slice(self.x.indptr[j], self.x.indptr[j + 1])
        out[self.x.indices[here]] = self.x.data[here]
        return out

    def may_vary(self) -> NDArray[np.bool_]:
        """Columns with entries."""
        return np.asarray(np.diff(self.x.indptr) > 0, dtype=bool)

    def first_non_finite(self) -> tuple[int, int, float] | None:
        """(row, column, value), the first in the order of the columns."""
        bad = np.flatnonzero(~np.isfinite(self.x.data))
        if bad.size == 0:
            return None
        k = int(bad[0])
        column = int(np.searchsorted(self.x.indptr, k, side="right")) - 1
        return int(self.x.indices[k]), column, float(self.x.data[k])

    def block(self, rows: slice, columns: IntArray, view: View) -> FloatArray:
        """Some rows and columns."""
        z = np.asarray(self.x[rows][:, columns].toarray(), dtype=float)
        z -= view.shift[columns]
        z *= view.scale[columns]
        if view.root_weight is not None:
            z *= view.root_weight[rows, None]
        return z

    def refuse_sizes(self, summary: Summary) -> None:
        """Columns so large or small that squares of their entries, summed as they are, are no numbers.

        Raises
        ------
        DataError
            If there is one; the message names it.
        """
        size = np.hypot(summary.x_norm, summary.x_mean)
        bad = np.flatnonzero((size > 0) & ~((size > 1.0 / _LARGEST) & (size < _LARGEST)))
        if bad.size:
            j = int(bad[0])
            raise DataError(
                f"{column_label(self.names, j)} of X is of size {size[j]:.1g}, beyond what products of "
                "sparse columns can be summed in: multiply it by a power of ten, or hand over a dense "
                "array"
            )

    def row_products(self, view: View) -> FloatArray:
        """Z Z' = W^1/2 (X D X' - (X D m) 1' - 1 (X D m)' + m'Dm 1 1') W^1/2, D = scale^2."""
        squared = view.scale**2
        by_rows = self.x.tocsr()
        weighted = by_rows.multiply(squared[None, :]).tocsr()
        out = np.asarray((weighted @ by_rows.T).toarray(), dtype=float)
        cross = np.asarray(weighted @ view.shift, dtype=float)
        out -= cross[:, None] + cross[None, :]
        out += float(np.sum(squared * view.shift**2))
        if view.root_weight is not None:
            out *= view.root_weight[:, None] * view.root_weight[None, :]
        return out

    def take(self, rows: IntArray) -> Sparse:
        """A copy of some rows."""
        return Sparse(self.x.tocsr()[rows].tocsc(), self._names)

    @property
    def cheap_rows(self) -> bool:
        """No: columns are stored."""
        return False

    def span(self, rows: slice) -> Sparse:
        """A copy of neighbouring rows."""
        return Sparse(self.x[rows], self._names)
