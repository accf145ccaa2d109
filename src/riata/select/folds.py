"""Splitting rows into folds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from riata.errors import DataError, ParameterError
from riata.typing import FloatArray, IntArray

__all__ = ["Folds", "make_folds", "scoring_weights", "training_weights"]

#: (training rows, test rows) of every fold.
Folds = list[tuple[IntArray, IntArray]]


def make_folds(
    cv: Any,
    n: int,
    *,
    X: Any = None,
    y: Any = None,
    shuffle: bool = False,
    seed: int | None = None,
    **split_params: Any,
) -> Folds:
    """Folds from a count, a scikit-learn splitter, or the index pairs themselves.

    Parameters
    ----------
    cv : int, splitter or iterable of (train, test)
        A count gives that many folds of nearly equal size.
    n : int
        Number of rows.
    X, y : array-like, optional
        What a splitter's ``split`` is given.
    shuffle : bool, default=False
        Whether a count deals rows out at random.
    seed : int, optional
        For `shuffle`.
    **split_params
        Such as ``groups``, for a splitter.

    Raises
    ------
    ParameterError
        If a count is below two or above the number of rows; if the seed is no whole number; if a fold
        is empty, or names rows that are not there.
    """
    if isinstance(cv, int | np.integer) and not isinstance(cv, bool):
        return _count(int(cv), n, shuffle, seed)
    if hasattr(cv, "split") and not isinstance(cv, str):
        rows = np.zeros((n, 1)) if X is None else X
        pairs: Iterable[Any] = cv.split(rows, y, **split_params)
    elif isinstance(cv, Iterable) and not isinstance(cv, str):
        pairs = cv
    else:
        raise ParameterError(f"cv must be a count, a splitter or index pairs, not {cv!r}")
    folds = [(_rows(train, n), _rows(test, n)) for train, test in map(_pair, pairs)]
    if not folds:
        raise ParameterError("cv gives no fold")
    for k, (train, test) in enumerate(folds):
        if not len(train) or not len(test):
            raise ParameterError(f"fold {k} of cv is empty")
    return folds


def training_weights(train: IntArray, n: int, weight: FloatArray | None, fold: int) -> FloatArray:
    """Weights (n,) under which a fold is fitted: zero outside it; a row that stands twice counts twice.

    Raises
    ------
    DataError
        If none is positive.
    """
    inside = np.bincount(train, minlength=n).astype(float)
    weights = inside if weight is None else inside * weight
    if not weights.any():
        raise DataError(
            f"every training row of fold {fold} has weight zero: drop such rows or split otherwise"
        )
    return weights


def scoring_weights(test: IntArray, weight: FloatArray | None, fold: int) -> FloatArray | None:
    """Weights (m,) by which the m test rows of a fold are scored; None for equal ones.

    Raises
    ------
    DataError
        If none is positive.
    """
    if weight is None:
        return None
    if not weight[test].any():
        raise DataError(
            f"every test row of fold {fold} has weight zero, so it cannot be scored: drop such rows or "
            "split otherwise"
        )
    return weight[test]


def _count(k: int, n: int, shuffle: bool, seed: int | None) -> Folds:
    if k < 2:
        raise ParameterError(f"cross-validation needs at least 2 folds, not {k}")
    if k > n:
        raise ParameterError(
            f"Cannot have number of splits n_splits={k} greater than the number of samples: {n}"
        )
    whole = isinstance(seed, int | np.integer) and not isinstance(seed, bool)
    if seed is not None and not (whole and seed >= 0):
        raise ParameterError(f"seed must be a whole number >= 0 or None, not {seed!r}")
    order = np.random.default_rng(seed).permutation(n) if shuffle else np.arange(n)
    out: Folds = []
    for test in np.array_split(order, k):
        inside = np.zeros(n, dtype=bool)
        inside[test] = True
        out.append((np.flatnonzero(~inside), np.sort(test)))
    return out


def _pair(fold: Any) -> tuple[Any, Any]:
    try:
        train, test = fold
    except (TypeError, ValueError):
        raise ParameterError(f"each fold of cv must be a pair (train, test), not {fold!r}") from None
    return train, test


def _rows(rows: Any, n: int) -> IntArray:
    """Row positions, from positions (negative ones count from the end) or a mask."""
    index = np.asarray(rows)
    if index.dtype == bool and index.shape == (n,):
        index = np.flatnonzero(index)
    if index.ndim != 1 or (index.size and index.dtype.kind not in "iu"):
        raise ParameterError(
            f"cv must give row positions, or masks of {n} rows, not {index.dtype} of shape {index.shape}"
        )
    beyond = index[(index < -n) | (index >= n)]
    if beyond.size:
        raise ParameterError(f"cv names row {beyond[0]}; there are {n} rows")
    index = index.astype(np.int64)
    return np.where(index < 0, index + n, index)
