"""Maximum likelihood against maximum a posteriori."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.data import Sample, prostate_sample
from riata.article.records import Check, Section, Table, difference
from riata.solve import RegularizationPath, path

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
P(y|\beta) = \prod_i \dfrac{1}{\sqrt{2\pi}\sigma} e^{-(y_i - x_i^\top\beta)^2 / (2\sigma^2)}
\hat\beta_{MLE} = \mathrm{argmax}_\beta\ \log P(y|\beta)
\hat\beta_{MAP} = \mathrm{argmax}_\beta\ \left[\log P(y|\beta) + \log P(\beta)\right]
"""

_ALPHA, _SIGMA2 = 0.5, 0.5
_TRIALS = 200


@dataclass(frozen=True, eq=False)
class Numbers:
    """The prostate data, one feature (lcavol) for the picture and all for the numbers.

    Attributes
    ----------
    sample : Sample
        X (97, 8), standardised, y (97,).
    sigma2 : float
        Variance of the noise.
    alpha : float
        Strength of the L2 penalty: the prior Normal(0, s^2), s^2 = sigma2 / (n alpha).
    mle, map : RegularizationPath
        Of one solution each: without and with the penalty.
    trials : ndarray of shape (200, 8)
        Coefficients, at random.
    objective : ndarray of shape (200,)
        n / sigma2 times riata's objective at them, the constant held at the mean of y.
    log_posterior : ndarray of shape (200,)
        riata's log posterior there.
    by_scipy : ndarray of shape (200,)
        The same from densities of scipy.stats.
    """

    sample: Sample
    sigma2: float
    alpha: float
    mle: RegularizationPath
    map: RegularizationPath
    trials: FloatArray
    objective: FloatArray
    log_posterior: FloatArray
    by_scipy: FloatArray


def compute() -> Numbers:
    """Fit both; evaluate objective and posterior at random coefficients."""
    from scipy.stats import norm

    sample = prostate_sample()
    X, y = sample.X, sample.y
    mode = path(X, y, penalty="l2", alphas=[_ALPHA])
    problem = mode.problem
    assert problem is not None
    trials = np.random.RandomState(2).randn(_TRIALS, X.shape[1])
    w0, tau = float(y.mean()), len(y) / _SIGMA2
    s = float(np.sqrt(_SIGMA2 / (len(y) * _ALPHA)))
    return Numbers(
        sample=sample,
        sigma2=_SIGMA2,
        alpha=_ALPHA,
        mle=path(X, y, penalty="l2", alphas=[0.0]),
        map=mode,
        trials=trials,
        objective=np.array([tau * problem.objective(w, w0, _ALPHA) for w in trials]),
        log_posterior=np.array([problem.log_posterior(w, w0, _ALPHA, _SIGMA2) for w in trials]),
        by_scipy=np.array(
            [
                norm.logpdf(y, w0 + X @ w, np.sqrt(_SIGMA2)).sum() + norm.logpdf(w, 0.0, s).sum()
                for w in trials
            ]
        ),
    )


def check(numbers: Numbers) -> list[Check]:
    """Minus log posterior is the objective, but for a constant; gradients at both maxima."""
    X, y = numbers.sample.X, numbers.sample.y
    total = numbers.objective + numbers.log_posterior
    mle, mode = numbers.mle.coef(0), numbers.map.coef(0)
    centred = y - y.mean()
    slope = X.T @ (centred - X @ mode) / len(y)
    ordinary = np.linalg.lstsq(X, centred, rcond=None)[0]
    return [
        Check(
            "−log posterior − (n/σ²)·objective: spread over 200 β, relative",
            float(np.ptp(total) / np.ptp(numbers.objective)),
        ),
        Check(
            "log posterior: riata − scipy.stats, relative",
            difference(numbers.log_posterior / numbers.by_scipy, np.ones(_TRIALS)),
        ),
        Check("MLE: riata without a penalty − least squares", difference(mle, ordinary)),
        Check(
            "gradient of the log posterior at the MAP, per observation",
            difference(slope, numbers.alpha * mode),
        ),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """Both estimates."""
    mle, mode = numbers.mle.coef(0), numbers.map.coef(0)
    rows = tuple(
        (name, f"{a:.6f}", f"{b:.6f}")
        for name, a, b in zip(numbers.sample.names, mle, mode, strict=True)
    )
    return [
        "A linear model with Gaussian noise has a likelihood; its maximum is least squares. Bayes' rule "
        "multiplies it by a prior: posterior = likelihood × prior / evidence. The evidence does not "
        "depend on β, so the posterior's maximum (MAP) only needs log likelihood + log prior: a loss "
        "and a penalty.",
        "In riata a loss has its likelihood and a penalty its prior, and −log posterior is n/σ² times "
        "the objective, plus a constant. The first check compares them at 200 random β.",
        Table(
            f"Prostate data, Gaussian prior, σ² = {numbers.sigma2:g}", ("feature", "MLE", "MAP"), rows
        ),
        "The MAP is the mode of the posterior: not its mean in general, and no account of how sure one "
        "may be. That takes the whole posterior.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """Likelihood, prior and posterior of one coefficient."""
    from riata.plot.style import COLORS, GREY, add_key, prepare_axes

    x, y = numbers.sample.X[:, 0], numbers.sample.y
    square, product, n = float(x @ x), float(x @ (y - y.mean())), len(y)
    strength = n * numbers.alpha / numbers.sigma2
    curves = {
        "prior": (0.0, strength**-0.5, GREY),
        "likelihood": (product / square, (numbers.sigma2 / square) ** 0.5, COLORS[1]),
        "posterior": (
            product / (square + n * numbers.alpha),
            (square / numbers.sigma2 + strength) ** -0.5,
            COLORS[0],
        ),
    }
    ax, b = prepare_axes(figure.add_subplot()), np.linspace(-0.35, 1.05, 600)
    lines = []
    for mean, deviation, color in curves.values():
        density = np.exp(-0.5 * ((b - mean) / deviation) ** 2) / deviation / np.sqrt(2 * np.pi)
        lines += ax.plot(b, density, color=color, linewidth=1.8)
        ax.axvline(mean, color=color, linewidth=0.9, linestyle=":")
    ax.set(xlabel="coefficient of lcavol, alone", ylabel="density", ylim=(0, None))
    add_key(ax, lines, ["prior", "likelihood (maximum: MLE)", "posterior (maximum: MAP)"])


SECTION = Section(
    name="mle-map",
    title="Maximum likelihood, and maximum a posteriori",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Three bell curves: the prior about zero, the likelihood about its maximum, and the posterior "
        "between them, narrower than both."
    ),
    size=(5.2, 4.0),
)
