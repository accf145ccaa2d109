"""The elastic net: a mix of L1 and L2, its prior the normalised product of Laplace and Gaussian."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any, ClassVar

import numpy as np

from riata import _core
from riata.errors import ParameterError
from riata.penalties.base import Penalty
from riata.penalties.checks import each, positive_rate
from riata.penalties.l1 import L1
from riata.penalties.l2 import L2
from riata.penalties.laplace_normal import laplace_normal, log_normaliser, quantile
from riata.typing import FloatArray

__all__ = ["ElasticNet"]


@dataclass(frozen=True)
class ElasticNet(Penalty):
    r"""P(w) = l1_ratio \|w\| + (1 - l1_ratio) w^2 / 2 (Zou & Hastie 2005).

    Parameters
    ----------
    l1_ratio : float, default=0.5
        Share of L1, in [0, 1]; 1 is the lasso, 0 is ridge.

    Raises
    ------
    ParameterError
        If `l1_ratio` is outside [0, 1].
    """

    l1_ratio: float = 0.5

    name: ClassVar[str] = "elastic-net"

    def __post_init__(self) -> None:
        if not (isinstance(self.l1_ratio, Real) and 0.0 <= self.l1_ratio <= 1.0):
            raise ParameterError(f"l1_ratio must be between 0 and 1, not {self.l1_ratio!r}")

    @property
    def elastic(self) -> tuple[float, float]:
        """(l1_ratio, 1 - l1_ratio)."""
        return float(self.l1_ratio), 1.0 - float(self.l1_ratio)

    def value(self, w: FloatArray) -> FloatArray:
        """l1_ratio |w| + (1 - l1_ratio) w^2 / 2."""
        return each(_core.elastic_net_value, w, *self.elastic)

    def prox(self, z: FloatArray, step: float | FloatArray) -> FloatArray:
        """Soft threshold by step * l1_ratio, then shrink by 1 + step * (1 - l1_ratio)."""
        l1, l2 = self.elastic
        return np.sign(z) * np.maximum(np.abs(z) - step * l1, 0.0) / (1.0 + step * l2)

    def score(self, gradient: FloatArray) -> FloatArray:
        """|gradient| / l1_ratio."""
        return each(_core.elastic_net_score, gradient, *self.elastic, -np.inf, np.inf)

    @property
    def family(self) -> str:
        """The product of a Laplace and a Gaussian density."""
        return "laplace-normal"

    def log_normaliser(self, rate: float | FloatArray) -> FloatArray:
        """Log of sqrt(2 pi / b) erfcx(a / sqrt(2 b)), a = rate * l1_ratio, b = rate * (1 - l1_ratio)."""
        kappa = positive_rate(rate)
        if self.l1_ratio == 1.0:
            return L1().log_normaliser(kappa)
        if self.l1_ratio == 0.0:
            return L2().log_normaliser(kappa)
        a, b = (kappa * share for share in self.elastic)
        return log_normaliser(a, b)

    def sample(
        self,
        rate: float,
        size: int | tuple[int, ...],
        rng: np.random.Generator | int | None = None,
    ) -> FloatArray:
        """Draws by inversion: |w| is a Normal(-a / b, 1 / b) cut to the positive half line."""
        generator = np.random.default_rng(rng)
        if self.l1_ratio == 1.0:
            return L1().sample(rate, size, generator)
        if self.l1_ratio == 0.0:
            return L2().sample(rate, size, generator)
        a, b = (float(positive_rate(rate)) * share for share in self.elastic)
        depth = generator.standard_exponential(size)  # minus log of a uniform tail probability
        magnitude = quantile(depth, np.asarray(a / np.sqrt(b))) / np.sqrt(b)
        draws: FloatArray = np.where(generator.random(size) < 0.5, -magnitude, magnitude)
        return draws

    def as_scipy(self, rate: float) -> Any:
        """The prior as a frozen ``scipy.stats`` distribution, every function in closed form."""
        if self.l1_ratio == 1.0:
            return L1().as_scipy(rate)
        if self.l1_ratio == 0.0:
            return L2().as_scipy(rate)
        return laplace_normal()(l1_ratio=float(self.l1_ratio), rate=float(positive_rate(rate)))
