"""A strength on one package's scale, on another's."""

from __future__ import annotations

from typing import Any

import numpy as np

from riata.errors import ParameterError
from riata.views.packages import MODELS, NAMES, SCALES, Factor, Scale

__all__ = ["Strength", "convert", "scale_of"]

_SHARES = {"lasso": 1.0, "ridge": 0.0}


class Strength(float):
    """A strength on a package's scale: a float that knows its share of L1 and how it is called.

    Attributes
    ----------
    l1_ratio : float
        Share of L1 on that scale; it is not the same on every scale (see :func:`convert`).
    package, model : str
        Whose, and of what.
    """

    l1_ratio: float
    package: str
    model: str

    def __new__(cls, value: float, l1_ratio: float, package: str, model: str) -> Strength:
        """A float with what it needs to be read."""
        made = super().__new__(cls, value)
        made.l1_ratio, made.package, made.model = float(l1_ratio), package, model
        return made

    @property
    def call(self) -> str:
        """How one asks the package for it."""
        return scale_of(self.package, self.model).call.format(
            value=float.__repr__(self), share=repr(self.l1_ratio)
        )

    @property
    def objective(self) -> str:
        """What the package minimises, v the value and rho the share of L1."""
        return scale_of(self.package, self.model).objective

    def __reduce__(self) -> tuple[Any, ...]:
        return Strength, (float(self), self.l1_ratio, self.package, self.model)


def convert(
    value: float,
    *,
    from_: str,
    to: str,
    model: str,
    n: float | None = None,
    sd_y: float | None = None,
    l1_ratio: float | None = None,
    sum_of_weights: float | None = None,
) -> Strength:
    """A strength on one package's scale, as the number that gives the same coefficients in another.

    Packages write the same model with a mean or a sum over rows, with or without a factor of two, as a
    strength or as its inverse; glmnet, for a numeric response, also divides the L2 part by the standard
    deviation of y, which its documentation does not show.

    Parameters
    ----------
    value : float
        The strength there (C for ``LogisticRegression``), >= 0.
    from_, to : str
        "riata" (the mean scale of :func:`riata.path`; the class ``riata.Ridge`` is on scikit-learn's),
        "sklearn" (Lasso, Ridge, ElasticNet, LogisticRegression's C), "glmnet", "statsmodels", "glum",
        "matlab" (lasso, ridge, lassoglm), "article-lagrangian" (``||y - Xw||^2 + lambda ||w||_1`` or
        ``+ lambda ||w||^2``), "article-half" (``1/2 ||y - Xw||^2 + lambda ||w||_1`` or
        ``+ lambda/2 ||w||^2``).
    model : {"ridge", "lasso", "elastic-net", "logistic"}
        Which model; logistic has the share of L1 that `l1_ratio` says.
    n : float, optional
        Rows; needed where one scale is a sum over rows and the other a mean.
    sd_y : float, optional
        Standard deviation of y with divisor n (weighted; without an intercept ``sqrt(mean(y^2))``), in
        units of y; needed for glmnet's ridge and elastic net.
    l1_ratio : float, optional
        Share of L1 on the scale of `from_`, in [0, 1] (glmnet's and MATLAB's alpha, statsmodels'
        L1_wt); needed for the elastic net, 0 for logistic regression by default.
    sum_of_weights : float, optional
        In place of n where rows are weighted.

    Returns
    -------
    Strength
        A float; ``.l1_ratio`` is the share on the new scale, which differs from the old where a
        package scales L1 and L2 differently, and ``.call`` how to ask the package for it.

    Raises
    ------
    ParameterError
        If a name is unknown, a number out of range, or one that the conversion needs is missing; the
        message names it.

    Examples
    --------
    >>> import riata
    >>> float(riata.convert(0.5, from_="glmnet", to="sklearn", model="ridge", n=100, sd_y=2.0))
    25.0
    """
    kind = _model(model)
    source, goal = (_package(name, kind) for name in (from_, to))
    old, new = scale_of(source, kind), scale_of(goal, kind)
    share = _share(kind, l1_ratio)
    strength = _inverted(_number("value", value, infinite=old.inverse), old)
    facts = _Facts(n if sum_of_weights is None else sum_of_weights, sd_y, source == goal)
    try:
        a1 = strength * share * facts.factor(old.l1) / facts.factor(new.l1) if share > 0 else 0.0
        a2 = strength * (1 - share) * facts.factor(old.l2) / facts.factor(new.l2) if share < 1 else 0.0
    except (OverflowError, ZeroDivisionError):
        a1 = a2 = np.inf
    total = a1 + a2
    if not np.isfinite(total) and np.isfinite(strength):
        raise ParameterError("the converted strength is beyond the range of double precision")
    moved = a1 / total if 0 < total < np.inf else share
    if kind in _SHARES or source == goal:
        moved = share
    return Strength(_inverted(total, new), moved, goal, kind)


def scale_of(package: str, model: str) -> Scale:
    """The scale of a package for a model.

    Raises
    ------
    ParameterError
        If the package has no such model.
    """
    if (package, model) not in SCALES:
        able = sorted({name for name, kind in SCALES if kind == model})
        raise ParameterError(f"{package!r} has no form for {model!r}; choose one of {able}")
    return SCALES[package, model]


class _Facts:
    """Rows and spread of y, asked for only where a scale depends on them."""

    def __init__(self, n: Any, sd_y: Any, same: bool) -> None:
        self._n, self._sd_y, self._same = n, sd_y, same

    def factor(self, factor: Factor) -> float:
        """The number; one where a package is converted to itself."""
        if self._same:
            return 1.0
        n = self._need("n", self._n, "the number of rows") if factor.rows else 1.0
        what = "the standard deviation of y (divisor n)"
        sd_y = self._need("sd_y", self._sd_y, what) if factor.deviations else 1.0
        return factor.value(n, sd_y)

    @staticmethod
    def _need(name: str, value: Any, what: str) -> float:
        if value is None:
            raise ParameterError(f"this conversion needs {name}, {what}: give {name}=")
        found = _number(name, value)
        if not found > 0:
            raise ParameterError(f"{name} must be a number > 0, not {value!r}")
        return found


def _model(model: Any) -> str:
    name = model if isinstance(model, str) else ""
    name = {"elastic_net": "elastic-net", "elasticnet": "elastic-net"}.get(name, name)
    if name not in MODELS:
        raise ParameterError(f"model must be one of {list(MODELS)}, not {model!r}")
    return str(name)


def _package(name: Any, model: str) -> str:
    found = NAMES.get(name.lower()) if isinstance(name, str) else None
    if found is None:
        raise ParameterError(
            f"there is no package {name!r} here; choose one of {sorted(set(NAMES.values()))}"
        )
    scale_of(found, model)
    return found


def _share(model: str, l1_ratio: Any) -> float:
    if model in _SHARES:
        if l1_ratio is not None and _number("l1_ratio", l1_ratio) != _SHARES[model]:
            raise ParameterError(f"{model!r} has no l1_ratio: leave it out, or convert an elastic-net")
        return _SHARES[model]
    if l1_ratio is None:
        if model == "logistic":
            return 0.0
        raise ParameterError("an elastic net needs l1_ratio, the share of L1: give l1_ratio=")
    share = _number("l1_ratio", l1_ratio)
    if share > 1:
        raise ParameterError(f"l1_ratio must be between 0 and 1, not {l1_ratio!r}")
    return share


def _inverted(value: float, scale: Scale) -> float:
    """C is the inverse of a strength; none of one is infinity of the other."""
    if not scale.inverse:
        return value
    return 1.0 / value if value > 0 else float("inf")


def _number(name: str, value: Any, *, infinite: bool = False) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = np.nan
    if isinstance(value, bool) or not found >= 0 or (np.isinf(found) and not infinite):
        raise ParameterError(f"{name} must be a number >= 0, not {value!r}")
    return found
