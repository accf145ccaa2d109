"""Any loss and any penalty, through their formulas: accelerated proximal gradient.

    primal      F(w0, w) = (1/S) sum_i s_i l(y_i, o_i + w0 + x_i'w) + alpha sum_j omega_j P(m_j w_j)
    iteration   v = extrapolated point; (w0, w) = prox(v - gradient f(v) / L), L found by doubling
                (Beck & Teboulle 2009), restarted when progress turns (O'Donoghue & Candes 2015)
    stop        the prox residual L (v - prox(v - gradient / L)), which is zero exactly where zero is in
                the subdifferential, is small beside the gradient of the null model
    certificate that relative residual, worked out at the answer; there is no duality gap in general

Slower than the compiled path, and the same records: this is what a penalty or a loss written in NumPy
runs through.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from riata.problem import Problem
from riata.solve.engine import Solved
from riata.solve.info import PathInfo
from riata.solve.settings import Settings
from riata.typing import FloatArray

__all__ = ["solve_proximal"]

_STEPS = 20_000


@dataclass(frozen=True, eq=False)
class _Smooth:
    """The mean loss in scaled coordinates: w_j = scale_j b_j, w0 the last coordinate.

    Attributes
    ----------
    problem : Problem
        Data and loss.
    scale : ndarray of shape (p,)
        1 / (power of two near the column's root mean square); 0 for a column that takes no part.
    """

    problem: Problem
    scale: FloatArray

    def predictor(self, point: FloatArray) -> FloatArray:
        """Linear predictor at a point (p + 1,)."""
        problem = self.problem
        eta = problem.rows.centred_product((self.scale * point[:-1])[:, None], problem.units.x_mean)[
            :, 0
        ]
        eta += point[-1]
        return eta if problem.offset is None else eta + problem.offset

    def value(self, eta: FloatArray) -> float:
        """The mean loss."""
        problem = self.problem
        return float(np.average(problem.loss.value(_y(problem), eta), weights=problem.weight))

    def gradient(self, eta: FloatArray) -> FloatArray:
        """Of the mean loss, (p + 1,)."""
        problem = self.problem
        residual = problem.loss.residual(_y(problem), eta)
        weighted = residual if problem.weight is None else problem.weight * residual
        weighted = weighted / problem.units.total
        products = problem.rows.xtr(weighted[:, None], problem.units.x_mean, problem.threads)[:, 0]
        constant = -weighted.sum() if problem.fit_intercept else 0.0
        return np.append(-self.scale * products, constant)


def _y(problem: Problem) -> FloatArray:
    assert problem.y is not None
    return problem.y


def solve_proximal(problem: Problem, alphas: FloatArray, settings: Settings) -> Solved:
    """Solutions at strengths in descending order, each started from the one before.

    Parameters
    ----------
    problem : Problem
        With any loss and penalty.
    alphas : ndarray of shape (L,)
        Strengths >= 0.
    settings : Settings
        `tol` bounds the relative prox residual.
    """
    units = problem.units
    scale = units.inverse_scale * 2.0 ** np.round(0.5 * np.log2(units.total))
    smooth = _Smooth(problem, scale)
    point = np.zeros(problem.shape[1] + 1)
    point, null_steps, _ = _descend(smooth, point, 0.0, np.inf, settings, frozen=True)
    null = smooth.predictor(point)
    largest = float(np.max(np.abs(smooth.gradient(null)), initial=0.0))
    null_deviance = _deviance(problem, null)
    coefs, residuals, unexplained, steps = [], [], [], null_steps
    for done, alpha in enumerate(alphas):
        point, taken, bound = _descend(smooth, point, float(alpha), largest, settings)
        steps += taken
        eta = smooth.predictor(point)
        coefs.append(np.append(scale * point[:-1], point[-1]))
        residuals.append(_residual(smooth, point, float(alpha), bound) / (largest or 1.0))
        unexplained.append(_deviance(problem, eta) / null_deviance if null_deviance > 0 else 1.0)
        if settings.progress is not None:
            settings.progress(done + 1)
    stacked = np.array(coefs).T
    return Solved(
        sparse.csc_array(stacked[:-1]),
        np.array(residuals),
        np.array(unexplained),
        None,
        PathInfo("proximal gradient", passes=2 * steps, solves=steps, working_set=problem.shape[1]),
        stacked[-1] - units.x_mean @ stacked[:-1],
    )


def _deviance(problem: Problem, eta: FloatArray) -> float:
    return float(np.average(problem.loss.deviance(_y(problem), eta), weights=problem.weight))


def _prox(smooth: _Smooth, point: FloatArray, step: float, alpha: float) -> FloatArray:
    """Of step alpha omega P(c b) in its box, c = m scale: that is prox of step c^2 at c b, over c."""
    problem = smooth.problem
    size = problem.units.spread * smooth.scale
    used = (size > 0) & (problem.factor > 0)
    out = np.where(smooth.scale > 0, point[:-1], 0.0)
    if alpha > 0 and used.any():
        c = size[used]
        strength = step * alpha * problem.factor[used] * c**2
        out[used] = problem.penalty.prox(c * out[used], strength) / c
    if problem.boxed:
        unit = np.where(smooth.scale > 0, smooth.scale, 1.0)
        out = np.clip(out, problem.lower / unit, problem.upper / unit)
    return np.append(out, point[-1])


def _descend(
    smooth: _Smooth,
    start: FloatArray,
    alpha: float,
    largest: float,
    settings: Settings,
    *,
    frozen: bool = False,
) -> tuple[FloatArray, int, float]:
    """Minimise at one strength; `frozen` moves the intercept alone. Point, steps taken, and L."""
    point, lead, momentum, bound = start, start, 1.0, 1.0
    for step in range(1, _STEPS + 1):
        eta = smooth.predictor(lead)
        value, gradient = smooth.value(eta), smooth.gradient(eta)
        if frozen:
            gradient[:-1] = 0.0
        while True:
            moved = _prox(smooth, lead - gradient / bound, 1.0 / bound, 0.0 if frozen else alpha)
            change = moved - lead
            model = value + gradient @ change + 0.5 * bound * float(change @ change)
            if smooth.value(smooth.predictor(moved)) <= model + 1e-14 * abs(value) or bound > 1e18:
                break
            bound *= 2.0
        goal = settings.tol * (largest if np.isfinite(largest) else 1.0)
        if bound * float(np.max(np.abs(change))) <= goal:
            return moved, step, bound
        turned = float((lead - moved) @ (moved - point)) > 0
        following = 1.0 if turned else 0.5 * (1.0 + np.sqrt(1.0 + 4.0 * momentum**2))
        ahead = 0.0 if turned else (momentum - 1.0) / following
        lead, point, momentum = moved + ahead * (moved - point), moved, following
    return point, _STEPS, bound


def _residual(smooth: _Smooth, point: FloatArray, alpha: float, bound: float) -> float:
    """Largest entry of L (b - prox(b - gradient / L)): zero exactly at a stationary point."""
    gradient = smooth.gradient(smooth.predictor(point))
    moved = _prox(smooth, point - gradient / bound, 1.0 / bound, alpha)
    return bound * float(np.max(np.abs(point - moved)))
