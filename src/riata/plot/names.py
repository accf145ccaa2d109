"""Names from data, as they can be shown: literally, on one line, not too long."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from unicodedata import combining, east_asian_width

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

__all__ = ["TEXT", "families", "show_name"]

#: What every text that holds a name is made with: dollars are dollars.
TEXT: dict[str, Any] = {"parse_math": False, "usetex": False}

#: Width beyond which a name loses its middle, in letters.
_MOST = 24
#: Of a shortened name, what is kept of its end (which tells "..._1" from "..._2").
_TAIL = 8
#: Joiners: not printable by themselves, but part of words.
_JOINERS = "\u200c\u200d"
#: Asked, where they are installed, for letters that the reader's own font lacks.
_OTHER_FONTS = (
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Noto Sans JP",
    "Noto Sans KR",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Arial Unicode MS",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Nirmala UI",
    "WenQuanYi Zen Hei",
    "DejaVu Sans",
)


def show_name(name: str) -> str:
    r"""A name as one line of at most about 24 letters.

    What cannot be printed (line ends, control characters) and what no installed font has is written as
    Python would, ``\n`` or ``\u5e74``; a long name loses its middle.
    """
    line = "".join(_literal(letter) for letter in str(name))
    if not line.strip():
        return "(blank)"
    if _width(line) <= _MOST:
        return line
    return _start(line, _MOST - _TAIL - 1) + "…" + _start(line[::-1], _TAIL)[::-1]


def families() -> list[str]:
    """Font families for names: the reader's own, then installed ones for other letters."""
    own = list(mpl.rcParams["font.family"])
    return own + [family for family in _installed() if family not in own]


@lru_cache(maxsize=1)
def _installed() -> tuple[str, ...]:
    there = set(fontManager.get_font_names())
    return tuple(family for family in _OTHER_FONTS if family in there)


def _literal(letter: str) -> str:
    printable = letter.isprintable() or letter in _JOINERS
    if printable and (letter.isascii() or _drawable(letter, tuple(families()))):
        return letter
    return letter.encode("unicode_escape").decode("ascii")


@lru_cache(maxsize=4096)
def _drawable(letter: str, fonts: tuple[str, ...]) -> bool:
    """Whether any of the families has the letter."""
    files = (findfont(FontProperties(family=[family])) for family in fonts)
    return any(get_font(file).get_char_index(ord(letter)) for file in files)


def _width(line: str) -> int:
    """Columns that a line takes: two for wide letters, none for marks on the letter before."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in line)


def _start(line: str, most: int) -> str:
    """The longest start that is no wider."""
    end = next((k for k in range(len(line)) if _width(line[: k + 1]) > most), len(line))
    return line[:end]
