"""What must not matter: repeated rows, units, orders, constants."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.penalties import L1, ElasticNet
from support.data import SHAPES, regression
from support.options import PENALTIES

SIZES = [1e-12, 1e-3, 1e6, 1e150]


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


@pytest.fixture(params=[{}, {"fit_intercept": False}, {"standardize": True}], ids=str)
def options(request):
    return request.param


def fit(X, y, penalty, alphas=10, **options):
    return riata.path(X, y, penalty=penalty, alphas=alphas, eps=1e-2, **options)


def assert_same(first, second, coef=1.0, intercept=None, rtol=1e-8):
    """The second path is the first with its coefficients multiplied by `coef`."""
    expected = first.coefs.toarray() * np.reshape(coef, (-1, 1))
    size = np.max(np.abs(expected), axis=1, keepdims=True) + 1e-300
    np.testing.assert_allclose(second.coefs.toarray() / size, expected / size, rtol=0, atol=rtol)
    if intercept is not None:
        scale = np.max(np.abs(intercept)) + 1e-300
        np.testing.assert_allclose(second.intercepts / scale, intercept / scale, rtol=0, atol=rtol)
    np.testing.assert_allclose(second.dev_ratio, first.dev_ratio, rtol=0, atol=rtol)


def test_rows_twice(data, penalty, options):
    X, y = data
    once = fit(X, y, penalty, **options)
    twice = fit(np.vstack([X, X]), np.concatenate([y, y]), penalty, **options)
    np.testing.assert_allclose(twice.alphas, once.alphas, rtol=1e-12)
    assert_same(once, twice, intercept=once.intercepts)


def test_weights_are_repetitions(data, penalty, options):
    X, y = data
    count = np.random.default_rng(1).integers(1, 4, len(y))
    weighted = fit(X, y, penalty, sample_weight=count, **options)
    repeated = fit(np.repeat(X, count, axis=0), np.repeat(y, count), penalty, **options)
    np.testing.assert_allclose(weighted.alphas, repeated.alphas, rtol=1e-12)
    assert_same(repeated, weighted, intercept=repeated.intercepts)


def test_rows_of_weight_zero_are_not_there(data, penalty, options):
    X, y = data
    there = np.random.default_rng(2).random(len(y)) < 0.7
    y_wild = np.where(there, y, 1e6)
    X_wild = np.where(there[:, None], X, -1e3)
    weighted = fit(X_wild, y_wild, penalty, sample_weight=there.astype(float), **options)
    dropped = fit(X[there], y[there], penalty, **options)
    assert_same(dropped, weighted, intercept=dropped.intercepts)


@pytest.mark.parametrize("size", [1e-150, 1e-3, 7.0, 1e150])
def test_weights_have_no_unit(data, penalty, options, size):
    X, y = data
    weight = np.random.default_rng(3).uniform(0.2, 2.0, len(y))
    base = fit(X, y, penalty, sample_weight=weight, **options)
    scaled = fit(X, y, penalty, sample_weight=size * weight, **options)
    np.testing.assert_allclose(scaled.alphas, base.alphas, rtol=1e-11)
    assert_same(base, scaled, intercept=base.intercepts)
    number = fit(X, y, penalty, sample_weight=size, **options)
    assert_same(fit(X, y, penalty, **options), number)


@pytest.mark.parametrize("decades", [2, 5, 100])
def test_units_of_standardised_columns(data, penalty, decades):
    X, y = data
    sizes = 10.0 ** np.random.default_rng(4).uniform(-decades, decades, X.shape[1])
    base = fit(X, y, penalty, standardize=True)
    scaled = fit(X * sizes, y, penalty, standardize=True)
    np.testing.assert_allclose(scaled.alphas, base.alphas, rtol=1e-10)
    assert_same(base, scaled, coef=1.0 / sizes, intercept=base.intercepts)


@pytest.mark.parametrize("size", SIZES)
def test_unit_of_all_columns(data, size):
    """The lasso of s X at s alpha is the lasso of X at alpha, its coefficients over s."""
    X, y = data
    base, scaled = fit(X, y, L1()), fit(size * X, y, L1())
    np.testing.assert_allclose(scaled.alphas, size * base.alphas, rtol=1e-12)
    assert_same(base, scaled, coef=1.0 / size, intercept=base.intercepts)


@pytest.mark.parametrize("size", SIZES)
def test_unit_of_the_response(data, options, size):
    """The lasso's strength has the response's unit, ridge's has none."""
    X, y = data
    for penalty, unit in (("l1", size), ("l2", 1.0)):
        base = fit(X, y, penalty, [3.0, 0.5, 0.1], **options)
        scaled = fit(X, y * size, penalty, base.alphas * unit, **options)
        assert_same(base, scaled, coef=size, intercept=size * base.intercepts)


def test_unit_of_the_response_under_a_mixed_penalty(data, options):
    """S^2 (loss + a |w| + b w^2 / 2) is the loss of s y with penalty s a |w| + b w^2 / 2."""
    X, y = data
    for size in (1e-3, 40.0):
        base = fit(X, y, ElasticNet(0.5), [1.0, 0.2, 0.04], **options)
        l1, l2 = 0.5 * size, 0.5
        scaled = fit(X, y * size, ElasticNet(l1 / (l1 + l2)), base.alphas * (l1 + l2), **options)
        assert_same(base, scaled, coef=size, intercept=size * base.intercepts)


def test_order_of_rows(data, penalty, options):
    X, y = data
    order = np.random.default_rng(5).permutation(len(y))
    base, other = fit(X, y, penalty, **options), fit(X[order], y[order], penalty, **options)
    assert_same(base, other, intercept=base.intercepts)


def test_order_of_columns(data, penalty, options):
    X, y = data
    p = X.shape[1]
    order, factor = np.random.default_rng(6).permutation(p), np.linspace(0.5, 1.5, p)
    base = fit(X, y, penalty, penalty_factor=factor, **options)
    other = fit(X[:, order], y, penalty, penalty_factor=factor[order], **options)
    np.testing.assert_allclose(other.coefs.toarray(), base.coefs.toarray()[order], rtol=0, atol=1e-8)


@pytest.mark.parametrize("copies", [2, 3])
def test_duplicated_columns_predict_the_same(data, penalty, copies):
    X, y = data
    base = fit(X, y, L1(), alphas=8)
    other = fit(np.hstack([X] * copies), y, L1(), alphas=base.alphas)
    expected, found = base.predict(X), other.predict(np.hstack([X] * copies))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-7)
    assert other.gaps.max() <= 1e-8
    both = np.abs(other.coefs.toarray()).sum(axis=0)
    np.testing.assert_allclose(both, np.abs(base.coefs.toarray()).sum(axis=0), rtol=1e-7)


def test_duplicated_columns_share_under_an_l2_penalty(data):
    X, y = data
    twice = riata.path(np.hstack([X, X]), y, penalty="l2", alphas=[2.0, 0.2]).coefs.toarray()
    p = X.shape[1]
    np.testing.assert_allclose(twice[:p], twice[p:], rtol=0, atol=1e-11)
    once = riata.path(X, y, penalty="l2", alphas=[1.0, 0.1]).coefs.toarray()
    np.testing.assert_allclose(2 * twice[:p], once, rtol=0, atol=1e-10)


def test_an_offset_is_a_shift_of_the_response(data, penalty, options):
    X, y = data
    offset = np.random.default_rng(7).standard_normal(len(y))
    with_offset = fit(X, y, penalty, offset=offset, **options)
    shifted = fit(X, y - offset, penalty, **options)
    np.testing.assert_array_equal(with_offset.alphas, shifted.alphas)
    assert_same(shifted, with_offset, intercept=shifted.intercepts)


@pytest.mark.parametrize("constant", [-3.0, 1e3, 1e8])
def test_a_constant_moves_the_intercept_only(data, penalty, constant):
    X, y = data
    base, moved = fit(X, y, penalty), fit(X, y + constant, penalty)
    assert_same(base, moved, rtol=1e-8 + 1e-14 * abs(constant))
    np.testing.assert_allclose(moved.intercepts, base.intercepts + constant, rtol=1e-9)


@pytest.mark.parametrize("constant", [-3.0, 1e3, 1e8])
def test_constants_in_columns_move_the_intercept_only(data, penalty, constant):
    X, y = data
    base, moved = fit(X, y, penalty), fit(X + constant, y, penalty)
    assert_same(base, moved, rtol=1e-8 + 1e-14 * abs(constant))
    expected = base.intercepts - constant * base.coefs.toarray().sum(axis=0)
    np.testing.assert_allclose(moved.intercepts, expected, rtol=1e-6, atol=1e-6)


def test_signs_of_columns(data, penalty):
    X, y = data
    signs = np.where(np.arange(X.shape[1]) % 2, 1.0, -1.0)
    base = fit(X, y, penalty)
    assert_same(base, fit(X * signs, y, penalty), coef=signs, intercept=base.intercepts)
    assert_same(base, fit(X, -y, penalty), coef=-1.0, intercept=-base.intercepts)
