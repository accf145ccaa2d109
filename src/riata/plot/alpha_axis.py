"""The axis of strengths: logarithmic, the penalty weaker to the right, degrees of freedom above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter, NullLocator

from riata.plot.source import Source
from riata.plot.style import GREY, NOTE, short
from riata.typing import FloatArray

__all__ = ["Mark", "add_df_axis", "add_marks", "find_marks", "place_alphas", "set_alpha_axis"]

#: Decades beyond the grid at which alpha = 0 and infinity stand, and around a grid of one alpha.
_BEYOND = 0.5
#: Share of the grid's length that is left free at either end.
_MARGIN = 0.015
#: Numbers of this size are written out; others as powers of ten.
_PLAIN = (1e-4, 1e5)
#: Labels on the axis of degrees of freedom, at most.
_MOST = 8
#: Least distance of two of them, as a share of the axis.
_APART = 0.08
#: Rounding of ticks.
_ROUND = 1e-9


@dataclass(frozen=True)
class Mark:
    """A strength that is marked by a vertical line.

    Attributes
    ----------
    name : str
        Why.
    index : int
        Which strength.
    style : str or (offset, dashes)
        Of the line.
    """

    name: str
    index: int
    style: Any


def place_alphas(alphas: FloatArray) -> FloatArray:
    """Where strengths stand on a logarithmic axis, (L,): 0 and infinity beyond the others."""
    usual = alphas[(alphas > 0) & np.isfinite(alphas)]
    low, high = (usual.min(), usual.max()) if usual.size else (1.0, 1.0)
    beyond = 10.0**_BEYOND
    placed = np.where(alphas == 0, low / beyond, np.where(np.isinf(alphas), high * beyond, alphas))
    return np.asarray(placed, dtype=float)


def set_alpha_axis(ax: Axes, source: Source) -> FloatArray:
    """Make the x axis one of strengths, and give where they stand on it: (L,)."""
    x = place_alphas(source.alphas)
    low, high = np.log10(_range(x))
    around = _MARGIN * (high - low) if high - low > 1e-9 else _BEYOND
    ax.set_xscale("log")
    ax.set_xlim(10.0 ** (high + around), 10.0 ** (low - around))
    _set_ticks(ax, x, source.alphas)
    what = (
        "alpha"
        if abs(source.ratio - 1.0) < 1e-9
        else f"alpha = the estimator's / {short(source.ratio, 6)}"
    )
    ax.set_xlabel(f"{what} (log scale, penalty weaker to the right)")
    return x


def add_df_axis(ax: Axes, x: FloatArray, df: FloatArray) -> Any:
    """Degrees of freedom at some of the strengths, along the top."""
    place = np.log(x)
    wanted = np.linspace(place[0], place[-1], min(_MOST, len(x)))
    at: list[int] = []
    for k in np.unique(np.argmin(np.abs(place[:, None] - wanted), axis=0)):
        if not at or place[at[-1]] - place[k] > _APART * (place[0] - place[-1]):
            at.append(int(k))
    top = ax.secondary_xaxis("top", functions=(np.positive, np.positive))  # the same axis
    top.set_xticks(x[at], labels=[_degrees(df[k]) for k in at], fontsize=NOTE)
    top.xaxis.set_minor_locator(NullLocator())
    top.tick_params(axis="x", length=2.5, color=GREY)
    top.spines["top"].set_visible(False)
    top.set_xlabel("degrees of freedom", fontsize=NOTE)
    return top


def find_marks(source: Source) -> list[Mark]:
    """Least cross-validated error, one-standard-error rule, and the strength that was chosen."""
    found: dict[int, Mark] = {}
    if source.cv is not None:
        least, rule = source.cv.index_min, source.cv.index_1se
        name = "least CV error" + (" (end of the grid)" if source.cv.at_edge else "")
        found[least] = Mark(name if least != rule else f"{name} and 1-SE rule", least, "--")
        found.setdefault(rule, Mark("1-SE rule", rule, (0, (1, 1.6))))
    if source.index is not None:
        mark = found.get(source.index)
        by = (
            Mark("chosen", source.index, "-.")
            if mark is None
            else replace(mark, name=f"chosen: {mark.name}")
        )
        found[source.index] = by
    return list(found.values())


def add_marks(ax: Axes, x: FloatArray, source: Source) -> dict[str, Line2D]:
    """A vertical line for each mark; the keys say why and where."""
    lines = {}
    for mark in find_marks(source):
        line = ax.axvline(
            float(x[mark.index]), color=GREY, linewidth=1.0, linestyle=mark.style, zorder=1.5
        )
        lines[f"{mark.name}, alpha = {short(source.alphas[mark.index])}"] = line
    return lines


def _set_ticks(ax: Axes, x: FloatArray, alphas: FloatArray) -> None:
    """Decades, or 1-2-5 where there are few; words where 0 and infinity stand."""
    decades = np.log10(x.max() / x.min())
    locator: Any = LogLocator(subs=(1.0,) if decades > 2.5 else (1.0, 2.0, 5.0), numticks=9)
    usual = x == alphas
    special = {float(at): "∞" if a > 0 else "0" for at, a in zip(x[~usual], alphas[~usual], strict=True)}
    if special:
        low, high = _range(x[usual]) if usual.any() else (np.inf, np.inf)
        ticks = locator.tick_values(low, high) if usual.any() else []
        inside = [t for t in ticks if low * (1 - _ROUND) <= t <= high * (1 + _ROUND)]
        locator = FixedLocator([*special, *inside])
        ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(FuncFormatter(partial(_number, special)))
    ax.xaxis.set_minor_formatter(NullFormatter())


def _range(x: FloatArray) -> tuple[float, float]:
    return float(x.min()), float(x.max())


def _number(special: dict[float, str], value: float, _: int | None = None) -> str:
    if value in special:
        return special[value]
    if _PLAIN[0] <= value < _PLAIN[1]:
        return f"{value:g}"
    exponent = int(np.floor(np.log10(value) + 1e-9))
    lead = value / 10.0**exponent
    times = "" if abs(lead - 1.0) < 1e-6 else rf"{lead:.3g}\times"
    return rf"${times}10^{{{exponent}}}$"


def _degrees(df: float) -> str:
    return f"{df:.0f}" if df >= 9.95 else f"{df:.1f}".removesuffix(".0")
