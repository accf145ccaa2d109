"""The report in a headless chromium, from disk, with the network off."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

import riata
from riata.report import gather

HOSTILE = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def model():
    table = riata.datasets.prostate("pandas").rename(columns={"lcavol": HOSTILE})
    return riata.fit(table, "lpsa", drop=["train"], alpha="1se")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture(scope="module")
def file(model, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    model.report(path)
    return path


@pytest.fixture(params=["light", "dark"])
def page(request, browser, file):
    context = browser.new_context(color_scheme=request.param, viewport={"width": 390, "height": 800})
    context.set_offline(True)
    page, said, asked = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append("a dialog"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready]")
    yield page
    assert said == [] and asked == [file.as_uri()]
    context.close()


def read(page, name):
    return float(page.get_attribute(f"#{name}", "data-value"))


@pytest.mark.parametrize("step", [10, 45, 90])
def test_the_handle_moves_everything_to_pythons_numbers(page, model, step):
    at = gather(model)
    page.evaluate(
        "k => { const q = document.getElementById('handle'); q.value = k;"
        " q.dispatchEvent(new Event('input')); }",
        step,
    )
    solution = model.path.at(float(at.at.alphas[step]))
    assert read(page, "alpha") == pytest.approx(solution.alpha, rel=1e-6)
    assert read(page, "t") == pytest.approx(solution.penalty_value, rel=1e-6)
    assert read(page, "b") == pytest.approx(at.sides.b[step], rel=1e-6)
    shown = page.eval_on_selector_all(
        "#kept tbody tr", "rows => rows.map(r => [r.cells[0].textContent, +r.cells[1].dataset.value])"
    )
    kept = np.flatnonzero(solution.coef)
    assert dict(shown) == pytest.approx({model.names[j]: solution.coef[j] for j in kept}, rel=1e-6)


def test_keys_move_the_handle(page):
    before = read(page, "alpha")
    page.focus("#handle")
    page.keyboard.press("ArrowRight")
    assert read(page, "alpha") < before


def test_a_phone_needs_no_sideways_scroll(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_names_are_shown_as_they_are(page):
    assert HOSTILE in page.inner_text("#kept")


def test_charts_have_words(page):
    words = page.eval_on_selector_all(".chart", "all => all.map(e => e.getAttribute('aria-label'))")
    assert len(words) == 4 and all(len(text) > 40 for text in words)
