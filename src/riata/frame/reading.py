"""Tables from files: CSV, TSV, Parquet and Arrow, recognised by their ending and checked by content."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from riata.errors import DataError, MissingExtraError
from riata.frame.notices import warn_of

__all__ = ["read_file"]

_TEXT = {".csv": ",", ".tsv": "\t", ".tab": "\t", ".txt": "\t"}
_BINARY = {
    ".parquet": "Parquet",
    ".pq": "Parquet",
    ".arrow": "Arrow",
    ".feather": "Arrow",
    ".ipc": "Arrow",
}
#: First bytes of files that are not text.
_MAGIC = {
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"PK\x03\x04": "a zip archive or spreadsheet",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"%PDF": "a PDF",
    b"SQLite format 3": "a database",
}


def read_file(path: str | Path, *, as_text: Iterable[str] = ()) -> Any:
    """A file as a pyarrow Table.

    Parameters
    ----------
    path : str or Path
        Ending in .csv, .tsv, .tab, .txt (each perhaps .gz), .parquet, .pq, .arrow, .feather or .ipc.
        A text file may use commas, semicolons or tabs; with semicolons, a decimal comma is recognised.
    as_text : iterable of str
        Columns of a text file that are taken by their letters, whatever they look like.

    Returns
    -------
    pyarrow.Table

    Raises
    ------
    DataError
        If there is no such file, its ending is unknown, or its content is something else.
    MissingExtraError
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("reading files needs pyarrow: pip install 'riata[cli]'") from None
    path = Path(path)
    _check_there(path)
    ending = path.suffix.lower()
    if ending == ".gz":
        ending = Path(path.stem).suffix.lower()
    try:
        if ending in _TEXT:
            return _read_text(path, _TEXT[ending], as_text)
        if ending in _BINARY:
            return _read_binary(path, _BINARY[ending])
    except (pa.ArrowException, OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DataError(f"cannot read {str(path)!r} as its ending says: {reason}") from None
    known = " ".join(sorted({*_TEXT, *_BINARY}))
    raise DataError(f"{str(path)!r} has an ending that is not known; tables end in {known}")


def _check_there(path: Path) -> None:
    name = str(path) if len(str(path)) < 200 else f"{str(path)[:200]}..."
    try:
        there, folder, file = path.exists(), path.is_dir(), path.is_file()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"there can be no file {name!r}: {reason}") from None
    if not there:
        raise DataError(f"there is no file {name!r}")
    if folder:
        raise DataError(f"{name!r} is a folder, not a table")
    if not file:
        raise DataError(f"{name!r} is a pipe or a device, not a file")


def _read_binary(path: Path, kind: str) -> Any:
    import pyarrow.feather
    import pyarrow.parquet

    head = _head(path, 16)
    expected = b"PAR1" if kind == "Parquet" else b"ARROW1"
    if not head.startswith((expected, b"FEA1")):
        raise DataError(f"{str(path)!r} is not {_MAGIC[expected]}, as its ending says")
    if kind == "Parquet":
        return pyarrow.parquet.read_table(path)
    return pyarrow.feather.read_table(path)


def _read_text(path: Path, usual: str, as_text: Iterable[str]) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    head = _head(path, 1 << 16)
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise DataError(f"{str(path)!r} is {what}, not the text its ending says")
    if b"\x00" in head:
        raise DataError(f"{str(path)!r} holds binary data, not the text its ending says")
    if not head.strip():
        raise DataError(f"{str(path)!r} is empty")
    delimiter, decimal = _dialect(head.decode("utf-8", errors="replace"), usual)
    convert = csv.ConvertOptions(
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        decimal_point=decimal,
        column_types={name: pa.string() for name in as_text},
    )
    parse = csv.ParseOptions(delimiter=delimiter, newlines_in_values=True)

    def read(encoding: str) -> Any:
        packed = "gzip" if path.suffix.lower() == ".gz" else None
        options = csv.ReadOptions(encoding=encoding)
        with pa.input_stream(str(path), compression=packed) as stream:
            return csv.read_csv(
                stream, read_options=options, parse_options=parse, convert_options=convert
            )

    try:
        table = read("utf8")
        if _is_text(table):
            return table
    except pa.ArrowInvalid as error:
        if "UTF8" not in str(error) and "UTF-8" not in str(error):
            raise
    warn_of(f"{str(path)!r} is not UTF-8: its text was read as Windows-1252")
    return read("cp1252")


def _is_text(table: Any) -> bool:
    """Whether all is UTF-8: values that are not were read as bytes, names cannot be read at all."""
    from pyarrow import types

    try:
        kinds = [(field.name, field.type) for field in table.schema]
    except UnicodeDecodeError:
        return False
    return not any(types.is_binary(kind) for _, kind in kinds)


def _head(path: Path, size: int) -> bytes:
    """The first bytes, of the unpacked text where the file is packed."""
    if path.suffix.lower() == ".gz":
        with gzip.open(path, "rb") as packed:
            return packed.read(size)
    with path.open("rb") as file:
        return file.read(size)


def _dialect(sample: str, usual: str) -> tuple[str, str]:
    """Delimiter and decimal point: another than the usual where the header has none of that."""
    header = re.sub(r'"[^"]*"', "", sample.splitlines()[0])
    delimiter = usual
    if usual not in header:
        delimiter = max(",;\t|", key=header.count) if any(c in header for c in ",;\t|") else usual
    decimal = "," if delimiter == ";" and re.search(r"(^|;)-?\d+,\d+(;|$)", sample, re.M) else "."
    return delimiter, decimal
