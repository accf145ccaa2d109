"""The page: every section in one file of HTML that needs nothing else."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from riata.article.formulas import formula_svg
from riata.article.pictures import draw
from riata.article.records import (
    Check,
    Section,
    Table,
    Worked,
    count_checks,
    show_difference,
    work,
)
from riata.article.style import STYLE
from riata.errors import ParameterError
from riata.frame.saving import make_folder, write_whole

__all__ = ["html_page", "write_article"]

_TITLE = "Two sides of one model: L1 and L2, as penalties and as priors"
#: Of an inch of a picture.
_PIXELS = 96
_INTRO = (
    "Every regularised linear model can be read twice: as a loss with a penalty, and as a posterior "
    "with a prior. This page goes through both, section by section, in numbers. Its sections follow "
    "those of a common introduction to L1 and L2 regularisation, called the article below, whose "
    "formulas head them. Below each formula are riata's numbers; each check prints the largest "
    "difference between two sides that ought to be one. Where the two are the same problem, it is "
    "1e-10 or less."
)
_SYMBOLS = (
    "Throughout, y are n responses, X the columns that explain them, and w, in some sections β, the "
    "coefficients. L(w) is the loss: how far the fitted values are from y. P(w), in some sections "
    "R(w), is the penalty: how far w is from zero, by absolute values (L1) or squares (L2). λ or α "
    "weighs the one against the other. σ² is the variance of the noise, b and s are scales of priors."
)


def write_article(
    folder: str | Path,
    sections: Sequence[Section],
    *,
    progress: Callable[[Worked], None] | None = None,
) -> list[Worked]:
    """Work the sections, and write page and pictures into a folder.

    Parameters
    ----------
    folder : str or Path
        Made if it is not there: ``article.html``, and ``01-sample-data.png`` and ``.svg`` and so on.
    sections : sequence of Section
        Such as ``riata.article.SECTIONS``.
    progress : callable, optional
        Told each section that is done.

    Returns
    -------
    list of Worked
        The sections with their numbers and checks.

    Raises
    ------
    ParameterError
        If there is no section.
    ModelFileError
        If a file cannot be written.
    MissingExtraError
        If matplotlib is not installed.
    """
    import riata.plot  # noqa: F401  says how to get matplotlib where it is missing

    if not sections:
        raise ParameterError("there is no section to write")
    folder = Path(folder)
    fresh = not folder.exists()
    make_folder(folder)
    try:
        done, files = _files(sections, progress)
    except BaseException:  # an interruption leaves nothing behind
        if fresh:
            folder.rmdir()
        raise
    for name, content in files.items():
        write_whole(folder / name, content)
    return done


def _files(
    sections: Sequence[Section], progress: Callable[[Worked], None] | None
) -> tuple[list[Worked], dict[str, bytes]]:
    """Every section with its numbers, and every file by name; nothing is written."""
    done, figures = [], []
    files: dict[str, bytes] = {}
    for k, section in enumerate(sections, start=1):
        worked = work(section)
        svg, png = draw(worked, "svg", "png")
        files |= {f"{k:02d}-{section.name}.svg": svg, f"{k:02d}-{section.name}.png": png}
        done.append(worked)
        figures.append(_figure(section, svg))
        if progress is not None:
            progress(worked)
    return done, files | {"article.html": html_page(done, figures).encode("utf-8")}


def html_page(done: Sequence[Worked], figures: Sequence[str]) -> str:
    """The page.

    Parameters
    ----------
    done : sequence of Worked
        Sections.
    figures : sequence of str
        Their pictures, as elements of HTML.
    """
    contents = "".join(
        f'<li><a href="#{w.section.name}">{escape(w.section.title)}</a></li>' for w in done
    )
    body = "".join(_section(k, w, f) for k, (w, f) in enumerate(zip(done, figures, strict=True), 1))
    held, total = count_checks(done)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(_TITLE)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(_TITLE)}</h1>\n<p>{escape(_INTRO)}</p>\n<p>{escape(_SYMBOLS)}</p>\n"
        f"<p>{held} of {total} checks hold.</p>\n<nav><ol>{contents}</ol></nav>\n{body}"
        "</main>\n</body>\n</html>\n"
    )


def _section(number: int, worked: Worked, figure: str) -> str:
    section = worked.section
    lines = [line for line in section.formula.strip().splitlines() if line.strip()]
    formulas = "".join(f'<div class="line">{formula_svg(line.strip())}</div>' for line in lines)
    told = "\n".join(
        _table(part) if isinstance(part, Table) else f"<p>{_words(part)}</p>"
        for part in section.tell(worked.numbers)
    )
    return (
        f'<section id="{section.name}">\n<h2>{number}. {escape(section.title)}</h2>\n'
        f'<div class="formulas">{formulas}</div>\n{told}\n{_checks(worked.checks)}\n'
        f"{figure}\n</section>\n"
    )


def _words(text: str) -> str:
    """Escaped, with code between backticks."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", _shown(text))


def _shown(text: str) -> str:
    """Escaped, and with a minus as long as the plus."""
    return re.sub(r"(?<![\w-])-(?=\d)", "−", escape(text))


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in table.head)
    rows = "".join(
        f'<tr><th scope="row">{_shown(row[0])}</th>'
        + "".join(f"<td>{_shown(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="wide"><table><caption>{_shown(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _checks(checks: Sequence[Check]) -> str:
    rows = "".join(
        f'<tr class="{_mark(check)[0]}"><th scope="row">{escape(check.name)}</th>'
        f"<td>{show_difference(check)}</td>"
        f"<td>{'' if check.limit is None else f'{check.limit:.0e}'}</td><td>{_mark(check)[1]}</td></tr>"
        for check in checks
    )
    return (
        '<div class="wide"><table class="checks"><caption>Checks: largest differences</caption>'
        '<thead><tr><th scope="col">between</th><th scope="col">difference</th>'
        '<th scope="col">limit</th><th scope="col"></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _mark(check: Check) -> tuple[str, str]:
    if check.limit is None:
        return "seen", ""
    return ("holds", "✓") if check.holds else ("fails", "✗ does not hold")


def _figure(section: Section, svg: bytes) -> str:
    data = base64.b64encode(svg).decode("ascii")
    return (
        f'<figure><img src="data:image/svg+xml;base64,{data}" alt="{escape(section.alt)}" '
        f'width="{round(_PIXELS * section.size[0])}"></figure>'
    )
