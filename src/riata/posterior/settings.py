"""How much to draw."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.designs.threads import thread_count
from riata.errors import ParameterError

__all__ = ["Sampling", "make_sampling", "positive", "refuse_huge"]

#: Largest count that makes sense: more draws fit in no memory, more sweeps in no lifetime.
_MOST = 2**31 - 1
#: Bytes of a number, and arrays of all coefficients that there are for a moment.
_BYTES, _COPIES = 8, 3


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
        if value > _MOST:
            raise ParameterError(f"{name} = {value} is too many: give {_MOST} at most")
    return Sampling(int(draws), int(chains), int(warmup), int(thin), seed, thread_count(n_threads))


def refuse_huge(sampling: Sampling, p: int) -> None:
    """Draws of p coefficients that this machine's memory cannot hold.

    Raises
    ------
    ParameterError
        If they are so many.
    """
    needed = sampling.chains * sampling.draws * (p + 3) * _BYTES * _COPIES
    memory = _memory()
    if memory and needed > memory:
        raise ParameterError(
            f"{sampling.chains} chains of {sampling.draws} draws of {p} coefficients need "
            f"{needed / 2**30:.3g} GiB of memory, and this machine has {memory / 2**30:.3g}: give fewer "
            "draws, or a larger thin"
        )


def _memory() -> int:
    """Bytes of memory, or 0 where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0


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
