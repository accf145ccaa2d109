"""The account of a fit's work."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PathInfo"]


@dataclass(frozen=True)
class PathInfo:
    """What a fit cost.

    Attributes
    ----------
    method : str
        The solver that ran.
    passes : int
        Passes over the rows; with a Gram matrix those that made it.
    solves : int
        Linear systems solved.
    working_set : int
        Columns the solver looked at closely.
    seconds : float
        Wall time.
    """

    method: str
    passes: int = 0
    solves: int = 0
    working_set: int = 0
    seconds: float = 0.0
