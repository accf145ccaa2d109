"""Clocks and memory."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Timing", "peak_bytes", "reset_peak", "resident_bytes", "timed"]

SHORTEST = 0.05  # seconds of work in one measurement: faster calls are made several times
MOST_CALLS = 1000


@dataclass(frozen=True)
class Timing:
    """Seconds of one call, by the wall and summed over cores, and what it returned."""

    seconds: float
    cpu_seconds: float
    result: Any


def timed(call: Callable[[], Any], calls: int = 1) -> Timing:
    """Time a call, as the mean of several made in a row.

    A result with seconds of its own (taken in another process) is taken at its word.
    """
    gc.collect()
    own = own_cpu = 0.0
    cpu, began = time.process_time(), time.perf_counter()
    for _ in range(calls):
        result = call()
        own += getattr(result, "seconds", 0.0)
        own_cpu += getattr(result, "cpu_seconds", 0.0)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    if hasattr(result, "seconds"):
        seconds, cpu_seconds = own, own_cpu
    return Timing(seconds / calls, cpu_seconds / calls, result)


def calls_for(seconds: float) -> int:
    """How many calls in a row make a measurement of something that takes so long."""
    return min(MOST_CALLS, max(1, round(SHORTEST / max(seconds, 1e-9))))


def reset_peak(process: int) -> None:
    """Start the record of the largest resident size anew, where the system can."""
    try:
        Path(f"/proc/{process}/clear_refs").write_text("5")
    except OSError:
        return


def peak_bytes(process: int) -> int | None:
    """Largest resident size since the record was started."""
    return _status(process, "VmHWM")


def resident_bytes(process: int) -> int | None:
    """Resident size now."""
    return _status(process, "VmRSS")


def _status(process: int, entry: str) -> int | None:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(entry)), None)
