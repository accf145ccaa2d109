"""lasso_path and enet_path, as scikit-learn's functions of that name."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.errors import DataError, ParameterError
from riata.estimators.checks import merged_bounds
from riata.penalties import ElasticNet
from riata.problem import make_problem
from riata.solve import Settings, make_grid, solve_path
from riata.typing import AnyMatrix

__all__ = ["enet_path", "lasso_path"]


def enet_path(
    X: AnyMatrix,
    y: Any,
    *,
    l1_ratio: float = 0.5,
    eps: float = 1e-3,
    n_alphas: Any = "deprecated",
    alphas: Any = "warn",
    precompute: Any = "auto",
    Xy: Any = None,
    copy_X: bool = True,
    coef_init: Any = None,
    verbose: Any = False,
    return_n_iter: bool = False,
    positive: bool = False,
    check_input: bool = True,
    **params: Any,
) -> tuple[Any, ...]:
    """The elastic-net path of centred data: no intercept is fitted.

    Parameters
    ----------
    X : array-like or sparse matrix of shape (n, p)
        Features.
    y : array-like of shape (n,)
        Target.
    l1_ratio : float, default=0.5
        Share of L1.
    eps : float, default=1e-3
        Last alpha over the first.
    n_alphas : int
        An older word for a count in `alphas`.
    alphas : int or array-like, default=100
        How many strengths, or which.
    precompute, Xy, copy_X, coef_init, verbose, check_input
        Accepted; the solver neither needs nor changes anything for them.
    return_n_iter : bool, default=False
        Whether to return the number of passes too.
    positive : bool, default=False
        Whether coefficients must be >= 0.
    **params
        ``tol`` (default 1e-8), ``max_iter``, ``sample_weight``, ``n_threads``; ``random_state`` and
        ``selection`` are accepted.

    Returns
    -------
    alphas : ndarray of shape (L,)
        Descending.
    coefs : ndarray of shape (p, L)
        Coefficients.
    dual_gaps : ndarray of shape (L,)
        Duality gaps in units of the objective.
    n_iters : list of int
        Passes over the data, the same for all; only if `return_n_iter`.

    Raises
    ------
    ParameterError
        If an argument is unknown or out of range.
    DataError
        If y has more than one column: that is a multi-task problem.
    """
    del precompute, Xy, copy_X, coef_init, verbose, check_input
    weight, threads = params.pop("sample_weight", None), params.pop("n_threads", None)
    settings = Settings(
        tol=params.pop("tol", 1e-8), max_passes=int(params.pop("max_iter", None) or 10_000)
    )
    for accepted in ("random_state", "selection", "do_screening", "X_offset", "X_scale"):
        params.pop(accepted, None)
    if params:
        raise ParameterError(f"Unexpected parameters in params: {sorted(params)}")
    if np.ndim(y) > 1 and np.shape(y)[1] > 1:
        raise DataError(
            "y has several columns: a multi-task path, with one penalty across targets, is not here"
        )
    problem = make_problem(
        X,
        y,
        penalty=ElasticNet(l1_ratio),
        sample_weight=weight,
        fit_intercept=False,
        bounds=merged_bounds(positive, None),
        n_threads=threads,
    )
    grid = n_alphas if not isinstance(n_alphas, str) else alphas
    grid = 100 if grid is None or isinstance(grid, str) else grid
    path = solve_path(problem, make_grid(problem, grid, eps), settings)
    units = problem.units
    null = 0.5 * units.square * units.y_scale * (units.y_scale / units.total)
    dtype = np.float32 if getattr(X, "dtype", None) == np.float32 else np.float64
    out = path.alphas, path.coefs.toarray().astype(dtype), path.gaps * null
    return (*out, [max(1, path.info.passes)] * len(path)) if return_n_iter else out


def lasso_path(X: AnyMatrix, y: Any, **params: Any) -> tuple[Any, ...]:
    """The lasso path of centred data: :func:`enet_path` with ``l1_ratio=1``.

    Parameters
    ----------
    X : array-like or sparse matrix of shape (n, p)
        Features.
    y : array-like of shape (n,)
        Target.
    **params
        As in :func:`enet_path`.

    Returns
    -------
    alphas, coefs, dual_gaps[, n_iters]
        As in :func:`enet_path`.
    """
    if "l1_ratio" in params:
        raise ParameterError("lasso_path has no l1_ratio: see enet_path")
    return enet_path(X, y, l1_ratio=1.0, **params)
