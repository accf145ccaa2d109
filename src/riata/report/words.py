"""What the page says: the answer in three sentences, the columns, the glossary."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["GLOSSARY", "answer_of", "columns_of"]

_TITLES = {"l1": "lasso", "l2": "ridge", "elastic-net": "elastic net"}
_FEW = 60

GLOSSARY = (
    ("alpha", "The strength of the penalty: the larger, the more coefficients are pulled to zero."),
    ("lasso, ridge, elastic net", "Penalties on the sizes of coefficients, on their squares, on both."),
    ("kept", "A coefficient that is not zero. Selected is not significant."),
    ("cross-validation", "Fitting without some rows and measuring the error on them, in turn."),
    ("one-standard-error rule", "The strongest penalty not clearly worse than the best."),
    ("prior", "What coefficients were expected to be before the data were seen."),
    ("MAP", "The most probable coefficients given data and prior: what a penalised fit is."),
    ("duality gap", "A bound on how far the solution can be from the true optimum."),
)


def answer_of(model: Any) -> list[str]:
    """Three sentences: what was asked, what was found, how well it predicts."""
    coef, names = model.coef, model.names
    kind = _TITLES.get(model.penalty, model.penalty)
    kept = np.flatnonzero(coef)
    order = kept[np.argsort(-np.abs(model.coef_standardized[kept]), kind="stable")][:3]
    largest = ", ".join(names[j] for j in order)
    found = f"It keeps {len(kept)} of {len(coef)} features at alpha = {model.alpha:.4g}"
    found += f"; the largest are {largest}." if len(order) else "."
    cv = model.cv
    if cv is None:
        how = f"It explains {100 * model.path.dev_ratio[model.index]:.0f} % of the variance of the rows "
        how += "it was fitted on; no row was held out, so how it predicts new ones is not known."
    else:
        error, null = cv.mean[model.index], float(np.mean(cv.null_errors))
        how = f"On rows held out its mean squared error is {error:.3g} ± {cv.se[model.index]:.2g}, "
        how += f"where the mean alone has {null:.3g}."
    asked = f"The question was how {model.schema.target} can be predicted from "
    return [f"{asked}{len(model.schema.columns)} columns, by a {kind}.", found, how]


def columns_of(model: Any) -> tuple[list[dict[str, str]], int]:
    """A row for each of the first columns, and how many are left."""
    spread = dict(zip(model.names, model.deviation, strict=True))
    rows = []
    for column, names in zip(model.schema.columns[:_FEW], model.schema.blocks, strict=False):
        if column.kind == "category":
            levels = ", ".join(column.levels[:8]) + (" …" if len(column.levels) > 8 else "")
            kind = f"category of {len(column.levels)} levels: {levels}"
        else:
            kind = f"{column.kind}, {column.low:.4g} to {column.high:.4g}"
        constant = all(spread[name] == 0 for name in names)
        note = "constant: left at zero" if constant else ""
        missing = str(column.missing or "")
        rows.append({"name": column.name, "kind": kind, "missing": missing, "note": note})
    return rows, max(0, len(model.schema.columns) - _FEW)
