"""One seed for the compiled chains and for what NumPy draws beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from riata.errors import ParameterError

__all__ = ["Randomness", "make_randomness"]


@dataclass(frozen=True, eq=False)
class Randomness:
    """Independent streams from one seed.

    Attributes
    ----------
    words : ndarray of uint64, shape (4,)
        The state of the compiled generator, from which every chain jumps ahead.
    numpy : numpy.random.Generator
        For what is drawn in NumPy.
    """

    words: NDArray[np.uint64]
    numpy: np.random.Generator


def make_randomness(seed: Any) -> Randomness:
    """From None (fresh entropy), a whole number >= 0, or a NumPy generator.

    Raises
    ------
    ParameterError
        If it is anything else.
    """
    if isinstance(seed, np.random.Generator):
        entropy: Any = seed.integers(0, 2**63, size=4).tolist()
    elif seed is None:
        entropy = None
    elif isinstance(seed, int | np.integer) and not isinstance(seed, bool) and seed >= 0:
        entropy = int(seed)
    else:
        raise ParameterError(
            f"seed must be a whole number >= 0, a numpy Generator or None, not {seed!r}"
        )
    core, own = np.random.SeedSequence(entropy).spawn(2)
    words = core.generate_state(4, np.uint64).astype(np.uint64, copy=False)
    return Randomness(words, np.random.default_rng(own))
