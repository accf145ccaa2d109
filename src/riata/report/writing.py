"""A report as a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from riata.frame.saving import check_page_name, write_whole
from riata.report.gathering import gather
from riata.report.page import html_page

__all__ = ["write_report"]


def write_report(
    model: Any,
    path: str | Path,
    *,
    table: Any = None,
    offset: Any = None,
    command: str | None = None,
) -> None:
    """Write a model's report.

    Parameters
    ----------
    model : Model
        The model.
    path : str or Path
        The file.
    table : file name or data frame, optional
        New rows to compare with those of training.
    offset : array-like, optional
        Of the new rows, where training had one that was no column.
    command : str, optional
        What repeats it.

    Raises
    ------
    ParameterError
        If the name does not end in .html or .htm.
    ModelFileError
        If the file cannot be written; an older one is left as it was.
    DataError
        If the new rows cannot be read as the model reads tables.
    MissingExtraError
        If altair, vl-convert or jinja2 are not installed.
    """
    check_page_name(Path(path))  # before the work
    write_whole(Path(path), html_page(gather(model, table, offset), command).encode("utf-8"))
