"""Degree fifteen, with and without ridge: coefficients, and how many of their digits are real."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from riata.article.data import Sample, curve, curve_sample
from riata.article.exact import exact_powers, exact_ridge
from riata.article.records import Check, Section, Table, difference, relative
from riata.estimators import Lasso, Ridge

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
\hat y(x) = \sum_{p=0}^{15} \beta_p x^p
\min_\beta\ \sum_{i=1}^{30} \left(y_i - \hat y(x_i)\right)^2 + \lambda \sum_{p=1}^{15} \beta_p^2
"""

_DEGREE = 15
#: Strength of the ridge, on the sum scale.
_LAMBDA = 1e-3


@dataclass(frozen=True, eq=False)
class Numbers:
    """Both fits, beside their exact solutions. Coefficients are those of x, ..., x^15.

    Attributes
    ----------
    sample : Sample
        The data.
    lam : float
        Strength of the ridge, on the sum scale.
    plain, plain_peer, plain_exact : ndarray of shape (16,)
        Without a penalty, constant first: riata, scikit-learn's LinearRegression, and the exact
        least squares of the matrix of floats.
    plain_true : ndarray of shape (16,)
        The exact least squares of the powers themselves, not rounded to floats.
    ridge, ridge_peer, ridge_exact : ndarray of shape (16,)
        With ridge: riata, scikit-learn, exact.
    condition : float
        Condition number of the centred powers, each scaled to norm 1.
    """

    sample: Sample
    lam: float
    plain: FloatArray
    plain_peer: FloatArray
    plain_exact: FloatArray
    plain_true: FloatArray
    ridge: FloatArray
    ridge_peer: FloatArray
    ridge_exact: FloatArray
    condition: float

    @property
    def powers(self) -> FloatArray:
        """x, ..., x^15: (30, 15)."""
        return powers_of(self.sample.X[:, 0])


def compute() -> Numbers:
    """Fit both, exactly and not."""
    from sklearn.linear_model import LinearRegression
    from sklearn.linear_model import Ridge as PeerRidge

    sample = curve_sample()
    x, y = sample.X[:, 0], sample.y
    X = powers_of(x)
    response = [Fraction(float(v)) for v in y]
    rounded = exact_powers(x, _DEGREE, rounded=True)
    centred = X - X.mean(axis=0)
    return Numbers(
        sample=sample,
        lam=_LAMBDA,
        plain=_all(Lasso(alpha=0.0).fit(X, y)),
        plain_peer=_all(LinearRegression().fit(X, y)),
        plain_exact=exact_ridge(rounded, response),
        plain_true=exact_ridge(exact_powers(x, _DEGREE, rounded=False), response),
        ridge=_all(Ridge(alpha=_LAMBDA).fit(X, y)),
        ridge_peer=_all(PeerRidge(alpha=_LAMBDA, solver="svd").fit(X, y)),
        ridge_exact=exact_ridge(rounded, response, free=1, lam=Fraction(_LAMBDA)),
        condition=float(np.linalg.cond(centred / np.linalg.norm(centred, axis=0))),
    )


def check(numbers: Numbers) -> list[Check]:
    """Ridge to rounding; least squares to what its condition allows; its fitted values to rounding."""
    allowed = float(np.finfo(float).eps) * numbers.condition
    fitted, exact = (_values(numbers, b) for b in (numbers.plain, numbers.plain_exact))
    return [
        Check("ridge: riata − exact fractions", difference(numbers.ridge, numbers.ridge_exact)),
        Check("ridge: riata − scikit-learn", difference(numbers.ridge, numbers.ridge_peer)),
        Check(
            "no penalty, relative: riata − exact fractions (limit: condition × 2.2e-16)",
            _norm_error(numbers.plain, numbers.plain_exact),
            allowed,
        ),
        Check(
            "no penalty, relative: scikit-learn − exact fractions",
            _norm_error(numbers.plain_peer, numbers.plain_exact),
            None,
        ),
        Check(
            "no penalty, relative: exact for rounded powers − exact for the powers themselves",
            _norm_error(numbers.plain_exact, numbers.plain_true),
            None,
        ),
        Check(
            "no penalty, fitted values: riata − exact fractions (limit: 16 × largest β × 2.2e-16)",
            difference(fitted, exact),
            16.0 * float(np.finfo(float).eps * np.max(np.abs(numbers.plain_exact))),
        ),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """Both tables, and the digits."""
    own = digits(relative(numbers.plain[1:], numbers.plain_exact[1:]))
    real = digits(relative(numbers.plain_exact[1:], numbers.plain_true[1:]))
    largest = float(np.max(np.abs(numbers.plain_exact)))
    return [
        "The same polynomial twice. Without a penalty it passes near every point by setting huge "
        f"coefficients of alternating sign against each other, up to {largest:.1e}. Ridge keeps all of "
        f"them within ±{np.max(np.abs(numbers.ridge[1:])):.1f} with λ = {numbers.lam:g} (a sum over "
        "rows; the constant is not penalised).",
        _table(
            "Coefficients without a penalty",
            ("power", "riata", "exact", "exact, powers not rounded"),
            (numbers.plain, numbers.plain_exact, numbers.plain_true),
            "{:.6e}",
        ),
        _table(
            f"Coefficients with ridge, λ = {numbers.lam:g}",
            ("power", "riata", "exact", "scikit-learn"),
            (numbers.ridge, numbers.ridge_exact, numbers.ridge_peer),
            "{:.10f}",
        ),
        "How many digits are real? The powers of x on [0, 1] are nearly dependent: their condition "
        f"number, centred and scaled, is {numbers.condition:.1e}, so that double precision carries "
        f"about {digits(np.finfo(float).eps * numbers.condition)} digits of the coefficients through "
        "any stable method. The exact solution, in fractions, says how many each kept: riata's worst "
        f"coefficient has {own} right digits. {_peer_words(numbers)}",
        "But the matrix of floats is itself rounded: the exact solution for the powers of x as they "
        f"are agrees with that for the rounded ones to {real} digits only. So trust {min(own, real)} "
        "digits and none of the rest, whoever prints them. With ridge the question goes away: every "
        "digit shown is right. (The article's own coefficients, −1.2e3, 5.2e4, −1.1e6 and so on to "
        "2.5e10, are of another draw of the same recipe, and have no more digits than these.)",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """Both fits over the sample."""
    from riata.plot.style import COLORS, GREY, LIGHT, prepare_axes

    grid = np.linspace(0.0, 1.0, 800)
    shown = np.column_stack([np.ones_like(grid), powers_of(grid)])
    top, bottom = figure.subplots(2, 1, sharex=True)
    for ax, coef, title, color in (
        (top, numbers.plain_exact, "no penalty", COLORS[1]),
        (bottom, numbers.ridge, f"ridge, λ = {numbers.lam:g}", COLORS[0]),
    ):
        prepare_axes(ax)
        ax.plot(grid, curve(grid), color=LIGHT, linewidth=1.5, label="f(x)")
        ax.plot(grid, shown @ coef, color=color, linewidth=1.8, label="degree 15")
        ax.plot(numbers.sample.X[:, 0], numbers.sample.y, "o", color=GREY, markersize=3.5)
        ax.set(ylim=(-1.6, 1.6), ylabel="y")
        ax.set_title(title, loc="left", fontsize="medium")
    bottom.set_xlabel("x")
    top.legend(frameon=False, loc="upper right", ncols=2, fontsize="small")


def powers_of(x: FloatArray) -> FloatArray:
    """x, ..., x^15: (n, 15), each power rounded once."""
    return np.array([[float(v) ** k for k in range(1, _DEGREE + 1)] for v in x])


def digits(error: float) -> int:
    """Right digits that a relative error leaves."""
    return max(0, int(np.floor(-np.log10(error)))) if error > 0 else 16


def _peer_words(numbers: Numbers) -> str:
    right = digits(relative(numbers.plain_peer[1:], numbers.plain_exact[1:]))
    if right:
        return f"scikit-learn's LinearRegression has {right}."
    largest = float(np.max(np.abs(numbers.plain_peer[1:])))
    return (
        "scikit-learn's LinearRegression has none: it takes columns this dependent for exactly "
        "dependent and leaves directions out, which is another model, with coefficients up to "
        f"{largest:.2g}: a regularisation that nobody asked for."
    )


def _all(fitted: Any) -> FloatArray:
    """Constant and coefficients, (16,)."""
    return np.concatenate([[fitted.intercept_], fitted.coef_])


def _values(numbers: Numbers, coef: FloatArray) -> FloatArray:
    return np.asarray(coef[0] + numbers.powers @ coef[1:], dtype=float)


def _norm_error(one: FloatArray, other: FloatArray) -> float:
    """Relative to the norm, as the condition number bounds it."""
    return float(np.linalg.norm(one - other) / np.linalg.norm(other))


def _table(caption: str, head: tuple[str, ...], columns: tuple[FloatArray, ...], form: str) -> Table:
    rows = tuple(
        (str(k), *(form.format(column[k]) for column in columns)) for k in range(1, _DEGREE + 1)
    )
    return Table(caption, head, rows)


SECTION = Section(
    name="polynomial",
    title="Degree fifteen, with and without ridge",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Two fits of a polynomial of degree 15. Without a penalty it swings wildly between the points "
        "near the ends; with ridge it follows the curve."
    ),
    size=(5.2, 5.4),
)
