"""How each package writes a strength: the table behind :func:`riata.convert`.

The common form is the mean scale, ``(1/n) sum_i l(y_i, eta_i) + A1 ||w||_1 + A2 ||w||^2 / 2``, with
l = (y - eta)^2 / 2 or log(1 + e^eta) - y eta. A package whose strength is v with share rho of L1 has

    A1 = v rho c1,    A2 = v (1 - rho) c2,    c = times * n^rows * sd_y^deviations

or the same with 1 / v in place of v. Everything else is derived from the rows below.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MODELS", "NAMES", "SCALES", "Factor", "Scale"]


@dataclass(frozen=True)
class Factor:
    """``times * n^rows * sd_y^deviations``."""

    times: float = 1.0
    rows: int = 0
    deviations: int = 0

    def value(self, n: float, sd_y: float) -> float:
        """The factor; n and sd_y are looked at only where they matter."""
        out = self.times
        if self.rows:
            out *= n**self.rows
        if self.deviations:
            out *= sd_y**self.deviations
        return float(out)


@dataclass(frozen=True)
class Scale:
    """A package's scale for one model.

    Attributes
    ----------
    call : str
        How it is called there, with ``{value}`` and ``{share}`` in place.
    objective : str
        What it minimises.
    l1, l2 : Factor
        c1 and c2.
    inverse : bool
        Whether the package's number is the inverse of a strength, as C is.
    note : str
        What else to know.
    """

    call: str
    objective: str
    l1: Factor = Factor()
    l2: Factor = Factor()
    inverse: bool = False
    note: str = ""


MODELS = ("ridge", "lasso", "elastic-net", "logistic")
#: Names that are accepted, and what they stand for.
NAMES = {
    "riata": "riata",
    "sklearn": "sklearn",
    "scikit-learn": "sklearn",
    "glmnet": "glmnet",
    "statsmodels": "statsmodels",
    "glum": "glum",
    "matlab": "matlab",
    "article-lagrangian": "article-lagrangian",
    "article": "article-lagrangian",
    "article-half": "article-half",
}

_MEAN_L1 = "1/(2n) ||y - Xw||^2 + v ||w||_1"
_MEAN_L2 = "1/(2n) ||y - Xw||^2 + v/2 ||w||^2"
_MEAN_EN = "1/(2n) ||y - Xw||^2 + v (rho ||w||_1 + (1 - rho)/2 ||w||^2)"
_MEAN_LOGISTIC = "(1/n) sum log(1 + e^eta) - y eta + v (rho ||w||_1 + (1 - rho)/2 ||w||^2)"
_BY_SD = Factor(deviations=-1)
_BY_N = Factor(rows=-1)
_BY_2N = Factor(0.5, rows=-1)
_ALPHA_SHARE = "(alpha={value}, l1_ratio={share})"
_GLMNET = "glmnet divides y by its standard deviation (divisor n) and standardises X unless told not to"
_STANDARDISES = "X is standardised there unless told not to"
_ABOVE_ZERO = "Alpha must be above 0 there, so ridge is only approached; " + _STANDARDISES

#: (package, model) -> scale.
SCALES: dict[tuple[str, str], Scale] = {
    ("riata", "lasso"): Scale("riata.Lasso(alpha={value})", _MEAN_L1),
    ("riata", "ridge"): Scale(
        'riata.path(X, y, penalty="ridge", alphas=[{value}])',
        _MEAN_L2,
        note="riata.path, riata.fit and rules; the class riata.Ridge has scikit-learn's scale",
    ),
    ("riata", "elastic-net"): Scale(f"riata.ElasticNet{_ALPHA_SHARE}", _MEAN_EN),
    ("riata", "logistic"): Scale("alpha={value}, l1_ratio={share}", _MEAN_LOGISTIC),
    ("sklearn", "lasso"): Scale("Lasso(alpha={value})", _MEAN_L1),
    ("sklearn", "ridge"): Scale("Ridge(alpha={value})", "||y - Xw||^2 + v ||w||^2", l2=_BY_N),
    ("sklearn", "elastic-net"): Scale(f"ElasticNet{_ALPHA_SHARE}", _MEAN_EN),
    ("sklearn", "logistic"): Scale(
        "LogisticRegression(C={value}, l1_ratio={share})",
        "v sum log(1 + e^eta) - y eta + rho ||w||_1 + (1 - rho)/2 ||w||^2",
        l1=_BY_N,
        l2=_BY_N,
        inverse=True,
    ),
    ("glmnet", "lasso"): Scale("glmnet(x, y, alpha = 1, lambda = {value})", _MEAN_L1, note=_GLMNET),
    ("glmnet", "ridge"): Scale(
        "glmnet(x, y, alpha = 0, lambda = {value})",
        "1/(2n) ||y - Xw||^2 + v/(2 sd(y)) ||w||^2",
        l2=_BY_SD,
        note=_GLMNET,
    ),
    ("glmnet", "elastic-net"): Scale(
        "glmnet(x, y, alpha = {share}, lambda = {value})",
        "1/(2n) ||y - Xw||^2 + v (rho ||w||_1 + (1 - rho)/(2 sd(y)) ||w||^2)",
        l2=_BY_SD,
        note=_GLMNET,
    ),
    ("glmnet", "logistic"): Scale(
        'glmnet(x, y, family = "binomial", alpha = {share}, lambda = {value})',
        _MEAN_LOGISTIC,
        note=_STANDARDISES,
    ),
    ("statsmodels", "lasso"): Scale(
        "OLS(y, X).fit_regularized(alpha={value}, L1_wt=1)",
        _MEAN_L1,
        note="a column of ones in X is penalised too, unless alpha is an array with a zero for it",
    ),
    ("statsmodels", "ridge"): Scale("OLS(y, X).fit_regularized(alpha={value}, L1_wt=0)", _MEAN_L2),
    ("statsmodels", "elastic-net"): Scale(
        "OLS(y, X).fit_regularized(alpha={value}, L1_wt={share})", _MEAN_EN
    ),
    ("statsmodels", "logistic"): Scale(
        "GLM(y, X, family=Binomial()).fit_regularized(alpha={value}, L1_wt={share})",
        _MEAN_LOGISTIC,
        note="Logit(y, X).fit_regularized has n times this alpha, and L1 only",
    ),
    ("glum", "lasso"): Scale("GeneralizedLinearRegressor(alpha={value}, l1_ratio=1)", _MEAN_L1),
    ("glum", "ridge"): Scale("GeneralizedLinearRegressor(alpha={value}, l1_ratio=0)", _MEAN_L2),
    ("glum", "elastic-net"): Scale(f"GeneralizedLinearRegressor{_ALPHA_SHARE}", _MEAN_EN),
    ("glum", "logistic"): Scale(
        'GeneralizedLinearRegressor(family="binomial", alpha={value}, l1_ratio={share})', _MEAN_LOGISTIC
    ),
    ("matlab", "lasso"): Scale("lasso(X, y, 'Lambda', {value})", _MEAN_L1, note=_STANDARDISES),
    ("matlab", "ridge"): Scale(
        "ridge(y, X, {value})", "||y - Xw||^2 + v ||w||^2", l2=_BY_N, note=_STANDARDISES
    ),
    ("matlab", "elastic-net"): Scale(
        "lasso(X, y, 'Lambda', {value}, 'Alpha', {share})", _MEAN_EN, note=_ABOVE_ZERO
    ),
    ("matlab", "logistic"): Scale(
        "lassoglm(X, y, 'binomial', 'Lambda', {value}, 'Alpha', {share})",
        "(1/n) deviance + v (rho ||w||_1 + (1 - rho)/2 ||w||^2)",
        l1=Factor(0.5),
        l2=Factor(0.5),
        note="the deviance is twice the log loss; " + _ABOVE_ZERO,
    ),
    ("article-lagrangian", "lasso"): Scale(
        "lambda = {value}", "||y - Xw||^2 + v ||w||_1", l1=_BY_2N, note="lambda = 2 sigma^2 / b"
    ),
    ("article-lagrangian", "ridge"): Scale(
        "lambda = {value}", "||y - Xw||^2 + v ||w||^2", l2=_BY_N, note="lambda = sigma^2 / s^2"
    ),
    ("article-half", "lasso"): Scale("lambda = {value}", "1/2 ||y - Xw||^2 + v ||w||_1", l1=_BY_N),
    ("article-half", "ridge"): Scale("lambda = {value}", "1/2 ||y - Xw||^2 + v/2 ||w||^2", l2=_BY_N),
}
