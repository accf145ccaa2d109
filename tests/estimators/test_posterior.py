"""est.posterior(X, y): the posterior of which the fit is the mode."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from support.data import regression

ESTIMATORS = [
    riata.Lasso(0.1),
    riata.Lasso(0.1, standardize=True),
    riata.Lasso(0.1, fit_intercept=False),
    riata.ElasticNet(0.1, l1_ratio=0.3),
    riata.Ridge(3.0),
    riata.Lasso(riata.CV(5)),
    riata.Ridge(riata.CV(5)),
    riata.Lasso(riata.PriorScale(0.5)),
    riata.ElasticNet(riata.PriorScale(0.5, 0.6)),
    riata.LassoCV(),
    riata.RidgeCV(),
]


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=repr)
def test_every_estimator_has_one(estimator):
    X, y = regression(50, 5)
    post = estimator.posterior(X, y, draws=400, seed=1)
    fit = estimator.fit(X, y)
    assert post.coef.shape == (4, 400, 5)
    np.testing.assert_allclose(post.mode, fit.coef_, rtol=1e-7, atol=1e-9)
    # The mode lies inside, and the data leave little room: both are near each other.
    assert (np.abs(post.mode - post.mean) < 2 * post.sd).all()
    assert post.rhat.max() < 1.03
    assert np.ptp(post.intercept) > 0 or not estimator.fit_intercept


def test_not_fitted_and_not_changed():
    X, y = regression(50, 5)
    estimator = riata.Lasso(0.1)
    estimator.posterior(X, y, draws=10, seed=1)
    assert not hasattr(estimator, "coef_")


def test_prior_scale_is_that_of_the_prior():
    """With next to no data the posterior is the prior: Laplace of the scale that was asked for."""
    rng = np.random.default_rng(0)
    X, y = 1e-4 * rng.standard_normal((40, 2)), rng.standard_normal(40)
    post = riata.Lasso(riata.PriorScale(0.7)).posterior(X, y, draws=10_000, seed=1, warmup=2000)
    size = np.abs(post.coef)
    assert size.mean() == pytest.approx(0.7, rel=0.03)
    assert np.median(size) == pytest.approx(0.7 * np.log(2), rel=0.03)


def test_same_draws_for_any_number_of_threads():
    X, y = regression(50, 5)
    one, two = (
        riata.ElasticNet(0.1, n_threads=threads).posterior(X, y, draws=50, seed=1) for threads in (1, 2)
    )
    np.testing.assert_array_equal(one.coef, two.coef)
