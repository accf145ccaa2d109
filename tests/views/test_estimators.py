"""``est.views(X, y)`` of every estimator, and back through its own alpha."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

import riata
from riata.errors import DataError, DataWarning
from support.data import regression

ESTIMATORS = {
    "Lasso": riata.Lasso(0.1),
    "ElasticNet": riata.ElasticNet(0.1, l1_ratio=0.3),
    "Ridge": riata.Ridge(3.0),
    "LassoCV": riata.LassoCV(cv=3),
    "ElasticNetCV": riata.ElasticNetCV(cv=3, l1_ratio=[0.3, 0.9]),
    "RidgeCV": riata.RidgeCV(),
    "Lasso by CV": riata.Lasso(riata.CV(3)),
    "Ridge by CV": riata.Ridge(riata.CV(3)),
    "standardised": riata.Lasso(0.1, standardize=True),
    "standardised ridge": riata.Ridge(3.0, standardize=True, fit_intercept=False),
    "factors": riata.ElasticNet(0.1, penalty_factor=[1, 2, 0.5, 1, 1, 3, 1]),
    "positive": riata.Lasso(0.1, positive=True),
}
#: The class that takes a strength by hand or by rule.
PLAIN = {"Lasso": riata.Lasso, "ElasticNet": riata.ElasticNet, "Ridge": riata.Ridge}


@pytest.fixture(params=ESTIMATORS)
def estimator(request):
    return clone(ESTIMATORS[request.param])


@pytest.fixture
def data():
    return regression()


def refit(estimator, rule, data, **fit):
    """The same estimator with its strength by a rule."""
    kind = PLAIN[type(estimator).__name__.removesuffix("CV")]
    names = set(kind().get_params())
    params = {k: v for k, v in estimator.get_params(deep=False).items() if k in names}
    if hasattr(estimator, "l1_ratio_"):
        params["l1_ratio"] = estimator.l1_ratio_
    return kind(**(params | {"alpha": rule, "max_iter": None, "tol": 1e-12})).fit(*data, **fit)


@pytest.mark.parametrize("weighted", [False, True, "one number"])
def test_round_trips(estimator, data, weighted):
    weight = {False: None, True: np.linspace(0.5, 2, 40), "one number": 2.0}[weighted]
    estimator.fit(*data, sample_weight=weight)
    views = estimator.views(*data, sample_weight=weight)
    size = np.abs(estimator.coef_).max()
    for rule in (riata.Bound(views.bound), riata.PriorScale(views.prior_scale, views.sigma)):
        again = refit(estimator, rule, data, sample_weight=weight)
        np.testing.assert_allclose(again.coef_, estimator.coef_, rtol=0, atol=1e-10 * size)
        assert again.alpha_ == pytest.approx(estimator.alpha_, rel=1e-8)


def test_alpha_is_on_the_mean_scale(estimator, data):
    estimator.fit(*data)
    views = estimator.views(*data, sigma2=2.0)
    rows = 40 if "Ridge" in type(estimator).__name__ else 1
    assert views.alpha == pytest.approx(estimator.alpha_ / rows, rel=1e-14)
    assert (views.sigma2, views.noise.source) == (2.0, "given")
    if "Ridge" in type(estimator).__name__:
        assert views.lambda_l2 == pytest.approx(estimator.alpha_, rel=1e-14)


def test_a_lasso_is_laplace_and_nothing_else(data):
    lasso, net = riata.Lasso(0.1).fit(*data), riata.ElasticNet(0.1, l1_ratio=1).fit(*data)
    for fit in (lasso, net):
        views = fit.views(*data)
        assert (views.penalty, views.prior.family, views.s) == ("l1", "laplace", None)


@pytest.mark.parametrize("kind", [riata.Lasso, riata.ElasticNet, riata.Ridge])
def test_several_targets(kind, data):
    X, y = data
    Y = np.column_stack([y, -2 * y])
    found = kind(0.2).fit(X, Y).views(X, Y)
    assert len(found) == 2
    for target, views in zip(Y.T, found, strict=True):
        alone = kind(0.2).fit(X, target).views(X, target)
        np.testing.assert_allclose(views.coef, alone.coef, rtol=0, atol=1e-12)
        assert views.bound == pytest.approx(alone.bound, rel=1e-12)
        assert views.log_posterior == pytest.approx(alone.log_posterior, rel=1e-12)


def test_fitting_is_not_undone(estimator, data):
    before = dict(vars(estimator.fit(*data)))
    estimator.views(*data)
    assert vars(estimator).keys() == before.keys()
    assert all(vars(estimator)[key] is value for key, value in before.items())


@pytest.mark.parametrize("change", [sparse.csc_array, np.asfortranarray, np.float32])
def test_containers(change, data):
    X, y = change(data[0]), data[1]
    views = riata.Lasso(0.1).fit(X, y).views(X, y)
    known = riata.Lasso(0.1).fit(*data).views(*data)
    rel = 1e-5 if change is np.float32 else 1e-10
    assert views.log_posterior == pytest.approx(known.log_posterior, rel=rel)


def test_what_is_refused(data):
    X, y = data
    lasso = riata.Lasso(0.1)
    with pytest.raises(NotFittedError):
        lasso.views(X, y)
    lasso.fit(X, y)
    with pytest.raises(ValueError, match="features"):
        lasso.views(X[:, :3], y)
    with pytest.raises(DataError, match="y has 2 targets; the model was fitted on 1"):
        lasso.views(X, np.column_stack([y, y]))


def test_other_data_are_noticed(data):
    X, y = data
    with pytest.warns(DataWarning, match="do not solve the problem on these data"):
        riata.Lasso(0.1).fit(X, y).views(X, y[::-1])
