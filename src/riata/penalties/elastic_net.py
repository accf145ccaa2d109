"""The elastic net: a mix of L1 and L2, its prior the normalised product of Laplace and Gaussian."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np
from scipy.special import erfcx, log_ndtr, ndtri_exp

from riata import _core
from riata.errors import ParameterError
from riata.penalties.base import Penalty
from riata.penalties.checks import each, positive_rate
from riata.penalties.l1 import L1
from riata.penalties.l2 import L2
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
        if not 0.0 <= self.l1_ratio <= 1.0:
            raise ParameterError(f"l1_ratio must be between 0 and 1, not {self.l1_ratio}")

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
        normal: FloatArray = 0.5 * np.log(2.0 * np.pi / b) + np.log(erfcx(a / np.sqrt(2.0 * b)))
        return normal

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
        magnitude = self._upper_quantile(generator.random(size), float(positive_rate(rate)))
        return np.where(generator.random(size) < 0.5, -magnitude, magnitude)

    def _upper_quantile(self, tail: FloatArray, rate: float) -> FloatArray:
        """The w >= 0 with P(|W| > w) = tail."""
        a, b = (rate * share for share in self.elastic)
        start = a / np.sqrt(b)  # of the standardised half line
        log_tail = np.log(tail) + log_ndtr(-start)
        quantile: FloatArray = np.maximum((-ndtri_exp(log_tail) - start) / np.sqrt(b), 0.0)
        return quantile

    def as_scipy(self, rate: float) -> Any:
        """The prior as a frozen ``scipy.stats`` distribution, every function in closed form."""
        if self.l1_ratio == 1.0:
            return L1().as_scipy(rate)
        if self.l1_ratio == 0.0:
            return L2().as_scipy(rate)
        return _laplace_normal()(l1_ratio=float(self.l1_ratio), rate=float(positive_rate(rate)))


@cache
def _laplace_normal() -> Any:
    """The family as a scipy.stats distribution, made when first asked for: scipy.stats loads slowly."""
    from scipy.stats import rv_continuous

    class LaplaceNormal(rv_continuous):  # type: ignore[misc]
        def _argcheck(self, l1_ratio: Any, rate: Any) -> Any:
            return (l1_ratio > 0) & (l1_ratio < 1) & (rate > 0)

        def _logpdf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            penalty = l1_ratio * np.abs(x) + 0.5 * (1.0 - l1_ratio) * x**2
            a, b = rate * l1_ratio, rate * (1.0 - l1_ratio)
            return -rate * penalty - 0.5 * np.log(2 * np.pi / b) - np.log(erfcx(a / np.sqrt(2 * b)))

        def _pdf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            return np.exp(self._logpdf(x, l1_ratio, rate))

        def _sf_positive(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            a, b = rate * l1_ratio, rate * (1.0 - l1_ratio)
            start = a / np.sqrt(b)
            return 0.5 * np.exp(log_ndtr(-start - np.abs(x) * np.sqrt(b)) - log_ndtr(-start))

        def _cdf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            half = self._sf_positive(x, l1_ratio, rate)
            return np.where(x < 0, half, 1.0 - half)

        def _sf(self, x: Any, l1_ratio: Any, rate: Any) -> Any:
            return self._cdf(-np.asarray(x), l1_ratio, rate)

        def _ppf(self, q: Any, l1_ratio: Any, rate: Any) -> Any:
            a, b = rate * l1_ratio, rate * (1.0 - l1_ratio)
            start = a / np.sqrt(b)
            tail = np.log(2.0 * np.minimum(q, 1.0 - q)) + log_ndtr(-start)
            size = np.maximum((-ndtri_exp(tail) - start) / np.sqrt(b), 0.0)
            return np.where(q < 0.5, -size, size)

        def _stats(self, l1_ratio: Any, rate: Any) -> Any:
            a, b = rate * l1_ratio, rate * (1.0 - l1_ratio)
            start = a / np.sqrt(b)
            hazard = np.exp(-0.5 * start**2 - 0.5 * np.log(2 * np.pi) - log_ndtr(-start))
            second = 1.0 + start**2 - start * hazard
            fourth = 3.0 + 6.0 * start**2 + start**4 - hazard * (start**3 + 5.0 * start)
            variance = second / b
            return 0.0 * variance, variance, 0.0 * variance, fourth / second**2 - 3.0

    return LaplaceNormal(name="laplace_normal", shapes="l1_ratio, rate")
