"""How much to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.designs.threads import thread_count
from riata.errors import ParameterError

__all__ = ["Sampling", "make_sampling", "positive"]


@dataclass(frozen=True)
class Sampling:
    """How much to draw, and how.

    Attributes
    ----------
    draws : int
        Kept of each chain.
    chains : int
        Independent ones.
    warmup : int
        Sweeps of each chain before its first draw.
    thin : int
        Sweeps a draw.
    seed : int, Generator or None
        Where the random numbers begin.
    threads : int
        For the chains; no draw depends on it.
    """

    draws: int
    chains: int
    warmup: int
    thin: int
    seed: Any
    threads: int


def make_sampling(
    draws: Any, chains: Any, warmup: Any, thin: Any, seed: Any, n_threads: int | None
) -> Sampling:
    """Check and put together.

    Raises
    ------
    ParameterError
        If a count is not a whole number of the size it needs.
    """
    counts = {"draws": (draws, 1), "chains": (chains, 1), "warmup": (warmup, 0), "thin": (thin, 1)}
    for name, (value, least) in counts.items():
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not whole or value < least:
            raise ParameterError(f"{name} must be a whole number >= {least}, not {value!r}")
    return Sampling(int(draws), int(chains), int(warmup), int(thin), seed, thread_count(n_threads))


def positive(name: str, value: Any) -> float:
    """A finite number > 0.

    Raises
    ------
    ParameterError
        If it is not.
    """
    real = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    if not real or not 0 < value < np.inf:
        raise ParameterError(f"{name} must be a number > 0, not {value!r}")
    return float(value)
