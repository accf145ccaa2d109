"""Ridge, as scikit-learn's class of that name, with a certificate and rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from riata.errors import ParameterError
from riata.estimators.base import LinearRegressor, store_details, store_fit
from riata.estimators.checks import check_number, merged_bounds, read_numbers, read_rule
from riata.estimators.inputs import Inputs, read_training
from riata.penalties import L2
from riata.problem import Problem, make_problem
from riata.solve import Chosen, Fixed, Grid, Rule, Settings, as_rule
from riata.typing import AnyMatrix

__all__ = ["Ridge", "ridge_problem"]

_SOLVERS = ("auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga", "lbfgs")


class Ridge(LinearRegressor):
    """Linear least squares with an L2 penalty.

    Minimises ``||y - w0 - Xw||^2 + alpha ||w||^2``, a sum over rows as in scikit-learn; so `alpha` is
    S times that of the mean scale on which :func:`riata.path` and rules work (S = n, or the total
    weight).

    Parameters
    ----------
    alpha : float, array-like of shape (k,) or rule, default=1.0
        Strength >= 0 on the sum scale; one for each target; or a rule that finds it:
        ``riata.CV(10)``, ``riata.Bound(t)`` for ``||w||^2 / 2 <= t``, ``riata.PriorScale(s, sigma)``
        for coefficients of prior standard deviation s. At 0 this is least squares, of
        minimum norm where columns are dependent.
    fit_intercept : bool, default=True
        Whether to fit an unpenalised constant.
    copy_X : bool, default=True
        Accepted; X is never written.
    max_iter : int or None, default=None
        Accepted; the solution is direct.
    tol : float, default=1e-8
        Relative duality gap where bounds ask for an iterative solver.
    solver : str, default="auto"
        Accepted (scikit-learn's names); the factorisation is chosen by shape and conditioning.
    positive : bool, default=False
        Whether coefficients must be >= 0.
    random_state
        Accepted; nothing is random.
    standardize, penalty_factor, bounds, n_threads
        As in :class:`~riata.ElasticNet`.

    Attributes
    ----------
    coef_ : ndarray of shape (p,) or (k, p)
        Coefficients.
    intercept_ : float or ndarray of shape (k,)
        Constant; 0.0 if `fit_intercept` is False.
    alpha_ : float or ndarray of shape (k,)
        The strength that was used, on the sum scale.
    dual_gap_ : float or ndarray of shape (k,)
        Duality gap in units of the mean loss.
    n_iter_ : int or list
        Linear systems solved.
    solver_ : str
        What ran, or the name that was asked for.
    path_, cv_, choice_, n_features_in_, feature_names_in_
        As in :class:`~riata.ElasticNet`.
    """

    _sums_rows: ClassVar[bool] = True

    def __init__(
        self,
        alpha: Any = 1.0,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        max_iter: int | None = None,
        tol: float = 1e-8,
        solver: str = "auto",
        positive: bool = False,
        random_state: Any = None,
        standardize: bool = False,
        penalty_factor: Any = None,
        bounds: Any = None,
        n_threads: int | None = None,
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.copy_X = copy_X
        self.max_iter = max_iter
        self.tol = tol
        self.solver = solver
        self.positive = positive
        self.random_state = random_state
        self.standardize = standardize
        self.penalty_factor = penalty_factor
        self.bounds = bounds
        self.n_threads = n_threads

    def fit(self, X: AnyMatrix, y: Any, sample_weight: Any = None) -> Ridge:
        """Fit the model.

        Parameters
        ----------
        X : array-like, sparse matrix or data frame of shape (n, p)
            Features.
        y : array-like of shape (n,) or (n, k)
            Target, or several.
        sample_weight : float or array-like of shape (n,), optional
            Weights >= 0; on the sum scale their size matters.

        Returns
        -------
        self

        Raises
        ------
        DataError
            If the data cannot be used; the message names column and row.
        ParameterError
            If a parameter is out of range.
        """
        check_number("tol", self.tol, 0.0)
        if self.max_iter is not None:
            check_number("max_iter", self.max_iter, 1, whole=True)
        if self.solver not in _SOLVERS:
            raise ParameterError(f"solver must be one of {_SOLVERS}, not {self.solver!r}")
        if self.positive and self.solver not in ("auto", "lbfgs"):
            raise ParameterError(
                f"solver={self.solver!r} does not support positive fitting: leave it at 'auto'"
            )
        if self.solver == "lbfgs" and not self.positive:
            raise ParameterError(
                "'lbfgs' solver can be used only when positive=True: leave it at 'auto'"
            )
        inputs = read_training(self, X, y, sample_weight, several=True)
        rules = self._rules(inputs.targets.shape[1])
        options = {
            "fit_intercept": self.fit_intercept,
            "standardize": self.standardize,
            "penalty_factor": self.penalty_factor,
            "bounds": merged_bounds(self.positive, self.bounds),
            "n_threads": self.n_threads,
        }
        settings = Settings(tol=float(self.tol))
        chosen: list[Chosen] = []
        for k, rule in enumerate(rules):
            problem = ridge_problem(inputs, k, **options)
            total = problem.units.total
            scaled = Fixed(rule.alpha / total) if isinstance(rule, Fixed) else rule
            chosen.append(scaled.choose(problem, Grid(), settings))
        store_fit(self, inputs, chosen, self.fit_intercept)
        one = len(chosen) == 1
        totals = [c.path.problem.units.total for c in chosen if c.path.problem is not None]
        alphas = np.array([c.alpha * total for c, total in zip(chosen, totals, strict=True)])
        self.alpha_ = float(alphas[0]) if one else alphas
        self.path_ = chosen[0].path if one else [c.path for c in chosen]
        store_details(self, chosen)
        self.solver_ = chosen[0].path.info.method if self.solver == "auto" else self.solver
        return self

    def _rules(self, targets: int) -> list[Rule]:
        """One rule for each target."""
        if not isinstance(self.alpha, Iterable):
            return [read_rule(self.alpha)] * targets
        given = self.alpha.ravel() if isinstance(self.alpha, np.ndarray) else self.alpha
        alphas = read_numbers("alpha", given)
        if len(alphas) not in (1, targets):
            raise ParameterError(
                f"Number of targets and number of penalties do not correspond: {len(alphas)} != "
                f"{targets}"
            )
        return [as_rule(float(a)) for a in np.broadcast_to(alphas, targets)]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


def ridge_problem(inputs: Inputs, k: int, **options: Any) -> Problem:
    """The problem of the k-th target."""
    return make_problem(
        inputs.design, inputs.targets[:, k], penalty=L2(), sample_weight=inputs.weight, **options
    )
