"""How far a solution can be from optimal, worked out from the data alone.

In the solver's units (:mod:`riata.problem.units`), for any coefficients b with residual r = y - X b and
any t in [0, 1] that keeps every conjugate finite, weak duality gives

    P(b) = 1/2 |r|^2 + sum_j p_j(b_j)
    D(t) = t y'r - 1/2 t^2 |r|^2 - sum_j p_j*(t c_j),   c = X'r
    F(w0, w) - F* <= (P(b) - D(t)) Y^2 / S

p_j* is the conjugate of p_j = lambda (l1_j |b| + l2_j b^2 / 2) inside its box. The intercept asks for
sum_i sqrt(s_i) r_i = 0 and unpenalised columns for c_j = 0: r is projected there before D is formed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riata.problem.null import project_on_dual
from riata.problem.problem import Problem
from riata.typing import FloatArray

__all__ = ["Certificate", "certify"]

#: Relative to |x_j| |y|.
_NOTHING = 1e-12
#: Stands for an infinite multiplier, whose products with zero are none.
_LARGEST = 1e150


@dataclass(frozen=True)
class Certificate:
    """A bound on the distance of a solution from the optimum.

    Attributes
    ----------
    primal, dual : float
        P and D in units of the objective; the optimum lies between them.
    gap : float
        P - D, never negative.
    relative_gap : float
        The gap over the loss of the null model (intercept alone).
    violation : float
        Largest violation of the optimality conditions |c_j| <= lambda l1_j (with equality where a
        coefficient is free), relative to |x_j| |y|.
    """

    primal: float
    dual: float
    gap: float
    relative_gap: float
    violation: float


def certify(problem: Problem, coef: FloatArray, intercept: float, alpha: float) -> Certificate:
    """The certificate of coefficients (p,) at strength alpha; one pass over the data."""
    units = problem.units
    residual = _residual(problem, coef, intercept)
    conjugate = _Conjugate(problem, min(alpha, _LARGEST))
    scaled = np.divide(coef, units.to_coef, out=np.zeros_like(coef), where=units.x_scale > 0)
    primal = 0.5 * float(residual @ residual) + conjugate.penalty(scaled)
    dual_residual = _project(problem, residual)
    root = problem.root_weight
    weighted = dual_residual if root is None else root * dual_residual
    gradient = problem.rows.xtr(weighted[:, None], units.x_mean, problem.threads)[:, 0]
    gradient *= units.inverse_scale
    size = float(dual_residual @ dual_residual)
    explained = float(problem.scaled_response @ dual_residual)
    most = conjugate.feasible_scale(gradient)
    curvature = size + conjugate.curvature(scaled)
    best = float(np.clip(explained / curvature, 0.0, most)) if curvature > 0 else most
    dual = max(t * explained - 0.5 * t * t * size - conjugate.value(t * gradient) for t in (most, best))
    gap = max(0.0, primal - dual)
    null = 0.5 * units.square
    unit = units.y_scale * (units.y_scale / units.total)
    violation = conjugate.violation(scaled, gradient) / np.sqrt(units.square) if null > 0 else 0.0
    return Certificate(
        primal * unit, dual * unit, gap * unit, gap / null if null > 0 else 0.0, float(violation)
    )


def _residual(problem: Problem, coef: FloatArray, intercept: float) -> FloatArray:
    """y~ - X~ b, less what the intercept misses its best value by."""
    units = problem.units
    unit = coef / units.y_scale
    fitted = problem.rows.centred_product(unit[:, None], units.x_mean)[:, 0]
    fitted += (intercept - float(units.intercept(coef))) / units.y_scale
    root = problem.root_weight
    return problem.scaled_response - (fitted if root is None else root * fitted)


def _project(problem: Problem, residual: FloatArray) -> FloatArray:
    """The residual less what the intercept and unpenalised columns with an open end still explain."""
    free = (problem.factor == 0) & (problem.units.x_scale > 0)
    free &= np.isinf(problem.lower) | np.isinf(problem.upper)
    where = np.flatnonzero(free)
    columns = problem.rows.block(slice(None), where, problem.view)
    lower, upper = problem.lower[where], problem.upper[where]
    if problem.fit_intercept:
        root = np.ones_like(residual) if problem.root_weight is None else problem.root_weight
        columns = np.column_stack([root / np.linalg.norm(root), columns])
        lower, upper = np.insert(lower, 0, -np.inf), np.insert(upper, 0, np.inf)
    return project_on_dual(residual, columns, lower, upper)


class _Conjugate:
    """lambda (l1_j |b| + l2_j b^2 / 2) on a box, and its conjugate, column by column."""

    def __init__(self, problem: Problem, alpha: float) -> None:
        strengths = problem.strengths
        self.l1, self.l2 = (alpha * strengths.rate * s for s in (strengths.l1, strengths.l2))
        self.lower, self.upper = problem.units.box(problem.lower, problem.upper)

    def penalty(self, b: FloatArray) -> float:
        """sum_j p_j(b_j)."""
        return float(self.l1 @ np.abs(b) + 0.5 * (self.l2 * b) @ b)

    def curvature(self, b: FloatArray) -> float:
        """sum_j lambda l2_j b_j^2."""
        return float((self.l2 * b) @ b)

    def _force(self, c: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The push away from zero, and where the box ends in that direction."""
        end = np.where(c > 0, self.upper, -self.lower)
        return np.where(end > 0, np.abs(c), 0.0), end

    def feasible_scale(self, c: FloatArray) -> float:
        """The largest t <= 1 at which every conjugate is finite.

        Unpenalised columns were projected out; a penalty at the level of rounding is none.
        """
        force, end = self._force(c)
        hard = (self.l2 == 0) & np.isinf(end) & (force > self.l1) & (self.l1 > _NOTHING)
        return float(np.min(self.l1[hard] / force[hard], initial=1.0))

    def value(self, c: FloatArray) -> float:
        """sum_j p_j*(c_j); hard constraints hold by the choice of the scale."""
        force, end = self._force(c)
        excess = np.maximum(force - self.l1, 0.0)
        soft = ((self.l2 > 0) | np.isfinite(end)) & (excess > 0)
        excess, l2, end = excess[soft], self.l2[soft], end[soft]
        best = np.minimum(np.divide(excess, l2, out=np.full_like(l2, np.inf), where=l2 > 0), end)
        return float(np.sum(best * (excess - 0.5 * l2 * best)))

    def violation(self, b: FloatArray, c: FloatArray) -> float:
        """Distance of zero to the subdifferential, the largest over columns."""
        force, _ = self._force(c)
        at_zero = np.maximum(force - self.l1, 0.0)
        outward = np.sign(b) * (c - self.l2 * b) - self.l1
        bound = (b == self.lower) | (b == self.upper)
        elsewhere = np.where(bound, np.maximum(-outward, 0.0), np.abs(outward))
        return float(np.max(np.where(b == 0, at_zero, elsewhere), initial=0.0))
