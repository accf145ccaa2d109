"""A model as a JSON document: schema-versioned, checked by a digest, written whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from riata.errors import ModelFileError

__all__ = ["FORMAT", "VERSION", "digest_of", "document_of", "write_document"]

FORMAT = "riata model"
#: Raised when the meaning of a field changes; readers refuse what is newer than they are.
VERSION = 1


def document_of(model: Any) -> dict[str, Any]:
    """Everything needed to predict and to check the certificate, as plain JSON values."""
    path, cv = model.path, model.cv
    elastic = path.options["penalty"].elastic
    document: dict[str, Any] = {
        "format": FORMAT,
        "schema_version": VERSION,
        "riata": model.version,
        "schema": asdict(model.schema),
        "problem": {
            "loss": path.options["loss"].name,
            "penalty": model.penalty,
            "elastic": list(elastic),
            "fit_intercept": path.options["fit_intercept"],
            "standardize": path.options["standardize"],
            "penalty_factor": path.options["penalty_factor"].tolist(),
        },
        "choice": asdict(model.choice),
        "features": model.names,
        "index": model.index,
        "alpha": model.alpha,
        "intercept": model.intercept,
        "coefficients": model.coef.tolist(),
        "deviation": model.deviation.tolist(),
        "target_mean": model.target_mean,
        "target_deviation": model.target_deviation,
        "path": {
            "alphas": path.alphas.tolist(),
            "intercepts": path.intercepts.tolist(),
            "gaps": path.gaps.tolist(),
            "dev_ratio": path.dev_ratio.tolist(),
            "df": path.df.tolist(),
            "start": path.coefs.indptr.tolist(),
            "row": path.coefs.indices.tolist(),
            "value": _packed(path.coefs.data),
            "info": asdict(path.info),
        },
        "cv": None,
        "fingerprint": model.fingerprint,
    }
    if cv is not None:
        document["cv"] = {
            "fold_errors": cv.fold_errors.tolist(),
            "null_errors": cv.null_errors.tolist(),
            "test_rows": [rows.tolist() for rows in cv.test_rows],
            "fold_coefs": _packed(model.fold_coefs),
        }
    document["digest"] = digest_of(document)
    return document


def _packed(values: Any) -> str:
    """float64 in little-endian order, in base64: long lists of digits would be five times as long."""
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode("ascii")


def digest_of(document: dict[str, Any]) -> str:
    """SHA-256 of all but the digest itself."""
    rest = {key: value for key, value in document.items() if key != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write_document(document: dict[str, Any], path: str | Path) -> None:
    """Write to a temporary file beside the target, then rename it.

    Raises
    ------
    ModelFileError
        If that is not possible; an older file is left as it was.
    """
    path = Path(path)
    text = json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False) + "\n"
    write_whole(path, text.encode())


def write_whole(path: Path, content: bytes) -> None:
    """Put content where `path` says, whole or not at all.

    Raises
    ------
    ModelFileError
        If that is not possible.
    """
    if path.is_dir():
        raise ModelFileError(f"cannot write {str(path)!r}: it is a folder")
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise ModelFileError(f"cannot write {str(path)!r}: {error.strerror or error}") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
