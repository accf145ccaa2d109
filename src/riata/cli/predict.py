"""``riata predict``: a saved model on new rows."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Literal

from rich.text import Text

from riata.cli.console import print_json, show
from riata.errors import ParameterError
from riata.frame import load
from riata.frame.saving import write_whole
from riata.typing import FloatArray

__all__ = ["predict_table"]


def predict_table(
    model_file: Path,
    table: Path,
    *,
    output: Path | None,
    unseen: Literal["error", "ignore"],
    as_json: bool,
) -> None:
    """Predict every row; a file is written whole or not at all."""
    model = load(model_file)
    predicted = model.predict(table, unseen=unseen)
    name = f"{model.schema.target}_predicted"
    if output is not None:
        write_whole(output, _content(output, name, predicted))
    if as_json:
        print_json(
            {
                "rows": len(predicted),
                "written": None if output is None else str(output),
                **({name: predicted.tolist()} if output is None else {}),
            }
        )
    elif output is None:
        sys.stdout.write(_csv(name, predicted))
    else:
        rows = "1 row" if len(predicted) == 1 else f"{len(predicted)} rows"
        show(Text(f"predicted {rows} into {output}"))


def _content(output: Path, name: str, predicted: FloatArray) -> bytes:
    ending = output.suffix.lower()
    if ending == ".csv":
        return _csv(name, predicted).encode()
    if ending in (".parquet", ".pq"):
        import pyarrow as pa
        import pyarrow.parquet

        buffer = io.BytesIO()
        pyarrow.parquet.write_table(pa.table({name: predicted}), buffer)
        return buffer.getvalue()
    raise ParameterError(f"--output must end in .csv or .parquet, not {output.suffix!r}")


def _csv(name: str, predicted: FloatArray) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name])
    writer.writerows([repr(float(value))] for value in predicted)
    return text.getvalue()
