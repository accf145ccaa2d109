"""What a design is: data behind a few verbs. Nothing else in riata looks at X."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from riata import _core
from riata.designs.triangles import Triangle, triangle_of_blocks
from riata.typing import FloatArray, IntArray

__all__ = ["BLOCK", "Design", "RowDesign", "Summary", "Target", "View", "power_of_two"]


#: Entries looked at together where an operation needs a temporary.
BLOCK = 1 << 22


@dataclass(frozen=True, eq=False)
class Summary:
    """First and second moments of columns and response, everything a problem's units come from.

    Attributes
    ----------
    total : float
        S, the sum of the weights.
    x_mean : ndarray of shape (p,)
        Weighted means.
    x_norm : ndarray of shape (p,)
        sqrt(sum_i s_i (x_ij - x_mean_j)^2).
    y_mean : float
        Weighted mean of the response (less the offset).
    y_norm : float
        sqrt(sum_i s_i (y_i - y_mean)^2).
    y_unit : float
        A power of two near the size of the response.
    products : ndarray of shape (p,)
        sum_i s_i (x_ij - x_mean_j) (y_i - y_mean) / y_unit.
    """

    total: float
    x_mean: FloatArray
    x_norm: FloatArray
    y_mean: float
    y_norm: float
    y_unit: float
    products: FloatArray


def power_of_two(size: float) -> float:
    """The power of two at or below a positive size; 1 for zero."""
    return float(2.0 ** np.floor(np.log2(size))) if size > 0 else 1.0


@dataclass(frozen=True, eq=False)
class View:
    """How columns are seen: z_ij = root_weight_i (x_ij - shift_j) scale_j.

    Attributes
    ----------
    shift, scale : ndarray of shape (p,)
        A scale of zero hides a column.
    root_weight : ndarray of shape (n,) or None
        None where all are one.
    """

    shift: FloatArray
    scale: FloatArray
    root_weight: FloatArray | None


@dataclass(frozen=True, eq=False)
class Target:
    """The response as a view's columns meet it.

    Attributes
    ----------
    response : ndarray of shape (n,) or None
        Centred, scaled and weighted; None where a design is moments.
    products : ndarray of shape (p,)
        Z'y.
    square : float
        y'y.
    """

    response: FloatArray | None
    products: FloatArray
    square: float


class Design(ABC):
    """Data of n rows and p columns."""

    @property
    @abstractmethod
    def shape(self) -> tuple[int, int]:
        """(n, p)."""

    @property
    def names(self) -> list[str] | None:
        """Column names, where the data came with any."""
        return None

    @abstractmethod
    def summary(self, response: FloatArray | None, weight: FloatArray | None, threads: int) -> Summary:
        """Moments of columns and response, from one pass."""

    @abstractmethod
    def gram(self, columns: IntArray | None, view: View, threads: int) -> FloatArray:
        """Z'Z of some columns (all if None), where Z is the data seen through the view."""

    @abstractmethod
    def gradient(self, coef: FloatArray, target: Target, view: View, threads: int) -> FloatArray:
        """Z'(y 1' - Z coef) for coefficients (p, m): (p, m)."""

    @abstractmethod
    def triangle(self, columns: IntArray, target: Target, view: View) -> Triangle:
        """Some columns and the response, reduced by orthogonal transformations."""


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

    def summary(self, response: FloatArray | None, weight: FloatArray | None, threads: int) -> Summary:
        """Moments of columns and response, from one pass."""
        from riata.designs.summaries import summarise

        assert response is not None
        return summarise(self, response, weight, threads)

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
