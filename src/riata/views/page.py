"""A page of words, numbers and tables: plain text, a terminal, a notebook, or a file of HTML."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from html import escape
from typing import Any

__all__ = ["Page", "Section", "Table", "printable"]

_WIDTH = 88


@dataclass(frozen=True)
class Table:
    """Rows of text under a head; the first column is left, the others right.

    Attributes
    ----------
    head : tuple of str
        Column titles.
    rows : tuple of tuple of str
        As many entries each.
    left_out : int
        Rows that are not shown.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


@dataclass(frozen=True)
class Section:
    """A heading with lines of (label, value), paragraphs and a table; each may be absent."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    table: Table | None = None
    after: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Page:
    """A title and its sections."""

    title: str
    sections: tuple[Section, ...]

    def __str__(self) -> str:
        out = [self.title]
        for section in self.sections:
            out += ["", section.title, *_text_of(section)]
        return "\n".join(printable(line) for line in out)

    __repr__ = __str__

    def __rich__(self) -> Any:
        from rich.console import Group
        from rich.text import Text

        parts: list[Any] = [Text(printable(self.title), style="bold")]
        for section in self.sections:
            parts += [Text(), Text(section.title, style="bold cyan")]
            parts += [Text(printable(line)) for line in _text_of(section)]
        return Group(*parts)

    def _repr_html_(self) -> str:
        sections = "".join(_html_of(section) for section in self.sections)
        return f"<h3>{escape(self.title)}</h3>{sections}"

    def to_html(self) -> str:
        """The page as a file of its own, which needs nothing else."""
        return (
            "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
            f"<title>{escape(self.title)}</title><style>{_STYLE}</style></head>\n"
            f"<body>{self._repr_html_()}</body></html>\n"
        )


_STYLE = (
    "body{max-width:46em;margin:2em auto;padding:0 1em;font:16px/1.5 system-ui,sans-serif}"
    "table{border-collapse:collapse;margin:.6em 0}td,th{padding:.1em .8em .1em 0;vertical-align:top}"
    "tbody td{font-variant-numeric:tabular-nums}h4{margin:1.6em 0 .3em}"
)


def printable(line: str) -> str:
    """A line without what would move the cursor or change the terminal: that is spelt out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def _text_of(section: Section) -> list[str]:
    wide = max((len(label) for label, _ in section.lines), default=0)
    out = []
    for label, value in section.lines:
        indent = " " * (wide + 4)
        out += textwrap.wrap(
            f"  {label:<{wide}}  {value}",
            max(_WIDTH, wide + 40),
            subsequent_indent=indent,
            drop_whitespace=True,
            break_long_words=False,
            break_on_hyphens=False,
        )
    for words in section.words:
        out += _wrapped(words)
    if section.table is not None:
        if out:
            out.append("")
        out += _table_text(section.table)
    for words in section.after:
        out += _wrapped(words)
    return out


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(
        words,
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _table_text(table: Table) -> list[str]:
    rows = [table.head, *table.rows]
    widths = [max(len(row[k]) for row in rows) for k in range(len(table.head))]
    out = []
    for row in rows:
        first, *rest = (
            f"{cell:<{width}}" if k == 0 else f"{cell:>{width}}"
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        out.append("  " + "  ".join([first, *rest]).rstrip())
    if table.left_out:
        out.append(f"  ... and {table.left_out} more")
    return out


def _html_of(section: Section) -> str:
    lines = "".join(
        f"<tr><th style='text-align:left'>{escape(label)}</th>"
        f"<td style='text-align:left'>{escape(value)}</td></tr>"
        for label, value in section.lines
    )
    head = f"<table><tbody>{lines}</tbody></table>" if lines else ""
    before, after = ("".join(f"<p>{escape(w)}</p>" for w in words) for words in _paragraphs(section))
    table = "" if section.table is None else _html_table(section.table)
    return f"<h4>{escape(section.title)}</h4>{head}{before}{table}{after}"


def _paragraphs(section: Section) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return section.words, section.after


def _html_table(table: Table) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in table.head)
    body = ""
    for name, *cells in table.rows:
        right = "".join(f"<td style='text-align:right'>{escape(cell)}</td>" for cell in cells)
        body += f"<tr><td style='text-align:left'>{escape(name)}</td>{right}</tr>"
    more = f"<p>... and {table.left_out} more</p>" if table.left_out else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
