"""riata: regularised linear models, fast, certified, and seen from both sides.

Everything below is loaded when first used, so that ``import riata`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riata import errors, losses, penalties, select, textbook
    from riata.designs import Moments
    from riata.estimators import (
        ElasticNet,
        ElasticNetCV,
        Lasso,
        LassoCV,
        Ridge,
        RidgeCV,
        enet_path,
        lasso_path,
    )
    from riata.problem import Problem, make_problem
    from riata.select import CV, CVResult
    from riata.solve import Bound, RegularizationPath, Solution, path

__version__ = "0.1.0"

#: Public name -> module it lives in.
_HOMES = {
    "Bound": "riata.solve",
    "CV": "riata.select",
    "CVResult": "riata.select",
    "ElasticNet": "riata.estimators",
    "ElasticNetCV": "riata.estimators",
    "Lasso": "riata.estimators",
    "LassoCV": "riata.estimators",
    "Moments": "riata.designs",
    "Problem": "riata.problem",
    "RegularizationPath": "riata.solve",
    "Ridge": "riata.estimators",
    "RidgeCV": "riata.estimators",
    "Solution": "riata.solve",
    "enet_path": "riata.estimators",
    "lasso_path": "riata.estimators",
    "make_problem": "riata.problem",
    "path": "riata.solve",
}
_ROOMS = ("errors", "losses", "penalties", "select", "textbook")

__all__ = [
    "CV",
    "Bound",
    "CVResult",
    "ElasticNet",
    "ElasticNetCV",
    "Lasso",
    "LassoCV",
    "Moments",
    "Problem",
    "RegularizationPath",
    "Ridge",
    "RidgeCV",
    "Solution",
    "__version__",
    "enet_path",
    "errors",
    "lasso_path",
    "losses",
    "make_problem",
    "path",
    "penalties",
    "select",
    "textbook",
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
