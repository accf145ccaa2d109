"""Views in words and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.typing import FloatArray
from riata.views.page import Page, Section, Table

__all__ = ["number", "page_of", "plain_penalty", "scale_words", "size_letter"]

_TITLES = {"l1": "Lasso", "l2": "Ridge", "elastic-net": "Elastic net"}
_ROWS = 40


def number(value: float) -> str:
    """A number as a reader wants it."""
    return "infinite" if np.isinf(value) else "unknown" if np.isnan(value) else f"{value:.6g}"


def page_of(views: Any) -> Page:
    """The page of a :class:`~riata.views.Views`."""
    title = _TITLES.get(views.penalty, views.penalty)
    rows = (
        ("1 row" if views.rows == 1 else f"{views.rows} rows")
        if views.total == views.rows
        else (f"{views.rows} rows of total weight {views.total:.6g}")
    )
    sections = [_penalty(views), _constraint(views), _prior(views), _article(views), _mode(views)]
    return Page(
        f"{title} on {rows} and {len(views.coef)} features, from each side",
        tuple(section for section in sections if section is not None),
    )


def _penalty(views: Any) -> Section:
    lines = (
        ("minimises", "L(w) + alpha P(w), L the mean loss"),
        ("alpha", number(views.alpha)),
        ("P(w)", f"{number(views.penalty_value)} = {_formula(views)}"),
        ("L(w)", number(views.mean_loss)),
        ("objective", number(views.objective)),
        (
            "kept",
            f"{np.count_nonzero(views.coef)} of {len(views.coef)}; {views.df:.4g} degrees of freedom",
        ),
    )
    return Section("As a penalty", lines)


def plain_penalty(views: Any) -> bool:
    """Whether the penalty sees the coefficients themselves, all alike."""
    return not views.standardize and bool(np.all(views.factor == 1))


def _formula(views: Any) -> str:
    """P, with factors and standard deviations where there are any."""
    omega = "" if bool(np.all(views.factor == 1)) else "omega_j "
    w = "sd_j w_j" if views.standardize else "w_j"
    square = f"({w})^2" if views.standardize else f"{w}^2"
    if views.penalty == "l1":
        return f"sum {omega}|{w}|"
    if views.penalty == "l2":
        return f"sum {omega}{square} / 2"
    if views.penalty == "elastic-net":
        return f"sum {omega}(l1_ratio |{w}| + (1 - l1_ratio) {square} / 2)"
    return str(views.penalty)


def size_letter(views: Any) -> str:
    """N for rows, S for a sum of weights."""
    return "n" if views.total == views.rows else "S"


def scale_words(views: Any) -> list[tuple[str, float, str]]:
    """(letter, scale, where it is from) of each factor of the prior."""
    out, share, rest = [], "", ""
    if views.penalty == "elastic-net":
        share, rest = " l1_ratio", " (1 - l1_ratio)"
    n = size_letter(views)
    if views.prior.b is not None:
        out.append(("b", views.prior.b, f"sigma^2 / ({n} alpha{share})"))
    if views.prior.s is not None:
        out.append(("s", views.prior.s, f"sigma / sqrt({n} alpha{rest})"))
    return out


def _constraint(views: Any) -> Section:
    binding = "the bound does not bind" if views.alpha == 0 else f"multiplier {number(views.multiplier)}"
    lines = (
        ("minimises", "L(w) subject to P(w) <= t"),
        ("t", f"{number(views.bound)} ({binding})"),
    )
    return Section("As a constraint", lines)


def _prior(views: Any) -> Section:
    prior, noise = views.prior, views.noise
    lines = [("family", prior.title)]
    densities = {"b": "exp(-|w| / b)", "s": "exp(-w^2 / (2 s^2))"}
    lines += [
        (f"scale {letter}", f"{number(scale)} in {densities[letter]}; {letter} = {words}")
        for letter, scale, words in scale_words(views)
    ]
    if views.loss == "squared":
        lines.append(("sigma^2", f"{number(noise.sigma2)} ({noise.how})"))
    else:
        lines.append(("dispersion", f"{number(noise.sigma2)} ({noise.how})"))
    flat = int(np.sum(prior.flat & ~prior.idle))
    if flat:
        who = (
            "every coefficient"
            if flat == len(prior.flat)
            else f"{flat} of {len(prior.flat)} coefficients"
        )
        lines.append(("improper", f"the prior of {who} is flat: no penalty, no normaliser"))
    elif not prior.proper and not np.isnan(noise.sigma2):
        lines.append(("improper", "this prior has no normaliser"))
    if plain_penalty(views) or not scale_words(views):
        return Section("As a prior", tuple(lines))
    words = (
        "Each coefficient has a scale of its own in the units of the data; beside it, that of the "
        "coefficient times its column's standard deviation."
    )
    return Section("As a prior", tuple(lines), (words,), _table(views))


def _table(views: Any) -> Table:
    prior = views.prior
    head, columns = ["feature", "coefficient"], [views.coef]
    for letter, each, scaled in (
        ("b", prior.b_each, prior.b_standardized),
        ("s", prior.s_each, prior.s_standardized),
    ):
        if each is not None:
            head += [letter, f"{letter} x sd"]
            columns += [each, scaled]
    order = np.argsort(-np.abs(views.coef), kind="stable")[:_ROWS]
    rows = tuple(_row(views.names[j], columns, j) for j in order)
    return Table(tuple(head), rows, len(views.coef) - len(rows))


def _row(name: str, columns: list[FloatArray], j: int) -> tuple[str, ...]:
    cells = (f"{column[j]:.5g}" if np.isfinite(column[j]) else "flat" for column in columns)
    return (name, *cells)


def _article(views: Any) -> Section | None:
    lines = []
    if views.lambda_l1 is not None:
        lines.append(
            ("||y - Xw||^2 + lambda ||w||_1", f"lambda = 2 sigma^2 / b = {number(views.lambda_l1)}")
        )
    if views.lambda_l2 is not None:
        lines.append(
            ("||y - Xw||^2 + lambda ||w||^2", f"lambda = sigma^2 / s^2 = {number(views.lambda_l2)}")
        )
    words = (
        ()
        if plain_penalty(views)
        else ("There w stands for the coefficients as the penalty sees them.",)
    )
    return Section("As textbooks write it", tuple(lines), words) if lines else None


def _mode(views: Any) -> Section:
    lines = (
        ("log likelihood", number(views.log_likelihood)),
        ("log prior", number(views.log_prior)),
        ("log posterior", f"{number(views.log_posterior)} (without the evidence)"),
    )
    words = "The fit is the mode of the posterior, not its mean."
    if views.prior.b is not None:
        words += (
            " Its zeros belong to the mode: under a Laplace prior the posterior itself is not sparse."
        )
    return Section("At the mode", lines, (words,))
