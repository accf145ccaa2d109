"""Against slow, obvious oracles: the textbook run to its end, and plain NumPy with every option."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.penalties import ElasticNet
from riata.textbook import coordinate_descent
from support.data import SHAPES, regression
from support.options import OPTIONS, PENALTIES, make_options
from support.plain import plain

ALPHAS = [1.0, 0.2, 0.06]


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


@pytest.mark.parametrize("l1_ratio", [1.0, 0.5, 0.01])
@pytest.mark.parametrize("fraction", [0.5, 0.1, 0.01])
def test_textbook_coordinate_descent(data, l1_ratio, fraction):
    X, y = data
    X, y = X - X.mean(axis=0), y - y.mean()
    n = len(y)
    alpha = fraction * np.abs(X.T @ y).max() / n / max(l1_ratio, 0.05)
    trace = coordinate_descent(X, y, n * alpha, l1_ratio=l1_ratio, tol=0.0, max_iter=3000)
    assert trace.converged
    fit = riata.path(X, y, penalty=ElasticNet(l1_ratio), alphas=[alpha], fit_intercept=False)
    np.testing.assert_allclose(fit.coef(0), trace.coef, rtol=0, atol=1e-9)
    assert fit.gaps[0] <= 1e-8


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
@pytest.mark.parametrize("name", OPTIONS)
def test_every_option(data, name, penalty):
    X, y = data
    options = make_options(name, *X.shape)
    oracle = plain(X, y, penalty, **options)
    fit = riata.path(X, y, penalty=penalty, alphas=ALPHAS, **options)
    for k, alpha in enumerate(fit.alphas):
        coef, intercept = oracle.minimise(alpha)
        assert oracle.violation(coef, intercept, alpha) < 1e-8
        np.testing.assert_allclose(fit.coef(k), coef, rtol=0, atol=1e-7)
        assert fit.intercepts[k] == pytest.approx(intercept, abs=1e-7)
        null = oracle.null_loss
        assert fit.dev_ratio[k] == pytest.approx(1 - oracle.mean_loss(coef, intercept) / null, abs=1e-9)


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
@pytest.mark.parametrize("name", OPTIONS)
def test_optimality_conditions_on_a_whole_path(data, name, penalty):
    X, y = data
    options = make_options(name, *X.shape)
    oracle = plain(X, y, penalty, **options)
    fit = riata.path(X, y, penalty=penalty, alphas=30, **options)
    assert fit.gaps.max() <= 1e-8
    for k, alpha in enumerate(fit.alphas):
        coef, intercept = fit.coef(k), fit.intercepts[k]
        assert oracle.violation(coef, intercept, alpha) <= 1e-6
        assert intercept == pytest.approx(oracle.intercept(coef), abs=1e-10)
    data_options = {name: options[name] for name in ("sample_weight", "offset") if name in options}
    assert fit.certificate(X, y, **data_options).max() <= 1e-8


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
def test_tolerance_is_kept(data, penalty):
    X, y = data
    for tol in (1e-3, 1e-6, 1e-12):
        fit = riata.path(X, y, penalty=penalty, alphas=20, tol=tol)
        assert fit.gaps.max() <= tol
        assert fit.certificate(X, y).max() <= max(tol, 1e-12)


@pytest.mark.parametrize(("n", "p"), [(1500, 12), (60, 300), (300, 300)])
def test_larger_problems_by_their_conditions(n, p):
    X, y = regression(n, p)
    oracle = plain(X, y, riata.penalties.L1())
    fit = riata.path(X, y, alphas=40)
    assert fit.gaps.max() <= 1e-8
    for k in (0, 10, 25, 39):
        assert oracle.violation(fit.coef(k), fit.intercepts[k], fit.alphas[k]) <= 1e-7


@pytest.mark.parametrize("fraction", [0.1, 0.01, 0.001])
@pytest.mark.parametrize(("n", "p"), [(50, 100), (70, 105), (20, 60)])
def test_one_small_strength_without_a_path_to_it(n, p, fraction):
    """More columns than rows, straight to where the lasso nearly interpolates."""
    for seed in range(4):
        rng = np.random.default_rng(seed)
        X = rng.standard_normal((n, p))
        y = X[:, 0] + rng.standard_normal(n)
        alpha = fraction * riata.make_problem(X, y).alpha_max
        assert riata.path(X, y, alphas=[alpha]).gaps[0] <= 1e-8
