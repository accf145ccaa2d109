"""Pictures of sections, as files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from riata.article.records import Worked

__all__ = ["draw"]

#: Dots an inch of PNG files.
_DPI = 160
#: Inches above and below axes.
_APART = 0.12
#: What makes files the same on every run, and letters outlines.
_FIXED: dict[str, Any] = {"svg.hashsalt": "riata", "svg.fonttype": "path", "font.size": 10}


def draw(worked: Worked, *forms: str) -> list[bytes]:
    """A section's picture, drawn once, as files of several forms.

    Parameters
    ----------
    worked : Worked
        The section with its numbers.
    forms : {"svg", "png"}
        Of the files; a PNG is on white, an SVG on nothing, so that a dark page can turn it over.
    """
    from matplotlib import style
    from matplotlib.figure import Figure as NewFigure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with style.context(["default", _FIXED]):
        layout = ConstrainedLayoutEngine(h_pad=_APART)  # a key below is not the next one's title
        figure = NewFigure(figsize=worked.section.size, layout=layout)
        worked.section.picture(worked.numbers, figure)
        return [_saved(figure, form) for form in forms]


def _saved(figure: Figure, form: str) -> bytes:
    file = io.BytesIO()
    undated = {"metadata": {"Date": None}} if form == "svg" else {}
    figure.savefig(file, format=form, dpi=_DPI, transparent=form == "svg", **undated)
    return file.getvalue()
