"""Numbers as a sentence has them, and rows as a chart has them."""

from __future__ import annotations

import numpy as np

from riata.typing import IntArray

__all__ = ["DRAWN", "evenly", "short"]

#: Rows that are drawn on a chart, at most.
DRAWN = 400


def short(value: float, digits: int = 3) -> str:
    """So many digits, without an exponent where the number has no more than six before the point."""
    if 10.0 ** (digits - 1) <= abs(value) < 1e6:
        return f"{value:.0f}"
    return f"{value:.{digits}g}"


def evenly(n: int, most: int) -> IntArray:
    """All of n rows, or so many evenly spread ones."""
    return np.linspace(0, n - 1, min(n, most)).astype(np.int64)
