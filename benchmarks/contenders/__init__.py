"""The contenders, a file each, with the same parts in the same order.

    NAME                  as it is written in the tables
    REQUIREMENTS          what pip installs into its environment
    THREADS               what it does with several cores when nobody says otherwise
    INTERCEPT             how it comes to its intercept
    missing()             why it cannot run on this computer, or None
    versions()            imports the package; names and versions
    variants(problem)     the settings worth trying here, as words; the harness keeps the fastest
    prepare(problem, v)   before the clock: the problem in the form that variant v takes
    solve(problem, alphas, tol, v)    on the clock: the package's own call; tol in its own sense
    read(result)          after the clock: a Fit

and, only where the package has such a call of its own,

    cross_validate(problem, alphas, folds, tol, v)    on the clock: a row's mean squared error
                                                      at each alpha
    ridge_loo(problem, alphas, v)                     on the clock: the same, ridge, leaving one out
    RIDGE_VARIANTS                                    the settings v worth trying there

and, where the tolerance is the relative gap itself, so that looser ones are not tried,

    TOL_IS_GAP = True

and, where the tolerance bounds squared steps, so that the search had better begin at gap^2,

    TOL_POWER = 2

and, where the work happens in another process than the one that asks (its results then have the
fields `seconds` and `cpu_seconds`),

    process()                         that process' number
    read_errors(result)               what cross_validate found

Packages are imported inside the functions, so that reading a contender's file needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data import Array, Problem

__all__ = ["NAMES", "Contender", "Fit", "contender", "covariance_fits", "installed"]

#: In the order of the tables.
NAMES = ("riata", "sklearn", "celer", "skglm", "adelie", "glmstar", "glmnet")


@dataclass(frozen=True)
class Fit:
    """What a contender found.

    coefs : (p, L), dense or sparse, in the units of the data
    intercepts : (L,), or None if it was given centred data
    passes : how often it went over the data, where it tells
    """

    coefs: Any
    intercepts: Array | None = None
    passes: int | None = None


class Contender(Protocol):
    """The type of a contender's module."""

    NAME: str
    REQUIREMENTS: tuple[str, ...]
    THREADS: str
    INTERCEPT: str

    def missing(self) -> str | None: ...
    def versions(self) -> dict[str, str]: ...
    def variants(self, problem: Problem) -> Sequence[str]: ...
    def prepare(self, problem: Problem, variant: str) -> Problem: ...
    def solve(self, problem: Problem, alphas: Array, tol: float, variant: str) -> Any: ...
    def read(self, result: Any) -> Fit: ...


def contender(name: str) -> Contender:
    """The contender of a name."""
    return cast("Contender", import_module(f"contenders.{name}"))


def installed(*packages: str) -> dict[str, str]:
    """Versions of installed packages."""
    return {package: metadata.version(package) for package in packages}


def covariance_fits(problem: Problem, most: int = 2000) -> bool:
    """Whether a p x p matrix of cross products is worth a try."""
    n, p = problem.shape
    return not problem.sparse and p <= most and p < n
