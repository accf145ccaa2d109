"""Real data sets, read from the folder that RIATA_BENCH_DATA names.

    <folder>/<set>/data.npz   arrays X (if dense), y
    <folder>/<set>/X.npz      X as scipy.sparse.save_npz writes it (if sparse)

The diabetes data come with scikit-learn and need no folder.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from data import Array, Matrix
from scipy import sparse

__all__ = ["MissingData", "a9a", "bardet", "diabetes", "golub", "news20", "riboflavin", "unit_rows"]

Made = tuple[Matrix, Array]


class MissingData(Exception):  # noqa: N818 - not an error: the set is left out
    """The data set is not on this computer."""


def diabetes() -> Made:
    from sklearn.datasets import load_diabetes

    X, y = load_diabetes(return_X_y=True)
    return X, y


def riboflavin() -> Made:
    return _read("riboflavin")


def bardet() -> Made:
    return _read("bardet")


def golub() -> Made:
    X, y = _read("golub")
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0), y


def a9a() -> Made:
    return _read("a9a")


def news20() -> Made:
    """Groups 2 to 6 are the ones about computers."""
    X, group = _read("news20")
    return unit_rows(X), np.where((group >= 2) & (group <= 6), 1.0, -1.0)


def unit_rows(X: Matrix) -> Matrix:
    """Sparse rows scaled to Euclidean length one; empty ones stay."""
    lengths = np.sqrt(np.asarray(X.multiply(X).sum(axis=1)).ravel())
    return sparse.csc_matrix(sparse.diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ X)


def _read(name: str) -> Made:
    home = os.environ.get("RIATA_BENCH_DATA")
    if not home:
        raise MissingData("RIATA_BENCH_DATA is not set")
    folder = Path(home) / name
    if not (folder / "data.npz").exists():
        raise MissingData(f"RIATA_BENCH_DATA has no {name}/data.npz")
    with np.load(folder / "data.npz", allow_pickle=False) as stored:
        y = np.asarray(stored["y"], dtype=float)
        X = None if (folder / "X.npz").exists() else np.asarray(stored["X"], dtype=float)
    if X is None:
        X = sparse.csc_matrix(sparse.load_npz(folder / "X.npz"), dtype=float)
    return X, y
