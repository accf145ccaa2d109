"""ElasticNetCV and LassoCV: presets of strength by cross-validation."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from sklearn import get_config
from sklearn.model_selection import check_cv
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping, process_routing

from riata.errors import ParameterError
from riata.estimators.base import LinearRegressor, store_fit
from riata.estimators.checks import check_common, check_number, read_numbers
from riata.estimators.elastic_net import problem_for, settings_of
from riata.estimators.inputs import read_training
from riata.estimators.paths import enet_path, lasso_path
from riata.penalties import ElasticNet as ElasticNetPenalty
from riata.select import CVResult, cross_validate_and_refit, make_folds, sum_folds
from riata.solve import Chosen, make_grid
from riata.typing import AnyMatrix

__all__ = ["ElasticNetCV", "LassoCV"]


class ElasticNetCV(LinearRegressor):
    """Elastic net with its strength chosen by cross-validation.

    Parameters
    ----------
    l1_ratio : float or list of float, default=0.5
        Share of L1, or several to choose from.
    eps : float, default=1e-3
        Last alpha of the grid over the first.
    alphas : int or array-like, default=100
        How many strengths, or which.
    fit_intercept : bool, default=True
        Whether to fit an unpenalised constant.
    precompute : "auto", bool or array-like, default="auto"
        Accepted; the solver decides by itself.
    max_iter : int, default=1000
        Most passes over the data of one path.
    tol : float, default=1e-8
        Relative duality gap.
    cv : int, splitter, iterable or None, default=None
        Folds; None is 5, a count is not shuffled (as in scikit-learn).
    copy_X : bool, default=True
        Accepted; X is never written.
    verbose : bool or int, default=0
        Accepted.
    n_jobs : int or None, default=None
        Accepted; see `n_threads`.
    positive : bool, default=False
        Whether coefficients must be >= 0.
    random_state, selection
        Accepted; nothing is random.
    rule : {"min", "1se"}, default="min"
        The strength of least mean error, or the largest within one standard error of it.
    standardize, penalty_factor, bounds, n_threads
        As in :class:`~riata.ElasticNet`.

    Attributes
    ----------
    alpha_ : float
        The chosen strength.
    l1_ratio_ : float
        The chosen share of L1.
    coef_, intercept_, dual_gap_, n_iter_
        Of the model refitted on all rows.
    mse_path_ : ndarray of shape (L, K) or (n_l1_ratio, L, K)
        Mean squared error of each fold.
    alphas_ : ndarray of shape (L,) or (n_l1_ratio, L)
        The grid.
    cv_ : CVResult
        Errors, standard errors and coefficients of every fold, at the chosen share of L1.
    path_ : RegularizationPath
        The path on all rows.
    n_features_in_, feature_names_in_
        As in scikit-learn.
    """

    path = staticmethod(enet_path)

    def __init__(
        self,
        *,
        l1_ratio: Any = 0.5,
        eps: float = 1e-3,
        alphas: Any = 100,
        fit_intercept: bool = True,
        precompute: Any = "auto",
        max_iter: int = 1000,
        tol: float = 1e-8,
        cv: Any = None,
        copy_X: bool = True,
        verbose: Any = 0,
        n_jobs: int | None = None,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
        rule: Literal["min", "1se"] = "min",
        standardize: bool = False,
        penalty_factor: Any = None,
        bounds: Any = None,
        n_threads: int | None = None,
    ) -> None:
        self.l1_ratio = l1_ratio
        self.eps = eps
        self.alphas = alphas
        self.fit_intercept = fit_intercept
        self.precompute = precompute
        self.max_iter = max_iter
        self.tol = tol
        self.cv = cv
        self.copy_X = copy_X
        self.verbose = verbose
        self.n_jobs = n_jobs
        self.positive = positive
        self.random_state = random_state
        self.selection = selection
        self.rule = rule
        self.standardize = standardize
        self.penalty_factor = penalty_factor
        self.bounds = bounds
        self.n_threads = n_threads

    def fit(self, X: AnyMatrix, y: Any, sample_weight: Any = None, **params: Any) -> ElasticNetCV:
        """Cross-validate, choose, and fit all rows.

        Parameters
        ----------
        X : array-like, sparse matrix or data frame of shape (n, p)
            Features.
        y : array-like of shape (n,)
            Target.
        sample_weight : float or array-like of shape (n,), optional
            Weights >= 0, which count in fitting and in scoring; the mean over folds is unweighted.
        **params
            For the splitter, where metadata routing is enabled.

        Returns
        -------
        self
        """
        check_common(self)
        if self.rule not in ("min", "1se"):
            raise ParameterError(f'rule must be "min" or "1se", not {self.rule!r}')
        shares = [float(share) for share in read_numbers("l1_ratio", self.l1_ratio)]
        for share in shares:
            check_number("l1_ratio", share, 0.0, 1.0)
        inputs = read_training(self, X, y, sample_weight, several=False)
        folds = make_folds(
            check_cv(self.cv),
            len(inputs.targets),
            X=X,
            y=inputs.targets[:, 0],
            **_split_params(self, sample_weight, params),
        )
        tried: list[tuple[Chosen, CVResult]] = []
        first, sums = problem_for(self, inputs, 0, ElasticNetPenalty(shares[0])), None
        for share in shares:
            problem = first.with_penalty(ElasticNetPenalty(share))
            grid = make_grid(problem, self.alphas, self.eps)
            sums = sum_folds(problem, grid, folds) if sums is None else sums
            result, path = cross_validate_and_refit(problem, grid, folds, settings_of(self), sums)
            tried.append((Chosen(path, result.index(self.rule), result), result))
        best = int(np.argmin([result.mean[result.index_min] for _, result in tried]))
        chosen, self.cv_ = tried[best]
        store_fit(self, inputs, [chosen], self.fit_intercept)
        self.alpha_, self.path_ = chosen.alpha, chosen.path
        self.mse_path_ = np.squeeze(np.array([result.fold_errors for _, result in tried]))
        grids = np.array([result.alphas for _, result in tried])
        same = len(shares) == 1 or np.ndim(self.alphas) > 0
        self.alphas_ = grids[0] if same else grids
        self._store_share(shares[best])
        return self

    def _store_share(self, share: float) -> None:
        self.l1_ratio_ = share

    def get_metadata_routing(self) -> MetadataRouter:
        """Where metadata go: sample_weight to fitting, the rest to the splitter."""
        mapping = MethodMapping().add(caller="fit", callee="split")
        router = MetadataRouter(owner=self).add_self_request(self)
        return router.add(splitter=check_cv(self.cv), method_mapping=mapping)


class LassoCV(ElasticNetCV):
    """Lasso with its strength chosen by cross-validation.

    Parameters and attributes are those of :class:`ElasticNetCV` with ``l1_ratio=1``.
    """

    path = staticmethod(lasso_path)

    def __init__(
        self,
        *,
        eps: float = 1e-3,
        alphas: Any = 100,
        fit_intercept: bool = True,
        precompute: Any = "auto",
        max_iter: int = 1000,
        tol: float = 1e-8,
        copy_X: bool = True,
        cv: Any = None,
        verbose: Any = False,
        n_jobs: int | None = None,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
        rule: Literal["min", "1se"] = "min",
        standardize: bool = False,
        penalty_factor: Any = None,
        bounds: Any = None,
        n_threads: int | None = None,
    ) -> None:
        super().__init__(
            l1_ratio=1.0,
            eps=eps,
            alphas=alphas,
            fit_intercept=fit_intercept,
            precompute=precompute,
            max_iter=max_iter,
            tol=tol,
            cv=cv,
            copy_X=copy_X,
            verbose=verbose,
            n_jobs=n_jobs,
            positive=positive,
            random_state=random_state,
            selection=selection,
            rule=rule,
            standardize=standardize,
            penalty_factor=penalty_factor,
            bounds=bounds,
            n_threads=n_threads,
        )

    def _store_share(self, share: float) -> None:
        """There is nothing to choose."""


def _split_params(estimator: Any, sample_weight: Any, params: dict[str, Any]) -> dict[str, Any]:
    """What the splitter is to be told, by scikit-learn's metadata routing."""
    if get_config()["enable_metadata_routing"]:
        routed = process_routing(estimator, "fit", sample_weight=sample_weight, **params)
        return dict(routed.splitter.split)
    if params:
        raise ParameterError(
            f"passing {sorted(params)} to fit is only supported if enable_metadata_routing=True: "
            "see sklearn.set_config"
        )
    return {}
