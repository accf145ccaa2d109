"""The general regularised objective: a loss, and a penalty with a strength."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.data import Sample, prostate_sample
from riata.article.records import Check, Section, Table, difference
from riata.solve import path

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
J(w) = L(w) + \lambda\, R(w)
J(w) = \dfrac{1}{n}\sum_{i=1}^{n} \left(y_i - w_0 - x_i^\top w\right)^2 + \lambda \sum_{j=1}^{p} w_j^2
\nabla L(\hat w) + \lambda \nabla R(\hat w) = 0
"""


@dataclass(frozen=True, eq=False)
class Numbers:
    """A ridge path of the prostate data, read as the article's objective.

    Attributes
    ----------
    sample : Sample
        X (97, 8), standardised, and y (97,).
    lams : ndarray of shape (L,)
        lambda of mean squared error + lambda sum of squares: riata's alpha, as both have a half more.
    coefs : ndarray of shape (8, L)
        Solutions.
    loss, size : ndarray of shape (L,)
        Mean squared error, and sum of squares of the coefficients.
    objective : ndarray of shape (L,)
        J as riata has it: twice F.
    gaps : ndarray of shape (L,)
        Relative duality gaps.
    """

    sample: Sample
    lams: FloatArray
    coefs: FloatArray
    loss: FloatArray
    size: FloatArray
    objective: FloatArray
    gaps: FloatArray


def compute() -> Numbers:
    """Solve at strengths from 1e-3 to 1e2."""
    sample = prostate_sample()
    solved = path(sample.X, sample.y, penalty="l2", alphas=np.geomspace(1e2, 1e-3, 41))
    problem = solved.problem
    assert problem is not None
    coefs = solved.coefs.toarray()
    residuals = sample.y[:, None] - sample.X @ coefs - solved.intercepts
    twice = [
        2.0 * problem.objective(solved.coef(k), float(solved.intercepts[k]), float(alpha))
        for k, alpha in enumerate(solved.alphas)
    ]
    return Numbers(
        sample=sample,
        lams=solved.alphas,
        coefs=coefs,
        loss=(residuals**2).mean(axis=0),
        size=(coefs**2).sum(axis=0),
        objective=np.array(twice),
        gaps=solved.gaps,
    )


def check(numbers: Numbers) -> list[Check]:
    """J by its formula; its gradient at the solution; the certificate; scikit-learn."""
    from sklearn.linear_model import Ridge as PeerRidge

    X, y = numbers.sample.X, numbers.sample.y
    n, centred = len(y), y - y.mean()
    gradient = -2.0 / n * X.T @ (centred[:, None] - X @ numbers.coefs)
    peers = [PeerRidge(alpha=n * lam).fit(X, y).coef_ for lam in numbers.lams]
    by_formula = numbers.loss + numbers.lams * numbers.size
    return [
        Check("J: riata − formula", difference(numbers.objective, by_formula)),
        Check("∇L + λ∇R at the solution", difference(gradient, -2.0 * numbers.lams * numbers.coefs)),
        Check("relative duality gap", float(numbers.gaps.max())),
        Check("coefficients: riata − scikit-learn's Ridge(nλ)", difference(numbers.coefs.T, peers)),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """What is traded for what, and the scales."""
    chosen = (0, 20, 40)
    rows = tuple(
        (f"{numbers.lams[k]:.4g}", f"{numbers.loss[k]:.4f}", f"{numbers.size[k]:.4f}") for k in chosen
    )
    return [
        "Every regularised model is a loss L that wants the data fitted and a penalty R that wants the "
        "coefficients small; λ is the rate of exchange. As λ grows the loss can only rise and the "
        "penalty only fall.",
        Table("The trade, on the prostate data", ("λ", "mean squared error", "Σ w²"), rows),
        "The same λ means different strengths where the loss is a mean or a sum, or has a half before "
        "it. riata says which: `riata.path` and `Lasso` put a half before the mean, "
        "`F = L/2 + α R/2` here, so α = λ; `Ridge`, as scikit-learn's, puts α beside the sum of "
        "squares, so there α = n λ.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """Loss and penalty against the strength."""
    from riata.plot.style import COLORS, add_key, prepare_axes

    ax = prepare_axes(figure.add_subplot())
    lines = [
        *ax.plot(numbers.lams, numbers.objective, color=COLORS[0], linewidth=2.2),
        *ax.plot(numbers.lams, numbers.loss, color=COLORS[1]),
        *ax.plot(numbers.lams, numbers.lams * numbers.size, color=COLORS[2]),
    ]
    ax.set(xscale="log", xlabel="λ", ylabel="at the solution")
    add_key(ax, lines, ["J = L + λR", "loss L", "penalty λR"])


SECTION = Section(
    name="objective",
    title="A loss and a penalty",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt="Against growing lambda the loss rises from its least value to that of the empty model.",
)
