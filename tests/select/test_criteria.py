"""Criteria are their formulas, and choose the same model however the data are written down."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy.special import binom
from sklearn.base import clone
from sklearn.linear_model import LassoLarsIC

import riata
from riata.errors import DataError, ParameterError
from riata.problem import make_problem
from riata.select import Criterion, judge_path
from riata.solve import Grid, Settings, make_grid, solve_path
from support.data import SHAPES, regression
from support.options import PENALTIES, make_options

DATA = Path(__file__).parents[1] / "references" / "data"
NAMES = ["aic", "bic", "ebic", "cp", "gcv", "loo"]
TIGHT = Settings(tol=1e-13)


@pytest.fixture(params=SHAPES.values(), ids=SHAPES.keys())
def data(request):
    return regression(*request.param, seed=4)


def judged(X, y, criterion, alphas=30, eps=1e-3, **options):
    problem = make_problem(X, y, **options)
    path = solve_path(problem, make_grid(problem, alphas, eps), TIGHT)
    return judge_path(problem, path, criterion), path


@pytest.fixture(scope="module")
def diabetes():
    with np.load(DATA / "diabetes.npz") as file:
        return {name: file[name] for name in ("X", "X2", "y")}


# --- formulas -----------------------------------------------------------------------------------


def by_hand(name, X, y, path, k, sigma2, options, gamma):
    """A criterion at one strength, straight from its definition."""
    weight = options.get("sample_weight", np.ones(len(y)))
    fitted = path.predict(X)[:, k] + options.get("offset", 0.0)
    N, rss, df = weight.sum(), weight @ (y - fitted) ** 2, path.df[k]
    used = df + options.get("fit_intercept", True)
    deviance = N * math.log(2 * math.pi * sigma2) + rss / sigma2
    free = int(np.sum(options["penalty_factor"] == 0)) if "penalty_factor" in options else 0
    models = 2 * math.log(binom(X.shape[1] - free, df - free)) if df > free else 0.0
    return {
        "aic": deviance + 2 * used,
        "bic": deviance + used * math.log(N),
        "ebic": deviance + used * math.log(N) + gamma * models,
        "cp": rss / sigma2 - N + 2 * used,
        "gcv": rss / N / (1 - used / N) ** 2,
    }[name]


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
@pytest.mark.parametrize(
    "case", ["plain", "no-intercept", "standardize", "weights", "zero-weights", "offset", "free-columns"]
)
@pytest.mark.parametrize("name", ["aic", "bic", "ebic", "cp", "gcv"])
def test_values_are_the_formulas(data, name, case, penalty):
    X, y = data
    options = make_options(case, *X.shape)
    alphas = [3.0, 1.0, 0.5]
    result, path = judged(X, y, Criterion(name, 0.7, 0.3), alphas, penalty=penalty, **options)
    expected = np.array([by_hand(name, X, y, path, k, 0.7, options, 0.3) for k in range(3)])
    if penalty.elastic[0] > 0 and len(y) < X.shape[1]:
        expected[2 * (path.df + options.get("fit_intercept", True)) > result.total] = np.inf
    np.testing.assert_allclose(result.values, expected, rtol=1e-9)
    assert result.index == np.argmin(expected)
    assert result.alpha == path.alphas[result.index]
    assert result.sigma2 == (None if name == "gcv" else pytest.approx(0.7))


def test_profile_gives_each_strength_its_own_variance(data):
    X, y = data
    n = len(y)
    result, path = judged(X, y, Criterion("bic", "profile"))
    rss = np.sum((y[:, None] - path.predict(X)) ** 2, axis=0)
    sparse = path.df + 1 <= n / 2
    expected = n * (np.log(2 * np.pi * rss / n) + 1) + np.log(n) * (path.df + 1)
    np.testing.assert_allclose(result.values[sparse], expected[sparse], rtol=1e-9)
    assert np.all(np.isinf(result.values[~sparse]))


@pytest.mark.parametrize("which", ["X", "X2"])
@pytest.mark.parametrize("name", ["aic", "bic"])
def test_agrees_with_scikit_learn_at_its_own_strengths(diabetes, name, which):
    X, y = diabetes[which], diabetes["y"]
    theirs = LassoLarsIC(name).fit(X, y)
    knots = theirs.alphas_[theirs.alphas_ > 1e-3]
    # At a knot a coefficient is zero that is not on one side of it: the side of the smaller model.
    above, _ = judged(X, y, Criterion(name), knots * (1 + 1e-9))
    below, _ = judged(X, y, Criterion(name), knots * (1 - 1e-9))
    ours = np.minimum(above.values, below.values)
    assert above.sigma2 == pytest.approx(theirs.noise_variance_, rel=1e-9)
    rate = 2.0 if name == "aic" else np.log(len(y))  # the intercept, which they do not count
    known = theirs.criterion_[: len(knots)] + rate
    off = np.minimum(np.abs(above.values - known), np.abs(below.values - known))
    assert np.all(off < 1e-8 * known)
    assert knots[np.argmin(ours)] == theirs.alpha_
    given, _ = judged(X, y, Criterion(name, theirs.noise_variance_), knots * (1 + 1e-9))
    np.testing.assert_allclose(given.values, above.values, rtol=1e-9)
    model = riata.Lasso(alpha=Criterion(name)).fit(X, y)
    step = np.log(model.path_.alphas[0] / model.path_.alphas[1])
    assert 0 <= np.log(model.alpha_ / theirs.alpha_) < step  # the point of the grid above that knot


def test_aic_and_cp_choose_alike(data):
    for name, penalty in PENALTIES.items():
        aic, _ = judged(*data, Criterion("aic"), penalty=penalty)
        cp, _ = judged(*data, Criterion("cp"), penalty=penalty)
        assert aic.index == cp.index, name


# --- leave-one-out ------------------------------------------------------------------------------


def left_out(X, y, alphas, penalty, weight, **options):
    """Mean squared error of each row predicted by a fit to the others, and whether faces stayed."""
    total, n = weight.sum(), len(y)
    high = np.broadcast_to(options.get("bounds", (-np.inf, np.inf))[1], X.shape[1])[:, None]
    whole = riata.path(X, y, alphas=alphas, penalty=penalty, sample_weight=weight, tol=1e-13, **options)
    squares, same = np.zeros((n, len(alphas))), np.ones(len(alphas), dtype=bool)
    for i in range(n):
        rest = np.where(np.arange(n) == i, 0.0, weight)
        scaled = alphas * total / rest.sum()
        fit = riata.path(X, y, alphas=scaled, penalty=penalty, sample_weight=rest, tol=1e-13, **options)
        squares[i] = weight[i] * (y[i] - fit.predict(X[[i]])[0]) ** 2
        one, all_ = fit.coefs.toarray(), whole.coefs.toarray()
        same &= (np.sign(one) == np.sign(all_)).all(axis=0)
        same &= ((one == high) == (all_ == high)).all(axis=0)
    return squares.sum(axis=0) / total, same


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
@pytest.mark.parametrize("weighted", [False, True])
def test_leave_one_out_is_exact_where_the_face_stays(weighted, penalty):
    X, y = regression(30, 4, noise=0.2)
    weight = np.random.default_rng(2).uniform(0.2, 2.0, 30) if weighted else np.ones(30)
    alphas = np.geomspace(0.5, 0.01, 12)
    expected, same = left_out(X, y, alphas, penalty, weight)
    found, _ = judged(X, y, Criterion("loo"), alphas, penalty=penalty, sample_weight=weight)
    assert same.sum() >= 6
    np.testing.assert_allclose(found.values[same], expected[same], rtol=1e-7)
    np.testing.assert_allclose(found.values, expected, rtol=0.2)
    assert found.how.startswith("exact")


@pytest.mark.parametrize("penalty", ["l1", "elastic-net"])
def test_leave_one_out_with_bounds_moves_free_coefficients_only(penalty):
    X, y = regression(30, 4, noise=0.1)
    options = {"bounds": (-2.0, np.array([9.0, 9.0, 0.8, 9.0]))}
    alphas = np.array([0.05, 0.02])
    expected, same = left_out(X, y, alphas, penalty, np.ones(30), **options)
    found, path = judged(X, y, Criterion("loo"), alphas, penalty=penalty, **options)
    assert same.all()
    assert np.all(path.coefs.toarray()[2] == 0.8)
    np.testing.assert_allclose(found.values, expected, rtol=1e-7)


def test_a_row_that_nothing_else_knows_about():
    X, y = regression(20, 4)
    X[:, 0] = np.arange(20) == 3
    y[3] += 9.0
    factor = [0.0, 1.0, 1.0, 1.0]
    found, _ = judged(X, y, Criterion("loo"), penalty_factor=factor)
    assert np.all(np.isinf(found.values))
    assert found.index == 0  # nothing can be told: the strongest penalty


@pytest.mark.parametrize("apart", [1e-3, 1e-6])
def test_leverages_of_columns_that_are_nearly_dependent(apart):
    X, y = regression(25, 3)
    near = X[:, 0] + apart * np.random.default_rng(0).standard_normal(25)
    X = np.column_stack([X, near])
    y = y + 2 * (near - X[:, 0]) / apart
    problem = make_problem(X, y, penalty_factor=[0.0, 1.0, 1.0, 0.0])
    path = solve_path(problem, np.array([0.02]), Settings(tol=0.1))
    found = judge_path(problem, path, Criterion("loo"))
    face = np.flatnonzero(path.coef(0))
    assert {0, 3} <= set(face)
    q, _ = np.linalg.qr(np.column_stack([np.ones(25), X[:, 0], (near - X[:, 0]) / apart, X[:, 1:3]]))
    assert len(face) == 4
    error = (y - path.predict(X)[:, 0]) / (1 - np.sum(q**2, axis=1))
    assert found.values[0] == pytest.approx(np.mean(error**2), rel=1e-8)


def test_columns_that_are_copies():
    """The leverages are those of the space they span."""
    X, y = regression(30, 4)
    twice = np.column_stack([X, X[:, 0]])
    options = {"penalty": "elastic-net", "standardize": True}
    alone, _ = judged(X, y, Criterion("loo"), [0.1], penalty_factor=[0.0, 1, 1, 1], **options)
    both, _ = judged(twice, y, Criterion("loo"), [0.1], penalty_factor=[0.0, 1, 1, 1, 1], **options)
    assert both.values[0] == pytest.approx(alone.values[0], rel=1e-6)


# --- more columns than rows ---------------------------------------------------------------------


@pytest.mark.parametrize("penalty", ["l1", "elastic-net", "l2"])
@pytest.mark.parametrize("name", NAMES)
def test_none_interpolates_when_columns_outnumber_rows(name, penalty):
    rng = np.random.default_rng(3)
    X = rng.standard_normal((60, 300))
    y = X[:, :3] @ [3.0, -2.0, 2.0] + rng.standard_normal(60)
    result, path = judged(X, y, Criterion(name), 60, penalty=penalty)
    truth = np.zeros((300, 1))
    truth[:3, 0] = [3.0, -2.0, 2.0]
    risk = 1.0 + np.sum((path.coefs.toarray() - truth) ** 2, axis=0)
    assert risk[result.index] < (2.0 if name in ("bic", "ebic") else 1.5) * risk.min()
    if penalty != "l2":
        assert result.df[result.index] < 30
        assert set(np.flatnonzero(path.coef(result.index))) >= {0, 1, 2}
    if name in ("aic", "bic", "ebic", "cp"):
        assert "GCV" in result.how
        if penalty == "l1":
            assert 0.4 < result.sigma2 < 2.5


def test_pure_noise_keeps_little():
    rng = np.random.default_rng(5)
    X, y = rng.standard_normal((50, 200)), rng.standard_normal(50)
    for name, most in (("bic", 3), ("ebic", 0)):
        result, _ = judged(X, y, Criterion(name))
        assert result.df[result.index] <= most


def test_riboflavin():
    with np.load(DATA / "riboflavin.npz") as file:
        X, y = file["X"], file["y"]
    fits = {}
    for name in ("bic", "ebic", "gcv", "loo"):
        result, _ = judged(X, y, Criterion(name), 60, 0.01, standardize=True)
        fits[name] = result.df[result.index]
        assert 1 <= fits[name] < 50
    assert fits["ebic"] <= fits["bic"] <= fits["gcv"]


# --- the same model however it is written down ---------------------------------------------------


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic-net"])
@pytest.mark.parametrize("name", NAMES)
def test_units_of_columns_and_the_order_of_rows_do_not_matter(data, name, penalty):
    X, y = data
    rng = np.random.default_rng(1)
    options = {"penalty": penalty, "standardize": True}
    first, path = judged(X, y, Criterion(name), 20, **options)
    order, units = rng.permutation(len(y)), 10.0 ** rng.integers(-6, 7, X.shape[1])
    for A, b, unit in ((X[order], y[order], np.ones(X.shape[1])), (X * units, y, units)):
        again, other = judged(A, b, Criterion(name), 20, **options)
        assert again.index == first.index
        np.testing.assert_allclose(again.values, first.values, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(other.predict(X[:3] * unit), path.predict(X[:3]), rtol=1e-6)


@pytest.mark.parametrize("penalty", ["l1", "l2"])  # an elastic net at another size of y is another model
@pytest.mark.parametrize("name", NAMES)
def test_units_of_the_response_do_not_matter(data, name, penalty):
    X, y = data
    alphas = np.geomspace(3.0, 0.01, 15)
    first, path = judged(X, y, Criterion(name), alphas, penalty=penalty)
    for size in (1e6, 1e-3):
        # A Normal prior's strength sigma^2 / s^2 has no unit, a Laplace prior's sigma^2 / b has y's.
        scaled = alphas * (size if penalty == "l1" else 1.0)
        again, other = judged(X, y * size, Criterion(name), scaled, penalty=penalty)
        assert again.index == first.index
        np.testing.assert_allclose(other.predict(X), path.predict(X) * size, rtol=1e-6)
        square = size**2 if name in ("gcv", "loo") else 1.0
        shift = 2 * len(y) * np.log(size) if name in ("aic", "bic", "ebic") else 0.0
        expected = first.values * square + shift
        np.testing.assert_allclose(again.values, expected, rtol=1e-6, atol=1e-6 * square)
        if first.sigma2 is not None:
            assert again.sigma2 == pytest.approx(first.sigma2 * size**2, rel=1e-6)


@pytest.mark.parametrize("penalty", ["l1", "l2", "elastic-net"])
@pytest.mark.parametrize("name", ["aic", "bic", "ebic", "cp", "gcv"])
def test_a_weight_of_two_is_a_row_twice(data, name, penalty):
    X, y = data
    weight = np.random.default_rng(6).integers(0, 4, len(y)).astype(float)
    rows = np.repeat(np.arange(len(y)), weight.astype(int))
    # As many different rows in either: with fewer than columns, sigma^2 comes from the path.
    once, _ = judged(X, y, Criterion(name, 0.5), sample_weight=weight, penalty=penalty)
    twice, _ = judged(X[rows], y[rows], Criterion(name, 0.5), penalty=penalty)
    np.testing.assert_allclose(once.values, twice.values, rtol=1e-7)
    assert once.index == twice.index


@pytest.mark.parametrize("name", ["aic", "bic", "ebic", "cp", "gcv"])
def test_moments_are_enough_but_for_leaving_rows_out(name):
    X, y = regression()
    rows, _ = judged(X, y, Criterion(name))
    moments, _ = judged(riata.Moments.from_data(X, y), None, Criterion(name))
    np.testing.assert_allclose(moments.values, rows.values, rtol=1e-9)
    assert moments.index == rows.index
    with pytest.raises(DataError, match="needs the rows"):
        judged(riata.Moments.from_data(X, y), None, Criterion("loo"))


# --- edges ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("penalty", ["l1", "l2"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_explain(name, penalty):
    X, _ = regression(12, 3)
    result, _ = judged(X, np.full(12, 4.0), Criterion(name), penalty=penalty)
    assert result.index == 0
    assert "constant" in result.how


@pytest.mark.parametrize("name", NAMES)
def test_nothing_left_unexplained(data, name):
    X, _ = data
    y = X[:, :2] @ [1.0, -1.0]
    result, path = judged(X, y, Criterion(name), 40)
    assert path.dev_ratio[result.index] > 0.999
    assert not np.isnan(result.values).any()


def test_few_rows():
    X, y = regression(3, 5)
    for name in NAMES:
        result, _ = judged(X, y, Criterion(name))
        assert not np.isnan(result.values).any()
    result, _ = judged(X[:1], y[:1], Criterion("bic"))
    assert result.index == 0


def test_weights_that_do_not_count_rows_are_refused():
    X, y = regression()
    with pytest.raises(DataError, match="weights add up to 1, but here they count as repeated rows"):
        judged(X, y, Criterion("aic"), sample_weight=np.full(40, 1 / 40))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dic",), "a criterion is one of .* not 'dic'"),
        (("aic", -1.0), "sigma2 must be a positive number"),
        (("aic", "best"), "sigma2 must be a positive number"),
        (("aic", True), "sigma2 must be a positive number"),
        (("aic", np.nan), "sigma2 must be a positive number"),
        (("cp", "profile"), "Cp compares with one sigma2"),
        (("ebic", None, 1.5), r"gamma must be a number in \[0, 1\]"),
        (("ebic", None, "high"), r"gamma must be a number in \[0, 1\]"),
    ],
)
def test_bad_parameters(arguments, message):
    with pytest.raises(ParameterError, match=message):
        Criterion(*arguments)


def test_the_record_as_a_frame(data):
    result, path = judged(*data, Criterion("bic"), 8)
    frame = result.to_frame("pandas")
    assert list(frame.columns) == ["alpha", "df", "bic"]
    np.testing.assert_array_equal(frame["alpha"], path.alphas)
    with pytest.raises(AttributeError):
        result.index = 3


# --- estimators ----------------------------------------------------------------------------------

ESTIMATORS = {
    "Lasso": (riata.Lasso, "l1"),
    "ElasticNet": (riata.ElasticNet, "elastic-net"),
    "Ridge": (riata.Ridge, "l2"),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ESTIMATORS)
def test_in_place_of_a_number(data, kind, name):
    X, y = data
    cls, penalty = ESTIMATORS[kind]
    model = clone(cls(alpha=Criterion(name))).fit(X, y)
    problem = make_problem(X, y, penalty=penalty)
    chosen = Criterion(name).choose(problem, Grid(), Settings())
    size = len(y) if kind == "Ridge" else 1.0  # scikit-learn's Ridge has the sum scale
    assert model.alpha_ == pytest.approx(chosen.alpha * size, rel=1e-12)
    np.testing.assert_allclose(model.coef_, chosen.coef, atol=1e-12)
    assert len(model.path_) == 100
    fixed = cls(alpha=model.alpha_).fit(X, y)
    np.testing.assert_allclose(model.coef_, fixed.coef_, atol=1e-6)


@pytest.mark.parametrize("penalty", ["lasso", "ridge", "elastic-net"])
def test_in_a_table(tmp_path, penalty):
    model = riata.fit(
        riata.datasets.prostate(), "lpsa", drop=["train"], penalty=penalty, alpha=Criterion("bic")
    )
    assert "least BIC" in str(model.summary())
    assert model.cv is None
    model.save(tmp_path / "model.json")
    again = riata.load(tmp_path / "model.json")
    assert again.alpha == model.alpha
    assert str(again.choice) == "least BIC"


@pytest.mark.parametrize(
    ("criterion", "text"),
    [
        (Criterion("bic"), "Criterion('bic')"),
        (Criterion("aic", "profile"), "Criterion('aic', sigma2='profile')"),
        (Criterion("ebic", 2.0, 1.0), "Criterion('ebic', sigma2=2.0, gamma=1.0)"),
    ],
)
def test_written_as_it_is_made(criterion, text):
    assert repr(criterion) == text
    assert eval(text) == criterion


def test_the_noise_of_wide_ridge_is_not_that_of_interpolation():
    """Noise of variance one, five times as many columns as rows: never taken for none."""
    for seed in range(10):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(20, 100)), rng.normal(size=20)
        chosen = riata.Ridge(alpha=Criterion("bic")).fit(X, y).choice_
        assert 0.1 < chosen.sigma2 < 5.0
