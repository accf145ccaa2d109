"""The first pass over rows: means, norms and products with the response, safe at any scale."""

from __future__ import annotations

import numpy as np

from riata import _core
from riata.designs.base import RowDesign, Summary, power_of_two
from riata.designs.checks import refuse_non_finite
from riata.typing import FloatArray

__all__ = ["summarise"]

#: Magnitudes whose squares neither overflow nor vanish.
_SAFE = 1e150


def summarise(
    design: RowDesign, response: FloatArray, weight: FloatArray | None, threads: int
) -> Summary:
    """One pass over rows.

    Raises
    ------
    DataError
        If X holds NaN or infinity: the message names column and row.
    """
    total = float(len(response)) if weight is None else float(weight.sum())
    unit = power_of_two(float(np.abs(response).max(initial=0.0)))
    scaled = response / unit
    y_mean = float(np.average(scaled, weights=weight))
    centred = scaled - y_mean
    weighted = centred if weight is None else weight * centred
    mean, scatter, products = (
        np.array(v) for v in _core.moments(design.core, weight, weighted, threads)
    )
    norm = np.sqrt(scatter)
    # Squares that overflowed or vanished, and values that are not finite, are looked at one by one.
    plain = (norm < _SAFE) & ((norm > 1.0 / _SAFE) | (np.abs(mean) > 1.0 / _SAFE))
    for j in np.flatnonzero(~plain & design.may_vary()):
        mean[j], norm[j], products[j] = _carefully(design, int(j), weight, weighted)
    y_norm = float(np.sqrt(centred @ weighted)) * unit
    return Summary(total, mean, norm, y_mean * unit, y_norm, unit, products)


def _carefully(
    design: RowDesign, j: int, weight: FloatArray | None, weighted: FloatArray
) -> tuple[float, float, float]:
    """Moments of one column, scaled so that no square overflows."""
    x = design.column(j)
    if not np.isfinite(x).all():
        refuse_non_finite(design)
    unit = power_of_two(float(np.abs(x).max(initial=0.0)))
    z = x / unit
    mean = float(np.average(z, weights=weight))
    d = z - mean
    scatter = float(d @ d if weight is None else (weight * d) @ d)
    return mean * unit, float(np.sqrt(scatter)) * unit, float(d @ weighted) * unit
