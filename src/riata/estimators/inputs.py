"""Reading what scikit-learn hands to ``fit`` and ``predict``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.utils.validation import column_or_1d, validate_data

from riata.designs import Design, RowDesign, make_design
from riata.designs.checks import check_response, check_weights, refuse_masked, to_array
from riata.designs.tables import refuse_unreadable
from riata.errors import DataError
from riata.typing import AnyMatrix, FloatArray

__all__ = ["Inputs", "read_features", "read_training"]


@dataclass(frozen=True, eq=False)
class Inputs:
    """Checked training data.

    Attributes
    ----------
    design : Design
        The features.
    targets : ndarray of shape (n, k)
        Finite numbers, a column a target.
    flat : bool
        Whether y was one-dimensional.
    weight : ndarray of shape (n,) or None
        Sample weights.
    dtype : numpy dtype
        float32 where X was, else float64: that of the fitted coefficients.
    """

    design: Design
    targets: FloatArray
    flat: bool
    weight: FloatArray | None
    dtype: Any


def read_training(estimator: Any, X: AnyMatrix, y: Any, sample_weight: Any, *, several: bool) -> Inputs:
    """Check X, y and weights, and remember the features' names and number on the estimator.

    Parameters
    ----------
    estimator : object
        Gets ``n_features_in_`` and ``feature_names_in_``.
    X, y, sample_weight
        As given to ``fit``.
    several : bool
        Whether y may have more than one column.

    Raises
    ------
    DataError
        If anything is not a finite number of the right shape.
    """
    design = _design(estimator, X, reset=True)
    n = design.shape[0]
    targets, flat = _targets(estimator, y, n, several)
    weight = None
    if sample_weight is not None:
        given = to_array(sample_weight, "sample_weight")
        if given.ndim > 1:
            raise DataError("Sample weights must be 1D array or scalar")
        checked = check_weights(given, n)
        weight = checked if given.ndim else np.full(n, float(given))  # what every row stands for
    single = getattr(X, "dtype", None) == np.float32
    return Inputs(design, targets, flat, weight, np.dtype(np.float32 if single else np.float64))


def read_features(estimator: Any, X: AnyMatrix) -> RowDesign:
    """Check the features of new rows against those of training."""
    return _design(estimator, X, reset=False)


def _design(estimator: Any, X: AnyMatrix, *, reset: bool) -> RowDesign:
    if isinstance(X, Design):
        raise DataError(
            "estimators need the rows of the data, and these are moments: fit them by "
            "riata.path(moments)"
        )
    refuse_unreadable(X)
    refuse_masked(X, "X")
    checked = validate_data(
        estimator,
        X,
        reset=reset,
        accept_sparse="csc",
        dtype=[np.float64, np.float32],
        ensure_all_finite=False,  # the first pass over training data finds such values
        accept_large_sparse=True,
    )
    names = getattr(estimator, "feature_names_in_", None)
    design = make_design(checked, None if names is None else [str(name) for name in names])
    assert isinstance(design, RowDesign)
    if not reset and design.first_non_finite() is not None:
        design.refuse_non_finite()
    return design


def _targets(estimator: Any, y: Any, n: int, several: bool) -> tuple[FloatArray, bool]:
    """The targets as columns, and whether there was one without a second dimension."""
    if y is None:
        raise DataError(f"{type(estimator).__name__} requires y to be passed, but the target y is None")
    array = to_array(y.toarray() if hasattr(y, "toarray") else y, "y")
    if array.ndim == 2 and not several:
        array = column_or_1d(array, warn=True)
    if array.ndim not in (1, 2) or (array.ndim == 2 and array.shape[1] == 0):
        raise DataError(f"y should be one column or several, got an array of shape {array.shape}")
    if len(array) != n:
        raise DataError(
            f"Found input variables with inconsistent numbers of samples: X has {n} rows, y {len(array)}"
        )
    flat = array.ndim == 1
    columns = [check_response(column, n) for column in (array.T if not flat else array[None, :])]
    return np.column_stack(columns), flat
