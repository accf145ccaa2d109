"""What repeats a model: the call, the versions, the seed, and a fingerprint of the data."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from typing import Any

import numpy as np

__all__ = ["call_of", "facts_of"]

_WORDS = {"l1": "lasso", "l2": "ridge", "elastic-net": "elastic-net"}
#: Names of a list that are written out.
_NAMED = 12


def call_of(model: Any) -> str:
    """The call of :func:`riata.fit` that repeats a model, but for what stood beside the table."""
    schema, options, choice = model.schema, model.path.options, model.choice
    words = [f"penalty={_WORDS.get(model.penalty, model.penalty)!r}"]
    if choice.rule in ("cv", "1se"):
        words += [f"alpha={choice.rule!r}", f"folds={choice.folds}", f"seed={choice.seed}"]
    else:
        words.append(f"alpha={model.alpha!r}")
    a, b = options["penalty"].elastic
    if a and b:
        words.append(f"l1_ratio={a!r}")
    if not options["standardize"]:
        words.append("standardize=False")
    if schema.dropped:
        words.append(f"drop={_listed(schema.dropped)}")
    numbers = [column.name for column in schema.columns if column.kind == "category" and not column.text]
    if numbers:
        words.append(f"categorical={_listed(numbers)}")
    for what in ("weights", "offset"):
        if getattr(schema, what) is not None:
            words.append(f"{what}={getattr(schema, what)!r}")
    if schema.loose_offset:
        words.append("offset=...")
    if schema.missing != "error":
        words.append(f"missing={schema.missing!r}")
    return f"riata.fit(table, {schema.target!r}, {', '.join(words)})"


def facts_of(model: Any, command: str | None, made: str) -> list[tuple[str, str]]:
    """Label and value of everything that reproducing takes.

    Parameters
    ----------
    model : Model
        The model.
    command : str or None
        What was typed; None for a call from Python.
    made : str
        How many strengths were certified where.
    """
    here = version("riata")
    fitted = f"{model.version} fitted the model"
    fitted += "" if here == model.version else f", {here} wrote this page"
    versions = [f"{name} {version(name.lower())}" for name in ("NumPy", "SciPy", "Altair")]
    seed = model.choice.seed
    facts = [
        ("certificate", f"relative duality gap at most {float(np.max(model.path.gaps)):.1e} {made}"),
        ("riata", fitted),
        ("also", ", ".join([f"Python {platform.python_version()}", *versions])),
        ("machine", f"{platform.machine()}, {sys.platform}"),
        ("seed of the folds", "none" if seed is None else str(seed)),
        ("seed of all draws on this page", str(seed or 0)),
        ("fingerprint of the data (SHA-256)", model.fingerprint),
    ]
    if command:
        facts.append(("command", command))
    facts.append(("in Python", call_of(model)))
    return facts


def _listed(names: Any) -> str:
    some = list(names)
    return repr(some) if len(some) <= _NAMED else f"[{repr(some[:_NAMED])[1:-1]}, ...]"
