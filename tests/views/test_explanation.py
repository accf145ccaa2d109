"""Why a fit is what it is: pulls, reasons and shrinkage against plain NumPy; and in words."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import riata
from riata.views import explain, make_views
from support.data import SHAPES, regression
from support.options import OPTIONS, PENALTIES, make_options
from support.plain import plain

ALPHA = 0.15


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


@pytest.fixture(params=OPTIONS)
def options(request, data):
    return make_options(request.param, *data[0].shape)


def told(data, penalty="l1", alpha=ALPHA, sigma2=0.5, **options):
    path = riata.path(*data, penalty=penalty, alphas=[alpha], tol=1e-12, **options)
    return explain(path.problem, path.solution(0), sigma2=sigma2)


def test_pulls_and_reasons(data, penalty, options):
    found = told(data, penalty, **options)
    oracle = plain(*data, penalty, **options)
    X, y = data
    w = found.coef
    rest = y - options.get("offset", 0.0) - X @ w - found.views.intercept
    free = oracle.factor == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        pull = np.abs(X.T @ (oracle.weight * rest)) / oracle.total / (oracle.factor * oracle.spread)
        size = np.abs(pull[~free]).max()
        np.testing.assert_allclose(found.pull[~free], pull[~free], rtol=0, atol=1e-9 * size)
        a = penalty.elastic[0]
        needed = np.where(pull > 0, pull / np.float64(a), 0.0)
    assert sorted(np.concatenate([found.dropped, found.kept])) == list(range(len(w)))
    low, high = oracle.box
    for j, why in zip(found.dropped, found.why, strict=True):
        assert w[j] == 0
        if why == "penalty":
            assert needed[j] <= ALPHA * (1 + 1e-6)
        else:
            assert why == "bound"
            assert needed[j] > ALPHA
            assert low[j] == 0 or high[j] == 0
    order = [
        found.needed[j] for j, why in zip(found.dropped, found.why, strict=True) if why == "penalty"
    ]
    assert order == sorted(order, reverse=True)


def test_the_pull_on_the_kept_is_alpha(data):
    found = told(data)
    np.testing.assert_allclose(found.pull[found.kept], ALPHA, rtol=1e-7)
    assert (found.needed[found.dropped] < ALPHA).all()


@pytest.mark.parametrize("name", ["plain", "no-intercept", "standardize", "weights", "offset"])
def test_least_squares_on_the_kept(name):
    X, y = regression()
    options = make_options(name, *X.shape)
    found = told((X, y), **options)
    kept = np.sort(found.kept)
    design = X[:, kept] if name == "no-intercept" else np.column_stack([X[:, kept], np.ones(len(y))])
    root = np.sqrt(options.get("sample_weight", np.ones(len(y))))
    response = root * (y - options.get("offset", 0.0))
    w = np.linalg.lstsq(root[:, None] * design, response, rcond=None)[0][: len(kept)]
    np.testing.assert_allclose(found.refit[kept], w, rtol=1e-10)
    assert not np.delete(found.refit, kept).any()
    np.testing.assert_allclose(found.shrunk, 1 - found.coef[found.kept] / found.refit[found.kept])
    oracle = plain(X, y, riata.penalties.L1(), **options)
    assert found.budget == pytest.approx(np.abs(oracle.spread * found.refit).sum(), rel=1e-12)


def test_orthonormal_columns_are_shrunk_by_alpha():
    X, y = regression()
    X = np.linalg.qr(X - X.mean(axis=0))[0] * np.sqrt(len(y))
    found = told((X, y), alpha=0.4)
    away = found.refit[found.kept] - found.coef[found.kept]
    np.testing.assert_allclose(away, 0.4 * np.sign(found.coef[found.kept]), rtol=1e-9)


def test_no_single_least_squares():
    X, y = regression(15, 22)
    assert told((X, y), "l2").refit is None
    X[:, 1] = X[:, 0]
    found = told(
        (X, y), "l2", penalty_factor=np.ones(22), bounds=(np.where(np.arange(22) > 3, 0, -9), 9)
    )
    assert found.refit is None
    assert "no single answer" in str(found)


def test_the_prior_before_data(penalty):
    found = told(regression(), penalty, sigma2=0.5)
    rate = 40 * ALPHA / 0.5
    assert found.half_width == pytest.approx(penalty.as_scipy(rate).ppf(0.975), rel=1e-12)
    if penalty.elastic == (1.0, 0.0):
        assert found.half_width == pytest.approx(found.views.b * np.log(20), rel=1e-12)
    if penalty.elastic == (0.0, 1.0):
        assert found.half_width == pytest.approx(found.views.s * stats.norm.ppf(0.975), rel=1e-12)


def test_reasons_of_other_kinds():
    X, y = regression()
    X[:, 5] = 2.0
    found = told((X, y), standardize=True, bounds=(0.0, None))
    reasons = dict(zip(found.dropped.tolist(), found.why, strict=True))
    assert reasons[5] == "constant"
    assert reasons[1] == "bound"  # its true coefficient is negative
    text = str(found)
    for words in ("its column is constant", "held by its bound"):
        assert words in text


SAYS = {
    "l1": ["Why this lasso", "|x_j'r| / n, r", "of alpha", "not sparse", "not its mean", "shrunk by"],
    "elastic-net": ["Why this elastic net", "|x_j'r| / n over l1_ratio", "not sparse", "not its mean"],
    "l2": ["Why this ridge", "Ridge drops nothing", "not its mean", "sigma / sqrt(n alpha)"],
}


@pytest.mark.parametrize("name", SAYS)
def test_in_words(name):
    text = str(told(regression(), name, standardize=True))
    page = told(regression(), name, standardize=True).to_html()
    joined = " ".join(text.split())
    for words in SAYS[name]:
        assert words in joined
    assert ("not sparse" in joined) == (name != "l2")
    assert page.startswith("<!doctype html>")
    assert all(len(line) <= 105 for line in text.splitlines())
    assert "http" not in page


@pytest.mark.parametrize("alpha", [0.0, 1e6])
@pytest.mark.parametrize("name", ["l1", "l2", "elastic-net"])
def test_ends(name, alpha):
    """No penalty: a flat prior. All penalty: nothing kept, or nearly nothing of it."""
    found = told(regression(), name, alpha=alpha)
    text = str(found)
    assert "nan" not in text
    if alpha == 0:
        assert "the prior is flat" in text
        np.testing.assert_allclose(found.shrunk, 0, atol=1e-9)
    elif name != "l2":
        assert "None was kept" in text


def test_a_noise_that_is_unknown():
    X, y = regression(6, 5)
    found = told((X, y), "l2", alpha=0.0, sigma2=None)
    assert found.half_width is None
    assert "unknown" in str(make_views(*_fit(X, y)))


def _fit(X, y):
    path = riata.path(X, y, penalty="l2", alphas=[0.0])
    return path.problem, path.solution(0)


def test_names_are_never_interpreted():
    import pandas as pd

    X, y = regression(40, 3)
    table = pd.DataFrame(X, columns=["<script>", "a&b", "<b>"])
    path = riata.path(table, y, alphas=[0.5])
    found = explain(path.problem, path.solution(0), target="<u>y</u>")
    for tag in ("<script>", "<b>", "<u>"):
        assert tag not in found.to_html()
        assert tag in str(found)
