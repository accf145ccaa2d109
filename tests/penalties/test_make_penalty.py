"""Penalties by name."""

from __future__ import annotations

import pytest

from riata.errors import ParameterError
from riata.penalties import ALIASES, REGISTRY, ElasticNet, make_penalty


@pytest.mark.parametrize("name", REGISTRY)
def test_registry_is_by_name(name):
    assert REGISTRY[name].name == name
    assert make_penalty(name) is REGISTRY[name]


@pytest.mark.parametrize("alias", ALIASES)
def test_aliases(alias):
    assert make_penalty(alias) is REGISTRY[ALIASES[alias]]
    assert alias not in REGISTRY


def test_a_penalty_stays_what_it_is():
    penalty = ElasticNet(0.2)
    assert make_penalty(penalty) is penalty


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(ParameterError, match=r"there is no penalty 'l0'; choose one of \['elastic-net'"):
        make_penalty("l0")
    for name in (*REGISTRY, *ALIASES):
        with pytest.raises(ParameterError, match=f"'{name}'"):
            make_penalty("L1 ")
