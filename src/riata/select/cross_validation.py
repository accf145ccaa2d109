"""Cross-validation of a path: how well each strength predicts rows it has not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from scipy import sparse

from riata.errors import DataError, ParameterError
from riata.problem import Problem
from riata.select.folds import Folds, make_folds, scoring_weights, training_weights
from riata.solve import Chosen, Grid, Settings, make_grid, solve_path
from riata.typing import FloatArray, IntArray, Progress

__all__ = ["CV", "CVResult", "cross_validate"]

Choice = Literal["min", "1se"]


@dataclass(frozen=True, eq=False, repr=False)
class CVResult:
    """Errors and coefficients of every fold.

    Attributes
    ----------
    alphas : ndarray of shape (L,)
        Strengths, descending.
    fold_errors : ndarray of shape (L, K)
        Mean (weighted) deviance of each test fold: mean squared error for a squared loss.
    null_errors : ndarray of shape (K,)
        The same of the null model (intercept alone).
    coefs : tuple of K csc_array of shape (p, L), or None
        Coefficients fitted without each fold; None where a saved model was loaded.
    intercepts : ndarray of shape (K, L) or None
        Their constants.
    test_rows : tuple of K ndarray
        The rows of each fold.
    """

    alphas: FloatArray
    fold_errors: FloatArray
    null_errors: FloatArray
    coefs: tuple[sparse.csc_array, ...] | None
    intercepts: FloatArray | None
    test_rows: tuple[IntArray, ...]

    def __repr__(self) -> str:
        best = self.index_min
        return (
            f"CVResult({self.fold_errors.shape[1]} folds, {len(self.alphas)} alphas, least error "
            f"{self.mean[best]:.4g} +- {self.se[best]:.2g} at alpha = {self.alphas[best]:.4g}"
            f"{', the end of the grid' if self.at_edge else ''})"
        )

    @cached_property
    def mean(self) -> FloatArray:
        """Mean over folds, (L,)."""
        scaled, exponent = _scaled(self.fold_errors)
        return np.asarray(np.ldexp(scaled.mean(axis=1), exponent), dtype=float)

    @cached_property
    def se(self) -> FloatArray:
        """Standard error of that mean, (L,): sd over folds (divisor K - 1) over sqrt(K)."""
        folds = self.fold_errors.shape[1]
        if folds == 1:
            return np.zeros(len(self.alphas))
        scaled, exponent = _scaled(self.fold_errors)
        deviation = scaled.std(axis=1, ddof=1) / np.sqrt(folds)
        return np.asarray(np.ldexp(deviation, exponent), dtype=float)

    @property
    def index_min(self) -> int:
        """The strength of least mean error; the largest of them in a tie."""
        return int(np.argmin(self.mean))

    @property
    def index_1se(self) -> int:
        """The largest strength whose mean error is within one standard error of the least."""
        k = self.index_min
        return int(np.flatnonzero(self.mean <= self.mean[k] + self.se[k])[0])

    @property
    def alpha_min(self) -> float:
        """Strength of least mean error."""
        return float(self.alphas[self.index_min])

    @property
    def alpha_1se(self) -> float:
        """Strength by the one-standard-error rule (Breiman et al. 1984); never below `alpha_min`."""
        return float(self.alphas[self.index_1se])

    @property
    def at_edge(self) -> bool:
        """Whether the least error is at the end of the grid, so that a wider one might do better."""
        return len(self.alphas) > 1 and self.index_min == len(self.alphas) - 1

    def index(self, rule: Choice) -> int:
        """The index that a rule picks."""
        return self.index_min if rule == "min" else self.index_1se


def _scaled(errors: FloatArray) -> tuple[FloatArray, IntArray]:
    """Errors (L, K) over the power of two near the largest of each row, and the exponents (L,).

    Errors are squares: their own squares would overflow, or vanish, at ordinary sizes of y.
    """
    _, exponent = np.frexp(errors.max(axis=1))
    return np.ldexp(errors, -exponent[:, None]), exponent


def cross_validate(
    problem: Problem, alphas: FloatArray, folds: Folds, settings: Settings | None = None
) -> CVResult:
    """Fit the path without each fold and measure it there.

    A fold is the same data under weights that are zero outside it: nothing is copied. Weights count
    in fitting and in scoring.

    Parameters
    ----------
    problem : Problem
        All the data.
    alphas : ndarray of shape (L,)
        Strengths, descending.
    folds : list of (train, test)
        Row positions; a row that stands twice in a training set counts twice.
    settings : Settings, optional
        For each path.

    Raises
    ------
    DataError
        If the problem was made from moments, which have no rows to leave out.
    """
    _ = problem.rows
    settings = Settings() if settings is None else settings
    n = problem.shape[0]
    errors, nulls, coefs, intercepts = [], [], [], []
    for k, (train, test) in enumerate(folds):
        part = problem.reweighted(training_weights(train, n, problem.weight, k))
        path = solve_path(part, alphas, _with_offset(settings, k * len(alphas)))
        error, null = _test_errors(problem, part, test, path.coefs, path.intercepts, k)
        errors.append(error)
        nulls.append(null)
        coefs.append(path.coefs)
        intercepts.append(path.intercepts)
    return CVResult(
        alphas,
        np.column_stack(errors),
        np.array(nulls),
        tuple(coefs),
        np.array(intercepts),
        tuple(test for _, test in folds),
    )


def _test_errors(
    problem: Problem,
    part: Problem,
    test: IntArray,
    coefs: sparse.csc_array,
    intercepts: FloatArray,
    fold: int,
) -> tuple[FloatArray, float]:
    """Mean deviance of the test rows at every strength, and of the null model."""
    assert problem.y is not None
    y = problem.y[test][:, None]
    offset = 0.0 if problem.offset is None else problem.offset[test][:, None]
    weight = scoring_weights(test, problem.weight, fold)
    eta = problem.rows.take(test).predict(coefs) + intercepts + offset
    null = np.full_like(y, part.units.y_mean) + offset
    with np.errstate(over="ignore", invalid="ignore"):
        errors = np.average(problem.loss.deviance(y, eta), axis=0, weights=weight)
        null_error = np.average(problem.loss.deviance(y, null), axis=0, weights=weight)[0]
    if not (np.isfinite(errors).all() and np.isfinite(null_error)):
        raise DataError(
            f"the errors of test fold {fold} are too large for float64 arithmetic: divide y by a power "
            "of ten"
        )
    return errors, float(null_error)


def _with_offset(settings: Settings, done: int) -> Settings:
    """The same settings, with progress counted over all folds."""
    tell: Progress | None = settings.progress
    if tell is None:
        return settings
    return replace(settings, progress=lambda k: tell(done + k))


@dataclass(frozen=True)
class CV:
    """Strength by cross-validation.

    A least error at the weak end of the grid is no warning, since least squares may well predict best:
    ``cv_.at_edge`` and the summary say so, and `alphas` or `eps` reach further.

    Parameters
    ----------
    folds : int, splitter or iterable of (train, test), default=10
        How to split.
    rule : {"min", "1se"}, default="min"
        The strength of least mean error, or the largest within one standard error of it.
    shuffle : bool, default=True
        Whether a count deals rows out at random.
    seed : int, default=0
        For `shuffle`.

    Raises
    ------
    ParameterError
        If the rule is neither.
    """

    folds: Any = 10
    rule: Choice = "min"
    shuffle: bool = True
    seed: int | None = 0

    def __post_init__(self) -> None:
        if self.rule not in ("min", "1se"):
            raise ParameterError(f'rule must be "min" or "1se", not {self.rule!r}')

    def choose(self, problem: Problem, grid: Grid, settings: Settings) -> Chosen:
        """Cross-validate on the problem's own grid, then fit all the data."""
        n = problem.shape[0]
        alphas = make_grid(problem, grid.alphas, grid.eps)
        folds = make_folds(self.folds, n, X=None, y=problem.y, shuffle=self.shuffle, seed=self.seed)
        result = cross_validate(problem, alphas, folds, settings)
        path = solve_path(problem, alphas, _with_offset(settings, len(folds) * len(alphas)))
        return Chosen(path, result.index(self.rule), result)
