"""One fit as a penalty, as a constraint and as a prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.losses import Loss
from riata.penalties import Penalty
from riata.problem import Problem
from riata.solve import Solution
from riata.typing import FloatArray
from riata.views.noise import Noise, noise_of
from riata.views.page import Page
from riata.views.prior import Prior, name_of, prior_of
from riata.views.showing import page_of
from riata.views.standing import Standing, take_stock

__all__ = ["Views", "make_views", "views_of", "views_of_solution"]


@dataclass(frozen=True, eq=False)
class Views:
    """One fitted model, read in three ways that are the same statement.

    * penalty: it minimises ``L(w) + alpha P(w)``, L the mean loss;
    * constraint: it minimises ``L(w)`` subject to ``P(w) <= t``, and alpha is the multiplier;
    * prior: it is the mode of a posterior whose prior is proportional to ``exp(-S alpha P(w) / phi)``.

    Attributes
    ----------
    loss, penalty : str
        Their names; an elastic net at an end of its range is "l1" or "l2".
    alpha : float
        Strength on the mean scale of :func:`riata.path`; infinite for a budget of zero under ridge.
    standardize : bool
        Whether the penalty is on coefficients times their column's standard deviation: m_j is that, or
        one.
    factor : ndarray of shape (p,)
        omega, the penalty factors.
    penalty_value : float
        P(w_hat) = sum_j omega_j P(m_j w_j).
    mean_loss, objective : float
        L(w_hat) and L(w_hat) + alpha P(w_hat); in units of y^2 for a squared loss.
    rows : int
        n.
    total : float
        S, the sum of the weights; n without weights.
    df : float
        Degrees of freedom of the fit, without the intercept.
    coef : ndarray of shape (p,)
        w_hat, in the units of the data.
    intercept : float
        w0.
    noise : Noise
        phi (sigma^2): the number, and where it is from.
    prior : Prior
        Family and scales.
    lambda_l1 : float or None
        lambda of ``||y - Xw||^2 + lambda ||w||_1``: 2 sigma^2 / b = 2 S alpha l1_ratio. None where there
        is no such part.
    lambda_l2 : float or None
        lambda of ``||y - Xw||^2 + lambda ||w||^2``: sigma^2 / s^2 = S alpha (1 - l1_ratio). None where
        there is no such part.
    log_likelihood, log_prior, log_posterior : float
        At the fit, with normalisers but without the evidence; flat priors contribute nothing. NaN
        where the noise is unknown or the prior has no normaliser.
    names : tuple of str
        Of the features, p of them.
    """

    loss: str
    penalty: str
    alpha: float
    standardize: bool
    factor: FloatArray
    penalty_value: float
    mean_loss: float
    rows: int
    total: float
    df: float
    coef: FloatArray
    intercept: float
    noise: Noise
    prior: Prior
    lambda_l1: float | None
    lambda_l2: float | None
    log_likelihood: float
    names: tuple[str, ...]

    # --- the three readings -------------------------------------------------------------------

    @property
    def objective(self) -> float:
        """L(w_hat) + alpha P(w_hat)."""
        return self.mean_loss + _product(self.alpha, self.penalty_value)

    @property
    def bound(self) -> float:
        """The t of ``min L(w) subject to P(w) <= t``: what :class:`riata.Bound` takes."""
        return self.penalty_value

    @property
    def multiplier(self) -> float:
        """The multiplier of that constraint: alpha."""
        return self.alpha

    @property
    def b(self) -> float | None:
        """Scale of the prior's Laplace factor; None where there is none."""
        return self.prior.b

    @property
    def s(self) -> float | None:
        """Scale of the prior's Normal factor; None where there is none."""
        return self.prior.s

    @property
    def prior_scale(self) -> float:
        """What :class:`riata.PriorScale` takes: b where there is a Laplace factor, else s."""
        if self.prior.b is not None:
            return self.prior.b
        if self.prior.s is not None:
            return self.prior.s
        return self.noise.sigma2 / (self.total * self.alpha) if self.alpha > 0 else float("inf")

    @property
    def sigma2(self) -> float:
        """phi: sigma^2 for a squared loss."""
        return self.noise.sigma2

    @property
    def sigma(self) -> float:
        """sigma, in units of y for a squared loss."""
        return self.noise.sigma

    @property
    def log_prior(self) -> float:
        """Log density of the prior at the fit."""
        return self.prior.log_density

    @property
    def log_posterior(self) -> float:
        """Log likelihood + log prior: log posterior up to the evidence."""
        return self.log_likelihood + self.log_prior

    # --- showing ------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The three readings as a page."""
        return page_of(self)

    def __str__(self) -> str:
        return str(self.page)

    __repr__ = __str__

    def __rich__(self) -> Any:
        return self.page.__rich__()

    def _repr_html_(self) -> str:
        return self.page._repr_html_()


def make_views(problem: Problem, solution: Solution, sigma2: float | None = None) -> Views:
    """One solution of a problem, read as penalty, constraint and prior.

    Parameters
    ----------
    problem : Problem
        With its data.
    solution : Solution
        One of its solutions, such as ``path.solution(k)``.
    sigma2 : float, optional
        Variance of the noise; by default the residual sum of squares over S - df - 1.

    Returns
    -------
    Views

    Raises
    ------
    ParameterError
        If sigma2 is not positive.

    Examples
    --------
    >>> import numpy as np, riata
    >>> from riata.views import make_views
    >>> rng = np.random.default_rng(0)
    >>> X = rng.standard_normal((50, 3))
    >>> y = X[:, 0] + 0.1 * rng.standard_normal(50)
    >>> path = riata.path(X, y, alphas=[0.1])
    >>> views = make_views(path.problem, path.solution(0), sigma2=0.01)
    >>> round(views.b, 6)  # sigma2 / (n alpha)
    0.002
    """
    standing = take_stock(problem, solution.alpha, solution.coef, solution.intercept, solution.df)
    return views_of_solution(problem, solution, standing, sigma2)


def views_of_solution(
    problem: Problem, solution: Solution, standing: Standing, sigma2: float | None
) -> Views:
    """The views of a solution whose standing is known already."""
    likelihood = None if problem.loss.quadratic else _likelihood_from_rows(problem, solution)
    return views_of(
        standing,
        loss=problem.loss,
        penalty=problem.penalty,
        alpha=solution.alpha,
        coef=solution.coef,
        intercept=solution.intercept,
        factor=problem.factor,
        standardize=problem.standardize,
        fit_intercept=problem.fit_intercept,
        names=problem.design.names,
        sigma2=sigma2,
        log_likelihood=likelihood,
    )


def views_of(
    standing: Standing,
    *,
    loss: Loss,
    penalty: Penalty,
    alpha: float,
    coef: FloatArray,
    intercept: float,
    factor: FloatArray,
    standardize: bool,
    fit_intercept: bool,
    names: Any = None,
    sigma2: float | None = None,
    log_likelihood: float | None = None,
) -> Views:
    """The views of a fit whose data are gone, from what :func:`take_stock` kept of them."""
    noise = noise_of(standing, loss, fit_intercept, sigma2)
    spread = standing.deviation if standardize else np.ones(len(coef))
    with np.errstate(over="ignore", divide="ignore"):
        strength = float(standing.total / np.float64(noise.sigma2) * alpha) if alpha > 0 else 0.0
    l1, l2 = (None, None) if penalty.elastic is None else penalty.elastic
    if log_likelihood is None:
        log_likelihood = _squared_likelihood(loss, standing, noise)
    return Views(
        loss=loss.name,
        penalty=name_of(penalty)[0],
        alpha=float(alpha),
        standardize=standardize,
        factor=factor,
        penalty_value=float(factor @ penalty.value(spread * coef)),
        mean_loss=standing.mean_loss,
        rows=standing.rows,
        total=standing.total,
        df=standing.df,
        coef=coef,
        intercept=float(intercept),
        noise=noise,
        prior=prior_of(penalty, coef, strength, factor, spread, standing.deviation),
        lambda_l1=2.0 * standing.total * alpha * l1 if l1 and loss.quadratic else None,
        lambda_l2=standing.total * alpha * l2 if l2 and loss.quadratic else None,
        log_likelihood=log_likelihood,
        names=tuple(names) if names else tuple(f"x{j}" for j in range(len(coef))),
    )


def _squared_likelihood(loss: Loss, standing: Standing, noise: Noise) -> float:
    """S times the log likelihood of an observation whose loss is the mean: exact, as it is linear."""
    if not np.isfinite([noise.sigma2, standing.mean_loss]).all():
        return float("nan")
    typical = np.array([np.sqrt(2.0 * standing.mean_loss)])
    each = loss.log_likelihood(typical, np.zeros(1), noise.sigma2)
    return standing.total * float(each[0])


def _likelihood_from_rows(problem: Problem, solution: Solution) -> float:
    """Sum of s_i log p(y_i | eta_i)."""
    assert problem.y is not None
    eta = problem.linear_predictor(solution.coef, solution.intercept)
    each = problem.loss.log_likelihood(problem.y, eta, 1.0)
    return float(each.sum() if problem.weight is None else problem.weight @ each)


def _product(alpha: float, value: float) -> float:
    """The product, where an infinite multiplier of a budget of zero costs nothing."""
    return alpha * value if value else 0.0
