"""Dense data: a NumPy array in either memory order, float64 or float32."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from riata import _core
from riata.designs.base import BLOCK, View
from riata.designs.rows import RowDesign
from riata.typing import FloatArray, IntArray

__all__ = ["Dense"]

#: Entries of a piece that stays in the cache, and the fewest rows of one.
_PIECE, _FEWEST = 1 << 17, 256


class Dense(RowDesign):
    """A view of a two-dimensional array.

    Arrays of float64 or float32 whose rows or columns are contiguous are used where they lie; any
    other is converted once.

    Parameters
    ----------
    x : ndarray of shape (n, p)
        Numbers.
    names : list of str, optional
        Column names.
    """

    def __init__(self, x: np.ndarray[Any, Any], names: list[str] | None = None) -> None:
        if x.dtype not in (np.float64, np.float32) or not x.dtype.isnative:
            x = x.astype(np.float64)
        if not _core_can_read(x):
            x = np.require(x, requirements=("C", "A"))
        self.x = x
        self._names = names

    @property
    def shape(self) -> tuple[int, int]:
        """(n, p)."""
        return self.x.shape[0], self.x.shape[1]

    @property
    def names(self) -> list[str] | None:
        """Column names."""
        return self._names

    @cached_property
    def core(self) -> _core.Design:
        """The compiled view."""
        return _core.dense(self.x)

    def predict(self, coef: Any) -> FloatArray:
        """X @ coef."""
        if hasattr(coef, "tocsr"):  # only the rows that are used
            by_rows = coef.tocsr()
            used = np.flatnonzero(np.diff(by_rows.indptr))
            return self._product(used, by_rows[used].toarray(), np.zeros(len(used)))
        n, p = self.shape
        out = np.empty((n, *np.shape(coef)[1:]))
        rows = n if self.x.dtype == np.float64 else max(1, BLOCK // max(p, 1))
        for start in range(0, n, max(rows, 1)):
            out[start : start + rows] = self.x[start : start + rows] @ coef
        return out

    def centred_product(self, coef: FloatArray, shift: FloatArray) -> FloatArray:
        """(X - shift) coef, a block of the used columns at a time."""
        used = np.flatnonzero(np.any(coef != 0, axis=1))
        return self._product(used, coef[used], shift[used])

    def _product(self, columns: IntArray, coef: FloatArray, shift: FloatArray) -> FloatArray:
        """(X[:, columns] - shift) coef, in pieces: what is centred stays in the cache."""
        n = self.shape[0]
        out = np.zeros((n, coef.shape[1]))
        width = max(1, min(len(columns), _PIECE // _FEWEST))
        height = max(_FEWEST, _PIECE // width)
        for start in range(0, len(columns), width):
            part = slice(start, start + width)
            here: IntArray | slice = columns[part]
            first, last = columns[part][[0, -1]]
            if last - first == len(columns[part]) - 1:  # neighbours need no copy
                here = slice(first, last + 1)
            for top in range(0, n, height):
                rows = slice(top, top + height)
                out[rows] += (self.x[rows, here] - shift[part]) @ coef[part]
        return out

    def column(self, j: int) -> FloatArray:
        """Column j."""
        return self.x[:, j].astype(np.float64)

    def first_non_finite(self) -> tuple[int, int, float] | None:
        """(row, column, value)."""
        n, p = self.shape
        rows = max(1, BLOCK // max(p, 1))
        for start in range(0, n, rows):
            bad = ~np.isfinite(self.x[start : start + rows])
            if bad.any():
                i, j = np.unravel_index(int(np.argmax(bad)), bad.shape)
                return start + int(i), int(j), float(self.x[start + int(i), int(j)])
        return None

    def block(self, rows: slice, columns: IntArray, view: View) -> FloatArray:
        """Some rows and columns."""
        here = self.x[rows]
        everything = np.array_equal(columns, np.arange(self.shape[1]))
        z = here if everything else here[:, columns]
        out = np.asarray((z - view.shift[columns]) * view.scale[columns], dtype=float)
        if view.root_weight is not None:
            out *= view.root_weight[rows, None]
        return out

    def row_products(self, view: View) -> FloatArray:
        """Z Z', a block of columns at a time."""
        n, p = self.shape
        out = np.zeros((n, n))
        columns = max(1, BLOCK // max(n, 1))
        for start in range(0, p, columns):
            part = slice(start, start + columns)
            z = (self.x[:, part] - view.shift[part]) * view.scale[part]
            if view.root_weight is not None:
                z *= view.root_weight[:, None]
            out += z @ z.T
        return out

    def take(self, rows: IntArray) -> Dense:
        """A copy of some rows."""
        if self.x.flags.f_contiguous:  # a column at a time; of any other layout it would copy it all
            return Dense(np.take(self.x.T, rows, axis=1).T, self._names)
        return Dense(self.x[rows], self._names)

    @property
    def cheap_rows(self) -> bool:
        """Yes, in either memory order."""
        return True

    def span(self, rows: slice) -> Dense:
        """Neighbouring rows, where they lie."""
        return Dense(self.x[rows], self._names)


def _core_can_read(x: np.ndarray[Any, Any]) -> bool:
    """Whether rows or columns are contiguous and run forwards, on aligned addresses."""
    item, (down, across) = x.itemsize, x.strides
    n, p = x.shape
    by_columns = (down == item or n == 1) and (across >= n * item or p == 1)
    by_rows = (across == item or p == 1) and (down >= p * item or n == 1)
    return x.flags.aligned and (by_columns or by_rows) and down % item == across % item == 0
