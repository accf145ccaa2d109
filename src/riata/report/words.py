"""What the page says: the answer in three sentences, what is collinear, the spread of the folds."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.report.numbers import short

__all__ = ["answer_of", "collinear_of", "columns_of", "spread_of"]

_TITLES = {"l1": "lasso", "l2": "ridge", "elastic-net": "elastic net"}
_FEW, _GROUPS, _MEMBERS = 60, 10, 8


def answer_of(model: Any, names: list[str]) -> list[str]:
    """Three sentences: what was asked, what was found, how well it predicts."""
    coef = model.coef
    kind = _TITLES.get(model.penalty, model.penalty)
    kept = np.flatnonzero(coef)
    order = kept[np.argsort(-np.abs(model.coef_standardized[kept]), kind="stable")][:3]
    largest = ", ".join(names[j] for j in order)
    found = f"It keeps {len(kept)} of {len(coef)} features at alpha = {short(model.alpha, 4)}"
    found += f"; the largest, per standard deviation, are {largest}." if len(order) > 1 else "."
    cv = model.cv
    if cv is None:
        how = f"It explains {100 * model.path.dev_ratio[model.index]:.0f} % of the variance of the rows "
        how += "it was fitted on; no row was held out, so how it predicts new ones is not known."
    else:
        error, null = cv.mean[model.index], float(np.mean(cv.null_errors))
        how = f"On rows held out its mean squared error is {short(error)} ± {cv.se[model.index]:.2g} "
        how += f"(standard error), where the mean alone has {short(null)}."
    asked = f"The question was how {model.schema.target} can be predicted from "
    many = f"{len(model.schema.columns)} column{'' if len(model.schema.columns) == 1 else 's'}"
    return [f"{asked}{many}, by {'an' if kind[0] in 'aeiou' else 'a'} {kind}.", found, how]


def columns_of(model: Any) -> tuple[list[dict[str, str]], int]:
    """A row for each of the first columns, and how many are left."""
    blocks = model.schema.blocks
    ends = np.cumsum([len(block) for block in blocks])
    rows = []
    for column, block, end in zip(model.schema.columns[:_FEW], blocks, ends, strict=False):
        if column.kind == "category":
            levels = ", ".join(column.levels[:8]) + (" …" if len(column.levels) > 8 else "")
            kind = f"category of {len(column.levels)} levels: {levels}"
        else:
            kind = f"{column.kind}, {short(column.low, 4)} to {short(column.high, 4)}"
        constant = not model.deviation[end - len(block) : end].any()
        note = "constant: left at zero" if constant else ""
        missing = str(column.missing)
        rows.append({"name": column.name, "kind": kind, "missing": missing, "note": note})
    return rows, max(0, len(model.schema.columns) - _FEW)


def collinear_of(model: Any, names: list[str], groups: Any) -> dict[str, Any]:
    """Sentences on what is collinear, and the largest groups."""
    if groups is None:
        told = "What is collinear cannot be told: a saved model does not hold the training table."
        return {"words": [told], "groups": []}
    words = []
    among = f"among the {groups.compared} features on this page; all of them are too many to compare"
    among = "" if groups.compared == np.count_nonzero(model.deviation) else f" ({among})"
    if not groups.members:
        words.append(f"No two features are correlated beyond 0.95{among}.")
    else:
        inside = sum(len(one) for one in groups.members)
        many = f"{len(groups.members)} group{'s' if len(groups.members) > 1 else ''}"
        first = "" if len(groups.members) <= _GROUPS else f"; the {_GROUPS} largest are listed"
        words.append(
            f"{inside} features are in {many} linked by correlations beyond 0.95{among}{first}. Which "
            "of them a lasso keeps may be chance."
        )
    words += _dependences(model, groups)
    listed = []
    for one, same in zip(groups.members[:_GROUPS], groups.same, strict=False):
        kept = [names[j] for j in one if model.coef[j] != 0]
        listed.append({"members": _some(names[j] for j in one), "kept": _some(kept), "same": same})
    return {"words": words, "groups": listed}


def _dependences(model: Any, groups: Any) -> list[str]:
    n, many = model.schema.rows_used, groups.compared
    if many >= n:
        return [f"There are {many} features that vary for {n} rows, so every one depends on others."]
    if not groups.dependent:
        return []
    made = sum(column.kind == "category" for column in model.schema.columns)
    count = groups.dependent
    out = (
        f"There {'are' if count > 1 else 'is'} {count} exact linear dependence{'s' * (count > 1)} among "
    )
    out += "the features"
    if made:
        share = "" if made >= count else f", {made} of them"
        out += f"{share or ','} by construction: the levels of a category add up to one"
    return [f"{out}."]


def _some(names: Any) -> str:
    every = list(names)
    more = f" and {len(every) - _MEMBERS} more" if len(every) > _MEMBERS else ""
    return (", ".join(every[:_MEMBERS]) + more) or "none"


def spread_of(model: Any) -> str:
    """How much the folds differ at the chosen strength; empty without folds."""
    if model.cv is None:
        return ""
    errors = model.cv.fold_errors[model.index]
    unit = float(errors.max()) or 1.0
    spread = float((errors / unit).std(ddof=1) * unit)
    best = model.cv.index_min
    out = (
        f"Across {len(errors)} folds the mean squared error at the model's alpha runs from "
        f"{short(errors.min())} to {short(errors.max())}; their standard deviation is "
        f"{short(spread)}."
    )
    if best != model.index:
        least, where = float(model.cv.mean[best]), float(model.cv.alphas[best])
        out += f" The least mean error, {short(least)}, is at alpha = {short(where)}."
    return out
