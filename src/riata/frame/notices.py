"""Warnings that point at the line of the caller, however deep in riata they are found."""

from __future__ import annotations

import sys
import warnings

from riata.errors import DataWarning

__all__ = ["warn_of"]


def warn_of(message: str) -> None:
    """A :class:`~riata.errors.DataWarning` at the first line outside of riata."""
    depth, frame = 3, sys._getframe(1)
    while frame.f_back is not None and _is_ours(frame.f_back.f_globals.get("__name__")):
        depth, frame = depth + 1, frame.f_back
    warnings.warn(message, DataWarning, stacklevel=depth)


def _is_ours(module: object) -> bool:
    return isinstance(module, str) and module.split(".")[0] == "riata"
