"""A penalty beside the prior that it is the minus log of."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from riata.errors import ParameterError
from riata.penalties import Penalty, make_penalty
from riata.plot.names import TEXT, families, show_name
from riata.plot.prior_source import Prior, read_prior
from riata.plot.source import check_count, read_source
from riata.plot.style import COLORS, LIGHT, MAIN, NOTE, add_key, prepare_axes, short

__all__ = ["PriorDisplay"]

#: Probability on each side that is out of sight, and points of a curve (odd: zero is one of them).
_TAIL, _POINTS = 0.004, 801
#: The prior's colour.
_PRIOR = COLORS[1]


class PriorDisplay:
    """The penalty of a coefficient, minus the log of its prior, and the prior's density.

    Penalty (in units of the log posterior: rate times P) and minus log prior differ by the prior's
    normaliser alone; less that, they are one curve. Where the penalty has a kink, the density has a
    peak.

    Parameters
    ----------
    prior : Prior
        What to draw; see :meth:`from_estimator` and :meth:`from_penalty`.
    column : int, default=0
        Which coefficient.
    name : str, default="coefficient"
        What it is called.

    Attributes
    ----------
    ax_, density_ax_, figure_ : Axes, Axes, Figure
        Where penalty and minus log prior were drawn; where the density was, on the right; the figure.
    penalty_, log_prior_ : Line2D
        rate P(w); minus log prior, less its value at zero.
    density_ : Line2D
        The prior's density.
    area_ : PolyCollection
        Below it.
    key_ : Legend or None
        What these are.
    """

    ax_: Axes
    density_ax_: Any
    figure_: Any
    penalty_: Line2D
    log_prior_: Line2D
    density_: Line2D
    area_: PolyCollection
    key_: Legend | None

    def __init__(self, prior: Prior, *, column: int = 0, name: str = "coefficient") -> None:
        self.prior = prior
        self.column = check_count("column", column, 0)
        self.name = name

    @classmethod
    def from_estimator(
        cls,
        estimator: Any,
        *,
        feature: str | int = 0,
        sigma2: float | None = None,
        ax: Axes | None = None,
        target: int | None = None,
    ) -> PriorDisplay:
        """Draw the prior of one coefficient of a fitted estimator or model.

        Parameters
        ----------
        estimator : estimator of riata or Model
            Fitted, and still with its data.
        feature : str or int, default=0
            Whose coefficient.
        sigma2 : float, optional
            Variance of the noise; by default estimated from the residuals.
        ax : Axes, optional
            Where to draw; else in a new figure.
        target : int, optional
            Which, of an estimator of several targets.

        Raises
        ------
        ParameterError
            If it has no path or no data, there is no such feature, or its prior is flat.
        ImproperPriorError
            If the penalty has no normalised prior.
        """
        source = read_source(estimator, target)
        names = list(source.names)
        if isinstance(feature, str) and feature not in names:
            raise ParameterError(f"there is no feature {feature!r}; there are {names[:10]}")
        column = names.index(feature) if isinstance(feature, str) else feature
        if check_count("feature", column, 0) >= len(names):
            raise ParameterError(f"feature must be a name or 0 to {len(names) - 1}, not {feature!r}")
        name = f"coefficient of {show_name(names[column])}"
        return cls(read_prior(source, sigma2), column=column, name=name).plot(ax)

    @classmethod
    def from_penalty(
        cls, penalty: str | Penalty, *, rate: float, ax: Axes | None = None
    ) -> PriorDisplay:
        """Draw a penalty without data.

        Parameters
        ----------
        penalty : str or Penalty
            "l1", "l2", "elastic-net" or the penalty itself.
        rate : float
            S alpha / sigma^2: 1 / b of a Laplace prior, 1 / s^2 of a Gaussian one.
        ax : Axes, optional
            Where to draw; else in a new figure.

        Raises
        ------
        ParameterError
            If there is no such penalty, or the rate is not positive.
        ImproperPriorError
            If the penalty has no normalised prior.
        """
        prior = Prior(make_penalty(penalty), np.array([rate]), np.ones(1), 1.0, "given")
        return cls(prior).plot(ax)

    def plot(self, ax: Axes | None = None) -> PriorDisplay:
        """Draw, on these axes or in a new figure; as often as wanted.

        Returns
        -------
        self
        """
        rate, m = _check_rate(self.prior, self.column)
        penalty = self.prior.penalty
        w = np.linspace(-1.0, 1.0, _POINTS) * half_width(penalty, rate) / m
        costs, log_prior = rate * penalty.value(m * w), penalty.log_prior(m * w, rate)
        at_zero = float(penalty.log_prior(np.zeros(1), rate)[0])
        ax = prepare_axes(ax, (6.4, 4.2))
        right = ax.twinx()
        right.spines[["top", "left"]].set_visible(False)
        density = np.exp(log_prior) * m
        self.area_ = right.fill_between(w, density, color=LIGHT, alpha=0.35, linewidth=0)
        self.density_ = right.plot(w, density, color=LIGHT, linewidth=1.4)[0]
        self.penalty_ = ax.plot(w, costs, color=MAIN, linewidth=5.0, alpha=0.35)[0]
        self.log_prior_ = ax.plot(
            w, at_zero - log_prior, color=_PRIOR, linewidth=1.6, linestyle=(0, (4, 3))
        )[0]
        right.set_ylim(0.0, 1.08 * float(density.max()))
        ax.set_ylim(0.0, 1.08 * float(costs.max()))
        ax.set_xlim(w[0], w[-1])
        ax.set_zorder(right.get_zorder() + 1)  # curves before the area
        ax.patch.set_visible(False)
        ax.set_xlabel(self.name, fontfamily=families(), **TEXT)
        ax.set_ylabel("penalty, minus log prior")
        right.set_ylabel("density of the prior")
        ax.set_title(describe_prior(penalty, rate, m), loc="left", fontsize=NOTE)
        entries: dict[str, Artist] = {
            "penalty: rate × P(w)": self.penalty_,
            "minus log prior, less its value at 0": self.log_prior_,
            "density of the prior (right)": self.density_,
        }
        self.key_ = add_key(ax, list(entries.values()), list(entries))
        self.ax_, self.density_ax_, self.figure_ = ax, right, ax.figure
        return self


def half_width(penalty: Penalty, rate: float) -> float:
    """How far from zero a prior is shown: all but a small tail on each side."""
    return float(penalty.as_scipy(rate).isf(_TAIL))


def describe_prior(penalty: Penalty, rate: float, spread: float) -> str:
    """The family and its scale in the units of the coefficient, as a title."""
    a, b = penalty.elastic or (0.0, 0.0)
    if b == 0 and a > 0:
        return f"Laplace prior, scale b = {short(1.0 / (rate * a * spread))}"
    if a == 0 and b > 0:
        return f"Normal prior, standard deviation s = {short((rate * b) ** -0.5 / spread)}"
    if a > 0 and b > 0:
        parts = short(1.0 / (rate * a * spread)), short((rate * b) ** -0.5 / spread)
        return f"elastic-net prior: Laplace, b = {parts[0]}, times Normal, s = {parts[1]}"
    return f"{penalty.family} prior, rate {short(rate)}"


def _check_rate(prior: Prior, column: int) -> tuple[float, float]:
    rate, m = float(prior.rate[column]), float(prior.spread[column])
    if not (0 < rate < np.inf and m > 0):
        why = "not penalised: its prior is flat" if rate == 0 else "held at zero by the penalty"
        raise ParameterError(f"this coefficient is {why}, so there is no density to draw")
    return rate, m
