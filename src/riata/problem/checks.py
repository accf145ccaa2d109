"""Checks of penalty factors and bounds."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.designs.checks import column_label
from riata.errors import ParameterError
from riata.typing import FloatArray

__all__ = ["check_bounds", "check_factor"]


def check_factor(penalty_factor: Any, p: int, names: list[str] | None) -> FloatArray:
    """Penalty factors (p,): one for all if None; a dict by column name leaves the rest at one.

    Raises
    ------
    ParameterError
        If one is negative or not finite, or a name is unknown.
    """
    factor = _per_column(penalty_factor, 1.0, p, names, "penalty_factor")
    bad = np.flatnonzero(~(np.isfinite(factor) & (factor >= 0)))
    if bad.size:
        raise ParameterError(
            f"penalty_factor of {column_label(names, bad[0])} is {factor[bad[0]]}: factors are "
            "finite and >= 0 (0 = never penalised)"
        )
    return factor


def check_bounds(bounds: Any, p: int, names: list[str] | None) -> tuple[FloatArray, FloatArray]:
    """Lower and upper bounds, each (p,).

    Parameters
    ----------
    bounds : None, (lower, upper), or dict of column name to (lower, upper)
        lower and upper are numbers or arrays (p,); None is no bound. Zero must lie between them.

    Raises
    ------
    ParameterError
        If a pair does not contain zero, or a name is unknown.
    """
    if bounds is None:
        return np.full(p, -np.inf), np.full(p, np.inf)
    if isinstance(bounds, dict):
        pairs = {key: _pair(pair, f"bounds of {key!r}") for key, pair in bounds.items()}
        low = _per_column({k: v[0] for k, v in pairs.items()}, -np.inf, p, names, "bounds")
        high = _per_column({k: v[1] for k, v in pairs.items()}, np.inf, p, names, "bounds")
    else:
        first, second = _pair(bounds, "bounds")
        low = _per_column(first, -np.inf, p, names, "lower bound")
        high = _per_column(second, np.inf, p, names, "upper bound")
    bad = np.flatnonzero(~((low <= 0) & (high >= 0)))
    if bad.size:
        j = bad[0]
        raise ParameterError(
            f"bounds of {column_label(names, j)} are ({low[j]}, {high[j]}): they must contain zero"
        )
    return low, high


def _per_column(values: Any, default: float, p: int, names: list[str] | None, what: str) -> FloatArray:
    """One number a column, from None, a number, an array or a dict by column name (or position)."""
    if values is None:
        return np.full(p, default)
    if isinstance(values, dict):
        out = np.full(p, default)
        for key, value in values.items():
            at = _position(key, p, names, what)
            try:
                out[at] = default if value is None else float(value)
            except (TypeError, ValueError):
                raise ParameterError(f"{what} of {key!r} must be numbers, not {value!r}") from None
        return out
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ParameterError(f"{what} must be numbers, not {values!r}") from None
    if array.ndim == 0:
        return np.full(p, float(array))
    if array.shape != (p,):
        raise ParameterError(f"{what} has the shape {array.shape}; there are {p} columns")
    return array.copy()


def _pair(bounds: Any, what: str) -> tuple[Any, Any]:
    """Lower and upper."""
    try:
        lower, upper = bounds
    except (TypeError, ValueError):
        other = " or a dict of pairs" if what == "bounds" else f", not {bounds!r}"
        raise ParameterError(f"{what} must be a pair (lower, upper){other}") from None
    return lower, upper


def _position(key: Any, p: int, names: list[str] | None, what: str) -> int:
    if names is not None and key in names:
        return names.index(key)
    if isinstance(key, int | np.integer) and 0 <= key < p:
        return int(key)
    known = f"; columns are {names[:10]}{' ...' if len(names) > 10 else ''}" if names else ""
    raise ParameterError(f"{what} names {key!r}, which is no column{known}")
