"""Reading saved models: nothing in a file is ever run."""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from riata.errors import ModelFileError, RiataError
from riata.frame.model import Choice, Model
from riata.frame.saving import FORMAT, VERSION, digest_of
from riata.frame.schema import Column, Schema
from riata.losses import make_loss
from riata.penalties import ElasticNet, make_penalty
from riata.select import CVResult
from riata.solve import PathInfo, RegularizationPath
from riata.typing import FloatArray

__all__ = ["load"]


def load(path: str | Path) -> Model:
    """Read a model that :meth:`Model.save` wrote.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Model
        Predicts as the one that was saved; it does not hold the training data.

    Raises
    ------
    ModelFileError
        If there is no such file, it is damaged, or it was written by a newer riata.
    """
    path = Path(path)
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelFileError(f"cannot read {str(path)!r}: {error.strerror or error}") from None
    except (ValueError, RecursionError):
        raise ModelFileError(f"{str(path)!r} is damaged or no model: it is not JSON") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ModelFileError(f"{str(path)!r} is not a model saved by riata")
    version = document.get("schema_version")
    if not isinstance(version, int) or version > VERSION:
        raise ModelFileError(
            f"{str(path)!r} was saved by a newer riata ({document.get('riata')}, schema {version}); "
            f"this one reads schema {VERSION}: upgrade riata"
        )
    try:
        if document.get("digest") != digest_of(document):
            raise ModelFileError(f"{str(path)!r} is damaged: its digest does not match its content")
        return _model(document)
    except ModelFileError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RiataError) as error:
        raise ModelFileError(f"{str(path)!r} is damaged: {type(error).__name__}: {error}") from None


def _model(document: dict[str, Any]) -> Model:
    schema = _schema(document["schema"])
    features = document["features"]
    if features != schema.features:
        raise ValueError("features and columns disagree")
    path = _path(document, features)
    index = int(document["index"])
    cv, fold_coefs = _cross_validation(document["cv"], path, len(features))
    return Model(
        schema=schema,
        penalty=str(document["problem"]["penalty"]),
        choice=Choice(**document["choice"]),
        path=path,
        index=index,
        cv=cv,
        fold_coefs=fold_coefs,
        deviation=_numbers(document["deviation"], len(features)),
        target_mean=float(document["target_mean"]),
        target_deviation=float(document["target_deviation"]),
        fingerprint=str(document["fingerprint"]),
        version=str(document["riata"]),
    )


def _schema(given: dict[str, Any]) -> Schema:
    columns = tuple(
        Column(**{**c, "levels": tuple(c["levels"]), "fill": tuple(c["fill"])}) for c in given["columns"]
    )
    return Schema(**{**given, "columns": columns, "dropped": tuple(given["dropped"])})


def _path(document: dict[str, Any], features: list[str]) -> RegularizationPath:
    given, problem = document["path"], document["problem"]
    many, p = len(given["alphas"]), len(features)
    coefs = sparse.csc_array(
        (_unpacked(given["value"]), np.array(given["row"], dtype=np.int64), given["start"]),
        shape=(p, many),
    )
    penalty = make_penalty(problem["penalty"])
    if penalty.elastic != tuple(problem["elastic"]):
        penalty = ElasticNet(float(problem["elastic"][0]))
    return RegularizationPath(
        alphas=_numbers(given["alphas"], many),
        coefs=coefs,
        intercepts=_numbers(given["intercepts"], many),
        gaps=_numbers(given["gaps"], many),
        dev_ratio=_numbers(given["dev_ratio"], many),
        info=PathInfo(**given["info"]),
        names=features,
        options={
            "loss": make_loss(problem["loss"]),
            "penalty": penalty,
            "fit_intercept": bool(problem["fit_intercept"]),
            "standardize": bool(problem["standardize"]),
            "penalty_factor": _numbers(problem["penalty_factor"], p),
            "bounds": None,
        },
        problem=None,
        known_df=_numbers(given["df"], many),
    )


def _cross_validation(
    given: dict[str, Any] | None, path: RegularizationPath, p: int
) -> tuple[CVResult | None, FloatArray | None]:
    if given is None:
        return None, None
    errors = np.array(given["fold_errors"], dtype=np.float64)
    if errors.ndim != 2 or errors.shape[0] != len(path):
        raise ValueError("fold errors and alphas disagree")
    folds = errors.shape[1]
    result = CVResult(
        alphas=path.alphas,
        fold_errors=errors,
        null_errors=_numbers(given["null_errors"], folds),
        coefs=None,
        intercepts=None,
        test_rows=tuple(np.array(rows, dtype=np.int64) for rows in given["test_rows"]),
    )
    return result, _unpacked(given["fold_coefs"]).reshape(p, folds)


def _numbers(values: Any, count: int) -> FloatArray:
    array = np.array(values, dtype=np.float64)
    if array.shape != (count,) or not np.isfinite(array).all():
        raise ValueError("a list of numbers is of the wrong length or not finite")
    return array


def _unpacked(text: str) -> FloatArray:
    try:
        return np.frombuffer(base64.b64decode(text, validate=True), dtype="<f8").astype(np.float64)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
