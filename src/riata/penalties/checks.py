"""Small helpers that every penalty uses."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from riata.errors import ParameterError
from riata.typing import FloatArray

__all__ = ["each", "positive_rate"]


def positive_rate(rate: float | FloatArray) -> FloatArray:
    """The rate of a prior as an array; it must be positive and finite.

    Raises
    ------
    ParameterError
        If an entry is not: a penalty of strength zero is a flat prior, which has no normaliser.
    """
    values = np.asarray(rate, dtype=float)
    if not np.all((values > 0) & np.isfinite(values)):
        raise ParameterError(
            f"a prior needs a positive, finite rate, not {rate}: without a penalty the prior is flat"
        )
    return values


def each(function: Callable[..., FloatArray], w: FloatArray, *rest: float) -> FloatArray:
    """Apply a function of the core to an array of any shape, entry by entry."""
    values = np.asarray(w, dtype=np.float64)
    return function(np.ascontiguousarray(values).reshape(-1), *rest).reshape(values.shape)
