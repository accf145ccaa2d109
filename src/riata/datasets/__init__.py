"""Data that ship with the package, for demonstrations and tests."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path
from typing import Any

from riata.solve.frames import make_frame

__all__ = ["prostate", "prostate_file"]


def prostate(backend: str | None = None) -> Any:
    """Prostate cancer, 97 men: the data of chapter 3 of The Elements of Statistical Learning.

    Stamey et al. (1989), with the weight of row 32 corrected (lweight 3.804). Columns: lcavol (log
    cancer volume, log cm^3), lweight (log prostate weight, log g), age (years), lbph (log of benign
    hyperplasia, log cm^2), svi (seminal vesicle invasion, 0 or 1), lcp (log capsular penetration, log
    cm), gleason (Gleason score), pgg45 (percent of Gleason scores 4 or 5), lpsa (log
    prostate-specific antigen, log ng/ml: the target), train (the book's split: 67 of the rows).

    Parameters
    ----------
    backend : {"pandas", "polars", "pyarrow"}, optional
        The library; by default the first of them that is installed.

    Returns
    -------
    data frame of 97 rows and 10 columns
    """
    with prostate_file().open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    whole = {"age", "svi", "gleason", "pgg45"}
    columns: dict[str, Any] = {}
    for name, values in zip(header, zip(*rows, strict=True), strict=True):
        if name == "train":
            columns[name] = [v == "true" for v in values]
        else:
            columns[name] = [int(v) if name in whole else float(v) for v in values]
    return make_frame(columns, backend)


def prostate_file() -> Path:
    """Where the same table lies as a CSV file."""
    return Path(str(files("riata.datasets") / "prostate.csv"))
