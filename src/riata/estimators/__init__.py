"""The scikit-learn face: the same classes, the same parameters, certified answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riata.lazily import loader

if TYPE_CHECKING:
    from riata.estimators.elastic_net import ElasticNet, Lasso
    from riata.estimators.elastic_net_cv import ElasticNetCV, LassoCV
    from riata.estimators.paths import enet_path, lasso_path
    from riata.estimators.ridge import Ridge
    from riata.estimators.ridge_cv import RidgeCV

__all__ = [
    "ElasticNet",
    "ElasticNetCV",
    "Lasso",
    "LassoCV",
    "Ridge",
    "RidgeCV",
    "enet_path",
    "lasso_path",
]

__getattr__ = loader(
    __name__,
    {
        "ElasticNet": "riata.estimators.elastic_net",
        "ElasticNetCV": "riata.estimators.elastic_net_cv",
        "Lasso": "riata.estimators.elastic_net",
        "LassoCV": "riata.estimators.elastic_net_cv",
        "Ridge": "riata.estimators.ridge",
        "RidgeCV": "riata.estimators.ridge_cv",
        "enet_path": "riata.estimators.paths",
        "lasso_path": "riata.estimators.paths",
    },
)
