"""Moments: all that least squares needs of any number of rows."""

from __future__ import annotations

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
        threads = thread_count(n_threads)
        n, _ = design.shape
        response = check_response(y, n) - (0.0 if offset is None else check_vector(offset, n, "offset"))
        weight = check_weights(sample_weight, n)
        found = design.summary(response, weight, threads)
        root = None if weight is None else np.sqrt(weight)
        xx = design.gram(None, View(found.x_mean, np.ones_like(found.x_mean), root), threads)
        return cls(
            n,
            found.total,
            found.x_mean,
            found.y_mean,
            xx,
            found.products * found.y_unit,
            found.y_norm**2,
            None if design.names is None else tuple(design.names),
        )

    def __add__(self, other: Moments) -> Moments:
        if not isinstance(other, Moments):
            return NotImplemented
        if len(self.x_mean) != len(other.x_mean):
            raise DataError(
                f"moments of {len(self.x_mean)} and of {len(other.x_mean)} columns cannot be added"
            )
        if self.total == 0.0 or other.total == 0.0:
            kept = other if self.total == 0.0 else self
            return replace(kept, rows=self.rows + other.rows)
        total = self.total + other.total
        share = other.total / total
        dx, dy = other.x_mean - self.x_mean, other.y_mean - self.y_mean
        between = self.total * share
        return Moments(
            self.rows + other.rows,
            total,
            self.x_mean + share * dx,
            self.y_mean + share * dy,
            self.xx + other.xx + between * np.outer(dx, dx),
            self.xy + other.xy + between * dx * dy,
            self.yy + other.yy + between * dy * dy,
            self.column_names,
        )

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
