"""What a worker is told, and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Emit", "Job"]

#: Writes one JSON object made of its keyword arguments.
Emit = Callable[..., None]


@dataclass(frozen=True)
class Job:
    """One contender, one problem.

    kind, l1_ratio, gaps, folds : see tasks.Table
    repeats : timed fits at the setting chosen
    budget : seconds after which no further repeat is begun
    """

    contender: str
    problem: str
    kind: str
    l1_ratio: float
    gaps: list[float]
    folds: int
    alphas: list[float]
    repeats: int
    budget: float
