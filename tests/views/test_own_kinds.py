"""Penalties and losses written by a user have the same views; what has no prior says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, xlogy

import riata
from riata.errors import ImproperPriorError, ParameterError
from riata.losses import Loss
from riata.penalties import Penalty
from riata.solve import Grid, Settings
from riata.views import explain, make_views
from support.data import regression


class Logistic(Loss):
    """log(1 + e^eta) - y eta, in NumPy."""

    name, family, quadratic = "logistic", "bernoulli", False

    def value(self, y, eta):
        return np.logaddexp(0, eta) - y * eta

    def residual(self, y, eta):
        return y - expit(eta)

    def curvature(self, y, eta):
        return expit(eta) * expit(-eta)

    def conjugate(self, y, theta):
        return xlogy(theta + y, theta + y) + xlogy(1 - theta - y, 1 - theta - y)

    def deviance(self, y, eta):
        return 2 * self.value(y, eta)

    def mean(self, eta):
        return expit(eta)

    def log_likelihood(self, y, eta, dispersion):
        return -self.value(y, eta)


@dataclass(frozen=True)
class Absolute(Penalty):
    """|w| again, without telling that it is."""

    name = "absolute"
    elastic = None
    family = "two-sided exponential"

    def value(self, w):
        return np.abs(w)

    def prox(self, z, step):
        return np.sign(z) * np.maximum(np.abs(z) - step, 0)

    def score(self, gradient):
        return np.abs(gradient)

    def log_normaliser(self, rate):
        return np.log(2 / np.asarray(rate))

    def sample(self, rate, size, rng=None):
        return np.random.default_rng(rng).laplace(0, 1 / rate, size)

    def as_scipy(self, rate):
        return stats.laplace(scale=1 / rate)


class Improper(Absolute):
    """The same, without a normaliser."""

    name = "improper"

    def log_normaliser(self, rate):
        raise ImproperPriorError("there is none")

    def as_scipy(self, rate):
        raise ImproperPriorError("there is none")


def fit(penalty="l1", loss="squared", alpha=0.1):
    X, y = regression()
    y = (y > 3).astype(float) if loss != "squared" else y
    path = riata.path(X, y, penalty=penalty, loss=loss, alphas=[alpha], tol=1e-10)
    return path.problem, path.solution(0)


def test_a_penalty_of_one_s_own():
    ours, known = make_views(*fit(Absolute()), 0.3), make_views(*fit(), 0.3)
    for name in ("bound", "log_prior", "log_posterior"):
        assert getattr(ours, name) == pytest.approx(getattr(known, name), rel=1e-5)
    assert ours.prior_scale == pytest.approx(known.b, rel=1e-12)
    assert ours.b is ours.s is ours.lambda_l1 is ours.lambda_l2 is None
    assert ours.prior.proper
    assert "two-sided exponential" in str(ours)
    assert "absolute" in str(explain(*fit(Absolute())))


def test_a_prior_without_a_normaliser():
    views = make_views(*fit(Improper()), 0.3)
    assert np.isnan(views.log_prior)
    assert not views.prior.proper
    assert "this prior has no normaliser" in str(views)
    told = explain(*fit(Improper()), sigma2=0.3)
    assert told.half_width is None
    assert "improper" in str(told)


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic-net"])
def test_a_loss_of_one_s_own(penalty):
    problem, solution = fit(penalty, Logistic())
    views = make_views(problem, solution)
    X, y = regression()
    y = (y > 3).astype(float)
    each = stats.bernoulli(expit(X @ solution.coef + solution.intercept)).logpmf(y)
    assert views.log_likelihood == pytest.approx(each.sum(), rel=1e-10)
    assert (views.sigma2, views.noise.source) == (1.0, "fixed")
    assert views.log_posterior == pytest.approx(
        problem.log_posterior(solution.coef, solution.intercept, 0.1, 1.0), rel=1e-10
    )
    assert views.lambda_l1 is views.lambda_l2 is None
    assert "fixed by the likelihood" in str(views)
    told = explain(problem, solution)
    assert told.refit is None
    assert (told.needed[told.dropped] <= 0.1 * (1 + 1e-6)).all()
    with pytest.raises(ParameterError, match="the logistic loss has no free noise"):
        make_views(problem, solution, sigma2=2.0)


def test_there_and_back_without_noise():
    problem, solution = fit("l1", Logistic())
    views = make_views(problem, solution)
    for sigma in (None, 1, views.sigma):
        rule = riata.PriorScale(views.b, sigma)
        found = rule.choose(problem, Grid(), Settings(tol=1e-10))
        assert found.alpha == pytest.approx(0.1, rel=1e-14)
        np.testing.assert_allclose(found.coef, solution.coef, rtol=0, atol=1e-10)
    with pytest.raises(ParameterError, match="the logistic loss has no free noise: leave sigma out"):
        riata.PriorScale(1.0, 2.0).choose(problem, Grid(), Settings())
