"""Columns that say nearly the same, and columns that others make up exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from riata.problem import Problem
from riata.typing import FloatArray, IntArray

__all__ = ["Groups", "groups_of"]

#: |r| that joins two features; |r| that makes them one up to scale.
JOINED, _SAME = 0.95, 1.0 - 1e-9
#: Features that are compared, at most, and up to which dependences are counted.
_MOST, _FEW = 5000, 500
#: Eigenvalue of the correlation matrix below which a direction is empty.
_EMPTY = 1e-10


@dataclass(frozen=True, eq=False)
class Groups:
    """What is collinear.

    Attributes
    ----------
    members : tuple of ndarray
        Features of each group, largest group first: chains of pairs with |r| above 0.95.
    same : tuple of bool
        Whether all in it are one another up to shift and scale.
    compared : int
        Features that were compared.
    dependent : int or None
        Exact linear dependences among them; None where they were not counted.
    """

    members: tuple[IntArray, ...]
    same: tuple[bool, ...]
    compared: int
    dependent: int | None


def groups_of(problem: Problem | None, shown: IntArray) -> Groups | None:
    """Groups among all features, or, of very many, among those on the page; None without data."""
    if problem is None:
        return None
    used = np.flatnonzero(problem.units.x_scale > 0)
    if len(used) > _MOST:
        used = np.asarray(shown)[problem.units.x_scale[shown] > 0]
    r = _correlations(problem, used)
    near = sparse.csr_array(np.abs(r) > JOINED)
    count, label = connected_components(near, directed=False)
    sizes = np.bincount(label, minlength=count)
    order = [k for k in np.argsort(-sizes, kind="stable") if sizes[k] > 1]
    inside = [np.flatnonzero(label == k) for k in order]
    return Groups(
        members=tuple(used[where] for where in inside),
        same=tuple(bool(np.abs(r[where[0], where]).min() > _SAME) for where in inside),
        compared=len(used),
        dependent=_dependences(r) if 0 < len(used) <= _FEW else None,
    )


def _correlations(problem: Problem, used: IntArray) -> FloatArray:
    """Of the columns as the solver sees them: centred where there is an intercept, and weighted."""
    gram = problem.design.gram(used, problem.view, problem.threads)
    size = np.sqrt(np.diag(gram))
    inverse = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    gram *= inverse[:, None]
    gram *= inverse
    return gram


def _dependences(r: FloatArray) -> int:
    return int(np.count_nonzero(np.linalg.eigvalsh(r) < _EMPTY * len(r)))
