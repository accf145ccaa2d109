"""Reports opened in a headless chromium, from disk, with the network off."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture(scope="session")
def opened(browser):
    """A context manager: the page of a file, which may say nothing and ask for nothing else."""

    @contextmanager
    def opening(file, scheme="light", width=360):
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
        context.set_offline(True)
        page, said, asked = context.new_page(), [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append("a dialog"))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        page.wait_for_selector("body[data-ready]")
        yield page
        assert said == []
        assert asked == [file.as_uri()]
        context.close()

    return opening
