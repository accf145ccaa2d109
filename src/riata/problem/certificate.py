"""How far a solution can be from optimal, worked out from the data alone.

For any coefficients w with residual r = y - o - w0 - Xw, weak duality gives

    F(w0, w) - F* <= P - D(t),   D(t) = -(1/S) sum_i s_i l*(y_i - o_i, -t r_i) - sum_j p_j*(t c_j)

with c_j = (1/S) sum_i s_i x_ij r_i, l* and p_j* the conjugates of the loss and of the penalty inside
its box, and 0 <= t <= 1 chosen so that every p_j* is finite. The intercept asks for sum_i s_i r_i = 0
and unpenalised columns for c_j = 0: r is projected there first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riata.problem.problem import Problem
from riata.typing import FloatArray

__all__ = ["Certificate", "certify"]


@dataclass(frozen=True)
class Certificate:
    """A bound on the distance of a solution from the optimum.

    Attributes
    ----------
    primal, dual : float
        P and D, in units of the mean loss; the optimum of F lies between them.
    gap : float
        P - D, never negative.
    relative_gap : float
        The gap over the loss of the null model (intercept alone).
    violation : float
        Largest violation of the optimality conditions |c_j| <= alpha l1_j (and equality where a
        coefficient is free), relative to the largest |c_j| of the null model.
    """

    primal: float
    dual: float
    gap: float
    relative_gap: float
    violation: float


def certify(problem: Problem, coef: FloatArray, intercept: float, alpha: float) -> Certificate:
    """The certificate of coefficients (p,) at strength alpha; one pass over the data."""
    assert problem.y is not None
    units, rows = problem.units, problem.rows
    weight = np.ones(len(problem.y)) if problem.weight is None else problem.weight
    share = weight / units.total
    eta = problem.linear_predictor(coef, intercept)
    primal = float(share @ problem.loss.value(problem.y, eta))
    primal += alpha * problem.penalty_value(coef)
    residual = problem.loss.residual(problem.y, eta)
    dual_residual = _project(problem, residual, share)
    gradient = rows.xtr((share * dual_residual)[:, None], units.x_mean, problem.threads)[:, 0]
    gradient[units.x_scale == 0] = 0.0
    conjugate = _Conjugate(problem, alpha)
    scale = conjugate.feasible_scale(gradient)
    centred = problem.response - units.y_mean
    curvature = float(share @ dual_residual**2) + conjugate.curvature(coef)
    best = float(share @ (centred * dual_residual)) / curvature if curvature > 0 else scale
    duals = [
        -float(share @ problem.loss.conjugate(centred, -t * dual_residual))
        - conjugate.value(t * gradient)
        for t in {scale, float(np.clip(best, 0.0, scale))}
    ]
    null = 0.5 * units.square * units.y_scale**2 / units.total
    gap = max(0.0, primal - max(duals))
    largest = float(np.max(np.abs(units.products) * units.x_scale, initial=0.0)) * units.y_scale
    worst = conjugate.violation(coef, gradient) / (largest / units.total) if largest > 0 else 0.0
    return Certificate(primal, max(duals), gap, gap / null if null > 0 else 0.0, worst)


def _project(problem: Problem, residual: FloatArray, share: FloatArray) -> FloatArray:
    """The residual less what the intercept and unpenalised, unbounded columns still explain."""
    free = (problem.factor == 0) & (problem.units.x_scale > 0)
    free &= np.isinf(problem.lower) & np.isinf(problem.upper)
    columns = [np.ones_like(residual)] if problem.fit_intercept else []
    columns += [
        problem.rows.column(int(j)) - problem.units.x_mean[j] for j in np.flatnonzero(free)
    ]
    if not columns:
        return residual
    root = np.sqrt(share)
    basis = np.column_stack(columns) * root[:, None]
    norm = np.linalg.norm(basis, axis=0)
    basis /= np.where(norm > 0, norm, 1.0)
    fitted = basis @ np.linalg.lstsq(basis, root * residual, rcond=None)[0]
    return residual - np.divide(fitted, root, out=np.zeros_like(root), where=root > 0)


class _Conjugate:
    """The conjugate of alpha omega_j (a m_j |w| + b m_j^2 w^2 / 2) on a box, column by column."""

    def __init__(self, problem: Problem, alpha: float) -> None:
        elastic = problem.penalty.elastic
        assert elastic is not None
        strength, spread = alpha * problem.factor, problem.units.spread
        used = problem.units.x_scale > 0
        self.l1 = elastic[0] * strength * spread
        self.l2 = elastic[1] * strength * spread**2
        self.lower = np.where(used, problem.lower, 0.0)
        self.upper = np.where(used, problem.upper, 0.0)

    def _force(self, c: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The push away from zero, and where the box ends in that direction."""
        end = np.where(c > 0, self.upper, -self.lower)
        return np.where(end > 0, np.abs(c), 0.0), end

    def feasible_scale(self, c: FloatArray) -> float:
        """The largest t <= 1 at which every conjugate is finite (unpenalised columns are projected)."""
        force, end = self._force(c)
        hard = (self.l2 == 0) & np.isinf(end) & (force > self.l1) & (self.l1 > 0)
        return float(np.min(self.l1[hard] / force[hard], initial=1.0))

    def value(self, c: FloatArray) -> float:
        """sum_j p_j*(c_j); hard constraints hold by the choice of the scale."""
        force, end = self._force(c)
        excess = np.maximum(force - self.l1, 0.0)
        soft = (self.l2 > 0) | np.isfinite(end)
        best = np.where(self.l2 > 0, excess / np.where(self.l2 > 0, self.l2, 1.0), np.inf)
        best = np.where(soft & (excess > 0), np.minimum(best, end), 0.0)
        return float(np.sum(excess * best - 0.5 * self.l2 * best**2))

    def curvature(self, w: FloatArray) -> float:
        """sum_j l2_j w_j^2."""
        return float(self.l2 @ w**2)

    def violation(self, w: FloatArray, c: FloatArray) -> float:
        """Distance of zero to the subdifferential, the largest over columns."""
        force, _ = self._force(c)
        at_zero = np.maximum(force - self.l1, 0.0)
        outward = np.sign(w) * (c - self.l2 * w) - self.l1
        bound = (w == self.lower) | (w == self.upper)
        elsewhere = np.where(bound, np.maximum(-outward, 0.0), np.abs(outward))
        return float(np.max(np.where(w == 0, at_zero, elsewhere), initial=0.0))
