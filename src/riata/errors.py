"""What can go wrong, on one page.

::

    RiataError
    ├── DataError (ValueError)          the data cannot be used: names the column or the row
    │   └── UnseenLevelError            a category at prediction that training never saw
    ├── ParameterError (ValueError)     an argument is out of range, or two contradict each other
    │   └── ImproperPriorError          a penalty without a normalised prior was asked to be one
    ├── ModelFileError (ValueError)     a saved model is damaged, or newer than this version
    └── MissingExtraError (ImportError) an optional package is needed; says how to install it

    ConvergenceWarning                  a tolerance that rounding does not allow, once a fit
    DataWarning (UserWarning)           the data were usable, but look at this

Every error can be caught as :class:`RiataError`, and as the built-in beside it.
:class:`ConvergenceWarning` is scikit-learn's, so that existing filters keep working; it is looked up
when first used, so that importing riata does not import scikit-learn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sklearn.exceptions import ConvergenceWarning

__all__ = [
    "ConvergenceWarning",
    "DataError",
    "DataWarning",
    "ImproperPriorError",
    "MissingExtraError",
    "ModelFileError",
    "ParameterError",
    "RiataError",
    "UnseenLevelError",
]


class RiataError(Exception):
    """Any error riata raises on purpose."""


class DataError(RiataError, ValueError):
    """The data cannot be used as they are."""


class UnseenLevelError(DataError):
    """A category at prediction that was not in the training data."""


class ParameterError(RiataError, ValueError):
    """An argument is out of range, or contradicts another one."""


class ImproperPriorError(ParameterError):
    """The penalty corresponds to no probability distribution that could be normalised."""


class ModelFileError(RiataError, ValueError):
    """A saved model cannot be read."""


class MissingExtraError(RiataError, ImportError):
    """An optional package is missing."""


class DataWarning(UserWarning):
    """The data were usable, but something about them deserves a look."""


def __getattr__(name: str) -> Any:
    if name == "ConvergenceWarning":
        from sklearn.exceptions import ConvergenceWarning

        return ConvergenceWarning
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
