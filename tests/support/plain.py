"""The problem in plain NumPy, straight from its definition: an oracle that shares no code with riata.

F(w0, w) = (1/S) sum_i s_i (y_i - o_i - w0 - x_i'w)^2 / 2
           + alpha sum_j omega_j (a |m_j w_j| + b (m_j w_j)^2 / 2),    lower <= w <= upper
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True, eq=False)
class Plain:
    X: np.ndarray
    y: np.ndarray
    elastic: tuple[float, float]
    sample_weight: np.ndarray | None = None
    offset: np.ndarray | None = None
    penalty_factor: np.ndarray | None = None
    bounds: tuple | None = None
    fit_intercept: bool = True
    standardize: bool = False

    @cached_property
    def weight(self):
        return np.ones(len(self.y)) if self.sample_weight is None else self.sample_weight

    @cached_property
    def total(self):
        return self.weight.sum()

    @cached_property
    def response(self):
        return self.y if self.offset is None else self.y - self.offset

    @cached_property
    def x_mean(self):
        return self.weight @ self.X / self.total

    @cached_property
    def spread(self):
        """m_j: one, or the standard deviation with divisor S."""
        deviation = np.sqrt(self.weight @ (self.X - self.x_mean) ** 2 / self.total)
        return deviation if self.standardize else np.ones(self.X.shape[1])

    @cached_property
    def factor(self):
        return np.ones(self.X.shape[1]) if self.penalty_factor is None else self.penalty_factor

    @cached_property
    def box(self):
        low, high = (None, None) if self.bounds is None else self.bounds
        p = self.X.shape[1]
        return (
            np.broadcast_to(-np.inf if low is None else low, p),
            np.broadcast_to(np.inf if high is None else high, p),
        )

    @cached_property
    def rows(self):
        """Weighted, and centred beside an intercept: Z and t with mean loss |t - Z w|^2 / (2 S)."""
        Z, t = self.X, self.response
        if self.fit_intercept:
            Z, t = Z - self.x_mean, t - self.weight @ t / self.total
        root = np.sqrt(self.weight)
        return Z * root[:, None], t * root

    def intercept(self, coef):
        if not self.fit_intercept:
            return 0.0
        return self.weight @ (self.response - self.X @ coef) / self.total

    def strengths(self, alpha):
        """l1 and l2 of ``|t - Z w|^2 / (2 S) + sum_j (l1_j |w_j| + l2_j w_j^2 / 2)``."""
        a, b = self.elastic
        return alpha * a * self.factor * self.spread, alpha * b * self.factor * self.spread**2

    def mean_loss(self, coef, intercept):
        residual = self.response - intercept - self.X @ coef
        return self.weight @ residual**2 / (2.0 * self.total)

    def penalty(self, coef):
        a, b = self.elastic
        scaled = self.spread * coef
        return self.factor @ (a * np.abs(scaled) + b * scaled**2 / 2.0)

    def objective(self, coef, intercept, alpha):
        return self.mean_loss(coef, intercept) + alpha * self.penalty(coef)

    @cached_property
    def null_loss(self):
        return self.mean_loss(np.zeros(self.X.shape[1]), self.intercept(np.zeros(self.X.shape[1])))

    def violation(self, coef, intercept, alpha):
        """Distance of 0 to the subdifferential on the box, relative to |z_j| |t| / S: the largest."""
        Z, t = self.rows
        l1, l2 = self.strengths(alpha)
        low, high = self.box
        assert np.all((coef >= low) & (coef <= high))
        residual = np.sqrt(self.weight) * (self.response - intercept - self.X @ coef)
        slope = -Z.T @ residual / self.total + l2 * coef
        down, up = slope + np.where(coef > 0, l1, -l1), slope + np.where(coef >= 0, l1, -l1)
        can_fall, can_rise = coef > low, coef < high
        gain = np.maximum(np.where(can_fall, down, 0.0), np.where(can_rise, -up, 0.0))
        size = np.linalg.norm(Z, axis=0) * np.linalg.norm(t) / self.total
        used = size > 1e-13 * size.max()
        return max(0.0, float(np.max((gain[used] / size[used]), initial=0.0)))

    def minimise(self, alpha):
        """Coordinate descent, then the linear system of the face it found: (coef, intercept)."""
        coef = np.zeros(self.X.shape[1])
        for _ in range(200):
            coef = self._descend(coef, alpha, sweeps=50)
            exact = self._solve_face(coef, alpha)
            if self.violation(exact, self.intercept(exact), alpha) < 1e-12:
                return exact, self.intercept(exact)
        return coef, self.intercept(coef)

    @cached_property
    def _moments(self):
        Z, t = self.rows
        return Z.T @ Z / self.total, Z.T @ t / self.total

    def _descend(self, start, alpha, sweeps):
        """Minimise over one coordinate after the other."""
        gram, products = self._moments
        l1, l2 = self.strengths(alpha)
        low, high = self.box
        coef, curvature = start.copy(), np.diag(gram) + l2
        for _ in range(sweeps):
            for j in np.flatnonzero(curvature > 0):
                pull = products[j] - gram[j] @ coef + gram[j, j] * coef[j]
                free = math.copysign(max(abs(pull) - l1[j], 0.0), pull) / curvature[j]
                coef[j] = min(max(free, low[j]), high[j])
        return coef

    def _solve_face(self, coef, alpha):
        """The minimiser with these signs and these coefficients at zero or a bound, in the box."""
        gram, products = self._moments
        l1, l2 = self.strengths(alpha)
        low, high = self.box
        free = (coef > low) & (coef < high) & (coef != 0)
        out = np.where(free, 0.0, coef)
        matrix = gram[np.ix_(free, free)] + np.diag(l2[free])
        target = (products - gram @ out - l1 * np.sign(coef))[free]
        out[free] = np.linalg.lstsq(matrix, target, rcond=None)[0]
        same = np.all(np.sign(out) * np.sign(coef) * (l1 > 0) >= 0)
        return np.clip(out, low, high) if same else coef


def plain(X, y, penalty, **options):
    """The oracle of what ``riata.path(X, y, penalty=penalty, **options)`` solves."""
    return Plain(np.asarray(X, dtype=float), np.asarray(y, dtype=float), penalty.elastic, **options)
