"""The lasso against scikit-learn: why numbers differ, and that on one objective they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from riata.article.data import Sample, prostate_sample, two_parameters
from riata.article.records import Check, Section, Table, difference
from riata.estimators import Lasso
from riata.textbook import coordinate_descent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
\mathrm{by\ hand:} \quad \dfrac{1}{2}\Vert y - X\beta\Vert^2 + \lambda \Vert\beta\Vert_1
\mathrm{sklearn:} \quad \dfrac{1}{2n}\Vert y - \beta_0 - X\beta\Vert^2 + \alpha \Vert\beta\Vert_1
\lambda = n\,\alpha, \quad \beta_0 = 0
"""

_LAMBDA = 1.0
#: Tolerance at which scikit-learn's answer is a reference.
_TIGHT = 1e-15


@dataclass(frozen=True, eq=False)
class Numbers:
    """Two parameters fitted in several ways, and the prostate data along a path.

    Attributes
    ----------
    sample : Sample
        X (n, 2), y (n,); truth (1, 2).
    by_hand : ndarray of shape (2,)
        Coordinate descent at lambda = 1, no constant.
    same_number : ndarray of shape (2,)
        scikit-learn at alpha = 1: the same number on another scale.
    same_scale : ndarray of shape (2,)
        scikit-learn at alpha = lambda / n, with its constant.
    constant : float
        That constant.
    same : ndarray of shape (2,)
        scikit-learn at alpha = lambda / n without a constant: the same objective.
    centred : ndarray of shape (2,)
        By hand on centred data: what a free constant does.
    ours, ours_constant : ndarray of shape (2,)
        riata's Lasso at alpha = lambda / n, without and with a constant.
    alphas : ndarray of shape (K,)
        Strengths on the prostate data.
    ours_path, peer_path : ndarray of shape (K, 8)
        riata's and scikit-learn's coefficients there.
    """

    sample: Sample
    by_hand: FloatArray
    same_number: FloatArray
    same_scale: FloatArray
    constant: float
    same: FloatArray
    centred: FloatArray
    ours: FloatArray
    ours_constant: FloatArray
    alphas: FloatArray
    ours_path: FloatArray
    peer_path: FloatArray


def compute() -> Numbers:
    """Fit in all ways."""
    sample = two_parameters()
    X, y = sample.X, sample.y
    alpha = _LAMBDA / len(y)
    free = _peer(alpha, True).fit(X, y)
    centred = coordinate_descent(X - X.mean(axis=0), y - y.mean(), _LAMBDA, tol=0.0)
    other, alphas = prostate_sample(), np.geomspace(0.8, 0.002, 20)
    return Numbers(
        sample=sample,
        by_hand=coordinate_descent(X, y, _LAMBDA, tol=0.0).coef,
        same_number=_peer(_LAMBDA, True).fit(X, y).coef_,
        same_scale=free.coef_,
        constant=float(free.intercept_),
        same=_peer(alpha, False).fit(X, y).coef_,
        centred=centred.coef,
        ours=Lasso(alpha=alpha, fit_intercept=False).fit(X, y).coef_,
        ours_constant=Lasso(alpha=alpha).fit(X, y).coef_,
        alphas=alphas,
        ours_path=np.array([Lasso(alpha=float(a)).fit(other.X, other.y).coef_ for a in alphas]),
        peer_path=np.array([_peer(float(a), True).fit(other.X, other.y).coef_ for a in alphas]),
    )


def check(numbers: Numbers) -> list[Check]:
    """On the same objective everything agrees; otherwise the differences are there to be seen."""
    return [
        Check("same objective: by hand − scikit-learn", difference(numbers.by_hand, numbers.same)),
        Check("same objective: by hand − riata", difference(numbers.by_hand, numbers.ours)),
        Check(
            "with a constant: by hand on centred data − scikit-learn",
            difference(numbers.centred, numbers.same_scale),
        ),
        Check(
            "with a constant: riata − scikit-learn",
            difference(numbers.ours_constant, numbers.same_scale),
        ),
        Check(
            "prostate, 20 strengths: riata − scikit-learn",
            difference(numbers.ours_path, numbers.peer_path),
        ),
        Check(
            "seen: by hand − scikit-learn with a constant",
            difference(numbers.by_hand, numbers.same_scale),
            None,
        ),
        Check(
            "seen: by hand − scikit-learn at α = 1",
            difference(numbers.by_hand, numbers.same_number),
            None,
        ),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """Where the difference is from."""
    n = len(numbers.sample.y)

    def row(name: str, coef: FloatArray) -> tuple[str, ...]:
        return (name, *(f"{b:.4f}" for b in coef), *(f"{b:.2f}" for b in coef))

    return [
        "A hand-made coordinate descent and scikit-learn's Lasso may print 1.00, 2.00 and 1.11, 2.04 "
        "for what looks like one problem, and leave it at “almost the same”. They answer different "
        "questions, which differ in two ways. The sample here follows the article's recipe, under a "
        "seed that gives its numbers.",
        "First, the scale: scikit-learn divides the squares by n, so the λ = 1 of a sum is "
        f"α = λ/n = {1 / n:g} there; α = 1 is {n} times as strong. Second, the constant: scikit-learn "
        f"fits one by default, without a penalty, here {numbers.constant:.4f}. The formula by hand has "
        "none, so that its line must go through the origin: where the noise drawn has a mean, or the "
        "features do, the coefficients bend to make up for it. On centred data, which is what a free "
        "constant amounts to, the hand-made loop prints 1.11, 2.04 too.",
        Table(
            "Two parameters, truth 1 and 2, λ = 1",
            ("fit", "β₀", "β₁", "β₀ ≈", "β₁ ≈"),
            (
                row("by hand, no constant", numbers.by_hand),
                row("scikit-learn, α = 1", numbers.same_number),
                row(f"scikit-learn, α = 1/{n}", numbers.same_scale),
                row("by hand, centred data", numbers.centred),
                row(f"scikit-learn, α = 1/{n}, no constant", numbers.same),
                row("riata, the same", numbers.ours),
            ),
        ),
        "On the same objective the hand-made loop, riata and scikit-learn (at a tolerance of 1e-15) "
        "agree to rounding; and riata and scikit-learn do along the whole path of the prostate data.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """Coefficients of the prostate data: riata's lines, scikit-learn's points."""
    from riata.plot.style import GREY, add_key, color_of, prepare_axes

    ax = prepare_axes(figure.add_subplot())
    for j, ours in enumerate(numbers.ours_path.T):
        line = ax.plot(numbers.alphas, ours, color=color_of(j), linewidth=1.5)[0]
        ax.plot(numbers.alphas, numbers.peer_path[:, j], ".", color=GREY, markersize=4)
    ax.set(xscale="log", xlabel="α (penalty weaker to the right)", ylabel="coefficient")
    ax.invert_xaxis()
    add_key(ax, [line, ax.lines[-1]], ["riata, prostate data", "scikit-learn"])


def _peer(alpha: float, fit_intercept: bool) -> Any:
    from sklearn.linear_model import Lasso as PeerLasso

    return PeerLasso(alpha=alpha, fit_intercept=fit_intercept, tol=_TIGHT, max_iter=1_000_000)


SECTION = Section(
    name="lasso-peer",
    title="The lasso against scikit-learn",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt="Lasso coefficients of the prostate data; scikit-learn's points lie on riata's lines.",
    size=(5.2, 4.0),
)
