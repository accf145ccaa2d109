"""Every kind of table that X may come in, made of one array of integers, and what it holds in memory."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from scipy import sparse


def _strided(X):
    wide = np.full((2 * X.shape[0], 3 * X.shape[1]), 7.0)
    wide[::2, ::3] = X
    return wide[::2, ::3]


def _frozen(X):
    X = X.copy()
    X.flags.writeable = False
    return X


def _reversed(X):
    return X[::-1, ::-1].copy()[::-1, ::-1]


def _misaligned(X):
    raw = np.empty(X.nbytes + 1, dtype=np.uint8)
    out = raw[1:].view(np.float64).reshape(X.shape)
    out[:] = X
    return out


def _memmap(X, tmp_path):
    np.save(tmp_path / "x.npy", X)
    return np.load(tmp_path / "x.npy", mmap_mode="r")


def _wide_indices(X):
    out = sparse.csc_array(X)
    out.indices, out.indptr = out.indices.astype(np.int64), out.indptr.astype(np.int64)
    return out


def _mixed_indices(X):
    out = sparse.csc_array(X)
    out.indptr = out.indptr.astype(np.int64)
    return out


def _unsorted(X):
    """The entries of every column in descending order of the rows."""
    out = sparse.csc_array(X)
    order = np.concatenate(
        [np.arange(b - 1, a - 1, -1) for a, b in zip(out.indptr[:-1], out.indptr[1:], strict=True)]
    )
    return sparse.csc_array((out.data[order], out.indices[order], out.indptr), shape=X.shape)


def _repeated(X):
    """Every entry as the sum of two."""
    row, column = np.nonzero(X)
    row, column = np.repeat(row, 2), np.repeat(column, 2)
    half = np.tile([0.25, 0.75], len(row) // 2) * X[row, column]
    order = np.argsort(column, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=X.shape[1]))])
    return sparse.csc_array((half[order], row[order], starts), shape=X.shape)


def _explicit_zeros(X):
    out = sparse.csc_array(np.ones_like(X))
    out.data[:] = X.T.ravel()
    return out


def _sparse_frozen(X):
    out = sparse.csc_array(X)
    for part in (out.data, out.indices, out.indptr):
        part.flags.writeable = False
    return out


def _nullable(X):
    return pd.DataFrame(X, columns=list("abcdefgh")[: X.shape[1]]).convert_dtypes()


def _names(X):
    return [f"x{j}" for j in range(X.shape[1])]


#: Kinds that are used where they lie.
UNCOPIED = {
    "C": np.ascontiguousarray,
    "F": np.asfortranarray,
    "C-float32": lambda X: np.ascontiguousarray(X, dtype=np.float32),
    "F-float32": lambda X: np.asfortranarray(X, dtype=np.float32),
    "C-rows-skipped": lambda X: np.repeat(X, 2, axis=0)[::2],
    "C-columns-cut": lambda X: np.hstack([X, X])[:, : X.shape[1]],
    "F-columns-skipped": lambda X: np.asfortranarray(np.repeat(X, 2, axis=1))[:, ::2],
    "F-rows-cut": lambda X: np.asfortranarray(np.vstack([X, X]))[: X.shape[0]],
    "read-only": _frozen,
}
#: Sparse kinds that are used where they lie.
UNCOPIED_SPARSE = {
    "csc": sparse.csc_array,
    "csc-matrix": sparse.csc_matrix,
    "csc-float32": lambda X: sparse.csc_array(X.astype(np.float32)),
    "csc-int64": _wide_indices,
    "csc-zeros": _explicit_zeros,
    "csc-read-only": _sparse_frozen,
}
#: Kinds that are converted once.
CONVERTED = {
    "strided": _strided,
    "reversed": _reversed,
    "misaligned": _misaligned,
    "big-endian": lambda X: X.astype(">f8"),
    "float16": lambda X: X.astype(np.float16),
    "int8": lambda X: X.astype(np.int8),
    "int64": lambda X: X.astype(np.int64),
    "big-endian-int": lambda X: X.astype(">i4"),
    "objects": lambda X: X.astype(object),
    "lists": lambda X: X.tolist(),
    "csr": sparse.csr_array,
    "coo": sparse.coo_array,
    "csr-int64": lambda X: _wide_indices(X.T).T,
    "csc-mixed": _mixed_indices,
    "csc-unsorted": _unsorted,
    "csc-repeated": _repeated,
    "csc-int": lambda X: sparse.csc_array(X.astype(np.int32)),
    "lil": sparse.lil_array,
    "pandas": lambda X: pd.DataFrame(X, columns=_names(X)),
    "pandas-nullable": _nullable,
    "polars": lambda X: pl.DataFrame(X, schema=_names(X)),
    "pyarrow": lambda X: pa.table({name: X[:, j] for j, name in enumerate(_names(X))}),
}
KINDS = UNCOPIED | UNCOPIED_SPARSE | CONVERTED


def make_container(kind, X, tmp_path):
    """X, an array of small integers, as that kind."""
    return _memmap(X, tmp_path) if kind == "memmap" else KINDS[kind](X)


def snapshot(X):
    """Everything a container holds, bit for bit."""
    if sparse.issparse(X):
        if X.format in ("csc", "csr"):
            parts = (X.data, X.indices, X.indptr)
        else:
            parts = (X.tocoo().data, *X.tocoo().coords)
        return tuple((part.dtype.str, part.tobytes()) for part in parts)
    if isinstance(X, np.ndarray) and X.dtype != object:
        return X.dtype.str, X.strides, X.flags.writeable, X.tobytes()
    if isinstance(X, pd.DataFrame):
        return X.dtypes.to_dict(), X.to_numpy(dtype=float).tobytes()
    return X.to_pandas().to_numpy().tobytes() if isinstance(X, pa.Table) else str(X)
