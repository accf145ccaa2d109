"""Coordinate descent on two parameters, its way drawn over the contours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.data import Sample, two_parameters
from riata.article.records import Check, Section, Table, difference
from riata.solve import RegularizationPath, path
from riata.textbook import (
    Trace,
    accelerated_proximal_gradient,
    coordinate_descent,
    proximal_gradient,
    soft_threshold,
    subgradient,
)
from riata.textbook import objective as evaluate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["SECTION"]

FORMULA = r"""
\dfrac{1}{2}\Vert y - X\beta\Vert^2 + \lambda \Vert\beta\Vert_1
a_i = x_i^\top \left(y - \sum_{j \neq i} x_j \beta_j\right)
\beta_i \leftarrow \dfrac{S_\lambda(a_i)}{x_i^\top x_i}
S_\lambda(a) = \mathrm{sign}(a)\, \max(|a| - \lambda, 0)
"""

_LAMBDA = 1.0


@dataclass(frozen=True, eq=False)
class Numbers:
    """The lasso of two features without a constant, at lambda = 1 on the sum scale.

    Attributes
    ----------
    sample : Sample
        X (n, 2), y (n,).
    lam : float
        Strength.
    traces : dict of str to Trace
        Coordinate descent (an iterate for each coordinate) and the other algorithms, by name.
    path : RegularizationPath
        riata's solution, at alpha = lambda / n.
    """

    sample: Sample
    lam: float
    traces: dict[str, Trace]
    path: RegularizationPath

    @property
    def descent(self) -> Trace:
        """Coordinate descent."""
        return self.traces["coordinate descent"]


def compute() -> Numbers:
    """Run four algorithms of the textbook, and riata."""
    sample = two_parameters()
    X, y = sample.X, sample.y
    traces = {
        "coordinate descent": coordinate_descent(X, y, _LAMBDA, tol=0.0, record="coordinate"),
        "proximal gradient": proximal_gradient(X, y, _LAMBDA, tol=0.0, max_iter=400),
        "accelerated": accelerated_proximal_gradient(X, y, _LAMBDA, tol=0.0, max_iter=400),
        "subgradient": subgradient(X, y, _LAMBDA, tol=0.0, max_iter=120),
    }
    solved = path(X, y, alphas=[_LAMBDA / len(y)], fit_intercept=False, tol=1e-12)
    return Numbers(sample, _LAMBDA, traces, solved)


def check(numbers: Numbers) -> list[Check]:
    """The same minimiser, a fixed point of the update, and a descent."""
    X, y, lam, b = numbers.sample.X, numbers.sample.y, numbers.lam, numbers.descent.coef
    residual, squares = y - X @ b, (X**2).sum(axis=0)
    update = soft_threshold(X.T @ residual + squares * b, lam) / squares
    rises = np.diff(numbers.descent.objective)
    ours = evaluate(X, y, numbers.path.coef(0), lam)
    return [
        Check("coordinate descent − riata", difference(b, numbers.path.coef(0))),
        Check(
            "accelerated gradient − riata",
            difference(numbers.traces["accelerated"].coef, numbers.path.coef(0)),
        ),
        Check("β − S(a) / x'x at the end", difference(b, update)),
        Check("objective: coordinate descent − riata", abs(numbers.descent.objective[-1] - ours)),
        Check("largest rise of the objective in a step", max(0.0, float(rises.max()))),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """The first iterates."""
    trace = numbers.descent
    rows = tuple(
        (str(k), *(f"{b:.10f}" for b in trace.iterates[k]), f"{trace.objective[k]:.10f}")
        for k in (0, 1, 2, 3, 4, 6, 10, len(trace.objective) - 1)
    )
    return [
        "Hold all coefficients but one: what is left is a lasso of one parameter, which has a closed "
        "form. Go round until nothing changes. Two features, true coefficients 1 and 2, no constant, "
        "λ = 1. S here is the soft threshold alone; the division by x'x comes after.",
        Table("Coordinate descent", ("updates", "β₀", "β₁", "objective"), rows),
        f"It is still after {trace.n_iter} rounds, each step parallel to an axis. The subgradient "
        "method, which only knows a slope, is far from done when the others have converged.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """The way over the contours; the objective of four algorithms."""
    from riata.plot import GeometryDisplay, TraceDisplay

    top, bottom = figure.subplots(2, 1, height_ratios=(3, 2))
    GeometryDisplay.from_path(numbers.path, index=0, features=(0, 1), ax=top)
    TraceDisplay.from_trace(numbers.traces, ax=bottom)


SECTION = Section(
    name="coordinate-descent",
    title="Coordinate descent on two parameters",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Above, contours of the loss, the L1 ball through the solution, and the steps of coordinate "
        "descent from zero, each parallel to an axis. Below, the objective of four algorithms falling."
    ),
    size=(5.2, 8.2),
)
