"""What an algorithm returns: its answer, and the way it took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.textbook.objective import evaluate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from riata.textbook.given import Given
    from riata.typing import FloatArray

__all__ = ["Trace", "make_trace"]


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """The iterates of an algorithm.

    Attributes
    ----------
    coef : ndarray of shape (p,)
        The answer: the last iterate (of :func:`~riata.textbook.subgradient`, the best).
    iterates : ndarray of shape (k + 1, p)
        The start and every recorded iterate after it.
    objective : ndarray of shape (k + 1,)
        The objective at each of them, on the sum scale.
    converged : bool
        Whether the stopping rule was met, rather than `max_iter`.
    n_iter : int
        Iterations made. k = n_iter, except where coordinate descent records every coordinate: then
        k = n_iter * p.
    """

    coef: FloatArray
    iterates: FloatArray
    objective: FloatArray
    converged: bool
    n_iter: int

    def __repr__(self) -> str:
        return f"Trace(p={len(self.coef)}, n_iter={self.n_iter}, converged={self.converged})"


def make_trace(given: Given, iterates: Sequence[FloatArray], *, converged: bool, n_iter: int) -> Trace:
    """Record these iterates, the last of them the answer."""
    return Trace(
        coef=iterates[-1].copy(),
        iterates=np.array(iterates),
        objective=np.array([evaluate(given, coef) for coef in iterates]),
        converged=converged,
        n_iter=n_iter,
    )
