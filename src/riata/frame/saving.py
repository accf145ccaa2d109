"""A model as a JSON document: schema-versioned, checked by a digest, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from riata.errors import ModelFileError, ParameterError
from riata.frame.contents import packed, plain, standing_of

__all__ = [
    "FORMAT",
    "VERSION",
    "check_page_name",
    "digest_of",
    "document_of",
    "make_folder",
    "write_document",
    "write_whole",
]

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
        "alpha": plain(model.alpha),
        "intercept": model.intercept,
        "coefficients": model.coef.tolist(),
        "deviation": model.deviation.tolist(),
        "target_mean": model.target_mean,
        "target_deviation": model.target_deviation,
        "path": {
            "alphas": plain(path.alphas),
            "intercepts": path.intercepts.tolist(),
            "gaps": path.gaps.tolist(),
            "dev_ratio": path.dev_ratio.tolist(),
            "df": path.df.tolist(),
            "start": path.coefs.indptr.tolist(),
            "row": path.coefs.indices.tolist(),
            "value": packed(path.coefs.data),
            "info": asdict(path.info),
        },
        "standing": None if model.standing is None else standing_of(model.standing),
        "cv": None,
        "fingerprint": model.fingerprint,
    }
    if cv is not None:
        document["cv"] = {
            "fold_errors": plain(cv.fold_errors),
            "null_errors": plain(cv.null_errors),
            "test_rows": [rows.tolist() for rows in cv.test_rows],
            "fold_coefs": packed(model.fold_coefs),
        }
    document["digest"] = digest_of(document)
    return document


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
    temporary = None
    try:
        target = Path(os.path.realpath(path))  # a link stays, and what it leads to is written
        if target.is_dir():
            raise ModelFileError(f"cannot write {str(path)!r}: it is a folder")
        if target.exists() and not target.is_file():
            raise ModelFileError(f"cannot write {str(path)!r}: it is a device, not a file")
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.name}.", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except (OSError, ValueError) as error:
        if isinstance(error, ModelFileError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise ModelFileError(f"cannot write {str(path)!r}: {reason}") from None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def check_page_name(path: Path) -> None:
    """Refuse to call a page by another name, such as that of the model it shows.

    Raises
    ------
    ParameterError
        If the name does not end in .html or .htm.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise ParameterError(f"a page must end in .html, not {str(path.name)!r}")


def make_folder(path: Path) -> None:
    """A folder for files, if it is not there.

    Raises
    ------
    ModelFileError
        If it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "a file is in its place" if isinstance(error, FileExistsError) else error.strerror
        raise ModelFileError(f"cannot make the folder {str(path)!r}: {reason}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
