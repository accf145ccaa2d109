"""The elastic net in glmnet's units.

glmnet divides y by its standard deviation s and so solves, in the units of y,

    |y - b0 - X b|^2 / (2n) + lambda (a |b|_1 + (1 - a) / s |b|^2 / 2)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data import Problem

__all__ = ["mixing"]


def mixing(problem: Problem) -> tuple[float, float]:
    """glmnet's a, and lambda / alpha, for our alpha (rho |b|_1 + (1 - rho) |b|^2 / 2)."""
    spread = float(problem.y.std())
    rho = problem.l1_ratio
    share = rho / (rho + (1 - rho) * spread)
    return share, rho / share
