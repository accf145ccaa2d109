"""Values out of a parsed JSON document: of the right type and range, or an error that names the key."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Any

import numpy as np

from riata.typing import FloatArray, IntArray
from riata.views import Standing

__all__ = [
    "object_of",
    "one_of",
    "packed",
    "plain",
    "read_entries",
    "read_flag",
    "read_number",
    "read_numbers",
    "read_standing",
    "read_text",
    "read_texts",
    "read_whole",
    "read_wholes",
    "standing_of",
    "unpacked",
]

_WORDS = {"Infinity": np.inf, "-Infinity": -np.inf, "NaN": np.nan}


def plain(values: Any) -> Any:
    """A number or an array as JSON can hold it: what is not finite becomes a word."""
    if isinstance(values, np.ndarray):
        return [plain(value) for value in values.tolist()]
    if isinstance(values, list):
        return [plain(value) for value in values]
    if np.isfinite(values):
        return values
    return "NaN" if np.isnan(values) else "Infinity" if values > 0 else "-Infinity"


def packed(values: Any) -> str:
    """float64 in little-endian order, in base64: long lists of digits would be five times as long."""
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode("ascii")


def unpacked(entries: dict[str, Any], key: str) -> FloatArray:
    """The finite numbers that :func:`packed` wrote."""
    try:
        values = np.frombuffer(base64.b64decode(read_text(entries, key), validate=True), dtype="<f8")
    except (binascii.Error, ValueError):
        raise ValueError(f"{key} is no packed list of numbers") from None
    if not np.isfinite(values).all():
        raise ValueError(f"{key} holds a number that is not finite")
    return values.astype(np.float64)


def read_entries(entries: dict[str, Any], key: str, keys: Iterable[str] | None = None) -> dict[str, Any]:
    """An object; with `keys`, of exactly these."""
    return object_of(entries[key], key, keys)


def object_of(value: Any, key: str, keys: Iterable[str] | None = None) -> dict[str, Any]:
    """The value, if it is an object; with `keys`, of exactly these."""
    if not isinstance(value, dict):
        raise ValueError(f"{key} is no object")
    wrong = () if keys is None else sorted(set(keys) ^ set(value))
    if wrong:
        raise ValueError(f"{key} lacks {wrong[0]!r}, or should not have it")
    return value


def read_text(entries: dict[str, Any], key: str) -> str:
    """A text."""
    value = entries[key]
    if not isinstance(value, str):
        raise ValueError(f"{key} is no text")
    return value


def one_of(entries: dict[str, Any], key: str, words: Iterable[str]) -> Any:
    """One of the words."""
    value = read_text(entries, key)
    if value not in words:
        raise ValueError(f"{key} cannot be {value!r}")
    return value


def read_texts(entries: dict[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts."""
    values = _list(entries, key)
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key} is no list of texts")
    return tuple(values)


def read_flag(entries: dict[str, Any], key: str) -> bool:
    """True or false."""
    value = entries[key]
    if not isinstance(value, bool):
        raise ValueError(f"{key} is neither true nor false")
    return value


def read_whole(entries: dict[str, Any], key: str, low: int = 0, high: int = 2**63) -> int:
    """A whole number, low <= it < high."""
    value = entries[key]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value < high:
        raise ValueError(f"{key} is no whole number of at least {low} and below {high}")
    return value


def read_wholes(entries: dict[str, Any], key: str, high: int = 2**62) -> IntArray:
    """A list of whole numbers, 0 <= each < high."""
    values = _list(entries, key)
    if not all(type(value) is int and 0 <= value < high for value in values):
        raise ValueError(f"{key} is no list of whole numbers of at least 0 and below {high}")
    return np.array(values, dtype=np.int64)


def read_number(entries: dict[str, Any], key: str, *, finite: bool = True) -> float:
    """A number; where it need not be finite, as :func:`plain` wrote it."""
    return _number(entries[key], key, finite)


def read_numbers(
    entries: dict[str, Any],
    key: str,
    count: int | None = None,
    *,
    low: float = -np.inf,
    finite: bool = True,
) -> FloatArray:
    """A list of numbers, so many, none below `low`."""
    values = np.array([_number(value, key, finite) for value in _list(entries, key)], dtype=np.float64)
    if count is not None and len(values) != count:
        raise ValueError(f"{key} holds {len(values)} numbers in place of {count}")
    if (values < low).any():
        raise ValueError(f"{key} holds a number below {low:g}")
    return values


def _number(value: Any, key: str, finite: bool) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        if finite or not isinstance(value, str) or value not in _WORDS:
            raise ValueError(f"{key} holds something that is no number")
        return _WORDS[value]
    return float(value)


def _list(entries: dict[str, Any], key: str) -> list[Any]:
    values = entries[key]
    if not isinstance(values, list):
        raise ValueError(f"{key} is no list")
    return values


def standing_of(standing: Standing) -> dict[str, Any]:
    """What views and explanations need of the data, as JSON can hold it."""
    return {
        "rows": standing.rows,
        "total": standing.total,
        "mean_loss": plain(standing.mean_loss),
        "df": standing.df,
        "pull": plain(standing.pull),
        "refit": None if standing.refit is None else plain(standing.refit),
    }


def read_standing(value: Any, deviation: FloatArray) -> Standing:
    """The standing that :func:`standing_of` wrote, of p = len(deviation) features."""
    given = object_of(value, "standing", ("rows", "total", "mean_loss", "df", "pull", "refit"))
    p, refit = len(deviation), given["refit"]
    total, df = read_number(given, "total"), read_number(given, "df")
    if not total > 0 or df < 0:
        raise ValueError("standing holds a weight or degrees of freedom out of range")
    return Standing(
        rows=read_whole(given, "rows", 1),
        total=total,
        mean_loss=read_number(given, "mean_loss", finite=False),
        df=df,
        deviation=deviation,
        pull=read_numbers(given, "pull", p, finite=False),
        refit=None if refit is None else read_numbers(given, "refit", p, finite=False),
    )
