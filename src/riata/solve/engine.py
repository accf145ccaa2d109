"""What every way of solving hands to the path: one shape for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from scipy import sparse

from riata.solve.info import PathInfo
from riata.typing import FloatArray

__all__ = ["Solved"]


@dataclass(frozen=True, eq=False)
class Solved:
    """Solutions at some strengths.

    Attributes
    ----------
    coefs : csc_array of shape (p, L)
        In the units of the data.
    gaps : ndarray of shape (L,)
        Relative duality gaps.
    unexplained : ndarray of shape (L,)
        Residual over null deviance.
    df : ndarray of shape (L,) or None
        Degrees of freedom, where they come for free.
    info : PathInfo
        Work done.
    intercepts : ndarray of shape (L,) or None
        Where they are not simply those that centre the residuals.
    """

    coefs: sparse.csc_array
    gaps: FloatArray
    unexplained: FloatArray
    df: FloatArray | None
    info: PathInfo
    intercepts: FloatArray | None = None
