"""The path of solutions. Frozen, with every shape written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from riata.errors import ParameterError
from riata.problem import Problem, certify, make_problem
from riata.solve.frames import make_frame
from riata.solve.freedom import degrees_of_freedom
from riata.solve.info import PathInfo
from riata.solve.resolve import Resolver
from riata.solve.settings import Settings
from riata.solve.solution import Solution, solution_of
from riata.typing import AnyMatrix, FloatArray

__all__ = ["RegularizationPath"]


@dataclass(frozen=True, eq=False, repr=False)
class RegularizationPath:
    """Certified solutions along a path of strengths.

    Attributes
    ----------
    alphas : ndarray of shape (L,)
        Strengths, descending.
    coefs : scipy.sparse.csc_array of shape (p, L)
        Coefficients in the units of the data, a column for each alpha.
    intercepts : ndarray of shape (L,)
        Unpenalised constants.
    gaps : ndarray of shape (L,)
        Relative duality gaps (P - D) / P(null model), worked out from the data.
    dev_ratio : ndarray of shape (L,)
        Share of the null deviance explained.
    info : PathInfo
        What it cost.
    names : list of str or None
        Column names.
    options : dict
        The problem's options, as :func:`riata.path` takes them.
    problem : Problem or None
        The problem that was solved; it refers to the data and is dropped when pickled.
    """

    alphas: FloatArray
    coefs: sparse.csc_array
    intercepts: FloatArray
    gaps: FloatArray
    dev_ratio: FloatArray
    info: PathInfo
    names: list[str] | None
    options: dict[str, Any]
    problem: Problem | None = field(repr=False)
    known_df: FloatArray | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        ends = f"{self.alphas[0]:.4g} to {self.alphas[-1]:.4g}" if len(self) else "nothing"
        return (
            f"RegularizationPath({len(self)} alphas from {ends}, {self.coefs.shape[0]} columns, "
            f"gaps <= {self.gaps.max(initial=0.0):.1e})"
        )

    def __len__(self) -> int:
        return len(self.alphas)

    @cached_property
    def df(self) -> FloatArray:
        """Degrees of freedom at each alpha, (L,), without the intercept.

        The trace of d fitted / d y: the number of free coefficients for the lasso (Zou, Hastie &
        Tibshirani 2007), sum d / (d + lambda) for ridge, the trace on the active set for the elastic
        net.
        """
        if self.known_df is not None:
            return self.known_df
        return degrees_of_freedom(self.coefs, self.alphas, self.problem)

    def coef(self, k: int) -> FloatArray:
        """Coefficients at the k-th alpha, (p,), dense."""
        return np.asarray(self.coefs[:, [k]].toarray()[:, 0])

    def solution(self, k: int) -> Solution:
        """The solution at the k-th alpha."""
        coef = self.coef(k)
        value = float("nan") if self.problem is None else self.problem.penalty_value(coef)
        return Solution(
            alpha=float(self.alphas[k]),
            coef=coef,
            intercept=float(self.intercepts[k]),
            gap=float(self.gaps[k]),
            df=float(self.df[k]),
            dev_ratio=float(self.dev_ratio[k]),
            penalty_value=value,
        )

    def at(self, alpha: float, exact: bool = True) -> Solution:
        """The solution at any strength.

        Parameters
        ----------
        alpha : float
            Strength >= 0.
        exact : bool, default=True
            Solve there, starting from the neighbour on the path; else interpolate linearly between
            the neighbours (as R's ``coef(fit, s=)`` does), which needs alpha inside the grid.

        Raises
        ------
        ParameterError
            If alpha is negative; if it is outside the grid and not `exact`; if the path has lost its
            data (by pickling) and `exact`.
        """
        if not (np.isfinite(alpha) and alpha >= 0):
            raise ParameterError(f"alpha must be a number >= 0, not {alpha}")
        found = np.flatnonzero(self.alphas == alpha)
        if found.size:
            return self.solution(int(found[0]))
        if not exact:
            return self._between(alpha)
        if self.problem is None:
            raise ParameterError("this path has lost its data (by pickling): fit again, or exact=False")
        k = int(np.argmin(np.abs(self.alphas - alpha)))
        here = slice(self.coefs.indptr[k], self.coefs.indptr[k + 1])
        start = self.coefs.indices[here].astype(np.int64), self.coefs.data[here]
        solved = Resolver(self.problem, Settings(), start).at(alpha)
        return solution_of(self.problem, alpha, solved)

    def _between(self, alpha: float) -> Solution:
        if not self.alphas[-1] < alpha < self.alphas[0]:
            raise ParameterError(
                f"alpha={alpha:.6g} is outside the path's [{self.alphas[-1]:.6g}, "
                f"{self.alphas[0]:.6g}]: interpolation is not possible, use exact=True"
            )
        k = int(np.searchsorted(-self.alphas, -alpha))
        above, below = self.solution(k - 1), self.solution(k)
        t = (above.alpha - alpha) / (above.alpha - below.alpha)

        def mix(a: float, b: float) -> float:
            return (1 - t) * a + t * b

        coef = (1 - t) * above.coef + t * below.coef
        return Solution(
            alpha=alpha,
            coef=coef,
            intercept=mix(above.intercept, below.intercept),
            gap=float("nan"),
            df=mix(above.df, below.df),
            dev_ratio=mix(above.dev_ratio, below.dev_ratio),
            penalty_value=mix(above.penalty_value, below.penalty_value),
        )

    def predict(self, X: AnyMatrix, offset: Any = None) -> FloatArray:
        """Predicted means for new rows at every alpha, (n, L)."""
        from riata.designs import RowDesign, make_design

        design = make_design(X)
        if not isinstance(design, RowDesign) or design.shape[1] != self.coefs.shape[0]:
            raise ParameterError(
                f"X has {design.shape[1]} columns; the path was fitted on {self.coefs.shape[0]}"
            )
        eta = design.predict(self.coefs) + self.intercepts
        return eta if offset is None else eta + np.asarray(offset, dtype=float)[:, None]

    def certificate(
        self, X: AnyMatrix, y: Any, *, sample_weight: Any = None, offset: Any = None
    ) -> FloatArray:
        """The relative gap at every alpha, worked out afresh from data: (L,).

        Parameters
        ----------
        X, y, sample_weight, offset
            The data that the path claims to solve, as :func:`riata.path` takes them.

        Returns
        -------
        ndarray of shape (L,)
            (P - D) / P(null model), from nothing but the data and the coefficients.
        """
        problem = make_problem(X, y, sample_weight=sample_weight, offset=offset, **self.options)
        return np.array(
            [
                certify(problem, self.coef(k), float(w0), float(alpha)).relative_gap
                for k, (alpha, w0) in enumerate(zip(self.alphas, self.intercepts, strict=True))
            ]
        )

    def to_frame(self, backend: str | None = None) -> Any:
        """A data frame with a row for each alpha: alpha, intercept, df, dev_ratio, gap, features.

        Parameters
        ----------
        backend : {"pandas", "polars", "pyarrow"}, optional
            The library; by default the first of them that is installed.
        """
        p = self.coefs.shape[0]
        names = self.names or [f"x{j}" for j in range(p)]
        dense = self.coefs.toarray()
        columns: dict[str, Any] = {
            "alpha": self.alphas,
            "intercept": self.intercepts,
            "df": self.df,
            "dev_ratio": self.dev_ratio,
            "gap": self.gaps,
        }
        for j, name in enumerate(names):
            columns[name if name not in columns else f"{name}_"] = dense[j]
        return make_frame(columns, backend)

    def __getstate__(self) -> dict[str, Any]:
        state = dict(self.__dict__)
        state["known_df"] = self.df
        state["problem"] = None
        return state

    def without_data(self) -> RegularizationPath:
        """The same path without its reference to the data."""
        return replace(self, problem=None, known_df=self.df)
