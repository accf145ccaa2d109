"""Numbers as a sentence has them."""

from __future__ import annotations

__all__ = ["short"]


def short(value: float, digits: int = 3) -> str:
    """So many digits, without an exponent where the number has no more than six before the point."""
    if 10.0 ** (digits - 1) <= abs(value) < 1e6:
        return f"{value:.0f}"
    return f"{value:.{digits}g}"
