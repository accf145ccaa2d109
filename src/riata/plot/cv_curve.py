"""Cross-validated error along the path of strengths."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from riata.errors import ParameterError
from riata.plot.alpha_axis import add_df_axis, add_marks, set_alpha_axis
from riata.plot.source import Source, read_cv, read_source
from riata.plot.style import FAINT, LIGHT, MAIN, add_key, prepare_axes
from riata.select import CVResult
from riata.solve import RegularizationPath
from riata.typing import FloatArray

__all__ = ["CVCurveDisplay"]

#: The null model's line is shown where it leaves the curve this share of the height.
_SHARE = 0.3


class CVCurveDisplay:
    """Mean error over folds, with one standard error either side, against the strength of the penalty.

    Vertical lines mark the least error and the one-standard-error rule; a horizontal one the error of
    the null model (its value is in the key even where it is out of sight).

    Parameters
    ----------
    source : Source
        What to draw; see :meth:`from_estimator` and :meth:`from_cv`.
    show_folds : bool, default=False
        Whether every fold's own curve is drawn behind.

    Attributes
    ----------
    ax_, figure_ : Axes, Figure
        Where it was drawn.
    line_ : Line2D
        Mean errors.
    bars_ : LineCollection
        One standard error either side.
    fold_lines_ : LineCollection or None
        Each fold's errors.
    null_line_ : Line2D
        Mean error of the null model.
    marks_ : list of Line2D
        The vertical lines.
    df_axis_ : SecondaryAxis or None
        Degrees of freedom, along the top, where there is a path.
    key_ : Legend or None
        What the lines are.
    """

    ax_: Axes
    figure_: Any
    line_: Line2D
    bars_: LineCollection
    fold_lines_: LineCollection | None
    null_line_: Line2D
    marks_: list[Line2D]
    df_axis_: Any
    key_: Legend | None

    def __init__(self, source: Source, *, show_folds: bool = False) -> None:
        self.source = source
        self.show_folds = show_folds

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        *,
        ax: Axes | None = None,
        target: int | None = None,
        show_folds: bool = False,
    ) -> CVCurveDisplay:
        """Draw the cross-validation of a fitted estimator or model.

        Parameters
        ----------
        estimator : estimator of riata or Model
            Fitted, its strength chosen by cross-validation.
        ax : Axes, optional
            Where to draw; else in a new figure.
        target : int, optional
            Which, of an estimator of several targets.
        show_folds
            As in the class.

        Raises
        ------
        ParameterError
            If it was not cross-validated, or an argument is out of range.
        """
        return cls(read_source(estimator, target), show_folds=show_folds).plot(ax)

    @classmethod
    def from_cv(
        cls,
        cv: CVResult,
        *,
        path: RegularizationPath | None = None,
        ax: Axes | None = None,
        show_folds: bool = False,
    ) -> CVCurveDisplay:
        """Draw a cross-validation.

        Parameters
        ----------
        cv : CVResult
            Fold errors.
        path : RegularizationPath, optional
            Of all rows, at the same strengths, for the degrees of freedom.
        ax, show_folds
            As in :meth:`from_estimator`.

        Raises
        ------
        ParameterError
            If `path` is of other strengths.
        """
        return cls(read_cv(cv, path=path), show_folds=show_folds).plot(ax)

    def plot(self, ax: Axes | None = None) -> CVCurveDisplay:
        """Draw, on these axes or in a new figure; as often as wanted.

        Returns
        -------
        self
        """
        cv = check_cross_validated(self.source)
        ax = prepare_axes(ax, (6.4, 4.4))
        x = set_alpha_axis(ax, self.source)
        marks = add_marks(ax, x, self.source)
        self.fold_lines_ = _draw_folds(ax, x, cv.fold_errors) if self.show_folds else None
        self.bars_ = ax.vlines(x, cv.mean - cv.se, cv.mean + cv.se, color=LIGHT, linewidth=1.2, zorder=2)
        self.line_ = ax.plot(
            x, cv.mean, color=MAIN, linewidth=1.2, marker="o", markersize=2.6, zorder=3
        )[0]
        null = float(cv.null_errors.mean())
        self.null_line_ = ax.axhline(null, color=LIGHT, linewidth=1.0, linestyle=(0, (6, 3)), zorder=1)
        _set_heights(ax, cv, null, self.show_folds)
        folds = cv.fold_errors.shape[1]
        ax.set_ylabel(f"{error_name(self.source)}\nmean over {folds} folds ± 1 SE")
        path = self.source.path
        self.df_axis_ = None if path is None else add_df_axis(ax, x, path.df)
        entries: dict[str, Artist] = {**marks, f"null model, error {null:.4g}": self.null_line_}
        if self.fold_lines_ is not None:
            entries["each fold"] = Line2D([], [], color=FAINT, linewidth=1.2)
        self.key_ = add_key(ax, list(entries.values()), list(entries))
        self.marks_ = list(marks.values())
        self.ax_, self.figure_ = ax, ax.figure
        return self


def check_cross_validated(source: Source) -> CVResult:
    """The cross-validation.

    Raises
    ------
    ParameterError
        If there is none.
    """
    if source.cv is None:
        raise ParameterError(
            "there is no cross-validation to draw: fit with alpha=riata.CV(10), or a class such as "
            "LassoCV"
        )
    return source.cv


def error_name(source: Source) -> str:
    """What the errors are."""
    loss = None if source.path is None else source.path.options.get("loss")
    return "mean squared error" if getattr(loss, "name", None) == "squared" else "error"


def _draw_folds(ax: Axes, x: FloatArray, errors: FloatArray) -> LineCollection:
    segments = [np.column_stack([x, fold]) for fold in errors.T]
    drawn = LineCollection(segments, colors=FAINT, linewidths=0.9, zorder=1.2)
    ax.add_collection(drawn)
    return drawn


def _set_heights(ax: Axes, cv: CVResult, null: float, folds: bool) -> None:
    """A y axis around the curve, and around the null model where it is not far off."""
    shown = [cv.mean - cv.se, cv.mean + cv.se, *([cv.fold_errors.ravel()] if folds else [])]
    low, high = float(np.concatenate(shown).min()), float(np.concatenate(shown).max())
    if high - low >= _SHARE * (max(high, null) - min(low, null)):
        low, high = min(low, null), max(high, null)
    margin = 0.05 * (high - low) or 0.05 * abs(high) or 1.0
    ax.set_ylim(low - margin, high + margin)
