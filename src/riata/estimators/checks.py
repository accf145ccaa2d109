"""Checks of constructor parameters, made when fitting as scikit-learn does."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

import numpy as np

from riata.designs.checks import check_flag
from riata.errors import ParameterError
from riata.solve import Rule, as_rule
from riata.typing import FloatArray

__all__ = ["check_common", "check_number", "merged_bounds", "read_numbers", "read_rule"]


def check_number(
    name: str, value: Any, low: float, high: float = np.inf, *, whole: bool = False
) -> None:
    """A number in [low, high].

    Raises
    ------
    ParameterError
        If it is not.
    """
    kind: Any = Integral if whole else Real
    if isinstance(value, bool | np.bool_) or not isinstance(value, kind) or not low <= value <= high:
        what = "an integer" if whole else "a number"
        raise ParameterError(f"{name} must be {what} in [{low:g}, {high:g}], not {value!r}")


def read_numbers(name: str, values: Any) -> FloatArray:
    """Numbers, one or a list of them, as a list (m,).

    Raises
    ------
    ParameterError
        If they are anything else, or none.
    """
    try:
        numbers = np.atleast_1d(np.asarray(values))
    except ValueError:  # a ragged list
        numbers = np.empty(0)
    if numbers.ndim != 1 or not numbers.size or numbers.dtype.kind not in "iuf":
        raise ParameterError(f"{name} must be a number or a non-empty list of numbers, not {values!r}")
    return numbers.astype(np.float64)


def read_rule(alpha: Any) -> Rule:
    """A number or a rule, as a rule; arrays have a ``choose`` of their own but are no rules.

    Raises
    ------
    ParameterError
        If it is neither.
    """
    return as_rule(alpha.tolist() if isinstance(alpha, np.ndarray | np.generic) else alpha)


def check_common(estimator: Any) -> None:
    """Parameters that all the L1 estimators share.

    Raises
    ------
    ParameterError
        If one is out of range.
    """
    check_number("tol", estimator.tol, 0.0)
    if estimator.max_iter is not None:
        check_number("max_iter", estimator.max_iter, 1, whole=True)
    if estimator.selection not in ("cyclic", "random"):
        raise ParameterError(
            f"selection must be 'cyclic' or 'random' (it changes nothing), not {estimator.selection!r}"
        )


def merged_bounds(positive: bool, bounds: Any) -> Any:
    """The bounds of a problem: ``positive=True`` is the box [0, inf).

    Raises
    ------
    ParameterError
        If both are given, or `positive` is neither True nor False.
    """
    if not check_flag("positive", positive):
        return bounds
    if bounds is not None:
        raise ParameterError("positive=True and bounds say two things: give one of them")
    return (0.0, np.inf)
