"""What a loss is: five formulas on the linear predictor, and the likelihood behind them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from riata.typing import FloatArray

__all__ = ["Loss"]


class Loss(ABC):
    """A convex loss l(y, eta) of one observation, eta its linear predictor.

    With dispersion phi, ``-log p(y | eta) = l(y, eta) / phi - log_normaliser``: minimising the mean
    loss is maximising the likelihood.

    Attributes
    ----------
    name : str
        What it is called in arguments.
    family : str
        The likelihood's name.
    quadratic : bool
        Whether second derivatives are constant, so that one linear system solves a face exactly.
    """

    name: ClassVar[str]
    family: ClassVar[str]
    quadratic: ClassVar[bool]

    @abstractmethod
    def value(self, y: FloatArray, eta: FloatArray) -> FloatArray:
        """l(y, eta), one number an observation."""

    @abstractmethod
    def residual(self, y: FloatArray, eta: FloatArray) -> FloatArray:
        """-dl/deta."""

    @abstractmethod
    def curvature(self, y: FloatArray, eta: FloatArray) -> FloatArray:
        """d2l/deta2."""

    @abstractmethod
    def conjugate(self, y: FloatArray, theta: FloatArray) -> FloatArray:
        """sup_eta (theta eta - l(y, eta))."""

    @abstractmethod
    def deviance(self, y: FloatArray, eta: FloatArray) -> FloatArray:
        """Twice l(y, eta) less its smallest value, one number an observation."""

    @abstractmethod
    def mean(self, eta: FloatArray) -> FloatArray:
        """The expected response at the linear predictor (the inverse link)."""

    @abstractmethod
    def log_likelihood(self, y: FloatArray, eta: FloatArray, dispersion: float) -> FloatArray:
        """Log of p(y | eta, phi), one number an observation, with its normaliser."""
