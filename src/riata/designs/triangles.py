"""Data reduced to a triangle: orthogonal transformations keep what forming X'X would lose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import linalg

from riata.typing import FloatArray

__all__ = ["Triangle", "triangle_of_blocks", "triangle_of_gram"]


@dataclass(frozen=True, eq=False)
class Triangle:
    """R and t with ``|y - Z b|^2 = |t - R b|^2 + rest`` for every b.

    Attributes
    ----------
    factor : ndarray of shape (k, q)
        R, with k <= q.
    target : ndarray of shape (k,)
        t.
    rest : float
        What no b can explain.
    """

    factor: FloatArray
    target: FloatArray
    rest: float


def triangle_of_blocks(blocks: Iterable[tuple[FloatArray, FloatArray]]) -> Triangle:
    """From rows (Z_i, y_i), a block at a time (Golub, Plemmons & Sameh 1988; TSQR).

    Parameters
    ----------
    blocks : iterable of (ndarray of shape (n_i, q), ndarray of shape (n_i,))
        May be overwritten.
    """
    upper: FloatArray | None = None
    for z, y in blocks:
        rows = np.column_stack([z, y])
        stacked = rows if upper is None else np.vstack([upper, rows])
        (upper,) = linalg.qr(stacked, mode="r", overwrite_a=True, check_finite=False)
        upper = upper[: min(upper.shape)]
    assert upper is not None
    q = upper.shape[1] - 1
    k = min(len(upper), q)
    return Triangle(upper[:k, :q], upper[:k, q], float(np.sum(upper[k:, q] ** 2)))


def triangle_of_gram(gram: FloatArray, products: FloatArray, square: float) -> Triangle:
    """From second moments, with what accuracy they have."""
    values, vectors = linalg.eigh(gram)
    kept = values > len(values) * np.finfo(np.float64).eps * values.max(initial=0.0)
    root = np.sqrt(values[kept])
    target = (vectors[:, kept].T @ products) / root
    return Triangle(
        root[:, None] * vectors[:, kept].T, target, max(0.0, square - float(target @ target))
    )
