"""What a section of the article is, and what its checks and tables are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import ArrayLike

__all__ = [
    "LIMIT",
    "Check",
    "Section",
    "Table",
    "Worked",
    "count_checks",
    "difference",
    "relative",
    "show_difference",
    "work",
]

#: Two sides that are to be the same number agree to this.
LIMIT = 1e-10


@dataclass(frozen=True)
class Check:
    """A difference between two sides.

    Attributes
    ----------
    name : str
        Which sides.
    difference : float
        The largest difference between them.
    limit : float or None
        What it may be at most; None for a difference that is there to be seen.
    """

    name: str
    difference: float
    limit: float | None = LIMIT

    @property
    def holds(self) -> bool:
        """Whether the difference is within its limit; never for NaN."""
        return self.limit is None or bool(self.difference <= self.limit)


@dataclass(frozen=True)
class Table:
    """A table as words.

    Attributes
    ----------
    caption : str
        What it shows.
    head : tuple of str
        Titles of the columns.
    rows : tuple of tuple of str
        The first entry of each names the row.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Section:
    r"""A section: formula, numbers, check, words, picture.

    Attributes
    ----------
    name : str
        Of its file, its pictures and its place in the page.
    title : str
        Its heading.
    formula : str
        TeX, a formula a line, as far as matplotlib's mathtext goes.
    compute : callable
        ``compute()``: riata's numbers, a frozen record.
    check : callable
        ``check(numbers)``: a list of Check.
    tell : callable
        ``tell(numbers)``: a list of paragraphs (str, ``code`` between backticks) and Tables.
    picture : callable
        ``picture(numbers, figure)`` draws.
    alt : str
        The picture in words.
    size : tuple of (float, float)
        Of the picture, in inches.
    """

    name: str
    title: str
    formula: str
    compute: Callable[[], Any]
    check: Callable[[Any], list[Check]]
    tell: Callable[[Any], list[str | Table]]
    picture: Callable[[Any, Figure], None]
    alt: str
    size: tuple[float, float] = (5.2, 3.6)


@dataclass(frozen=True, eq=False)
class Worked:
    """A section with its numbers.

    Attributes
    ----------
    section : Section
        Which.
    numbers : object
        What ``section.compute()`` gave.
    checks : tuple of Check
        What ``section.check(numbers)`` gave.
    """

    section: Section
    numbers: Any
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether every check does."""
        return all(check.holds for check in self.checks)


def work(section: Section) -> Worked:
    """Compute a section's numbers and check them."""
    numbers = section.compute()
    return Worked(section, numbers, tuple(section.check(numbers)))


def count_checks(done: Iterable[Worked]) -> tuple[int, int]:
    """How many checks hold, and how many there are; not those that are only there to be seen."""
    bound = [check for worked in done for check in worked.checks if check.limit is not None]
    return sum(check.holds for check in bound), len(bound)


def show_difference(check: Check) -> str:
    """The difference to two digits."""
    return f"{check.difference:.1e}" if check.difference else "0"


def difference(one: ArrayLike, other: ArrayLike) -> float:
    """The largest absolute difference of two arrays of one shape."""
    return float(np.max(np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float))))


def relative(one: ArrayLike, other: ArrayLike) -> float:
    """The largest difference of two arrays, each entry over the size of the second's."""
    second = np.asarray(other, dtype=float)
    return float(np.max(np.abs(np.asarray(one, dtype=float) - second) / np.abs(second)))
