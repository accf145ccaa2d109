"""L1 as a constrained problem: its Lagrangian, its budget, its multiplier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.data import Sample, prostate_sample
from riata.article.records import Check, Section, Table, difference
from riata.estimators import Lasso
from riata.solve import Bound

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
\min_w\ L(w) \quad \mathrm{subject\ to} \quad \sum_j |w_j| \leq \eta
\mathcal{L}(w, \lambda) = L(w) + \lambda \left(\sum_j |w_j| - \eta\right), \quad \lambda \geq 0
\nabla L(\hat w) + \lambda s = 0, \quad s_j \in \partial |\hat w_j|
\lambda \left(\sum_j |\hat w_j| - \eta\right) = 0
"""

#: Half of the step of a difference quotient; L is quadratic in eta between kinks, so that it is exact.
_STEP = 2.0**-10


@dataclass(frozen=True, eq=False)
class Numbers:
    """The lasso of the prostate data by strength, and by the budget that this strength spends.

    L is half the mean squared error, so that lambda is the alpha of ``Lasso``.

    Attributes
    ----------
    sample : Sample
        X (97, 8), standardised, and y (97,).
    lams : ndarray of shape (K,)
        Strengths.
    budgets : ndarray of shape (K,)
        eta = sum_j |w_j| at their solutions.
    coefs : ndarray of shape (K, 8)
        Solutions by strength.
    multipliers : ndarray of shape (K,)
        What ``Lasso(alpha=Bound(eta))`` finds.
    bound_coefs : ndarray of shape (K, 8)
        Its solutions.
    slopes : ndarray of shape (K,)
        -dL/d eta, by central differences in the budget.
    losses : ndarray of shape (K,)
        L.
    """

    sample: Sample
    lams: FloatArray
    budgets: FloatArray
    coefs: FloatArray
    multipliers: FloatArray
    bound_coefs: FloatArray
    slopes: FloatArray
    losses: FloatArray


def compute() -> Numbers:
    """Solve at twelve strengths, then again at the budgets found."""
    sample = prostate_sample()
    lams = np.geomspace(0.6, 0.01, 12)
    by_strength = [Lasso(alpha=float(lam)).fit(sample.X, sample.y) for lam in lams]
    coefs = np.array([model.coef_ for model in by_strength])
    budgets = np.abs(coefs).sum(axis=1)
    by_budget = [_bounded(sample, eta) for eta in budgets]
    around = [
        (_loss(sample, _bounded(sample, eta - _STEP)), _loss(sample, _bounded(sample, eta + _STEP)))
        for eta in budgets
    ]
    return Numbers(
        sample=sample,
        lams=lams,
        budgets=budgets,
        coefs=coefs,
        multipliers=np.array([model.alpha_ for model in by_budget]),
        bound_coefs=np.array([model.coef_ for model in by_budget]),
        slopes=np.array([(low - high) / (2.0 * _STEP) for low, high in around]),
        losses=np.array([_loss(sample, model) for model in by_strength]),
    )


def check(numbers: Numbers) -> list[Check]:
    """There and back; the Lagrangian's conditions; what the multiplier is."""
    X, y = numbers.sample.X, numbers.sample.y
    pull = (y - y.mean() - numbers.coefs @ X.T) @ X / len(y)  # -grad L, (K, 8)
    kept = numbers.coefs != 0
    forced = numbers.lams[:, None] * np.sign(numbers.coefs)
    above = np.maximum(np.abs(pull) - numbers.lams[:, None], 0.0)
    return [
        Check("λ → η → λ by riata.Bound", difference(numbers.multipliers, numbers.lams)),
        Check("coefficients by λ − by η", difference(numbers.coefs, numbers.bound_coefs)),
        Check("budget spent − η", difference(np.abs(numbers.bound_coefs).sum(1), numbers.budgets)),
        Check("∇L + λs, kept coefficients", difference(pull[kept], forced[kept])),
        Check("|∇L| above λ, dropped coefficients", float(above[~kept].max())),
        Check("−dL/dη − λ", difference(numbers.slopes, numbers.lams)),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """The dictionary between strength and budget."""
    rows = tuple(
        (
            f"{numbers.lams[k]:.4f}",
            f"{numbers.budgets[k]:.6f}",
            f"{numbers.multipliers[k]:.4f}",
            str(int(np.count_nonzero(numbers.coefs[k]))),
        )
        for k in range(0, len(numbers.lams), 2)
    )
    return [
        "A budget η for Σ|w| and a price λ on it are the same problem. In the gradient of the "
        "Lagrangian η drops out, which can leave the impression that it does not matter: but λ is a "
        "function of η, falling, one to one until the budget no longer binds. riata computes it both "
        "ways: `Lasso(alpha=λ)` and `Lasso(alpha=riata.Bound(η))`.",
        Table("Price and budget", ("λ given", "η = Σ|w|", "λ found from η", "kept"), rows),
        "The multiplier is a price in earnest: allow a little more budget, and the loss falls by λ for "
        "each unit. The last check takes that slope by differences.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """Loss and multiplier against the budget."""
    from riata.plot.style import COLORS, LIGHT, prepare_axes

    eta, k = numbers.budgets, len(numbers.budgets) // 2
    top, bottom = figure.subplots(2, 1, sharex=True)
    for ax in (top, bottom):
        prepare_axes(ax)
    top.plot(eta, numbers.losses, color=COLORS[0], marker="o", markersize=3.5)
    near = np.linspace(eta[k] - 0.3, eta[k] + 0.3, 2)
    top.plot(near, numbers.losses[k] - numbers.lams[k] * (near - eta[k]), color=COLORS[1])
    top.annotate(
        "slope −λ",
        (near[1], numbers.losses[k] - 0.3 * numbers.lams[k]),
        (6, 6),
        textcoords="offset points",
        color=COLORS[1],
    )
    top.set_ylabel("least L with budget η")
    bottom.plot(eta, numbers.multipliers, color=COLORS[1], marker="o", markersize=3.5)
    bottom.axvline(eta[k], color=LIGHT, linewidth=0.8)
    top.axvline(eta[k], color=LIGHT, linewidth=0.8)
    bottom.set(xlabel="budget η = Σ|w|", ylabel="multiplier λ", ylim=(0, None))


def _bounded(sample: Sample, eta: float) -> Lasso:
    model: Lasso = Lasso(alpha=Bound(float(eta))).fit(sample.X, sample.y)
    return model


def _loss(sample: Sample, model: Lasso) -> float:
    """Half the mean squared error."""
    residual = sample.y - model.predict(sample.X)
    return float(0.5 * np.mean(residual**2))


SECTION = Section(
    name="constraint",
    title="L1 as a constraint, and its Lagrangian",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Above, the least loss falls along a convex curve as the budget grows, with a tangent of slope "
        "minus lambda. Below, lambda falls to zero with the budget."
    ),
    size=(5.2, 5.0),
)
