"""RidgeCV: ridge with its strength chosen by leave-one-out or K-fold cross-validation."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from inspect import signature
from typing import Any, ClassVar

import numpy as np
from sklearn import get_config
from sklearn.metrics import check_scoring, get_scorer
from sklearn.model_selection import check_cv
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping, process_routing

from riata.errors import DataWarning, ParameterError
from riata.estimators.base import LinearRegressor, store_fit
from riata.estimators.checks import read_numbers
from riata.estimators.inputs import Inputs, read_training
from riata.estimators.ridge import ridge_problem
from riata.estimators.ridge_scores import score_folds, score_leave_one_out
from riata.problem import Problem
from riata.select import make_folds
from riata.solve import Fixed, Grid, LeaveOneOut, Settings
from riata.typing import AnyMatrix, FloatArray

__all__ = ["RidgeCV"]


class RidgeCV(LinearRegressor):
    """Ridge with its strength chosen by cross-validation.

    Minimises ``||y - w0 - Xw||^2 + alpha ||w||^2``. By default every row is left out in turn, in
    closed form for all strengths from one factorisation.

    Parameters
    ----------
    alphas : array-like of shape (L,), default=(0.1, 1.0, 10.0)
        Strengths on the sum scale, positive (or 0 with `cv`).
    fit_intercept : bool, default=True
        Whether to fit an unpenalised constant.
    scoring : str, callable or None, default=None
        A scorer; None is minus the mean squared error for leave-one-out, R^2 with `cv`.
    cv : int, splitter, iterable or None, default=None
        None is leave-one-out.
    gcv_mode : {"auto", "svd", "eigen"} or None, default=None
        Accepted; the factorisation is chosen by shape and conditioning.
    store_cv_results : bool, default=False
        Whether to keep every row's value (only without `cv`).
    alpha_per_target : bool, default=False
        Whether each target gets its own strength (only without `cv`).
    standardize, penalty_factor, n_threads
        As in :class:`~riata.ElasticNet`.

    Attributes
    ----------
    alpha_ : float or ndarray of shape (k,)
        The chosen strength.
    best_score_ : float or ndarray of shape (k,)
        Its score.
    coef_, intercept_
        Of the model fitted on all rows.
    cv_results_ : ndarray of shape (n, L) or (n, k, L)
        Squared (weighted) leave-one-out errors, or predictions if `scoring` is given.
    n_features_in_, feature_names_in_
        As in scikit-learn.
    """

    _sums_rows: ClassVar[bool] = True

    def __init__(
        self,
        alphas: Any = (0.1, 1.0, 10.0),
        *,
        fit_intercept: bool = True,
        scoring: Any = None,
        cv: Any = None,
        gcv_mode: str | None = None,
        store_cv_results: bool = False,
        alpha_per_target: bool = False,
        standardize: bool = False,
        penalty_factor: Any = None,
        n_threads: int | None = None,
    ) -> None:
        self.alphas = alphas
        self.fit_intercept = fit_intercept
        self.scoring = scoring
        self.cv = cv
        self.gcv_mode = gcv_mode
        self.store_cv_results = store_cv_results
        self.alpha_per_target = alpha_per_target
        self.standardize = standardize
        self.penalty_factor = penalty_factor
        self.n_threads = n_threads

    def fit(self, X: AnyMatrix, y: Any, sample_weight: Any = None, **params: Any) -> RidgeCV:
        """Cross-validate, choose, and fit all rows.

        Parameters
        ----------
        X : array-like, sparse matrix or data frame of shape (n, p)
            Features.
        y : array-like of shape (n,) or (n, k)
            Target, or several.
        sample_weight : float or array-like of shape (n,), optional
            Weights >= 0, which count in fitting and in scoring, where the scorer takes them.
        **params
            For the scorer or the splitter, where metadata routing is enabled.

        Returns
        -------
        self
        """
        alphas = _checked_alphas(self.alphas, self.cv is None)
        if self.cv is not None and (self.store_cv_results or self.alpha_per_target):
            which = "store_cv_results" if self.store_cv_results else "alpha_per_target"
            raise ParameterError(f"cv!=None and {which}=True are incompatible")
        if self.gcv_mode not in (None, "auto", "svd", "eigen"):
            raise ParameterError(f"gcv_mode must be 'auto', 'svd' or 'eigen', not {self.gcv_mode!r}")
        inputs = read_training(self, X, y, sample_weight, several=True)
        problems = [ridge_problem(inputs, k, **self._options()) for k in range(inputs.targets.shape[1])]
        scorer = check_scoring(self, scoring=self.scoring)
        score_params, split_params = self._routed(inputs.weight, params, scorer)
        targets = inputs.targets[:, 0] if inputs.flat else inputs.targets
        left_out: list[LeaveOneOut] | list[None] = [None] * len(problems)
        if self.cv is None:
            given = None if self.scoring is None else scorer
            found = score_leave_one_out(
                problems, alphas, targets, given, score_params, self.alpha_per_target
            )
            if self.store_cv_results:
                self.cv_results_ = found.values
            scores, left_out = found.scores, found.found
        else:
            folds = make_folds(check_cv(self.cv), len(targets), X=X, y=targets, **split_params)
            scores = score_folds(problems, alphas, targets, folds, scorer, score_params)
        best = np.argmax(scores, axis=0)  # the first of equals, in the given order
        self.best_score_ = np.max(scores, axis=0)
        self.alpha_ = alphas[best] if np.ndim(best) else float(alphas[best])
        self._refit(problems, inputs, left_out)
        return self

    def _options(self) -> dict[str, Any]:
        return {
            "fit_intercept": self.fit_intercept,
            "standardize": self.standardize,
            "penalty_factor": self.penalty_factor,
            "n_threads": self.n_threads,
        }

    def _refit(
        self, problems: list[Problem], inputs: Inputs, left_out: Sequence[LeaveOneOut | None]
    ) -> None:
        chosen = []
        strengths = np.broadcast_to(self.alpha_, len(problems))
        for strength, problem, found in zip(strengths, problems, left_out, strict=True):
            alpha = float(strength) / problem.units.total
            chosen.append(
                Fixed(alpha).choose(problem, Grid(), Settings())
                if found is None
                else found.refit(problem, alpha)
            )
        store_fit(self, inputs, chosen, self.fit_intercept)
        del self.n_iter_

    def _routed(
        self, sample_weight: Any, params: dict[str, Any], scorer: Any
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """What goes to the scorer and to the splitter."""
        if get_config()["enable_metadata_routing"]:
            if sample_weight is not None:
                params = {**params, "sample_weight": sample_weight}
            routed = process_routing(self, "fit", **params)
            return dict(routed.scorer.score), dict(routed.splitter.split)
        if params:
            raise ParameterError(
                f"passing {sorted(params)} to fit is only supported if enable_metadata_routing=True:"
                " see sklearn.set_config"
            )
        weighted = sample_weight is not None and (self.scoring is None or _takes_weights(scorer))
        return {"sample_weight": sample_weight} if weighted else {}, {}

    def get_metadata_routing(self) -> MetadataRouter:
        """Where metadata go: to the scorer and to the splitter."""
        scorer = check_scoring(self, scoring=self.scoring)
        if self.scoring is None and get_config()["enable_metadata_routing"]:
            scorer = get_scorer("r2").set_score_request(sample_weight=True)
        return (
            MetadataRouter(owner=self)
            .add_self_request(self)
            .add(scorer=scorer, method_mapping=MethodMapping().add(caller="fit", callee="score"))
            .add(
                splitter=check_cv(self.cv),
                method_mapping=MethodMapping().add(caller="fit", callee="split"),
            )
        )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


def _takes_weights(scorer: Any) -> bool:
    """Whether a scorer given by the user counts weights; it is told if not."""
    metric = getattr(scorer, "_score_func", scorer)  # what make_scorer wrapped
    takes = "sample_weight" in signature(metric).parameters
    if not takes:
        warnings.warn(
            f"the scorer {scorer} takes no sample_weight: folds are scored with equal weights",
            DataWarning,
            stacklevel=4,
        )
    return takes


def _checked_alphas(alphas: Any, positive: bool) -> FloatArray:
    """Strengths in the given order."""
    values = read_numbers("alphas", alphas)
    for k, value in enumerate(values):
        name = f"alphas[{k}]" if len(values) > 1 else "alphas"
        sign = ">" if positive else ">="
        if not (value > 0 if positive else value >= 0) or not np.isfinite(value):
            raise ParameterError(f"{name} == {value:g}, must be {sign} 0.0.")
    return values
