"""riata: regularised linear models, fast, certified, and seen from both sides.

Everything below is loaded when first used, so that ``import riata`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riata import errors, losses, penalties
    from riata.designs import Moments
    from riata.problem import Problem, make_problem
    from riata.solve import Bound, RegularizationPath, Solution, path

__version__ = "0.1.0"

#: Public name -> module it lives in.
_HOMES = {
    "Bound": "riata.solve",
    "Moments": "riata.designs",
    "Problem": "riata.problem",
    "RegularizationPath": "riata.solve",
    "Solution": "riata.solve",
    "make_problem": "riata.problem",
    "path": "riata.solve",
}
_ROOMS = ("errors", "losses", "penalties")

__all__ = [
    "Bound",
    "Moments",
    "Problem",
    "RegularizationPath",
    "Solution",
    "__version__",
    "errors",
    "losses",
    "make_problem",
    "path",
    "penalties",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(importlib.import_module(_HOMES[name]), name)
    elif name in _ROOMS:
        value = importlib.import_module(f"riata.{name}")
    else:
        raise AttributeError(f"module 'riata' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
