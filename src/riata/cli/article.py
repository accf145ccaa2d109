"""``riata article``: the article as one page, its checks printed as they are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.text import Text

from riata.article import SECTIONS, Worked, count_checks, write_article
from riata.article.records import show_difference
from riata.cli.console import print_json, show

__all__ = ["make_article"]


def make_article(folder: Path, *, as_json: bool) -> bool:
    """Write page and pictures; whether every check holds."""
    done = write_article(folder, SECTIONS, progress=None if as_json else _tell)
    holds = all(worked.holds for worked in done)
    if as_json:
        print_json(_facts(done, folder))
        return holds
    held, total = count_checks(done)
    show(Text(f"\n{held} of {total} checks hold; wrote {folder / 'article.html'} and its pictures"))
    return holds


def _tell(worked: Worked) -> None:
    """A section's checks, a line each."""
    show(Text(f"\n{worked.section.title}", style="bold"))
    for check in worked.checks:
        if check.limit is None:
            mark, limit = "", ""
        else:
            mark, limit = ("ok" if check.holds else "FAILS"), f"<= {check.limit:.0e}"
        show(Text(f"  {mark:5} {show_difference(check):>8} {limit:9}  {check.name}"))


def _facts(done: list[Worked], folder: Path) -> dict[str, Any]:
    """What a program wants to know."""
    return {
        "page": str(folder / "article.html"),
        "holds": all(worked.holds for worked in done),
        "sections": {
            worked.section.name: [
                {"name": c.name, "difference": float(c.difference), "limit": c.limit, "holds": c.holds}
                for c in worked.checks
            ]
            for worked in done
        },
    }
