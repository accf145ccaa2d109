"""Colours, axes and the key below them. Sizes follow the reader's rcParams, which are never written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.font_manager import FontProperties
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from riata.errors import ParameterError

__all__ = [
    "COLORS",
    "FAINT",
    "GREY",
    "LIGHT",
    "MAIN",
    "NOTE",
    "add_key",
    "color_of",
    "dash_of",
    "note_size",
    "points_high",
    "points_wide",
    "prepare_axes",
    "say",
    "short",
]

#: Okabe & Ito's colours that show on white and on black; told apart by all kinds of colour vision.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MAIN = COLORS[0]
_DASHES: tuple[Any, ...] = ("-", (0, (5.0, 1.5)), (0, (1.5, 1.2)))
#: Marks, context, background.
GREY, LIGHT, FAINT = "0.45", "0.72", "0.84"
#: Size of small print.
NOTE = "small"

#: Mean width of a letter and height of a line, in font sizes.
_LETTER, _LINE = 0.52, 1.3
#: Height of what stands above and below axes, in font sizes.
_AROUND = 10.0
#: Handle and gaps of an entry of a key, in font sizes.
_HANDLE = 4.2


def prepare_axes(ax: Axes | None, size: tuple[float, float] | None = None) -> Axes:
    """The axes given, or those of a new figure, with calm spines.

    Parameters
    ----------
    ax : Axes or None
        Where to draw.
    size : (width, height), optional
        Of a new figure, in inches.

    Raises
    ------
    ParameterError
        If `ax` is not a matplotlib Axes.
    """
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(figsize=size, layout="constrained")
    if not isinstance(ax, Axes):
        raise ParameterError(f"ax must be matplotlib axes, not {type(ax).__name__}")
    ax.spines[["top", "right"]].set_visible(False)
    ax.yaxis.get_offset_text().set(x=-0.01, ha="right")  # a power of ten, clear of the axis above
    return ax


def color_of(k: int) -> str:
    """The k-th colour, from the start again after the last."""
    return COLORS[k % len(COLORS)]


def dash_of(k: int) -> Any:
    """The k-th line style: another for every round of the colours."""
    return _DASHES[min(k // len(COLORS), len(_DASHES) - 1)]


def note_size() -> float:
    """Size of small print in points."""
    return float(FontProperties(size=NOTE).get_size_in_points())


def points_high(ax: Axes) -> float:
    """Height of the axes in points, with room for what stands above and below them in a grid of axes."""
    figure, spec = _figure(ax), ax.get_subplotspec()
    point = float(figure.dpi) / 72.0
    height = float(ax.bbox.height) / point
    if spec is None:
        return height
    share = len(spec.rowspan) / spec.get_gridspec().nrows
    return min(height, float(figure.bbox.height) / point * share - _AROUND * note_size())


def points_wide(ax: Axes) -> float:
    """Width of the axes in points."""
    return float(ax.bbox.width) * 72.0 / float(_figure(ax).dpi)


def add_key(ax: Axes, handles: Sequence[Artist], labels: Sequence[str]) -> Legend | None:
    """Name the artists in a key below the axis label, in as many columns as fit; None for no artist."""
    if not handles:
        return None
    below = (
        2 * _LINE * float(ax.xaxis.label.get_fontsize()) + 13.0
    )  # ticks, their labels, the axis label
    shift = ScaledTranslation(0, -below / 72.0, _figure(ax).dpi_scale_trans)
    widest = note_size() * (_HANDLE + _LETTER * max(len(label) for label in labels))
    return ax.legend(
        list(handles),
        list(labels),
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        bbox_transform=ax.transAxes + shift,
        ncols=max(1, min(len(handles), int(points_wide(ax) / widest))),
        fontsize=NOTE,
        frameon=False,
        borderpad=0.0,
        borderaxespad=0.0,
        columnspacing=1.5,
    )


def say(ax: Axes, words: str) -> Text:
    """A sentence in axes that have nothing to show."""
    return ax.text(0.03, 0.6, words, transform=ax.transAxes, color=GREY, fontsize=NOTE)


def short(value: float, digits: int = 3) -> str:
    """So many digits, without an exponent where there need be none."""
    return f"{float(f'{value:.{digits}g}'):g}"


def _figure(ax: Axes) -> Figure | SubFigure:
    assert ax.figure is not None
    return ax.figure
