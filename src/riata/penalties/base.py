"""What a penalty is: a value and a prox, and the prior they are the minus log of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np

from riata.typing import FloatArray

__all__ = ["Penalty"]


class Penalty(ABC):
    """A penalty ``sum_j P(w_j)`` on coefficients, and the prior ``p(w) ∝ exp(-rate P(w))``.

    In the objective it stands as ``alpha * sum_j omega_j P(w_j)`` beside the mean loss. As minus log
    posterior is ``tau`` times the objective, tau = S / phi (total weight over dispersion), the prior
    of coefficient j has ``rate = tau * alpha * omega_j``.

    Attributes
    ----------
    name : str
        What it is called in arguments.
    elastic : tuple of (float, float) or None
        (a, b) if P(w) = a |w| + b w^2 / 2, which the compiled core solves exactly; None for any other
        penalty, which is solved through its prox.
    convex : bool
        Whether a duality gap exists.
    """

    name: ClassVar[str]
    convex: ClassVar[bool] = True

    @property
    @abstractmethod
    def elastic(self) -> tuple[float, float] | None:
        """(a, b) of a |w| + b w^2 / 2, or None."""

    # --- the penalty's face -------------------------------------------------------------------

    @abstractmethod
    def value(self, w: FloatArray) -> FloatArray:
        """P of each entry."""

    @abstractmethod
    def prox(self, z: FloatArray, step: float | FloatArray) -> FloatArray:
        """argmin_w (w - z)^2 / 2 + step P(w), entry by entry."""

    @abstractmethod
    def score(self, gradient: FloatArray) -> FloatArray:
        """The smallest strength at which each coefficient stays at zero against this gradient."""

    # --- the prior's face ---------------------------------------------------------------------

    @property
    @abstractmethod
    def family(self) -> str:
        """The prior's name."""

    @abstractmethod
    def log_normaliser(self, rate: float | FloatArray) -> FloatArray:
        """Log of the integral of exp(-rate P(w)): the prior is exp(-rate P(w) - log_normaliser)."""

    @abstractmethod
    def sample(
        self,
        rate: float,
        size: int | tuple[int, ...],
        rng: np.random.Generator | int | None = None,
    ) -> FloatArray:
        """Draws from the prior."""

    @abstractmethod
    def as_scipy(self, rate: float) -> Any:
        """The prior as a frozen scipy.stats distribution."""

    def log_prior(self, w: FloatArray, rate: float | FloatArray) -> FloatArray:
        """Log density of the prior at each entry.

        Parameters
        ----------
        w : ndarray
            Coefficients.
        rate : float or ndarray
            tau * alpha * omega_j, positive.
        """
        return -rate * self.value(np.asarray(w, dtype=float)) - self.log_normaliser(rate)
