"""Whether the posterior of a problem is a distribution."""

from __future__ import annotations

from riata.errors import DataError
from riata.solve import Reduced

__all__ = ["refuse_improper"]


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
