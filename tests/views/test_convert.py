"""Strengths between packages: against scikit-learn, stored glmnet fits, and optimality conditions."""

from __future__ import annotations

import copy
import gzip
import itertools
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from sklearn import linear_model

import riata
from riata.errors import ParameterError
from riata.views.packages import SCALES
from support.data import regression

N, SD_Y = 40, 3.7
FACTS = {"n": N, "sd_y": SD_Y}
PACKAGES = sorted({package for package, _ in SCALES})
PAIRS = [
    (model, one, two)
    for model in ("ridge", "lasso", "elastic-net", "logistic")
    for one, two in itertools.product(PACKAGES, PACKAGES)
    if (one, model) in SCALES and (two, model) in SCALES
]
DATA = Path(__file__).parents[1] / "references" / "data"


@pytest.mark.parametrize(("model", "one", "two"), PAIRS)
def test_there_and_back(model, one, two):
    for share in (0.0, 0.3, 1.0) if model in ("elastic-net", "logistic") else (None,):
        there = riata.convert(0.7, from_=one, to=two, model=model, l1_ratio=share, **FACTS)
        again = riata.convert(
            there,
            from_=two,
            to=one,
            model=model,
            l1_ratio=None if share is None else there.l1_ratio,
            **FACTS,
        )
        assert again == pytest.approx(0.7, rel=1e-13)
        assert share is None or again.l1_ratio == pytest.approx(share, abs=1e-14)


@pytest.mark.parametrize(("model", "one", "two"), PAIRS)
def test_by_way_of_riata(model, one, two):
    share = {"elastic-net": 0.3, "logistic": 0.3}.get(model)
    options = {"model": model, **FACTS}
    straight = riata.convert(2.0, from_=one, to=two, l1_ratio=share, **options)
    half = riata.convert(2.0, from_=one, to="riata", l1_ratio=share, **options)
    moved = None if share is None else half.l1_ratio
    around = riata.convert(half, from_="riata", to=two, l1_ratio=moved, **options)
    assert around == pytest.approx(straight, rel=1e-13)
    assert around.l1_ratio == pytest.approx(straight.l1_ratio, rel=1e-13)


#: What the formulas of each package's documentation say of 0.7 on riata's scale, n = 40, sd_y = 3.7.
KNOWN = [
    ("ridge", "sklearn", 0.7 * N),
    ("ridge", "glmnet", 0.7 * SD_Y),
    ("ridge", "statsmodels", 0.7),
    ("ridge", "glum", 0.7),
    ("ridge", "matlab", 0.7 * N),
    ("ridge", "article-lagrangian", 0.7 * N),
    ("ridge", "article-half", 0.7 * N),
    ("lasso", "sklearn", 0.7),
    ("lasso", "glmnet", 0.7),
    ("lasso", "statsmodels", 0.7),
    ("lasso", "glum", 0.7),
    ("lasso", "matlab", 0.7),
    ("lasso", "article-lagrangian", 2 * 0.7 * N),
    ("lasso", "article-half", 0.7 * N),
    ("logistic", "sklearn", 1 / (0.7 * N)),
    ("logistic", "glmnet", 0.7),
    ("logistic", "statsmodels", 0.7),
    ("logistic", "glum", 0.7),
    ("logistic", "matlab", 1.4),
]


@pytest.mark.parametrize(("model", "to", "expected"), KNOWN)
def test_known(model, to, expected):
    found = riata.convert(0.7, from_="riata", to=to, model=model, **FACTS)
    assert isinstance(found, float)
    assert found == pytest.approx(expected, rel=1e-14)


# --- the same coefficients --------------------------------------------------------------------


@pytest.fixture
def centred():
    X, y = regression(N)
    return X - X.mean(axis=0), y - y.mean()


def test_ridge_of_scikit_learn_and_the_closed_form(centred):
    X, y = centred
    C = riata.path(X, y, penalty="ridge", alphas=[0.3]).coef(0)
    alpha = riata.convert(0.3, from_="riata", to="sklearn", model="ridge", n=N)
    np.testing.assert_allclose(linear_model.Ridge(alpha=alpha).fit(X, y).coef_, C, rtol=1e-9)
    for form in ("article-lagrangian", "article-half"):
        lam = riata.convert(0.3, from_="riata", to=form, model="ridge", n=N)
        np.testing.assert_allclose(np.linalg.solve(X.T @ X + lam * np.eye(7), X.T @ y), C, rtol=1e-9)


@pytest.mark.parametrize("share", [0.2, 1.0])
def test_elastic_net_of_scikit_learn(centred, share):
    X, y = centred
    found = riata.convert(0.3, from_="riata", to="sklearn", model="elastic-net", l1_ratio=share)
    model = linear_model.ElasticNet(alpha=found, l1_ratio=found.l1_ratio, tol=1e-13, max_iter=10**6)
    known = riata.ElasticNet(0.3, l1_ratio=share).fit(X, y)
    np.testing.assert_allclose(model.fit(X, y).coef_, known.coef_, rtol=0, atol=1e-8)


def test_logistic_regression_of_scikit_learn():
    """The gradient of the mean loss at its answer balances A w, A on riata's scale."""
    X, y = regression(N)
    z = (y > y.mean()).astype(float)
    C = riata.convert(0.05, from_="riata", to="sklearn", model="logistic", n=N)
    model = linear_model.LogisticRegression(C=C, tol=1e-12, max_iter=10_000).fit(X, z)
    w = model.coef_[0]
    gradient = X.T @ (model.predict_proba(X)[:, 1] - z) / N
    np.testing.assert_allclose(gradient, -0.05 * w, atol=1e-7)


def glmnet_fits():
    """Stored fits of R's glmnet with an L2 part, an intercept and nothing else."""
    for name in ("prostate", "glmnet_quickstart", "hitters"):
        with gzip.open(DATA / f"{name}.json.gz") as file:
            fits = json.load(file)["fits"]
        for fit in fits:
            odd = ("weights", "penalty.factor", "limits", "intercept=FALSE", "train")
            if fit["l1_share"] < 1 and not any(word in fit["call"] + fit["id"] for word in odd):
                yield name, fit["id"]


@pytest.mark.parametrize(("name", "which"), list(glmnet_fits()))
def test_glmnet_with_its_hidden_deviation(name, which):
    with gzip.open(DATA / f"{name}.json.gz") as file:
        fit = next(f for f in json.load(file)["fits"] if f["id"] == which)
    if name == "prostate":
        table = riata.datasets.prostate("pandas")
        X, y = table.drop(columns=["lpsa", "train"]).to_numpy(dtype=float), table["lpsa"].to_numpy()
    else:
        with np.load(DATA / f"{name}.npz") as arrays:
            X, y = arrays["X"].astype(float), arrays["y"]
    scale = X.std(axis=0) if fit["standardize"] else np.ones(X.shape[1])
    Z, n, sd_y = X / scale, len(y), y.std()
    k = len(fit["lambda"]) // 2
    expected = np.zeros(X.shape[1])
    expected[np.array(fit["beta"][k]["i"], dtype=int)] = fit["beta"][k]["x"]
    facts = {"from_": "glmnet", "to": "sklearn", "n": n, "sd_y": sd_y}
    if fit["l1_share"] == 0:
        alpha = riata.convert(fit["lambda"][k], model="ridge", **facts)
        found = linear_model.Ridge(alpha=alpha).fit(Z, y)
    else:
        to = riata.convert(fit["lambda"][k], model="elastic-net", l1_ratio=fit["l1_share"], **facts)
        found = linear_model.ElasticNet(to, l1_ratio=to.l1_ratio, tol=1e-13, max_iter=10**6).fit(Z, y)
    share = np.abs(expected * scale).max()
    np.testing.assert_allclose(found.coef_, expected * scale, rtol=0, atol=1e-6 * share)


def test_the_article_and_the_prior_agree(centred):
    """lambda = 2 sigma^2 / b, and sigma^2 / s^2: from the converter and from the views."""
    X, y = centred
    lasso, ridge = riata.Lasso(0.1).fit(X, y).views(X, y), riata.Ridge(5.0).fit(X, y).views(X, y)
    to = {"to": "article-lagrangian", "n": N}
    assert riata.convert(0.1, from_="sklearn", model="lasso", **to) == pytest.approx(lasso.lambda_l1)
    assert riata.convert(5.0, from_="sklearn", model="ridge", **to) == pytest.approx(ridge.lambda_l2)


# --- what it returns and refuses --------------------------------------------------------------


def test_a_strength_is_a_float_that_tells_its_call():
    found = riata.convert(0.5, from_="riata", to="glmnet", model="elastic-net", l1_ratio=0.5, sd_y=2.0)
    assert found == pytest.approx(0.75)
    assert found.l1_ratio == pytest.approx(1 / 3)
    assert found.call == f"glmnet(x, y, alpha = {found.l1_ratio!r}, lambda = {float(found)!r})"
    assert "sd(y)" in found.objective
    for again in (pickle.loads(pickle.dumps(found)), copy.copy(found)):
        assert (again, again.l1_ratio, again.call) == (found, found.l1_ratio, found.call)


def test_weights_count_rows():
    options = {"from_": "riata", "to": "sklearn", "model": "ridge"}
    assert riata.convert(0.5, sum_of_weights=60.0, **options) == 30.0
    assert riata.convert(0.5, n=40, sum_of_weights=60.0, **options) == 30.0


def test_no_penalty_at_all():
    assert riata.convert(0.0, from_="riata", to="sklearn", model="ridge", n=9) == 0.0
    assert riata.convert(0.0, from_="riata", to="sklearn", model="logistic", n=9) == np.inf
    assert riata.convert(np.inf, from_="sklearn", to="riata", model="logistic", n=9) == 0.0
    found = riata.convert(0.0, from_="glmnet", to="glum", model="elastic-net", l1_ratio=0.4, sd_y=3)
    assert (found, found.l1_ratio) == (0.0, 0.4)


def test_only_what_matters_is_asked_for():
    """L1 needs neither n nor sd_y between mean scales; a package and itself need nothing."""
    for to in ("sklearn", "glmnet", "statsmodels", "glum", "matlab"):
        assert riata.convert(0.3, from_="riata", to=to, model="lasso") == 0.3
    assert riata.convert(0.3, from_="glmnet", to="glmnet", model="ridge") == 0.3
    assert riata.convert(0.3, from_="sklearn", to="sklearn", model="logistic") == pytest.approx(0.3)
    assert riata.convert(0.3, from_="glmnet", to="riata", model="elastic-net", l1_ratio=1) == 0.3


RIDGE = {"from_": "glmnet", "to": "sklearn", "model": "ridge"}
NET = {"from_": "riata", "to": "sklearn", "model": "elastic-net"}
BAD = [
    (1.0, RIDGE | {"sd_y": 2.0}, r"needs n, the number of rows: give n=$"),
    (1.0, RIDGE | {"n": 10}, r"needs sd_y, the standard deviation of y \(divisor n\): give sd_y=$"),
    (1.0, NET, "an elastic net needs l1_ratio, the share of L1: give l1_ratio=$"),
    (1.0, NET | {"l1_ratio": 1.5}, "l1_ratio must be between 0 and 1, not 1.5"),
    (1.0, RIDGE | {"l1_ratio": 0.5}, "'ridge' has no l1_ratio: leave it out"),
    (1.0, RIDGE | {"to": "lars"}, "there is no package 'lars' here; choose one of"),
    (1.0, RIDGE | {"from_": 3}, "there is no package 3 here"),
    (1.0, RIDGE | {"model": "probit"}, "model must be one of .* not 'probit'"),
    (1.0, NET | {"to": "article-half"}, "'article-half' has no form for 'elastic-net'"),
    (-1.0, RIDGE, "value must be a number >= 0, not -1.0"),
    ("a", RIDGE, "value must be a number >= 0, not 'a'"),
    (np.inf, RIDGE, "value must be a number >= 0, not inf"),
    (np.nan, RIDGE, "value must be a number >= 0, not nan"),
    (1.0, RIDGE | {"model": []}, r"model must be one of \[.*\], not \[\]"),
    (True, RIDGE, "value must be a number >= 0, not True"),
    (1.0, RIDGE | {"n": 0, "sd_y": 1}, "n must be a number > 0, not 0"),
    (1.0, RIDGE | {"n": 9, "sd_y": -1}, "sd_y must be a number >= 0, not -1"),
]


@pytest.mark.parametrize(("value", "options", "words"), BAD)
def test_refused(value, options, words):
    with pytest.raises(ParameterError, match=words):
        riata.convert(value, **options)
