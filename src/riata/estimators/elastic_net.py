"""ElasticNet and Lasso, as scikit-learn's classes of that name, with a certificate and rules."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from sklearn.utils.metadata_routing import UNUSED

from riata.estimators.base import LinearRegressor, store_details, store_fit
from riata.estimators.checks import check_common, check_number, merged_bounds, read_rule
from riata.estimators.inputs import Inputs, read_training
from riata.estimators.paths import enet_path
from riata.penalties import ElasticNet as ElasticNetPenalty
from riata.problem import Problem, make_problem
from riata.solve import Chosen, Fixed, Grid, Rule, Settings
from riata.typing import AnyMatrix

__all__ = ["ElasticNet", "Lasso", "problem_for", "settings_of"]


class ElasticNet(LinearRegressor):
    """Linear regression with L1 and L2 penalties.

    Minimises ``1/(2n) ||y - w0 - Xw||^2 + alpha l1_ratio ||w||_1 + alpha (1 - l1_ratio)/2 ||w||^2``;
    with sample weights the mean is weighted. Solved exactly on the active set, each answer with its
    duality gap.

    Parameters
    ----------
    alpha : float or rule, default=1.0
        Strength >= 0, or a rule that finds it: ``riata.CV(10)``, ``riata.Bound(t)``,
        ``riata.PriorScale(b, sigma)``. At 0 this is least squares, of minimum norm where columns are
        dependent.
    l1_ratio : float, default=0.5
        Share of L1, in [0, 1].
    fit_intercept : bool, default=True
        Whether to fit an unpenalised constant.
    precompute : bool or array-like, default=False
        Accepted; the solver decides by itself whether to work from the Gram matrix.
    max_iter : int, default=1000
        Most passes over the data; ordinary data need a few.
    copy_X : bool, default=True
        Accepted; X is never written.
    tol : float, default=1e-8
        Relative duality gap, (P - D) over the loss of the null model.
    warm_start : bool, default=False
        Whether to start from the coefficients of the last fit; the solution is the same.
    positive : bool, default=False
        Whether coefficients must be >= 0.
    random_state : int, RandomState or None, default=None
        Accepted; nothing is random.
    selection : {"cyclic", "random"}, default="cyclic"
        Accepted; there are no coordinate sweeps.
    standardize : bool, default=False
        Penalise coefficients times their column's standard deviation; ``coef_`` stays in the units of
        the data.
    penalty_factor : array-like of shape (p,), dict or None, default=None
        Relative strength for each feature; 0 = never penalised.
    bounds : (lower, upper), dict or None, default=None
        Box on the coefficients, containing zero.
    n_threads : int or None, default=None
        As in :func:`riata.path`.

    Attributes
    ----------
    coef_ : ndarray of shape (p,) or (k, p)
        Coefficients.
    sparse_coef_ : sparse matrix of shape (1, p) or (k, p)
        The same.
    intercept_ : float or ndarray of shape (k,)
        Constant.
    alpha_ : float or list
        The strength that was used: the multiplier, where `alpha` was a bound.
    dual_gap_ : float or ndarray of shape (k,)
        Duality gap in units of the objective.
    n_iter_ : int or list
        Linear systems solved.
    path_ : RegularizationPath or list
        All that was solved.
    cv_ : CVResult or list
        Fold errors and coefficients, where `alpha` was a cross-validation.
    choice_ : CriterionResult, EvidenceResult or list
        What the rule looked at, where `alpha` was a criterion or the evidence.
    n_features_in_, feature_names_in_
        As in scikit-learn.

    See Also
    --------
    riata.path : The whole path at once.
    """

    __metadata_request__fit: ClassVar = {"check_input": UNUSED}

    path = staticmethod(enet_path)

    def __init__(
        self,
        alpha: Any = 1.0,
        *,
        l1_ratio: float = 0.5,
        fit_intercept: bool = True,
        precompute: Any = False,
        max_iter: int | None = 1000,
        copy_X: bool = True,
        tol: float = 1e-8,
        warm_start: bool = False,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
        standardize: bool = False,
        penalty_factor: Any = None,
        bounds: Any = None,
        n_threads: int | None = None,
    ) -> None:
        self.alpha = alpha
        self.l1_ratio = l1_ratio
        self.fit_intercept = fit_intercept
        self.precompute = precompute
        self.max_iter = max_iter
        self.copy_X = copy_X
        self.tol = tol
        self.warm_start = warm_start
        self.positive = positive
        self.random_state = random_state
        self.selection = selection
        self.standardize = standardize
        self.penalty_factor = penalty_factor
        self.bounds = bounds
        self.n_threads = n_threads

    def fit(
        self, X: AnyMatrix, y: Any, sample_weight: Any = None, check_input: bool = True
    ) -> ElasticNet:
        """Fit the model.

        Parameters
        ----------
        X : array-like, sparse matrix or data frame of shape (n, p)
            Features.
        y : array-like of shape (n,) or (n, k)
            Target, or several, each fitted by itself.
        sample_weight : float or array-like of shape (n,), optional
            Weights >= 0; only their proportions matter.
        check_input : bool, default=True
            Accepted; input is always checked.

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
        del check_input
        check_common(self)
        check_number("l1_ratio", self.l1_ratio, 0.0, 1.0)
        rule = read_rule(self.alpha)
        inputs = read_training(self, X, y, sample_weight, several=True)
        penalty = ElasticNetPenalty(float(self.l1_ratio))
        chosen: list[Chosen] = [
            self._started(rule, k).choose(
                problem_for(self, inputs, k, penalty), Grid(), settings_of(self)
            )
            for k in range(inputs.targets.shape[1])
        ]
        store_fit(self, inputs, chosen, self.fit_intercept)
        one = len(chosen) == 1
        self.alpha_ = chosen[0].alpha if one else [c.alpha for c in chosen]
        self.path_ = chosen[0].path if one else [c.path for c in chosen]
        store_details(self, chosen)
        return self

    def _started(self, rule: Rule, k: int) -> Rule:
        """The rule, from the last coefficients of target k where that is wanted."""
        if not (self.warm_start and hasattr(self, "coef_") and isinstance(rule, Fixed)):
            return rule
        last = np.atleast_2d(self.coef_)
        if k >= len(last) or last.shape[1] != self.n_features_in_:
            return rule
        columns = np.flatnonzero(last[k])
        return Fixed(rule.alpha, (columns, last[k][columns].astype(np.float64)))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


class Lasso(ElasticNet):
    """Linear regression with an L1 penalty.

    Minimises ``1/(2n) ||y - w0 - Xw||^2 + alpha ||w||_1``. Parameters and attributes are those of
    :class:`ElasticNet` with ``l1_ratio=1``.
    """

    def __init__(
        self,
        alpha: Any = 1.0,
        *,
        fit_intercept: bool = True,
        precompute: Any = False,
        copy_X: bool = True,
        max_iter: int | None = 1000,
        tol: float = 1e-8,
        warm_start: bool = False,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
        standardize: bool = False,
        penalty_factor: Any = None,
        bounds: Any = None,
        n_threads: int | None = None,
    ) -> None:
        super().__init__(
            alpha=alpha,
            l1_ratio=1.0,
            fit_intercept=fit_intercept,
            precompute=precompute,
            max_iter=max_iter,
            copy_X=copy_X,
            tol=tol,
            warm_start=warm_start,
            positive=positive,
            random_state=random_state,
            selection=selection,
            standardize=standardize,
            penalty_factor=penalty_factor,
            bounds=bounds,
            n_threads=n_threads,
        )


def problem_for(estimator: Any, inputs: Inputs, k: int, penalty: ElasticNetPenalty) -> Problem:
    """The problem of the k-th target."""
    return make_problem(
        inputs.design,
        inputs.targets[:, k],
        penalty=penalty,
        sample_weight=inputs.weight,
        fit_intercept=estimator.fit_intercept,
        standardize=estimator.standardize,
        penalty_factor=estimator.penalty_factor,
        bounds=merged_bounds(estimator.positive, estimator.bounds),
        n_threads=estimator.n_threads,
    )


def settings_of(estimator: Any) -> Settings:
    """Tolerance and limits."""
    if estimator.max_iter is None:
        return Settings(tol=float(estimator.tol))
    return Settings(tol=float(estimator.tol), max_passes=int(estimator.max_iter))
