"""The evidence is the probability of the data, and its maximum the same model in any units."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import linalg, optimize, stats
from sklearn.base import clone
from sklearn.linear_model import BayesianRidge

import riata
from riata.errors import DataError, DataWarning, ParameterError
from riata.penalties import L1, ElasticNet
from riata.problem import make_problem
from riata.select import Evidence
from riata.solve import Grid, Settings
from support.data import SHAPES, regression
from support.options import make_options

DATA = Path(__file__).parents[1] / "references" / "data"


@pytest.fixture(params=SHAPES.values(), ids=SHAPES.keys())
def data(request):
    return regression(*request.param, seed=4)


def chosen(X, y, rule=None, alphas=100, **options):
    problem = make_problem(X, y, **options)
    return (rule or Evidence()).choose(problem, Grid(alphas), Settings())


# --- ridge: exactly ------------------------------------------------------------------------------


def brute_force(X, y, alpha, penalty_factor=None, fit_intercept=True, standardize=False):
    """Log density of y under the prior, sigma^2 at its best, and that sigma^2.

    Flat directions are rotated out: what is left is a multivariate Normal.
    """
    n, p = X.shape
    factor = np.ones(p) if penalty_factor is None else penalty_factor
    spread = X.std(axis=0) if standardize else np.ones(p)
    flat = np.column_stack([np.ones((n, int(fit_intercept))), X[:, factor == 0]])
    rotation = linalg.qr(flat)[0][:, flat.shape[1] :] if flat.shape[1] else np.eye(n)
    kept = factor > 0
    root = rotation.T @ (X[:, kept] / (spread[kept] * np.sqrt(n * alpha * factor[kept])))
    t = rotation.T @ y
    shape = np.eye(len(t)) + root @ root.T
    sigma2 = t @ np.linalg.solve(shape, t) / len(t)
    density = stats.multivariate_normal(np.zeros(len(t)), sigma2 * shape).logpdf(t)
    return density - 0.5 * np.log(n) * fit_intercept, sigma2


CASES = ["plain", "no-intercept", "standardize", "factors", "standardize-no-intercept"]


@pytest.mark.parametrize("case", CASES)
def test_is_the_density_of_a_multivariate_normal(data, case):
    X, y = data
    options = make_options(case, *X.shape)
    alphas = np.array([10.0, 0.5, 0.02])
    found = chosen(X, y, alphas=alphas, penalty="l2", **options).detail
    expected = [brute_force(X, y, a, **options) for a in found.alphas]
    np.testing.assert_allclose(found.log_evidence, [density for density, _ in expected], rtol=1e-9)
    assert found.sigma2 == pytest.approx(expected[found.index][1], rel=1e-8)
    assert found.index == np.argmax(found.log_evidence)


def test_unpenalised_columns_add_a_constant(data):
    X, y = data
    options = make_options("free-columns", *X.shape)
    found = chosen(X, y, alphas=[10.0, 0.5, 0.02], penalty="l2", **options).detail
    expected = [brute_force(X, y, a, **options) for a in found.alphas]
    np.testing.assert_allclose(
        np.diff(found.log_evidence), np.diff([density for density, _ in expected]), rtol=1e-9
    )
    assert found.sigma2 == pytest.approx(expected[found.index][1], rel=1e-8)


@pytest.mark.parametrize("case", [*CASES, "free-columns", "weights", "offset"])
def test_the_maximum_is_one_to_rounding(data, case):
    X, y = data
    options = make_options(case, *X.shape) | {"penalty": "l2"}
    if "sample_weight" in options:  # as many rows as there are
        options["sample_weight"] *= len(y) / options["sample_weight"].sum()
    found = chosen(X, y, **options).detail
    assert found.edge == ""
    assert abs(found.slope) < 1e-12 * min(X.shape)
    near = found.alpha * np.array([np.exp(1e-3), 1.0, np.exp(-1e-3)])
    around = chosen(X, y, alphas=near, **options).detail
    up, top, down = around.log_evidence[[0, len(near) // 2, -1]]
    assert max(up, down) < top
    assert abs(up - down) < 1e-3 * (2 * top - up - down) + 1e-10
    wide = chosen(X, y, alphas=found.alpha * np.geomspace(1e7, 1e-7, 300), **options).detail
    assert wide.log_evidence.max() <= found.log_evidence[found.index] + 1e-9
    assert wide.alpha == pytest.approx(found.alpha, rel=1e-10)


@pytest.mark.parametrize("which", ["X", "X2"])
def test_agrees_with_scikit_learn_where_that_is_right(which):
    with np.load(DATA / "diabetes.npz") as file:
        X, y = file[which], file["y"]
    y = y - y.mean()
    flat = {"alpha_1": 0, "alpha_2": 0, "lambda_1": 0, "lambda_2": 0}
    theirs = BayesianRidge(**flat, fit_intercept=False, max_iter=2000, tol=1e-10).fit(X, y)
    model = riata.Ridge(alpha=Evidence(), fit_intercept=False).fit(X, y)
    assert model.alpha_ == pytest.approx(theirs.lambda_ / theirs.alpha_, rel=1e-6)
    np.testing.assert_allclose(model.coef_, theirs.coef_, rtol=1e-6)
    found = chosen(X, y, penalty="l2", fit_intercept=False).detail
    assert found.sigma2 == pytest.approx(1 / theirs.alpha_, rel=1e-6)


@pytest.mark.parametrize("size", [1e6, 1e-6, 3e100])
def test_the_same_model_in_other_units_of_the_response(data, size):
    """scikit-learn's BayesianRidge, with its default hyper-priors, collapses at y x 1e6."""
    X, y = data
    plain, scaled = (riata.Ridge(alpha=Evidence()).fit(X, t) for t in (y, y * size))
    assert scaled.alpha_ == pytest.approx(plain.alpha_, rel=1e-9)
    np.testing.assert_allclose(scaled.coef_, plain.coef_ * size, rtol=1e-8)
    if size == 1e6:
        theirs = BayesianRidge().fit(X, y * size)
        assert np.linalg.norm(theirs.coef_) < 1e-3 * np.linalg.norm(scaled.coef_)


def test_the_same_model_in_other_units_of_the_columns_and_another_order(data):
    X, y = data
    rng = np.random.default_rng(3)
    units, order = 10.0 ** rng.integers(-6, 7, X.shape[1]), rng.permutation(len(y))
    first = chosen(X, y, penalty="l2", standardize=True)
    again = chosen((X * units)[order], y[order], penalty="l2", standardize=True)
    assert again.alpha == pytest.approx(first.alpha, rel=1e-8)
    np.testing.assert_allclose(again.coef * units, first.coef, rtol=1e-6, atol=1e-9)


def test_a_weight_of_two_is_a_row_twice(data):
    X, y = data
    weight = np.random.default_rng(6).integers(0, 4, len(y))
    rows = np.repeat(np.arange(len(y)), weight)
    # Rows that stand twice with the same response, and columns enough to meet it: no noise at all.
    rule = Evidence(sigma2=0.3) if X.shape[1] > len(y) else Evidence()
    once = chosen(X, y, rule, penalty="l2", sample_weight=weight)
    twice = chosen(X[rows], y[rows], rule, penalty="l2")
    assert once.alpha == pytest.approx(twice.alpha, rel=1e-9)
    assert once.detail.sigma2 == pytest.approx(twice.detail.sigma2, rel=1e-9)
    np.testing.assert_allclose(once.detail.log_evidence, twice.detail.log_evidence, rtol=1e-8)


def test_moments_are_enough():
    X, y = regression()
    moments = riata.Moments.from_data(X, y)
    assert chosen(moments, None, penalty="l2").alpha == pytest.approx(
        chosen(X, y, penalty="l2").alpha, rel=1e-9
    )


def test_more_columns_than_rows_by_many():
    with np.load(DATA / "riboflavin.npz") as file:
        X, y = file["X"], file["y"]
    found = chosen(X, y, alphas=5, penalty="l2", standardize=True).detail
    expected, sigma2 = brute_force(X, y, found.alpha, standardize=True)
    assert found.log_evidence[found.index] == pytest.approx(expected, rel=1e-9)
    assert found.sigma2 == pytest.approx(sigma2, rel=1e-8)
    assert found.edge == ""


# --- ridge: edges --------------------------------------------------------------------------------


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic-net"])
def test_no_signal(penalty):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40, 3))
    y = rng.standard_normal(40)
    y -= X @ np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0] * 0.999
    with pytest.warns(DataWarning, match="the evidence shows no signal"):
        found = chosen(X, y, penalty=penalty)
    assert found.detail.edge == "no signal"
    np.testing.assert_allclose(found.coef, 0.0, atol=1e-6)


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic-net"])
def test_no_noise(penalty):
    X, _ = regression()
    y = X[:, :2] @ [1.0, -1.0]
    with pytest.warns(DataWarning, match="rises towards interpolation"):
        found = chosen(X, y, penalty=penalty)
    assert found.path.dev_ratio[found.index] > 0.999
    assert found.detail.edge in ("no noise", "no shrinkage")


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic-net"])
def test_nothing_to_choose(penalty):
    X, y = regression(12, 3)
    away = np.zeros(12)
    away[:2] = 1.0, -1.0
    X[:2] = 0.5
    for t, options in (
        (np.full(12, 4.0), {}),
        (y, {"penalty_factor": np.zeros(3)}),
        (away, {"fit_intercept": False}),
    ):
        found = chosen(X, t, penalty=penalty, **options)
        assert found.index == 0
        assert "nothing to choose" in found.detail.how


def test_weights_that_do_not_count_rows_are_refused():
    X, y = regression()
    for penalty in ("l1", "l2"):
        with pytest.raises(DataError, match="count as repeated rows"):
            chosen(X, y, penalty=penalty, sample_weight=np.full(40, 0.01))


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_bounds_are_refused(penalty):
    X, y = regression()
    with pytest.raises(ParameterError, match="evidence knows no bounds"):
        chosen(X, y, penalty=penalty, bounds=(0.0, None))


@pytest.mark.parametrize("arguments", [(99,), (2.5,), (True,), (2000, -1), (2000, None)])
def test_bad_parameters(arguments):
    with pytest.raises(ParameterError, match="must be an integer >= "):
        Evidence(*arguments)


@pytest.mark.parametrize("draws", [10**12, 2**63])
def test_draws_beyond_memory_are_refused(draws):
    with pytest.raises(ParameterError, match=f"draws = {draws} is too many"):
        Evidence(draws)


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_weights_that_cannot_be_counted_are_refused(penalty):
    X, y = regression()
    with pytest.raises(DataError, match="count as repeated rows"):
        chosen(X, y, penalty=penalty, sample_weight=np.full(40, 1e300))


@pytest.mark.parametrize("sigma2", [0.0, -1.0, np.nan, np.inf, "profile", True])
def test_bad_noise(sigma2):
    with pytest.raises(ParameterError, match="sigma2 must be a positive number or None"):
        Evidence(sigma2=sigma2)


# --- lasso and elastic net -----------------------------------------------------------------------


def log_integral(products, d, h, kappa, l1, l2):
    """Log of the integral of exp(-h (d b^2 / 2 - c b) - kappa (l1 |b| + l2 b^2 / 2)) over b."""
    precision, total = h * d + kappa * l2, -np.inf
    for sign in (1.0, -1.0):
        pull = h * products * sign - kappa * l1
        total = np.logaddexp(
            total,
            0.5 * pull**2 / precision
            + stats.norm.logcdf(pull / np.sqrt(precision))
            + 0.5 * np.log(2 * np.pi / precision),
        )
    return total


def by_integration(X, y, penalty):
    """The alpha of largest evidence for orthogonal columns, where the integral is a product."""
    n = len(y)
    centred, t = X - X.mean(axis=0), y - y.mean()
    d, c = np.sum(centred**2, axis=0), centred.T @ t
    a, b = penalty.elastic

    def minus(at):
        kappa, h = np.exp(at)
        value = 0.5 * (n - 1) * np.log(h) - 0.5 * h * t @ t
        value += np.sum(log_integral(c, d, h, kappa, a, b) - penalty.log_normaliser(kappa))
        return -value

    start = np.log([1.0, n / (t @ t - np.sum(c**2 / d))])
    best = optimize.minimize(minus, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11})
    kappa, h = np.exp(best.x)
    return kappa / (h * n), 1 / h


def orthogonal(n, p, seed):
    rng = np.random.default_rng(seed)
    X = linalg.qr(np.column_stack([np.ones(n), rng.standard_normal((n, p))]), mode="economic")[0]
    X = X[:, 1:] * rng.uniform(3.0, 6.0, p)
    coef = rng.laplace(0.0, 0.7, p)
    coef[0] = 2.0
    return X, 1.0 + X @ coef + rng.standard_normal(n)


@pytest.mark.parametrize("penalty", [L1(), ElasticNet(0.7), ElasticNet(0.2)], ids=["l1", "0.7", "0.2"])
@pytest.mark.parametrize(("n", "p"), [(40, 12), (32, 20), (29, 1)])
def test_is_the_maximum_of_the_integral(n, p, penalty):
    X, y = orthogonal(n, p, seed=n)
    alpha, sigma2 = by_integration(X, y, penalty)
    found = chosen(X, y, Evidence(4000), penalty=penalty).detail
    assert found.edge == ""
    assert 0 < found.error < 0.1
    assert abs(np.log(found.alpha / alpha)) < 4 * found.error
    assert found.sigma2 == pytest.approx(sigma2, rel=0.05)
    assert "4000 Gibbs draws" in found.how
    assert found.log_evidence is None


def test_the_noise_may_be_given(data):
    X, y = data
    n = len(y)
    for penalty, bounds in (("l2", (0.99999, 1.00001)), ("l1", (0.9, 1.1))):
        free = chosen(X, y, penalty=penalty).detail
        same = chosen(X, y, Evidence(sigma2=free.sigma2), penalty=penalty).detail
        assert bounds[0] < same.alpha / free.alpha < bounds[1]
        assert same.sigma2 == pytest.approx(free.sigma2)
    found = chosen(X, y, Evidence(sigma2=0.3), penalty="l2", fit_intercept=False).detail
    shape = np.eye(n) + X @ X.T / (n * found.alpha)
    expected = stats.multivariate_normal(np.zeros(n), 0.3 * shape).logpdf(y)
    assert found.log_evidence[found.index] == pytest.approx(expected, rel=1e-9)
    assert abs(found.slope) < 1e-12 * n


def test_with_more_columns_than_rows_the_noise_is_that_of_the_path():
    rng = np.random.default_rng(4)
    X = rng.standard_normal((30, 60))
    y = X[:, :2] @ [2.0, -2.0] + 0.5 * rng.standard_normal(30)
    found = chosen(X, y, Evidence(500), penalty="l1")
    assert "sigma^2 from residuals at alpha" in found.detail.how
    assert 0.05 < found.detail.sigma2 < 0.8
    assert found.detail.edge == ""
    assert 2 <= np.count_nonzero(found.coef) < 25


def test_diabetes_is_that_of_park_and_casella():
    """lambda = 0.237 for columns of unit length: section 3.1 of the paper."""
    with np.load(DATA / "diabetes.npz") as file:
        X, y = file["X"], file["y"]
    found = chosen(X, y, penalty="l1").detail
    ours = found.alpha * len(y) / np.sqrt(found.sigma2)
    assert found.error < 0.01
    assert abs(np.log(ours / 0.237)) < 4 * found.error


def test_wide_and_tall_sampling_agree():
    X, y = regression(15, 22, seed=4)
    moments = riata.Moments.from_data(X, y)  # without rows the p x p system is the only way
    rule = Evidence(1000, sigma2=0.3)
    for options in ({}, {"penalty_factor": np.where(np.arange(22) == 1, 0.0, 1.0)}):
        wide = chosen(X, y, rule, penalty="l1", **options).detail
        tall = chosen(moments, None, rule, penalty="l1", **options).detail
        assert wide.edge == tall.edge == ""
        assert abs(np.log(wide.alpha / tall.alpha)) < 4 * np.hypot(wide.error, tall.error)


def test_seeds_differ_by_the_error_that_is_told():
    X, y = regression()
    found = [chosen(X, y, Evidence(400, seed), penalty="l1").detail for seed in range(10)]
    logs, errors = np.log([f.alpha for f in found]), np.array([f.error for f in found])
    assert 0.5 < logs.std(ddof=1) / np.sqrt(np.mean(errors**2)) < 1.7
    again = chosen(X, y, Evidence(400, 3), penalty="l1").detail
    assert again.alpha == found[3].alpha


def test_ends_of_the_elastic_net():
    X, y = regression()
    lasso, ridge = chosen(X, y, penalty="l1"), chosen(X, y, penalty="l2")
    assert chosen(X, y, penalty=ElasticNet(1.0)).alpha == lasso.alpha
    assert chosen(X, y, penalty=ElasticNet(0.0)).alpha == ridge.alpha
    nearly = chosen(X, y, penalty=ElasticNet(0.001)).detail
    assert nearly.alpha == pytest.approx(ridge.alpha, rel=4 * nearly.error + 0.01)


@pytest.mark.parametrize("size", [1e6, 1e-3])
def test_the_lasso_in_other_units_of_the_response(size):
    X, y = regression()
    plain, scaled = (riata.Lasso(alpha=Evidence(500)).fit(X, t) for t in (y, y * size))
    assert scaled.alpha_ == pytest.approx(plain.alpha_ * size, rel=1e-6)
    np.testing.assert_allclose(scaled.coef_, plain.coef_ * size, rtol=1e-5, atol=1e-6 * size)


def test_the_lasso_in_other_units_of_the_columns_another_order_and_weights():
    X, y = regression()
    rng = np.random.default_rng(3)
    units, order = 10.0 ** rng.integers(-6, 7, 7), rng.permutation(40)
    weight = rng.integers(0, 3, 40)
    rows = np.repeat(np.arange(40), weight)
    rule, options = Evidence(500), {"penalty": "l1", "standardize": True}
    first = chosen(X, y, rule, **options)
    again = chosen((X * units)[order], y[order], rule, **options)
    assert again.alpha == pytest.approx(first.alpha, rel=1e-6)
    np.testing.assert_allclose(again.coef * units, first.coef, rtol=1e-5, atol=1e-7)
    once = chosen(X, y, rule, sample_weight=weight, **options)
    assert once.alpha == pytest.approx(chosen(X[rows], y[rows], rule, **options).alpha, rel=1e-6)


# --- estimators ----------------------------------------------------------------------------------

ESTIMATORS = {
    "Lasso": (riata.Lasso, "l1"),
    "ElasticNet": (riata.ElasticNet, ElasticNet(0.5)),
    "Ridge": (riata.Ridge, "l2"),
}


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_in_place_of_a_number(data, kind):
    X, y = data
    cls, penalty = ESTIMATORS[kind]
    model = clone(cls(alpha=Evidence(200))).fit(X, y)
    by_rule = chosen(X, y, Evidence(200), penalty=penalty)
    size = len(y) if kind == "Ridge" else 1.0  # scikit-learn's Ridge has the sum scale
    assert model.alpha_ == pytest.approx(by_rule.alpha * size, rel=1e-12)
    assert model.alpha_ / size in model.path_.alphas or kind == "Ridge"
    assert len(model.path_) == 101
    fixed = cls(alpha=model.alpha_).fit(X, y)
    np.testing.assert_allclose(model.coef_, fixed.coef_, atol=1e-6)


@pytest.mark.parametrize("penalty", ["lasso", "ridge", "elastic-net"])
def test_in_a_table(tmp_path, penalty):
    rule = Evidence(200)
    model = riata.fit(riata.datasets.prostate(), "lpsa", drop=["train"], penalty=penalty, alpha=rule)
    assert "largest evidence" in str(model.summary())
    model.save(tmp_path / "model.json")
    again = riata.load(tmp_path / "model.json")
    assert again.alpha == model.alpha
    assert str(again.choice) == "largest evidence"
