"""The loss in any two features, the others held where the fit has them: what the page draws from.

In u = m w, as the penalty sees coefficients (m the standard deviation of a column where columns are
standardised, else one), the mean loss around a solution v is

    L(u) - L(v) = -g'd + 1/2 d'H d,   d = u - v

with H the second moments of the centred columns over m and g minus the gradient. H is the same at every
strength; g is not. The intercept follows at its best value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riata.problem import Problem
from riata.report.strengths import Strengths
from riata.typing import FloatArray, IntArray

__all__ = ["Geometry", "geometry_of"]

#: Features to choose two from, at most.
_MOST = 30


@dataclass(frozen=True, eq=False)
class Geometry:
    """Second moments and slopes of a few features.

    Attributes
    ----------
    features : ndarray of shape (G,)
        Which.
    hessian : ndarray of shape (G, G)
        H.
    slope : ndarray of shape (L, G)
        g at every strength.
    factor : ndarray of shape (G,)
        Penalty factors.
    """

    features: IntArray
    hessian: FloatArray
    slope: FloatArray
    factor: FloatArray


def geometry_of(problem: Problem | None, at: Strengths, shown: IntArray) -> Geometry | None:
    """The geometry of the first of the features on the page; None without data or with only one.

    Parameters
    ----------
    problem : Problem or None
        With its data.
    at : Strengths
        Solutions.
    shown : ndarray of int
        Features, in the order of the page.
    """
    if problem is None or not problem.loss.quadratic:
        return None
    units = problem.units
    varied = np.asarray(shown)[(units.x_scale[shown] > 0) & (units.spread[shown] > 0)]
    features = varied[:_MOST]
    if len(features) < 2:
        return None
    unit = units.to_coef
    inverse = np.divide(1.0, unit, out=np.zeros_like(unit), where=unit > 0)
    solver = at.coefs.toarray() * inverse[:, None]
    gradient = problem.solver_gradient(solver)[features]
    width = units.x_scale[features] / units.spread[features]
    gram = problem.design.gram(features, problem.view, problem.threads)
    return Geometry(
        features=features,
        hessian=gram * np.outer(width, width) / units.total,
        slope=(gradient * (width * units.y_scale / units.total)[:, None]).T,
        factor=problem.factor[features],
    )
