"""A penalty and its prior."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy.stats import laplace, norm

import riata
from riata.errors import ParameterError
from riata.plot import PriorDisplay
from riata.plot.prior_source import as_density, read_prior
from riata.plot.source import read_source

PENALTIES = ["l1", "l2", riata.penalties.ElasticNet(0.5), riata.penalties.ElasticNet(0.0)]


@pytest.mark.parametrize("penalty", PENALTIES, ids=str)
@pytest.mark.parametrize("rate", [1e-6, 2.0, 1e8])
def test_curves_coincide_and_the_density_is_one(penalty, rate):
    drawn = PriorDisplay.from_penalty(penalty, rate=rate)
    costs, log_prior = (np.asarray(line.get_ydata()) for line in (drawn.penalty_, drawn.log_prior_))
    np.testing.assert_allclose(costs, log_prior, atol=1e-12 * np.max(costs))
    w, density = drawn.density_.get_data()
    assert 0.98 < np.trapezoid(density, w) < 1.0
    drawn.figure_.draw_without_rendering()


@pytest.mark.parametrize("standardize", [False, True])
def test_laplace_of_a_lasso(diabetes, standardize):
    X, y = diabetes
    sigma2, alpha = 3000.0, 2.0
    model = riata.Lasso(alpha=alpha, standardize=standardize).fit(X, y)
    drawn = PriorDisplay.from_estimator(model, feature="bmi", sigma2=sigma2)
    scale = sigma2 / (len(y) * alpha) / (X["bmi"].std(ddof=0) if standardize else 1.0)
    w, density = drawn.density_.get_data()
    np.testing.assert_allclose(density, laplace(scale=scale).pdf(w), rtol=1e-10)
    assert "Laplace" in drawn.ax_.get_title(loc="left") and "bmi" in drawn.ax_.get_xlabel()


def test_normal_of_a_ridge_with_its_own_noise(diabetes):
    X, y = diabetes
    model = riata.Ridge(alpha=0.7).fit(X, y)
    drawn = PriorDisplay.from_estimator(model, feature=3)
    residual = y - model.predict(X)
    sigma2 = residual @ residual / (len(y) - model.path_.df[0] - 1)
    w, density = drawn.density_.get_data()
    np.testing.assert_allclose(density, norm(scale=np.sqrt(sigma2 / 0.7)).pdf(w), rtol=1e-8)
    assert "estimated" in drawn.prior.how


def test_priors_of_all_coefficients(diabetes):
    X, y = diabetes
    model = riata.ElasticNet(alpha=0.5, penalty_factor={"bmi": 0}, standardize=True).fit(X, y)
    prior, w = read_prior(read_source(model), 3000.0), np.linspace(-5000, 5000, 20001)
    assert as_density(prior, list(X.columns).index("bmi"), w) is None
    deviation = X["age"].std(ddof=0)
    law = model.path_.problem.penalty.as_scipy(len(y) * 0.5 / 3000.0)
    np.testing.assert_allclose(
        as_density(prior, 0, w), law.pdf(deviation * w) * deviation, 1e-10, 1e-300
    )
    assert as_density(None, 0, w) is None
    np.testing.assert_array_equal(as_density([norm(), None], 0, w), norm().pdf(w))
    assert as_density([norm(), None], 1, w) is None


def test_an_elastic_net_is_told_by_both_its_factors():
    drawn = PriorDisplay.from_penalty(riata.penalties.ElasticNet(0.5), rate=8.0)
    title = drawn.ax_.get_title(loc="left")
    assert title == "elastic-net prior: Laplace, b = 0.25, times Normal, s = 0.5"


def test_axes_given():
    figure = Figure(layout="constrained")
    ax = figure.add_subplot()
    drawn = PriorDisplay.from_penalty("l1", rate=1.0, ax=ax)
    assert drawn.ax_ is ax and drawn.figure_ is figure and drawn.density_ax_ is not ax
    assert drawn.plot() is drawn and drawn.ax_ is not ax


def test_what_is_refused(diabetes):
    X, y = diabetes
    model = riata.Lasso(alpha=1.0, penalty_factor={"bmi": 0}).fit(X, y)
    with pytest.raises(ParameterError, match="flat"):
        PriorDisplay.from_estimator(model, feature="bmi")
    with pytest.raises(ParameterError, match="no feature 'weight'"):
        PriorDisplay.from_estimator(model, feature="weight")
    with pytest.raises(ParameterError, match="0 to 9"):
        PriorDisplay.from_estimator(model, feature=10)
    with pytest.raises(ParameterError, match="sigma2"):
        PriorDisplay.from_estimator(model, sigma2=-1.0)
    with pytest.raises(ParameterError, match="no penalty"):
        PriorDisplay.from_penalty("l3", rate=1.0)
    with pytest.raises(ParameterError, match="no density"):
        PriorDisplay.from_penalty("l1", rate=0.0)
    with pytest.raises(ParameterError, match="no density"):
        PriorDisplay.from_estimator(riata.Ridge(alpha=riata.Bound(0.0)).fit(X, y))
    with pytest.raises(ParameterError, match="too few rows"):
        PriorDisplay.from_estimator(riata.Lasso(alpha=0.0).fit(X[:11], y[:11]))
