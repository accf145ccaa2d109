"""On which scale a prior sees a coefficient."""

from __future__ import annotations

import numpy as np

from riata.errors import ParameterError
from riata.solve import Reduced
from riata.typing import FloatArray

__all__ = ["norm_rates", "scale_words"]

#: Relative difference up to which a length counts as that of a standardised column.
_ALIKE = 1e-6


def norm_rates(reduced: Reduced, standardize: bool | None) -> tuple[FloatArray, bool]:
    """What a coefficient of the solver is multiplied by to be the one its prior is on.

    Parameters
    ----------
    reduced : Reduced
    standardize : bool or None
        True: the coefficient of the column divided by its length (after centring). False: that of
        the column as it is. None: the latter where the columns are standardised already, all of unit
        length or all of unit variance (divisor n or n - 1); else the former.

    Returns
    -------
    ndarray of shape (q,)
        Rates.
    bool
        Whether columns were standardised.

    Raises
    ------
    ParameterError
        If `standardize` is none of these.
    """
    if standardize is not None and not isinstance(standardize, bool | np.bool_):
        raise ParameterError(f"standardize must be True, False or None, not {standardize!r}")
    if standardize is None:
        standardize = not _standardised(reduced)
    if standardize:
        return reduced.norms, True
    return reduced.problem.units.inverse_scale[reduced.columns], False


def _standardised(reduced: Reduced) -> bool:
    """Whether columns all are of unit length, or all of unit variance."""
    total = reduced.problem.units.total
    logs = np.log(reduced.norms) + np.log(reduced.problem.units.x_scale[reduced.columns])
    usual = [0.0, 0.5 * np.log(total), 0.5 * np.log(max(total - 1.0, 1.0))]
    return any(bool((np.abs(logs - length) < _ALIKE).all()) for length in usual)


def scale_words(standardised: bool) -> str:
    """For the description of a prior."""
    return "columns brought to unit length" if standardised else "columns as given"
