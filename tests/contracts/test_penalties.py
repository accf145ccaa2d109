"""What every penalty promises as a penalty: value, prox, score. A new penalty enters by one row."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from riata.penalties import REGISTRY, ElasticNet, make_penalty

#: The registry, and members of families worth a row of their own.
PENALTIES = [
    *REGISTRY.values(),
    ElasticNet(0.0),
    ElasticNet(1e-8),
    ElasticNet(0.1),
    ElasticNet(0.99),
    ElasticNet(1.0),
]
W = np.array([-1e3, -3.0, -1.0, -1e-8, 0.0, 1e-300, 0.2, 1.0, 7.5, 1e4])
STEPS = [1e-6, 0.3, 1.0, 50.0]


@pytest.fixture(params=PENALTIES, ids=repr)
def penalty(request):
    return request.param


def slope_from_above(penalty, w, h=1e-7):
    return (penalty.value(np.array([w + h])) - penalty.value(np.array([w])))[0] / h


def test_value_is_zero_at_zero_and_positive_elsewhere(penalty):
    value = penalty.value(W)
    assert value.shape == W.shape
    assert value.dtype == np.float64
    assert value[W == 0] == 0
    assert np.all(value[np.abs(W) >= 1e-8] > 0)
    np.testing.assert_array_equal(value, penalty.value(-W))


def test_value_keeps_any_shape(penalty):
    table = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(penalty.value(table), [penalty.value(row) for row in table])
    np.testing.assert_array_equal(penalty.value(table.T[::-1]), penalty.value(table).T[::-1])
    assert penalty.value(np.array(2.0)).shape == ()
    assert penalty.value(np.array([], dtype=float)).shape == (0,)


def test_value_takes_integers(penalty):
    np.testing.assert_array_equal(penalty.value(np.array([-2, 3])), penalty.value(np.array([-2.0, 3.0])))


def test_declared_convexity(penalty):
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal((2, 200)) * 5
    t = rng.random(200)
    mixed, chord = penalty.value(t * a + (1 - t) * b), t * penalty.value(a) + (1 - t) * penalty.value(b)
    assert penalty.convex == bool(np.all(mixed <= chord * (1 + 1e-12)))


def test_elastic_form_is_the_value(penalty):
    if penalty.elastic is None:
        pytest.skip("no elastic form")
    a, b = penalty.elastic
    np.testing.assert_allclose(penalty.value(W), a * np.abs(W) + b * W**2 / 2, rtol=1e-15)


@pytest.mark.parametrize("step", STEPS)
def test_prox_minimises(penalty, step):
    z = np.linspace(-4.0, 4.0, 161)
    w = penalty.prox(z, step)

    def cost(v):
        return (v - z) ** 2 / 2 + step * penalty.value(v)

    best = cost(w)
    for h in (1e-4, 1e-2, 0.5, 3.0):
        assert np.all(cost(w + h) > best)
        assert np.all(cost(w - h) > best)
    assert np.all(cost(np.zeros_like(z)) >= best * (1 - 1e-14))
    assert np.all(cost(z) >= best * (1 - 1e-14))


@pytest.mark.parametrize("step", STEPS)
def test_prox_is_stationary_away_from_zero(penalty, step):
    z = np.linspace(-40.0, 40.0, 81)
    w = penalty.prox(z, step)
    moved = np.abs(w) > 1e-3
    h = 1e-6
    slope = (penalty.value(w + h) - penalty.value(w - h)) / (2 * h)
    np.testing.assert_allclose((z - w)[moved], step * slope[moved], rtol=1e-5, atol=1e-6)


def test_prox_is_odd_monotone_and_a_contraction(penalty):
    z = np.linspace(-5.0, 5.0, 101)
    w = penalty.prox(z, 0.7)
    np.testing.assert_array_equal(penalty.prox(-z, 0.7), -w)
    assert np.all(np.diff(w) >= 0)
    if penalty.convex:
        assert np.all(np.diff(w) <= np.diff(z) * (1 + 1e-12))


def test_prox_with_a_step_for_each_entry(penalty):
    z, steps = np.array([3.0, -2.0, 0.5]), np.array([0.1, 1.0, 2.0])
    one_by_one = [penalty.prox(np.array([a]), s)[0] for a, s in zip(z, steps, strict=True)]
    np.testing.assert_array_equal(penalty.prox(z, steps), one_by_one)


def test_prox_without_a_step_does_nothing(penalty):
    z = np.array([-2.0, 0.0, 1e-5, 3.0])
    np.testing.assert_array_equal(penalty.prox(z, 0.0), z)


def test_score_is_the_strength_that_holds_zero(penalty):
    gradient = np.array([-3.0, -1e-6, 0.25, 2.0])
    score = penalty.score(gradient)
    assert np.all(score > 0)
    for g, s in zip(gradient, score, strict=True):
        below = 1e6 if np.isinf(s) else s * (1 - 1e-9)
        assert penalty.prox(np.array([g]), below) != 0
        if np.isfinite(s):
            assert penalty.prox(np.array([g]), s * (1 + 1e-9)) == 0
    np.testing.assert_array_equal(penalty.score(np.zeros(2)), [0.0, 0.0])
    np.testing.assert_array_equal(penalty.score(-gradient), score)


def test_score_is_finite_where_there_is_a_kink(penalty):
    kink = slope_from_above(penalty, 0.0)
    score = penalty.score(np.array([1.0]))[0]
    if kink > 1e-6:
        assert score == pytest.approx(1.0 / kink, rel=1e-5)
    else:
        assert score >= 1e6


def test_a_penalty_is_a_value(penalty):
    twin = pickle.loads(pickle.dumps(penalty))
    assert twin == penalty
    assert hash(twin) == hash(penalty)
    assert eval(repr(penalty), {type(penalty).__name__: type(penalty)}) == penalty
    with pytest.raises(AttributeError):
        penalty.l1_ratio = 0.3


def test_the_registry_finds_it(penalty):
    assert type(make_penalty(penalty.name)) is type(penalty)
    assert make_penalty(penalty) is penalty
    assert REGISTRY[penalty.name].name == penalty.name
