"""Strength by a criterion: residuals against the parameters that the path has used up.

RSS      sum_i s_i (y_i - fitted_i)^2
N        sum of the weights, which count as repeated rows
df       degrees of freedom of the path, without the intercept; k = df + 1 with one
-2 logL  N log(2 pi sigma^2) + RSS / sigma^2                  sigma^2 known, or estimated once
         N (log(2 pi RSS / N) + 1)                            sigma2="profile"
aic      -2 logL + 2 k                                        Akaike 1974; Zou et al. 2007 for df
bic      -2 logL + k log N                                    Schwarz 1978
ebic     bic + 2 gamma log C(p, df)                           Chen & Chen 2008
cp       RSS / sigma^2 - N + 2 k                              Mallows 1973
gcv      (RSS / N) / (1 - k / N)^2                            Golub, Heath & Wahba 1979
loo      mean of (r_i / (1 - h_i))^2                          Allen 1974; Rad & Maleki 2020
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
from scipy.special import gammaln

from riata.errors import ParameterError
from riata.problem import Problem
from riata.select.fits import Fits, fits_of, gcv_values
from riata.select.left_out import left_out_means
from riata.select.noise import Noise, estimate_noise, given_noise
from riata.solve import Chosen, Grid, RegularizationPath, Settings, make_grid, solve_path
from riata.solve.frames import make_frame
from riata.typing import FloatArray

__all__ = ["CRITERIA", "Criterion", "CriterionResult", "judge_path"]

#: Names of the criteria.
CRITERIA: tuple[str, ...] = ("aic", "bic", "ebic", "cp", "gcv", "loo")
_LIKELIHOODS = ("aic", "bic", "ebic")
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class CriterionResult:
    """A criterion along a path.

    Attributes
    ----------
    name : str
        "aic", "bic", "ebic", "cp", "gcv" or "loo".
    alphas : ndarray of shape (L,)
        Strengths, descending.
    values : ndarray of shape (L,)
        The criterion, smaller is better; in squared units of y for "gcv" and "loo", else a number.
        Infinite where it says nothing.
    df : ndarray of shape (L,)
        Degrees of freedom, without the intercept.
    total : float
        N, the number of observations: the sum of the weights.
    sigma2 : float or None
        Noise variance that was used, in squared units of y; None where none was.
    how : str
        Where it comes from, or what else is to be known of the values.
    index : int
        The strength of least value; the largest of them in a tie.
    """

    name: str
    alphas: FloatArray
    values: FloatArray
    df: FloatArray
    total: float
    sigma2: float | None
    how: str
    index: int

    @property
    def alpha(self) -> float:
        """The chosen strength."""
        return float(self.alphas[self.index])

    @property
    def at_edge(self) -> bool:
        """Whether the least value is at the weakest strength that the criterion considers."""
        known = np.flatnonzero(np.isfinite(self.values))
        return len(known) > 1 and self.index == int(known[-1])

    def to_frame(self, backend: str | None = None) -> Any:
        """A data frame with a row for each strength: alpha, df, value.

        Parameters
        ----------
        backend : {"pandas", "polars", "pyarrow"}, optional
            The library; by default the first of them that is installed.
        """
        return make_frame({"alpha": self.alphas, "df": self.df, self.name: self.values}, backend)


@dataclass(frozen=True, repr=False)
class Criterion:
    """Strength by an information criterion or by leave-one-out.

    Every solution of the path is weighed by its residuals and its degrees of freedom; nothing is
    fitted again. Weights count as repeated rows: scale them to add up to the number of rows if they
    mean something else. With about as many columns as rows or more, lasso and elastic net can
    interpolate; then only fits that use at most half the degrees of freedom are considered, since
    beyond that every criterion may fall without any gain.

    Parameters
    ----------
    name : {"aic", "bic", "ebic", "cp", "gcv", "loo"}
        The criterion. "aic" and "cp" choose alike where sigma^2 is the same. "loo" is exact for
        ridge at the same n alpha and means (and deviations, if standardised) of the columns, those
        of all rows; for the lasso and elastic net it is exact while leaving a row out changes no
        coefficient to or from zero, and an approximation otherwise (Rad & Maleki 2020); it leaves
        out rows with all their weight, so there a weight of two is not two rows.
    sigma2 : float, "profile" or None, default=None
        Noise variance in squared units of y, for "aic", "bic", "ebic" and "cp". None estimates it
        once, by least squares on all columns where at least ten degrees of freedom (or half of all)
        are left, else from the residuals at the strength of least GCV among fits that leave as many,
        which also serves p > n. "profile" gives each strength its own, RSS / N (not for "cp"); that
        favours interpolation, so only fits that use at most half the degrees of freedom are considered.
    gamma : float, default=0.5
        Of "ebic", in [0, 1]: 0 is BIC, 1 the strictest (Chen & Chen 2008).

    Raises
    ------
    ParameterError
        If a parameter is none of these.

    Examples
    --------
    >>> import numpy as np, riata
    >>> rng = np.random.default_rng(0)
    >>> X = rng.standard_normal((60, 100))
    >>> y = X[:, 0] - 2 * X[:, 1] + 0.1 * rng.standard_normal(60)
    >>> np.flatnonzero(riata.Lasso(alpha=riata.Criterion("ebic")).fit(X, y).coef_).tolist()
    [0, 1, 88]
    """

    name: str
    sigma2: Any = None
    gamma: float = 0.5

    def __post_init__(self) -> None:
        if self.name not in CRITERIA:
            raise ParameterError(f"a criterion is one of {CRITERIA}, not {self.name!r}")
        if not _is_noise(self.sigma2):
            raise ParameterError(
                f"sigma2 must be a positive number, 'profile' or None, not {self.sigma2!r}"
            )
        if isinstance(self.sigma2, str) and self.name == "cp":
            raise ParameterError("Cp compares with one sigma2 for all strengths: it has no profile")
        if not (isinstance(self.gamma, Real) and 0 <= self.gamma <= 1):
            raise ParameterError(f"gamma must be a number in [0, 1], not {self.gamma!r}")

    def __repr__(self) -> str:
        sigma2 = "" if self.sigma2 is None else f", sigma2={self.sigma2!r}"
        gamma = "" if self.gamma == 0.5 else f", gamma={self.gamma!r}"
        return f"Criterion({self.name!r}{sigma2}{gamma})"

    def __str__(self) -> str:
        if self.name == "loo":
            return "leave-one-out, least error"
        label = {"cp": "Mallows' Cp"}.get(self.name, self.name.upper())
        return f"least {label}" + (f", gamma {self.gamma:g}" if self.name == "ebic" else "")

    def choose(self, problem: Problem, grid: Grid, settings: Settings) -> Chosen:
        """Solve the path, and take the strength of least value."""
        path = solve_path(problem, make_grid(problem, grid.alphas, grid.eps), settings)
        result = judge_path(problem, path, self)
        return Chosen(path, result.index, result)


def _is_noise(sigma2: Any) -> bool:
    if sigma2 is None or isinstance(sigma2, str):
        return sigma2 in (None, "profile")
    number = isinstance(sigma2, Real) and not isinstance(sigma2, bool)
    return number and 0 < float(sigma2) < np.inf


def judge_path(problem: Problem, path: RegularizationPath, criterion: Criterion) -> CriterionResult:
    """A criterion at every strength of a path that is already solved.

    Parameters
    ----------
    problem : Problem
        That the path solves.
    path : RegularizationPath
        Its solutions.
    criterion : Criterion
        Which.

    Raises
    ------
    ParameterError
        If the loss is not the squared one.
    DataError
        If the weights add up to less than two rows; if "loo" has only moments to look at.
    """
    fits = fits_of(problem, path)
    values, noise = _values(problem, path, fits, criterion)
    index = int(np.argmin(values)) if np.isfinite(values).any() else int(np.argmin(fits.parameters))
    return CriterionResult(
        name=criterion.name,
        alphas=path.alphas,
        values=values,
        df=path.df,
        total=fits.total,
        sigma2=noise.scaled * fits.unit if noise.scaled > 0 else None,
        how=noise.how,
        index=index,
    )


def _values(
    problem: Problem, path: RegularizationPath, fits: Fits, criterion: Criterion
) -> tuple[FloatArray, Noise]:
    name = criterion.name
    if fits.spread == 0.0:
        return np.zeros(len(path)), Noise(0.0, "the response is constant: there is nothing to choose")
    if name == "gcv":
        return gcv_values(fits) * fits.unit, Noise(0.0, "needs no noise variance")
    if name == "loo":
        how = _how_exact(problem)
        return left_out_means(problem, path, fits) * fits.unit, Noise(0.0, how)
    profile = criterion.sigma2 == "profile"
    if profile:
        noise = Noise(0.0, "RSS / N of each strength")
        values = _penalised(problem, fits, criterion, _profile_deviance(fits))
    else:
        given = criterion.sigma2 is not None
        noise = given_noise(criterion.sigma2, fits) if given else estimate_noise(problem, fits)
        relative = fits.squares / noise.scaled
        constant = fits.total * (np.log(2.0 * np.pi * noise.scaled) + np.log(fits.unit))
        if name == "cp":
            values = relative - fits.total + 2.0 * fits.parameters
        else:
            values = _penalised(problem, fits, criterion, constant + relative)
    least = max(fits.least_left, 0.5 * fits.total) if profile else fits.least_left
    return np.where(fits.left >= least, values, np.inf), noise


def _how_exact(problem: Problem) -> str:
    """What leave-one-out errors are worth."""
    elastic = problem.penalty.elastic
    if elastic is None:
        return "approximate: kept coefficients count as free"
    if elastic[0] == 0.0 and not problem.boxed:
        return "exact"
    return "exact while the zero coefficients stay the same"


def _profile_deviance(fits: Fits) -> FloatArray:
    """-2 log L with RSS / N for sigma^2."""
    mean = np.maximum(fits.squares, _EPS**2 * fits.spread) / fits.total
    return np.asarray(fits.total * (np.log(2.0 * np.pi * mean) + np.log(fits.unit) + 1.0), dtype=float)


def _penalised(problem: Problem, fits: Fits, criterion: Criterion, deviance: FloatArray) -> FloatArray:
    """AIC, BIC or EBIC."""
    rate = 2.0 if criterion.name == "aic" else float(np.log(fits.total))
    values = deviance + rate * fits.parameters
    if criterion.name == "ebic":
        values = values + 2.0 * criterion.gamma * _log_models(problem, fits)
    return np.asarray(values, dtype=float)


def _log_models(problem: Problem, fits: Fits) -> FloatArray:
    """Log of the number of models as large as each: C(p, df) over the penalised columns, (L,)."""
    usable = problem.units.x_scale > 0
    p = float(np.count_nonzero(usable & (problem.factor > 0)))
    always = float(np.count_nonzero(usable & (problem.factor == 0))) + float(problem.fit_intercept)
    size = np.clip(fits.parameters - always, 0.0, p)
    return np.asarray(gammaln(p + 1) - gammaln(size + 1) - gammaln(p - size + 1), dtype=float)
