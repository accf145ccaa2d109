"""How exactly to solve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from numbers import Real

from riata.errors import ParameterError
from riata.typing import Progress

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """What stops a solver.

    Parameters
    ----------
    tol : float, default=1e-8
        Relative duality gap at every alpha.
    max_passes : int, default=10000
        Passes over the data; reached only where `tol` is beyond what rounding allows.
    batch : int, default=8
        Most alphas certified by one pass.
    progress : callable, optional
        Told the number of solved alphas, at most every 50 ms.

    Raises
    ------
    ParameterError
        If a number is out of range.
    """

    tol: float = 1e-8
    max_passes: int = 10_000
    batch: int = 8
    progress: Progress | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.tol, Real) or not 0.0 <= self.tol < float("inf"):
            raise ParameterError(f"tol must be a number >= 0, not {self.tol!r}")
        if self.max_passes < 1 or self.batch < 1:
            raise ParameterError("max_passes and batch must be at least 1")

    def after(self, done: int) -> Settings:
        """The same, with progress counted from what others have done."""
        tell = self.progress
        return self if tell is None else replace(self, progress=lambda k: tell(done + k))
