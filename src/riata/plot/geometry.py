"""Loss contours of a fitted model in two of its coefficients, and the ball of its penalty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from riata.plot.names import TEXT, families, show_name
from riata.plot.plane import Plane, ball_of, descend, loss_above, make_plane
from riata.plot.source import read_path, read_source
from riata.plot.style import COLORS, GREY, LIGHT, MAIN, NOTE, add_key, prepare_axes, short
from riata.solve import RegularizationPath
from riata.typing import FloatArray

__all__ = ["GeometryDisplay"]

#: Contours between the least loss and the farthest corner, about; and points on a side of their grid.
_LEVELS, _SIDE = 9, 201
#: Free share of the picture on each side.
_MARGIN = 0.12
#: Axes whose lengths differ by more than this are not drawn to one scale.
_ALIKE = 2.5
#: Colours of the ball, the solution and the descent.
_BALL, _PATH = COLORS[4], COLORS[1]


class GeometryDisplay:
    """Contours of the loss in two coefficients, the ball of the penalty through the solution.

    The other coefficients are held at their fitted values, and the intercept follows at its best. The
    solution is where a contour touches the ball: a corner of the L1 ball is a coefficient of zero. The
    line is coordinate descent on the pair, from zero.

    Parameters
    ----------
    plane : Plane
        What to draw; see :meth:`from_estimator` and :meth:`from_path`.
    show_descent : bool, default=True
        Whether coordinate descent is drawn.

    Attributes
    ----------
    ax_, figure_ : Axes, Figure
        Where it was drawn.
    contours_ : QuadContourSet
        Of the mean loss above its least value in the plane; one passes through the solution.
    ball_ : Polygon or None
        What costs as much as the solution; None where nothing is spent.
    solution_, centre_ : Line2D
        The fitted pair; the least loss, the others held.
    descent_ : Line2D or None
        Coordinate descent; its data are the iterates.
    key_ : Legend or None
        What these are.
    """

    ax_: Axes
    figure_: Any
    contours_: Any
    ball_: Polygon | None
    solution_: Line2D
    centre_: Line2D
    descent_: Line2D | None
    key_: Legend | None

    def __init__(self, plane: Plane, *, show_descent: bool = True) -> None:
        self.plane = plane
        self.show_descent = show_descent

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        *,
        features: Any = None,
        ax: Axes | None = None,
        target: int | None = None,
        show_descent: bool = True,
    ) -> GeometryDisplay:
        """Draw two coefficients of a fitted estimator or model.

        Parameters
        ----------
        estimator : estimator of riata or Model
            Fitted, and still with its data.
        features : pair of str or int, optional
            Names or columns; by default the two largest standardised coefficients.
        ax : Axes, optional
            Where to draw; else in a new figure.
        target : int, optional
            Which, of an estimator of several targets.
        show_descent
            As in the class.

        Raises
        ------
        ParameterError
            If it has no path or no data, or there are not two such features.
        """
        return cls(make_plane(read_source(estimator, target), features), show_descent=show_descent).plot(
            ax
        )

    @classmethod
    def from_path(
        cls,
        path: RegularizationPath,
        *,
        index: int,
        features: Any = None,
        ax: Axes | None = None,
        show_descent: bool = True,
    ) -> GeometryDisplay:
        """Draw two coefficients of one solution of a path.

        Parameters
        ----------
        path : RegularizationPath
            The solutions.
        index : int
            Which.
        features, ax, show_descent
            As in :meth:`from_estimator`.

        Raises
        ------
        ParameterError
            As :meth:`from_estimator`.
        """
        return cls(make_plane(read_path(path, index=index), features), show_descent=show_descent).plot(
            ax
        )

    def plot(self, ax: Axes | None = None) -> GeometryDisplay:
        """Draw, on these axes or in a new figure; as often as wanted.

        Returns
        -------
        self
        """
        plane = self.plane
        steps = descend(plane) if self.show_descent else None
        window = frame_plane(plane, steps)
        ax = prepare_axes(ax, (5.4, 5.4))
        ax.axhline(0.0, color=LIGHT, linewidth=0.8, zorder=0.5)
        ax.axvline(0.0, color=LIGHT, linewidth=0.8, zorder=0.5)
        entries: dict[str, Artist] = {}
        self.ball_ = _draw_ball(ax, plane, window, entries)
        self.contours_ = _draw_contours(ax, plane, window)
        entries["mean loss above its least value"] = Line2D([], [], color=GREY, linewidth=1.0)
        self.descent_ = None
        if steps is not None and len(steps) > 1:
            self.descent_ = ax.plot(
                *steps.T, color=_PATH, linewidth=1.2, marker="o", markersize=3.0, zorder=4
            )[0]
            entries["coordinate descent from zero"] = self.descent_
        self.centre_ = ax.plot(*plane.centre, "+", color=MAIN, markersize=9, mew=1.6, zorder=4)[0]
        entries["least loss, the others held" if plane.others else "least squares"] = self.centre_
        self.solution_ = ax.plot(*plane.at, "o", color=MAIN, markersize=6.5, zorder=5, clip_on=False)[0]
        entries[f"solution, alpha = {short(plane.alpha)}"] = self.solution_
        _set_axes(ax, plane, window)
        self.key_ = add_key(ax, list(entries.values()), list(entries))
        self.ax_, self.figure_ = ax, ax.figure
        return self


@dataclass(frozen=True, eq=False)
class Window:
    """What part of the plane is shown.

    Attributes
    ----------
    low, high : ndarray of shape (2,)
        Ends of the axes.
    ball : ndarray of shape (k, 2) or None
        Outline of the ball.
    """

    low: FloatArray
    high: FloatArray
    ball: FloatArray | None


def frame_plane(plane: Plane, steps: FloatArray | None) -> Window:
    """The part of the plane that holds zero, the solution, the least loss, the ball and the descent.

    Parameters
    ----------
    plane : Plane
        The pair.
    steps : ndarray of shape (k, 2) or None
        The descent.

    Returns
    -------
    Window
    """
    points = [np.zeros((1, 2)), plane.at[None], plane.centre[None]]
    points += [] if steps is None else [steps]
    inner = np.concatenate(points)
    reach = np.max(np.abs(inner), axis=0)
    scale = np.where(reach > 0, reach, reach.max() or 1.0)
    ball = ball_of(plane, scale)
    if ball is not None:
        near = np.abs(ball) <= 4.0 * np.max(np.abs(ball[np.isfinite(ball).all(axis=1)]), axis=0)
        near &= np.abs(ball) <= 100.0 * scale  # a ball without an end is cut by the picture
        inner = np.concatenate([inner, ball[near.all(axis=1)]])
    low, high = inner.min(axis=0), inner.max(axis=0)
    width = np.where(high > low, high - low, scale)
    return Window(low - _MARGIN * width, high + _MARGIN * width, ball)


def choose_levels(plane: Plane, window: Window) -> FloatArray:
    """Losses to draw contours at: squares of equally spaced radii, and that of the solution."""
    corners = np.array([[x, y] for x in (0, 1) for y in (0, 1)])
    ends = np.where(corners == 1, window.high, window.low)
    top = float(np.sqrt(loss_above(plane, ends[:, 0], ends[:, 1]).max()))
    own = float(np.sqrt(loss_above(plane, *plane.at)))
    step = top / (_LEVELS + 1)
    if own > step:
        step = own / round(own / step)
    radii = step * np.arange(1, int(top / step) + 1) if step > 0 else np.zeros(0)
    if own > 1e-6 * top and not np.isclose(radii, own, rtol=1e-9).any():
        radii = np.sort(np.append(radii, own))
    return np.asarray(radii**2, dtype=float)


def _draw_contours(ax: Axes, plane: Plane, window: Window) -> Any:
    first, second = (np.linspace(window.low[k], window.high[k], _SIDE) for k in (0, 1))
    values = loss_above(plane, *np.meshgrid(first, second))
    levels, unit = choose_levels(plane, window), float(values.max()) or 1.0
    own = float(loss_above(plane, *plane.at))
    widths = np.where(np.isclose(levels, own, rtol=1e-6), 1.8, 0.7)
    if not len(levels):
        return None
    return ax.contour(
        first, second, values / unit, levels=levels / unit, colors=GREY, linewidths=widths, zorder=2
    )


def _draw_ball(ax: Axes, plane: Plane, window: Window, entries: dict[str, Artist]) -> Polygon | None:
    if window.ball is None:
        return None
    ball = Polygon(window.ball, closed=True, facecolor=_BALL, alpha=0.22, edgecolor="none", zorder=1)
    ax.add_patch(ball)
    ax.plot(*window.ball.T, color=_BALL, linewidth=1.6, zorder=2.5)
    seen = "" if np.all(plane.spread == 1.0) else ", of standardised coefficients"
    entries[f"{_ball_name(plane)} ball through it, t = {short(plane.bound)}{seen}"] = ball
    return ball


def _ball_name(plane: Plane) -> str:
    a, b = plane.penalty.elastic or (0.0, 0.0)
    return "L1" if b == 0 else "L2" if a == 0 else "elastic-net"


def _set_axes(ax: Axes, plane: Plane, window: Window) -> None:
    ax.set_xlim(window.low[0], window.high[0])
    ax.set_ylim(window.low[1], window.high[1])
    width = window.high - window.low
    if width.max() <= _ALIKE * width.min():
        ax.set_aspect("equal", adjustable="box", anchor="SW")  # the key stays where there is room
    for label, name in ((ax.set_xlabel, plane.names[0]), (ax.set_ylabel, plane.names[1])):
        unit = "" if np.all(plane.spread == 1.0) else ", in its own unit"
        label(f"coefficient of {show_name(name)}{unit}", fontfamily=families(), **TEXT)
    if plane.others:
        many = "coefficient is" if plane.others == 1 else "coefficients are"
        ax.set_title(f"the other {plane.others} {many} held at the fit", loc="left", fontsize=NOTE)
