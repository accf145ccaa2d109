"""riata: regularised linear models, fast, certified, and seen from both sides.

Everything below is loaded when first used, so that ``import riata`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riata import datasets, errors, losses, penalties, plot, select, textbook
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
    from riata.frame import Model, fit, load
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
    "Model": "riata.frame",
    "Moments": "riata.designs",
    "Problem": "riata.problem",
    "RegularizationPath": "riata.solve",
    "Ridge": "riata.estimators",
    "RidgeCV": "riata.estimators",
    "Solution": "riata.solve",
    "enet_path": "riata.estimators",
    "fit": "riata.frame",
    "lasso_path": "riata.estimators",
    "load": "riata.frame",
    "make_problem": "riata.problem",
    "path": "riata.solve",
}
_ROOMS = ("datasets", "errors", "losses", "penalties", "plot", "select", "textbook")

__all__ = [
    "CV",
    "Bound",
    "CVResult",
    "ElasticNet",
    "ElasticNetCV",
    "Lasso",
    "LassoCV",
    "Model",
    "Moments",
    "Problem",
    "RegularizationPath",
    "Ridge",
    "RidgeCV",
    "Solution",
    "__version__",
    "datasets",
    "enet_path",
    "errors",
    "fit",
    "lasso_path",
    "load",
    "losses",
    "make_problem",
    "path",
    "penalties",
    "plot",
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
