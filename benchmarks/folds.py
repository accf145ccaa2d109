"""Cross-validation by hand, for contenders that have none of their own: K paths, then one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from gap import fitted

if TYPE_CHECKING:
    from contenders import Contender, Fit
    from data import Array, Problem
    from numpy.typing import NDArray

__all__ = ["cross_validate_by_hand", "fold_numbers"]


def fold_numbers(n: int, count: int) -> NDArray[np.int64]:
    """The fold of every row, (n,): shuffled once, the same for every contender."""
    return np.random.default_rng(0).permutation(np.arange(n) % count)


def cross_validate_by_hand(
    contender: Contender,
    problem: Problem,
    alphas: Array,
    folds: NDArray[np.int64],
    tol: float,
    variant: str,
) -> Array:
    """Mean squared error of a row at each alpha, (L,); the path on all rows is fitted as well."""
    errors = np.zeros(len(alphas))
    for fold in np.unique(folds):
        kept = problem.rows(folds != fold)
        result = contender.solve(contender.prepare(kept, variant), alphas, tol, variant)
        unseen = problem.rows(folds == fold)
        errors += squared_errors(contender.read(result), kept, unseen) * len(unseen.y)
    contender.solve(contender.prepare(problem, variant), alphas, tol, variant)
    return errors / len(problem.y)


def squared_errors(fit: Fit, seen: Problem, unseen: Problem) -> Array:
    """Mean squared errors on unseen rows, (L,)."""
    if fit.intercepts is None:
        intercepts = seen.y.mean() - seen.column_means @ fit.coefs
    else:
        intercepts = fit.intercepts
    predicted, _ = fitted(unseen, fit.coefs)
    return np.asarray(np.mean((unseen.y[:, None] - predicted - intercepts) ** 2, axis=0))
