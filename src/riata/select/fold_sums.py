"""Folds of tall data: one pass over the rows, then sums of second moments.

Rows that every fold treats alike form a group. A training set is a sum of groups, never a difference,
so nothing cancels; its path and its test errors need no row (Chan, Golub & LeVeque 1979).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from riata.designs import Moments, RowDesign, moments_of_groups
from riata.problem import Problem
from riata.select.folds import Folds
from riata.solve import Settings, prefers_gram, solve, uses_active_set
from riata.typing import FloatArray, IntArray

__all__ = ["FoldSums", "sum_folds"]

#: Errors below this share of what they are the difference of are taken from the rows.
_CANCELLED = 1e-3
#: Smallest strength over the trace of the Gram matrix.
_SAFE = 1e-6
#: Sizes whose products neither overflow nor vanish.
_LARGEST, _SMALLEST = 1e140, 1e-140


@dataclass(frozen=True, eq=False)
class FoldSums:
    """Second moments of the groups of rows that make up all folds.

    Attributes
    ----------
    problem : Problem
        All the data.
    parts : tuple of G Moments
        One a group; together they are all rows.
    training, testing : ndarray of bool of shape (K, G)
        Which groups each fold trains on, and is tested on.
    """

    problem: Problem
    parts: tuple[Moments, ...]
    training: NDArray[np.bool_]
    testing: NDArray[np.bool_]

    def under(self, problem: Problem, alphas: FloatArray) -> FoldSums | None:
        """The same data under another penalty; None where rows are the better way."""
        return replace(self, problem=problem) if _exact(problem, alphas) else None

    def whole(self) -> Problem:
        """All the data, with the moments that the groups add up to."""
        return self.problem.with_moments(Moments.merge(self.parts))

    def fit(
        self, fold: int, alphas: FloatArray, settings: Settings
    ) -> tuple[sparse.csc_array, FloatArray] | None:
        """Coefficients (p, L) and intercepts (L,) of a fold; None where only rows are exact enough."""
        chosen = np.flatnonzero(self.training[fold])
        moments = Moments.merge([self.parts[g] for g in chosen])
        if moments.total == 0.0:
            return None  # which says why
        part = replace(self.problem, design=moments, moments=None, y=None, weight=None, offset=None)
        if not (uses_active_set(part) or _safe(part, alphas)):
            return None
        solved = solve(part, alphas, replace(settings, progress=None))
        if not (solved.gaps <= settings.tol).all():
            return None
        return solved.coefs, part.units.intercept(solved.coefs)

    def errors(self, fold: int, coefs: sparse.csc_array, intercepts: FloatArray) -> FloatArray | None:
        """Mean squared errors of a fold's test rows, (L,); None where too little is left of them."""
        chosen = np.flatnonzero(self.testing[fold])
        seen = Moments.merge([self.parts[g] for g in chosen])
        if seen.total == 0.0:
            return None
        with np.errstate(over="ignore", invalid="ignore"):
            explained = coefs.T.multiply(coefs.T @ seen.xx).sum(axis=1)
            scatter = seen.yy - 2.0 * (coefs.T @ seen.xy) + explained
            level = (seen.y_mean - coefs.T @ seen.x_mean - intercepts) ** 2
        parts = np.maximum(seen.yy, explained)
        if not (np.isfinite(parts).all() and (scatter > _CANCELLED * parts).all()):
            return None
        return np.asarray(scatter / seen.total + level, dtype=float)


def sum_folds(problem: Problem, alphas: FloatArray, folds: Folds) -> FoldSums | None:
    """The groups of some folds and their moments; None where rows are the better way."""
    design = problem.design
    p = problem.shape[1]
    if not (isinstance(design, RowDesign) and design.cheap_rows):
        return None
    if not _exact(problem, alphas):
        return None
    enough = min(len(train) for train, _ in folds) >= p
    if not (prefers_gram(problem) and enough and _ordinary(problem)):
        return None
    found = _find_groups(folds, problem.shape[0])
    if found is None or len(found[1]) * p > problem.shape[0]:
        return None
    group, codes = found
    parts = moments_of_groups(
        design, problem.response, problem.weight, group, len(codes), problem.threads
    )
    return FoldSums(problem, tuple(parts), (codes & 2).T > 0, (codes & 1).T > 0)


def _exact(problem: Problem, alphas: FloatArray) -> bool:
    """Whether second moments can give this penalty's solutions at these strengths."""
    strong = problem.boxed or bool((alphas > 0).all())
    return strong and (uses_active_set(problem) or _safe(problem, alphas))


def _safe(problem: Problem, alphas: FloatArray) -> bool:
    """Whether this is ridge, of every column, at strengths whose digits a Gram matrix keeps.

    Its largest eigenvalue is at most the trace; :mod:`riata.solve.ridge_factor` has the same bound.
    """
    elastic = problem.penalty.elastic
    if elastic is None or elastic[0] > 0 or problem.boxed or not problem.loss.quadratic:
        return False
    units, strengths = problem.units, problem.strengths
    used = units.x_scale > 0
    l2 = strengths.l2[used]
    if not l2.size or not (l2 > 0).all():
        return False
    trace = units.total * float(np.sum((units.deviation * units.inverse_scale)[used] ** 2 / l2))
    return bool(alphas.min() * strengths.rate >= _SAFE * trace)


def _ordinary(problem: Problem) -> bool:
    """Whether second moments in the units of the data can be told by float64."""
    units = problem.units
    sizes = np.r_[units.x_scale[units.x_scale > 0], units.y_scale]
    means = np.abs(np.r_[units.x_mean, units.y_mean])
    return bool((sizes > _SMALLEST).all() and max(sizes.max(), means.max()) < _LARGEST)


def _find_groups(folds: Folds, n: int) -> tuple[IntArray, IntArray] | None:
    """Each row's group (n,), and what folds do with it (G, K): 2 to train on, 1 to test on.

    None where groups are not few, or a row stands twice in a set.
    """
    group = np.zeros(n, dtype=np.int64)
    codes = np.zeros((1, 0), dtype=np.int64)
    for train, test in folds:
        code = np.zeros(n, dtype=np.int8)
        code[train] = 2
        code[test] += 1
        if np.count_nonzero(code & 2) != len(train) or np.count_nonzero(code & 1) != len(test):
            return None
        group = 4 * group + code
        used = np.flatnonzero(np.bincount(group, minlength=4 * len(codes)))
        place = np.zeros(4 * len(codes), dtype=np.int64)
        place[used] = np.arange(len(used))
        codes = np.column_stack([codes[used // 4], used % 4])
        group = place[group]
        if len(codes) > 2 * len(folds) + 2:
            return None
    return group, codes
