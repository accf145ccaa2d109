"""riata: regularised linear models, fast, certified, and seen from both sides.

Everything below is loaded when first used, so that ``import riata`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riata import (
        article,
        datasets,
        errors,
        losses,
        penalties,
        plot,
        posterior,
        select,
        textbook,
        views,
    )
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
    from riata.select import CV, Criterion, CVResult, Evidence
    from riata.solve import Bound, PriorScale, RegularizationPath, Solution, path
    from riata.views import Views, convert

__version__ = "0.1.0"

#: Public name -> module it lives in.
_HOMES = {
    "Bound": "riata.solve",
    "CV": "riata.select",
    "CVResult": "riata.select",
    "Criterion": "riata.select",
    "ElasticNet": "riata.estimators",
    "ElasticNetCV": "riata.estimators",
    "Evidence": "riata.select",
    "Lasso": "riata.estimators",
    "LassoCV": "riata.estimators",
    "Model": "riata.frame",
    "Moments": "riata.designs",
    "PriorScale": "riata.solve",
    "Problem": "riata.problem",
    "RegularizationPath": "riata.solve",
    "Ridge": "riata.estimators",
    "RidgeCV": "riata.estimators",
    "Solution": "riata.solve",
    "Views": "riata.views",
    "convert": "riata.views",
    "enet_path": "riata.estimators",
    "fit": "riata.frame",
    "lasso_path": "riata.estimators",
    "load": "riata.frame",
    "make_problem": "riata.problem",
    "path": "riata.solve",
}
_ROOMS = (
    "article",
    "datasets",
    "errors",
    "losses",
    "penalties",
    "plot",
    "posterior",
    "select",
    "textbook",
    "views",
)

__all__ = [
    "CV",
    "Bound",
    "CVResult",
    "Criterion",
    "ElasticNet",
    "ElasticNetCV",
    "Evidence",
    "Lasso",
    "LassoCV",
    "Model",
    "Moments",
    "PriorScale",
    "Problem",
    "RegularizationPath",
    "Ridge",
    "RidgeCV",
    "Solution",
    "Views",
    "__version__",
    "article",
    "convert",
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
    "posterior",
    "select",
    "textbook",
    "views",
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
