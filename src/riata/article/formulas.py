"""TeX as inline SVG: one path a formula, in the colour of the text around it."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

__all__ = ["formula_svg"]

#: Size at which formulas are set, in units of the SVG, and their size on the page in em.
_SIZE, _EM = 100.0, 1.15
#: Free space around, in units of the SVG.
_MARGIN = 6.0
#: matplotlib's path codes as SVG's letters; those of several points count them all.
_LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 1}


@lru_cache(maxsize=256)
def formula_svg(tex: str) -> str:
    """A formula of one line as an SVG element, with its TeX as the text for those who do not see it.

    Parameters
    ----------
    tex : str
        As matplotlib's mathtext reads it, without dollars.

    Raises
    ------
    ValueError
        If it cannot be read.
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(family="DejaVu Sans", math_fontfamily="cm", size=_SIZE)
    path = TextPath((0, 0), f"${tex}$", size=_SIZE, prop=font)
    box = path.get_extents()
    low = min(float(box.y0), -0.25 * _SIZE)
    high = max(float(box.y1), 0.75 * _SIZE)
    width, height = float(box.x1) + 2 * _MARGIN, high - low + 2 * _MARGIN
    view = f"{-_MARGIN:g} {-high - _MARGIN:.1f} {width:.1f} {height:.1f}"
    size = f"width:{_em(width)}em;height:{_em(height)}em"
    return (
        f'<svg class="formula" role="img" aria-label="{escape(tex)}" viewBox="{view}" '
        f'style="{size}"><path fill="currentColor" d="{_outline(path)}"/></svg>'
    )


def _em(length: float) -> str:
    return f"{length / _SIZE * _EM:.3f}"


def _outline(path: Any) -> str:
    """The path in SVG's words, upside down as SVG counts from the top."""
    words, k = [], 0
    while k < len(path.codes):
        letter = _LETTERS[int(path.codes[k])]
        points = path.vertices[k : k + _POINTS[letter]]
        k += _POINTS[letter]
        words.append(
            letter if letter == "Z" else letter + " ".join(f"{x:.1f} {-y:.1f}" for x, y in points)
        )
    return "".join(words)
