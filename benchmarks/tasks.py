"""The tables: what is asked of whom, on which data."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TABLES", "Table"]

LASSO = ("small", "wide", "corr", "tall", "text", "big")
SCALING = (
    *(f"n-{n}" for n in (250, 500, 1000, 2000, 4000)),
    *(f"p-{p}" for p in (500, 2000, 8000, 32000)),
    *(f"rho-{rho}" for rho in ("0", "0.5", "0.8", "0.95", "0.99")),
    *(f"density-{density}" for density in ("0.001", "0.01", "0.1")),
)


@dataclass(frozen=True)
class Table:
    """One question.

    kind : "path", "folds" (cross-validation and refit) or "ridge" (leave-one-out)
    gaps : the relative gaps to reach, loosest first
    """

    sentence: str
    problems: tuple[str, ...]
    kind: str = "path"
    l1_ratio: float = 1.0
    gaps: tuple[float, ...] = (1e-6,)
    folds: int = 10


TABLES: dict[str, Table] = {
    "lasso": Table("A lasso path of 100 alphas", LASSO),
    "curves": Table("Time against gap", LASSO, gaps=(1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10)),
    "enet": Table("An elastic net path, l1_ratio 0.5, of 100 alphas", ("corr",), l1_ratio=0.5),
    "real": Table("Real data", ("riboflavin", "bardet", "golub", "a9a", "news20")),
    "folds": Table(
        "10-fold cross-validation of 100 alphas, and refit", ("folds", "wide", "corr"), "folds"
    ),
    "folds-5": Table("5-fold cross-validation, and refit", ("corr",), "folds", folds=5),
    "folds-20": Table("20-fold cross-validation, and refit", ("corr",), "folds", folds=20),
    "ridge": Table("Ridge, leave-one-out errors at 100 alphas", ("ridge",), "ridge"),
    "scaling": Table("Growth with n, p, correlation and density", SCALING),
}
