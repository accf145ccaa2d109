"""Data, fit and posterior predictive band along one feature."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from riata.errors import ParameterError
from riata.plot.band import Band, check_probability, make_band
from riata.plot.draws import read_draws
from riata.plot.names import TEXT, families, show_name
from riata.plot.source import read_source
from riata.plot.style import COLORS, GREY, MAIN, NOTE, add_key, prepare_axes

__all__ = ["PredictiveDisplay"]

#: The fit's colour.
_FIT = COLORS[1]


class PredictiveDisplay:
    """A fitted line, the data about it, and the band in which new observations are expected.

    The other features are held at their means; the points are the data less what the other features'
    fitted coefficients make of their distance from those means.

    Parameters
    ----------
    band : Band
        What to draw; see :meth:`from_estimator` and :meth:`from_predictions`.

    Attributes
    ----------
    ax_, figure_ : Axes, Figure
        Where it was drawn.
    points_ : Line2D
        Data.
    fit_ : Line2D
        The estimator's line (the MAP).
    mean_ : Line2D or None
        Posterior mean.
    band_ : PolyCollection
        Of new observations.
    key_ : Legend or None
        What these are.
    """

    ax_: Axes
    figure_: Any
    points_: Line2D
    fit_: Line2D
    mean_: Line2D | None
    band_: PolyCollection
    key_: Legend | None

    def __init__(self, band: Band) -> None:
        self.band = band

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        X: Any,
        y: Any,
        posterior: Any,
        *,
        feature: str | int = 0,
        interval: float = 0.9,
        ax: Axes | None = None,
    ) -> PredictiveDisplay:
        """Draw a fitted estimator with draws from its posterior.

        Parameters
        ----------
        estimator : estimator of riata or Model
            Fitted.
        X : array-like or data frame of shape (n, p)
            Features.
        y : array-like of shape (n,)
            Response.
        posterior : object
            With ``coef`` of shape (chains, draws, p), ``sigma2`` and, where there is an intercept,
            ``intercept``, each of shape (chains, draws).
        feature : str or int, default=0
            Along which.
        interval : float, default=0.9
            Probability of the band, with equal tails.
        ax : Axes, optional
            Where to draw; else in a new figure.

        Raises
        ------
        ParameterError
            If there is no such feature, the draws lack the noise, or shapes do not fit.
        """
        source, draws = read_source(estimator), read_draws(posterior)
        return cls(make_band(source, X, y, draws, feature, interval)).plot(ax)

    @classmethod
    def from_predictions(
        cls,
        x: Any,
        y: Any,
        *,
        at: Any,
        fit: Any,
        low: Any,
        high: Any,
        interval: float = 0.9,
        name: str = "x",
        ax: Axes | None = None,
    ) -> PredictiveDisplay:
        """Draw predictions that were made elsewhere, such as those of a polynomial.

        Parameters
        ----------
        x, y : array-like of shape (n,)
            Data.
        at, fit, low, high : array-like of shape (k,)
            Where the predictions are, ascending; the line; the ends of the band.
        interval : float, default=0.9
            Probability of the band, for the key.
        name : str, default="x"
            Of the feature.
        ax : Axes, optional
            Where to draw; else in a new figure.

        Raises
        ------
        ParameterError
            If shapes do not fit.
        """
        data = [np.asarray(v, dtype=float) for v in (x, y)]
        drawn = [np.asarray(v, dtype=float) for v in (at, fit, low, high)]
        for group in (data, drawn):
            if len({v.shape for v in group}) > 1 or group[0].ndim != 1:
                raise ParameterError("x and y, and at, fit, low and high, must be of one length each")
        return cls(
            Band(
                x=data[0],
                y=data[1],
                at=drawn[0],
                fit=drawn[1],
                mean=None,
                low=drawn[2],
                high=drawn[3],
                interval=check_probability(interval),
                name=name,
                others=0,
            )
        ).plot(ax)

    def plot(self, ax: Axes | None = None) -> PredictiveDisplay:
        """Draw, on these axes or in a new figure; as often as wanted.

        Returns
        -------
        self
        """
        band = self.band
        ax = prepare_axes(ax, (6.4, 4.2))
        self.band_ = ax.fill_between(
            band.at, band.low, band.high, color=MAIN, alpha=0.18, linewidth=0, zorder=1
        )
        self.points_ = ax.plot(
            band.x, band.y, "o", color=GREY, markersize=3.5, alpha=0.75, mew=0, zorder=2
        )[0]
        self.mean_ = None
        entries: dict[str, Artist] = {"data": self.points_}
        if band.others:
            entries = {"data, the other features at their means": self.points_}
        if band.mean is not None:
            self.mean_ = ax.plot(
                band.at, band.mean, color=MAIN, linewidth=1.4, linestyle="--", zorder=3
            )[0]
            entries["posterior mean"] = self.mean_
        self.fit_ = ax.plot(band.at, band.fit, color=_FIT, linewidth=1.8, zorder=4)[0]
        entries["fit"] = self.fit_
        entries[f"{100 * band.interval:g} % of new observations"] = self.band_
        ax.set_xlabel(show_name(band.name), fontfamily=families(), **TEXT)
        ax.set_ylabel("response")
        inside = np.mean((band.y >= band.at_data(band.low)) & (band.y <= band.at_data(band.high)))
        ax.set_title(f"{100 * inside:.0f} % of the data are in the band", loc="left", fontsize=NOTE)
        self.key_ = add_key(ax, list(entries.values()), list(entries))
        self.ax_, self.figure_ = ax, ax.figure
        return self
