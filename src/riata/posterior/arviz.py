"""The draws for ArviZ, whose interface changed with its version 1."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

from riata.errors import MissingExtraError
from riata.posterior.table import Drawn

__all__ = ["arviz_of"]


def arviz_of(posterior: Drawn) -> Any:
    """An ``InferenceData`` by ArviZ 0.x, a ``DataTree`` by ArviZ 1.x.

    Raises
    ------
    MissingExtraError
        If ArviZ is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # 0.23 announces 1.0 whenever it is imported
            arviz = import_module("arviz")
    except ImportError as error:
        raise MissingExtraError("to_arviz needs arviz: pip install 'riata[bayes]'") from error
    variables = {
        "coef": posterior.coef,
        "intercept": posterior.intercept,
        "sigma2": posterior.sigma2,
        **posterior.hyper,
    }
    labels: dict[str, Any] = {
        "coords": {"feature": list(posterior.names)},
        "dims": {"coef": ["feature"]},
    }
    if int(arviz.__version__.split(".")[0]) >= 1:
        return arviz.from_dict({"posterior": variables}, **labels)
    return arviz.from_dict(posterior=variables, **labels)
