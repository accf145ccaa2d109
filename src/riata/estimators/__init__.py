"""The scikit-learn face: the same classes, the same parameters, certified answers."""

from __future__ import annotations

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
