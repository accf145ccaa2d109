"""From a table to a model in one call."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from numbers import Real
from typing import Any

import numpy as np
from scipy import sparse

from riata.designs import make_design
from riata.errors import ParameterError
from riata.frame.model import Model
from riata.frame.strength import Choice, make_rule
from riata.frame.training import Missing, Training, read_training_table
from riata.penalties import ElasticNet, Penalty, make_penalty
from riata.problem import Problem, make_problem
from riata.select import CVResult
from riata.solve import Chosen, Grid, Settings
from riata.typing import Progress
from riata.views import take_stock

__all__ = ["fit"]


def fit(
    table: Any,
    target: str,
    *,
    penalty: str = "lasso",
    alpha: Any = "cv",
    l1_ratio: float = 0.5,
    standardize: bool = True,
    drop: Iterable[str] = (),
    categorical: Iterable[str] = (),
    weights: Any = None,
    offset: Any = None,
    missing: Missing = "error",
    folds: int = 10,
    seed: int = 0,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> Model:
    """Fit a regularised linear model of one column of a table.

    Numbers and booleans are one feature each; text and categories become an indicator for every
    level (all levels are kept: the penalty takes care of the redundancy).

    Parameters
    ----------
    table : file name or data frame
        CSV, TSV, Parquet or Arrow file, or a data frame of pandas, polars or Arrow.
    target : str
        The column to predict.
    penalty : {"lasso", "ridge", "elastic-net"}, default="lasso"
        The penalty.
    alpha : str, float or rule, default="cv"
        Strength on the mean scale of :func:`riata.path`: "cv" or "1se" by cross-validation (least
        error, or the one-standard-error rule), "aic", "bic", "ebic", "cp", "gcv" or "loo" by
        :class:`riata.Criterion`, "evidence" by :class:`riata.Evidence`, by hand, or any rule such as
        ``riata.Bound(t)``.
    l1_ratio : float, default=0.5
        Share of L1, for the elastic net.
    standardize : bool, default=True
        Penalise coefficients times the standard deviation of their feature.
    drop : iterable of str
        Columns to leave out.
    categorical : iterable of str
        Columns of numbers to treat as categories.
    weights : str or array-like of shape (n,), optional
        Row weights: a column, or the numbers.
    offset : str or array-like of shape (n,), optional
        A known part of the prediction: a column, or the numbers.
    missing : {"error", "drop", "mean"}, default="error"
        Missing values: refuse them, leave their rows out, or put the feature's mean in their place.
    folds : int, default=10
        For cross-validation; fewer where there are fewer rows.
    seed : int, default=0
        Deals rows to folds, and seeds the draws of "evidence".
    n_threads : int, optional
        As in :func:`riata.path`.
    progress : callable, optional
        Told how many solutions are done.

    Returns
    -------
    Model

    Raises
    ------
    DataError
        If the table cannot be used as it is; the message names column and row and what to do.
    ParameterError
        If a name is unknown or an option out of range.

    Examples
    --------
    >>> import riata
    >>> model = riata.fit(riata.datasets.prostate(), "lpsa", drop=["train"])
    >>> model.coef.shape
    (8,)
    """
    chosen_penalty = _penalty(penalty, l1_ratio)
    training = read_training_table(
        table,
        target,
        drop=drop,
        categorical=categorical,
        weights=weights,
        offset=offset,
        missing=missing,
    )
    rule, choice = make_rule(alpha, folds, seed, len(training.y))
    problem = make_problem(
        make_design(training.X, training.schema.features),
        training.y,
        penalty=chosen_penalty,
        sample_weight=training.weight,
        offset=training.offset,
        standardize=standardize,
        n_threads=n_threads,
    )
    chosen = rule.choose(problem, Grid(), Settings(progress=progress))
    return _model(training, problem, chosen, choice)


def _penalty(penalty: Any, l1_ratio: Any) -> Penalty:
    if not isinstance(penalty, str):
        raise ParameterError(f"penalty must be 'lasso', 'ridge' or 'elastic-net', not {penalty!r}")
    if isinstance(l1_ratio, bool) or not isinstance(l1_ratio, Real):
        raise ParameterError(f"l1_ratio must be a number between 0 and 1, not {l1_ratio!r}")
    made = make_penalty(penalty)
    return ElasticNet(float(l1_ratio)) if made.name == "elastic-net" else made


def _model(training: Training, problem: Problem, chosen: Chosen, choice: Choice) -> Model:
    units = problem.units
    cv = chosen.detail if isinstance(chosen.detail, CVResult) else None
    fold_coefs = None
    if cv is not None and cv.coefs is not None:
        fold_coefs = np.column_stack([c[:, [chosen.index]].toarray()[:, 0] for c in cv.coefs])
    known = None if chosen.path.known_df is None else float(chosen.path.known_df[chosen.index])
    y_mean = float(np.average(training.y, weights=training.weight))
    spread = np.average((training.y - y_mean) ** 2, weights=training.weight)
    return Model(
        schema=training.schema,
        penalty=problem.penalty.name,
        choice=choice,
        path=chosen.path,
        index=chosen.index,
        cv=cv,
        fold_coefs=fold_coefs,
        deviation=units.deviation,
        target_mean=y_mean,
        target_deviation=float(np.sqrt(spread)),
        fingerprint=_fingerprint(training),
        version=version("riata"),
        standing=take_stock(problem, chosen.alpha, chosen.coef, chosen.intercept, known),
    )


def _fingerprint(training: Training) -> str:
    """SHA-256 of features, target, weights and offset as float64."""
    digest = hashlib.sha256(repr(training.schema.features).encode())
    X = training.X
    parts = [X.data, X.indices, X.indptr] if sparse.issparse(X) else [X]
    for part in (*parts, training.y, training.weight, training.offset):
        if part is not None:
            digest.update(np.ascontiguousarray(np.asarray(part).T, dtype=np.float64).data)
    return digest.hexdigest()
