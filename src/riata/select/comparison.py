"""Strengths by several rules, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from riata.solve import RegularizationPath
from riata.solve.frames import make_frame
from riata.typing import FloatArray, IntArray

__all__ = ["TITLES", "Comparison"]

#: Rule -> how it is called in a table.
TITLES = {
    "cv": "CV, least error",
    "1se": "CV, one standard error",
    "aic": "AIC",
    "bic": "BIC",
    "ebic": "EBIC",
    "cp": "Cp",
    "gcv": "GCV",
    "loo": "leave-one-out",
    "evidence": "evidence",
}
_HEAD = ("rule", "alpha", "df", "kept", "R2", "overlap", "difference", "")


@dataclass(frozen=True, eq=False)
class Comparison:
    """What each rule chooses, and how far it is from the first (cross-validation, by default).

    Attributes
    ----------
    rules : tuple of str
        R names: "cv", "1se", "aic", "bic", "ebic", "cp", "gcv", "loo", "evidence".
    alphas : ndarray of shape (R,)
        The strength that each chooses.
    df : ndarray of shape (R,)
        Degrees of freedom there, without the intercept.
    dev_ratio : ndarray of shape (R,)
        Share of the null deviance explained in training: R^2.
    kept : ndarray of shape (R,)
        Nonzero coefficients.
    overlap : ndarray of shape (R,)
        Jaccard index of the kept features with those of the first rule: how many both keep over how
        many either keeps; 1 where both keep none.
    difference : ndarray of shape (R,)
        Root mean squared difference of the fitted values from those of the first rule, over the
        standard deviation of the response.
    coefs : ndarray of shape (p, R)
        Coefficients in the units of the data.
    intercepts : ndarray of shape (R,)
        Their constants.
    notes : tuple of str
        What is to be known of each.
    details : mapping of str to object
        Rule -> what it looked at: :class:`~riata.select.CVResult`,
        :class:`~riata.select.CriterionResult` or :class:`~riata.select.EvidenceResult`.
    path : RegularizationPath
        All solutions on the grid.
    """

    rules: tuple[str, ...]
    alphas: FloatArray
    df: FloatArray
    dev_ratio: FloatArray
    kept: IntArray
    overlap: FloatArray
    difference: FloatArray
    coefs: FloatArray
    intercepts: FloatArray
    notes: tuple[str, ...]
    details: Mapping[str, Any]
    path: RegularizationPath

    def __len__(self) -> int:
        return len(self.rules)

    def to_frame(self, backend: str | None = None) -> Any:
        """A data frame with a row for each rule.

        Columns: rule, alpha, df, kept, dev_ratio, overlap, difference, note.

        Parameters
        ----------
        backend : {"pandas", "polars", "pyarrow"}, optional
            The library; by default the first of them that is installed.
        """
        columns = {
            "rule": list(self.rules),
            "alpha": self.alphas,
            "df": self.df,
            "kept": self.kept,
            "dev_ratio": self.dev_ratio,
            "overlap": self.overlap,
            "difference": self.difference,
            "note": list(self.notes),
        }
        return make_frame(columns, backend)

    def _cells(self) -> list[tuple[str, ...]]:
        """The table's rows as text."""
        return [
            (
                TITLES[rule],
                f"{self.alphas[k]:.4g}",
                f"{self.df[k]:.1f}",
                f"{self.kept[k]}",
                f"{self.dev_ratio[k]:.4f}",
                f"{self.overlap[k]:.2f}",
                f"{self.difference[k]:.3f}",
                self.notes[k],
            )
            for k, rule in enumerate(self.rules)
        ]

    @property
    def _legend(self) -> str:
        first = TITLES[self.rules[0]]
        return (
            f"overlap: Jaccard index of the kept features with those of {first}; difference: of fitted "
            f"values from those of {first}, over the standard deviation of the response"
        )

    def __repr__(self) -> str:
        table = [_HEAD, *self._cells()]
        wide = np.max([[len(cell) for cell in row[:-1]] for row in table], axis=0)
        lines = [
            "  ".join(
                [f"{row[0]:<{wide[0]}}"]
                + [f"{cell:>{w}}" for cell, w in zip(row[1:-1], wide[1:], strict=True)]
                + [row[-1]]
            ).rstrip()
            for row in table
        ]
        return "\n".join([*lines, "", self._legend])

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(cell)}</th>" for cell in _HEAD)
        left = " style='text-align:left'"
        body = "".join(
            "<tr>"
            + "".join(
                f"<td{left if j in (0, len(row) - 1) else ''}>{escape(cell)}</td>"
                for j, cell in enumerate(row)
            )
            + "</tr>"
            for row in self._cells()
        )
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self._legend)}</p>"
        )
