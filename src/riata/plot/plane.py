"""The objective in two coefficients, the others held at their fitted values: numbers for a picture.

With w the pair, v its fitted values, X~ the pair's columns (centred where there is an intercept, which
follows the pair at its best value; times root weights), r the residual and S the total weight

    L(w) - L(v) = -g'd + 1/2 d'H d,   d = w - v,  H = X~'X~ / S,  g = X~'r / S

and the penalty on the pair is sum_j omega_j P(m_j w_j). All in the units of the data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riata.errors import ParameterError
from riata.penalties import Penalty
from riata.plot.source import Source
from riata.typing import FloatArray

__all__ = ["Plane", "ball_of", "descend", "loss_above", "make_plane"]

#: Sweeps of coordinate descent, at most, and the relative change that ends it.
_SWEEPS, _STILL = 200, 1e-9
#: Points on the outline of a ball; a multiple of four, so that corners are among them.
_AROUND = 720
#: Where the ball has no end, in widths of the picture.
_FAR = 1e3


@dataclass(frozen=True, eq=False)
class Plane:
    """A fitted model in two of its coefficients.

    Attributes
    ----------
    columns : tuple of two int
        Which.
    names : tuple of two str
        Their features.
    at : ndarray of shape (2,)
        v, the fitted coefficients.
    centre : ndarray of shape (2,)
        Where the loss is least while the others are held.
    hessian : ndarray of shape (2, 2)
        H of the mean loss.
    slope : ndarray of shape (2,)
        g, minus the gradient of the mean loss at v.
    penalty : Penalty
        P.
    factor, spread : ndarray of shape (2,)
        omega and m.
    lower, upper : ndarray of shape (2,)
        The box.
    alpha : float
        Strength, on the mean scale.
    others : int
        How many coefficients are held.
    """

    columns: tuple[int, int]
    names: tuple[str, str]
    at: FloatArray
    centre: FloatArray
    hessian: FloatArray
    slope: FloatArray
    penalty: Penalty
    factor: FloatArray
    spread: FloatArray
    lower: FloatArray
    upper: FloatArray
    alpha: float
    others: int

    @property
    def bound(self) -> float:
        """The pair's share of the constraint: sum_j omega_j P(m_j v_j)."""
        return float(self.factor @ self.penalty.value(self.spread * self.at))


def make_plane(source: Source, features: object = None) -> Plane:
    """The plane of two features of a fitted model.

    Parameters
    ----------
    source : Source
        With a chosen strength and its data.
    features : pair of str or int, optional
        Names or columns; by default the two largest standardised coefficients.

    Raises
    ------
    ParameterError
        If there are not two such features, no strength was chosen, the data are gone, or the loss
        is not a sum of squares.
    """
    if source.index is None:
        raise ParameterError("say which solution of the path to draw: index=")
    path, index = source.solutions, source.index
    problem = path.problem
    if problem is None:
        raise ParameterError("this model has lost its data (by saving or pickling): fit it again")
    if not problem.loss.quadratic:
        raise ParameterError(f"loss contours are drawn for squared loss, not {problem.loss.name!r}")
    coef, units = path.coef(index), problem.units
    pair = _pair(source, features, np.abs(coef) * units.deviation)
    unit = units.to_coef
    scaled = np.divide(coef, unit, out=np.zeros_like(coef), where=unit > 0)
    gradient = problem.solver_gradient(scaled[:, None])[pair, 0]
    width = units.x_scale[pair]  # zero where a column takes no part
    gram = problem.design.gram(np.asarray(pair), problem.view, problem.threads)
    hessian = gram * np.outer(width, width) / units.total
    slope = gradient * width * (units.y_scale / units.total)
    return Plane(
        columns=(pair[0], pair[1]),
        names=(source.names[pair[0]], source.names[pair[1]]),
        at=coef[pair],
        centre=coef[pair] + _least_squares(hessian, slope),
        hessian=hessian,
        slope=slope,
        penalty=problem.penalty,
        factor=problem.factor[pair],
        spread=units.spread[pair],
        lower=problem.lower[pair],
        upper=problem.upper[pair],
        alpha=float(path.alphas[index]),
        others=len(coef) - 2,
    )


def loss_above(plane: Plane, first: FloatArray, second: FloatArray) -> FloatArray:
    """Mean loss above its least value in the plane, at pairs of coefficients of any shape."""
    d = np.stack([first - plane.centre[0], second - plane.centre[1]])
    return np.asarray(0.5 * np.einsum("i...,ij,j...->...", d, plane.hessian, d), dtype=float)


def ball_of(plane: Plane, scale: FloatArray) -> FloatArray | None:
    """Outline (k, 2) of the coefficients that cost as much as the fitted pair.

    Along (cos, sin) of an angle, in widths of the picture, ``a s1 r + b s2 r^2 / 2 = t`` is solved for
    the radius r. None where the penalty is not a |w| + b w^2 / 2, or nothing is spent.

    Parameters
    ----------
    plane : Plane
        The pair.
    scale : ndarray of shape (2,)
        Half widths of the picture.
    """
    elastic, t = plane.penalty.elastic, plane.bound
    if elastic is None or t == 0:
        return None
    angle = np.linspace(0.0, 2.0 * np.pi, _AROUND + 1)
    ways = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    ways[np.abs(ways) < 1e-12] = 0.0
    ways *= scale
    inside = np.abs(ways * plane.spread)
    one, two = elastic[0] * inside @ plane.factor, elastic[1] * inside**2 @ plane.factor
    below = one + np.sqrt(one**2 + 2.0 * two * t)
    radius = np.divide(2.0 * t, below, out=np.full_like(below, np.inf), where=below > 0)
    return np.asarray(np.minimum(radius, _FAR)[:, None] * ways, dtype=float)


def descend(plane: Plane) -> FloatArray:
    """Coordinate descent on the pair from zero, (k, 2): one coefficient at a time, to its best value."""
    w = np.zeros(2)
    steps = [w.copy()]
    if not np.isfinite(plane.alpha):
        return np.array(steps)
    for _ in range(_SWEEPS):
        before = w.copy()
        for j in range(2):
            w[j] = _best(plane, w, j)
            steps.append(w.copy())
        if np.all(np.abs(w - before) <= _STILL * np.maximum(np.abs(w), np.abs(before))):
            break
    return np.array(steps)


def _best(plane: Plane, w: FloatArray, j: int) -> float:
    """The best value of one coefficient while the other is held."""
    curvature = float(plane.hessian[j, j])
    if curvature <= 0:
        return 0.0
    free = float(w[j] + (plane.slope - plane.hessian @ (w - plane.at))[j] / curvature)
    m, strength = float(plane.spread[j]), plane.alpha * float(plane.factor[j])
    if m > 0 and strength > 0:
        step = strength * m * m / curvature
        free = float(plane.penalty.prox(np.array([m * free]), step)[0]) / m
    return float(np.clip(free, plane.lower[j], plane.upper[j]))


def _least_squares(hessian: FloatArray, slope: FloatArray) -> FloatArray:
    """Of minimum norm where the two columns are dependent, in units that make both alike."""
    root = np.sqrt(np.diag(hessian))
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)
    like = hessian * np.outer(inverse, inverse)
    return np.asarray(inverse * np.linalg.lstsq(like, inverse * slope, rcond=None)[0], dtype=float)


def _pair(source: Source, features: object, size: FloatArray) -> list[int]:
    p = len(source.names)
    if p < 2:
        raise ParameterError(f"this picture needs two features; the model has {p}")
    if features is None:
        return [int(j) for j in np.argsort(-size, kind="stable")[:2]]
    if isinstance(features, str) or not isinstance(features, list | tuple) or len(features) != 2:
        raise ParameterError(f"features must be a pair of names or columns, not {features!r}")
    pair = [_column(source.names, feature) for feature in features]
    if pair[0] == pair[1]:
        raise ParameterError(f"features must be two different ones, not {features!r}")
    return pair


def _column(names: tuple[str, ...], feature: object) -> int:
    if isinstance(feature, str):
        if feature not in names:
            raise ParameterError(f"there is no feature {feature!r}; there are {list(names[:10])}")
        return names.index(feature)
    if isinstance(feature, int | np.integer) and not isinstance(feature, bool):
        column = int(feature)
        if 0 <= column < len(names):
            return column
    raise ParameterError(f"features are names, or columns from 0 to {len(names) - 1}: {feature!r}")
