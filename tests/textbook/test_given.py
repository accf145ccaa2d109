"""What is given is checked, copied and split into its two strengths."""

from __future__ import annotations

import re

import numpy as np
import pytest

from riata.errors import DataError, ParameterError
from riata.textbook.given import check_number, make_given, make_start


def test_strengths_are_split():
    given = make_given([[1.0]], [1.0], 3.0, 0.25)
    assert (given.l1, given.l2) == (0.75, 2.25)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64, np.bool_])
def test_numbers_become_float64_columns_of_their_own(dtype, order):
    X, y = np.ones((3, 2), dtype=dtype, order=order), np.ones(3, dtype=dtype)
    given = make_given(X, y, 1.0)
    assert given.X.dtype == given.y.dtype == np.float64
    assert given.X.flags.f_contiguous
    given.X[:], given.y[:] = 5.0, 5.0
    assert X.all() and y.all()
    assert X.max() == y.max() == 1


def test_ragged_rows():
    with pytest.raises(DataError, match="X must be a plain array of real numbers"):
        make_given([[1.0], [1.0, 2.0]], [1.0, 2.0], 1.0)


@pytest.mark.parametrize("value", [1e-200, 1e200])
def test_values_that_cannot_be_squared(value):
    with pytest.raises(DataError, match=re.escape(f"its largest is {value:.3g}): change its")):
        make_given([[1.0]], [value], 1.0)


def test_small_values_beside_large_ones_are_fine():
    assert make_given([[1.0], [1e-200]], [0.0, 1.0], 1.0).X[1, 0] == 1e-200


def test_start_is_a_copy():
    start = np.ones(2)
    make_start(start, 2)[:] = 5.0
    assert start.tolist() == [1.0, 1.0]
    assert make_start(None, 2).tolist() == [0.0, 0.0]


def test_number_between():
    assert check_number("x", 1, 1.0) == 1.0
    with pytest.raises(ParameterError, match=r"x must be between 0 and 1, not 1\.01"):
        check_number("x", 1.01, 1.0)
    with pytest.raises(ParameterError, match="x must be a number, not None"):
        check_number("x", None)
