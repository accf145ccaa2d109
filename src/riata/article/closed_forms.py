"""Where the lasso has a closed form: orthonormal columns, and one parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riata.article.records import Check, Section, Table, difference
from riata.estimators import Lasso, Ridge
from riata.textbook import coordinate_descent, lasso_one_parameter, lasso_orthonormal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
\dfrac{1}{2}\Vert y - X\beta\Vert^2 + \lambda \Vert\beta\Vert_1
X^\top X = I: \quad \hat\beta_j = S_\lambda(x_j^\top y)
p = 1: \quad \hat\beta = \dfrac{S_\lambda(x^\top y)}{x^\top x}
"""

_ROWS, _COLUMNS, _LAMBDA = 60, 12, 1.0


@dataclass(frozen=True, eq=False)
class Numbers:
    """Both closed forms, beside solvers that do not know them.

    Attributes
    ----------
    lam : float
        Strength, on the sum scale.
    free : ndarray of shape (12,)
        Least squares of the orthonormal problem: x_j'y.
    closed, fitted, descended, peer : ndarray of shape (12,)
        Its lasso: closed form, riata's Lasso, coordinate descent, scikit-learn.
    ridge : ndarray of shape (12,)
        Its ridge, by riata: every coefficient over 1 + lambda.
    one_closed, one_fitted : ndarray of shape (25,)
        One parameter at 25 strengths: closed form, riata.
    """

    lam: float
    free: FloatArray
    closed: FloatArray
    fitted: FloatArray
    descended: FloatArray
    peer: FloatArray
    ridge: FloatArray
    one_closed: FloatArray
    one_fitted: FloatArray


def compute() -> Numbers:
    """Orthonormal columns by QR of random ones."""
    from sklearn.linear_model import Lasso as PeerLasso

    rng = np.random.RandomState(1)
    X = np.linalg.qr(rng.randn(_ROWS, _COLUMNS))[0]
    y = X @ np.linspace(-3.0, 3.0, _COLUMNS) + 0.3 * rng.randn(_ROWS)
    x, lams = 2.0 * rng.randn(_ROWS), np.geomspace(1.0, 500.0, 25)
    z = 0.7 * x + rng.randn(_ROWS)
    alpha = _LAMBDA / _ROWS
    return Numbers(
        lam=_LAMBDA,
        free=X.T @ y,
        closed=lasso_orthonormal(X, y, _LAMBDA),
        fitted=Lasso(alpha=alpha, fit_intercept=False).fit(X, y).coef_,
        descended=coordinate_descent(X, y, _LAMBDA, tol=0.0).coef,
        peer=PeerLasso(alpha=alpha, fit_intercept=False, tol=1e-14).fit(X, y).coef_,
        ridge=Ridge(alpha=_LAMBDA, fit_intercept=False).fit(X, y).coef_,
        one_closed=np.array([lasso_one_parameter(x, z, lam) for lam in lams]),
        one_fitted=np.array([_one(x, z, float(lam)) for lam in lams]),
    )


def check(numbers: Numbers) -> list[Check]:
    """The closed forms against solvers."""
    return [
        Check("orthonormal: closed form − riata", difference(numbers.closed, numbers.fitted)),
        Check(
            "orthonormal: closed form − coordinate descent",
            difference(numbers.closed, numbers.descended),
        ),
        Check("orthonormal: closed form − scikit-learn", difference(numbers.closed, numbers.peer)),
        Check(
            "orthonormal ridge: x'y / (1 + λ) − riata",
            difference(numbers.free / (1 + numbers.lam), numbers.ridge),
        ),
        Check(
            "one parameter, 25 strengths: closed form − riata",
            difference(numbers.one_closed, numbers.one_fitted),
        ),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """What the closed forms do to a coefficient."""
    rows = tuple(
        (str(j), f"{numbers.free[j]:.6f}", f"{numbers.closed[j]:.6f}", f"{numbers.ridge[j]:.6f}")
        for j in range(len(numbers.free))
    )
    return [
        "In general which coefficients are zero depends on all of them together: there is no formula. "
        "Where columns are orthonormal the coefficients do not see each other: the lasso moves each "
        "least-squares coefficient by λ towards zero and stops there; ridge divides each by 1 + λ. With "
        "one parameter it is the same, over x'x. The objective has a half before the sum of squares; "
        "without it the threshold is λ/2.",
        Table("Orthonormal columns, λ = 1", ("column", "least squares", "lasso", "ridge"), rows),
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """Coefficients after against before."""
    from riata.plot.style import COLORS, LIGHT, add_key, prepare_axes

    ax = prepare_axes(figure.add_subplot())
    line = np.linspace(-3.6, 3.6, 401)
    ax.plot(line, line, color=LIGHT, linewidth=1)
    ax.axhline(0, color=LIGHT, linewidth=0.8)
    threshold = np.sign(line) * np.maximum(np.abs(line) - numbers.lam, 0.0)
    ax.plot(line, threshold, color=COLORS[0], linewidth=1)
    ax.plot(line, line / (1 + numbers.lam), color=COLORS[1], linewidth=1)
    lasso = ax.plot(numbers.free, numbers.fitted, "o", color=COLORS[0], markersize=5)[0]
    ridge = ax.plot(numbers.free, numbers.ridge, "s", color=COLORS[1], markersize=4)[0]
    ax.set(xlabel="least-squares coefficient", ylabel="penalised coefficient")
    add_key(ax, [lasso, ridge], ["lasso: S(x'y)", "ridge: x'y / (1 + λ)"])


def _one(x: FloatArray, y: FloatArray, lam: float) -> float:
    model = Lasso(alpha=lam / len(y), fit_intercept=False).fit(x[:, None], y)
    return float(model.coef_[0])


SECTION = Section(
    name="closed-forms",
    title="Closed forms: orthonormal columns, one parameter",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Penalised against least-squares coefficients. The lasso's lie on a line with a flat piece at "
        "zero, ridge's on a straight line of lesser slope."
    ),
    size=(5.2, 4.2),
)
