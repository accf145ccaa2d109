"""What a design is: data behind a few verbs. Nothing else in riata looks at X."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from riata.designs.triangles import Triangle
from riata.typing import FloatArray, IntArray

__all__ = ["BLOCK", "Design", "Summary", "Target", "View", "power_of_two"]


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

    def refuse_sizes(self, summary: Summary) -> None:
        """Columns of sizes that the design cannot multiply; most can all.

        Raises
        ------
        DataError
            If there is one; the message names it.
        """
        del summary

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
