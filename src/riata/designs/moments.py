"""Moments: all that least squares needs of any number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from riata.designs.base import Design, Summary, Target, View, power_of_two
from riata.designs.checks import check_response, check_vector, check_weights
from riata.designs.making import make_design
from riata.designs.rows import RowDesign
from riata.designs.threads import thread_count
from riata.designs.triangles import Triangle, triangle_of_gram
from riata.errors import DataError
from riata.typing import FloatArray, IntArray

__all__ = ["Moments"]


@dataclass(frozen=True, eq=False, repr=False)
class Moments(Design):
    """First and second moments of (X, y): a monoid under ``+``.

    ``Moments.from_data(X1, y1) + Moments.from_data(X2, y2)`` equals the moments of the stacked rows,
    so streams, folds and partitions of any kind are sums of them. Second moments are kept about the
    mean and joined by Chan, Golub & LeVeque (1979), without cancellation.

    Parameters
    ----------
    rows : int
        Number of rows.
    total : float
        Sum of weights.
    x_mean : ndarray of shape (p,)
        Weighted column means.
    y_mean : float
        Weighted mean of the response.
    xx : ndarray of shape (p, p)
        sum_i s_i (x_i - x_mean)(x_i - x_mean)'.
    xy : ndarray of shape (p,)
        sum_i s_i (x_i - x_mean)(y_i - y_mean).
    yy : float
        sum_i s_i (y_i - y_mean)^2.
    column_names : tuple of str, optional
        Column names.
    """

    rows: int
    total: float
    x_mean: FloatArray
    y_mean: float
    xx: FloatArray
    xy: FloatArray
    yy: float
    column_names: tuple[str, ...] | None = None

    def __repr__(self) -> str:
        return f"Moments({self.rows} rows, {len(self.x_mean)} columns, total weight {self.total:.6g})"

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, p)."""
        return self.rows, len(self.x_mean)

    @property
    def names(self) -> list[str] | None:
        """Column names."""
        return None if self.column_names is None else list(self.column_names)

    @classmethod
    def empty(cls, p: int) -> Moments:
        """The moments of no rows: the neutral element of ``+``."""
        return cls(0, 0.0, np.zeros(p), 0.0, np.zeros((p, p)), np.zeros(p), 0.0)

    @classmethod
    def from_data(
        cls,
        X: Any,
        y: Any,
        sample_weight: Any = None,
        *,
        offset: Any = None,
        n_threads: int | None = None,
    ) -> Moments:
        """One pass over data.

        Parameters
        ----------
        X : array, sparse matrix or data frame of shape (n, p)
            Numbers.
        y : array of shape (n,)
            Response.
        sample_weight : array of shape (n,), optional
            Weights >= 0.
        offset : array of shape (n,), optional
            Subtracted from y.
        n_threads : int, optional
            As in :func:`riata.path`.

        Returns
        -------
        Moments

        Raises
        ------
        DataError
            If a value is not finite or lengths differ.
        """
        design = make_design(X)
        if not isinstance(design, RowDesign):
            raise DataError("from_data needs rows; these are moments already")
        n, _ = design.shape
        response = check_response(y, n) - (0.0 if offset is None else check_vector(offset, n, "offset"))
        return cls.of_rows(design, response, check_weights(sample_weight, n), thread_count(n_threads))

    @classmethod
    def of_rows(
        cls, design: RowDesign, response: FloatArray, weight: FloatArray | None, threads: int
    ) -> Moments:
        """The same, from parts that have been checked; response and weight have shape (n,)."""
        found = design.summary(response, weight, threads)
        root = None if weight is None else np.sqrt(weight)
        with np.errstate(over="ignore", invalid="ignore"):
            xx = design.gram(None, View(found.x_mean, np.ones_like(found.x_mean), root), threads)
            xy, yy = found.products * found.y_unit, float(np.square(found.y_norm))
        for name, squares in (("X", xx), ("y", yy), ("X or y", xy)):
            if not np.isfinite(squares).all():
                raise DataError(f"squares of {name} overflow: divide it by a power of ten")
        return cls(
            design.shape[0],
            found.total,
            found.x_mean,
            found.y_mean,
            xx,
            xy,
            yy,
            None if design.names is None else tuple(design.names),
        )

    @classmethod
    def merge(cls, parts: Sequence[Moments]) -> Moments:
        """The moments of all rows of some parts, at least one.

        Each part's scatter about its own mean, and the scatter of those means about theirs: sums of
        what is never negative.

        Raises
        ------
        DataError
            If they do not have the same columns.
        """
        first, rows = parts[0], sum(part.rows for part in parts)
        for part in parts:
            if len(part.x_mean) != len(first.x_mean):
                raise DataError(
                    f"moments of {len(first.x_mean)} and of {len(part.x_mean)} columns cannot be added"
                )
        present = [part for part in parts if part.total > 0.0]
        if len(present) < 2:
            return replace(present[0] if present else first, rows=rows)
        first = present[0]
        total = sum(part.total for part in present)
        # Means are told by their distance from one of them, so that a large common part is exact.
        x_off = sum((part.total / total) * (part.x_mean - first.x_mean) for part in present)
        y_off = sum((part.total / total) * (part.y_mean - first.y_mean) for part in present)
        xx, xy, yy = np.zeros_like(first.xx), np.zeros_like(first.xy), 0.0
        for part in present:
            dx, dy = (part.x_mean - first.x_mean) - x_off, (part.y_mean - first.y_mean) - y_off
            xx += part.xx
            xx += np.outer(part.total * dx, dx)
            xy += part.xy + part.total * dy * dx
            yy += part.yy + part.total * dy * dy
        return cls(
            rows, total, first.x_mean + x_off, first.y_mean + y_off, xx, xy, yy, first.column_names
        )

    def __add__(self, other: Moments) -> Moments:
        if not isinstance(other, Moments):
            return NotImplemented
        return Moments.merge([self, other])

    def __radd__(self, other: object) -> Moments:
        if other == 0:  # so that sum() works
            return self
        return NotImplemented

    def summary(self, response: FloatArray | None, weight: FloatArray | None, threads: int) -> Summary:
        """What a problem's units come from; response and weights are in the moments already."""
        del response, weight, threads
        y_norm = float(np.sqrt(max(self.yy, 0.0)))
        unit = power_of_two(max(y_norm, abs(self.y_mean)))
        x_norm = np.sqrt(np.maximum(np.diag(self.xx), 0.0))
        return Summary(self.total, self.x_mean, x_norm, self.y_mean, y_norm, unit, self.xy / unit)

    def gram(self, columns: IntArray | None, view: View, threads: int) -> FloatArray:
        """Z'Z."""
        del threads
        off = self.x_mean - view.shift
        whole = (self.xx + self.total * np.outer(off, off)) * np.outer(view.scale, view.scale)
        return whole if columns is None else whole[np.ix_(columns, columns)]

    def gradient(self, coef: FloatArray, target: Target, view: View, threads: int) -> FloatArray:
        """Z'y 1' - Z'Z coef."""
        return target.products[:, None] - self.gram(None, view, threads) @ coef

    def triangle(self, columns: IntArray, target: Target, view: View) -> Triangle:
        """From the second moments."""
        gram = self.gram(columns, view, threads=1)
        return triangle_of_gram(gram, target.products[columns], target.square)
