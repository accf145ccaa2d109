"""The page needs nothing else, shows names as they are, and holds Python's numbers."""

from __future__ import annotations

import dataclasses
import json
import re

import numpy as np
import pandas as pd
import pytest

import riata
from riata.errors import ModelFileError
from riata.report import gather
from riata.report.page import html_page
from riata.views import make_views
from support.reports import HOSTILE


@pytest.fixture(scope="module")
def model():
    table = riata.datasets.prostate("pandas").rename(columns={"age": HOSTILE})
    return riata.fit(table, "lpsa", drop=["train"], alpha="1se")


@pytest.fixture(scope="module")
def found(model):
    return gather(model)


@pytest.fixture(scope="module")
def page(found):
    return html_page(found)


def test_coefficients_are_those_of_the_path(model, found):
    data, path = found.data, model.path
    for k, alpha in enumerate(found.at.alphas):
        expected = path.at(float(alpha)).coef
        shown = np.zeros(len(model.names))
        for name, entry in zip(data["names"], data["coefs"], strict=True):
            if k in entry["k"]:
                shown[model.names.index(name)] = entry["v"][entry["k"].index(k)]
        np.testing.assert_allclose(shown, expected, rtol=1e-6, atol=1e-7)


def test_both_sides_are_those_of_the_views(model, found):
    problem, path = model.path.problem, model.path
    for k in (5, 40, 90):
        views = make_views(problem, path.at(float(found.at.alphas[k])))
        for name, value in (("t", views.bound), ("sigma2", views.sigma2), ("b", views.b)):
            assert found.data["sides"][name][k] == pytest.approx(value, rel=1e-6), name


def test_the_chosen_strength_is_the_models(model, found):
    assert found.at.alphas[found.at.chosen] == model.alpha
    assert {m.rule for m in found.at.marks} >= {"BIC", "EBIC", "evidence", "chosen"}


def test_names_are_inert(page):
    assert HOSTILE not in page and "&lt;/script&gt;" in page
    blocks = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert HOSTILE in json.loads(blocks[0])["names"]


def test_nothing_is_loaded(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
    assert policy.startswith("default-src &#39;none&#39;") and "unsafe" not in policy
    outside = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"https?:|url\(|@import|<link|<img|<iframe|\ssrc=", outside)


def test_size_and_determinism(model, page):
    assert len(page.encode()) <= 3_000_000
    assert html_page(gather(model)) == page


def test_a_loaded_model_says_what_it_lacks(model, tmp_path):
    model.save(tmp_path / "m.json")
    loaded = gather(riata.load(tmp_path / "m.json"))
    assert "training table" in html_page(loaded)
    assert loaded.data["rows"] is None


def test_a_model_of_an_earlier_version_has_no_sides(model, tmp_path):
    model.save(tmp_path / "m.json")
    old = dataclasses.replace(riata.load(tmp_path / "m.json"), standing=None)
    found = gather(old)
    assert found.sides is None
    assert "saved by an earlier riata" in html_page(found)


def test_a_page_says_which_features_it_leaves_out():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40, 230))
    table = pd.DataFrame(X, columns=[f"x{j}" for j in range(230)]).assign(y=X @ np.ones(230))
    page = html_page(gather(riata.fit(table, "y", penalty="ridge")))
    assert "Drawn are the 200 largest of 230 features" in page


def test_a_place_that_cannot_be_written(model, tmp_path):
    with pytest.raises(ModelFileError, match="cannot write"):
        model.report(tmp_path / "none" / "report.html")
