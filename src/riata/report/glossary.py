"""Words that a newcomer may not know."""

from __future__ import annotations

__all__ = ["GLOSSARY"]

GLOSSARY = (
    ("feature", "A column of numbers, or one level of a category, that predictions are made from."),
    ("coefficient", "How much the prediction moves when a feature rises by one, the others held."),
    (
        "× sd of its column",
        "The coefficient times the standard deviation of its feature: how much the prediction moves for "
        "a usual change. It compares features that are in different units.",
    ),
    ("alpha", "The strength of the penalty: the larger, the more coefficients are pulled to zero."),
    (
        "lasso, ridge, elastic net",
        "Penalties on the sizes of coefficients, on their squares, on both. The first and the last set "
        "some to zero.",
    ),
    ("kept", "A coefficient that is not zero. Selected is not significant."),
    (
        "R²",
        "The share of the target's variance that the fitted values explain, in the rows of training.",
    ),
    ("mean squared error", "The mean of (observed less predicted) squared; small is good."),
    ("cross-validation", "Fitting without some rows (a fold) and measuring the error on them, in turn."),
    ("one standard error", "A rule: the strongest penalty that is not clearly worse than the best."),
    (
        "AIC, BIC, EBIC, Cp, GCV",
        "Rules that add to the error of training a price for each degree of freedom, instead of holding "
        "rows out.",
    ),
    ("leave-one-out", "Cross-validation with every row a fold of its own, here by a formula."),
    ("evidence", "How probable the data are when all coefficients are averaged over their prior."),
    ("constraint, budget t", "The same fit, read as the least loss whose penalty is at most t."),
    ("prior", "What coefficients were expected to be before the data were seen."),
    ("posterior", "What is believed of coefficients after the data were seen, given the prior."),
    ("MAP", "The most probable coefficients given data and prior: what a penalised fit is."),
    ("σ²", "The noise variance: what no coefficient explains, in squared units of the target."),
    ("R-hat, effective sample size", "What draws are worth: near 1, and in the hundreds, is good."),
    ("leverage", "How far a fitted value follows its own row: between 0 and 1."),
    ("influence", "How far the fit would move without a row: leverage and residual together."),
    ("calibration", "Whether rows that are predicted to be 3 are 3 on average."),
    ("duality gap", "A bound on how far the solution can be from the true optimum."),
)
