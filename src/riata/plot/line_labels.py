"""Names beside the right ends of lines: spread so that none overlap, tied to their line by a leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.transforms import Affine2D
from sklearn.isotonic import isotonic_regression

from riata.plot.names import TEXT, families, show_name
from riata.plot.style import NOTE, note_size, points_high
from riata.typing import FloatArray

__all__ = ["label_lines", "room_for", "spread"]

#: Height of a label in font sizes, and its distance from the axes in points.
_LINE, _AWAY = 1.32, 16.0


def spread(wanted: FloatArray, gap: float, low: float, high: float) -> FloatArray:
    """Positions nearest to those wanted (least squares) that are at least `gap` apart.

    Parameters
    ----------
    wanted : ndarray of shape (m,)
        Ascending.
    gap : float
        Least distance.
    low, high : float
        Bounds of the positions; where there is no room they reach beyond `high`.

    Returns
    -------
    ndarray of shape (m,)
    """
    if not len(wanted):
        return wanted
    steps = gap * np.arange(len(wanted))
    most = max(low, high - steps[-1])
    near = isotonic_regression(wanted - steps, y_min=low, y_max=most)
    return np.asarray(near + steps, dtype=float)


def room_for(ax: Axes) -> int:
    """How many labels the height of the axes holds."""
    return max(1, int(points_high(ax) / (_LINE * note_size())))


def label_lines(
    ax: Axes, x: float, ends: FloatArray, names: Sequence[str], colors: Sequence[str]
) -> list[Annotation]:
    """Write names at the right of the axes, beside the lines that end at (x, ends).

    Where they go is worked out when they are drawn, so that they stay apart at any size of the figure.

    Parameters
    ----------
    ax : Axes
        Where.
    x : float
        Where the lines end.
    ends : ndarray of shape (m,)
        Their values there, ascending.
    names, colors : sequence of m str
        What to write.
    """
    places = _Places(ax, np.column_stack([np.full(len(ends), x), ends]))
    line = {
        "arrowstyle": "-",
        "linewidth": 0.7,
        "patchA": None,
        "shrinkA": 3.0,
        "shrinkB": 0.0,
        "relpos": (0.0, 0.5),
    }
    return [
        ax.annotate(
            show_name(name),
            xy=(x, end),
            xytext=(0.0, 0.0),
            textcoords=partial(places.of, k),
            va="center",
            ha="left",
            color=color,
            fontsize=NOTE,
            fontfamily=families(),
            annotation_clip=False,
            arrowprops={**line, "color": color, "alpha": 0.7},
            **TEXT,
        )
        for k, (name, end, color) in enumerate(zip(names, ends, colors, strict=True))
    ]


@dataclass(frozen=True, eq=False)
class _Places:
    """Where labels go, in pixels, for the axes as they are when asked.

    Attributes
    ----------
    ax : Axes
        Beside which.
    ends : ndarray of shape (m, 2)
        Where the lines end, in the units of the data.
    """

    ax: Axes
    ends: FloatArray

    def of(self, k: int, renderer: Any) -> Affine2D:
        """A move from the origin to the k-th label."""
        pixel = renderer.points_to_pixels(1.0)
        box, gap = self.ax.bbox, _LINE * note_size() * pixel
        wanted = np.clip(self.ax.transData.transform(self.ends)[:, 1], box.y0, box.y1)
        order = np.argsort(wanted, kind="stable")
        at = spread(wanted[order], gap, box.y0 + gap / 2, box.y1 - gap / 2)
        return Affine2D().translate(box.x1 + _AWAY * pixel, float(at[np.flatnonzero(order == k)[0]]))
