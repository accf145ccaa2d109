"""The axis of strengths: logarithmic, the penalty weaker to the right, degrees of freedom above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

from riata.plot.source import Source
from riata.plot.style import GREY, NOTE
from riata.typing import FloatArray

__all__ = ["Mark", "add_df_axis", "add_marks", "find_marks", "place_alphas", "set_alpha_axis"]

#: Decades beyond the grid at which alpha = 0 and infinity stand, and around a grid of one alpha.
_BEYOND = 0.5
#: Numbers of this size are written out; others as powers of ten.
_PLAIN = (1e-4, 1e5)
#: Labels on the axis of degrees of freedom, at most.
_MOST = 8


@dataclass(frozen=True)
class Mark:
    """A strength that is marked by a vertical line.

    Attributes
    ----------
    name : str
        Why.
    index : int
        Which strength.
    style : str
        Of the line.
    """

    name: str
    index: int
    style: Any


def place_alphas(alphas: FloatArray) -> FloatArray:
    """Where strengths stand on a logarithmic axis, (L,): at themselves, 0 and infinity half a decade on."""
    usual = alphas[(alphas > 0) & np.isfinite(alphas)]
    low, high = (usual.min(), usual.max()) if usual.size else (1.0, 1.0)
    beyond = 10.0**_BEYOND
    placed = np.where(alphas == 0, low / beyond, np.where(np.isinf(alphas), high * beyond, alphas))
    return np.asarray(placed, dtype=float)


def set_alpha_axis(ax: Axes, source: Source) -> FloatArray:
    """Make the x axis one of strengths, and give where they stand on it: (L,)."""
    x = place_alphas(source.alphas)
    alone = float(x.max() / x.min()) < 1.0 + 1e-9
    around = 10.0**_BEYOND if alone else 1.0
    ax.set_xscale("log")
    ax.set_xlim(float(x.max()) * around, float(x.min()) / around)
    special = dict(zip(x, source.alphas, strict=True))
    special = {at: alpha for at, alpha in special.items() if at != alpha}
    _set_ticks(ax, float(x.max() / x.min()), {at: "0" if a == 0 else "∞" for at, a in special.items()})
    what = "alpha" if abs(source.ratio - 1.0) < 1e-9 else f"alpha = the estimator's / {source.ratio:.6g}"
    ax.set_xlabel(f"{what} (log scale, penalty weaker to the right)")
    return x


def add_df_axis(ax: Axes, x: FloatArray, df: FloatArray) -> Any:
    """Degrees of freedom at some of the strengths, along the top."""
    wanted = np.geomspace(x[0], x[-1], min(_MOST, len(x)))
    at = np.unique([int(np.argmin(np.abs(np.log(x) - np.log(w)))) for w in wanted])
    top = ax.secondary_xaxis("top")
    top.set_xticks(x[at], labels=[_degrees(df[k]) for k in at], fontsize=NOTE)
    top.xaxis.set_minor_locator(NullLocator())
    top.tick_params(axis="x", length=2.5, color=GREY)
    top.spines["top"].set_visible(False)
    top.set_xlabel("degrees of freedom", fontsize=NOTE)
    return top


def find_marks(source: Source) -> list[Mark]:
    """The least cross-validated error and the one-standard-error rule, or else the chosen strength."""
    marks = []
    if source.cv is not None:
        least, rule = source.cv.index_min, source.cv.index_1se
        edge = ", at the end of the grid" if source.cv.at_edge else ""
        if least == rule:
            marks.append(Mark(f"least CV error and 1-SE rule{edge}", least, "--"))
        else:
            marks.append(Mark(f"least CV error{edge}", least, "--"))
            marks.append(Mark("1-SE rule", rule, (0, (1, 1.6))))
    if source.index is not None and source.index not in [mark.index for mark in marks]:
        marks.append(Mark("chosen", source.index, "-."))
    return marks


def add_marks(ax: Axes, x: FloatArray, source: Source) -> dict[str, Line2D]:
    """A vertical line for each mark; the keys say why and where."""
    lines = {}
    for mark in find_marks(source):
        line = ax.axvline(float(x[mark.index]), color=GREY, linewidth=1.0, linestyle=mark.style, zorder=1.5)
        lines[f"{mark.name}: {source.alphas[mark.index]:.3g}"] = line
    return lines


def _set_ticks(ax: Axes, ratio: float, special: dict[float, str]) -> None:
    """Decades, or 1-2-5 where there are few; `special` positions get these words."""
    parts = (1.0,) if ratio > 10**2.5 else (1.0, 2.0, 5.0)
    locator: Any = LogLocator(subs=parts, numticks=9)
    if special:
        low, high = sorted(ax.get_xlim())
        usual = locator.tick_values(low, high)
        inside = usual[(usual >= low) & (usual <= high)]
        apart = [t for t in inside if all(abs(np.log10(t / at)) > 0.3 for at in special)]
        locator = FixedLocator([*special, *apart])
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: special.get(value, _number(value))))
    ax.xaxis.set_minor_formatter(NullFormatter())


def _number(value: float) -> str:
    if _PLAIN[0] <= value < _PLAIN[1]:
        return f"{value:g}"
    exponent = int(np.floor(np.log10(value) + 1e-9))
    lead = value / 10.0**exponent
    times = "" if abs(lead - 1.0) < 1e-6 else rf"{lead:.3g}\times"
    return rf"${times}10^{{{exponent}}}$"


def _degrees(df: float) -> str:
    whole = abs(df - round(df)) < 0.005 or df >= 9.95
    return f"{df:.0f}" if whole else f"{df:.1f}"
