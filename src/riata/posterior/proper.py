"""Whether the posterior of a problem is a distribution."""

from __future__ import annotations

import numpy as np
from scipy import linalg

from riata.errors import DataError
from riata.solve import Reduced
from riata.typing import FloatArray

__all__ = ["refuse_exact", "refuse_improper", "refuse_runaway"]

#: Share of the response's length that is rounding.
_ROUNDING = 1e-12


def refuse_improper(reduced: Reduced) -> None:
    """Flat priors, on the unpenalised coefficients and log sigma^2, ask the data to be enough.

    Raises
    ------
    DataError
        If the response is constant, the unpenalised columns are dependent, or too few rows are left
        to estimate the noise.
    """
    units = reduced.problem.units
    unpenalised = len(reduced.free) + len(reduced.dependent)
    if not units.square > 0:
        raise DataError("y is constant: there is no noise to estimate and nothing to explain")
    if not units.total - float(reduced.problem.fit_intercept) - unpenalised > 0:
        raise DataError(
            f"{units.total:g} rows cannot carry {unpenalised} unpenalised coefficients and the noise: "
            "give more rows, or penalise more columns"
        )
    if len(reduced.dependent):
        raise DataError(
            "unpenalised columns are linearly dependent, so their posterior is not proper: drop one "
            "or give it a penalty"
        )


def refuse_exact(reduced: Reduced, shape: float) -> None:
    """A prior whose width is drawn lets sigma go to zero where nothing stops it.

    If some coefficients reproduce the response, the density of sigma near zero, with the strength
    integrated out, is that of sigma^(rank + 2 shape - df - 1): no distribution unless
    df < rank + 2 shape.

    Parameters
    ----------
    reduced : Reduced
        The data; sigma^2 is not known.
    shape : float
        Of the gamma prior of the squared strength; of another prior, that which has its weight near
        zero (1/2 for a half-Cauchy scale).

    Raises
    ------
    DataError
        If that is so.
    """
    if not reduced.rows.size:
        return
    left, singular, _ = linalg.svd(reduced.rows, full_matrices=False, check_finite=False)
    rank = int(np.count_nonzero(singular > _ROUNDING * singular[0]))
    outside = reduced.target - left[:, :rank] @ (left[:, :rank].T @ reduced.target)
    unexplained = float(outside @ outside) + reduced.rest
    whole = reduced.problem.units.square
    if unexplained > _ROUNDING**2 * whole or reduced.df < rank + 2.0 * shape:
        return
    raise DataError(
        f"the columns reproduce y exactly, and the rows count {reduced.df:.6g} degrees of freedom where "
        f"they have {rank}: sigma^2 would go to zero. Weights count repeated rows here: scale them to "
        "add up to the number of rows, drop repeated rows, or sample at a known alpha by "
        "Lasso(alpha).posterior(X, y)"
    )


def refuse_runaway(coef: FloatArray, intercept: FloatArray, sigma2: FloatArray) -> None:
    """Draws beyond the range of double precision are no answer.

    Raises
    ------
    DataError
        If there are any.
    """
    if all(np.isfinite(v).all() for v in (coef, intercept, sigma2)):
        return
    raise DataError(
        "the draws left the range of double precision: the posterior is improper, or y, a column, a "
        "weight, a factor of the penalty or a parameter of the prior is extreme"
    )
