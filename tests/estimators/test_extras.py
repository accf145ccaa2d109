"""What scikit-learn's classes lack: standardising, factors, bounds, rules for the strength."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import riata
from riata.errors import ConvergenceWarning

SINGLE = ["Lasso", "ElasticNet", "Ridge"]
CV = ["LassoCV", "ElasticNetCV"]


@pytest.mark.parametrize("form", [np.asarray, sparse.csc_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("name", [*SINGLE, "RidgeCV"])
def test_standardising_is_fitting_scaled_columns(name, form, data, close):
    spread = data.X.std(axis=0)
    ours = getattr(riata, name)(standardize=True).fit(form(data.X), data.y)
    scaled = getattr(riata, name)().fit(data.X / spread, data.y)
    close(ours.coef_, scaled.coef_ / spread)
    assert ours.alpha_ == pytest.approx(scaled.alpha_)
    assert ours.predict(form(data.new)) == pytest.approx(scaled.predict(data.new / spread))


@pytest.mark.parametrize("name", CV)
def test_every_fold_standardises_by_its_own_rows(name, tall):
    """As a scaler inside a search does: nothing is known of the rows that are left out."""
    model = getattr(riata, name)(standardize=True, cv=4, alphas=6).fit(tall.X, tall.y)
    for k, (train, test) in enumerate(KFold(4).split(tall.X)):
        for j, alpha in enumerate(model.alphas_):
            part = riata.ElasticNet(alpha, l1_ratio=1.0 if name == "LassoCV" else 0.5)
            pipe = make_pipeline(StandardScaler(), part).fit(tall.X[train], tall.y[train])
            error = np.mean((tall.y[test] - pipe.predict(tall.X[test])) ** 2)
            assert model.mse_path_[j, k] == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize("name", [*SINGLE, *CV, "RidgeCV"])
def test_standardising_makes_units_irrelevant(name, tall, close):
    units = 10.0 ** np.arange(-4, 4)
    plain = getattr(riata, name)(standardize=True).fit(tall.X, tall.y)
    other = getattr(riata, name)(standardize=True).fit(tall.X * units, tall.y)
    close(other.coef_ * units, plain.coef_)


@pytest.mark.parametrize("name", [*SINGLE, *CV])
def test_a_factor_is_a_rescaled_column(name, tall, close):
    """A penalty on omega_j |w_j| is one on |v_j| with v_j = omega_j w_j; for ridge its square root."""
    factor = np.array([0.5, 1, 2, 4, 1, 1, 0.25, 1])
    power = 0.5 if name == "Ridge" else 1.0
    share = {} if name in ("Ridge", "Lasso", "LassoCV") else {"l1_ratio": 1.0}
    weighted = getattr(riata, name)(penalty_factor=factor, **share).fit(tall.X, tall.y)
    rescaled = getattr(riata, name)(**share).fit(tall.X / factor**power, tall.y)
    close(weighted.coef_, rescaled.coef_ / factor**power)


@pytest.mark.parametrize("name", [*SINGLE, *CV, "RidgeCV"])
def test_a_factor_of_zero_is_never_penalised(name, tall):
    factor = np.array([1, 1, 1, 1, 1, 1, 0, 0.0])
    strong = {"alphas": [1e8]} if "CV" in name else {"alpha": 1e8}
    model = getattr(riata, name)(penalty_factor=factor, **strong).fit(tall.X, tall.y)
    free = riata.Ridge(0.0).fit(tall.X[:, 6:], tall.y)
    np.testing.assert_allclose(model.coef_[6:], free.coef_, rtol=1e-4)
    assert np.abs(model.coef_[:6]).max() < 1e-4


def test_a_factor_by_position_in_a_dict(tall):
    one = riata.Lasso(0.3, penalty_factor={6: 0.0}).fit(tall.X, tall.y)
    other = riata.Lasso(0.3, penalty_factor=[1, 1, 1, 1, 1, 1, 0, 1]).fit(tall.X, tall.y)
    np.testing.assert_array_equal(one.coef_, other.coef_)


@pytest.mark.parametrize("name", [*SINGLE, *CV])
def test_bounds_hold_and_are_optimal(name, tall):
    low, high = -0.4, np.array([1.0, 9, 9, 0.0, 9, 9, 9, 9])
    weak = {"alphas": [1e-3]} if "CV" in name else {"alpha": 1e-3}
    model = getattr(riata, name)(bounds=(low, high), **weak).fit(tall.X, tall.y)
    assert (model.coef_ >= low).all()
    assert (model.coef_ <= high).all()
    assert model.coef_[0] == 1.0
    assert model.coef_[3] == 0.0
    slope = tall.X.T @ (tall.y - model.predict(tall.X)) / 80
    inside = (model.coef_ > low) & (model.coef_ < high) & (model.coef_ != 0)
    assert np.abs(slope[inside]).max() < 2e-3
    assert slope[0] > 1e-3


@pytest.mark.parametrize("name", SINGLE)
def test_positive_is_a_bound(name, tall):
    one = getattr(riata, name)(alpha=0.1, positive=True).fit(tall.X, tall.y)
    other = getattr(riata, name)(alpha=0.1, bounds=(0.0, None)).fit(tall.X, tall.y)
    np.testing.assert_array_equal(one.coef_, other.coef_)


@pytest.mark.parametrize("name", CV)
def test_the_one_standard_error_rule(name, tall):
    least = getattr(riata, name)(cv=5).fit(tall.X, tall.y)
    rule = getattr(riata, name)(cv=5, rule="1se").fit(tall.X, tall.y)
    mean = rule.mse_path_.mean(axis=1)
    error = rule.mse_path_.std(axis=1, ddof=1) / np.sqrt(5)
    best = int(mean.argmin())
    allowed = rule.alphas_[mean <= mean[best] + error[best]]
    assert rule.alpha_ == allowed.max() == rule.cv_.alpha_1se
    assert rule.alpha_ > least.alpha_ == rule.cv_.alpha_min
    np.testing.assert_array_equal(rule.mse_path_, least.mse_path_)


@pytest.mark.parametrize("name", SINGLE)
def test_strength_by_cross_validation(name, tall):
    model = getattr(riata, name)(riata.CV(4, seed=1)).fit(tall.X, tall.y)
    unit = 80 if name == "Ridge" else 1
    assert model.alpha_ == pytest.approx(model.cv_.alpha_min * unit)
    assert len(model.path_) == 100
    assert model.cv_.fold_errors.shape == (100, 4)
    number = getattr(riata, name)(model.alpha_).fit(tall.X, tall.y)
    np.testing.assert_allclose(model.coef_, number.coef_, rtol=1e-6, atol=1e-9)
    assert not hasattr(number, "cv_")
    simple = getattr(riata, name)(riata.CV(4, rule="1se", seed=1)).fit(tall.X, tall.y)
    assert simple.alpha_ > model.alpha_


def test_cross_validation_as_a_rule_or_as_a_class(tall):
    rule = riata.Lasso(riata.CV(5, shuffle=False)).fit(tall.X, tall.y)
    preset = riata.LassoCV(cv=5).fit(tall.X, tall.y)
    assert rule.alpha_ == preset.alpha_
    np.testing.assert_array_equal(rule.coef_, preset.coef_)


@pytest.mark.parametrize(("name", "size"), [("Lasso", 1.0), ("ElasticNet", 0.5), ("Ridge", 0.0)])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.95])
def test_strength_by_budget(name, size, share, data):
    def spent(model):
        return np.sum(size * np.abs(model.coef_) + (1 - size) / 2 * model.coef_**2)

    budget = share * spent(getattr(riata, name)(alpha=1e-3).fit(data.X, data.y))
    model = getattr(riata, name)(riata.Bound(budget)).fit(data.X, data.y)
    assert spent(model) == pytest.approx(budget, rel=1e-9)
    assert model.alpha_ > 0
    same = getattr(riata, name)(model.alpha_).fit(data.X, data.y)
    np.testing.assert_allclose(model.coef_, same.coef_, rtol=1e-6, atol=1e-9)
    assert len(model.path_) == 1


def test_a_budget_that_does_not_bind(tall):
    model = riata.Lasso(riata.Bound(1e6)).fit(tall.X, tall.y)
    assert model.alpha_ == 0.0
    np.testing.assert_allclose(model.coef_, riata.Ridge(0.0).fit(tall.X, tall.y).coef_, rtol=1e-7)


def test_a_budget_that_does_not_bind_on_dependent_columns(wide):
    """Any solution without loss will do, as long as it keeps to the budget."""
    most = np.abs(riata.Lasso(0.0).fit(wide.X, wide.y).coef_).sum()
    model = riata.Lasso(riata.Bound(most)).fit(wide.X, wide.y)
    assert model.alpha_ == 0.0
    assert np.abs(model.coef_).sum() <= most * (1 + 1e-12)
    np.testing.assert_allclose(model.predict(wide.X), wide.y, atol=1e-6)


def test_a_rule_for_each_target(tall):
    both = np.column_stack([tall.y, tall.X[:, 4]])
    model = riata.Lasso(riata.CV(3)).fit(tall.X, both)
    assert len(model.alpha_) == len(model.path_) == len(model.cv_) == 2
    for k in range(2):
        alone = riata.Lasso(riata.CV(3)).fit(tall.X, both[:, k])
        assert model.alpha_[k] == alone.alpha_
        np.testing.assert_allclose(model.coef_[k], alone.coef_, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("alpha", [0.5, 0.05, 0.0])
@pytest.mark.parametrize("name", ["Lasso", "ElasticNet"])
def test_a_warm_start_ends_where_a_cold_one_does(name, alpha, data, close):
    warm = getattr(riata, name)(alpha=0.2, warm_start=True).fit(data.X, data.y)
    warm.set_params(alpha=alpha).fit(data.X, data.y)
    close(warm.coef_, getattr(riata, name)(alpha=alpha).fit(data.X, data.y).coef_, 1e-9)
    assert warm.dual_gap_ <= 1e-8 * np.var(data.y)


def test_a_warm_start_from_other_shapes(tall, close):
    warm = riata.Lasso(alpha=0.2, warm_start=True).fit(tall.X, tall.y)
    close(warm.fit(tall.X[:, :5], tall.y).coef_, riata.Lasso(0.2).fit(tall.X[:, :5], tall.y).coef_)
    both = np.column_stack([tall.y, -tall.y])
    close(warm.fit(tall.X, both).coef_, riata.Lasso(0.2).fit(tall.X, both).coef_)


def test_one_clear_warning_where_rounding_allows_no_more(tall):
    """A tolerance of zero, on data far from exact: one warning that says what was reached."""
    model = riata.Lasso(alpha=0.01, tol=1e-30)
    with pytest.warns(ConvergenceWarning, match=r"did not reach tol=1e-30.*larger tol") as caught:
        model.fit(tall.X * np.pi, tall.y / 3.0)
    assert len(caught) == 1
