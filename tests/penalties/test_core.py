"""The prox and score of the Python penalties and of the compiled core, with and without a box."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from riata import _core
from riata.penalties import L1, L2, ElasticNet

PENALTIES = [L1(), L2(), ElasticNet(0.3), ElasticNet(0.0), ElasticNet(1.0)]
Z = np.array([-7.0, -1.0, -0.3, 0.0, 1e-12, 0.5, 1.0, 20.0])
BOXES = [(-np.inf, np.inf), (0.0, np.inf), (-np.inf, 0.0), (-0.2, 3.0), (0.0, 0.0)]


@pytest.mark.parametrize("penalty", PENALTIES, ids=repr)
@pytest.mark.parametrize("step", [1e-6, 0.5, 4.0])
def test_prox_is_the_core_s(penalty, step):
    core = _core.elastic_net_prox(Z, step, *penalty.elastic, -np.inf, np.inf)
    np.testing.assert_allclose(penalty.prox(Z, step), core, rtol=1e-15, atol=1e-300)


@pytest.mark.parametrize("penalty", PENALTIES, ids=repr)
def test_value_is_the_core_s(penalty):
    np.testing.assert_array_equal(penalty.value(Z), _core.elastic_net_value(Z, *penalty.elastic))


@pytest.mark.parametrize("box", BOXES, ids=str)
@pytest.mark.parametrize("elastic", [(1.0, 0.0), (0.0, 1.0), (0.4, 0.6)], ids=str)
def test_prox_in_a_box_minimises(box, elastic):
    low, high = box
    prox = _core.elastic_net_prox(Z, 0.8, *elastic, low, high)
    assert np.all((prox >= low) & (prox <= high))
    for z, w in zip(Z, prox, strict=True):

        def cost(v, z=z):
            return (v - z) ** 2 / 2 + 0.8 * (elastic[0] * abs(v) + elastic[1] * v**2 / 2)

        ends = (max(low, -50.0), min(high, 50.0))
        if ends[0] == ends[1]:
            assert w == ends[0]
            continue
        found = optimize.minimize_scalar(cost, bounds=ends, method="bounded")
        assert cost(w) <= min(found.fun, cost(0.0)) + 1e-12


@pytest.mark.parametrize("l1", [0.25, 1.0])
def test_score_counts_only_what_the_box_allows(l1):
    gradient = np.array([-2.0, 3.0])  # of X'r: where the coefficient wants to go
    both = _core.elastic_net_score(gradient, l1, 0.0, -np.inf, np.inf)
    np.testing.assert_array_equal(both, [2.0 / l1, 3.0 / l1])
    up = _core.elastic_net_score(gradient, l1, 0.0, 0.0, np.inf)
    np.testing.assert_array_equal(up, [0.0, 3.0 / l1])
    down = _core.elastic_net_score(gradient, l1, 0.0, -1.0, 0.0)
    np.testing.assert_array_equal(down, [2.0 / l1, 0.0])
