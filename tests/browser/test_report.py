"""What a reader sees and does: names inert, keys, phone, print, words in place of charts."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.report import gather
from support.browsing import drawn, move, read
from support.reports import HOSTILE


@pytest.fixture(scope="module")
def model():
    table = riata.datasets.prostate("pandas").rename(columns={"lcavol": HOSTILE})
    return riata.fit(table, "lpsa", drop=["train"], alpha="1se")


@pytest.fixture(scope="module")
def file(model, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    model.report(path, table=riata.datasets.prostate("pandas").rename(columns={"lcavol": HOSTILE}))
    return path


@pytest.fixture(params=["light", "dark"])
def page(request, opened, file):
    with opened(file, request.param) as page:
        yield page


def test_keys_move_the_handle(page):
    before = read(page, "alpha")
    page.focus("#handle")
    page.keyboard.press("ArrowRight")
    assert read(page, "alpha") < before
    page.keyboard.press("Home")
    assert read(page, "kept-count") == 0
    page.focus("button[data-k]")
    page.keyboard.press("Enter")
    assert page.get_attribute("button[data-k]", "aria-pressed") == "true"


def test_a_phone_needs_no_sideways_scroll(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_names_are_shown_as_they_are(page):
    assert HOSTILE in page.inner_text("#kept")
    assert HOSTILE in page.inner_text("#across-name")
    assert HOSTILE in page.get_attribute("#chart-path", "aria-label")
    assert HOSTILE in page.inner_text("#across")
    assert page.locator("script").count() == 4


def test_a_tooltip_shows_a_hostile_name_as_it_is(page, model):
    page.evaluate("document.getElementById('chart-path').scrollIntoView({ block: 'center' })")
    box = page.locator("#chart-path svg").bounding_box()
    seen = set()
    for share in np.linspace(0.25, 0.8, 12):
        page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + share * box["height"])
        page.wait_for_timeout(40)
        seen.add(page.text_content("#vg-tooltip-element td.value"))
    assert HOSTILE in seen
    assert seen <= set(model.names)


def test_words_of_charts_move_with_the_handle(page):
    def words():
        return page.eval_on_selector_all(".chart", "all => all.map(e => e.getAttribute('aria-label'))")

    before = words()
    move(page, 90)
    moved = [a != b for a, b in zip(before, words(), strict=True)]
    assert len(before) == 10
    assert min(map(len, before)) > 40
    assert sum(moved) == 8  # leverage and posterior are at the model's own alpha


def test_the_pair_of_features_can_be_chosen(page):
    page.select_option("#across", "2")
    spot, third = drawn(page, "geometry", "spot")[0], page.inner_text("#across-name")
    assert third == page.inner_text("#across option:nth-child(3)")
    assert read(page, "across-at") == pytest.approx(spot["x"])
    page.select_option("#up", "2")  # the same on both sides is a change of places
    assert page.input_value("#across") == "1"
    assert page.inner_text("#up-name") == third


def test_new_rows_move_with_the_handle(page, model):
    table = riata.datasets.prostate("pandas").rename(columns={"lcavol": HOSTILE})
    step = 70
    move(page, step)
    solution = model.path.at(float(gather(model).at.alphas[step]))
    X = table[model.names].to_numpy(float)
    off = X @ solution.coef + solution.intercept - table["lpsa"].to_numpy()
    assert read(page, "new-error") == pytest.approx(np.mean(off**2), rel=1e-6)
    shown = [r["fitted"] - r["observed"] for r in drawn(page, "new", "points")]
    np.testing.assert_allclose(shown, off, rtol=1e-3, atol=1e-4)


def test_rules_are_marked_on_charts_and_handle(page):
    rules = {rule for row in drawn(page, "path", "marks") for rule in row["rule"].split(", ")}
    named = page.eval_on_selector_all("button[data-k]", "all => all.map(e => e.textContent)")
    assert rules >= {"BIC", "EBIC", "evidence", "chosen", "leave-one-out"}
    assert len(named) == page.locator(".ticks line").count() == 10
    assert drawn(page, "cv", "marks") != []


def test_it_prints_without_what_only_a_hand_can_use(page):
    page.emulate_media(media="print")
    assert not page.is_visible("#handle")
    assert not page.is_visible("button[data-k]")
    assert page.is_visible("#chart-path svg")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
