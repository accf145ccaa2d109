"""What every estimator shares: prediction, tags, and the attributes that a fit leaves."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from riata.estimators.inputs import Inputs, read_features
from riata.estimators.posterior import PosteriorMixin
from riata.estimators.views import ViewsMixin
from riata.select import CVResult
from riata.solve import Chosen
from riata.typing import AnyMatrix, FloatArray

__all__ = ["LinearRegressor", "store_details", "store_fit"]


class LinearRegressor(ViewsMixin, PosteriorMixin, RegressorMixin, BaseEstimator):
    """A linear model of one or several targets."""

    def predict(self, X: AnyMatrix) -> FloatArray:
        """Predicted means.

        Parameters
        ----------
        X : array-like, sparse matrix or data frame of shape (n, p)
            New rows.

        Returns
        -------
        ndarray of shape (n,) or (n, k)
        """
        check_is_fitted(self, "coef_")
        design = read_features(self, X)
        means: FloatArray = design.predict(np.asarray(self.coef_.T, dtype=np.float64)) + self.intercept_
        single = self.coef_.dtype == np.float32 == getattr(X, "dtype", None)
        return means.astype(np.float32) if single else means

    @property
    def sparse_coef_(self) -> Any:
        """The coefficients as a SciPy sparse matrix of shape (1, p) or (k, p)."""
        check_is_fitted(self, "coef_")
        return sparse.csr_matrix(self.coef_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def store_fit(estimator: Any, inputs: Inputs, chosen: list[Chosen], fit_intercept: bool) -> None:
    """Leave ``coef_``, ``intercept_``, ``dual_gap_``, ``n_iter_``, and what the rules looked at."""
    coef = np.array([c.coef for c in chosen]).astype(inputs.dtype)
    intercept = np.array([c.intercept for c in chosen]).astype(inputs.dtype)
    gaps = np.array([_absolute_gap(c) for c in chosen])
    steps = [max(1, c.path.info.solves) for c in chosen]
    one = len(chosen) == 1
    estimator.coef_ = coef[0] if one else coef
    estimator.intercept_ = _shaped(intercept, inputs.flat, fit_intercept)
    estimator.dual_gap_ = float(gaps[0]) if one else gaps
    estimator.n_iter_ = steps[0] if one else steps


def store_details(estimator: Any, chosen: list[Chosen]) -> None:
    """Leave what the rule looked at: ``cv_`` of a cross-validation, ``choice_`` of any other rule."""
    for name in ("cv_", "choice_"):
        vars(estimator).pop(name, None)  # of an earlier fit with another rule
    details = [c.detail for c in chosen]
    if details[0] is None:
        return
    name = "cv_" if isinstance(details[0], CVResult) else "choice_"
    setattr(estimator, name, details[0] if len(details) == 1 else details)


def _shaped(intercept: FloatArray, flat: bool, fit_intercept: bool) -> Any:
    """A number for one target, an array for several, 0.0 where none was fitted."""
    if not fit_intercept:
        return 0.0
    return intercept[0] if flat else intercept


def _absolute_gap(chosen: Chosen) -> float:
    """The duality gap in units of the objective, as scikit-learn gives it."""
    problem = chosen.path.problem
    assert problem is not None
    units = problem.units
    return chosen.gap * 0.5 * units.square * units.y_scale * (units.y_scale / units.total)
