"""Splitting rows into folds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.typing import IntArray

__all__ = ["Folds", "make_folds"]

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
        If there are fewer than two folds, more folds than rows, or an empty fold.
    """
    if isinstance(cv, int | np.integer) and not isinstance(cv, bool):
        return _count(int(cv), n, shuffle, seed)
    if hasattr(cv, "split"):
        rows = np.zeros((n, 1)) if X is None else X
        pairs: Iterable[Any] = cv.split(rows, y, **split_params)
    elif isinstance(cv, Iterable) and not isinstance(cv, str):
        pairs = cv
    else:
        raise ParameterError(f"cv must be a count, a splitter or index pairs, not {cv!r}")
    folds = [(_rows(train, n), _rows(test, n)) for train, test in pairs]
    if not folds:
        raise ParameterError("cv gives no fold")
    for k, (train, test) in enumerate(folds):
        if not len(train) or not len(test):
            raise ParameterError(f"fold {k} of cv is empty")
    return folds


def _count(k: int, n: int, shuffle: bool, seed: int | None) -> Folds:
    if k < 2:
        raise ParameterError(f"cross-validation needs at least 2 folds, not {k}")
    if k > n:
        raise ParameterError(
            f"Cannot have number of splits n_splits={k} greater than the number of samples: {n}"
        )
    order = np.random.default_rng(seed).permutation(n) if shuffle else np.arange(n)
    out: Folds = []
    for test in np.array_split(order, k):
        inside = np.zeros(n, dtype=bool)
        inside[test] = True
        out.append((np.flatnonzero(~inside), np.sort(test)))
    return out


def _rows(rows: Any, n: int) -> IntArray:
    index = np.asarray(rows)
    if index.dtype == bool:
        index = np.flatnonzero(index)
    index = index.astype(np.int64)
    if index.size and (index.min() < -n or index.max() >= n):
        raise ParameterError(f"cv names row {index.max()}; there are {n} rows")
    return np.where(index < 0, index + n, index)
