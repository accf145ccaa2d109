"""``riata report``: a saved model as a page, beside new rows."""

from __future__ import annotations

import shlex
from pathlib import Path

from rich.text import Text

from riata.cli.console import print_json, show
from riata.frame import load
from riata.frame.saving import check_page_name, write_whole
from riata.report import gather
from riata.report.page import html_page

__all__ = ["report_model"]

_FEW = 12  # warnings that are told one by one


def report_model(model_file: Path, table: Path | None, *, output: Path, as_json: bool) -> None:
    """Write the page; say where the new rows differ from those of training."""
    check_page_name(output)  # before the work
    found = gather(load(model_file), table)
    words = [str(model_file), *([] if table is None else [str(table)]), "-o", str(output)]
    page = html_page(found, shlex.join(["riata", "report", *words]))
    write_whole(output, page.encode("utf-8"))
    drift = found.drift
    if as_json:
        errors = None if drift is None else drift.errors
        print_json(
            {
                "written": str(output),
                "rows": None if drift is None else drift.rows,
                "predicted": None if drift is None else len(drift.used),
                "error": None if errors is None else float(errors[found.at.chosen]),
                "drift": [] if drift is None else [list(one) for one in drift.warnings],
            }
        )
        return
    show(Text(f"reported in {output}"))
    if drift is None:
        return
    for name, text in drift.warnings[:_FEW]:
        show(Text(f"  {name}: {text}"))
    if len(drift.warnings) > _FEW:
        show(Text(f"  ... and {len(drift.warnings) - _FEW} more, on the page"))
