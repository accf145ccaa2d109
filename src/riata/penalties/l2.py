"""The L2 penalty: the minus log of a Gaussian prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from riata import _core
from riata.penalties.base import Penalty
from riata.penalties.checks import each, positive_rate
from riata.typing import FloatArray

__all__ = ["L2"]


@dataclass(frozen=True)
class L2(Penalty):
    """P(w) = w^2 / 2, the prior Normal(0, s^2) with s^2 = 1 / rate.

    With rate = S alpha / phi this is s^2 = phi / (S alpha). For ``||y - Xw||^2 + lambda ||w||^2`` that
    reads lambda = sigma^2 / s^2 (Hoerl & Kennard 1970).
    """

    name: ClassVar[str] = "l2"

    @property
    def elastic(self) -> tuple[float, float]:
        """w^2 / 2 alone."""
        return 0.0, 1.0

    def value(self, w: FloatArray) -> FloatArray:
        """w^2 / 2."""
        return each(_core.elastic_net_value, w, 0.0, 1.0)

    def prox(self, z: FloatArray, step: float | FloatArray) -> FloatArray:
        """Z / (1 + step)."""
        return np.asarray(z / (1.0 + step), dtype=float)

    def score(self, gradient: FloatArray) -> FloatArray:
        """Infinite, unless the gradient is zero: ridge sets no coefficient to zero."""
        return each(_core.elastic_net_score, gradient, 0.0, 1.0, -np.inf, np.inf)

    @property
    def family(self) -> str:
        """Normal."""
        return "normal"

    def log_normaliser(self, rate: float | FloatArray) -> FloatArray:
        """log(2 pi / rate) / 2."""
        return 0.5 * np.log(2.0 * np.pi / positive_rate(rate))

    def sample(
        self,
        rate: float,
        size: int | tuple[int, ...],
        rng: np.random.Generator | int | None = None,
    ) -> FloatArray:
        """Draws of Normal(0, 1 / rate)."""
        scale = float(positive_rate(rate) ** -0.5)
        return np.random.default_rng(rng).normal(0.0, scale, size)

    def as_scipy(self, rate: float) -> Any:
        """``scipy.stats.norm(scale=rate ** -0.5)``."""
        from scipy.stats import norm

        return norm(scale=float(positive_rate(rate) ** -0.5))
