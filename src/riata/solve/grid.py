"""The grid of strengths."""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.penalties import L1
from riata.problem import Problem
from riata.typing import FloatArray

__all__ = ["check_alphas", "make_grid"]

#: Ridge has no largest useful alpha: its grid starts, as glmnet's does, where an elastic net with this
#: share of L1 would, and goes down as far as the lasso's.
_RIDGE_SHARE = 1e-3
#: The grid where there is nothing to explain, as in scikit-learn.
_NOTHING = float(np.finfo(np.float64).resolution)


def make_grid(problem: Problem, alphas: Any = 100, eps: float = 1e-3) -> FloatArray:
    """Strengths to solve at, descending, (L,).

    Parameters
    ----------
    problem : Problem
        Its `alpha_max`, above which every penalised coefficient is zero, starts the grid.
    alphas : int or array-like, default=100
        How many, evenly spaced in logarithm down to ``eps * alpha_max``; or the strengths themselves.
    eps : float, default=1e-3
        The last strength over the first, at most 1.

    Raises
    ------
    ParameterError
        If a strength is negative or not finite, there is none, or eps is not in (0, 1].
    """
    if not (isinstance(alphas, int | np.integer) and not isinstance(alphas, bool)):
        return check_alphas(alphas)
    if alphas < 1:
        raise ParameterError(f"alphas must be at least 1, not {alphas}")
    if not (isinstance(eps, Real) and 0 < eps <= 1) or isinstance(eps, bool):
        raise ParameterError(f"eps must be positive and at most 1, not {eps!r}")
    top = problem.alpha_max
    bottom = top * eps
    if np.isinf(top):
        # A ridge strength has the unit of the columns squared; a lasso's that of a column times y.
        units = problem.units
        spread = units.y_scale * float(np.sqrt(units.square / units.total))
        lasso = problem.with_penalty(L1()).alpha_max / (spread if spread > 0 else 1.0) * _width(problem)
        top, bottom = lasso / _RIDGE_SHARE, lasso * eps
    if top == 0.0:
        return np.full(int(alphas), _NOTHING)
    return np.sort(np.geomspace(top, bottom, int(alphas)))[::-1].copy()


def _width(problem: Problem) -> float:
    """Root mean square of the penalised columns' deviations, as the penalty sees them."""
    units = problem.units
    used = (units.x_scale > 0) & (problem.factor > 0)
    seen = units.deviation[used] / units.spread[used]
    if not seen.size:
        return 1.0
    size = float(seen.max())
    return size * float(np.sqrt(np.mean((seen / size) ** 2))) if 0 < size < np.inf else 1.0


def check_alphas(alphas: Any) -> FloatArray:
    """Strengths given by hand, sorted descending, (L,).

    Raises
    ------
    ParameterError
        If one is negative or not finite, or there is none.
    """
    if alphas is None:
        raise ParameterError("alphas must be a count or numbers, not None; the default is 100")
    try:
        values = np.atleast_1d(np.asarray(alphas, dtype=np.float64))
    except (TypeError, ValueError):
        raise ParameterError(f"alphas must be a count or numbers, not {alphas!r}") from None
    if values.ndim != 1 or values.size == 0:
        raise ParameterError(f"alphas must be a non-empty list of numbers, not {alphas!r}")
    bad = np.flatnonzero(~(np.isfinite(values) & (values >= 0)))
    if bad.size:
        name = "alpha" if values.size == 1 else f"alphas[{bad[0]}]"
        raise ParameterError(f"{name} == {values[bad[0]]:g}, must be >= 0.0 and finite")
    return np.sort(values)[::-1].copy()
