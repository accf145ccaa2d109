"""The strengths that the handle steps through: the grid of the path, and what every rule chose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from riata.errors import RiataError
from riata.problem import Problem
from riata.select import CVResult, Evidence, leverages_at
from riata.select import compare as compare_rules
from riata.select.comparison import TITLES, Comparison
from riata.solve import Grid, RegularizationPath, Settings, make_grid, solve_path
from riata.typing import FloatArray

__all__ = ["Mark", "Strengths", "strengths_of"]

#: Draws behind the evidence of a lasso or elastic net; and of one with very many columns.
_DRAWS, _FEWER, _WIDE = 1000, 300, 1000


@dataclass(frozen=True)
class Mark:
    """A strength that a rule chose.

    Attributes
    ----------
    rule : str
        How the rule is called.
    index : int
        Which of the strengths.
    note : str
        What is to be known of it.
    """

    rule: str
    index: int
    note: str


@dataclass(frozen=True, eq=False)
class Strengths:
    """Solutions at every step of the handle.

    Attributes
    ----------
    alphas : ndarray of shape (L,)
        Descending, on the mean scale.
    coefs : csc_array of shape (p, L)
        Coefficients in the units of the table.
    intercepts, df, dev_ratio, gaps : ndarray of shape (L,)
        Constants, degrees of freedom without the intercept, R^2, relative duality gaps.
    chosen : int
        The model's own.
    marks : tuple of Mark
        What the rules chose.
    cv : CVResult or None
        Fold errors, at the strengths of `grid`.
    grid : ndarray of int
        Which of the strengths were cross-validated.
    trouble : str
        Why rules are missing; empty where none is.
    """

    alphas: FloatArray
    coefs: sparse.csc_array
    intercepts: FloatArray
    df: FloatArray
    dev_ratio: FloatArray
    gaps: FloatArray
    chosen: int
    marks: tuple[Mark, ...]
    cv: CVResult | None
    grid: Any
    trouble: str


def strengths_of(model: Any) -> Strengths:
    """The strengths of a model; rules that need the data are left out where the data are gone."""
    path, problem = model.path, model.path.problem
    if problem is None:
        return _saved(model)
    grid = path.alphas
    if len(path) < 2:
        plain = make_grid(problem, Grid().alphas, Grid().eps)
        grid = np.unique(np.append(plain, path.alphas))[::-1]
        path = solve_path(problem, grid, Settings())
    table, trouble = _compared(model, problem, grid)
    cv = model.cv
    if cv is None and table is not None:
        cv = next((d for d in table.details.values() if isinstance(d, CVResult)), None)
    wanted = [] if table is None else [float(a) for a in table.alphas]
    extra = sorted({a for a in wanted if np.isfinite(a)} - {float(a) for a in grid}, reverse=True)
    joined = _joined(path, extra)
    alphas = joined["alphas"]
    marks = _marks(model, table, alphas)
    chosen = int(np.argmin(np.abs(alphas - model.alpha)))
    return Strengths(
        **joined,
        chosen=chosen,
        marks=(*marks, Mark("chosen", chosen, str(model.choice))),
        cv=cv,
        grid=np.flatnonzero(np.isin(alphas, grid)),
        trouble=trouble,
    )


def _compared(model: Any, problem: Problem, grid: FloatArray) -> tuple[Comparison | None, str]:
    """Every rule on the model's own grid; cross-validation too, unless the model has its own."""
    unusable = problem.boxed or problem.penalty.elastic is None
    left_out = {"evidence"} if unusable else set()
    left_out |= set() if model.cv is None else {"cv", "1se"}
    given = {key: value for key, value in problem.options.items() if key != "loss"}
    try:
        found = compare_rules(
            problem.design,
            problem.y,
            rules=[rule for rule in TITLES if rule not in left_out],
            alphas=grid,
            folds=model.choice.folds or min(10, problem.shape[0]),
            seed=model.choice.seed or 0,
            draws=_draws(problem),
            sample_weight=problem.weight,
            offset=problem.offset,
            n_threads=problem.threads,
            **given,
        )
    except RiataError as error:
        return None, str(error)
    return found, ""


def _draws(problem: Problem) -> int:
    return _FEWER if problem.shape[1] > _WIDE else _DRAWS


def _joined(path: RegularizationPath, extra: list[float]) -> dict[str, Any]:
    """The path with solutions at more strengths, in order."""
    parts = [path]
    if extra:
        assert path.problem is not None
        parts.append(solve_path(path.problem, np.array(extra), Settings()))
    order = np.argsort(-np.concatenate([one.alphas for one in parts]), kind="stable")
    coefs = sparse.csc_array(sparse.hstack([one.coefs for one in parts]))

    def put(name: str) -> FloatArray:
        return np.asarray(np.concatenate([getattr(one, name) for one in parts])[order])

    df = np.concatenate([path.df, *(_freedom(one) for one in parts[1:])])[order]
    names = ("alphas", "intercepts", "dev_ratio", "gaps")
    return {"coefs": sparse.csc_array(coefs[:, order]), "df": df} | {name: put(name) for name in names}


def _freedom(path: RegularizationPath) -> FloatArray:
    """Degrees of freedom; with an L2 part and more columns than rows from what rows weigh in the fit."""
    problem = path.problem
    assert problem is not None
    n, p = problem.shape
    if p <= n or problem.penalty.elastic is None or problem.penalty.elastic[1] == 0:
        return path.df
    sums = [float(leverages_at(problem, path, k).sum()) for k in range(len(path))]
    return np.array(sums) - float(problem.fit_intercept)


def _marks(model: Any, table: Comparison | None, alphas: FloatArray) -> list[Mark]:
    out = [] if model.cv is None else _cv_marks(model.cv, alphas)
    if table is None:
        return out
    for rule, alpha, note in zip(table.rules, table.alphas, table.notes, strict=True):
        if rule == "evidence":
            if str(model.choice) == str(Evidence()):
                alpha, note = model.alpha, "as the model was fitted"
            elif "exact" not in note:
                note += f", {_draws(model.path.problem)} draws"
        if np.isfinite(alpha):
            out.append(Mark(TITLES[rule], int(np.argmin(np.abs(alphas - alpha))), note))
    return out


def _cv_marks(cv: CVResult, alphas: FloatArray) -> list[Mark]:
    folds = f"{cv.fold_errors.shape[1]} folds"
    edge = "; at the weakest strength considered" if cv.at_edge else ""
    pairs = (("cv", cv.alpha_min, folds + edge), ("1se", cv.alpha_1se, folds))
    return [Mark(TITLES[rule], int(np.argmin(np.abs(alphas - a))), note) for rule, a, note in pairs]


def _saved(model: Any) -> Strengths:
    """What a saved model holds."""
    path = model.path
    marks = [] if model.cv is None else _cv_marks(model.cv, path.alphas)
    return Strengths(
        alphas=path.alphas,
        coefs=path.coefs,
        intercepts=path.intercepts,
        df=path.df,
        dev_ratio=path.dev_ratio,
        gaps=path.gaps,
        chosen=model.index,
        marks=(*marks, Mark("chosen", model.index, str(model.choice))),
        cv=model.cv,
        grid=np.arange(len(path)),
        trouble="criteria and evidence need the training table, which a saved model does not hold",
    )
