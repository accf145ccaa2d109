"""Moments of groups of rows, from one pass over the data."""

from __future__ import annotations

import numpy as np

from riata.designs.base import BLOCK
from riata.designs.moments import Moments
from riata.designs.rows import RowDesign
from riata.typing import FloatArray, IntArray

__all__ = ["moments_of_groups"]

#: Rows of a group in a block, about, that are worth adding its moments to the others'.
_FEWEST = 64


def moments_of_groups(
    design: RowDesign,
    response: FloatArray,
    weight: FloatArray | None,
    group: IntArray,
    count: int,
    threads: int,
) -> list[Moments]:
    """The moments of every group.

    Rows are copied in blocks, each in the order of its groups.

    Parameters
    ----------
    design : RowDesign
        Data of n rows and p columns.
    response : ndarray of shape (n,)
        Response less any offset.
    weight : ndarray of shape (n,) or None
        Weights >= 0.
    group : ndarray of shape (n,)
        Number of each row's group, below `count`.
    count : int
        How many groups.
    threads : int
        For passes over a block.

    Returns
    -------
    list of `count` Moments
        A group without weight has those of no rows.
    """
    n, p = design.shape
    step = max(BLOCK // max(p, 1), _FEWEST * count)
    parts = [Moments.empty(p)] * count
    for start in range(0, n, step):
        here = group[start : start + step]
        rows = start + np.argsort(here, kind="stable")
        ends = np.cumsum(np.bincount(here, minlength=count))
        block = design.take(rows)
        for g, (first, last) in enumerate(zip(np.r_[0, ends[:-1]], ends, strict=True)):
            own = rows[first:last]
            inside = None if weight is None else weight[own]
            if not len(own) or (inside is not None and not inside.any()):
                continue
            span = block.span(slice(int(first), int(last)))
            parts[g] = Moments.merge([parts[g], Moments.of_rows(span, response[own], inside, threads)])
    return parts
