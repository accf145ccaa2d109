"""Ridge by its Lagrangian and its closed form, against scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.data import Sample, ridge_sample
from riata.article.records import Check, Section, Table, difference
from riata.estimators import Ridge
from riata.solve import Bound
from riata.textbook import ridge_dual, ridge_primal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
\mathcal{L} = \dfrac{1}{2}\Vert y - X\beta\Vert^2 + \dfrac{\lambda}{2}(\Vert\beta\Vert^2 - \eta)
\nabla_\beta \mathcal{L} = X^\top (X\beta - y) + \lambda\beta = 0
\hat\beta = (X^\top X + \lambda I)^{-1} X^\top y
"""

_LAMBDA = 1.0


@dataclass(frozen=True, eq=False)
class Numbers:
    """Two features, a constant added to all of y, fitted in several ways at lambda = 1.

    Attributes
    ----------
    sample : Sample
        X (100, 2), y (100,); truth (2, 3).
    formula, dual : ndarray of shape (2,)
        The closed form, and its dual with 100 equations.
    ours, peer : ndarray of shape (2,)
        riata's and scikit-learn's Ridge without a constant.
    ours_constant, peer_constant : ndarray of shape (2,)
        With one, as scikit-learn has it by default.
    constant : float
        That constant.
    centred : ndarray of shape (2,)
        The closed form on centred data.
    bound : ndarray of shape (2,)
        riata's Ridge with the budget that `ours` spends.
    multiplier : float
        The lambda it finds.
    gradient : ndarray of shape (2,)
        Of the Lagrangian at `ours`.
    lams, ours_path : ndarray of shape (K,), (K, 2)
        Solutions at more strengths.
    """

    sample: Sample
    formula: FloatArray
    dual: FloatArray
    ours: FloatArray
    peer: FloatArray
    ours_constant: FloatArray
    peer_constant: FloatArray
    constant: float
    centred: FloatArray
    bound: FloatArray
    multiplier: float
    gradient: FloatArray
    lams: FloatArray
    ours_path: FloatArray


def compute() -> Numbers:
    """Fit in all ways."""
    from sklearn.linear_model import Ridge as PeerRidge

    sample = ridge_sample()
    X, y = sample.X, sample.y
    ours = Ridge(alpha=_LAMBDA, fit_intercept=False).fit(X, y).coef_
    free = PeerRidge(alpha=_LAMBDA).fit(X, y)
    budget = Bound(float(0.5 * ours @ ours))
    bounded = Ridge(alpha=budget, fit_intercept=False).fit(X, y)
    lams = np.geomspace(0.1, 1e4, 40)
    return Numbers(
        sample=sample,
        formula=ridge_primal(X, y, _LAMBDA),
        dual=ridge_dual(X, y, _LAMBDA),
        ours=ours,
        peer=PeerRidge(alpha=_LAMBDA, fit_intercept=False).fit(X, y).coef_,
        ours_constant=Ridge(alpha=_LAMBDA).fit(X, y).coef_,
        peer_constant=free.coef_,
        constant=float(free.intercept_),
        centred=ridge_primal(X - X.mean(axis=0), y - y.mean(), _LAMBDA),
        bound=bounded.coef_,
        multiplier=float(bounded.alpha_),
        gradient=X.T @ (X @ ours - y) + _LAMBDA * ours,
        lams=lams,
        ours_path=np.array([Ridge(alpha=float(a), fit_intercept=False).fit(X, y).coef_ for a in lams]),
    )


def check(numbers: Numbers) -> list[Check]:
    """On the same objective everything agrees."""
    return [
        Check("no constant: closed form − riata", difference(numbers.formula, numbers.ours)),
        Check("no constant: closed form − scikit-learn", difference(numbers.formula, numbers.peer)),
        Check("no constant: closed form − dual form", difference(numbers.formula, numbers.dual)),
        Check(
            "a constant: closed form on centred data − scikit-learn",
            difference(numbers.centred, numbers.peer_constant),
        ),
        Check(
            "a constant: riata − scikit-learn", difference(numbers.ours_constant, numbers.peer_constant)
        ),
        Check(
            "gradient of the Lagrangian, relative to n",
            float(np.abs(numbers.gradient).max()) / len(numbers.sample.y),
        ),
        Check("λ → budget → λ by riata.Bound", difference(numbers.multiplier, _LAMBDA)),
        Check("coefficients by λ − by budget", difference(numbers.ours, numbers.bound)),
        Check(
            "seen: closed form − scikit-learn's default",
            difference(numbers.formula, numbers.peer_constant),
            None,
        ),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """Where 1.998, 2.937 and 1.979, 2.973 are from."""

    def row(name: str, coef: FloatArray) -> tuple[str, ...]:
        return (name, *(f"{b:.3f}" for b in coef))

    shift = float(np.mean(numbers.sample.y - numbers.sample.X @ np.array([2.0, 3.0])))
    return [
        "The squared norm has no kink: set the gradient of the Lagrangian to zero and solve. The recipe "
        "is the article's: 100 rows of two standard normal features, coefficients 2 and 3, λ = 1, and "
        f"one number, here {shift:.4f}, added to all of y in place of noise. The seed is one whose "
        "sample gives the article's numbers to all their digits.",
        Table(
            "Truth 2 and 3, λ = 1",
            ("fit", "β₀", "β₁"),
            (
                row("closed form", numbers.formula),
                row("scikit-learn, its default", numbers.peer_constant),
                row("closed form, centred data", numbers.centred),
                row("scikit-learn, no constant", numbers.peer),
                row("riata, no constant", numbers.ours),
            ),
        ),
        "The difference is the constant. The formula has none, so its coefficients must make what they "
        "can of the shift, through the accident that the columns' means are not exactly zero. "
        f"scikit-learn fits a constant ({numbers.constant:.4f}) without a penalty, which takes up the "
        "shift; what is left is only shrinkage, 2 and 3 times about 0.99. Take the means out of the "
        "data and the formula says the same; take the constant out of scikit-learn, and so does it.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """The coefficients against the strength."""
    from riata.plot.style import COLORS, LIGHT, add_key, prepare_axes

    ax = prepare_axes(figure.add_subplot())
    lines = [ax.plot(numbers.lams, numbers.ours_path[:, j], color=COLORS[j])[0] for j in (0, 1)]
    dots = ax.plot([_LAMBDA] * 2, numbers.formula, "o", color=COLORS[2], markersize=6)[0]
    for truth in (2.0, 3.0):
        ax.axhline(truth, color=LIGHT, linewidth=0.8, zorder=0)
    ax.set(xscale="log", xlabel="λ", ylabel="coefficient", ylim=(0, None))
    add_key(ax, [*lines, dots], ["riata, β₀", "riata, β₁", "closed form at λ = 1"])


SECTION = Section(
    name="ridge-forms",
    title="Ridge by Lagrangian and closed form",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt="Two ridge coefficients shrink smoothly from 2 and 3 to zero as lambda grows; none reaches it.",
    size=(5.2, 3.8),
)
