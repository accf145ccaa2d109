"""Moving the handle of a report, and reading what it then says."""

from __future__ import annotations

from typing import Any

__all__ = ["drawn", "move", "read"]


def move(page: Any, step: int) -> None:
    """The handle to a step, as a hand would."""
    page.evaluate(
        "k => { const q = document.getElementById('handle'); q.value = k;"
        " q.dispatchEvent(new Event('input')); }",
        step,
    )


def read(page: Any, name: str) -> float:
    """The number of an output."""
    return float(page.get_attribute(f"#{name}", "data-value"))


def drawn(page: Any, chart: str, rows: str) -> list[dict[str, Any]]:
    """The rows that a chart draws, from its own view."""
    found: list[dict[str, Any]] = page.evaluate(
        "([chart, rows]) => document.getElementById('chart-' + chart).rows(rows).map(r => ({ ...r }))",
        [chart, rows],
    )
    return found
