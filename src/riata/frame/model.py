"""A fitted model of a table: frozen, with everything needed to predict and to check it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import numpy as np

from riata.errors import ParameterError
from riata.frame.encoding import design_matrix, read_new_columns, read_new_offset
from riata.frame.saving import document_of, write_document
from riata.frame.schema import Schema
from riata.frame.sides import (
    explanation_of_model,
    problem_of,
    standing_of,
    text_columns,
    views_of_model,
)
from riata.frame.strength import Choice
from riata.frame.summary import Summary, facts_of
from riata.frame.training import open_table
from riata.problem import Certificate, certify
from riata.select import CVResult
from riata.solve import RegularizationPath
from riata.solve.frames import make_frame
from riata.typing import FloatArray
from riata.views import Explanation, Standing, Views

__all__ = ["Model"]


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """A regularised linear model of one column of a table.

    Attributes
    ----------
    schema : Schema
        How the table was read: columns, levels, what happens to missing values.
    penalty : str
        "l1", "l2" or "elastic-net".
    choice : Choice
        How the strength was found.
    path : RegularizationPath
        Solutions at every strength, coefficients in the units of the table.
    index : int
        The chosen one.
    cv : CVResult or None
        Fold errors, where the strength was cross-validated.
    fold_coefs : ndarray of shape (p, K) or None
        Coefficients at the chosen strength without each fold.
    deviation : ndarray of shape (p,)
        Standard deviation of each feature (divisor n, weighted): standardised coefficients are
        coefficients times this.
    target_mean, target_deviation : float
        Of the target.
    fingerprint : str
        SHA-256 of the training data as the model saw it.
    version : str
        The riata that fitted it.
    standing : Standing or None
        What views and explanations need of the training data; None in a file saved without it.
    """

    schema: Schema
    penalty: str
    choice: Choice
    path: RegularizationPath
    index: int
    cv: CVResult | None
    fold_coefs: FloatArray | None
    deviation: FloatArray
    target_mean: float
    target_deviation: float
    fingerprint: str
    version: str
    standing: Standing | None = None

    # --- what was fitted ----------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """Feature names, p of them."""
        return self.schema.features

    @property
    def alpha(self) -> float:
        """The chosen strength, on the mean scale of :func:`riata.path`."""
        return float(self.path.alphas[self.index])

    @property
    def coef(self) -> FloatArray:
        """Coefficients in the units of the table, (p,)."""
        return self.path.coef(self.index)

    @property
    def coef_standardized(self) -> FloatArray:
        """Coefficients times the standard deviation of their feature, (p,)."""
        return self.coef * self.deviation

    @property
    def intercept(self) -> float:
        """The constant."""
        return float(self.path.intercepts[self.index])

    @property
    def gap(self) -> float:
        """Relative duality gap of the chosen solution."""
        return float(self.path.gaps[self.index])

    def coefficients(self, backend: str | None = None) -> Any:
        """A data frame of features: name, coefficient, standardised coefficient; largest first.

        Parameters
        ----------
        backend : {"pandas", "polars", "pyarrow"}, optional
            The library; by default the first of them that is installed.
        """
        scaled = self.coef_standardized
        order = np.argsort(-np.abs(scaled), kind="stable")
        names = self.names
        columns = {
            "feature": [names[j] for j in order],
            "coefficient": self.coef[order],
            "standardized": scaled[order],
        }
        return make_frame(columns, backend)

    # --- new rows -----------------------------------------------------------------------------

    def predict(
        self, table: Any, *, offset: Any = None, unseen: Literal["error", "ignore"] = "error"
    ) -> FloatArray:
        """Predicted values for the rows of a table.

        Parameters
        ----------
        table : file name or data frame
            With the columns of training; others are ignored.
        offset : array-like of shape (n,), optional
            Where training had an offset that was no column.
        unseen : {"error", "ignore"}, default="error"
            What a level that training never saw does.

        Returns
        -------
        ndarray of shape (n,)

        Raises
        ------
        UnseenLevelError
            If a level is new and `unseen` is "error"; the message names column and level.
        DataError
            If a column is absent or of another kind, or a value is missing that cannot be filled.
        """
        if unseen not in ("error", "ignore"):
            raise ParameterError(f"unseen must be 'error' or 'ignore', not {unseen!r}")
        frame = open_table(table, as_text=text_columns(self.schema))
        X = design_matrix(self.schema, read_new_columns(self.schema, frame), unseen)
        shift = read_new_offset(self.schema, frame, offset)
        return np.asarray(X @ self.coef + self.intercept + shift, dtype=float)

    def certificate(self, table: Any, *, weights: Any = None, offset: Any = None) -> Certificate:
        """The duality gap of the chosen solution, worked out afresh from the training table.

        Parameters
        ----------
        table : file name or data frame
            The table that was fitted.
        weights, offset : array-like, optional
            Where training had them and they were no columns.

        Returns
        -------
        Certificate
        """
        problem = problem_of(self, table, weights, offset)
        return certify(problem, self.coef, self.intercept, self.alpha)

    # --- from both sides ----------------------------------------------------------------------

    def views(
        self, sigma2: float | None = None, *, table: Any = None, weights: Any = None, offset: Any = None
    ) -> Views:
        """The model read as penalty, as constraint and as prior.

        Parameters
        ----------
        sigma2 : float, optional
            Variance of the noise, in units of the target squared; by default the residual sum of
            squares over S - df - 1, df the degrees of freedom of the fit.
        table : file name or data frame, optional
            The table that was fitted; only a file saved without its standing needs it.
        weights, offset : array-like, optional
            With `table`, where training had them and they were no columns.

        Returns
        -------
        Views

        Raises
        ------
        ParameterError
            If sigma2 is not positive, or the table is needed and absent.
        """
        return views_of_model(self, standing_of(self, table, weights, offset), sigma2)

    def explain(
        self, sigma2: float | None = None, *, table: Any = None, weights: Any = None, offset: Any = None
    ) -> Explanation:
        """Why dropped features are zero, what the kept ones were shrunk by, and what the model is not.

        Parameters
        ----------
        sigma2, table, weights, offset
            As in :meth:`views`.

        Returns
        -------
        Explanation
            A page in a terminal, a notebook, ``str()`` and ``.to_html()``, with its numbers beside.
        """
        standing = standing_of(self, table, weights, offset)
        return explanation_of_model(self, standing, sigma2)

    # --- showing and keeping ------------------------------------------------------------------

    def __repr__(self) -> str:
        return (
            f"Model({self.schema.target} by {self.penalty}, {np.count_nonzero(self.coef)} of "
            f"{len(self.names)} features kept at alpha = {self.alpha:.4g}, gap <= {self.gap:.1e})"
        )

    def __str__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()

    def summary(self) -> Summary:
        """The model in a table: rich in a terminal, HTML in a notebook, text in ``str()``."""
        return Summary(facts_of(self))

    def save(self, path: str | Path) -> None:
        """Write the model as JSON, whole or not at all; :func:`riata.load` reads it.

        Raises
        ------
        ModelFileError
            If the file cannot be written.
        """
        write_document(document_of(self), path)

    def report(
        self,
        path: str | Path,
        *,
        table: Any = None,
        offset: Any = None,
        command: str | None = None,
    ) -> None:
        """Write a page of HTML that shows the model, with a handle for alpha; needs ``riata[report]``.

        Parameters
        ----------
        path : str or Path
            The file.
        table : file name or data frame, optional
            New rows: the page then tells how they differ from those of training, and shows what is
            predicted beside what was observed, where the target is among the columns.
        offset : array-like of shape (n,), optional
            With `table`, where training had an offset that was no column.
        command : str, optional
            What repeats it, to be shown on the page; by default the call of :func:`riata.fit`.

        Raises
        ------
        ParameterError
            If the name does not end in .html or .htm.
        ModelFileError
            If the file cannot be written.
        DataError
            If the table lacks a column, or holds one of another kind.
        MissingExtraError
            If a package is missing.
        """
        write = import_module("riata.report").write_report  # a higher floor
        write(self, path, table=table, offset=offset, command=command)
