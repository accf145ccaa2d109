"""How many threads to use."""

from __future__ import annotations

import os
from numbers import Real

from riata.errors import ParameterError

__all__ = ["thread_count"]


def thread_count(n_threads: int | None) -> int:
    """Threads for the core: the argument, else RIATA_NUM_THREADS, OMP_NUM_THREADS, else all.

    Parameters
    ----------
    n_threads : int or None
        At least 1; -1 means all processors of this process.

    Raises
    ------
    ParameterError
        If it is neither.
    """
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    most = max(1, available or 1)
    if n_threads is not None:
        if isinstance(n_threads, bool) or not isinstance(n_threads, Real) or n_threads % 1 != 0:
            raise ParameterError(f"n_threads must be a positive integer or -1, not {n_threads!r}")
        if n_threads == -1:
            return most
        if n_threads < 1:
            raise ParameterError(f"n_threads must be a positive integer or -1, not {n_threads!r}")
        return min(int(n_threads), 1024)
    for variable in ("RIATA_NUM_THREADS", "OMP_NUM_THREADS"):
        value = os.environ.get(variable, "").split(",")[0].strip()
        if value.isdigit() and int(value) > 0:
            return min(int(value), most)
    return most
