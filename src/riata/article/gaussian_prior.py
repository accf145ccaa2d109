"""A Gaussian prior is an L2 penalty, with lambda = sigma^2 / s^2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.coincide import draw_coincidence
from riata.article.data import two_parameters
from riata.article.records import Check, Section, Table, difference
from riata.estimators import Ridge
from riata.penalties import L2
from riata.textbook import ridge_primal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
P(\beta) = \prod_j \dfrac{1}{\sqrt{2\pi s^2}} \exp\left(-\dfrac{\beta_j^2}{2 s^2}\right)
-2\sigma^2 \log P(\beta|y) = \Vert y - X\beta\Vert^2 + \dfrac{\sigma^2}{s^2} \Vert\beta\Vert^2 + c
\lambda = \dfrac{\sigma^2}{s^2}
"""

_SIGMA2, _SCALE = 0.25, 0.25


@dataclass(frozen=True, eq=False)
class Numbers:
    """The two-parameter sample under a Gaussian prior.

    Attributes
    ----------
    sigma2, s : float
        Variance of the noise and standard deviation of the prior.
    lam : float
        sigma2 / s^2.
    beta : ndarray of shape (401,)
        Values of the second parameter, the first at its true value.
    penalised : ndarray of shape (401,)
        Sum of squares + lam beta^2.
    posterior : ndarray of shape (401,)
        -2 sigma2 times log likelihood + log prior, from densities, a constant added.
    hand, fitted : ndarray of shape (2,)
        Both parameters: closed form, riata's Ridge at alpha = lam.
    mean : ndarray of shape (2,)
        Posterior mean, from the joint Gaussian of y and the parameters.
    mode : float
        Minimum of the curves.
    """

    sigma2: float
    s: float
    lam: float
    beta: FloatArray
    penalised: FloatArray
    posterior: FloatArray
    hand: FloatArray
    fitted: FloatArray
    mean: FloatArray
    mode: float


def compute() -> Numbers:
    """Both curves, and the minimum in three ways."""
    sample = two_parameters()
    X, y = sample.X, sample.y
    lam, n = _SIGMA2 / _SCALE**2, len(y)
    x, z, beta = X[:, 1], y - X[:, 0], np.linspace(-1.0, 3.0, 401)
    constant = -n * _SIGMA2 * np.log(2 * np.pi * _SIGMA2) - _SIGMA2 * np.log(2 * np.pi * _SCALE**2)
    joint = _SCALE**2 * X @ X.T + _SIGMA2 * np.eye(n)  # covariance of y
    return Numbers(
        sigma2=_SIGMA2,
        s=_SCALE,
        lam=lam,
        beta=beta,
        penalised=((z[:, None] - x[:, None] * beta) ** 2).sum(axis=0) + lam * beta**2,
        posterior=_posterior(x, z, beta) + constant,
        hand=ridge_primal(X, y, lam),
        fitted=Ridge(alpha=lam, fit_intercept=False).fit(X, y).coef_,
        mean=_SCALE**2 * X.T @ np.linalg.solve(joint, y),
        mode=float(ridge_primal(x[:, None], z, lam)[0]),
    )


def check(numbers: Numbers) -> list[Check]:
    """The curves coincide; so do closed form, riata and the posterior mean."""
    from scipy.stats import norm
    from sklearn.linear_model import Ridge as PeerRidge

    sample = two_parameters()
    peer = PeerRidge(alpha=numbers.lam, fit_intercept=False).fit(sample.X, sample.y).coef_
    log_prior = L2().log_prior(numbers.beta, numbers.s**-2)
    return [
        Check(
            "penalised sum of squares − (−2σ² log posterior), 401 β",
            difference(numbers.penalised, numbers.posterior),
        ),
        Check("closed form − riata's Ridge at α = σ²/s²", difference(numbers.hand, numbers.fitted)),
        Check("riata − scikit-learn", difference(numbers.fitted, peer)),
        Check("MAP − posterior mean (equal for a Gaussian)", difference(numbers.fitted, numbers.mean)),
        Check(
            "log prior: riata's L2 − scipy.stats.norm",
            difference(log_prior, norm(scale=numbers.s).logpdf(numbers.beta)),
        ),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """The dictionary, in numbers."""
    n = len(two_parameters().y)
    rows = (
        ("prior", "s", f"{numbers.s:g}"),
        ("noise", "σ²", f"{numbers.sigma2:g}"),
        ("‖y − Xβ‖² + λ‖β‖²", "λ = σ²/s²", f"{numbers.lam:g}"),
        ("½‖y − Xβ‖² + (λ/2)‖β‖²", "λ = σ²/s²", f"{numbers.lam:g}"),
        ("Ridge(alpha)", "α = σ²/s²", f"{numbers.lam:g}"),
        ("riata.path(penalty='l2')", "α = σ²/(n s²)", f"{numbers.lam / n:g}"),
    )
    return [
        "Minus the log of a Gaussian density is β²/(2s²) and a constant. It is gentler than Laplace: "
        "flat at zero, so nothing is pulled to exactly zero, and steep far out, so large coefficients "
        "are pulled hard. Multiplied by 2σ², minus the log posterior is the article's objective with "
        "λ = σ²/s². No factor 2 here, other than for L1: the square brings its own half.",
        Table("One strength, by every name", ("where", "", "value"), rows),
        f"Both parameters: {numbers.hand[0]:.10f} and {numbers.hand[1]:.10f} by the closed form, "
        f"{numbers.fitted[0]:.10f} and {numbers.fitted[1]:.10f} by riata. The posterior is Gaussian, so "
        "its mode is also its mean, which a Laplace prior does not give.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """The curves that coincide; the prior beside its penalty."""
    draw_coincidence(
        figure,
        numbers.beta,
        (numbers.penalised, numbers.posterior),
        numbers.mode,
        "‖y − xβ‖² + (σ²/s²) β²",
        ("l2", numbers.s**-2),
    )


def _posterior(x: FloatArray, y: FloatArray, beta: FloatArray) -> FloatArray:
    """-2 sigma^2 (log likelihood + log prior), from densities."""
    from scipy.stats import norm

    likelihood = norm.logpdf(y[:, None], x[:, None] * beta, np.sqrt(_SIGMA2)).sum(axis=0)
    return np.asarray(-2 * _SIGMA2 * (likelihood + norm.logpdf(beta, 0.0, _SCALE)), dtype=float)


SECTION = Section(
    name="gaussian-prior",
    title="A Gaussian prior is an L2 penalty",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Above, the penalised sum of squares and minus the log posterior, one curve. Below, the bell of "
        "the Gaussian density, and minus its log, a parabola."
    ),
    size=(5.2, 7.0),
)
