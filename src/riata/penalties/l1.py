"""The L1 penalty: the minus log of a Laplace prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from riata import _core
from riata.penalties.base import Penalty
from riata.penalties.checks import each, positive_rate
from riata.typing import FloatArray

__all__ = ["L1"]


@dataclass(frozen=True)
class L1(Penalty):
    r"""P(w) = \|w\|, the prior Laplace(0, b) with b = 1 / rate.

    With rate = S alpha / phi this is b = phi / (S alpha). For ``||y - Xw||^2 + lambda ||w||_1`` that
    reads lambda = 2 sigma^2 / b (Tibshirani 1996, section 5).
    """

    name: ClassVar[str] = "l1"

    @property
    def elastic(self) -> tuple[float, float]:
        """|w| alone."""
        return 1.0, 0.0

    def value(self, w: FloatArray) -> FloatArray:
        """|w|."""
        return each(_core.elastic_net_value, w, 1.0, 0.0)

    def prox(self, z: FloatArray, step: float | FloatArray) -> FloatArray:
        """Soft threshold: sign(z) max(|z| - step, 0)."""
        return np.sign(z) * np.maximum(np.abs(z) - step, 0.0)

    def score(self, gradient: FloatArray) -> FloatArray:
        """|gradient|."""
        return each(_core.elastic_net_score, gradient, 1.0, 0.0, -np.inf, np.inf)

    @property
    def family(self) -> str:
        """Laplace."""
        return "laplace"

    def log_normaliser(self, rate: float | FloatArray) -> FloatArray:
        """log(2 / rate)."""
        return np.log(2.0 / positive_rate(rate))

    def sample(
        self,
        rate: float,
        size: int | tuple[int, ...],
        rng: np.random.Generator | int | None = None,
    ) -> FloatArray:
        """Draws of Laplace(0, 1 / rate)."""
        scale = float(1.0 / positive_rate(rate))
        return np.random.default_rng(rng).laplace(0.0, scale, size)

    def as_scipy(self, rate: float) -> Any:
        """``scipy.stats.laplace(scale=1 / rate)``."""
        from scipy.stats import laplace

        return laplace(scale=float(1.0 / positive_rate(rate)))
