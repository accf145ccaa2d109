"""The coefficients at the chosen strength."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from riata.errors import ParameterError
from riata.plot.names import TEXT, families, show_name
from riata.plot.source import Source, check_count, read_path, read_source
from riata.plot.style import (
    FAINT,
    LIGHT,
    MAIN,
    NOTE,
    add_key,
    note_size,
    points_high,
    prepare_axes,
    say,
    short,
)
from riata.select import CVResult
from riata.solve import RegularizationPath
from riata.typing import FloatArray, IntArray

__all__ = ["CoefficientDisplay"]

Spread = Literal["range", "quartiles"]

#: Height of a row on axes of one's own, in inches, and on those given, in font sizes.
_ROW, _LINE = 0.21, 1.6


class CoefficientDisplay:
    """The nonzero coefficients at the chosen strength, the largest on top.

    Behind each, how far it moves when a fold is left out, where there was a cross-validation. The title
    says how many are zero, and how many are not shown.

    Parameters
    ----------
    source : Source
        What to draw; see :meth:`from_estimator` and :meth:`from_path`.
    standardized : bool, default=False
        Whether coefficients are multiplied by the standard deviation of their column.
    max_features : int, default=30
        Rows, at most; fewer where the axes are too low for their names.
    spread : {"range", "quartiles"} or None, default="range"
        Of the coefficients of the folds: from the least to the greatest, or the middle half.

    Attributes
    ----------
    ax_, figure_ : Axes, Figure
        Where it was drawn.
    columns_ : ndarray
        The columns shown, from top to bottom.
    points_ : Line2D
        Their coefficients.
    stems_ : LineCollection
        From zero to the points.
    spread_ : LineCollection or None
        Over folds.
    key_ : Legend or None
        What the bars behind are.
    """

    ax_: Axes
    figure_: Any
    columns_: IntArray
    points_: Line2D
    stems_: LineCollection
    spread_: LineCollection | None
    key_: Legend | None

    def __init__(
        self,
        source: Source,
        *,
        standardized: bool = False,
        max_features: int = 30,
        spread: Spread | None = "range",
    ) -> None:
        self.source = source
        self.standardized = standardized
        self.max_features = check_count("max_features", max_features, 1)
        self.spread = spread

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        *,
        ax: Axes | None = None,
        target: int | None = None,
        standardized: bool = False,
        max_features: int = 30,
        spread: Spread | None = "range",
    ) -> CoefficientDisplay:
        """Draw the coefficients of a fitted estimator or model.

        Parameters
        ----------
        estimator : estimator of riata or Model
            Fitted.
        ax : Axes, optional
            Where to draw; else in a new figure.
        target : int, optional
            Which, of an estimator of several targets.
        standardized, max_features, spread
            As in the class.

        Raises
        ------
        ParameterError
            If it has no path, or an argument is out of range.
        """
        source = read_source(estimator, target)
        return cls(source, standardized=standardized, max_features=max_features, spread=spread).plot(ax)

    @classmethod
    def from_path(
        cls,
        path: RegularizationPath,
        *,
        index: int,
        cv: CVResult | None = None,
        ax: Axes | None = None,
        standardized: bool = False,
        max_features: int = 30,
        spread: Spread | None = "range",
    ) -> CoefficientDisplay:
        """Draw one solution of a path.

        Parameters
        ----------
        path : RegularizationPath
            The solutions.
        index : int
            Which.
        cv : CVResult, optional
            A cross-validation of the same strengths.
        ax, standardized, max_features, spread
            As in :meth:`from_estimator`.

        Raises
        ------
        ParameterError
            If an argument is out of range, or `cv` is of other strengths.
        """
        source = read_path(path, index=index, cv=cv)
        return cls(source, standardized=standardized, max_features=max_features, spread=spread).plot(ax)

    def plot(self, ax: Axes | None = None) -> CoefficientDisplay:
        """Draw, on these axes or in a new figure; as often as wanted.

        Returns
        -------
        self
        """
        rows = rank_coefficients(self.source, self.standardized, self.max_features, self.spread)
        ax = prepare_axes(ax, (6.4, 1.6 + _ROW * max(6, len(rows.columns))))
        rows = rows.first(int(points_high(ax) / (_LINE * note_size())))
        y = np.arange(len(rows.columns), dtype=float)
        ax.axvline(0.0, color=LIGHT, linewidth=0.8, zorder=1)
        self.spread_ = None
        if rows.low is not None and rows.high is not None:
            self.spread_ = ax.hlines(y, rows.low, rows.high, color=FAINT, linewidth=6.0, zorder=1.5)
        self.stems_ = ax.hlines(y, 0.0, rows.values, color=MAIN, linewidth=1.2, zorder=2)
        self.points_ = ax.plot(rows.values, y, "o", color=MAIN, markersize=4.5, zorder=3)[0]
        _set_rows(ax, y, [self.source.names[j] for j in rows.columns])
        ax.set_xlabel("coefficient × sd of its column" if self.standardized else "coefficient")
        ax.set_title(_title(self.source, rows), loc="left", fontsize=NOTE)
        entries: dict[str, Artist] = {}
        if self.spread_ is not None:
            entries[_spread_name(self.source, self.spread)] = Line2D(
                [], [], color=FAINT, linewidth=6.0, solid_capstyle="butt"
            )
        self.key_ = add_key(ax, list(entries.values()), list(entries))
        self.columns_ = rows.columns
        self.ax_, self.figure_ = ax, ax.figure
        return self


@dataclass(frozen=True, eq=False)
class Rows:
    """Which coefficients are shown.

    Attributes
    ----------
    columns : ndarray of shape (m,)
        Columns, the largest coefficient first.
    values : ndarray of shape (m,)
        Their coefficients.
    low, high : ndarray of shape (m,) or None
        Spread of the folds' coefficients.
    nonzero : int
        Nonzero coefficients in all.
    """

    columns: IntArray
    values: FloatArray
    low: FloatArray | None
    high: FloatArray | None
    nonzero: int

    def first(self, most: int) -> Rows:
        """The first rows, one at least."""
        m = max(1, most)
        low, high = (None if v is None else v[:m] for v in (self.low, self.high))
        return Rows(self.columns[:m], self.values[:m], low, high, self.nonzero)


def rank_coefficients(source: Source, standardized: bool, most: int, spread: Spread | None) -> Rows:
    """The nonzero coefficients by size, and how far they spread over folds.

    Parameters
    ----------
    source : Source
        With a path and a chosen strength.
    standardized : bool
        Whether coefficients are multiplied by the standard deviation of their column.
    most : int
        Rows.
    spread : {"range", "quartiles"} or None
        Of the folds' coefficients.

    Returns
    -------
    Rows

    Raises
    ------
    ParameterError
        If no strength was chosen, or the spread is neither.
    """
    if spread not in ("range", "quartiles", None):
        raise ParameterError(f'spread must be "range", "quartiles" or None, not {spread!r}')
    if source.index is None:
        raise ParameterError("say which solution of the path to draw: index=")
    scale = source.multiplier(standardized)
    coef = source.solutions.coef(source.index) * scale
    order = np.argsort(-np.abs(coef), kind="stable")[: np.count_nonzero(coef)]
    shown = order[:most]
    low = high = None
    if spread is not None and source.fold_coefs is not None and len(shown):
        folds = source.fold_coefs[shown] * scale[shown, None]
        ends = (0.0, 1.0) if spread == "range" else (0.25, 0.75)
        low, high = np.quantile(folds, ends, axis=1)
    return Rows(shown, coef[shown], low, high, len(order))


def _set_rows(ax: Axes, y: FloatArray, names: list[str]) -> None:
    """Names at the left, the first on top."""
    ax.set_yticks(y, labels=[show_name(name) for name in names])
    for label in ax.get_yticklabels():
        label.set(fontsize=NOTE, fontfamily=families(), **TEXT)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_ylim(max(len(y), 1) - 0.4, -0.6)
    if not len(y):
        ax.set_xlim(-1.0, 1.0)
        ax.set_xticks([0.0])
        say(ax, "every coefficient is zero")


def _title(source: Source, rows: Rows) -> str:
    assert source.index is not None
    total, zeros = len(source.names), len(source.names) - rows.nonzero
    count = (
        f"{zeros} of {total} coefficients are zero" if zeros else f"all {total} coefficients are nonzero"
    )
    strength = float(source.alphas[source.index])
    own = (
        "" if abs(source.ratio - 1.0) < 1e-9 else f" (the estimator's {short(source.ratio * strength)})"
    )
    alpha = f" at alpha = {short(strength)}{own}"
    left = rows.nonzero - len(rows.columns)
    return (
        count
        + alpha
        + (f";\nthe {len(rows.columns)} largest of {rows.nonzero} are shown" if left else "")
    )


def _spread_name(source: Source, spread: Spread | None) -> str:
    folds = 0 if source.fold_coefs is None else source.fold_coefs.shape[1]
    what = "range" if spread == "range" else "middle half"
    return f"{what} of the {folds} cross-validation fits"
