"""Still means within rounding, and no more than that."""

from __future__ import annotations

import numpy as np
import pytest

from riata.errors import ParameterError
from riata.textbook import ridge_dual
from riata.textbook.given import make_given
from riata.textbook.objective import smooth_gradient, smoothness
from riata.textbook.stopping import check_limits, is_optimal, is_still


def test_step_from_the_answer_is_still(ridge):
    given = make_given(*ridge.data, 0.0)
    curvature = smoothness(given)
    answer = ridge_dual(*ridge.data)
    for _ in range(3000):  # polish away the rounding of the formula
        answer = answer - smooth_gradient(given, answer) / curvature
    after = answer - smooth_gradient(given, answer) / curvature
    assert is_still(given, answer, after, curvature)
    assert is_optimal(given, answer, 1e-15)


@pytest.mark.parametrize("j", [0, 3])
def test_a_step_in_one_coefficient_is_seen(case, j):
    given = make_given(*case.data, case.l1_ratio)
    b = np.ones(case.X.shape[1])
    moved = b.copy()
    moved[j] += 1e-11
    assert is_still(given, b, b, 1.0)
    assert not is_still(given, b, moved, smoothness(given))


def test_optimal_is_relative_to_the_objective_at_zero(lasso):
    given = make_given(*lasso.data)
    zero = np.zeros(lasso.X.shape[1])
    assert is_optimal(given, zero, 1.0)
    assert not is_optimal(given, zero, 1e-3)


@pytest.mark.parametrize(
    ("tol", "max_iter", "message"),
    [
        (-1e-9, 1, "tol must be a finite number >= 0"),
        (np.nan, 1, "tol must be"),
        ("a", 1, "tol must be a number"),
        (0.0, 0, "max_iter must be an integer >= 1"),
        (0.0, "10", "max_iter must be an integer >= 1, not '10'"),
    ],
)
def test_limits(tol, max_iter, message):
    check_limits(0.0, np.int64(1))
    with pytest.raises(ParameterError, match=message):
        check_limits(tol, max_iter)
