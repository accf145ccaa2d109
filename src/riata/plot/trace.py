"""The way an algorithm of the textbook took: its objective, or its iterates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from riata.errors import ParameterError
from riata.plot.line_labels import label_lines, room_for
from riata.plot.style import LIGHT, add_key, color_of, prepare_axes
from riata.textbook import Trace
from riata.typing import FloatArray

__all__ = ["TraceDisplay"]

Show = Literal["objective", "iterates"]

#: Marks on a line with no more points than this.
_FEW = 40
#: Objectives this close to the best, relative to the first, are equal up to rounding.
_ROUND = 1e-16
#: Lines of coefficients at most.
_MOST = 200


class TraceDisplay:
    """What an algorithm did: how far its objective was above the best, or its coefficients.

    Parameters
    ----------
    traces : Trace or dict of str to Trace
        One, or several of the same problem by name.
    show : {"objective", "iterates"}, default="objective"
        The objective above its least value, on a logarithmic axis, for all of them; or the
        coefficients of the (one) trace.
    best : float, optional
        The least objective; by default the least that any of the traces reached.
    names : sequence of p str, optional
        Of the coefficients, where those are shown; by default b0, b1 and so on.

    Attributes
    ----------
    ax_, figure_ : Axes, Figure
        Where it was drawn.
    lines_ : list of Line2D
        A line for each trace, or for each coefficient.
    best_ : float
        The least objective.
    labels_ : list of Annotation
        Names of the coefficients, where those are shown.
    key_ : Legend or None
        Which line is which.

    Raises
    ------
    ParameterError
        If these are no traces, or `show` is neither.
    """

    ax_: Axes
    figure_: Any
    lines_: list[Line2D]
    best_: float
    labels_: list[Any]
    key_: Legend | None

    def __init__(
        self,
        traces: Trace | Mapping[str, Trace],
        *,
        show: Show = "objective",
        best: float | None = None,
        names: Sequence[str] | None = None,
    ) -> None:
        self.traces = _check_traces(traces)
        if show not in ("objective", "iterates"):
            raise ParameterError(f'show must be "objective" or "iterates", not {show!r}')
        if show == "iterates" and len(self.traces) > 1:
            raise ParameterError('show="iterates" draws one trace: give one of them')
        p = len(next(iter(self.traces.values())).coef)
        self.names = [f"b{j}" for j in range(p)] if names is None else [str(name) for name in names]
        if len(self.names) != p:
            raise ParameterError(f"there are {len(self.names)} names for {p} coefficients")
        self.show = show
        self.best = best

    @classmethod
    def from_trace(
        cls,
        traces: Trace | Mapping[str, Trace],
        *,
        ax: Axes | None = None,
        show: Show = "objective",
        best: float | None = None,
        names: Sequence[str] | None = None,
    ) -> TraceDisplay:
        """Draw what functions of :mod:`riata.textbook` return.

        Parameters
        ----------
        traces, show, best, names
            As in the class.
        ax : Axes, optional
            Where to draw; else in a new figure.

        Raises
        ------
        ParameterError
            If these are no traces, or an argument is out of range.
        """
        return cls(traces, show=show, best=best, names=names).plot(ax)

    def plot(self, ax: Axes | None = None) -> TraceDisplay:
        """Draw, on these axes or in a new figure; as often as wanted.

        Returns
        -------
        self
        """
        least = min(float(np.min(trace.objective)) for trace in self.traces.values())
        self.best_ = least if self.best is None else float(self.best)
        ax = prepare_axes(ax, (6.4, 4.2))
        self.labels_ = []
        if self.show == "objective":
            self.lines_ = _draw_objectives(ax, self.traces, self.best_)
            ax.set_ylabel("objective above its least value")
        else:
            self.lines_, self.labels_ = _draw_iterates(ax, next(iter(self.traces.values())), self.names)
            ax.set_ylabel("coefficient")
        ax.set_xlabel("iterates recorded")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        entries: dict[str, Artist] = {}
        if self.show == "objective" and any(self.traces):
            entries = dict(zip(self.traces, self.lines_, strict=True))
        self.key_ = add_key(ax, list(entries.values()), list(entries))
        self.ax_, self.figure_ = ax, ax.figure
        return self


def excess_of(trace: Trace, best: float) -> FloatArray:
    """The objective above its least value, (k + 1,); NaN where rounding leaves nothing to show.

    Parameters
    ----------
    trace : Trace
        Whose.
    best : float
        The least objective.
    """
    excess = np.asarray(trace.objective, dtype=float) - best
    floor = _ROUND * max(abs(float(trace.objective[0])), abs(best))
    return np.where(excess > floor, excess, np.nan)


def _draw_objectives(ax: Axes, traces: Mapping[str, Trace], best: float) -> list[Line2D]:
    lines = []
    for k, trace in enumerate(traces.values()):
        excess = excess_of(trace, best)
        marker = "o" if len(excess) <= _FEW else None
        lines += ax.plot(
            np.arange(len(excess)),
            excess,
            color=color_of(k),
            linewidth=1.4,
            marker=marker,
            markersize=3.0,
        )
    if any(np.isfinite(np.asarray(line.get_ydata(), dtype=float)).any() for line in lines):
        ax.set_yscale("log")
    return lines


def _draw_iterates(ax: Axes, trace: Trace, names: list[str]) -> tuple[list[Line2D], list[Any]]:
    iterates = trace.iterates
    order = np.argsort(-np.abs(trace.coef), kind="stable")[:_MOST]
    named = order[: room_for(ax)]
    named = named[np.argsort(trace.coef[named], kind="stable")]
    ax.axhline(0.0, color=LIGHT, linewidth=0.8, zorder=1)
    marker = "o" if len(iterates) <= _FEW else None
    colors = {int(j): color_of(k) for k, j in enumerate(sorted(named))}
    lines = [
        ax.plot(
            np.arange(len(iterates)),
            iterates[:, j],
            color=colors.get(int(j), LIGHT),
            linewidth=1.4,
            marker=marker,
            markersize=3.0,
        )[0]
        for j in order
    ]
    ax.set_xlim(0, max(1, len(iterates) - 1))
    labels = label_lines(
        ax,
        len(iterates) - 1.0,
        iterates[-1, named],
        [names[j] for j in named],
        [colors[int(j)] for j in named],
    )
    return lines, labels


def _check_traces(traces: Any) -> dict[str, Trace]:
    named = dict(traces) if isinstance(traces, Mapping) else {"": traces}
    if not named or not all(isinstance(trace, Trace) for trace in named.values()):
        raise ParameterError(
            "traces must be what a function of riata.textbook returns, or a dict of name to that"
        )
    return {str(name): trace for name, trace in named.items()}
