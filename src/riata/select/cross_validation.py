"""Cross-validation of a path: how well each strength predicts rows it has not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from scipy import sparse

from riata.errors import DataError, ParameterError
from riata.problem import Problem
from riata.select.fold_sums import FoldSums, sum_folds
from riata.select.folds import Folds, make_folds, scoring_weights, training_weights
from riata.solve import (
    Chosen,
    Grid,
    RegularizationPath,
    Settings,
    goes_together,
    make_grid,
    solve_path,
    solve_paths,
)
from riata.typing import FloatArray, IntArray

__all__ = ["CV", "CVResult", "cross_validate", "cross_validate_and_refit"]

Choice = Literal["min", "1se"]
#: Coefficients (p, L) and intercepts (L,) of a fold.
_Fit = tuple[sparse.csc_array, FloatArray]


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
    settings = Settings() if settings is None else settings
    return _validate(problem, alphas, folds, settings, sum_folds(problem, alphas, folds), [])[0]


def cross_validate_and_refit(
    problem: Problem,
    alphas: FloatArray,
    folds: Folds,
    settings: Settings,
    known: FoldSums | None = None,
) -> tuple[CVResult, RegularizationPath]:
    """The same, and the path of all the data, which costs less beside the folds than alone.

    `known` are the sums of the same folds, if they were made for another penalty.
    """
    sums = sum_folds(problem, alphas, folds) if known is None else known.under(problem, alphas)
    result, paths = _validate(problem, alphas, folds, settings, sums, [problem])
    return result, paths[0]


def _validate(
    problem: Problem,
    alphas: FloatArray,
    folds: Folds,
    settings: Settings,
    sums: FoldSums | None,
    others: list[Problem],
) -> tuple[CVResult, list[RegularizationPath]]:
    """Folds, and the paths of other weightings of the same data."""
    _ = problem.rows  # which moments have not
    fits: list[_Fit] = []
    paths: list[RegularizationPath] = []
    if sums is None and goes_together(problem, alphas):
        parts = [_training(problem, fold, k) for k, fold in enumerate(folds)]
        paths = solve_paths(parts + others, alphas, settings)
        fits = [(path.coefs, path.intercepts) for path in paths[: len(folds)]]
        paths = paths[len(folds) :]
    else:
        for k, fold in enumerate(folds):
            fits.append(_fit_fold(problem, alphas, fold, k, settings.after(k * len(alphas)), sums))
        summed = others if sums is None else [sums.whole() for _ in others]
        paths = solve_paths(summed, alphas, settings.after(len(folds) * len(alphas)))
        paths = [replace(path, problem=own) for path, own in zip(paths, others, strict=True)]
    errors, nulls = [], []
    for k, ((train, test), fit) in enumerate(zip(folds, fits, strict=True)):
        known = None if sums is None else sums.errors(k, *fit)
        errors.append(_test_errors(problem, test, *fit, k) if known is None else known)
        nulls.append(_null_error(problem, train, test, k))
    result = CVResult(
        alphas,
        np.column_stack(errors),
        np.array(nulls),
        tuple(coefs for coefs, _ in fits),
        np.array([intercepts for _, intercepts in fits]),
        tuple(test for _, test in folds),
    )
    return result, paths


def _training(problem: Problem, fold: tuple[IntArray, IntArray], k: int) -> Problem:
    return problem.reweighted(training_weights(fold[0], problem.shape[0], problem.weight, k))


def _fit_fold(
    problem: Problem,
    alphas: FloatArray,
    fold: tuple[IntArray, IntArray],
    k: int,
    settings: Settings,
    sums: FoldSums | None,
) -> _Fit:
    """From sums of moments where they are there and exact enough, else from rows."""
    fit = None if sums is None else sums.fit(k, alphas, settings)
    if fit is None:
        path = solve_path(_training(problem, fold, k), alphas, settings)
        return path.coefs, path.intercepts
    if settings.progress is not None:
        settings.progress(len(alphas))
    return fit


def _test_errors(
    problem: Problem, test: IntArray, coefs: sparse.csc_array, intercepts: FloatArray, fold: int
) -> FloatArray:
    """Mean deviance of the test rows at every strength, (L,)."""
    assert problem.y is not None
    offset = 0.0 if problem.offset is None else problem.offset[test][:, None]
    eta = problem.rows.take(test).predict(coefs) + intercepts + offset
    return _mean_deviance(problem, test, eta, fold)


def _null_error(problem: Problem, train: IntArray, test: IntArray, fold: int) -> float:
    """The same of a fold's null model: a constant, where there is one, fitted to its training rows."""
    level = 0.0
    if problem.fit_intercept:
        weight = None if problem.weight is None else problem.weight[train]
        with np.errstate(over="ignore"):
            level = float(np.average(problem.response[train], weights=weight))
    eta = np.full((len(test), 1), level)
    if problem.offset is not None:
        eta += problem.offset[test][:, None]
    return float(_mean_deviance(problem, test, eta, fold)[0])


def _mean_deviance(problem: Problem, test: IntArray, eta: FloatArray, fold: int) -> FloatArray:
    assert problem.y is not None
    weight = scoring_weights(test, problem.weight, fold)
    with np.errstate(over="ignore", invalid="ignore"):
        deviance = problem.loss.deviance(problem.y[test][:, None], eta)
        errors = np.asarray(np.average(deviance, axis=0, weights=weight))
    if not np.isfinite(errors).all():
        raise DataError(
            f"the errors of test fold {fold} are too large for float64 arithmetic: divide y by a power "
            "of ten"
        )
    return errors


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
        result, path = cross_validate_and_refit(problem, alphas, folds, settings)
        return Chosen(path, result.index(self.rule), result)
