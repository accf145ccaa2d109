"""A posterior as a table."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from riata.posterior.diagnostics import effective_bulk, effective_tail, split_rhat
from riata.typing import FloatArray

__all__ = ["Drawn", "posterior_columns", "text_table"]

#: Rows shown in a terminal.
_SHOWN = 30
#: Characters of a name.
_WIDEST = 40
_HEADINGS = ("mean", "sd", "lower", "median", "upper", "direction", "rhat", "ess_bulk", "ess_tail")


class Drawn(Protocol):
    """What a table needs of a posterior; shapes as in :class:`~riata.posterior.Posterior`."""

    @property
    def coef(self) -> FloatArray: ...  # noqa: D102
    @property
    def intercept(self) -> FloatArray: ...  # noqa: D102
    @property
    def sigma2(self) -> FloatArray: ...  # noqa: D102
    @property
    def hyper(self) -> dict[str, FloatArray]: ...  # noqa: D102
    @property
    def names(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def prior(self) -> str: ...  # noqa: D102
    @property
    def rhat(self) -> FloatArray: ...  # noqa: D102
    @property
    def ess_bulk(self) -> FloatArray: ...  # noqa: D102
    @property
    def ess_tail(self) -> FloatArray: ...  # noqa: D102


def posterior_columns(posterior: Drawn, level: float) -> dict[str, Any]:
    """Columns of equal length: coefficients, then intercept, sigma2 and hyper-parameters."""
    others = {"(intercept)": posterior.intercept, "sigma2": posterior.sigma2, **posterior.hyper}
    rest = np.stack(list(others.values()), axis=-1)
    every = np.concatenate([posterior.coef, rest], axis=-1)
    outside = 0.5 * (1.0 - level)
    lower, median, upper = np.quantile(every, [outside, 0.5, 1.0 - outside], axis=(0, 1))
    positive, negative = np.mean(every > 0, axis=(0, 1)), np.mean(every < 0, axis=(0, 1))
    one_draw = every.shape[0] * every.shape[1] == 1
    return {
        "parameter": [*posterior.names, *others],
        "mean": every.mean(axis=(0, 1)),
        "sd": np.full(every.shape[2], np.nan) if one_draw else every.std(axis=(0, 1), ddof=1),
        "lower": lower,
        "median": median,
        "upper": upper,
        "direction": np.maximum(positive, negative),
        "rhat": np.concatenate([posterior.rhat, split_rhat(rest)]),
        "ess_bulk": np.concatenate([posterior.ess_bulk, effective_bulk(rest)]),
        "ess_tail": np.concatenate([posterior.ess_tail, effective_tail(rest)]),
    }


def text_table(posterior: Drawn) -> str:
    """For a terminal: the first coefficients and everything else, with what they are worth."""
    columns = posterior_columns(posterior, 0.95)
    p, total = len(posterior.names), len(columns["parameter"])
    rows = [*range(min(p, _SHOWN)), *range(p, total)]
    labels = [_label(str(columns["parameter"][i])) for i in rows]
    cells = [[_cell(name, columns[name][i]) for name in _HEADINGS] for i in rows]
    wide = max(len("parameter"), *(len(label) for label in labels))
    widths = [max(len(h), *(len(row[c]) for row in cells)) for c, h in enumerate(_HEADINGS)]
    lines = [repr(posterior), posterior.prior, ""]
    lines.append(_line("parameter".ljust(wide), _HEADINGS, widths))
    lines += [_line(label.ljust(wide), row, widths) for label, row in zip(labels, cells, strict=True)]
    if p > _SHOWN:
        lines.append(f"... and {p - _SHOWN} more coefficients")
    return "\n".join(lines)


def _label(name: str) -> str:
    """A name on one line of a terminal: what cannot be printed is spelt out, what is long is cut."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
    return shown if len(shown) <= _WIDEST else f"{shown[: _WIDEST - 3]}..."


def _line(label: str, cells: Any, widths: list[int]) -> str:
    return "  ".join([label, *(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))])


def _cell(heading: str, value: float) -> str:
    if not np.isfinite(value):
        return "-"
    if heading.startswith("ess"):
        return f"{value:.0f}"
    return f"{value:.3f}" if heading in ("rhat", "direction") else f"{value:.4g}"
