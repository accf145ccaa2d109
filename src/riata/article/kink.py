"""The kink of |w|: one-sided derivatives, subgradients, and why coefficients become zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.records import Check, Section, Table, difference
from riata.penalties import L1, L2
from riata.textbook import soft_threshold

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
\partial |w| = \{-1\}\ (w < 0), \quad [-1, 1]\ (w = 0), \quad \{1\}\ (w > 0)
0 \in w - a + \lambda\, \partial |w| \quad \Longleftrightarrow \quad w = S_\lambda(a)
S_\lambda(a) = \mathrm{sign}(a)\, \max(|a| - \lambda, 0)
"""

_LAMBDA = 0.75


@dataclass(frozen=True, eq=False)
class Numbers:
    """One coefficient: minimise (w - a)^2 / 2 + lambda |w| for many a.

    Attributes
    ----------
    lam : float
        Strength.
    a : ndarray of shape (m,)
        Where the loss is least.
    lasso, ridge : ndarray of shape (m,)
        Solutions with lambda |w|, and with lambda w^2 / 2: the prox of riata's penalties.
    left, right : float
        One-sided derivatives of |w| at zero, by difference quotients (exact, as |w| is linear there).
    score : ndarray of shape (m,)
        The least lambda that keeps w at zero, by riata.
    """

    lam: float
    a: FloatArray
    lasso: FloatArray
    ridge: FloatArray
    left: float
    right: float
    score: FloatArray


def compute() -> Numbers:
    """Ask riata's penalties."""
    a, h = np.linspace(-3.0, 3.0, 241), 2.0**-20
    at = L1().value(np.array([-h, 0.0, h]))
    return Numbers(
        lam=_LAMBDA,
        a=a,
        lasso=L1().prox(a, _LAMBDA),
        ridge=L2().prox(a, _LAMBDA),
        left=float((at[1] - at[0]) / h),
        right=float((at[2] - at[1]) / h),
        score=L1().score(a),
    )


def check(numbers: Numbers) -> list[Check]:
    """Derivatives; zero is a subgradient at the solution, and nowhere near it is the value less."""
    a, w, lam = numbers.a, numbers.lasso, numbers.lam
    slope = w - a  # of the smooth part
    zero = w == 0
    distance = np.where(zero, np.maximum(np.abs(slope) - lam, 0.0), np.abs(slope + lam * np.sign(w)))
    near = w + np.linspace(-0.5, 0.5, 1001)[:, None]
    value = 0.5 * (near - a) ** 2 + lam * np.abs(near)
    best = 0.5 * (w - a) ** 2 + lam * np.abs(w)
    return [
        Check(
            "left and right derivative at 0 − (−1, 1)",
            difference([numbers.left, numbers.right], [-1, 1]),
        ),
        Check("distance of 0 to the subdifferential", float(distance.max())),
        Check("riata's prox − textbook's soft threshold", difference(w, soft_threshold(a, lam))),
        Check("how far any w nearby is below the solution", float((best - value).max())),
        Check("zero exactly where |a| ≤ λ", difference(zero, numbers.score <= lam)),
        Check("ridge: riata's prox − a / (1 + λ)", difference(numbers.ridge, a / (1.0 + lam))),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """Why a kink makes zeros."""
    count = int(np.count_nonzero(numbers.lasso == 0))
    return [
        f"|w| falls with slope {_sign(numbers.left)} left of zero and rises with slope "
        f"{numbers.right:g} right of it; at zero every slope between supports it. So a loss whose own "
        "slope at zero is less than λ cannot pull the coefficient away: it stays at exactly zero. The "
        "square w² has slope zero at zero, and lets go at the slightest pull.",
        "The article writes S both as here and already divided by x'x. riata's S is the first: the prox "
        "alone; coordinate descent divides by x'x afterwards.",
        f"With λ = {numbers.lam:g}, {count} of {len(numbers.a)} values of a between −3 and 3 give "
        "exactly zero under L1, and one (a = 0) under L2.",
    ]


def picture(_: Numbers, figure: Figure) -> None:
    """|w| with lines that support it at zero; |w1| + |w2|."""
    from riata.plot.style import COLORS, LIGHT, add_key, prepare_axes

    top, bottom = figure.subplots(2, 1)
    w = np.linspace(-1.5, 1.5, 301)
    prepare_axes(top)
    fan = [top.plot(w, g * w, color=LIGHT, linewidth=0.9)[0] for g in np.linspace(-0.8, 0.8, 9)]
    kink = top.plot(w, np.abs(w), color=COLORS[0], linewidth=2.2)[0]
    smooth = top.plot(w, 0.5 * w**2, color=COLORS[1], linestyle="--")[0]
    top.set(ylim=(-0.6, 1.5), xlabel="w")
    add_key(top, [kink, smooth, fan[0]], ["|w|", "w²/2", "subgradients at 0"])
    first, second = np.meshgrid(w, w)
    prepare_axes(bottom)
    drawn = bottom.contour(
        first,
        second,
        np.abs(first) + np.abs(second),
        levels=[0.25, 0.5, 0.75, 1.0, 1.25, 1.5],
        colors=[COLORS[0]],
        linewidths=1.2,
    )
    bottom.clabel(drawn, levels=[0.5, 1.0, 1.5], fontsize="small")
    bottom.axhline(0, color=LIGHT, linewidth=0.8, zorder=0)
    bottom.axvline(0, color=LIGHT, linewidth=0.8, zorder=0)
    bottom.set(aspect="equal", xlabel="$w_1$", ylabel="$w_2$")
    bottom.set_title("$|w_1| + |w_2|$: kinks along both axes", loc="left", fontsize="medium")


def _sign(value: float) -> str:
    """With a minus as long as the plus."""
    return f"{value:g}".replace("-", "−")


SECTION = Section(
    name="kink",
    title="The kink of |w| and its subgradients",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Above, the absolute value with a fan of lines through zero that lie below it, and a smooth "
        "parabola. Below, contours of the sum of two absolute values: diamonds with corners on the axes."
    ),
    size=(5.2, 6.6),
)
