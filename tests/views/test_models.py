"""``Model.views()`` and ``Model.explain()``: fitted, saved and loaded, and from files that lack it."""

from __future__ import annotations

import json

import numpy as np
import pytest

import riata
from riata.errors import DataError, ModelFileError, ParameterError
from riata.frame.saving import digest_of, document_of
from riata.views import explain, make_views

OPTIONS = [
    {"alpha": 0.1},
    {"alpha": 0.1, "standardize": False},
    {"alpha": "1se", "folds": 3},
    {"alpha": 0.1, "penalty": "ridge"},
    {"alpha": 0.1, "penalty": "elastic-net", "l1_ratio": 0.4},
    {"alpha": riata.Bound(0.5)},
    {"alpha": riata.PriorScale(0.05, 0.7)},
    {"alpha": 0.0},
    {"alpha": riata.Bound(0), "penalty": "ridge"},
    {"alpha": 0.1, "weights": "age", "offset": "lcp"},
    {"alpha": 0.1, "categorical": ["gleason"]},
]
NUMBERS = ["alpha", "bound", "mean_loss", "sigma2", "b", "s", "lambda_l1", "lambda_l2", "log_likelihood"]


@pytest.fixture
def table():
    return riata.datasets.prostate("pandas")


@pytest.fixture
def model(table):
    return riata.fit(table, "lpsa", drop=["train"], alpha=0.1)


@pytest.fixture(params=OPTIONS, ids=str)
def fitted(request, table):
    return riata.fit(table, "lpsa", drop=["train"], **request.param)


def agree(one, other, rel=1e-9):
    for name in NUMBERS:
        ours, theirs = getattr(one, name), getattr(other, name)
        assert ours == theirs or ours == pytest.approx(theirs, rel=rel, nan_ok=True), name


def test_as_the_problem_s_own(fitted):
    path = fitted.path
    known = make_views(path.problem, path.solution(fitted.index))
    agree(fitted.views(), known)
    assert fitted.views().names == tuple(fitted.names)
    told = explain(path.problem, path.solution(fitted.index), target="lpsa")
    assert str(fitted.explain()) == str(told)


def test_saved_and_loaded(fitted, tmp_path):
    fitted.save(tmp_path / "m.json")
    again = riata.load(tmp_path / "m.json")
    assert str(again.views()) == str(fitted.views())
    assert again.explain().to_html() == fitted.explain().to_html()
    again.save(tmp_path / "n.json")
    assert (tmp_path / "n.json").read_bytes() == (tmp_path / "m.json").read_bytes()


def test_from_the_table(fitted, table):
    agree(fitted.views(table=table), fitted.views())
    agree(fitted.views(2.5, table=table), fitted.views(2.5))
    one, two = fitted.explain(table=table), fitted.explain()
    np.testing.assert_allclose(one.needed, two.needed, rtol=1e-9)
    assert one.why == two.why


def test_a_file_of_an_earlier_version(model, table, tmp_path):
    """It has no standing: it loads and predicts, and its views need the table."""
    document = document_of(model)
    del document["standing"]
    document["digest"] = digest_of(document)
    (tmp_path / "old.json").write_text(json.dumps(document))
    old = riata.load(tmp_path / "old.json")
    assert old.standing is None
    np.testing.assert_array_equal(old.predict(table), model.predict(table))
    for ask in (old.views, old.explain):
        with pytest.raises(ParameterError, match="give the training table, table="):
            ask()
    agree(old.views(table=table), model.views())
    with pytest.raises(DataError, match="not the table that was fitted"):
        old.views(table=table.drop(columns="age"))
    old.save(tmp_path / "again.json")
    assert riata.load(tmp_path / "again.json").standing is None


FORGED = {
    "rows as text": ("rows", "many"),
    "rows zero": ("rows", 0),
    "no weight": ("total", 0.0),
    "negative freedom": ("df", -1.0),
    "loss as text": ("mean_loss", "a"),
    "too few pulls": ("pull", [1.0]),
    "pulls as text": ("pull", ["a"] * 8),
    "too few coefficients": ("refit", [1.0]),
    "something more": ("command", "rm"),
    "something less": ("rows", None),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_standing(name, model, tmp_path):
    key, value = FORGED[name]
    document = json.loads(json.dumps(document_of(model)))
    if value is None:
        del document["standing"][key]
    else:
        document["standing"][key] = value
    document["digest"] = digest_of(document)
    (tmp_path / "m.json").write_text(json.dumps(document))
    with pytest.raises(ModelFileError, match="damaged"):
        riata.load(tmp_path / "m.json")


@pytest.mark.parametrize("standing", ["text", [], 3, {}], ids=repr)
def test_a_standing_that_is_none(standing, model, tmp_path):
    document = document_of(model) | {"standing": standing}
    document["digest"] = digest_of(document)
    (tmp_path / "m.json").write_text(json.dumps(document))
    with pytest.raises(ModelFileError, match="damaged"):
        riata.load(tmp_path / "m.json")


def test_back_by_the_prior_and_the_bound(model, table):
    """The views of a model fit it again, by rule."""
    views = model.views()
    for rule in (riata.PriorScale(views.b, views.sigma), riata.Bound(views.bound)):
        again = riata.fit(table, "lpsa", drop=["train"], alpha=rule)
        np.testing.assert_allclose(again.coef, model.coef, rtol=0, atol=1e-10)


def test_sizes_of_y_at_the_ends_of_the_range(table):
    for size in (1e-150, 1e150):
        scaled = table.assign(lpsa=table["lpsa"] * size)
        views = riata.fit(scaled, "lpsa", drop=["train"], alpha=0.1 * size).views()
        assert views.sigma / size == pytest.approx(
            riata.fit(table, "lpsa", drop=["train"], alpha=0.1).views().sigma, rel=1e-9
        )
