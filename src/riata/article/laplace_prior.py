"""A Laplace prior is an L1 penalty, with lambda = 2 sigma^2 / b."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.coincide import draw_coincidence
from riata.article.data import Sample, two_parameters
from riata.article.records import Check, Section, Table, difference
from riata.estimators import Lasso
from riata.penalties import L1
from riata.textbook import lasso_one_parameter

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
P(\beta) = \prod_j \dfrac{1}{2b} \exp\left(-\dfrac{|\beta_j|}{b}\right)
-2\sigma^2 \log P(\beta|y) = \Vert y - X\beta\Vert^2 + \dfrac{2\sigma^2}{b} \Vert\beta\Vert_1 + c
\lambda = \dfrac{2\sigma^2}{b}
"""

_SIGMA2, _SCALE = 0.25, 0.005


@dataclass(frozen=True, eq=False)
class Numbers:
    """One parameter (the second of the two-parameter sample, the first at its true value).

    Attributes
    ----------
    x, y : ndarray of shape (n,)
        Feature, and response less the first feature.
    sigma2, b : float
        Variance of the noise and scale of the prior.
    lam : float
        2 sigma2 / b, for the sum of squares without a half.
    beta : ndarray of shape (401,)
        Where both are drawn.
    penalised : ndarray of shape (401,)
        Sum of squares + lam |beta|.
    posterior : ndarray of shape (401,)
        -2 sigma2 times log likelihood + log prior, both from densities; a constant added.
    constant : float
        That constant, by its formula.
    mode, hand, fitted : float
        Maximum of the posterior over a fine grid about it; closed form; riata's Lasso.
    pair : tuple of (ndarray of shape (2,), ndarray of shape (2,))
        Both parameters: riata's Lasso at alpha = lam / (2 n), and the gradient of the log posterior
        there less what the prior's subgradient may undo.
    """

    x: FloatArray
    y: FloatArray
    sigma2: float
    b: float
    lam: float
    beta: FloatArray
    penalised: FloatArray
    posterior: FloatArray
    constant: float
    mode: float
    hand: float
    fitted: float
    pair: tuple[FloatArray, FloatArray]


def compute() -> Numbers:
    """Both curves, and their minimum."""
    sample = two_parameters()
    x, y = sample.X[:, 1], sample.y - sample.X[:, 0]
    lam, n = 2.0 * _SIGMA2 / _SCALE, len(y)
    beta = np.linspace(-1.0, 3.0, 401)
    constant = -n * _SIGMA2 * np.log(2 * np.pi * _SIGMA2) - 2 * _SIGMA2 * np.log(2 * _SCALE)
    hand = lasso_one_parameter(x, y, lam / 2.0)
    near = hand + np.linspace(-1e-3, 1e-3, 2001)
    model = Lasso(alpha=lam / (2.0 * n), fit_intercept=False)
    return Numbers(
        x=x,
        y=y,
        sigma2=_SIGMA2,
        b=_SCALE,
        lam=lam,
        beta=beta,
        penalised=((y[:, None] - x[:, None] * beta) ** 2).sum(axis=0) + lam * np.abs(beta),
        posterior=_posterior(x, y, beta) + constant,
        constant=float(constant),
        mode=float(near[np.argmin(_posterior(x, y, near))]),
        hand=hand,
        fitted=float(model.fit(x[:, None], y).coef_[0]),
        pair=_both(sample, lam),
    )


def check(numbers: Numbers) -> list[Check]:
    """The curves coincide; so do their minima; riata's prior is scipy's Laplace."""
    from scipy.stats import laplace

    rate = 1.0 / numbers.b
    log_prior = L1().log_prior(numbers.beta, rate)
    return [
        Check(
            "penalised sum of squares − (−2σ² log posterior), 401 β",
            difference(numbers.penalised, numbers.posterior),
        ),
        Check("minimum: closed form − riata at α = λ/(2n)", difference(numbers.hand, numbers.fitted)),
        Check(
            "minimum: closed form − a grid of 1e-6 about it",
            difference(numbers.hand, numbers.mode),
            1e-6,
        ),
        Check(
            "log prior: riata's L1 − scipy.stats.laplace",
            difference(log_prior, laplace(scale=numbers.b).logpdf(numbers.beta)),
        ),
        Check(
            "two parameters: log posterior's slope at riata's Lasso",
            float(np.abs(numbers.pair[1]).max()),
        ),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """The dictionary, in numbers."""
    n = len(numbers.y)
    rows = (
        ("prior", "b", f"{numbers.b:g}"),
        ("noise", "σ²", f"{numbers.sigma2:g}"),
        ("‖y − Xβ‖² + λ‖β‖₁", "λ = 2σ²/b", f"{numbers.lam:g}"),
        ("½‖y − Xβ‖² + λ‖β‖₁", "λ = σ²/b", f"{numbers.lam / 2:g}"),
        ("Lasso(alpha)", "α = σ²/(n b)", f"{numbers.lam / (2 * n):g}"),
    )
    return [
        "Minus the log of a Laplace density is |β|/b and a constant: the same sharp peak as the kink of "
        "|β|, upside down. Multiply minus the log posterior by 2σ² and the article's objective is left, "
        "with λ = 2σ²/b: a narrow prior or much noise is a strong penalty.",
        Table("One strength, by every name", ("where", "", "value"), rows),
        f"The two curves, drawn over each other, have one minimum: {numbers.hand:.10f} by the closed "
        f"form, {numbers.fitted:.10f} by riata. The posterior itself is not sparse: its mode may be at "
        "zero, but no draw from it ever is.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """The curves that coincide; the prior beside its penalty."""
    draw_coincidence(
        figure,
        numbers.beta,
        (numbers.penalised, numbers.posterior),
        numbers.fitted,
        "‖y − xβ‖² + (2σ²/b) |β|",
        ("l1", 1.0 / numbers.b),
    )


def _posterior(x: FloatArray, y: FloatArray, beta: FloatArray) -> FloatArray:
    """-2 sigma^2 (log likelihood + log prior), from densities."""
    from scipy.stats import laplace, norm

    likelihood = norm.logpdf(y[:, None], x[:, None] * beta, np.sqrt(_SIGMA2)).sum(axis=0)
    return np.asarray(-2 * _SIGMA2 * (likelihood + laplace.logpdf(beta, scale=_SCALE)), dtype=float)


def _both(sample: Sample, lam: float) -> tuple[FloatArray, FloatArray]:
    X, y = sample.X, sample.y
    coef = Lasso(alpha=lam / (2.0 * len(y)), fit_intercept=False).fit(X, y).coef_
    pull = X.T @ (y - X @ coef) / _SIGMA2
    undone = np.where(coef != 0, np.sign(coef) / _SCALE, np.clip(pull, -1 / _SCALE, 1 / _SCALE))
    return coef, pull - undone


SECTION = Section(
    name="laplace-prior",
    title="A Laplace prior is an L1 penalty",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Above, the penalised sum of squares and minus the log posterior, one curve. Below, the Laplace "
        "density with its peak, and minus its log, which is the absolute value."
    ),
    size=(5.2, 7.0),
)
