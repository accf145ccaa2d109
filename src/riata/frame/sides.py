"""A model from its other sides: the problem it solved, its views, and what explains it."""

from __future__ import annotations

from typing import Any

from riata.designs import make_design
from riata.errors import DataError, ParameterError
from riata.frame.schema import Schema
from riata.frame.training import read_training_table
from riata.problem import Problem, make_problem
from riata.views import Explanation, Standing, Views, explanation_of, take_stock, views_of

__all__ = ["explanation_of_model", "problem_of", "standing_of", "text_columns", "views_of_model"]


def text_columns(schema: Schema) -> list[str]:
    """Columns whose new values in a text file are taken by their letters, as training took them."""
    return [column.name for column in schema.columns if column.text]


def problem_of(model: Any, table: Any, weights: Any, offset: Any) -> Problem:
    """The problem that a model solved, from the table that was fitted.

    Raises
    ------
    DataError
        If the table is another one.
    """
    schema = model.schema
    training = read_training_table(
        table,
        schema.target,
        drop=schema.dropped,
        categorical=[c.name for c in schema.columns if c.kind == "category"],
        weights=schema.weights if schema.weights is not None else weights,
        offset=schema.offset if schema.offset is not None else offset,
        missing=schema.missing,
        as_text=text_columns(schema),
    )
    if training.schema.features != model.names:
        raise DataError("this is not the table that was fitted: its features differ")
    return make_problem(
        make_design(training.X, model.names),
        training.y,
        sample_weight=training.weight,
        offset=training.offset,
        **model.path.options,
    )


def standing_of(model: Any, table: Any, weights: Any, offset: Any) -> Standing:
    """What was kept of the training data, or the same from the table.

    Raises
    ------
    ParameterError
        If nothing was kept and there is no table.
    """
    if table is not None:
        problem = problem_of(model, table, weights, offset)
        df = float(model.path.df[model.index])
        return take_stock(problem, model.alpha, model.coef, model.intercept, df)
    if model.standing is None:
        raise ParameterError(
            "this model was saved without what its views need of the data: give the training table, "
            "table="
        )
    found: Standing = model.standing
    return found


def views_of_model(model: Any, standing: Standing, sigma2: float | None) -> Views:
    """The views of a model."""
    options = model.path.options
    return views_of(
        standing,
        loss=options["loss"],
        penalty=options["penalty"],
        alpha=model.alpha,
        coef=model.coef,
        intercept=model.intercept,
        factor=options["penalty_factor"],
        standardize=options["standardize"],
        fit_intercept=options["fit_intercept"],
        names=model.names,
        sigma2=sigma2,
    )


def explanation_of_model(model: Any, standing: Standing, sigma2: float | None) -> Explanation:
    """The explanation of a model."""
    options = model.path.options
    return explanation_of(
        views_of_model(model, standing, sigma2),
        standing,
        options["penalty"],
        options["penalty_factor"],
        options["standardize"],
        model.schema.target,
    )
