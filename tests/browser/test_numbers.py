"""The handle moves everything on the page to what Python computes, for every kind of model."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import trapezoid

from riata.plot.plane import loss_above, make_plane
from riata.plot.source import read_path
from riata.report import gather
from riata.views import make_views
from support.browsing import drawn, move, read
from support.reports import MODELS


@pytest.fixture(scope="module", params=MODELS)
def model(request):
    return MODELS[request.param]()


@pytest.fixture(scope="module")
def at(model):
    return gather(model).at


@pytest.fixture(scope="module")
def page(model, opened, tmp_path_factory):
    path = tmp_path_factory.mktemp("numbers") / "report.html"
    model.report(path)
    with opened(path, width=700) as page:
        yield page


@pytest.fixture(scope="module", params=["strongest", "chosen", "weakest"])
def step(request, at):
    return {"strongest": 0, "chosen": at.chosen, "weakest": len(at.alphas) - 1}[request.param]


@pytest.fixture
def solution(model, at, page, step):
    move(page, step)
    return model.path.at(float(at.alphas[step]))


def test_coefficients(model, page, solution):
    shown = page.eval_on_selector_all(
        "#kept tbody tr", "rows => rows.map(r => [r.cells[0].textContent, +r.cells[1].dataset.value])"
    )
    kept = np.flatnonzero(solution.coef)
    assert dict(shown) == pytest.approx({model.names[j]: solution.coef[j] for j in kept}, rel=1e-5)
    assert read(page, "kept-count") == len(kept)
    dots = [r["scaled"] for r in drawn(page, "path", "here")][1:]
    scaled = (solution.coef * model.deviation)[kept]
    np.testing.assert_allclose(sorted(dots), sorted(scaled), rtol=1e-5, atol=1e-9)


def test_constraint_and_prior(model, page, solution):
    views = make_views(model.path.problem, solution)
    assert read(page, "alpha") == read(page, "multiplier") == pytest.approx(solution.alpha, rel=1e-6)
    assert read(page, "t") == pytest.approx(views.bound, rel=1e-5, abs=1e-9)
    for name, scale in (("b", views.b), ("s", views.s), ("sigma2", views.sigma2)):
        if scale is not None:
            shown = page.get_attribute(f"#{name}", "data-value")
            if np.isfinite(scale):
                assert float(shown) == pytest.approx(scale, rel=1e-5)
            else:
                assert shown == ""
    drawn_density = drawn(page, "prior", "density")
    if not (solution.alpha > 0 and np.isfinite(views.sigma2)):
        assert drawn_density == []
        assert len(page.inner_text("#flat")) > 40
        return
    rate = model.path.problem.units.total * solution.alpha / views.sigma2
    u, p = (np.array([r[name] for r in drawn_density]) for name in ("u", "p"))
    expected = np.exp(model.path.options["penalty"].log_prior(u, rate))
    np.testing.assert_allclose(p, expected, rtol=1e-4, atol=1e-9 * expected.max())
    assert trapezoid(p, u) < 1.02  # no more than all of it is in the window


def test_geometry(model, page, solution):
    pair = [page.inner_text("#across-name"), page.inner_text("#up-name")]
    path = model.path if len(model.path) > 1 else None
    seen = np.where(model.path.options["standardize"], model.deviation, 1.0)
    where = [model.names.index(name) for name in pair]
    width = seen[where]
    shown = np.array([read(page, "across-at"), read(page, "up-at")])
    np.testing.assert_allclose(shown, solution.coef[where] * width, rtol=1e-5, atol=1e-9)
    index = np.flatnonzero(model.path.alphas == solution.alpha)
    if path is None or not len(index):
        return
    plane = make_plane(read_path(path, index=int(index[0])), where)
    least = np.array([read(page, "across-least"), read(page, "up-least")])
    np.testing.assert_allclose(least, plane.centre * width, rtol=1e-4, atol=1e-6)
    assert read(page, "pair-t") == pytest.approx(plane.bound, rel=1e-5, abs=1e-9)
    contours = drawn(page, "geometry", "contours")
    x, y, level = (np.array([r[name] for r in contours]) for name in ("x", "y", "level"))
    inside = np.maximum(np.abs(x), np.abs(y)) < 1e2 * np.abs(shown).max(initial=1e-3)
    above = loss_above(plane, x[inside] / width[0], y[inside] / width[1])
    np.testing.assert_allclose(above, level[inside], rtol=1e-3, atol=1e-6 * level.max())
    if plane.bound > 0:
        ball = np.array([[r["x"], r["y"]] for r in drawn(page, "geometry", "ball")]) / width
        spent = plane.penalty.value(plane.spread * ball) @ plane.factor
        np.testing.assert_allclose(spent, plane.bound, rtol=1e-4)


def test_rows_and_calibration(model, page, solution):
    problem = model.path.problem
    points = drawn(page, "rows", "points")
    fitted = problem.linear_predictor(solution.coef, solution.intercept)
    rows = [r["row"] for r in points]
    np.testing.assert_allclose([r["fitted"] for r in points], fitted[rows], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose([r["observed"] for r in points], problem.y[rows], rtol=1e-6)
    residuals = [r["residual"] for r in drawn(page, "residuals", "points")]
    np.testing.assert_allclose(residuals, (problem.y - fitted)[rows], rtol=1e-3, atol=1e-4)
    if model.cv is not None and solution.alpha in model.cv.alphas:
        error = model.cv.mean[list(model.cv.alphas).index(solution.alpha)]
        assert read(page, "cv-error") == pytest.approx(error, rel=1e-6)
