"""Names as they are shown, and the places of labels."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.font_manager import FontProperties, findfont, get_font

from riata.plot.line_labels import spread
from riata.plot.names import families, show_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("bmi", "bmi"),
        ("$\\alpha$ 100% a_b", "$\\alpha$ 100% a_b"),
        ("line\nbreak\r\t\0", "line\\nbreak\\r\\t\\x00"),
        ("Größe", "Größe"),
        ("Длина шага", "Длина шага"),
        ("\u202eabc", "\\u202eabc"),
        ("\ud800", "\\ud800"),
        ("\U000f0000", "\\U000f0000"),
        ("", "(blank)"),
        ("  ", "(blank)"),
        ("a" * 24, "a" * 24),
        ("a" * 30 + "_1", "a" * 15 + "…" + "a" * 6 + "_1"),
    ],
)
def test_names(name, shown):
    assert show_name(name) == shown


@pytest.mark.parametrize("name", ["x" * 500, "\u0416" * 90, "e\u0301" * 60, "\n" * 80])
def test_long_names(name):
    shown = show_name(name)
    assert "…" in shown and len(shown.replace("\u0301", "")) <= 24


def test_every_letter_shown_has_a_font():
    fonts = [get_font(findfont(FontProperties(family=[family]))) for family in families()]
    for letter in show_name("\u5e74\u9f62 \u0939 \u05d0 \U0001f600"):
        assert any(font.get_char_index(ord(letter)) for font in fonts)


def test_spread_leaves_what_is_apart():
    wanted = np.array([1.0, 5.0, 9.0])
    np.testing.assert_allclose(spread(wanted, 2.0, 0.0, 10.0), wanted)


def test_spread_moves_least():
    np.testing.assert_allclose(spread(np.array([5.0, 5.0]), 2.0, 0.0, 10.0), [4.0, 6.0])
    np.testing.assert_allclose(spread(np.array([0.0, 0.0, 9.0]), 2.0, 0.0, 10.0), [0.0, 2.0, 9.0])


@pytest.mark.parametrize("seed", range(5))
def test_spread_keeps_distance_and_bounds(seed):
    wanted = np.sort(np.random.default_rng(seed).uniform(0, 10, 9))
    at = spread(wanted, 1.0, 0.0, 10.0)
    assert np.diff(at).min() >= 1.0 - 1e-9
    assert at[0] >= -1e-9 and at[-1] <= 10.0 + 1e-9


def test_spread_of_nothing():
    assert spread(np.array([]), 1.0, 0.0, 1.0).shape == (0,)


def test_spread_without_room_keeps_distance():
    np.testing.assert_allclose(spread(np.zeros(4), 2.0, 0.0, 3.0), [0.0, 2.0, 4.0, 6.0])
