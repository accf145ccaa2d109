"""What is solved: a data set on disk, the same bytes for every contender.

    out/data/<problem>/   y.npy   about.json   and X.npy (column by column)
                          or X_data.npy, X_indices.npy, X_indptr.npy (compressed sparse columns)

Nothing here needs more than NumPy and SciPy, because every contender's process imports it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[np.float64]
Matrix = Any  # Array in column order, or scipy.sparse.csc_matrix

OUT = Path(__file__).parent / "out"
DATA = OUT / "data"


@dataclass(frozen=True)
class Problem:
    """Minimise ||y - b0 - X b||^2 / (2n) + alpha (rho |b|_1 + (1 - rho) |b|^2 / 2).

    X : float64 (n, p) in column order, or csc_matrix with int32 indices and float64 values
    y : float64 (n,)
    l1_ratio : rho
    """

    X: Matrix
    y: Array
    l1_ratio: float = 1.0

    @property
    def sparse(self) -> bool:
        return bool(sparse.issparse(self.X))

    @property
    def shape(self) -> tuple[int, int]:
        n, p = self.X.shape
        return int(n), int(p)

    @property
    def column_means(self) -> Array:
        return np.asarray(self.X.mean(axis=0), dtype=float).ravel()

    def centred(self) -> Problem:
        """With y and the columns of a dense X centred; a sparse X stays as it is."""
        X = self.X if self.sparse else np.asfortranarray(self.X - self.column_means)
        return replace(self, X=X, y=self.y - self.y.mean())

    def rows(self, chosen: NDArray[np.bool_]) -> Problem:
        """The problem on some rows."""
        X = self.X.tocsr()[chosen].tocsc() if self.sparse else np.asfortranarray(self.X[chosen])
        return replace(self, X=X, y=self.y[chosen])


def alpha_max(problem: Problem) -> float:
    """The smallest alpha with b = 0 at l1_ratio = 1; divide by l1_ratio for others."""
    correlations = problem.X.T @ (problem.y - problem.y.mean())
    return float(np.abs(correlations).max() / len(problem.y))


def alphas(name: str, l1_ratio: float = 1.0, count: int = 100) -> Array:
    """The strengths of a data set, from alpha_max down to its ratio of it, log-equidistant."""
    known = about(name)
    assert known is not None, f"no data set {name}"
    return float(known["alpha_max"]) / l1_ratio * np.geomspace(1.0, known["ratio"], count)


def save(name: str, X: Matrix, y: Array, about: dict[str, Any]) -> None:
    """Write a data set; about.json comes last, so a folder with it is whole."""
    folder = DATA / name
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "y.npy", np.asarray(y, dtype=float))
    if sparse.issparse(X):
        X = sparse.csc_matrix(X, dtype=float)
        X.sum_duplicates()
        np.save(folder / "X_data.npy", X.data)
        np.save(folder / "X_indices.npy", X.indices.astype(np.int32))
        np.save(folder / "X_indptr.npy", X.indptr.astype(np.int32))
        about = {**about, "stored": int(X.nnz)}
    else:
        np.save(folder / "X.npy", np.asfortranarray(X, dtype=float))
    top = alpha_max(Problem(X, np.asarray(y, dtype=float)))
    about = {"n": int(X.shape[0]), "p": int(X.shape[1]), "alpha_max": top, **about}
    (folder / "about.json").write_text(json.dumps(about, indent=1) + "\n")


def about(name: str) -> dict[str, Any] | None:
    """The description of a data set, or None if it is not there yet."""
    file = DATA / name / "about.json"
    return json.loads(file.read_text()) if file.exists() else None


def load(name: str, l1_ratio: float = 1.0) -> Problem:
    """Read a data set from its mapped files into ordinary memory.

    Ordinary, because some contenders refuse read-only arrays, and because pages of a mapped file
    are small ones, which would cost each contender a different amount.
    """
    folder = DATA / name
    known = about(name)
    assert known is not None, f"no data set {name}"
    if not (folder / "X.npy").exists():
        parts = (_read(folder / f"X_{part}.npy") for part in ("data", "indices", "indptr"))
        X = sparse.csc_matrix(tuple(parts), shape=(known["n"], known["p"]))
        return Problem(X, _read(folder / "y.npy"), l1_ratio)
    return Problem(_read(folder / "X.npy"), _read(folder / "y.npy"), l1_ratio)


def _read(file: Path) -> Any:
    return np.array(np.load(file, mmap_mode="r"), order="F", subok=False)
