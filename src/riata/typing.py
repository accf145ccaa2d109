"""Names for the types that many files share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["AnyMatrix", "ArrayLike", "FloatArray", "IntArray", "Progress"]

#: One-dimensional or two-dimensional float64 values; the docstring gives the shape.
FloatArray: TypeAlias = NDArray[np.float64]
#: int64 positions.
IntArray: TypeAlias = NDArray[np.int64]
#: What is accepted as a table of numbers: array, SciPy sparse, data frame, `Moments`.
AnyMatrix: TypeAlias = Any
#: Told how many solutions of the path are done.
Progress: TypeAlias = Callable[[int], None]
