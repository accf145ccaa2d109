"""What a posterior can be asked, and how it answers."""

from __future__ import annotations

import copy
import pickle
import sys
import types

import numpy as np
import pytest
from scipy import stats

import riata
from riata.errors import DataError, MissingExtraError, ParameterError
from riata.posterior import Posterior, Prediction, bayesian_lasso, bayesian_ridge, horseshoe
from riata.posterior.predictive import mixture_quantile
from support.data import regression


@pytest.fixture(scope="module")
def post():
    X, y = regression(60, 6)
    return bayesian_lasso(X, y, draws=500, seed=1)


def test_shapes_and_names(post):
    assert post.coef.shape == (4, 500, 6)
    assert post.intercept.shape == post.sigma2.shape == post.hyper["lam"].shape == (4, 500)
    for per_coefficient in (post.rhat, post.ess_bulk, post.ess_tail, post.mean, post.median, post.sd):
        assert per_coefficient.shape == (6,)
    assert post.names == tuple(f"x{j}" for j in range(6))
    assert (post.chains, post.draws) == (4, 500)
    assert post.rhat.max() < 1.02
    assert post.interval(0.5).shape == (6, 2)


def test_frozen(post):
    with pytest.raises(AttributeError):
        post.coef = 0


def test_names_of_a_data_frame(prostate):
    frame = riata.datasets.prostate("pandas").drop(columns=["train", "lpsa"])
    post = bayesian_ridge(frame, prostate[1], draws=50, seed=1)
    assert post.names == tuple(frame.columns)
    assert list(post.summary()["parameter"][:8]) == list(frame.columns)


def test_summary(post):
    table = post.summary(interval=0.8)
    assert list(table["parameter"]) == [*post.names, "(intercept)", "sigma2", "lam"]
    np.testing.assert_allclose(table["mean"][:6], post.mean)
    np.testing.assert_allclose(np.column_stack([table["lower"], table["upper"]])[:6], post.interval(0.8))
    np.testing.assert_allclose(table["direction"][:6], post.probability_of_direction)
    np.testing.assert_allclose(table["rhat"][:6], post.rhat)
    assert type(post.summary(backend="polars")).__module__.startswith("polars")


def test_probability_of_direction(post):
    positive = (post.coef > 0).mean(axis=(0, 1))
    np.testing.assert_allclose(post.probability_of_direction, np.maximum(positive, 1 - positive))
    assert post.probability_of_direction[0] == 1.0


def test_text(post):
    text = str(post)
    for word in ("x0", "(intercept)", "sigma2", "lam", "rhat", "Laplace", "4 chains x 500 draws"):
        assert word in text
    assert repr(post) in text
    assert "\n" not in repr(post)


def test_html_escapes_names():
    X, y = regression(30, 1)
    import pandas as pd

    named = bayesian_ridge(pd.DataFrame({"<b>": X[:, 0]}), y, draws=20, seed=1)
    assert "<b>" not in named._repr_html_()
    assert "&lt;b&gt;" in named._repr_html_()


def test_pickled_without_its_data(post):
    again = pickle.loads(pickle.dumps(post))
    np.testing.assert_array_equal(again.coef, post.coef)
    assert again.problem is None
    with pytest.raises(ParameterError, match="rows of the data"):
        again.sparsify()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))])
def test_copies_say_the_same(post, copied):
    again, (X, _) = copied(post), regression(5, 6)
    np.testing.assert_array_equal(again.predict(X), post.predict(X))
    assert str(again) == str(post)
    assert again.summary(backend="pandas").equals(post.summary(backend="pandas"))
    assert again.to_arviz() is not None
    if again.problem is not None:
        assert again.sparsify().selected == post.sparsify().selected


def test_deep_copies_share_nothing_that_changes(post):
    again = copy.deepcopy(post)
    again.coef[:] = 0.0
    assert post.coef.all()
    assert again.problem is copy.copy(post).problem is post.problem


def test_a_single_draw_has_no_deviation():
    X, y = regression(20, 3)
    one = bayesian_ridge(X, y, draws=1, chains=1, seed=0)
    assert np.isnan(one.sd).all()
    assert np.isfinite(one.mean).all()


# --- predictions ------------------------------------------------------------------------------


def test_prediction_of_ridge_is_a_t():
    """Exactly known: t with S - 1 degrees of freedom about the ridge fit."""
    X, y = regression(40, 7)
    n, kappa = len(y), 2.0
    post = riata.Ridge(kappa).posterior(X, y, draws=20_000, chains=1, seed=2)
    fit = riata.Ridge(kappa).fit(X, y)
    new = X[:5] + 0.3
    Z, t = X - X.mean(0), y - y.mean()
    inverse = np.linalg.inv(Z.T @ Z + kappa * np.eye(7))
    square = t @ (t - Z @ inverse @ Z.T @ t)
    away = new - X.mean(0)
    scale = np.sqrt(square / (n - 1) * (1 + 1 / n + np.einsum("ij,jk,ik->i", away, inverse, away)))
    found = post.predict(new, interval=0.9)
    assert isinstance(found, Prediction)
    np.testing.assert_allclose(post.predict(new), found.mean)
    np.testing.assert_allclose(found.mean, fit.predict(new), atol=4 * scale.max() / np.sqrt(20_000))
    half = stats.t(n - 1).ppf(0.95) * scale
    np.testing.assert_allclose(found.upper, fit.predict(new) + half, atol=0.02 * half.max())
    np.testing.assert_allclose(found.lower, fit.predict(new) - half, atol=0.02 * half.max())


def test_mixture_quantile_solves_its_equation():
    rng = np.random.default_rng(4)
    centres = np.vstack([rng.normal(size=300), np.where(rng.random(300) < 0.5, -50.0, 80.0)])
    sigma = rng.gamma(2.0, size=300) * 1e-2
    for probability in (0.01, 0.3, 0.5, 0.95):
        t = mixture_quantile(centres, sigma, probability)
        reached = stats.norm.cdf((t[:, None] - centres) / sigma).mean(axis=1)
        np.testing.assert_allclose(reached, probability, atol=1e-6)


def test_many_rows_are_predicted_in_blocks(post):
    X, _ = regression(1500, 6, seed=5)
    all_at_once = post.predict(X, interval=0.5)
    np.testing.assert_allclose(
        all_at_once.lower[-3:], post.predict(X[-3:], interval=0.5).lower, rtol=1e-9
    )


@pytest.mark.parametrize("size", [1e150, 1e300])
def test_rows_far_away_are_predicted_in_their_own_unit(post, size):
    X, _ = regression(5, 6)
    far = post.predict(X * size, interval=0.9)
    each = (X @ post.coef.reshape(-1, 6).T) * size  # beside which level and noise are nothing
    np.testing.assert_allclose(far.mean, each.mean(axis=1), rtol=1e-9)
    for found, probability in ((far.lower, 0.05), (far.upper, 0.95)):
        low, high = np.quantile(each, [probability - 0.01, probability + 0.01], axis=1)
        assert ((low <= found) & (found <= high)).all()


def test_rows_beyond_double_precision_are_refused(post):
    X, _ = regression(5, 6)
    X[3] = 1e308 * np.sign(post.mean)
    for interval in (None, 0.9):
        with pytest.raises(DataError, match="row 3 of X is so large"):
            post.predict(X, interval=interval)


# --- a sparse summary -------------------------------------------------------------------------


def test_sparsify_says_why_nothing_or_everything_is_kept():
    X, y = regression(40, 6, noise=50.0)
    nothing = bayesian_ridge(X, y, seed=0, draws=500).sparsify()
    assert nothing.selected == ()
    assert nothing.note.startswith("no column is kept: the posterior is so unsure")
    X, y = regression(400, 3, noise=0.01)
    everything = bayesian_ridge(X, y + X.sum(axis=1), seed=0, draws=500).sparsify()
    assert len(everything.selected) == 3
    assert everything.note.startswith("all 3 columns are kept")


def test_sparsify_keeps_what_matters():
    X, y = regression(200, 12, noise=1.0)
    post = horseshoe(X, y, draws=500, seed=3)
    found = post.sparsify()
    assert found.selected == ("x0", "x1", "x2", "x3")
    assert (found.coef[4:] == 0).all()
    low, middle, high = found.full
    assert low < middle < high
    chosen = np.flatnonzero(found.sizes == len(found.selected))[0]
    assert found.explained[chosen] >= low
    assert (np.diff(found.sizes) > 0).all()
    assert found.explained[-1] == found.explained.max()
    line = found.intercept + X @ found.coef
    assert line.mean() == pytest.approx(post.predict(X).mean())


# --- ArviZ ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["0.23.4", "1.2.0"])
def test_to_arviz(post, version, monkeypatch):
    """Both interfaces of from_dict: groups by keyword before 1.0, a dictionary of groups since."""
    calls = []
    fake = types.ModuleType("arviz")
    fake.__version__ = version
    fake.from_dict = lambda *args, **kwargs: calls.append((args, kwargs))
    monkeypatch.setitem(sys.modules, "arviz", fake)
    post.to_arviz()
    ((args, kwargs),) = calls
    group = args[0]["posterior"] if version.startswith("1") else kwargs["posterior"]
    assert set(group) == {"coef", "intercept", "sigma2", "lam"}
    assert group["coef"].shape == (4, 500, 6)
    assert kwargs["coords"] == {"feature": list(post.names)}
    assert kwargs["dims"] == {"coef": ["feature"]}


def test_arviz_missing(post, monkeypatch):
    monkeypatch.setitem(sys.modules, "arviz", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'riata\[bayes\]'"):
        post.to_arviz()


def test_arviz_itself(post):
    held = post.to_arviz()["posterior"]
    np.testing.assert_array_equal(held["coef"].values, post.coef)
    assert list(held["coef"].dims) == ["chain", "draw", "feature"]
    assert list(held["coef"].coords["feature"].values) == list(post.names)


# --- errors -----------------------------------------------------------------------------------

X, Y = regression(30, 4)


@pytest.mark.parametrize(
    ("call", "error", "match"),
    [
        (lambda: bayesian_lasso(X, Y, lam=0.0), ParameterError, "lam must be a number > 0"),
        (lambda: bayesian_lasso(X, Y, lam="cv"), ParameterError, 'lam must be a number > 0, "gamma"'),
        (lambda: bayesian_lasso(X, Y, draws=0), ParameterError, "draws must be a whole number >= 1"),
        (lambda: bayesian_lasso(X, Y, seed=-1), ParameterError, "seed must be"),
        (lambda: bayesian_lasso(X, Y, seed="x"), ParameterError, "seed must be"),
        (lambda: bayesian_lasso(X, Y, standardize="no"), ParameterError, "standardize must be"),
        (lambda: bayesian_lasso(X, np.ones(30)), DataError, "y is constant"),
        (lambda: bayesian_lasso(np.ones((30, 2)), Y), DataError, "no column of X varies"),
        (lambda: bayesian_lasso(X * np.nan, Y), DataError, "NaN"),
        (lambda: bayesian_lasso(X[:1], Y[:1]), DataError, "constant"),
        (lambda: bayesian_ridge(np.ones((30, 2)), Y), DataError, "no column of X varies"),
        (lambda: horseshoe(np.ones((30, 2)), Y), DataError, "no column of X varies"),
        (lambda: bayesian_lasso(np.ones((30, 2)), Y, lam="em"), DataError, "no column of X varies"),
        (lambda: riata.Ridge().posterior(np.ones((30, 2)), Y), DataError, "no column of X varies"),
        (lambda: bayesian_lasso(X, Y, draws=2**63), ParameterError, f"draws = {2**63} is too many"),
        (lambda: bayesian_ridge(X, Y, draws=10**9), ParameterError, "GiB of memory"),
        (lambda: riata.Lasso().posterior(X, Y, chains=10**9), ParameterError, "GiB of memory"),
        (lambda: horseshoe(X, Y, warmup=2**64), ParameterError, "warmup = .* is too many"),
        (lambda: bayesian_lasso(X, Y, fit_intercept="no"), ParameterError, "fit_intercept must be True"),
        (
            lambda: riata.Lasso(0.1).posterior(X, Y, prior_sigma2=1e300),
            ParameterError,
            "prior_sigma2 = 1e.300 and the variance of y",
        ),
        (
            lambda: riata.Ridge(0.1).posterior(X, Y, prior_sigma2=1e-300),
            ParameterError,
            "prior_sigma2 = 1e-300 and the variance of y",
        ),
        (lambda: horseshoe(X, Y, tau=-1), ParameterError, "tau must be"),
        (lambda: bayesian_ridge(X, Y, kappa="em"), ParameterError, "kappa must be"),
        (lambda: bayesian_ridge(X, Y, sigma2=0), ParameterError, "sigma2 must be"),
        (lambda: riata.Lasso(positive=True).posterior(X, Y), ParameterError, "without bounds"),
        (lambda: riata.Lasso().posterior(X, np.column_stack([Y, Y])), DataError, "one target"),
        (lambda: riata.Lasso(0.0).posterior(X[:4], Y[:4]), DataError, "4 rows cannot carry 4"),
        (
            lambda: riata.Lasso(0.0).posterior(np.column_stack([X, X[:, 0]]), Y),
            DataError,
            "linearly dependent",
        ),
        (
            lambda: riata.Lasso(0.1).posterior(X[:4], Y[:4], prior_sigma2=1.0),
            ParameterError,
            "more rows than columns",
        ),
        (
            lambda: riata.Lasso(0.1).posterior(X, Y, sigma2=1.0, prior_sigma2=1.0),
            ParameterError,
            "give one of them",
        ),
    ],
)
def test_errors_say_what_to_do(call, error, match):
    with pytest.raises(error, match=match):
        call()


@pytest.mark.parametrize("level", [0, 1, 90, "most"])
def test_levels_are_probabilities(post, level):
    for ask in (
        post.interval,
        post.summary,
        post.sparsify,
        lambda q: post.predict(X[:, :1], interval=q),
    ):
        with pytest.raises(ParameterError, match="between 0 and 1"):
            ask(level)


def test_prediction_wants_the_same_columns(post):
    with pytest.raises(DataError, match="X has 4 columns, and the posterior 6"):
        post.predict(X)


def test_reachable_from_the_top():
    assert riata.posterior.Posterior is Posterior
