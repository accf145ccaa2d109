"""Coefficients along the path of strengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from riata.plot.alpha_axis import add_df_axis, add_marks, set_alpha_axis
from riata.plot.line_labels import label_lines, room_for
from riata.plot.source import Source, check_count, read_path, read_source
from riata.plot.style import FAINT, LIGHT, add_key, color_of, dash_of, prepare_axes, say
from riata.select import CVResult
from riata.solve import RegularizationPath
from riata.typing import FloatArray, IntArray

__all__ = ["RegularizationPathDisplay"]

#: Lines drawn at most; beyond, the smallest are left out, and the key says how many.
_MOST = 5000
#: More lines than this are an image inside vector files.
_MANY = 500


class RegularizationPathDisplay:
    """Coefficients against the strength of the penalty.

    The largest are named at the right; columns whose coefficient is zero throughout are not drawn.
    Vertical lines mark the least cross-validated error and the one-standard-error rule, or else the
    chosen strength. Names stand right of the axes: on axes of your own, leave them room
    (``layout="constrained"`` does).

    Parameters
    ----------
    source : Source
        What to draw; see :meth:`from_estimator` and :meth:`from_path`.
    standardized : bool, default=False
        Whether coefficients are multiplied by the standard deviation of their column.
    max_labels : int, default=12
        Lines that are named, at most; fewer where the axes are low.

    Attributes
    ----------
    ax_, figure_ : Axes, Figure
        Where it was drawn.
    lines_ : dict of int to Line2D
        The named lines, by column.
    other_lines_ : LineCollection or Line2D or None
        The others; one Line2D of points where there is a single strength.
    labels_ : list of Annotation
        The names.
    marks_ : list of Line2D
        The vertical lines.
    df_axis_ : SecondaryAxis
        Degrees of freedom, along the top.
    key_ : Legend or None
        What marks and grey lines are.
    """

    ax_: Axes
    figure_: Any
    lines_: dict[int, Line2D]
    other_lines_: LineCollection | Line2D | None
    labels_: list[Annotation]
    marks_: list[Line2D]
    df_axis_: Any
    key_: Legend | None

    def __init__(self, source: Source, *, standardized: bool = False, max_labels: int = 12) -> None:
        self.source = source
        self.standardized = standardized
        self.max_labels = check_count("max_labels", max_labels, 0)

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        *,
        ax: Axes | None = None,
        target: int | None = None,
        standardized: bool = False,
        max_labels: int = 12,
    ) -> RegularizationPathDisplay:
        """Draw the path of a fitted estimator or model.

        Parameters
        ----------
        estimator : estimator of riata or Model
            Fitted.
        ax : Axes, optional
            Where to draw; else in a new figure.
        target : int, optional
            Which, of an estimator of several targets.
        standardized, max_labels
            As in the class.

        Raises
        ------
        ParameterError
            If it has no path, or an argument is out of range.
        """
        source = read_source(estimator, target)
        return cls(source, standardized=standardized, max_labels=max_labels).plot(ax)

    @classmethod
    def from_path(
        cls,
        path: RegularizationPath,
        *,
        index: int | None = None,
        cv: CVResult | None = None,
        ax: Axes | None = None,
        standardized: bool = False,
        max_labels: int = 12,
    ) -> RegularizationPathDisplay:
        """Draw a path.

        Parameters
        ----------
        path : RegularizationPath
            The solutions.
        index : int, optional
            The chosen one.
        cv : CVResult, optional
            A cross-validation of the same strengths.
        ax, standardized, max_labels
            As in :meth:`from_estimator`.

        Raises
        ------
        ParameterError
            If an argument is out of range, or `cv` is of other strengths.
        """
        source = read_path(path, index=index, cv=cv)
        return cls(source, standardized=standardized, max_labels=max_labels).plot(ax)

    def plot(self, ax: Axes | None = None) -> RegularizationPathDisplay:
        """Draw, on these axes or in a new figure; as often as wanted.

        Returns
        -------
        self
        """
        self.source.multiplier(self.standardized)  # what cannot be drawn leaves no empty figure
        ax = prepare_axes(ax, (7.2, 4.6))
        lines = choose_lines(self.source, self.standardized, min(self.max_labels, room_for(ax)))
        x = set_alpha_axis(ax, self.source)
        ax.axhline(0.0, color=LIGHT, linewidth=0.8, zorder=1)
        marks = add_marks(ax, x, self.source)
        self.other_lines_ = _draw_others(ax, x, lines)
        self.lines_ = _draw_named(ax, x, lines)
        self.labels_ = label_lines(
            ax,
            float(x[-1]),
            lines.named[:, -1],
            [self.source.names[j] for j in lines.columns],
            [color_of(k) for k in range(len(lines.columns))],
        )
        _set_heights(ax, lines)
        ax.set_ylabel("coefficient × sd of its column" if self.standardized else "coefficient")
        self.df_axis_ = add_df_axis(ax, x, self.source.solutions.df)
        entries: dict[str, Artist] = {**marks}
        if self.other_lines_ is not None:
            entries[lines.note] = Line2D([], [], color=LIGHT, linewidth=1.2)
        self.key_ = add_key(ax, list(entries.values()), list(entries))
        self.marks_ = list(marks.values())
        self.ax_, self.figure_ = ax, ax.figure
        return self


@dataclass(frozen=True, eq=False)
class Lines:
    """Which lines are drawn.

    Attributes
    ----------
    columns : ndarray of shape (m,)
        The named ones, by their value at the last strength, ascending.
    named : ndarray of shape (m, L)
        Their coefficients.
    others : ndarray of shape (r, L)
        Coefficients of the lines without a name, the smallest first.
    left_out : int
        Nonzero lines that are not drawn.
    """

    columns: IntArray
    named: FloatArray
    others: FloatArray
    left_out: int

    @property
    def note(self) -> str:
        """What is not named."""
        rest = f", {self.left_out} not drawn" if self.left_out else ""
        return f"{len(self.others) + self.left_out} more, unnamed{rest}"


def choose_lines(source: Source, standardized: bool, most: int) -> Lines:
    """The columns that are ever nonzero, those with the largest peaks first and named.

    Parameters
    ----------
    source : Source
        With a path.
    standardized : bool
        Whether coefficients are multiplied by the standard deviation of their column.
    most : int
        Names.

    Returns
    -------
    Lines
    """
    scale = source.multiplier(standardized)
    rows = source.solutions.coefs.tocsr()
    peak = np.asarray(abs(rows).max(axis=1).toarray(), dtype=float).ravel() * scale
    order = np.argsort(-peak, kind="stable")[: np.count_nonzero(peak)]
    drawn = order[:_MOST]
    values = rows[drawn].toarray() * scale[drawn, None]
    rank = np.argsort(values[:most, -1], kind="stable")
    return Lines(
        columns=drawn[:most][rank],
        named=values[:most][rank],
        others=values[most:][::-1],
        left_out=len(order) - len(drawn),
    )


def off_zero(values: FloatArray) -> FloatArray:
    """The values (..., L) from their last zero to their next; NaN where they rest at zero."""
    moving = values != 0
    near = moving.copy()
    near[..., 1:] |= moving[..., :-1]
    near[..., :-1] |= moving[..., 1:]
    return np.where(near, values, np.nan)


def _draw_named(ax: Axes, x: FloatArray, lines: Lines) -> dict[int, Line2D]:
    """Coloured lines; neighbours at the right end differ."""
    marker = "o" if x[0] == x[-1] else "none"
    return {
        int(column): ax.plot(
            x,
            off_zero(values),
            color=color_of(k),
            linestyle=dash_of(k),
            linewidth=1.4,
            marker=marker,
            markersize=4,
            zorder=2.5,
        )[0]
        for k, (column, values) in enumerate(zip(lines.columns, lines.named, strict=True))
    }


def _draw_others(ax: Axes, x: FloatArray, lines: Lines) -> LineCollection | Line2D | None:
    """Thin grey lines, or points where there is one strength."""
    count = len(lines.others)
    if count == 0:
        return None
    if x[0] == x[-1]:
        return ax.plot(
            np.full(count, x[0]), lines.others[:, 0], "o", color=LIGHT, markersize=3, zorder=2
        )[0]
    segments = np.stack([np.broadcast_to(x, lines.others.shape), off_zero(lines.others)], axis=2)
    color, width = (LIGHT, 0.7) if count <= _MANY else (FAINT, 0.4)
    drawn = LineCollection(
        list(segments), colors=color, linewidths=width, zorder=2, rasterized=count > _MANY
    )
    ax.add_collection(drawn)
    return drawn


def _set_heights(ax: Axes, lines: Lines) -> None:
    """A y axis around zero and every line."""
    if not len(lines.columns) + len(lines.others):
        ax.set_ylim(-1.0, 1.0)
        ax.set_yticks([0.0])
        say(ax, "every coefficient is zero at every alpha")
        return
    drawn = np.concatenate([lines.named.ravel(), lines.others.ravel(), [0.0]])
    low, high = float(drawn.min()), float(drawn.max())
    ax.set_ylim(low - 0.04 * (high - low), high + 0.04 * (high - low))
