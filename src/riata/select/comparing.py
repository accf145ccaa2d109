"""One model, its strength by every rule there is: where they agree, and where they do not."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

from riata.errors import DataError, DataWarning, ParameterError
from riata.penalties import Penalty
from riata.problem import Problem, make_problem
from riata.select.comparison import TITLES, Comparison
from riata.select.criteria import CRITERIA, Criterion, CriterionResult, judge_path
from riata.select.cross_validation import CVResult, cross_validate
from riata.select.evidence import Evidence, EvidenceResult
from riata.select.folds import make_folds
from riata.solve import Chosen, Grid, RegularizationPath, Settings, make_grid, solve_path
from riata.typing import AnyMatrix, FloatArray, IntArray

__all__ = ["compare"]

_FOLDED = ("cv", "1se")


def compare(
    X: AnyMatrix,
    y: Any,
    *,
    penalty: str | Penalty = "l1",
    rules: Iterable[str] | None = None,
    alphas: Any = 100,
    eps: float = 1e-3,
    folds: Any = 10,
    seed: int | None = 0,
    sigma2: Any = None,
    gamma: float = 0.5,
    draws: int = 2000,
    sample_weight: Any = None,
    offset: Any = None,
    fit_intercept: bool = True,
    standardize: bool = False,
    penalty_factor: Any = None,
    bounds: Any = None,
    tol: float = 1e-8,
    n_threads: int | None = None,
) -> Comparison:
    """The strength by cross-validation, information criteria, leave-one-out and evidence, in a table.

    All rules look at the same path; only cross-validation fits again.

    Parameters
    ----------
    X, y, penalty, alphas, eps, sample_weight, offset, fit_intercept, standardize
        As in :func:`riata.path`; X has rows.
    rules : iterable of str, optional
        Some of "cv", "1se", "aic", "bic", "ebic", "cp", "gcv", "loo", "evidence", the first of which
        the others are compared with. By default all, but for the evidence where coefficients have
        bounds, or the penalty is not one of lasso, ridge and elastic net.
    folds, seed
        Of cross-validation, as in :class:`riata.CV`; a count is no more than the number of rows.
    sigma2, gamma
        As in :class:`riata.Criterion`.
    draws : int, default=2000
        As in :class:`riata.Evidence`, which also takes `seed`.
    penalty_factor, bounds, tol, n_threads
        As in :func:`riata.path`.

    Returns
    -------
    Comparison

    Raises
    ------
    DataError
        If the data cannot be used.
    ParameterError
        If a rule is unknown or an option out of range.

    Examples
    --------
    >>> import numpy as np, riata
    >>> rng = np.random.default_rng(0)
    >>> X = rng.standard_normal((60, 20))
    >>> y = X[:, 0] - 2 * X[:, 1] + 0.5 * rng.standard_normal(60)
    >>> table = riata.select.compare(X, y, rules=["cv", "bic"])
    >>> table.rules, table.kept.shape
    (('cv', 'bic'), (2,))
    """
    problem = make_problem(
        X,
        y,
        penalty=penalty,
        sample_weight=sample_weight,
        offset=offset,
        fit_intercept=fit_intercept,
        standardize=standardize,
        penalty_factor=penalty_factor,
        bounds=bounds,
        n_threads=n_threads,
    )
    wanted = _read_rules(rules, problem)
    settings, grid = Settings(tol=tol), Grid(alphas, eps)
    path = solve_path(problem, make_grid(problem, alphas, eps), settings)
    result = None
    if set(wanted) & set(_FOLDED):
        n = problem.shape[0]
        count = min(folds, n) if isinstance(folds, int | np.integer) else folds
        dealt = make_folds(count, n, y=problem.y, shuffle=True, seed=seed)
        result = cross_validate(problem, path.alphas, dealt, settings)
    chosen = {}
    for name in wanted:
        if name in _FOLDED:
            assert result is not None
            index = result.index_min if name == "cv" else result.index_1se
            chosen[name] = Chosen(path, index, result)
        elif name == "evidence":
            rule = Evidence(draws, 0 if seed is None else seed)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DataWarning)  # the table says it
                chosen[name] = rule.choose(problem, grid, settings)
        else:
            sure = None if name == "cp" and sigma2 == "profile" else sigma2
            judged = judge_path(problem, path, Criterion(name, sure, gamma))
            chosen[name] = Chosen(path, judged.index, judged)
    return _table(problem, path, chosen)


def _read_rules(rules: Iterable[str] | None, problem: Problem) -> tuple[str, ...]:
    if problem.rows.shape[0] < 2:
        raise DataError("rules are compared on two rows or more, and X has one")
    if rules is None:
        usable = not problem.boxed and problem.penalty.elastic is not None
        return tuple(name for name in TITLES if usable or name != "evidence")
    if not isinstance(rules, str | Iterable):
        raise ParameterError(f"rules must be some of {tuple(TITLES)}, not {rules!r}")
    names = (rules,) if isinstance(rules, str) else tuple(rules)
    if not names:
        raise ParameterError(f"rules is empty: choose some of {tuple(TITLES)}")
    for name in names:
        if name not in tuple(TITLES):
            raise ParameterError(f"there is no rule {name!r}; choose some of {tuple(TITLES)}")
    if len(set(names)) < len(names):
        raise ParameterError(f"rules names one twice: {names}")
    return names


def _table(problem: Problem, path: RegularizationPath, chosen: dict[str, Chosen]) -> Comparison:
    solutions = [c.path.solution(c.index) for c in chosen.values()]
    coefs = np.column_stack([s.coef for s in solutions])
    intercepts = np.array([s.intercept for s in solutions])
    kept = coefs != 0
    return Comparison(
        rules=tuple(chosen),
        alphas=np.array([s.alpha for s in solutions]),
        df=np.array([s.df for s in solutions]),
        dev_ratio=np.array([s.dev_ratio for s in solutions]),
        kept=_counts(kept),
        overlap=_overlap(kept),
        difference=_difference(problem, coefs, intercepts),
        coefs=coefs,
        intercepts=intercepts,
        notes=tuple(_note(name, c) for name, c in chosen.items()),
        details={name: c.detail for name, c in chosen.items()},
        path=path,
    )


def _counts(kept: Any) -> IntArray:
    return np.asarray(np.count_nonzero(kept, axis=0), dtype=np.int64)


def _overlap(kept: Any) -> FloatArray:
    """Jaccard index of each column of flags (p, R) with the first."""
    both, either = _counts(kept & kept[:, :1]), _counts(kept | kept[:, :1])
    return np.where(either > 0, both / np.maximum(either, 1), 1.0)


def _difference(problem: Problem, coefs: FloatArray, intercepts: FloatArray) -> FloatArray:
    """Root mean squared difference of fitted values from the first, over that of the response."""
    units = problem.units
    if units.square == 0.0:
        return np.zeros(len(intercepts))
    away = coefs - coefs[:, :1]
    fitted = (problem.rows.predict(away) + (intercepts - intercepts[0])) / units.y_scale
    square = np.average(fitted**2, axis=0, weights=problem.weight)
    return np.asarray(np.sqrt(square * (units.total / units.square)), dtype=float)


def _note(name: str, chosen: Chosen) -> str:
    """What is to be known of a choice, in a few words."""
    detail, words = chosen.detail, []
    if isinstance(detail, CVResult):
        words.append(f"{detail.fold_errors.shape[1]} folds")
    elif isinstance(detail, CriterionResult):
        words += _words_of_criterion(detail)
    elif isinstance(detail, EvidenceResult):
        words += [detail.edge] if detail.edge else []
        words.append(f"alpha +- {detail.error:.1%} (Monte Carlo)" if detail.draws else "exact")
    if name not in ("1se", "evidence") and detail.at_edge:
        words.append("at the weakest strength considered")
    return "; ".join(words)


def _words_of_criterion(detail: CriterionResult) -> list[str]:
    if detail.name == "loo":
        return [detail.how]
    return [] if detail.sigma2 is None else [f"sigma {np.sqrt(detail.sigma2):.4g}"]


assert set(CRITERIA) | {*_FOLDED, "evidence"} == set(TITLES)
