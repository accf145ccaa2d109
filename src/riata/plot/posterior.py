"""The posterior of each coefficient, beside its prior and its mode."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from riata.errors import ParameterError
from riata.plot.draws import ENDS, POINTS, Draws, rank_posteriors, read_draws, smooth, vector_of
from riata.plot.names import TEXT, families, show_name
from riata.plot.prior_source import as_density, read_prior
from riata.plot.source import check_count, read_source
from riata.plot.style import (
    COLORS,
    GREY,
    LIGHT,
    MAIN,
    NOTE,
    add_key,
    note_size,
    points_high,
    prepare_axes,
)
from riata.typing import FloatArray, IntArray

__all__ = ["PosteriorDisplay"]

#: Height of a row on axes of one's own, in inches, and on those given, in font sizes.
_ROW, _LINE = 0.42, 2.6
#: Height of the densities, in rows; how much higher than the posterior a prior is shown.
_HIGH, _TALLER = 0.82, 2.5
#: The mode's colour.
_MODE = COLORS[1]


class PosteriorDisplay:
    """Posterior density, interval and median of each coefficient, beside prior and MAP; sorted.

    The MAP is the posterior's mode over all coefficients together: it may be exactly zero where no
    single draw is, and it is not the posterior mean.

    Parameters
    ----------
    draws : Draws
        What to draw; see :meth:`from_posterior` and :meth:`from_estimator`.
    map_coef : array-like of shape (p,), optional
        The MAP coefficients; by default those that come with the draws, where they do.
    prior : optional
        Frozen ``scipy.stats`` distribution, or a sequence of p of them (None where flat).
    interval : float, default=0.95
        Probability between the ends of the interval, with equal tails.
    max_features : int, default=20
        Rows, at most; fewer where the axes are too low for their names.
    scale : array-like of shape (p,), optional
        What coefficients are multiplied by, such as the standard deviations of their columns.

    Attributes
    ----------
    ax_, figure_ : Axes, Figure
        Where it was drawn.
    columns_ : ndarray
        The columns shown, from top to bottom.
    densities_ : list of PolyCollection
        The posteriors.
    intervals_ : LineCollection
        Equal-tailed intervals.
    medians_ : Line2D
        Posterior medians.
    map_ : Line2D or None
        MAP coefficients.
    priors_ : list of Line2D
        Prior densities, on the scale of their row.
    key_ : Legend or None
        What these are.

    Raises
    ------
    ParameterError
        If an argument is out of range or of another length.
    """

    ax_: Axes
    figure_: Any
    columns_: IntArray
    densities_: list[PolyCollection]
    intervals_: LineCollection
    medians_: Line2D
    map_: Line2D | None
    priors_: list[Line2D]
    key_: Legend | None

    def __init__(
        self,
        draws: Draws,
        *,
        map_coef: Any = None,
        prior: Any = None,
        interval: float = 0.95,
        max_features: int = 20,
        scale: Any = None,
    ) -> None:
        p = draws.coef.shape[1]
        if not 0 < interval < 1:
            raise ParameterError(f"interval must be a probability between 0 and 1, not {interval!r}")
        if isinstance(prior, list | tuple) and len(prior) != p:
            raise ParameterError(f"there are {len(prior)} priors for {p} coefficients")
        self.draws = draws
        wanted = draws.mode if map_coef is None else map_coef
        self.map_coef = None if wanted is None else vector_of("map_coef", wanted, p)
        self.prior = prior
        self.interval = float(interval)
        self.max_features = check_count("max_features", max_features, 1)
        self.scale = np.ones(p) if scale is None else vector_of("scale", scale, p)

    @classmethod
    def from_posterior(
        cls,
        posterior: Any,
        *,
        names: Any = None,
        map_coef: Any = None,
        prior: Any = None,
        interval: float = 0.95,
        max_features: int = 20,
        scale: Any = None,
        ax: Axes | None = None,
    ) -> PosteriorDisplay:
        """Draw posterior draws.

        Parameters
        ----------
        posterior : array-like of shape (chains, draws, p), or object
            The draws, or an object with ``coef`` of that shape and, where it has them, ``names``.
        names : sequence of p str, optional
            Features; by default those of the object.
        map_coef, prior, interval, max_features, scale
            As in the class.
        ax : Axes, optional
            Where to draw; else in a new figure.

        Raises
        ------
        ParameterError
            If there are no such draws, or an argument is out of range.
        """
        return cls(
            read_draws(posterior, names),
            map_coef=map_coef,
            prior=prior,
            interval=interval,
            max_features=max_features,
            scale=scale,
        ).plot(ax)

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        posterior: Any,
        *,
        sigma2: float | None = None,
        standardized: bool = False,
        interval: float = 0.95,
        max_features: int = 20,
        ax: Axes | None = None,
        target: int | None = None,
    ) -> PosteriorDisplay:
        """Draw posterior draws beside the coefficients of a fitted estimator and its prior.

        Parameters
        ----------
        estimator : estimator of riata or Model
            Fitted, and still with its data: its coefficients are the MAP, its penalty the prior.
        posterior : array-like of shape (chains, draws, p), or object
            As in :meth:`from_posterior`.
        sigma2 : float, optional
            Variance of the noise, for the prior; by default estimated from the residuals.
        standardized : bool, default=False
            Whether coefficients are multiplied by the standard deviation of their column.
        interval, max_features
            As in the class.
        ax, target
            As in the other displays.

        Raises
        ------
        ParameterError
            If it has no path or no data, or the draws do not fit it.
        """
        source = read_source(estimator, target)
        prior = read_prior(source, sigma2)
        assert source.index is not None
        return cls(
            read_draws(posterior, source.names),
            map_coef=source.solutions.coef(source.index),
            prior=prior,
            interval=interval,
            max_features=max_features,
            scale=source.multiplier(standardized),
        ).plot(ax)

    def plot(self, ax: Axes | None = None) -> PosteriorDisplay:
        """Draw, on these axes or in a new figure; as often as wanted.

        Returns
        -------
        self
        """
        rows = rank_posteriors(self.draws.coef * self.scale, self.interval, self.max_features)
        ax = prepare_axes(ax, (6.4, 1.7 + _ROW * max(4, len(rows.columns))))
        m = max(1, int(points_high(ax) / (_LINE * note_size())))
        columns = rows.columns[:m]
        y = np.arange(len(columns), dtype=float)
        draws = self.draws.coef[:, columns] * self.scale[columns]
        span = self._span(draws, columns)
        ax.axvline(0.0, color=LIGHT, linewidth=0.8, zorder=1)
        self.densities_, self.priors_ = [], []
        for k, j in enumerate(columns):
            self._draw_row(ax, y[k], draws[:, k], int(j), span)
        ends = rows.low[:m], rows.high[:m]
        self.intervals_ = ax.hlines(y, *ends, color=MAIN, linewidth=2.2, zorder=3)
        self.medians_ = ax.plot(rows.median[:m], y, "|", color=MAIN, markersize=8, mew=2.0, zorder=3.5)[
            0
        ]
        self.map_ = None
        if self.map_coef is not None:
            values = (self.map_coef * self.scale)[columns]
            self.map_ = ax.plot(values, y, "D", color=_MODE, markersize=4.5, zorder=4)[0]
        ax.set_xlim(*span)
        _set_rows(ax, y, [self.draws.names[j] for j in columns])
        ax.set_xlabel("coefficient" if np.all(self.scale == 1.0) else "coefficient × sd of its column")
        left = self.draws.coef.shape[1] - len(columns)
        if left:
            title = f"the {len(columns)} largest of {len(columns) + left} coefficients"
            ax.set_title(title, loc="left", fontsize=NOTE)
        self.key_ = self._add_key(ax)
        self.columns_ = columns
        self.ax_, self.figure_ = ax, ax.figure
        return self

    def _span(self, draws: FloatArray, columns: IntArray) -> tuple[float, float]:
        """Ends of the axis: the draws but for their tails, zero and the MAP."""
        shown = [*np.quantile(draws, ENDS), *np.quantile(draws, ENDS, axis=0).ravel(), 0.0]
        if self.map_coef is not None:
            shown += list((self.map_coef * self.scale)[columns])
        low, high = float(np.min(shown)), float(np.max(shown))
        margin = 0.04 * (high - low) or 1.0
        return low - margin, high + margin

    def _draw_row(
        self, ax: Axes, y: float, draws: FloatArray, j: int, span: tuple[float, float]
    ) -> None:
        at, density = smooth(draws)
        wide = np.union1d(np.linspace(*span, POINTS), [0.0])
        prior = None
        if self.scale[j] > 0:
            prior = as_density(self.prior, j, wide / self.scale[j])
        heights = None if prior is None else prior / self.scale[j]
        top = float(density.max())
        if heights is not None:  # a sharp peak of the prior may be cut, not flatten the posterior
            top = max(top, min(float(heights.max()), _TALLER * top))
        unit = _HIGH / top if top > 0 else 0.0
        self.densities_.append(
            ax.fill_between(at, y - unit * density, y, color=MAIN, alpha=0.25, linewidth=0, zorder=2)
        )
        if heights is not None:
            line = ax.plot(wide, y - unit * heights, color=GREY, linewidth=0.9, zorder=2.5)[0]
            row = (span[0], y - _HIGH), span[1] - span[0], 1.1 * _HIGH
            line.set_clip_path(Rectangle(*row, transform=ax.transData))  # open above, not flat
            self.priors_.append(line)

    def _add_key(self, ax: Axes) -> Legend | None:
        share = f"{100 * self.interval:g} %"
        entries: dict[str, Artist] = {
            "posterior": self.densities_[0],
            f"median and {share} interval": Line2D([], [], color=MAIN, linewidth=2.2),
        }
        if self.map_ is not None:
            entries["MAP"] = self.map_
        if self.priors_:
            entries["prior"] = self.priors_[0]
        return add_key(ax, list(entries.values()), list(entries))


def _set_rows(ax: Axes, y: FloatArray, names: list[str]) -> None:
    """Names at the left, the first on top."""
    ax.set_yticks(y, labels=[show_name(name) for name in names])
    for label in ax.get_yticklabels():
        label.set(fontsize=NOTE, fontfamily=families(), **TEXT)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_ylim(len(y) - 0.6, -1.0)
