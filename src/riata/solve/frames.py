"""Results as data frames of whichever library is there."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, cast

from riata.errors import MissingExtraError, ParameterError

__all__ = ["make_frame"]

_BACKENDS = ("pandas", "polars", "pyarrow")


def make_frame(columns: dict[str, Any], backend: str | None = None) -> Any:
    """A data frame of equally long columns.

    Raises
    ------
    ParameterError
        If the backend is not one of pandas, polars and pyarrow.
    MissingExtraError
        If it is not installed.
    """
    import narwhals as nw

    if backend is not None and backend not in _BACKENDS:
        raise ParameterError(f"backend must be one of {_BACKENDS}, not {backend!r}")
    wanted = _BACKENDS if backend is None else (backend,)
    for name in wanted:
        if find_spec(name) is not None:
            frame: Any = nw.from_dict(columns, backend=cast("Any", name))
            return frame.to_native()
    raise MissingExtraError(f"data frames need {' or '.join(wanted)}: pip install {wanted[0]}")
