"""``est.views(X, y)``: a fitted estimator as penalty, constraint and prior."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy import sparse
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted

from riata.errors import DataError, DataWarning
from riata.estimators.checks import merged_bounds
from riata.estimators.inputs import Inputs, read_features, read_training
from riata.penalties import L2, ElasticNet, Penalty
from riata.problem import Problem, certify, make_problem
from riata.solve import Solution
from riata.solve.freedom import degrees_of_freedom
from riata.typing import AnyMatrix, FloatArray

if TYPE_CHECKING:
    from riata.views import Views

__all__ = ["ViewsMixin", "solved_problem"]

#: Relative duality gap beyond which coefficients belong to other data.
_STRANGE = 1e-3


class ViewsMixin:
    """Gives an estimator its views."""

    #: Whether `alpha` is on scikit-learn's sum scale, as Ridge's is.
    _sums_rows: ClassVar[bool] = False

    def views(
        self, X: AnyMatrix, y: Any, sigma2: float | None = None, *, sample_weight: Any = None
    ) -> Views | list[Views]:
        """The fitted model, read as penalty, as constraint and as prior.

        Parameters
        ----------
        X : array-like, sparse matrix or data frame of shape (n, p)
            The features it was fitted on.
        y : array-like of shape (n,) or (n, k)
            Their target, or targets.
        sigma2 : float, optional
            Variance of the noise, in units of y^2; by default the residual sum of squares over
            S - df - 1, df the degrees of freedom of the fit.
        sample_weight : float or array-like of shape (n,), optional
            The weights it was fitted with.

        Returns
        -------
        Views or list of Views
            One for each target where there are several. Strengths in it are on the mean scale: ``alpha``
            of a Ridge is its own over S.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        DataError
            If X or y cannot be those of the fit.
        ParameterError
            If sigma2 is not positive.

        Warns
        -----
        DataWarning
            If the coefficients do not solve the problem on these data.
        """
        from riata.views import make_views  # so that fitting does not load it

        check_is_fitted(self, "coef_")
        read_features(self, X)
        inputs = read_training(clone(self), X, y, sample_weight, several=True)
        estimator: Any = self
        coefs = np.atleast_2d(np.asarray(estimator.coef_, dtype=np.float64))
        if len(coefs) != inputs.targets.shape[1]:
            raise DataError(
                f"y has {inputs.targets.shape[1]} targets; the model was fitted on {len(coefs)}"
            )
        found = [
            make_views(*solved_problem(estimator, inputs, k, coef), sigma2)
            for k, coef in enumerate(coefs)
        ]
        return found[0] if len(found) == 1 else found


def fitted_problem(estimator: Any, inputs: Inputs, k: int) -> Problem:
    """The problem that an estimator's k-th target was the solution of."""
    return make_problem(
        inputs.design,
        inputs.targets[:, k],
        penalty=_penalty_of(estimator),
        sample_weight=inputs.weight,
        fit_intercept=estimator.fit_intercept,
        standardize=estimator.standardize,
        penalty_factor=estimator.penalty_factor,
        bounds=merged_bounds(getattr(estimator, "positive", False), getattr(estimator, "bounds", None)),
        n_threads=estimator.n_threads,
    )


def _penalty_of(estimator: Any) -> Penalty:
    if estimator._sums_rows:
        return L2()
    return ElasticNet(float(getattr(estimator, "l1_ratio_", estimator.l1_ratio)))


def solved_problem(estimator: Any, inputs: Inputs, k: int, coef: FloatArray) -> tuple[Problem, Solution]:
    """The problem, and the fit as a solution of it."""
    problem = fitted_problem(estimator, inputs, k)
    total = problem.units.total
    alpha = float(np.ravel(estimator.alpha_)[k if np.size(estimator.alpha_) > 1 else 0])
    alpha = alpha / total if estimator._sums_rows else alpha
    intercept = float(np.ravel(estimator.intercept_)[k if np.size(estimator.intercept_) > 1 else 0])
    gap = certify(problem, coef, intercept, alpha).relative_gap
    if gap > max(_STRANGE, 10.0 * float(getattr(estimator, "tol", 0.0))):
        warnings.warn(
            "the coefficients do not solve the problem on these data (relative gap "
            f"{gap:.2g}): give the data and weights of the fit",
            DataWarning,
            stacklevel=4,
        )
    units = problem.units
    null = 0.5 * units.square * units.y_scale * (units.y_scale / total)
    unexplained = problem.mean_loss(coef, intercept) / null if null > 0 else 1.0
    df = degrees_of_freedom(sparse.csc_array(coef[:, None]), np.array([alpha]), problem)
    return problem, Solution(
        alpha=alpha,
        coef=coef,
        intercept=intercept,
        gap=gap,
        df=float(df[0]),
        dev_ratio=1.0 - unexplained,
        penalty_value=problem.penalty_value(coef),
    )
