"""What a page draws from, beside independent ways to the same numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

import riata
from riata.plot.plane import make_plane
from riata.plot.source import read_path
from riata.report import gather
from riata.report.groups import groups_of
from support.reports import mixed_table, wide_table


@pytest.fixture(scope="module")
def found(any_model):
    return gather(any_model)


def steps(found):
    last = len(found.at.alphas) - 1
    return sorted({0, found.at.chosen, last // 2, last})


def test_every_prior_integrates_to_one(found):
    a, b = found.data["elastic"]
    for k in steps(found):
        rate, log_z = found.sides.rate[k], found.sides.log_normaliser[k]
        if found.at.alphas[k] == 0:
            assert rate == 0
            assert np.isnan(log_z)
            assert found.data["sides"]["log_normaliser"][k] is None
        elif np.isfinite(rate):
            unit = found.sides.b[k] if a else found.sides.s[k]  # integrate where the mass is

            def density(u, rate=rate, log_z=log_z, unit=unit):
                u = u * unit
                return unit * np.exp(-rate * (a * abs(u) + b * u * u / 2) - log_z)

            assert 2 * quad(density, 0, np.inf)[0] == pytest.approx(1.0, rel=1e-6)


def test_scales_are_those_of_the_rate(found):
    a, b = found.data["elastic"]
    rate = found.sides.rate
    proper = rate > 0
    assert proper.any()
    if a:
        np.testing.assert_allclose(found.sides.b[proper] * rate[proper] * a, 1.0, rtol=1e-12)
    if b:
        np.testing.assert_allclose(found.sides.s[proper] ** 2 * rate[proper] * b, 1.0, rtol=1e-12)


def test_the_geometry_is_that_of_the_plot(any_model, found):
    model, geometry = any_model, found.geometry
    seen = np.where(model.path.options["standardize"], model.deviation, 1.0)
    on_path = {float(alpha): k for k, alpha in enumerate(model.path.alphas)}
    compared = 0
    for k in steps(found):
        index = on_path.get(float(found.at.alphas[k]))
        if index is None:
            continue
        for i, j in ((0, 1), (1, 0), (0, len(geometry.features) - 1)):
            pair = [int(geometry.features[i]), int(geometry.features[j])]
            plane = make_plane(read_path(model.path, index=index), pair)
            width = seen[pair]
            hessian = geometry.hessian[np.ix_([i, j], [i, j])]
            np.testing.assert_allclose(hessian, plane.hessian / np.outer(width, width), rtol=1e-9)
            np.testing.assert_allclose(
                geometry.slope[k, [i, j]], plane.slope / width, rtol=1e-7, atol=1e-12
            )
            compared += 1
    assert compared


def test_leverages_are_derivatives_of_the_fit(any_model, found):
    """Central differences of refits, where the set of kept columns is the same on both sides."""
    model, problem = any_model, any_model.path.problem
    one = found.diagnosis
    step, checked = 1e-5 * np.std(problem.y), 0
    given = {k: v for k, v in problem.options.items() if k != "loss"}
    X = problem.rows.block(
        slice(None),
        np.arange(problem.shape[1]),
        type(problem.view)(np.zeros(problem.shape[1]), np.ones(problem.shape[1]), None),
    )
    for i in (0, 7, len(problem.y) - 1):
        values = []
        for sign in (1, -1):
            y = problem.y.copy()
            y[i] += sign * step
            again = riata.path(
                X, y, alphas=[model.alpha], sample_weight=problem.weight, tol=1e-14, **given
            )
            same = np.array_equal(again.coefs[:, [0]].toarray()[:, 0] != 0, model.coef != 0)
            values.append(X[i] @ again.coef(0) + again.intercepts[0] if same else np.nan)
        slope = (values[0] - values[1]) / (2 * step)
        if np.isfinite(slope):
            assert one.leverage[i] == pytest.approx(slope, rel=1e-4, abs=1e-7)
            checked += 1
    assert checked
    assert one.df == pytest.approx(one.leverage.sum())


def test_influence_is_cooks_distance():
    """Beside refits of least squares without each row."""
    table = riata.datasets.prostate("pandas").drop(columns="train")
    model = riata.fit(table, "lpsa", alpha=0.0)
    found = gather(model)
    X = np.column_stack([np.ones(97), table.drop(columns="lpsa").to_numpy(float)])
    y = table["lpsa"].to_numpy()
    full = X @ np.linalg.lstsq(X, y, rcond=None)[0]
    sigma2 = np.sum((y - full) ** 2) / (97 - 9)
    for i in (0, 31, 96):
        keep = np.arange(97) != i
        without = X @ np.linalg.lstsq(X[keep], y[keep], rcond=None)[0]
        cook = np.sum((full - without) ** 2) / (9 * sigma2)
        assert found.diagnosis.influence[i] == pytest.approx(cook, rel=1e-6)
    order = np.argsort(-found.diagnosis.influence)
    assert list(found.diagnosis.listed) == list(order[:8])


def test_calibration_is_by_rows_held_out():
    model = riata.fit(wide_table(), "y")
    problem, cv = model.path.problem, model.cv
    found = gather(model).calibration
    X = wide_table().drop(columns="y").to_numpy()
    predicted = np.full(30, np.nan)
    for test, coefs, intercepts in zip(cv.test_rows, cv.coefs, cv.intercepts, strict=True):
        predicted[test] = X[test] @ coefs[:, [model.index]].toarray()[:, 0] + intercepts[model.index]
    order = np.argsort(predicted, kind="stable")
    k = list(found.steps).index(int(np.argmin(np.abs(gather(model).at.alphas - model.alpha))))
    assert found.held_out
    for b, part in enumerate(np.array_split(order, found.predicted.shape[1])):
        assert found.predicted[k, b] == pytest.approx(predicted[part].mean(), rel=1e-9)
        assert found.observed[k, b] == pytest.approx(problem.y[part].mean(), rel=1e-9)
        error = problem.y[part].std(ddof=1) / np.sqrt(len(part))
        assert found.error[k, b] == pytest.approx(error, rel=1e-9)


def test_groups_are_what_correlations_say():
    table = mixed_table().dropna().reset_index(drop=True)
    model = riata.fit(table, "price", drop=["weight"])
    names, groups = model.names, groups_of(model.path.problem, np.arange(len(model.names)))
    assert [sorted(names[j] for j in one) for one in groups.members] == [["area", "feet"]]
    assert groups.same == (True,)
    assert groups.dependent == 2  # the copy, and the levels of the city
    assert groups.compared == len(names) - 1  # without the constant


def test_the_call_on_the_page_repeats_the_model():
    from riata.report.repeating import call_of

    table = mixed_table()
    options = {"penalty": "elastic-net", "weights": "weight", "missing": "mean", "drop": ["feet"]}
    model = riata.fit(table, "price", alpha="1se", l1_ratio=0.3, seed=5, folds=7, **options)
    again = eval(call_of(model), {"riata": riata, "table": table})
    assert again.fingerprint == model.fingerprint
    np.testing.assert_array_equal(again.coef, model.coef)
