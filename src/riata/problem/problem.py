"""The problem: design + loss + penalty + scale, and everything that follows from the four."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from riata.designs import Design, Moments, RowDesign, Target, View, make_design
from riata.designs.checks import check_flag, check_response, check_vector, check_weights
from riata.designs.threads import thread_count
from riata.errors import DataError, ParameterError
from riata.losses import Loss, make_loss
from riata.penalties import Penalty, make_penalty
from riata.problem.checks import check_bounds, check_factor
from riata.problem.null import least_squares_in_box
from riata.problem.units import Strengths, Units, make_strengths, make_units
from riata.typing import AnyMatrix, FloatArray

__all__ = ["Problem", "make_problem"]


#: Of |x_j| |y|, in a gradient.
_ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class Problem:
    """Minimise ``F(w0, w) = (1/S) sum_i s_i l(y_i, o_i + w0 + x_i'w) + alpha sum_j omega_j P(m_j w_j)``.

    s are weights with sum S, o an offset, omega penalty factors (0 = never penalised); m_j is 1, or
    the column's standard deviation where columns are standardised. The intercept w0 is never
    penalised. The coefficients stay inside `lower` and `upper`, a box around zero.

    Minus log posterior is ``tau F + constant`` with tau = S / phi, phi the dispersion of the loss's
    likelihood; see :meth:`log_posterior`.

    Attributes
    ----------
    design : Design
        The data: rows, or :class:`~riata.designs.Moments`.
    y : ndarray of shape (n,) or None
        Response; None where the design is moments, which contain it.
    loss, penalty : Loss, Penalty
        l and P.
    weight, offset : ndarray of shape (n,) or None
        s and o.
    factor, lower, upper : ndarray of shape (p,)
        omega and the box.
    fit_intercept, standardize : bool
        Whether w0 is free, and whether the penalty is on standardised coefficients.
    threads : int
        For passes over the data; no number depends on it.
    moments : Moments or None
        Second moments of the same rows, where somebody has them.
    """

    design: Design
    y: FloatArray | None
    loss: Loss
    penalty: Penalty
    weight: FloatArray | None
    offset: FloatArray | None
    factor: FloatArray
    lower: FloatArray
    upper: FloatArray
    fit_intercept: bool = True
    standardize: bool = False
    threads: int = 1
    moments: Moments | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """(n, p)."""
        return self.design.shape

    @cached_property
    def response(self) -> FloatArray:
        """Y less the offset, (n,): what a squared loss sees."""
        assert self.y is not None
        return self.y if self.offset is None else self.y - self.offset

    @cached_property
    def units(self) -> Units:
        """Centres and scales, from one pass over the data."""
        response = None if self.y is None else self.response
        summary = self.design.summary(response, self.weight, self.threads)
        self.design.refuse_sizes(summary)
        return make_units(summary, fit_intercept=self.fit_intercept, standardize=self.standardize)

    @property
    def rows(self) -> RowDesign:
        """The design, where it has rows.

        Raises
        ------
        DataError
            If the problem was made from moments.
        """
        if not isinstance(self.design, RowDesign):
            raise DataError("this needs the rows of the data, and the problem has only moments")
        return self.design

    @cached_property
    def root_weight(self) -> FloatArray | None:
        """Square roots of the weights, (n,), or None."""
        return None if self.weight is None else np.sqrt(self.weight)

    @cached_property
    def scaled_response(self) -> FloatArray:
        """y~ of :mod:`riata.problem.units`, (n,)."""
        centred = (self.response - self.units.y_mean) / self.units.y_scale
        return centred if self.root_weight is None else self.root_weight * centred

    @cached_property
    def strengths(self) -> Strengths:
        """The penalty in the solver's units; only for penalties a |w| + b w^2 / 2."""
        elastic = self.penalty.elastic
        assert elastic is not None
        return make_strengths(self.units, elastic, self.factor)

    @cached_property
    def view(self) -> View:
        """How the solver sees the columns."""
        return View(self.units.x_mean, self.units.inverse_scale, self.root_weight)

    @cached_property
    def target(self) -> Target:
        """How the solver sees the response."""
        response = None if self.y is None else self.scaled_response
        return Target(response, self.units.products, self.units.square)

    def gram(self) -> FloatArray:
        """X~'X~ of all columns, (p, p): from known moments, else from a pass over the data."""
        source = self.design if self.moments is None else self.moments
        return source.gram(None, self.view, self.threads)

    @property
    def boxed(self) -> bool:
        """Whether any bound is finite."""
        return bool(np.isfinite(self.lower).any() or np.isfinite(self.upper).any())

    # --- the objective ------------------------------------------------------------------------

    def linear_predictor(self, coef: FloatArray, intercept: float) -> FloatArray:
        """O + w0 + Xw, (n,)."""
        eta = self.rows.predict(coef) + intercept
        return eta if self.offset is None else eta + self.offset

    def mean_loss(self, coef: FloatArray, intercept: float) -> float:
        """(1/S) sum_i s_i l(y_i, eta_i)."""
        assert self.y is not None
        losses = self.loss.value(self.y, self.linear_predictor(coef, intercept))
        return float(np.average(losses, weights=self.weight))

    def penalty_value(self, coef: FloatArray) -> float:
        """sum_j omega_j P(m_j w_j): what a bound on the constraint form bounds."""
        return float(self.factor @ self.penalty.value(self.units.spread * coef))

    def objective(self, coef: FloatArray, intercept: float, alpha: float) -> float:
        """F."""
        return self.mean_loss(coef, intercept) + alpha * self.penalty_value(coef)

    def gradient(self, coef: FloatArray, intercept: float) -> FloatArray:
        """Of the mean loss with respect to the coefficients, (p,)."""
        assert self.y is not None
        residual = self.loss.residual(self.y, self.linear_predictor(coef, intercept))
        weighted = residual if self.weight is None else self.weight * residual
        zero = np.zeros(self.shape[1])
        return -self.rows.xtr(weighted[:, None], zero, self.threads)[:, 0] / self.units.total

    def null_gradient(self) -> FloatArray:
        """X~'r~ of the model with only the unpenalised columns, (p,), in the solver's units."""
        units = self.units
        free = (self.factor == 0) & (units.x_scale > 0) & ((self.lower < 0) | (self.upper > 0))
        if not free.any():
            return units.products
        where = np.flatnonzero(free)
        gram = self.design.gram(where, self.view, self.threads)
        coef = np.zeros((self.shape[1], 1))
        lower, upper = (end[where] for end in units.box(self.lower, self.upper))
        coef[where, 0] = least_squares_in_box(gram, units.products[where], lower, upper)
        gradient = self.solver_gradient(coef)[:, 0]
        # Columns have a norm near 1 here: what is left of y below its rounding is nothing.
        gradient[np.abs(gradient) <= _ROUNDING * np.sqrt(units.square)] = 0.0
        return gradient

    def solver_gradient(self, coef: FloatArray) -> FloatArray:
        """X~'(y~ - X~ b) for coefficients (p, m) in the solver's units, from the data: (p, m)."""
        return self.design.gradient(coef, self.target, self.view, self.threads)

    @cached_property
    def alpha_max(self) -> float:
        """The smallest alpha at which every penalised coefficient is zero; infinite for ridge."""
        gradient = self.null_gradient()
        movable = ((gradient > 0) & (self.upper > 0)) | ((gradient < 0) & (self.lower < 0))
        if self.penalty.elastic is None:
            return self._general_alpha_max(gradient, movable)
        strengths = self.strengths
        movable &= (strengths.l1 > 0) | (strengths.l2 > 0)
        force, l1 = np.abs(gradient[movable]), strengths.l1[movable]
        if not force.any():
            return 0.0
        if not l1.all():
            return float("inf")
        return float(np.max(force / l1)) / strengths.rate

    def _general_alpha_max(self, gradient: FloatArray, movable: Any) -> float:
        """From the penalty's own score, for a squared loss; other losses start from its answer."""
        units = self.units
        weight = self.factor * units.spread
        used = movable & (weight > 0)
        if not used.any():
            return 0.0
        mean_scale = gradient * units.x_scale * (units.y_scale / units.total)
        return float(np.max(self.penalty.score(mean_scale[used] / weight[used])))

    # --- the probabilistic side ---------------------------------------------------------------

    def prior_rate(self, alpha: float, dispersion: float) -> FloatArray:
        """Rate of the prior of each coefficient m_j w_j, (p,): tau alpha omega_j, tau = S / phi."""
        return self.units.total / dispersion * alpha * self.factor

    def log_posterior(
        self, coef: FloatArray, intercept: float, alpha: float, dispersion: float
    ) -> float:
        """Log likelihood + log prior, without the evidence.

        The intercept and coefficients with factor zero have flat priors, which contribute nothing.
        """
        assert self.y is not None
        eta = self.linear_predictor(coef, intercept)
        likelihood = self.loss.log_likelihood(self.y, eta, dispersion)
        total = float(likelihood.sum() if self.weight is None else self.weight @ likelihood)
        used = (self.factor > 0) & (self.units.spread > 0)
        scaled, spread = (self.units.spread * coef)[used], self.units.spread[used]
        rate = self.prior_rate(alpha, dispersion)[used]
        return total + float(np.sum(self.penalty.log_prior(scaled, rate) + np.log(spread)))

    @property
    def options(self) -> dict[str, Any]:
        """The arguments of :func:`make_problem` that are not data."""
        return {
            "loss": self.loss,
            "penalty": self.penalty,
            "fit_intercept": self.fit_intercept,
            "standardize": self.standardize,
            "penalty_factor": self.factor,
            "bounds": (self.lower, self.upper) if self.boxed else None,
        }

    # --- other problems on the same data ------------------------------------------------------

    def with_penalty(self, penalty: Penalty) -> Problem:
        """The same data under another penalty (the pass over the data is not repeated)."""
        return self._sharing(replace(self, penalty=penalty))

    def with_moments(self, moments: Moments) -> Problem:
        """The same, with second moments of its rows that somebody has."""
        return self._sharing(replace(self, moments=moments))

    def _sharing(self, other: Problem) -> Problem:
        for name in ("units", "root_weight", "scaled_response", "response", "view", "target"):
            if name in self.__dict__:
                other.__dict__[name] = self.__dict__[name]
        return other

    def reweighted(self, weight: FloatArray) -> Problem:
        """The same data under other weights: a fold is the data with zero weight outside it."""
        return replace(self, weight=weight, moments=None)


def make_problem(
    X: AnyMatrix,
    y: Any = None,
    *,
    loss: str | Loss = "squared",
    penalty: str | Penalty = "l1",
    sample_weight: Any = None,
    offset: Any = None,
    fit_intercept: bool = True,
    standardize: bool = False,
    penalty_factor: Any = None,
    bounds: Any = None,
    n_threads: int | None = None,
) -> Problem:
    """Check data and options, and put them together.

    Parameters
    ----------
    X, y, loss, penalty, sample_weight, offset, fit_intercept, standardize
        As in :func:`riata.path`.
    penalty_factor, bounds, n_threads
        As in :func:`riata.path`.

    Returns
    -------
    Problem

    Raises
    ------
    DataError
        If X, y, weights or offset cannot be used; the message names column and row.
    ParameterError
        If an option is out of range or contradicts another.
    """
    design = make_design(X)
    n, p = design.shape
    if isinstance(design, Moments):
        if y is not None or sample_weight is not None or offset is not None:
            raise ParameterError("moments contain y, weights and offset: pass them to from_data()")
        response = weight = shift = None
    else:
        if y is None:
            raise ParameterError("y is missing")
        response, weight = check_response(y, n), check_weights(sample_weight, n)
        shift = None if offset is None else check_vector(offset, n, "offset")
    lower, upper = check_bounds(bounds, p, design.names)
    return Problem(
        design=design,
        y=response,
        loss=make_loss(loss),
        penalty=make_penalty(penalty),
        weight=weight,
        offset=shift,
        factor=check_factor(penalty_factor, p, design.names),
        lower=lower,
        upper=upper,
        fit_intercept=check_flag("fit_intercept", fit_intercept),
        standardize=check_flag("standardize", standardize),
        threads=thread_count(n_threads),
    )
