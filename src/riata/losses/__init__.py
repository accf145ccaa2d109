"""Losses, each with its likelihood. The registry is the list below."""

from __future__ import annotations

from riata.errors import ParameterError
from riata.losses.base import Loss
from riata.losses.squared import Squared

__all__ = ["REGISTRY", "Loss", "Squared", "make_loss"]

#: Name in arguments -> loss.
REGISTRY: dict[str, Loss] = {loss.name: loss for loss in (Squared(),)}


def make_loss(loss: str | Loss) -> Loss:
    """The loss of that name, or the loss itself.

    Raises
    ------
    ParameterError
        If there is no loss of that name.
    """
    if not isinstance(loss, str):
        return loss
    if loss not in REGISTRY:
        raise ParameterError(f"there is no loss {loss!r}; choose one of {sorted(REGISTRY)}")
    return REGISTRY[loss]
