"""Posterior densities, and predictive bands."""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy.stats import norm

import riata
from riata.errors import ParameterError
from riata.plot import PosteriorDisplay, PredictiveDisplay
from riata.plot.band import mixture_quantile
from riata.plot.draws import read_draws, smooth


@pytest.fixture(scope="module")
def fitted(diabetes):
    """A ridge, and exact draws from its posterior at a known variance."""
    X, y = diabetes
    model = riata.Ridge(alpha=1.0).fit(X, y)
    rng, sigma2, Z = np.random.default_rng(0), 3000.0, X.to_numpy()
    covariance = sigma2 * np.linalg.inv(Z.T @ Z + np.eye(10))
    coef = rng.multivariate_normal(model.coef_, covariance, (4, 500))
    posterior = SimpleNamespace(
        coef=coef,
        names=list(X.columns),
        intercept=y.mean() + np.sqrt(sigma2 / len(y)) * rng.standard_normal((4, 500)),
        sigma2=np.full((4, 500), sigma2),
    )
    return model, posterior


def test_rows_are_sorted_and_intervals_right(fitted, apart):
    model, posterior = fitted
    drawn = PosteriorDisplay.from_posterior(posterior, map_coef=model.coef_, interval=0.8)
    draws = posterior.coef.reshape(-1, 10)
    medians = np.median(draws, axis=0)
    order = np.argsort(-np.abs(medians), kind="stable")
    np.testing.assert_array_equal(drawn.columns_, order)
    np.testing.assert_allclose(drawn.medians_.get_xdata(), medians[order])
    np.testing.assert_allclose(drawn.map_.get_xdata(), model.coef_[order])
    low, high = np.quantile(draws, [0.1, 0.9], axis=0)
    ends = np.array([segment[:, 0] for segment in drawn.intervals_.get_segments()])
    np.testing.assert_allclose(ends, np.column_stack([low, high])[order])
    assert [t.get_text() for t in drawn.ax_.get_yticklabels()] == [posterior.names[j] for j in order]
    assert "80 % interval" in drawn.key_.get_texts()[1].get_text()
    apart(drawn.figure_, drawn.ax_.get_yticklabels(), drawn.key_.get_texts())


def test_from_an_estimator_with_its_prior(fitted, diabetes):
    model, posterior = fitted
    drawn = PosteriorDisplay.from_estimator(model, posterior, sigma2=3000.0)
    assert len(drawn.priors_) == len(drawn.densities_) == 10
    np.testing.assert_allclose(drawn.map_.get_xdata(), model.coef_[drawn.columns_])
    scaled = PosteriorDisplay.from_estimator(model, posterior, standardized=True)
    deviation = diabetes[0].std(ddof=0).to_numpy()
    np.testing.assert_allclose(
        scaled.map_.get_xdata(), (model.coef_ * deviation)[scaled.columns_], rtol=1e-12
    )
    assert "sd" in scaled.ax_.get_xlabel()


def test_plain_arrays_and_given_axes(fitted):
    figure = Figure(figsize=(5, 2), layout="constrained")
    ax = figure.add_subplot()
    drawn = PosteriorDisplay.from_posterior(fitted[1].coef, prior=norm(scale=50.0), ax=ax)
    assert drawn.ax_ is ax and drawn.figure_ is figure and plt.get_fignums() == []
    assert 0 < len(drawn.columns_) < 10 and "largest of 10" in ax.get_title(loc="left")
    assert drawn.map_ is None and len(drawn.priors_) == len(drawn.columns_)
    assert PosteriorDisplay.from_posterior(fitted[1].coef[0], max_features=3).columns_.size == 3


def test_the_mode_that_comes_with_the_draws(fitted):
    model, posterior = fitted
    drawn = PosteriorDisplay.from_posterior(SimpleNamespace(coef=posterior.coef, mode=model.coef_))
    np.testing.assert_allclose(drawn.map_.get_xdata(), model.coef_[drawn.columns_])


def test_a_sharp_prior_is_cut_rather_than_the_posterior_flattened(fitted):
    drawn = PosteriorDisplay.from_posterior(fitted[1], prior=norm(scale=1e-3))
    for line, row in zip(drawn.priors_, range(10), strict=True):
        assert np.min(np.asarray(line.get_ydata()) - row) < -1.0  # goes on beyond what is shown
        ends = drawn.ax_.transData.inverted().transform(line.get_clip_box().get_points())[:, 1]
        assert ends.min() > row - 1.0  # the row above is not touched
        assert ends.max() > row
    height = [np.ptp(d.get_paths()[0].vertices[:, 1]) for d in drawn.densities_]
    assert min(height) > 0.3


def test_names_that_are_hostile(fitted, apart):
    names = ["$\\alpha$", "a_b^{c}", "line\nbreak", "", *"abcdef"]
    drawn = PosteriorDisplay.from_posterior(fitted[1].coef, names=names)
    apart(drawn.figure_, drawn.ax_.get_yticklabels())


def test_a_density_is_a_density():
    draws = np.random.default_rng(1).standard_normal(4000)
    at, density = smooth(draws)
    assert np.trapezoid(density, at) == pytest.approx(0.996, abs=0.01)
    assert np.max(np.abs(density - norm.pdf(at))) < 0.04
    at, density = smooth(np.full(10, 2.0))
    assert np.all(at == 2.0) and np.all(density == 0)


def test_draws_that_do_not_move(fitted):
    still = np.zeros((2, 50, 3))
    still[..., 1] = np.random.default_rng(2).standard_normal((2, 50))
    PosteriorDisplay.from_posterior(still).figure_.draw_without_rendering()


@pytest.mark.parametrize("unit", [1e-120, 1e70])
def test_any_unit(fitted, unit):
    drawn = PosteriorDisplay.from_posterior(fitted[1].coef * unit)
    drawn.figure_.draw_without_rendering()


def test_what_is_refused(fitted):
    posterior = fitted[1]
    coef = posterior.coef
    for draws, names, words in (
        ("draws", None, "shape"),
        (coef[0, 0], None, "shape"),
        (coef[:0], None, "shape"),
        (np.full((2, 3, 1), np.nan), None, "finite"),
        (coef, ["a"], "1 names for 10"),
        (SimpleNamespace(coef=coef, sigma2=np.ones(3)), None, "3 draws of sigma2"),
    ):
        with pytest.raises(ParameterError, match=words):
            read_draws(draws, names)
    with pytest.raises(ParameterError, match="probability"):
        PosteriorDisplay.from_posterior(coef, interval=1.0)
    with pytest.raises(ParameterError, match="map_coef must be 10"):
        PosteriorDisplay.from_posterior(coef, map_coef=np.zeros(3))
    with pytest.raises(ParameterError, match="2 priors for 10"):
        PosteriorDisplay.from_posterior(coef, prior=[norm(), norm()])


def test_band_is_the_exact_predictive(fitted, diabetes, apart):
    model, posterior = fitted
    X, y = diabetes
    drawn = PredictiveDisplay.from_estimator(model, X, y, posterior, feature="bmi", interval=0.9)
    band, j = drawn.band, list(X.columns).index("bmi")
    rows = np.tile(X.to_numpy().mean(axis=0), (len(band.at), 1))
    rows[:, j] = band.at
    np.testing.assert_allclose(band.fit, model.intercept_ + rows @ model.coef_)
    Z = X.to_numpy()
    spread = 3000.0 * np.einsum("ij,jk,ik->i", rows, np.linalg.inv(Z.T @ Z + np.eye(10)), rows)
    deviation = np.sqrt(3000.0 * (1 + 1 / len(y)) + spread)
    np.testing.assert_allclose(band.high - band.fit, 1.645 * deviation, rtol=0.05)
    np.testing.assert_allclose(band.fit - band.low, 1.645 * deviation, rtol=0.05)
    others = np.delete(np.arange(10), j)
    away = (Z - Z.mean(axis=0))[:, others] @ model.coef_[others]
    np.testing.assert_allclose(drawn.points_.get_ydata(), y - away)
    assert 0.85 < np.mean((band.y > band.at_data(band.low)) & (band.y < band.at_data(band.high))) < 0.96
    apart(drawn.figure_, drawn.key_.get_texts())


def test_mixture_quantile():
    rng = np.random.default_rng(3)
    centres, noise = rng.standard_normal((300, 4)), rng.uniform(0.5, 2.0, 300)
    for share in (0.05, 0.5, 0.975):
        found = mixture_quantile(centres, noise, share)
        below = norm.cdf((found - centres) / noise[:, None]).mean(axis=0)
        np.testing.assert_allclose(below, share, atol=1e-10)


def test_predictions_made_elsewhere():
    x = np.linspace(0, 1, 20)
    figure = Figure(layout="constrained")
    ax = figure.add_subplot()
    drawn = PredictiveDisplay.from_predictions(
        x, x**2, at=x, fit=x**2, low=x**2 - 1, high=x**2 + 1, name="$x$", ax=ax
    )
    assert drawn.ax_ is ax and drawn.mean_ is None and "100 %" in ax.get_title(loc="left")
    figure.draw_without_rendering()
    with pytest.raises(ParameterError, match="one length"):
        PredictiveDisplay.from_predictions(x, x[:3], at=x, fit=x, low=x, high=x)


def test_predictive_refuses(fitted, diabetes):
    model, posterior = fitted
    X, y = diabetes
    with pytest.raises(ParameterError, match="lack `sigma2`"):
        PredictiveDisplay.from_estimator(model, X, y, posterior.coef)
    with pytest.raises(ParameterError, match="no feature 'weight'"):
        PredictiveDisplay.from_estimator(model, X, y, posterior, feature="weight")
    with pytest.raises(ParameterError, match="the model has 10"):
        PredictiveDisplay.from_estimator(model, X[["bmi"]], y, posterior)
    with pytest.raises(ParameterError, match="probability"):
        PredictiveDisplay.from_estimator(model, X, y, posterior, interval=2)
