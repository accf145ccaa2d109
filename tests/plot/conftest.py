"""Fitted models of every kind, and figures that are closed after each test."""

from __future__ import annotations

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.text import Text
from sklearn.datasets import load_diabetes

import riata

#: Names that a careless plot would read as mathematics, break, or fail to draw.
HOSTILE = [
    "$\\alpha$",
    "a_b^{c}",
    "100% \\frac{",
    "line\nbreak\ttab",
    "Größe des Körpers",
    "\u5e74\u9f62",
    "a" * 60 + "_1",
    "a" * 60 + "_2",
    "",
    "<b>&amp;</b> $1$ \\$2",
]


@pytest.fixture(autouse=True)
def _clean():
    """No figure is left open, and no setting is changed."""
    before = dict(mpl.rcParams)
    yield
    plt.close("all")
    assert dict(mpl.rcParams) == before


@pytest.fixture(scope="session")
def diabetes():
    return load_diabetes(return_X_y=True, as_frame=True)


@pytest.fixture(scope="session")
def wide():
    """More columns than rows."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((60, 300))
    return X, X[:, :5] @ np.array([3.0, -2.0, 2.0, 1.0, -1.0]) + rng.standard_normal(60)


@pytest.fixture(scope="session")
def models(diabetes, wide):
    """A fitted estimator of every kind, by name."""
    X, y = diabetes
    rule = riata.CV(5)
    few, named = X[["bmi", "bp", "s5"]], X.set_axis(HOSTILE, axis=1)
    return {
        "lasso-cv": riata.LassoCV(cv=5).fit(X, y),
        "lasso-1se": riata.Lasso(alpha=riata.CV(5, rule="1se")).fit(X, y),
        "elastic-net": riata.ElasticNetCV(l1_ratio=[0.3, 0.8], cv=3).fit(X, y),
        "ridge": riata.Ridge(alpha=rule).fit(X, y),
        "wide": riata.Lasso(alpha=rule).fit(*wide),
        "wide-ridge": riata.Ridge(alpha=rule).fit(*wide),
        "three": riata.Lasso(alpha=rule).fit(few, y),
        "hostile": riata.Lasso(alpha=rule, standardize=True).fit(named, y),
        "one": riata.Lasso(alpha=0.5).fit(X, y),
        "zero": riata.Lasso(alpha=50.0).fit(X, y),
        "nothing": riata.Ridge(alpha=riata.Bound(0.0)).fit(X, y),
        "unpenalised": riata.Lasso(alpha=0.0).fit(X, y),
    }


KINDS = (
    "lasso-cv",
    "lasso-1se",
    "elastic-net",
    "ridge",
    "wide",
    "wide-ridge",
    "three",
    "hostile",
    "one",
    "zero",
    "nothing",
    "unpenalised",
)
VALIDATED = KINDS[:8]


@pytest.fixture(params=KINDS)
def model(request, models):
    """Every kind of fitted estimator."""
    return models[request.param]


@pytest.fixture(params=VALIDATED)
def validated(request, models):
    """Every cross-validated one."""
    return models[request.param]


@pytest.fixture
def apart():
    """Check that the texts of each group overlap neither each other nor the edge of the figure."""

    def check(figure, *groups):
        figure.draw_without_rendering()
        for texts in groups:
            compare(figure, texts)

    def compare(figure, texts):
        boxes = [Text.get_window_extent(t) for t in texts]  # the words, without the leader
        for k, box in enumerate(boxes):
            assert box.x0 >= 0 and box.x1 <= figure.bbox.width, texts[k].get_text()
            assert box.y0 >= 0 and box.y1 <= figure.bbox.height, texts[k].get_text()
            for other in boxes[:k]:
                width = min(box.x1, other.x1) - max(box.x0, other.x0)
                height = min(box.y1, other.y1) - max(box.y0, other.y0)
                assert width <= 0 or height <= 0.5, texts[k].get_text()

    return check
