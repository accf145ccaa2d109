"""Penalties, each with its prior. The registry is the list below."""

from __future__ import annotations

from riata.errors import ParameterError
from riata.penalties.base import Penalty
from riata.penalties.elastic_net import ElasticNet
from riata.penalties.l1 import L1
from riata.penalties.l2 import L2

__all__ = ["ALIASES", "L1", "L2", "REGISTRY", "ElasticNet", "Penalty", "make_penalty"]

#: Name in arguments -> the penalty with its defaults.
REGISTRY: dict[str, Penalty] = {penalty.name: penalty for penalty in (L1(), L2(), ElasticNet())}
#: Other words for the same.
ALIASES = {"lasso": "l1", "ridge": "l2", "elastic_net": "elastic-net", "elasticnet": "elastic-net"}


def make_penalty(penalty: str | Penalty) -> Penalty:
    """The penalty of that name, or the penalty itself.

    Raises
    ------
    ParameterError
        If there is no penalty of that name, or it is neither a name nor a penalty.
    """
    if not isinstance(penalty, str):
        if isinstance(penalty, type) or not hasattr(penalty, "elastic"):
            raise ParameterError(f"penalty must be a name or a penalty, not {penalty!r}")
        return penalty
    name = ALIASES.get(penalty, penalty)
    if name not in REGISTRY:
        known = sorted(REGISTRY) + sorted(ALIASES)
        raise ParameterError(f"there is no penalty {penalty!r}; choose one of {known}")
    return REGISTRY[name]
