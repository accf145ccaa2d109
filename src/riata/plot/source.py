"""What a plot is of: an estimator, a model or a path, read into one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from riata.errors import ParameterError
from riata.select import CVResult
from riata.solve import RegularizationPath
from riata.typing import FloatArray

__all__ = ["Source", "check_count", "read_cv", "read_path", "read_source"]


@dataclass(frozen=True, eq=False)
class Source:
    """What there is to draw.

    Attributes
    ----------
    alphas : ndarray of shape (L,)
        Strengths, descending, on the mean scale.
    path : RegularizationPath or None
        Solutions at them; None where there is only a cross-validation.
    index : int or None
        The chosen strength.
    cv : CVResult or None
        Fold errors at the same strengths.
    names : tuple of p str
        Features.
    deviation : ndarray of shape (p,) or None
        Standard deviations of the features; None where the data are gone.
    fold_coefs : ndarray of shape (p, K) or None
        Coefficients without each fold at the chosen strength.
    ratio : float
        The estimator's own alpha over that of the path: S for Ridge, else 1.
    """

    alphas: FloatArray
    path: RegularizationPath | None
    index: int | None = None
    cv: CVResult | None = None
    names: tuple[str, ...] = ()
    deviation: FloatArray | None = None
    fold_coefs: FloatArray | None = None
    ratio: float = 1.0

    @property
    def solutions(self) -> RegularizationPath:
        """The path.

        Raises
        ------
        ParameterError
            If there is only a cross-validation.
        """
        if self.path is None:
            raise ParameterError("there is no path to draw, only a cross-validation")
        return self.path

    def multiplier(self, standardized: bool) -> FloatArray:
        """What coefficients are multiplied by, (p,): ones, or the features' standard deviations.

        Raises
        ------
        ParameterError
            If the deviations are wanted and the path has lost its data.
        """
        if not standardized:
            return np.ones(len(self.names))
        if self.deviation is None:
            raise ParameterError(
                "this path has lost its data (by pickling), and with them the standard deviations: "
                "fit again, or standardized=False"
            )
        return self.deviation


def read_source(source: Any, target: int | None = None) -> Source:
    """Read a fitted estimator or a :class:`~riata.Model`.

    Parameters
    ----------
    source : object
        With ``path_`` and ``coef_``; or with ``path``, ``index``, ``cv`` and ``names``.
    target : int, optional
        Which target, of an estimator of several.

    Raises
    ------
    ParameterError
        If it is neither, has no path, or has several targets and `target` names none of them.
    sklearn.exceptions.NotFittedError
        If the estimator is not fitted.
    """
    if isinstance(source, RegularizationPath | CVResult):
        which = "from_path" if isinstance(source, RegularizationPath) else "from_cv"
        raise ParameterError(f"this is a {type(source).__name__}: give it to {which}")
    if isinstance(getattr(source, "path", None), RegularizationPath):
        return _read_model(source)
    if not hasattr(source, "fit") or isinstance(source, type):
        raise ParameterError(f"cannot plot {source!r:.80}: give a fitted riata estimator or model")
    check_is_fitted(source)
    kind = type(source).__name__
    if not hasattr(source, "path_"):
        raise ParameterError(
            f"this {kind} keeps no path to plot: give an estimator of riata that has path_"
            + (", such as Ridge(alpha=riata.CV(10))" if kind == "RidgeCV" else "")
            + (", such as the pipeline's last step" if hasattr(source, "steps") else "")
        )
    return _read_estimator(source, _check_target(source, target))


def read_path(
    path: RegularizationPath, *, index: int | None = None, cv: CVResult | None = None
) -> Source:
    """Read a path, with the chosen strength and the cross-validation where there are any.

    Raises
    ------
    ParameterError
        If these are not records of that kind, the index is none of the path's, or the
        cross-validation is of other strengths.
    """
    if not isinstance(path, RegularizationPath):
        raise ParameterError(f"path must be a RegularizationPath, not {type(path).__name__}")
    if cv is not None:
        _check_cv(cv)
        if not np.array_equal(cv.alphas, path.alphas):
            raise ParameterError("the cross-validation and the path are of different strengths")
    chosen = None if index is None else _check_index(index, len(path))
    return Source(
        alphas=path.alphas,
        path=path,
        index=chosen,
        cv=cv,
        names=tuple(path.names or (f"x{j}" for j in range(path.coefs.shape[0]))),
        deviation=None if path.problem is None else path.problem.units.deviation,
        fold_coefs=_at(cv, chosen),
    )


def read_cv(cv: CVResult, *, path: RegularizationPath | None = None) -> Source:
    """Read a cross-validation, with the path of all rows where there is one.

    Raises
    ------
    ParameterError
        As :func:`read_path`.
    """
    if path is not None:
        return read_path(path, cv=cv)
    _check_cv(cv)
    return Source(alphas=cv.alphas, path=None, cv=cv)


def _read_model(model: Any) -> Source:
    read = read_path(model.path, index=model.index, cv=model.cv)
    deviation, fold_coefs = getattr(model, "deviation", None), getattr(model, "fold_coefs", None)
    return Source(
        alphas=read.alphas,
        path=read.path,
        index=read.index,
        cv=read.cv,
        names=tuple(str(name) for name in model.names),
        deviation=read.deviation if deviation is None else deviation,
        fold_coefs=read.fold_coefs if fold_coefs is None else fold_coefs,
    )


def _read_estimator(estimator: Any, target: int | None) -> Source:
    def own(value: Any) -> Any:
        return value if target is None else value[target]

    path, alpha = own(estimator.path_), float(own(estimator.alpha_))
    index = _position(path, np.asarray(own(estimator.coef_), dtype=float).ravel(), alpha)
    read = read_path(path, index=index, cv=own(estimator.cv_) if hasattr(estimator, "cv_") else None)
    used = float(path.alphas[index])
    known = 0 < used < np.inf and 0 < alpha < np.inf
    return Source(
        alphas=read.alphas,
        path=path,
        index=index,
        cv=read.cv,
        names=tuple(str(name) for name in getattr(estimator, "feature_names_in_", read.names)),
        deviation=read.deviation,
        fold_coefs=read.fold_coefs,
        ratio=alpha / used if known else 1.0,
    )


def _position(path: RegularizationPath, coef: FloatArray, alpha: float) -> int:
    """Where on the path the fitted coefficients are; `alpha` decides between equal ones."""
    if len(path) == 1:
        return 0
    used = np.union1d(path.coefs.indices, np.flatnonzero(coef))
    distance = np.abs(path.coefs.tocsr()[used].toarray() - coef[used, None]).sum(axis=0)
    same = np.flatnonzero(distance == distance.min())
    return int(same[np.argmin(np.abs(path.alphas[same] - alpha))])


def _at(cv: CVResult | None, index: int | None) -> FloatArray | None:
    """Coefficients of the folds at one strength, (p, K)."""
    if cv is None or cv.coefs is None or index is None:
        return None
    return np.column_stack([fold[:, [index]].toarray()[:, 0] for fold in cv.coefs])


def _check_target(estimator: Any, target: int | None) -> int | None:
    if not isinstance(estimator.path_, list):
        if target is not None:
            raise ParameterError("this estimator has one target: leave `target` out")
        return None
    count = len(estimator.path_)
    if target is None:
        raise ParameterError(f"this estimator has {count} targets: say which, target=0 to {count - 1}")
    return _check_index(target, count, "target")


def _check_index(index: Any, count: int, name: str = "index") -> int:
    whole = isinstance(index, int | np.integer) and not isinstance(index, bool)
    if not whole or not -count <= index < count:
        raise ParameterError(f"{name} must be an integer from 0 to {count - 1}, not {index!r}")
    return int(index) % count


def check_count(name: str, value: Any, least: int) -> int:
    """An integer >= least.

    Raises
    ------
    ParameterError
        If it is not.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ParameterError(f"{name} must be an integer >= {least}, not {value!r}")
    return int(value)


def _check_cv(cv: Any) -> None:
    if not isinstance(cv, CVResult):
        raise ParameterError(f"cv must be a CVResult, not {type(cv).__name__}")
