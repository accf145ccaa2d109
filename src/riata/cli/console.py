"""What every command shares: where it prints, how it fails, and progress."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

__all__ = ["SlowProgress", "print_json", "show"]

_PATIENCE = 1.0  # seconds of work before a bar appears


def show(*parts: Any) -> None:
    """Print to standard output; text is shown as it is, never as markup."""
    Console(markup=False, highlight=False, soft_wrap=True).print(*parts)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    plain = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") != "utf8"
    json.dump(value, sys.stdout, indent=2, ensure_ascii=plain, allow_nan=False)
    sys.stdout.write("\n")


class SlowProgress:
    """A bar on standard error, for work that turns out to be long and is watched by someone.

    Parameters
    ----------
    total : int
        Solutions in all.
    """

    def __init__(self, total: int) -> None:
        self._total, self._began = total, time.monotonic()
        self._watched = sys.stderr.isatty()
        self._bar: Progress | None = None
        self._task: Any = None

    def __enter__(self) -> SlowProgress:
        return self

    def __call__(self, done: int) -> None:
        """Told how many solutions are done."""
        if not self._watched or time.monotonic() - self._began < _PATIENCE:
            return
        if self._bar is None:
            self._bar = Progress(
                TextColumn("fitting"),
                BarColumn(),
                TextColumn("{task.completed}/{task.total}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("fitting", total=self._total)
        self._bar.update(self._task, completed=done)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
