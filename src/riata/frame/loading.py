"""Reading saved models: nothing in a file is ever run, and every value in it is checked."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from riata.errors import ModelFileError, ParameterError, RiataError
from riata.frame.contents import (
    object_of,
    one_of,
    read_entries,
    read_flag,
    read_number,
    read_numbers,
    read_standing,
    read_text,
    read_texts,
    read_whole,
    read_wholes,
    unpacked,
)
from riata.frame.model import Model
from riata.frame.saving import FORMAT, VERSION, digest_of
from riata.frame.schema import Column, Schema
from riata.frame.strength import Choice
from riata.losses import make_loss
from riata.penalties import ElasticNet, Penalty, make_penalty
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
    document = _parsed(path)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ModelFileError(f"{str(path)!r} is not a model saved by riata")
    version = document.get("schema_version")
    if type(version) is int and version > VERSION:
        raise ModelFileError(
            f"{str(path)!r} was saved by a newer riata ({document.get('riata')}, schema {version}); "
            f"this one reads schema {VERSION}: upgrade riata"
        )
    if type(version) is not int or version < 1:
        raise ModelFileError(f"{str(path)!r} is damaged: there is no schema version {version!r}")
    try:
        if document.get("digest") == digest_of(document):
            return _model(document)
    except KeyError as error:
        raise ModelFileError(f"{str(path)!r} is damaged: {error} is missing") from None
    except (ValueError, OverflowError, RecursionError, RiataError) as error:
        raise ModelFileError(f"{str(path)!r} is damaged: {error}") from None
    raise ModelFileError(f"{str(path)!r} is damaged: its digest does not match its content")


def _parsed(path: Path) -> Any:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ModelFileError(f"cannot read {str(path)!r}: it is a pipe or a device, not a file")
        content = path.read_bytes()
    except ModelFileError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelFileError(f"cannot read {str(path)!r}: {reason}") from None
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise ModelFileError(f"{str(path)!r} is damaged or no model: it is not JSON") from None


def _model(document: dict[str, Any]) -> Model:
    schema = _schema(read_entries(document, "schema", _names(Schema)))
    features = schema.features
    if list(read_texts(document, "features")) != features:
        raise ValueError("features and columns disagree")
    path = _path(document, features)
    cv, fold_coefs = _cross_validation(document, path, len(features))
    deviation = read_numbers(document, "deviation", len(features), low=0.0)
    standing = document.get("standing")  # files of earlier versions have none
    return Model(
        schema=schema,
        penalty=path.options["penalty"].name,
        choice=_choice(read_entries(document, "choice", _names(Choice))),
        path=path,
        index=read_whole(document, "index", 0, len(path)),
        cv=cv,
        fold_coefs=fold_coefs,
        deviation=deviation,
        target_mean=read_number(document, "target_mean"),
        target_deviation=read_number(document, "target_deviation"),
        fingerprint=read_text(document, "fingerprint"),
        version=read_text(document, "riata"),
        standing=None if standing is None else read_standing(standing, deviation),
    )


def _names(record: Any) -> list[str]:
    return [field.name for field in fields(record)]


def _schema(given: dict[str, Any]) -> Schema:
    columns = given["columns"]
    if not isinstance(columns, list):
        raise ValueError("columns is no list")
    return Schema(
        target=read_text(given, "target"),
        columns=tuple(_column(object_of(entry, "columns", _names(Column))) for entry in columns),
        weights=None if given["weights"] is None else read_text(given, "weights"),
        offset=None if given["offset"] is None else read_text(given, "offset"),
        loose_offset=read_flag(given, "loose_offset"),
        dropped=read_texts(given, "dropped"),
        missing=one_of(given, "missing", ("error", "drop", "mean")),
        rows_read=read_whole(given, "rows_read"),
        rows_used=read_whole(given, "rows_used"),
    )


def _column(given: dict[str, Any]) -> Column:
    column = Column(
        name=read_text(given, "name"),
        kind=one_of(given, "kind", ("number", "boolean", "category")),
        levels=read_texts(given, "levels"),
        fill=tuple(read_numbers(given, "fill").tolist()),
        low=read_number(given, "low"),
        high=read_number(given, "high"),
        missing=read_whole(given, "missing"),
        text=read_flag(given, "text"),
    )
    if len(column.fill) not in (0, len(column.features)):
        raise ValueError("fill and levels disagree")
    return column


def _choice(given: dict[str, Any]) -> Choice:
    return Choice(
        rule=read_text(given, "rule"),
        folds=None if given["folds"] is None else read_whole(given, "folds"),
        seed=None if given["seed"] is None else read_whole(given, "seed"),
    )


def _path(document: dict[str, Any], features: list[str]) -> RegularizationPath:
    given, problem = read_entries(document, "path"), read_entries(document, "problem")
    alphas = read_numbers(given, "alphas", low=0.0, finite=False)
    many, p = len(alphas), len(features)
    if not many or np.isnan(alphas).any():
        raise ValueError("alphas are missing")
    info = read_entries(given, "info", _names(PathInfo))
    return RegularizationPath(
        alphas=alphas,
        coefs=_coefs(given, p, many),
        intercepts=read_numbers(given, "intercepts", many),
        gaps=read_numbers(given, "gaps", many),
        dev_ratio=read_numbers(given, "dev_ratio", many),
        info=PathInfo(
            read_text(info, "method"),
            read_whole(info, "passes"),
            read_whole(info, "solves"),
            read_whole(info, "working_set"),
            read_number(info, "seconds"),
        ),
        names=features,
        options={
            "loss": make_loss(read_text(problem, "loss")),
            "penalty": _penalty(problem),
            "fit_intercept": read_flag(problem, "fit_intercept"),
            "standardize": read_flag(problem, "standardize"),
            "penalty_factor": read_numbers(problem, "penalty_factor", p, low=0.0),
            "bounds": None,
        },
        problem=None,
        known_df=read_numbers(given, "df", many),
    )


def _coefs(given: dict[str, Any], p: int, many: int) -> sparse.csc_array:
    """Coefficients in compressed columns: which begin where, rows, values."""
    value, row = unpacked(given, "value"), read_wholes(given, "row", high=p)
    start = read_wholes(given, "start")
    if len(start) != many + 1 or start[0] != 0 or start[-1] != len(value) or (np.diff(start) < 0).any():
        raise ValueError("start is not where the coefficients of each alpha begin")
    if len(row) != len(value):
        raise ValueError("row and value disagree")
    return sparse.csc_array((value, row, start), shape=(p, many))


def _penalty(problem: dict[str, Any]) -> Penalty:
    penalty = make_penalty(read_text(problem, "penalty"))
    elastic = tuple(read_numbers(problem, "elastic", 2).tolist())
    if penalty.elastic != elastic and penalty.name == "elastic-net":
        penalty = ElasticNet(elastic[0])
    if penalty.elastic != elastic:
        raise ParameterError(f"the penalty {penalty.name!r} has no shares {elastic}")
    return penalty


def _cross_validation(
    document: dict[str, Any], path: RegularizationPath, p: int
) -> tuple[CVResult | None, FloatArray | None]:
    if document["cv"] is None:
        return None, None
    given = read_entries(document, "cv")
    null_errors = read_numbers(given, "null_errors", low=0.0, finite=False)
    folds = len(null_errors)
    errors, rows = given["fold_errors"], given["test_rows"]
    if not isinstance(errors, list) or len(errors) != len(path):
        raise ValueError("fold errors and alphas disagree")
    if not isinstance(rows, list) or not folds or len(rows) != folds:
        raise ValueError("folds and their rows disagree")
    lines = {f"fold_errors of alpha {k}": line for k, line in enumerate(errors)}
    tests = {f"rows of fold {k}": test for k, test in enumerate(rows)}
    result = CVResult(
        alphas=path.alphas,
        fold_errors=np.array([read_numbers(lines, key, folds, low=0.0, finite=False) for key in lines]),
        null_errors=null_errors,
        coefs=None,
        intercepts=None,
        test_rows=tuple(read_wholes(tests, key) for key in tests),
    )
    coefs = unpacked(given, "fold_coefs")
    if len(coefs) != p * folds:
        raise ValueError("fold_coefs and folds disagree")
    return result, coefs.reshape(p, folds)
