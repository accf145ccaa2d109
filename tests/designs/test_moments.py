"""Moments: a monoid whose sums are the moments of stacked rows, and whose fits are the rows' fits."""

from __future__ import annotations

import pickle
from itertools import pairwise

import numpy as np
import pytest
from scipy import sparse

import riata
from riata import Moments
from riata.errors import DataError, ParameterError
from riata.penalties import L1, L2, ElasticNet
from support.data import regression

FIELDS = ("total", "x_mean", "y_mean", "xx", "xy", "yy")
PENALTIES = {"l1": L1(), "elastic-net": ElasticNet(0.5), "l2": L2()}
OPTIONS = [
    {},
    {"fit_intercept": False},
    {"standardize": True},
    {"penalty_factor": [0.0, 1.0, 2.0, 1.0, 0.5], "bounds": (-0.5, None)},
]


@pytest.fixture
def parts():
    """Three pieces of rows of different length, with weights."""
    X, y = regression(50, 5)
    weight = np.random.default_rng(1).uniform(0.1, 3.0, 50)
    cuts = [0, 7, 31, 50]
    return [(X[a:b], y[a:b], weight[a:b]) for a, b in pairwise(cuts)]


def moments_of(parts):
    return [Moments.from_data(*part) for part in parts]


def stacked(parts):
    X, y, weight = zip(*parts, strict=True)
    return np.vstack(X), np.concatenate(y), np.concatenate(weight)


def assert_same(first, second, rtol=1e-13):
    assert first.rows == second.rows
    for name in FIELDS:
        a, b = getattr(first, name), getattr(second, name)
        np.testing.assert_allclose(a, b, rtol=rtol, atol=rtol * np.max(np.abs(b)), err_msg=name)


def test_moments_are_what_they_say(parts):
    X, y, weight = stacked(parts)
    found = Moments.from_data(X, y, weight)
    centred, residual = X - weight @ X / weight.sum(), y - weight @ y / weight.sum()
    assert found.shape == (50, 5)
    assert found.total == pytest.approx(weight.sum())
    np.testing.assert_allclose(found.xx, (centred * weight[:, None]).T @ centred, rtol=1e-12)
    np.testing.assert_allclose(found.xy, centred.T @ (weight * residual), rtol=1e-12)
    assert found.yy == pytest.approx(weight @ residual**2)


def test_sums_are_moments_of_stacked_rows(parts):
    a, b, c = moments_of(parts)
    assert_same(a + b + c, Moments.from_data(*stacked(parts)))


def test_monoid_laws(parts):
    a, b, c = moments_of(parts)
    nothing = Moments.empty(5)
    assert_same((a + b) + c, a + (b + c))
    assert_same(a + b, b + a)
    for name in ("rows", *FIELDS):
        np.testing.assert_array_equal(getattr(a + nothing, name), getattr(a, name))
        np.testing.assert_array_equal(getattr(nothing + a, name), getattr(a, name))
    assert (nothing + nothing).total == 0.0
    assert_same(sum([a, b, c]), a + b + c)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
def test_fits_equal_those_of_stacked_rows(parts, penalty, options):
    X, y, weight = stacked(parts)
    fit = riata.path(sum(moments_of(parts)), penalty=penalty, alphas=12, **options)
    rows = riata.path(X, y, sample_weight=weight, penalty=penalty, alphas=12, **options)
    np.testing.assert_allclose(fit.alphas, rows.alphas, rtol=1e-12)
    np.testing.assert_allclose(fit.coefs.toarray(), rows.coefs.toarray(), rtol=0, atol=1e-11)
    np.testing.assert_allclose(fit.intercepts, rows.intercepts, rtol=1e-11)
    np.testing.assert_allclose(fit.dev_ratio, rows.dev_ratio, rtol=0, atol=1e-12)
    np.testing.assert_allclose(fit.df, rows.df, rtol=1e-9)
    assert fit.gaps.max() <= 1e-8
    assert rows.certificate(X, y, sample_weight=weight).max() <= 1e-8


def test_least_squares(parts):
    X, y, weight = stacked(parts)
    fit = riata.path(Moments.from_data(X, y, weight), alphas=[0.0])
    root = np.sqrt(weight)
    design = np.column_stack([np.ones(50), X]) * root[:, None]
    expected = np.linalg.lstsq(design, root * y, rcond=None)[0]
    np.testing.assert_allclose(fit.coef(0), expected[1:], rtol=1e-10)


def test_offset_is_subtracted(parts):
    X, y, weight = stacked(parts)
    offset = np.linspace(-1.0, 1.0, 50)
    assert_same(Moments.from_data(X, y, weight, offset=offset), Moments.from_data(X, y - offset, weight))


def test_weights_are_repetitions(parts):
    X, y, _ = stacked(parts)
    count = np.random.default_rng(2).integers(0, 3, 50)
    repeated = Moments.from_data(np.repeat(X, count, axis=0), np.repeat(y, count))
    weighted = Moments.from_data(X, y, count)
    for name in FIELDS:
        np.testing.assert_allclose(getattr(weighted, name), getattr(repeated, name), atol=1e-11)


def test_rows_of_weight_zero_are_nothing(parts):
    a, _, _ = moments_of(parts)
    X, y, _ = parts[1]
    with pytest.raises(DataError, match="zero in every row"):
        Moments.from_data(X, y, np.zeros(len(y)))
    first = parts[0]
    some = Moments.from_data(np.vstack([first[0], X]), np.r_[first[1], y], np.r_[first[2], 0 * y])
    for name in FIELDS:
        np.testing.assert_allclose(getattr(some, name), getattr(a, name), atol=1e-12)


def test_large_means_do_not_cancel():
    X, y = regression(60, 4)
    shifted = X + 1e8
    exact = Moments.from_data(shifted - 1e8, y + 1e8 - 1e8)
    for count in (1, 5, 60):
        pieces = zip(np.array_split(shifted, count), np.array_split(y + 1e8, count), strict=True)
        merged = sum(Moments.from_data(*piece) for piece in pieces)
        np.testing.assert_allclose(merged.xx, exact.xx, rtol=0, atol=1e-6)
        np.testing.assert_allclose(merged.xy, exact.xy, rtol=0, atol=1e-6)
        np.testing.assert_allclose(merged.x_mean - 1e8, exact.x_mean, rtol=0, atol=1e-7)
        fit = riata.path(merged, alphas=[0.05])
        expected = riata.path(X, y, alphas=[0.05])
        np.testing.assert_allclose(fit.coef(0), expected.coef(0), rtol=0, atol=1e-6)


def test_sparse_and_frames(parts):
    pd = pytest.importorskip("pandas")
    X, y, weight = parts[1]
    X = np.where(np.abs(X) > 0.5, X, 0.0)
    expected = Moments.from_data(X, y, weight)
    assert_same(Moments.from_data(sparse.csc_array(X), y, weight), expected)
    named = Moments.from_data(pd.DataFrame(X, columns=list("abcde")), y, weight)
    assert_same(named, expected)
    assert (named + expected).names == list("abcde")
    assert riata.path(named, alphas=3, penalty_factor={"a": 0.0}).names == list("abcde")


def test_pickle(parts):
    a = moments_of(parts)[0]
    assert_same(pickle.loads(pickle.dumps(a)), a, rtol=0)


def test_what_needs_rows_says_so(parts):
    moments = sum(moments_of(parts))
    problem = riata.make_problem(moments)
    with pytest.raises(DataError, match="needs the rows of the data, and the problem has only moments"):
        problem.rows  # noqa: B018
    with pytest.raises(DataError, match="from_data needs rows; these are moments already"):
        Moments.from_data(moments, np.zeros(50))


@pytest.mark.parametrize("extra", [{"y": np.ones(50)}, {"sample_weight": 1.0}, {"offset": np.ones(50)}])
def test_moments_contain_everything(parts, extra):
    with pytest.raises(ParameterError, match="moments contain y, weights and offset"):
        riata.make_problem(sum(moments_of(parts)), **extra)


def test_sums_need_the_same_columns(parts):
    with pytest.raises(DataError, match="moments of 5 and of 4 columns cannot be added"):
        moments_of(parts)[0] + Moments.empty(4)
    with pytest.raises(TypeError):
        moments_of(parts)[0] + 1
