"""Data whose rows are there, and the first pass over them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from riata import _core
from riata.designs.base import BLOCK, Design, Summary, Target, View, power_of_two
from riata.designs.checks import column_label
from riata.designs.triangles import Triangle, triangle_of_blocks
from riata.errors import DataError
from riata.typing import FloatArray, IntArray

__all__ = ["RowDesign"]

#: Magnitudes whose squares neither overflow nor vanish.
_SAFE = 1e150


class RowDesign(Design):
    """Data whose rows are there: dense or sparse, never copied, never written."""

    @property
    @abstractmethod
    def core(self) -> _core.Design:
        """The compiled view."""

    @abstractmethod
    def predict(self, coef: Any) -> FloatArray:
        """X @ coef for coef of shape (p,) or (p, m), dense or SciPy sparse."""

    @abstractmethod
    def centred_product(self, coef: FloatArray, shift: FloatArray) -> FloatArray:
        """(X - shift) coef for coefficients (p, m), without cancellation where data are dense."""

    @abstractmethod
    def column(self, j: int) -> FloatArray:
        """Column j as a fresh float64 vector (n,)."""

    def may_vary(self) -> NDArray[np.bool_]:
        """Columns (p,) that are not known to be zero throughout."""
        return np.ones(self.shape[1], dtype=bool)

    @abstractmethod
    def first_non_finite(self) -> tuple[int, int, float] | None:
        """(row, column, value) of the first entry that is NaN or infinite."""

    def refuse_non_finite(self) -> NoReturn:
        """Say where the first NaN or infinity is.

        Raises
        ------
        DataError
            Always.
        """
        found = self.first_non_finite()
        if found is None:
            raise DataError("X contains values too large for float64 arithmetic: rescale the columns")
        row, column, value = found
        kind = "NaN" if np.isnan(value) else "infinity"
        raise DataError(
            f"Input X contains {kind}: {column_label(self.names, column)}, row {row}. "
            "Drop or impute such rows first."
        )

    @abstractmethod
    def row_products(self, view: View) -> FloatArray:
        """The n x n matrix Z Z'."""

    def row_triangle(self, columns: IntArray, view: View) -> FloatArray:
        """L with L L' = Z Z' over some columns, (n, k), without forming the product."""
        n = self.shape[0]
        upper = np.zeros((0, n))
        step = max(BLOCK // max(n, 1), 2 * n)
        for start in range(0, len(columns), step):
            z = self.block(slice(None), columns[start : start + step], view)
            upper = linalg.qr(np.vstack([upper, z.T]), mode="r", check_finite=False)[0][:n]
        return upper.T

    @abstractmethod
    def take(self, rows: IntArray) -> RowDesign:
        """A copy of some rows."""

    @property
    @abstractmethod
    def cheap_rows(self) -> bool:
        """Whether some rows cost no more than their own entries."""

    @abstractmethod
    def span(self, rows: slice) -> RowDesign:
        """Neighbouring rows, where they lie if that is possible."""

    def summary(self, response: FloatArray | None, weight: FloatArray | None, threads: int) -> Summary:
        """Moments of columns and response, from one pass."""
        assert response is not None
        return _summarise(self, response, weight, threads)

    def xtr(self, residuals: FloatArray, shift: FloatArray, threads: int) -> FloatArray:
        """(X - shift)' R for R of shape (n, m): shape (p, m)."""
        return _core.xtr(self.core, np.asfortranarray(residuals), shift, threads)

    @abstractmethod
    def block(self, rows: slice, columns: IntArray, view: View) -> FloatArray:
        """Some rows and columns seen through the view: a fresh dense array."""

    def gram(self, columns: IntArray | None, view: View, threads: int) -> FloatArray:
        """Z'Z."""
        if columns is None:
            return _core.gram(self.core, view.root_weight, view.shift, view.scale, threads)
        out = np.zeros((len(columns), len(columns)))
        for rows in self._row_blocks(len(columns)):
            z = self.block(rows, columns, view)
            out += z.T @ z
        return out

    def _row_blocks(self, columns: int) -> Iterator[slice]:
        """Rows in blocks of a few million entries, none shorter than it is wide."""
        n = self.shape[0]
        step = max(BLOCK // max(columns, 1), 2 * columns, 1)
        for start in range(0, n, step):
            yield slice(start, min(n, start + step))

    def triangle(self, columns: IntArray, target: Target, view: View) -> Triangle:
        """A block of rows at a time."""
        response = target.response
        assert response is not None
        return triangle_of_blocks(
            (self.block(rows, columns, view), response[rows]) for rows in self._row_blocks(len(columns))
        )

    def gradient(self, coef: FloatArray, target: Target, view: View, threads: int) -> FloatArray:
        """Z'(y 1' - Z coef)."""
        assert target.response is not None
        fitted = self.centred_product(view.scale[:, None] * coef, view.shift)
        if view.root_weight is None:
            residual = target.response[:, None] - fitted
        else:
            root = view.root_weight[:, None]
            residual = root * (target.response[:, None] - root * fitted)
        return self.xtr(residual, view.shift, threads) * view.scale[:, None]


def _summarise(
    design: RowDesign, response: FloatArray, weight: FloatArray | None, threads: int
) -> Summary:
    """One pass over rows.

    Raises
    ------
    DataError
        If X holds NaN or infinity: the message names column and row.
    """
    total = float(len(response)) if weight is None else float(weight.sum())
    unit = power_of_two(float(np.abs(response).max(initial=0.0)))
    scaled = response / unit
    y_mean = float(np.average(scaled, weights=weight))
    centred = scaled - y_mean
    weighted = centred if weight is None else weight * centred
    mean, scatter, products = (
        np.array(v) for v in _core.moments(design.core, weight, weighted, threads)
    )
    norm = np.sqrt(scatter)
    # Squares that overflowed or vanished, and values that are not finite, are looked at one by one.
    plain = (norm < _SAFE) & ((norm > 1.0 / _SAFE) | (np.abs(mean) > 1.0 / _SAFE))
    for j in np.flatnonzero(~plain & design.may_vary()):
        mean[j], norm[j], products[j] = _carefully(design, int(j), weight, weighted)
    # A sum, not a dot product: BLAS threads that it woke would spin beside the core's own.
    y_norm = float(np.sqrt(np.sum(centred * weighted))) * unit
    if not np.isfinite(y_norm):
        raise DataError("y is too large for float64 arithmetic: divide it by a power of ten")
    return Summary(total, mean, norm, y_mean * unit, y_norm, unit, products)


def _carefully(
    design: RowDesign, j: int, weight: FloatArray | None, weighted: FloatArray
) -> tuple[float, float, float]:
    """Moments of one column, scaled so that no square overflows."""
    x = design.column(j)
    if not np.isfinite(x).all():
        design.refuse_non_finite()
    unit = power_of_two(float(np.abs(x).max(initial=0.0)))
    z = x / unit
    mean = float(np.average(z, weights=weight))
    d = z - mean
    scatter = float(d @ d if weight is None else (weight * d) @ d)
    moments = mean * unit, float(np.sqrt(scatter)) * unit, float(d @ weighted) * unit
    if not np.isfinite(moments).all():
        raise DataError(
            f"{column_label(design.names, j)} of X is too large for float64 arithmetic: divide it by "
            "a power of ten"
        )
    return moments
