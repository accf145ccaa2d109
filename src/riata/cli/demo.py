"""``riata demo``: the whole job on the prostate data, a line for each step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table
from rich.text import Text

from riata.cli.console import print_json, show
from riata.cli.fit import draw, reading_report
from riata.datasets import prostate_file
from riata.frame import Model, fit, load, read_file
from riata.frame.saving import make_folder
from riata.typing import FloatArray

__all__ = ["run_demo"]


def run_demo(folder: Path, *, plots: bool, as_json: bool) -> None:
    """Fit the book's training rows, save, load, predict the test rows, compare."""
    make_folder(folder)
    table = read_file(prostate_file())
    train = table.filter(table["train"])
    test = table.filter(_not(table["train"]))
    observed = np.asarray(test["lpsa"], dtype=float)
    lasso = fit(train, "lpsa", drop=["train"], alpha="1se")
    saved = folder / "prostate-lasso.json"
    lasso.save(saved)
    models = {
        "least squares": fit(train, "lpsa", drop=["train"], alpha=0.0),
        "ridge (CV)": fit(train, "lpsa", drop=["train"], penalty="ridge"),
        "lasso (CV)": fit(train, "lpsa", drop=["train"]),
        "lasso (1-SE)": load(saved),
    }
    errors = {name: (model.predict(test) - observed) ** 2 for name, model in models.items()}
    pictures = draw(lasso, folder) if plots else []
    report = folder / "report.html"
    lasso.report(report, table=test)
    if as_json:
        print_json(
            {
                "test_errors": {name: float(e.mean()) for name, e in errors.items()},
                "saved": str(saved),
                "pictures": [str(p) for p in pictures],
                "report": str(report),
            }
        )
        return
    _tell(lasso, len(observed), saved, pictures, report)
    show(_comparison(models, errors))


def _not(values: Any) -> Any:
    import pyarrow.compute as pc

    return pc.invert(values)


def _tell(lasso: Model, test_rows: int, saved: Path, pictures: list[Path], report: Path) -> None:
    step = iter(range(1, 10))

    def line(text: str) -> None:
        show(Text(f"\n{next(step)}. {text}", style="bold"))

    line(
        "The data: 97 men before prostate surgery; lpsa, the log of an antigen, is to be predicted. "
        f"{lasso.schema.rows_used} rows train, {test_rows} test."
    )
    show(reading_report(lasso))
    line(
        "The model: a lasso, its strength from 10-fold cross-validation by the one-standard-error rule: "
        "the simplest model that is not clearly worse than the best."
    )
    show(lasso.summary())
    line(
        "The certificate: the duality gap bounds how far each solution is from the true optimum of its "
        f"problem; the largest of {len(lasso.path)} is {float(np.max(lasso.path.gaps)):.0e} of the null "
        "model's loss."
    )
    line(f"Saved as {saved}, which `riata predict {saved} NEW.csv` applies to new rows.")
    if pictures:
        line(f"Pictures: {', '.join(str(p) for p in pictures)}.")
    line(f"A page with a handle for the strength, which needs nothing else: {report}.")
    line(f"On the {test_rows} test rows, which no fit has seen, beside least squares:")


def _comparison(models: dict[str, Model], errors: dict[str, FloatArray]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("", "features", "test error", "its standard error"):
        table.add_column(title, justify="left" if not title else "right")
    for name, error in errors.items():
        se = error.std(ddof=1) / np.sqrt(len(error))
        kept = int(np.count_nonzero(models[name].coef))
        table.add_row(name, str(kept), f"{error.mean():.3f}", f"{se:.3f}")
    return table
