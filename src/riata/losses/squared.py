"""The squared loss: the minus log of a Normal likelihood."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from riata.losses.base import Loss
from riata.typing import FloatArray

__all__ = ["Squared"]


class Squared(Loss):
    """(y - eta)^2 / 2, the likelihood Normal(eta, phi) with phi = sigma^2."""

    name: ClassVar[str] = "squared"
    family: ClassVar[str] = "normal"
    quadratic: ClassVar[bool] = True

    def value(self, y: FloatArray, eta: FloatArray) -> FloatArray:
        """(y - eta)^2 / 2."""
        return 0.5 * (y - eta) ** 2

    def residual(self, y: FloatArray, eta: FloatArray) -> FloatArray:
        """Y - eta."""
        return y - eta

    def curvature(self, y: FloatArray, eta: FloatArray) -> FloatArray:
        """One."""
        return np.ones(np.broadcast_shapes(np.shape(y), np.shape(eta)))

    def conjugate(self, y: FloatArray, theta: FloatArray) -> FloatArray:
        """Theta y + theta^2 / 2."""
        return theta * y + 0.5 * theta**2

    def deviance(self, y: FloatArray, eta: FloatArray) -> FloatArray:
        """(y - eta)^2."""
        return np.asarray((y - eta) ** 2, dtype=float)

    def mean(self, eta: FloatArray) -> FloatArray:
        """Eta itself: the identity link."""
        return eta

    def log_likelihood(self, y: FloatArray, eta: FloatArray, dispersion: float) -> FloatArray:
        """Of Normal(eta, dispersion)."""
        constant = -0.5 * float(np.log(2.0 * np.pi * dispersion))
        return constant - self.value(y, eta) / dispersion
