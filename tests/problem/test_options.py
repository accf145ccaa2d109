"""Penalty factors and bounds: by column, by name, or refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from riata.errors import ParameterError
from riata.problem import make_problem
from support.data import regression

INF = np.inf


@pytest.fixture
def data():
    X, y = regression(12, 3)
    return pd.DataFrame(X, columns=["age", "dose", "sex"]), y


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, [1, 1, 1]),
        (2.5, [2.5, 2.5, 2.5]),
        ([0, 1, 2], [0, 1, 2]),
        ({"dose": 0.0}, [1, 0, 1]),
        ({"sex": 3, 0: 0.5}, [0.5, 1, 3]),
        ({}, [1, 1, 1]),
    ],
    ids=str,
)
def test_factors(data, given, expected):
    np.testing.assert_array_equal(make_problem(*data, penalty_factor=given).factor, expected)


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        (None, [-INF] * 3, [INF] * 3),
        ((0, None), [0] * 3, [INF] * 3),
        ((None, 2), [-INF] * 3, [2] * 3),
        (([-1, -2, -3], 0.5), [-1, -2, -3], [0.5] * 3),
        ({"dose": (0, None)}, [-INF, 0, -INF], [INF] * 3),
        ({"age": (-1, 1), 2: (None, 0)}, [-1, -INF, -INF], [1, INF, 0]),
    ],
    ids=str,
)
def test_bounds(data, given, low, high):
    problem = make_problem(*data, bounds=given)
    np.testing.assert_array_equal(problem.lower, low)
    np.testing.assert_array_equal(problem.upper, high)
    assert problem.boxed == (given is not None)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"penalty_factor": [1, -1, 1]},
            r"penalty_factor of column 'dose' is -1\.0: factors are finite",
        ),
        ({"penalty_factor": [1, 1, np.inf]}, "penalty_factor of column 'sex' is inf"),
        ({"penalty_factor": np.nan}, "penalty_factor of column 'age' is nan"),
        ({"penalty_factor": [1, 1]}, r"penalty_factor has the shape \(2,\); there are 3 columns"),
        ({"penalty_factor": np.ones((3, 1))}, r"penalty_factor has the shape \(3, 1\)"),
        ({"penalty_factor": "none"}, "penalty_factor must be numbers, not 'none'"),
        (
            {"penalty_factor": {"weight": 0}},
            r"penalty_factor names 'weight', which is no column; columns",
        ),
        ({"penalty_factor": {3: 0}}, "penalty_factor names 3, which is no column"),
        ({"bounds": (0.1, None)}, r"bounds of column 'age' are \(0\.1, inf\): they must contain zero"),
        ({"bounds": (None, [1, -1e-9, 1])}, r"bounds of column 'dose' are \(-inf, -1e-09\)"),
        ({"bounds": (np.nan, 1)}, r"bounds of column 'age' are \(nan, 1\.0\): they must contain zero"),
        ({"bounds": (1, -1)}, r"bounds of column 'age' are \(1\.0, -1\.0\)"),
        ({"bounds": 3}, r"bounds must be a pair \(lower, upper\) or a dict of pairs"),
        ({"bounds": (0, 1, 2)}, r"bounds must be a pair"),
        ({"bounds": ("low", 1)}, "lower bound must be numbers, not 'low'"),
        ({"bounds": ([0, 0], None)}, r"lower bound has the shape \(2,\); there are 3 columns"),
        (
            {"bounds": {"weight": (0, 1)}},
            r"bounds names 'weight', which is no column; columns are \['age'",
        ),
        ({"penalty": "l0"}, "there is no penalty 'l0'; choose one of"),
        ({"loss": "hinge"}, "there is no loss 'hinge'; choose one of"),
        ({"n_threads": 0}, "n_threads must be a positive integer or -1, not 0"),
    ],
    ids=str,
)
def test_refused(data, options, message):
    with pytest.raises(ParameterError, match=message):
        make_problem(*data, **options)


def test_columns_without_names_are_numbered(data):
    with pytest.raises(ParameterError, match="penalty_factor of column 1 is -1"):
        make_problem(data[0].to_numpy(), data[1], penalty_factor=[0, -1, 0])
    with pytest.raises(ParameterError, match="penalty_factor names 'age', which is no column"):
        make_problem(data[0].to_numpy(), data[1], penalty_factor={"age": 0})


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        (3, r"bounds of 'dose' must be a pair \(lower, upper\), not 3"),
        ((0,), r"bounds of 'dose' must be a pair \(lower, upper\), not \(0,\)"),
        ((0, 1, 2), r"bounds of 'dose' must be a pair"),
        (("a", 1), "bounds of 'dose' must be numbers, not 'a'"),
        ((0, [1, 2]), r"bounds of 'dose' must be numbers, not \[1, 2\]"),
    ],
    ids=str,
)
def test_pairs_in_dicts(data, pair, message):
    with pytest.raises(ParameterError, match=message):
        make_problem(*data, bounds={"dose": pair})


def test_factors_in_dicts_are_numbers(data):
    with pytest.raises(ParameterError, match="penalty_factor of 'dose' must be numbers, not 'high'"):
        make_problem(*data, penalty_factor={"dose": "high"})


def test_what_is_given_is_copied(data):
    factor, low = np.ones(3), np.zeros(3)
    problem = make_problem(*data, penalty_factor=factor, bounds=(low, 1))
    factor[:], low[:] = 7.0, -7.0
    np.testing.assert_array_equal(problem.factor, 1.0)
    np.testing.assert_array_equal(problem.lower, 0.0)
