"""A fitted model in words and numbers, for a terminal, a notebook, or plain text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np

from riata.typing import FloatArray
from riata.views.page import printable

__all__ = ["Facts", "Summary", "facts_of"]

_TITLES = {"l1": "Lasso", "l2": "Ridge", "elastic-net": "Elastic net"}
_ROWS = 40


@dataclass(frozen=True, eq=False)
class Facts:
    """What a summary shows.

    Attributes
    ----------
    title : str
        The model and its target.
    lines : list of (str, str)
        Label and value.
    names : list of str
        Features with a nonzero coefficient, largest standardised coefficient first.
    coef, scaled : ndarray
        Their coefficients in the units of the table, and standardised.
    left_out : int
        Nonzero features that the table leaves out.
    """

    title: str
    lines: list[tuple[str, str]]
    names: list[str]
    coef: FloatArray
    scaled: FloatArray
    left_out: int


def facts_of(model: Any) -> Facts:
    """The facts of a :class:`~riata.frame.Model`."""
    coef, scaled = model.coef, model.coef_standardized
    kept = np.flatnonzero(coef)
    order = kept[np.argsort(-np.abs(scaled[kept]), kind="stable")]
    shown = order[:_ROWS]
    schema, path = model.schema, model.path
    rows = f"{schema.rows_used}"
    if schema.rows_used != schema.rows_read:
        rows += f" of {schema.rows_read} ({schema.rows_read - schema.rows_used} incomplete)"
    lines = [
        ("rows", rows),
        ("features", f"{len(coef)} from {len(schema.columns)} columns"),
        ("alpha", f"{model.alpha:.4g} ({model.choice})"),
    ]
    lines += _error_lines(model)
    lines += [
        ("R2 in training", f"{path.dev_ratio[model.index]:.4f}"),
        ("kept", f"{len(kept)} of {len(coef)} features"),
        ("intercept", f"{model.intercept:.6g}"),
        ("certificate", _certificate(path)),
    ]
    title = f"{_TITLES.get(model.penalty, model.penalty)} for {schema.target}"
    features = model.names
    names = [features[j] for j in shown]
    return Facts(title, lines, names, coef[shown], scaled[shown], len(order) - len(shown))


def _error_lines(model: Any) -> list[tuple[str, str]]:
    """Cross-validated error beside the null model's."""
    cv = model.cv
    if cv is None:
        return []
    mean, se = cv.mean[model.index], cv.se[model.index]
    null = float(np.mean(cv.null_errors))
    lines = [("CV error", f"{mean:.4g} +- {se:.2g} (mean squared; null model {null:.4g})")]
    if cv.at_edge:
        lines.append(("note", "the least error is at the weakest penalty tried: a wider grid may help"))
    return lines


def _certificate(path: Any) -> str:
    many = len(path)
    where = "here" if many == 1 else f"on all {many} alphas"
    return f"relative duality gap <= {float(np.max(path.gaps)):.1e} {where}"


class Summary:
    """Shows :class:`Facts`; rich is used where it is installed."""

    def __init__(self, facts: Facts) -> None:
        self.facts = replace(
            facts,
            title=printable(facts.title),
            lines=[(label, printable(value)) for label, value in facts.lines],
            names=[printable(name) for name in facts.names],
        )

    def __str__(self) -> str:
        facts = self.facts
        wide = max(len(label) for label, _ in facts.lines)
        out = [facts.title, *(f"  {label:<{wide}}  {value}" for label, value in facts.lines)]
        if facts.names:
            name = max(7, *(len(n) for n in facts.names))
            out += ["", f"  {'feature':<{name}}  {'coefficient':>12}  {'standardized':>12}"]
            rows = zip(facts.names, facts.coef, facts.scaled, strict=True)
            out += [f"  {n:<{name}}  {c:>12.5g}  {s:>12.5g}" for n, c, s in rows]
        if facts.left_out:
            out.append(f"  ... and {facts.left_out} more")
        return "\n".join(out)

    __repr__ = __str__

    def __rich__(self) -> Any:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        facts = self.facts
        head = Table.grid(padding=(0, 2))
        for label, value in facts.lines:
            head.add_row(Text(label, style="dim"), Text(value))
        parts: list[Any] = [Text(facts.title, style="bold"), head]
        if facts.names:
            table = Table(box=None, pad_edge=False, header_style="dim")
            table.add_column("feature")
            table.add_column("coefficient", justify="right")
            table.add_column("standardized", justify="right")
            for name, c, s in zip(facts.names, facts.coef, facts.scaled, strict=True):
                table.add_row(Text(name), f"{c:.5g}", f"{s:.5g}")
            parts += [Text(), table]
        if facts.left_out:
            parts.append(Text(f"... and {facts.left_out} more", style="dim"))
        return Group(*parts)

    def _repr_html_(self) -> str:
        facts = self.facts
        head = "".join(
            f"<tr><th style='text-align:left'>{escape(k)}</th><td style='text-align:left'>{escape(v)}"
            "</td></tr>"
            for k, v in facts.lines
        )
        body = "".join(
            f"<tr><td style='text-align:left'>{escape(n)}</td><td>{c:.5g}</td><td>{s:.5g}</td></tr>"
            for n, c, s in zip(facts.names, facts.coef, facts.scaled, strict=True)
        )
        more = f"<p>... and {facts.left_out} more</p>" if facts.left_out else ""
        columns = "<tr><th>feature</th><th>coefficient</th><th>standardized</th></tr>"
        return (
            f"<h4>{escape(facts.title)}</h4><table>{head}</table>"
            f"<table><thead>{columns}</thead><tbody>{body}</tbody></table>{more}"
        )
