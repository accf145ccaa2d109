"""An explanation in words and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.views.page import Page, Section, Table
from riata.views.showing import number, scale_words, size_letter

__all__ = ["explanation_page"]

_ROWS = 40
_WHY = {
    "constant": "its column is constant",
    "bound": "held by its bound",
    "free": "no penalty, and no pull",
}


def explanation_page(told: Any) -> Page:
    """The page of an :class:`~riata.views.Explanation`."""
    views = told.views
    name = {"l1": "lasso", "l2": "ridge", "elastic-net": "elastic net"}.get(views.penalty, views.penalty)
    title = f"Why this {name} for {told.target} is what it is"
    return Page(title, (_whole(told), _dropped(told), _kept(told), _prior(told), _not(told)))


def _whole(told: Any) -> Section:
    views = told.views
    rows = f"{views.rows}" if views.rows == views.total else f"{views.rows}, of weight {views.total:.6g}"
    lines = (
        ("rows", rows),
        ("features", f"{len(views.coef)}: {len(told.kept)} kept, {len(told.dropped)} at zero"),
        ("alpha", number(views.alpha)),
        ("minimises", "mean loss + alpha P(w), the intercept free"),
    )
    return Section("The model", lines)


def _seen(views: Any) -> str:
    """What x_j stands for, where that is not the column itself."""
    over = ["its standard deviation"] if views.standardize else []
    over += [] if bool(np.all(views.factor == 1)) else ["its penalty factor"]
    return f"Here x_j is the column over {' and '.join(over)}. " if over else ""


def _dropped(told: Any) -> Section:
    views, title = told.views, "Why the dropped ones are zero"
    if not len(told.dropped):
        words = "None was dropped."
        if views.penalty == "l2":
            words += (
                " Ridge drops nothing: the slope of w^2 at zero is zero, so any pull of the data, "
                "however small, moves a coefficient away from it."
            )
        return Section(title, (), (words,))
    share = " over l1_ratio" if views.penalty == "elastic-net" else ""
    words = (
        "A coefficient leaves zero only when the data pull on it harder than the penalty holds it. The "
        f"pull is |x_j'r| / {size_letter(views)}{share}, r the residuals of this model; the hold is "
        f"alpha = {number(views.alpha)}. {_seen(views)}Below, the nearest to entering come first."
    )
    rows = []
    for j, why in zip(told.dropped[:_ROWS], told.why, strict=False):
        usual = why == "penalty" and 0 < views.alpha < np.inf
        part = f"{100 * told.needed[j] / views.alpha:.1f} %" if usual else ""
        pull = told.needed[j] if np.isfinite(told.needed[j]) else told.pull[j]
        rows.append((views.names[j], f"{pull:.5g}", part, _WHY.get(why, "weaker than alpha")))
    head = ("feature", "pull", "of alpha", "why")
    return Section(title, (), (words,), Table(head, tuple(rows), len(told.dropped) - len(rows)))


def _kept(told: Any) -> Section:
    views, title = told.views, "What the kept ones were shrunk by"
    if not len(told.kept):
        return Section(title, (), ("None was kept: the model is its intercept.",))
    hold = {
        "l1": "On each of them the pull equals alpha: there the data and the penalty balance. ",
        "l2": "On each of them the pull equals alpha times the coefficient: the larger, the more it is "
        "held back. ",
    }.get(views.penalty, "On each of them the pull equals the slope of the penalty times alpha. ")
    if told.refit is None:
        words = hold
        if views.loss == "squared":
            words += (
                "Least squares on these columns alone has no single answer (as many columns as rows, or "
                "dependent ones), or they are too many: there is nothing to compare with."
            )
        head: tuple[str, ...] = ("feature", "coefficient")
        rows = [(views.names[j], f"{told.coef[j]:.5g}") for j in told.kept[:_ROWS]]
        return Section(title, (), (words,), Table(head, tuple(rows), len(told.kept) - len(rows)))
    words = hold + "Beside each stands what least squares on the kept columns alone would give."
    compared = []
    for j, share in zip(told.kept[:_ROWS], told.shrunk, strict=False):
        least = told.refit[j]
        way = "sign turned" if share > 1 else f"{100 * share:+.1f} %" if np.isfinite(share) else ""
        compared.append((views.names[j], f"{told.coef[j]:.5g}", f"{least:.5g}", way))
    head = ("feature", "coefficient", "least squares", "shrunk by")
    after: tuple[str, ...] = ()
    if told.budget:
        spent = 100 * views.penalty_value / told.budget
        after = (
            f"In all P(w) is {number(views.penalty_value)}, {spent:.1f} % of the {number(told.budget)} "
            "that least squares on the same columns would spend.",
        )
        if np.any(told.shrunk < 0):
            after += ("A negative share: it grew, because those it is correlated with shrank.",)
    return Section(
        title, (), (words,), Table(head, tuple(compared), len(told.kept) - len(compared)), after
    )


def _prior(told: Any) -> Section:
    views, prior = told.views, told.views.prior
    lines = [
        ("as a constraint", f"P(w) <= {number(views.bound)}, with multiplier {number(views.alpha)}")
    ]
    if views.alpha == 0:
        return Section("The same as a prior", tuple(lines), ("alpha is zero: the prior is flat.",))
    lines.append(("prior", prior.title))
    lines += [(letter, f"{number(scale)} = {words}") for letter, scale, words in scale_words(views)]
    lines.append(("sigma^2", f"{number(views.sigma2)} ({views.noise.how})"))
    words = [
        "Minus the log of this prior is the penalty, up to a constant: whoever believed it before "
        "seeing the data, and took the most probable coefficients after, would have this very model."
    ]
    if told.half_width is not None:
        words.append(
            f"It says, before any data: with probability 95 % a coefficient is within "
            f"{number(told.half_width)} of zero, in the units the penalty sees."
        )
    if np.any(prior.flat & ~prior.idle):
        words.append(
            "Coefficients with penalty factor zero have a flat prior, which is improper: it has no "
            "normaliser."
        )
    return Section("The same as a prior", tuple(lines), tuple(words))


def _not(told: Any) -> Section:
    words = [
        "It is the mode of the posterior, not its mean, and no statement of how sure one can be: the "
        "posterior around it, and its intervals, are another computation.",
    ]
    if told.views.prior.b is not None:
        words.append(
            "A Laplace posterior is not sparse. Every coefficient that is zero here has probability "
            "zero of being exactly zero under the posterior: the zeros belong to the mode. "
            "A dropped variable is one that this penalty found too weak, not one that was shown to have "
            "no effect: among correlated variables another may stand for it."
        )
    words.append(
        "The kept coefficients are shrunk on purpose: they predict better than they estimate. Their "
        "size is not an estimate of an effect."
    )
    return Section("What this model is not", (), tuple(words))
