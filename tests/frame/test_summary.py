"""What a model says of itself: text, terminal and notebook; names are shown, never interpreted."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import riata

SCRIPT, MARKUP, WIDE = "<script>alert(1)</script>", "[red]hot[/red]", "größe 日本"
ODD = [SCRIPT, MARKUP, WIDE, "[/nope]", "a&b", "' onload='x", "[link=http://x]y[/link]", "back\\[slash]"]


@pytest.fixture
def odd():
    """A ridge of columns with names that are code somewhere; each of them is kept."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40, len(ODD)))
    table = pd.DataFrame(X, columns=ODD)
    table["<b>level</b>"] = np.where(X[:, 0] > 0, "<i>up</i>", "[bold]down[/bold]")
    return riata.fit(table.assign(**{"<u>y</u>": X.sum(axis=1)}), "<u>y</u>", penalty="ridge", folds=3)


def in_terminal(thing, width=100, color=True):
    file = io.StringIO()
    console = Console(
        file=file, width=width, force_terminal=color, color_system="truecolor" if color else None
    )
    console.print(thing)
    return file.getvalue()


class Page(HTMLParser):
    """Tags and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = set(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        assert not [key for key, _ in attrs if key.startswith("on")]
        self.tags.add(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_text(model):
    text = str(model.summary())
    assert text == repr(model.summary())
    assert text.startswith("Lasso for y\n")
    for words in ("rows", "60", "6 from 4 columns", "5-fold cross-validation, least error"):
        assert words in text
    assert f"{model.alpha:.4g}" in text
    assert f"{model.cv.mean[model.index]:.4g}" in text
    assert f"{model.path.gaps.max():.1e} on all 100 alphas" in text
    assert f"{model.path.dev_ratio[model.index]:.4f}" in text


def test_features_by_size_and_only_those_that_are_kept(table):
    model = riata.fit(table, "y", alpha=0.1)
    lines = str(model.summary()).split("\n\n")[1].splitlines()[1:]
    shown = [line.split()[0] for line in lines]
    kept = [name for name, value in zip(model.names, model.coef, strict=True) if value]
    assert sorted(shown) == sorted(kept)
    assert len(kept) < 6
    sizes = [abs(float(line.split()[2])) for line in lines]
    assert sizes == sorted(sizes, reverse=True)
    assert f"{len(kept)} of 6 features" in str(model.summary())


def test_a_model_of_nothing(table):
    text = str(riata.fit(table, "y", alpha=1e6).summary())
    assert "0 of 6 features" in text
    assert "coefficient" not in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"penalty": "ridge"}, "Ridge for y"),
        ({"penalty": "elastic-net"}, "Elastic net for y"),
        ({"alpha": 0.1}, "0.1 (given)"),
        ({"alpha": riata.Bound(0.5)}, "(multiplier of the budget 0.5)"),
        ({"alpha": 0.1, "missing": "drop"}, "59 of 60 (1 incomplete)"),
    ],
    ids=str,
)
def test_words(options, words, table):
    table.loc[3, "city"] = None if options.get("missing") else "Bern"
    text = str(riata.fit(table, "y", **options).summary())
    assert words in text
    assert ("CV error" in text) == ("alpha" not in options)


def test_the_edge_of_the_grid_is_noted():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((200, 3))
    model = riata.fit(pd.DataFrame(X).assign(y=X.sum(axis=1)), "y")
    assert model.cv.at_edge
    assert "a wider grid may help" in str(model.summary())


def test_more_features_than_a_table_should_have():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((80, 60))
    model = riata.fit(pd.DataFrame(X).assign(y=X.sum(axis=1)), "y", penalty="ridge", alpha=0.1)
    for text in (str(model.summary()), in_terminal(model.summary()), model.summary()._repr_html_()):
        assert "... and 20 more" in text


@pytest.mark.parametrize("width", [40, 100])
def test_names_in_a_terminal_are_shown_as_they_are(width, odd):
    text = in_terminal(odd.summary(), width)
    for name in (SCRIPT, MARKUP, WIDE, "[/nope]", "a&b", "<u>y</u>"):
        assert name in text or width == 40
    plain = str(odd.summary())
    for name in [*ODD, "<b>level</b>=<i>up</i>", "<b>level</b>=[bold]down[/bold]"]:
        assert name in plain


def test_nothing_is_coloured_by_a_name(odd):
    coloured = in_terminal(odd.summary())
    assert "\x1b[31m" not in coloured  # red
    assert "\x1b]8;" not in coloured  # a link
    assert "\x1b" not in in_terminal(odd.summary(), color=False)


def test_names_in_a_notebook_are_escaped(odd):
    html = odd.summary()._repr_html_()
    assert SCRIPT not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    page = Page(html)
    assert page.tags <= {"h4", "table", "thead", "tbody", "tr", "th", "td", "p"}
    shown = "".join(page.text)
    for name in [*ODD, "<u>y</u>", "<b>level</b>=<i>up</i>"]:
        assert name in shown


def test_the_three_faces_agree(model):
    html = "".join(Page(model.summary()._repr_html_()).text)
    terminal = in_terminal(model.summary(), 120, color=False)
    for name, value in zip(model.names, model.coef, strict=True):
        if value:
            assert name in html
            assert name in terminal
            assert f"{value:.5g}" in html
            assert f"{value:.5g}" in terminal
            assert f"{value:.5g}" in str(model.summary())
