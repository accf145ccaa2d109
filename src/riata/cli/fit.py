"""``riata fit``: from a table to a model."""

from __future__ import annotations

import io
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table
from rich.text import Text

from riata.cli.console import SlowProgress, print_json, show
from riata.errors import ParameterError
from riata.frame import WORDS, Model, fit
from riata.frame.contents import plain
from riata.frame.saving import check_page_name, make_folder, write_whole
from riata.solve import Bound
from riata.views.page import printable

__all__ = ["command_of", "draw", "fit_table", "reading_report"]

_FEW = 24  # columns that are told one by one


def fit_table(
    table: Path,
    target: str,
    *,
    alpha: str,
    bound: float | None,
    save: Path | None,
    plots: Path | None,
    report: Path | None = None,
    as_json: bool,
    folds: int,
    **options: Any,
) -> None:
    """Fit, then say what was read, chosen, kept and saved."""
    if report is not None:
        check_page_name(report)
    strength: Any = _strength(alpha) if bound is None else Bound(bound)
    with SlowProgress((folds + 1) * 100) as progress:
        model = fit(table, target, alpha=strength, folds=folds, progress=progress, **options)
    if not as_json:
        show(reading_report(model))
        show(Text())
        show(model.summary())
    if save is not None:
        model.save(save)
    pictures = draw(model, plots) if plots is not None else []
    if report is not None:
        strength = alpha if bound is None else None
        model.report(report, command=command_of(table, target, strength, bound, folds, options))
    if as_json:
        print_json(_facts(model, save, pictures))
        return
    if save is not None:
        show(Text(f"\nsaved {save}"))
    if report is not None:
        show(Text(f"reported in {report}"))
    if pictures:
        show(Text(f"drew {', '.join(str(p) for p in pictures)}"))


def command_of(
    table: Path,
    target: str,
    alpha: str | None,
    bound: float | None,
    folds: int,
    options: dict[str, Any],
) -> str:
    """The command line that repeats a fit; what is as it would be anyway is left out."""
    words = ["riata", "fit", str(table), "--target", target]
    given = {"alpha": alpha, "bound": bound, "folds": folds} | options
    usual = {"alpha": "cv", "folds": 10, "penalty": "lasso", "l1_ratio": 0.5, "missing": "error"}
    usual |= {"seed": 0, "standardize": True}
    for name, value in given.items():
        if value is None or value == usual.get(name):
            continue
        option = f"--{name.replace('_', '-')}"
        if name == "n_threads":
            words += ["--threads", str(value)]
        elif isinstance(value, bool):
            words.append(option if value else f"--no-{option[2:]}")
        elif isinstance(value, list | tuple):
            words += [part for one in value for part in (option, str(one))]
        else:
            words += [option, str(value)]
    return shlex.join(words)


def _strength(alpha: str) -> Any:
    if alpha in WORDS:
        return alpha
    try:
        return float(alpha)
    except ValueError:
        words = ", ".join(WORDS)
        raise ParameterError(f"--alpha must be one of {words} or a number, not {alpha!r}") from None


def reading_report(model: Model) -> Any:
    """How each column was read."""
    columns = model.schema.columns
    spread = dict(zip(model.names, model.deviation, strict=True))
    blocks = zip(columns, model.schema.blocks, strict=True)
    constant = {column.name for column, names in blocks if all(spread[name] == 0 for name in names)}
    if len(columns) > _FEW:
        kinds = Counter(c.kind for c in columns)
        words = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        more = f"; {len(constant)} constant, left at zero" if constant else ""
        return Text(f"read {len(columns)} columns: {words}{more}")
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("column", "read as", "missing", ""):
        table.add_column(title)
    for column in columns:
        if column.kind == "category":
            what = f"category, {len(column.levels)} levels"
        else:
            what = f"{column.kind}, {column.low:.4g} to {column.high:.4g}"
        note = "constant: left at zero" if column.name in constant else ""
        table.add_row(Text(printable(column.name)), what, str(column.missing or ""), note)
    return table


def draw(model: Model, folder: Path) -> list[Path]:
    """Path, cross-validation curve and coefficients as PNG files in a folder."""
    from riata.plot import CoefficientDisplay, CVCurveDisplay, RegularizationPathDisplay

    make_folder(folder)
    displays: dict[str, Any] = {"coefficients": CoefficientDisplay}
    if len(model.path) > 1:
        displays["path"] = RegularizationPathDisplay
    if model.cv is not None:
        displays["cv"] = CVCurveDisplay
    written = []
    for name, display in sorted(displays.items()):
        figure = _figure()
        display.from_estimator(model, ax=figure.add_subplot())
        path = folder / f"{name}.png"
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=150)
        write_whole(path, picture.getvalue())
        written.append(path)
    return written


def _figure() -> Any:
    from matplotlib.figure import Figure

    return Figure(figsize=(8, 5), layout="constrained")


def _facts(model: Model, save: Path | None, pictures: list[Path]) -> dict[str, Any]:
    """What a program wants to know."""
    cv, schema = model.cv, model.schema
    coefficients = {
        name: {"coefficient": float(c), "standardized": float(s)}
        for name, c, s in zip(model.names, model.coef, model.coef_standardized, strict=True)
        if c != 0
    }
    return {
        "target": schema.target,
        "rows_read": schema.rows_read,
        "rows_used": schema.rows_used,
        "features": len(model.names),
        "kept": len(coefficients),
        "penalty": model.penalty,
        "alpha": plain(model.alpha),
        "chosen_by": str(model.choice),
        "cv_error": None if cv is None else plain(float(cv.mean[model.index])),
        "cv_standard_error": None if cv is None else plain(float(cv.se[model.index])),
        "null_error": None if cv is None else plain(float(np.mean(cv.null_errors))),
        "r2": float(model.path.dev_ratio[model.index]),
        "intercept": model.intercept,
        "coefficients": coefficients,
        "max_relative_gap": float(np.max(model.path.gaps)),
        "alphas": len(model.path),
        "saved": None if save is None else str(save),
        "pictures": [str(p) for p in pictures],
    }
