"""A fitted model as one page of HTML: a handle for the strength, and everything that moves with it."""

from __future__ import annotations

from riata.report.gathering import Gathered, gather
from riata.report.writing import write_report

__all__ = ["Gathered", "gather", "write_report"]
