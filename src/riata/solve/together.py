"""Several weightings of the same rows at once, in step: the folds of a cross-validation.

See core/include/riata/solver/together.hpp.
"""

from __future__ import annotations

from collections.abc import Sequence

from riata import _core
from riata.designs import RowDesign
from riata.problem import Problem
from riata.solve.active_set import lambdas_of, make_solver, prefers_gram, solved_from
from riata.solve.dispatch import uses_active_set
from riata.solve.engine import Solved
from riata.solve.settings import Settings
from riata.typing import FloatArray

__all__ = ["goes_together", "solve_together"]

#: Bytes that working sets may take, or as many as X takes if those are more.
_ROOM = 1 << 29
#: Columns a working set grows to, about, for each row.
_GROWTH = 2.0


def goes_together(problem: Problem, alphas: FloatArray) -> bool:
    """Whether weightings of this problem can be solved in step at these strengths."""
    strong = problem.boxed or bool((alphas > 0).all())
    rows = isinstance(problem.design, RowDesign) and uses_active_set(problem)
    return rows and strong and not prefers_gram(problem)


def solve_together(problems: Sequence[Problem], alphas: FloatArray, settings: Settings) -> list[Solved]:
    """Solutions of every problem at the same strengths, in the order of the problems.

    Parameters
    ----------
    problems : sequence of Problem
        The same data, penalty and options under different weights; see :func:`goes_together`.
    alphas : ndarray of shape (L,)
        Strengths, descending.
    settings : Settings
        Progress counts the solutions of all problems.
    """
    found: list[Solved] = []
    groups = -(-len(problems) // _members(problems[0]))
    at_once = -(-len(problems) // groups)  # evenly, so that none works alone
    for first in range(0, len(problems), at_once):
        some = problems[first : first + at_once]
        found += _solve_some(some, alphas, settings.after(first * len(alphas)))
    return found


def _members(problem: Problem) -> int:
    """How many working sets there is room for, at least two."""
    n, p = problem.shape
    width = min(p, _GROWTH * n)
    each = 8.0 * width * (n + width)
    return max(2, int(max(_ROOM, 8.0 * n * p) // each))


def _solve_some(problems: Sequence[Problem], alphas: FloatArray, settings: Settings) -> list[Solved]:
    solvers = [make_solver(problem, by_gram=False) for problem in problems]
    arrays = _core.run_together(
        solvers,
        [lambdas_of(problem, alphas) for problem in problems],
        tol=settings.tol,
        batch=settings.batch,
        max_passes=settings.max_passes,
        threads=problems[0].threads,
        progress=settings.progress,
    )
    return [
        solved_from(problem, solver, found)
        for problem, solver, found in zip(problems, solvers, arrays, strict=True)
    ]
