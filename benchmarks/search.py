"""The loosest tolerance at which a contender reaches a gap.

Packages mean different things by their tolerance, so it is searched for: on a grid of half
decades, tol = 10^(-k/2), by whole decades until it is bracketed, then one half decade between.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Search", "Trial"]

LOOSEST, TIGHTEST = 2, 52  # tol = 0.1 and 1e-26
PATIENCE = 4  # decades without progress


@dataclass(frozen=True)
class Trial:
    """A fit at one tolerance. `gap` is inf where the fit failed, and `error` says how."""

    tol: float
    gap: float
    seconds: float
    error: str | None = None


@dataclass
class Search:
    """Trials of one setting of one contender, remembered from gap to gap.

    attempt : fits at a tolerance
    loosen : whether tolerances looser than the gap itself are tried
    power : the search begins at gap^power; it ends at the same place from anywhere, only later
    """

    attempt: Callable[[float], Trial]
    loosen: bool = True
    power: int = 1
    trials: dict[int, Trial] = field(default_factory=dict)

    def at(self, k: int) -> Trial:
        if k not in self.trials:
            self.trials[k] = self.attempt(float(f"{10 ** (-k / 2):.2g}"))
        return self.trials[k]

    def reach(self, gap: float, limit: float = inf) -> Trial | None:
        """The loosest trial that reaches the gap; None if there is none.

        Gives up when one fit takes longer than `limit` seconds and has not got there.
        """
        k = 2 * self.power * round(-log10(gap))
        if self.at(k).gap <= gap:
            while self.loosen and k > LOOSEST and self.at(k - 2).gap <= gap:
                k -= 2
        else:
            k = self._tighten(k, gap, limit)
        if self.at(k).gap > gap:
            return None
        if self.loosen and k > LOOSEST and self.at(k - 1).gap <= gap:
            k -= 1
        return self.at(k)

    def again(self, trial: Trial) -> Trial:
        """The same trial with the faster of two times."""
        return replace(trial, seconds=min(trial.seconds, self.attempt(trial.tol).seconds))

    def _tighten(self, k: int, gap: float, limit: float) -> int:
        best, since = self.at(k).gap, 0
        while k < TIGHTEST and since < PATIENCE:
            if self.at(k).gap <= gap or self.at(k).seconds > limit:
                break
            k += 2
            since = 0 if self.at(k).gap < 0.8 * best else since + 1
            best = min(best, self.at(k).gap)
        return k
