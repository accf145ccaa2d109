"""The page needs nothing else, and the command prints what it did."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from riata.article import SECTIONS, write_article
from riata.article import page as page_module
from riata.cli import main
from riata.errors import ModelFileError, ParameterError

VOID = {"meta", "img", "source", "br", "hr", "link", "input"}


class Reader(HTMLParser):
    """Collects tags and checks that they close in order."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="session")
def html(made):
    return (made[0] / "article.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def read(html):
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def test_self_contained(html, read):
    assert not any(tag in ("script", "link", "iframe", "object") for tag, _ in read.tags)
    for tag, attributes in read.tags:
        for name in ("src", "srcset", "href"):
            if name in attributes:
                assert attributes[name].startswith(("data:image/svg+xml;base64,", "#")), tag
    outside = re.sub(r"data:[^\"]*", "", html)
    assert "http" not in outside and "url(" not in outside and "@import" not in outside


def test_pictures_refer_to_nothing(read):
    for tag, attributes in read.tags:
        data = attributes.get("src")
        if data is None:
            continue
        svg = base64.b64decode(data.split(",", 1)[1])
        for element in ElementTree.fromstring(svg).iter():
            for name, value in element.attrib.items():
                if name.endswith("href"):
                    assert value.startswith(("#", "data:")), tag
        assert b"<!ENTITY" not in svg and b"@import" not in svg


def test_for_phones_and_for_those_who_do_not_see(read, html):
    meta = [attributes for tag, attributes in read.tags if tag == "meta"]
    assert any(a.get("name") == "viewport" for a in meta)
    images = [attributes for tag, attributes in read.tags if tag == "img"]
    assert len(images) == len(SECTIONS) and all(len(a["alt"]) > 40 for a in images)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL).group(1)
    assert style.count("prefers-color-scheme: dark") == 2 and "overflow-x: auto" in style
    formulas = [a for tag, a in read.tags if tag == "svg"]
    assert formulas and all(a["role"] == "img" and a["aria-label"] for a in formulas)


def test_every_section_can_be_linked_to(read, html):
    assert len(read.ids) == len(set(read.ids))
    assert [name for name in read.ids if name in {s.name for s in SECTIONS}] == [
        s.name for s in SECTIONS
    ]
    assert html.count('class="fails"') == 0


def test_files_beside_the_page(made):
    folder, told = made
    for k, section in enumerate(SECTIONS, start=1):
        stem = f"{k:02d}-{section.name}"
        assert (folder / f"{stem}.png").read_bytes().startswith(b"\x89PNG")
        ElementTree.fromstring((folder / f"{stem}.svg").read_bytes())
    assert len(list(folder.iterdir())) == 2 * len(SECTIONS) + 1
    assert told["holds"] is True and told["page"].endswith("article.html")
    assert list(told["sections"]) == [s.name for s in SECTIONS]


def test_what_the_page_speaks_of_is_introduced(html):
    before = html[: html.index("<section")]
    for words in ("called the article below", "L(w) is the loss", "P(w), in some sections R(w)"):
        assert words in before


def test_words_are_escaped():
    assert page_module._words("a < b, `x & y`") == "a &lt; b, <code>x &amp; y</code>"
    assert page_module._shown("-1.5e-3, x-1") == "−1.5e-3, x-1"


def test_printed_checks(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("riata.cli.article.SECTIONS", SECTIONS[:1])
    with pytest.raises(SystemExit) as ended:
        main(["article", "-o", str(tmp_path / "a")])
    out = capsys.readouterr().out
    assert ended.value.code == 0
    for words in ("A small noisy sample", "ok", "<= 1e-10", "2 of 2 checks hold", "article.html"):
        assert words in out


def test_a_check_that_fails_is_seen(monkeypatch, tmp_path, capsys):
    from dataclasses import replace

    from riata.article import Check

    wrong = replace(SECTIONS[0], check=lambda numbers: [Check("one − other", 1.0)])
    monkeypatch.setattr("riata.cli.article.SECTIONS", (wrong,))
    with pytest.raises(SystemExit) as ended:
        main(["article", "-o", str(tmp_path)])
    assert ended.value.code == 1 and "FAILS" in capsys.readouterr().out
    assert "does not hold" in (tmp_path / "article.html").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelFileError, match="cannot make the folder"):
        write_article(tmp_path / "file", SECTIONS[:1])
    with pytest.raises(ParameterError, match="no section"):
        write_article(tmp_path, ())


def test_an_interruption_leaves_nothing(tmp_path):
    def stop(worked):
        raise KeyboardInterrupt

    kept = tmp_path / "mine"
    kept.mkdir()
    for folder in (tmp_path / "new", kept):
        with pytest.raises(KeyboardInterrupt):
            write_article(folder, SECTIONS[:2], progress=stop)
    assert list(tmp_path.iterdir()) == [kept]
    assert not list(kept.iterdir())
