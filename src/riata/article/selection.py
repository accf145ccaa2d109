"""What L1 selects and L2 shrinks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from riata.article.data import Sample, prostate_sample
from riata.article.records import Check, Section, Table, difference
from riata.solve import RegularizationPath, path

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.typing import FloatArray

__all__ = ["SECTION"]

FORMULA = r"""
L1: \quad \dfrac{1}{n}|x_j^\top r| = \lambda\ (\hat w_j \neq 0), \quad \leq \lambda\ (\hat w_j = 0)
L2: \quad \dfrac{1}{n}x_j^\top r = \lambda \hat w_j
r = y - \hat w_0 - X\hat w
"""


@dataclass(frozen=True, eq=False)
class Numbers:
    """Lasso and ridge paths of the prostate data, and one solution of each.

    Attributes
    ----------
    sample : Sample
        X (97, 8), standardised, y (97,).
    lasso, ridge : RegularizationPath
        Solutions.
    chosen : tuple of (int, int)
        One strength of each, at which they fit about equally well.
    free : ndarray of shape (8,)
        Least squares.
    """

    sample: Sample
    lasso: RegularizationPath
    ridge: RegularizationPath
    chosen: tuple[int, int]
    free: FloatArray

    @property
    def pair(self) -> tuple[FloatArray, FloatArray]:
        """The chosen coefficients of lasso and ridge, each (8,)."""
        return self.lasso.coef(self.chosen[0]), self.ridge.coef(self.chosen[1])


def compute() -> Numbers:
    """Both paths; the solutions that explain 60 % of the variance."""
    sample = prostate_sample()
    X, y = sample.X, sample.y
    lasso = path(X, y, alphas=60, tol=1e-12)
    ridge = path(X, y, penalty="l2", alphas=np.geomspace(1e2, 1e-3, 60))
    chosen = tuple(int(np.argmin(np.abs(p.dev_ratio - 0.6))) for p in (lasso, ridge))
    free = path(X, y, alphas=[0.0]).coef(0)
    return Numbers(sample, lasso, ridge, (chosen[0], chosen[1]), free)


def check(numbers: Numbers) -> list[Check]:
    """Why each coefficient is what it is; scikit-learn; no zero under L2."""
    from sklearn.linear_model import Lasso as PeerLasso
    from sklearn.linear_model import Ridge as PeerRidge

    X, y, n = numbers.sample.X, numbers.sample.y, len(numbers.sample.y)
    (w, v), (a, c) = (
        numbers.pair,
        (p.alphas[k] for p, k in zip((numbers.lasso, numbers.ridge), numbers.chosen, strict=True)),
    )
    pull = [X.T @ (y - y.mean() - X @ b) / n for b in (w, v)]
    kept = w != 0
    peer = PeerLasso(alpha=a, tol=1e-15, max_iter=1_000_000).fit(X, y).coef_
    return [
        Check("lasso, kept: |x'r|/n − λ", difference(np.abs(pull[0][kept]), np.full(kept.sum(), a))),
        Check(
            "lasso, dropped: |x'r|/n above λ", float(np.maximum(np.abs(pull[0][~kept]) - a, 0.0).max())
        ),
        Check("ridge: x'r/n − λw", difference(pull[1], c * v)),
        Check("lasso: riata − scikit-learn", difference(w, peer)),
        Check("ridge: riata − scikit-learn", difference(v, PeerRidge(alpha=n * c).fit(X, y).coef_)),
        Check("zeros on the whole ridge path", float(np.sum(numbers.ridge.coefs.toarray() == 0))),
    ]


def tell(numbers: Numbers) -> list[str | Table]:
    """The coefficients side by side."""
    w, v = numbers.pair
    X, y = numbers.sample.X, numbers.sample.y
    pull = np.abs(X.T @ (y - y.mean() - X @ w)) / len(y)
    lam = numbers.lasso.alphas[numbers.chosen[0]]
    rows = tuple(
        (name, f"{numbers.free[j]:.4f}", f"{w[j]:.4f}" if w[j] else "0", f"{v[j]:.4f}", f"{pull[j]:.4f}")
        for j, name in enumerate(numbers.sample.names)
    )
    return [
        "Two models of the prostate data that explain the same 60 % of the variance. The lasso keeps "
        f"{int(np.count_nonzero(w))} of 8 features and sets the others to exactly zero. Ridge keeps "
        f"all and shrinks them together: Σw² is {v @ v:.3f}, for {numbers.free @ numbers.free:.3f} of "
        "least squares. A single one may grow or turn its sign, where it takes over from a neighbour.",
        Table("Coefficients", ("feature", "least squares", "lasso", "ridge", "|x'r|/n"), rows),
        "The last column is why. It is what the data pull each coefficient with; the lasso's price is "
        f"λ = {lam:.4f}. A feature that pulls with less is not worth it and stays at zero; every one "
        "that is kept pulls with exactly λ. Ridge's price is λ times the coefficient: nothing at zero, "
        "so any pull at all moves it.",
    ]


def picture(numbers: Numbers, figure: Figure) -> None:
    """Both paths."""
    from riata.plot import RegularizationPathDisplay

    top, bottom = figure.subplots(2, 1)
    for ax, solved, k, name in (
        (top, numbers.lasso, numbers.chosen[0], "lasso"),
        (bottom, numbers.ridge, numbers.chosen[1], "ridge"),
    ):
        named = _named(solved, numbers.sample.names)
        RegularizationPathDisplay.from_path(named, index=k, ax=ax)
        ax.set_ylabel(f"{name} coefficient")


def _named(solved: RegularizationPath, names: tuple[str, ...]) -> RegularizationPath:
    return replace(solved, names=list(names))


SECTION = Section(
    name="selection",
    title="What L1 selects and L2 shrinks",
    formula=FORMULA,
    compute=compute,
    check=check,
    tell=tell,
    picture=picture,
    alt=(
        "Coefficients along the path. The lasso's leave zero one after another as the penalty weakens; "
        "ridge's are all nonzero and fan out smoothly."
    ),
    size=(5.2, 8.0),
)
