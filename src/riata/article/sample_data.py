"""The sample: a few noisy points of a smooth curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.data import Sample, curve, curve_sample
from riata.article.records import Check, Section, Table, difference
from riata.solve import path

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
y_i = f(x_i) + \varepsilon_i, \quad f(x) = \cos\left(\dfrac{3}{2}\pi x\right)
\varepsilon_i \sim \mathcal{N}(0, 0.1^2), \quad i = 1, \ldots, 30
"""


@dataclass(frozen=True, eq=False)
class Numbers:
    """The sample, and least squares of y on the curve itself.

    Attributes
    ----------
    sample : Sample
        X (30, 1) and y (30,).
    truth : ndarray of shape (30,)
        f at the points.
    slope, constant : float
        Of y = constant + slope f(x), by riata without a penalty.
    by_hand : tuple of (float, float)
        The same by covariance over variance.
    """

    sample: Sample
    truth: FloatArray
    slope: float
    constant: float
    by_hand: tuple[float, float]


def compute() -> Numbers:
    """Draw the sample, and regress it on the curve."""
    sample = curve_sample()
    f, y = curve(sample.X[:, 0]), sample.y
    fitted = path(f[:, None], y, alphas=[0.0]).solution(0)
    slope = float((f - f.mean()) @ y / ((f - f.mean()) @ (f - f.mean())))
    hand = (slope, float(y.mean() - slope * f.mean()))
    return Numbers(sample, f, float(fitted.coef[0]), fitted.intercept, hand)


def check(numbers: Numbers) -> list[Check]:
    """Least squares both ways; the sample is the same on every machine."""
    first = (0.0202183974, 0.0710360582)  # of the points, as printed by scikit-learn's example
    return [
        Check(
            "riata without a penalty − covariance over variance",
            difference([numbers.slope, numbers.constant], numbers.by_hand),
        ),
        Check("first two points − the example's", difference(numbers.sample.X[:2, 0], first)),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """What the sample is."""
    noise = float(np.std(numbers.sample.y - numbers.truth))
    return [
        "Thirty points of a smooth curve, with a little noise: the example of under- and overfitting "
        "of scikit-learn's documentation, drawn with the seed 0. Nothing about the curve is linear, so "
        "a linear model needs features made of x: powers, in the next section.",
        f"The noise drawn has a standard deviation of {noise:.4f}. Regressed on the curve itself, the "
        f"sample gives a slope of {numbers.slope:.6f} and a constant of {numbers.constant:.6f}: with "
        "the right feature one coefficient is enough.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """The points and the curve."""
    from riata.plot.style import COLORS, GREY, prepare_axes

    ax = prepare_axes(figure.add_subplot())
    grid = np.linspace(0.0, 1.0, 300)
    ax.plot(grid, curve(grid), color=COLORS[0], label="f(x) = cos(3πx/2)")
    ax.plot(numbers.sample.X[:, 0], numbers.sample.y, "o", color=GREY, markersize=4, label="sample")
    ax.set(xlabel="x", ylabel="y")
    ax.legend(frameon=False)


SECTION = Section(
    name="sample-data",
    title="A small noisy sample",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt="Thirty points scattered closely about a cosine curve that falls from 1 to -1 and rises again.",
)
