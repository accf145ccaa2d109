"""The path as a record: lookup, prediction, data frames, pickling, its certificate afresh."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy import sparse

import riata
from riata.errors import MissingExtraError, ParameterError
from riata.solve import frames
from support.data import regression
from support.options import OPTIONS, PENALTIES, make_options


@pytest.fixture
def data():
    return regression(30, 6)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


@pytest.mark.parametrize("name", ["plain", "weights", "all"])
def test_at_is_the_solution_there(data, penalty, name):
    X, y = data
    options = make_options(name, 30, 6)
    fit = riata.path(X, y, penalty=penalty, alphas=[2.0, 0.5, 0.1], **options)
    for alpha in (5.0, 0.9, 0.2, 0.01, 0.0):
        found = fit.at(alpha)
        fresh = riata.path(X, y, penalty=penalty, alphas=[alpha], **options)
        np.testing.assert_allclose(found.coef, fresh.coef(0), rtol=0, atol=1e-9)
        assert found.alpha == alpha
        assert found.intercept == pytest.approx(fresh.intercepts[0], abs=1e-9)
        assert found.df == pytest.approx(fresh.df[0], rel=1e-9)
        assert found.dev_ratio == pytest.approx(fresh.dev_ratio[0], abs=1e-10)
        assert found.penalty_value == pytest.approx(fit.problem.penalty_value(found.coef))
        assert found.gap <= 1e-8


def test_at_a_strength_of_the_path(data, penalty):
    X, y = data
    fit = riata.path(X, y, penalty=penalty, alphas=8)
    for exact in (True, False):
        found = fit.at(fit.alphas[3], exact=exact)
        np.testing.assert_array_equal(found.coef, fit.coef(3))
        assert found.gap == fit.gaps[3]
        assert found.dev_ratio == fit.dev_ratio[3]


def test_interpolation_is_linear(data, penalty):
    X, y = data
    fit = riata.path(X, y, penalty=penalty, alphas=[2.0, 1.0, 0.2])
    found = fit.at(0.4, exact=False)
    np.testing.assert_allclose(found.coef, 0.25 * fit.coef(1) + 0.75 * fit.coef(2), rtol=1e-14)
    assert found.intercept == pytest.approx(0.25 * fit.intercepts[1] + 0.75 * fit.intercepts[2])
    assert found.df == pytest.approx(0.25 * fit.df[1] + 0.75 * fit.df[2])
    assert found.dev_ratio == pytest.approx(0.25 * fit.dev_ratio[1] + 0.75 * fit.dev_ratio[2])
    assert np.isnan(found.gap)


def test_interpolation_of_the_lasso_is_exact_on_a_segment(data):
    """Between two kinks the path is a line."""
    X, y = data
    fit = riata.path(X, y, alphas=np.linspace(0.05, 0.03, 3))
    if len({tuple(np.sign(fit.coef(k))) for k in range(3)}) == 1:
        middle = riata.path(X, y, alphas=[0.05, 0.03]).at(0.04, exact=False)
        np.testing.assert_allclose(middle.coef, fit.coef(1), rtol=1e-10)


@pytest.mark.parametrize("alpha", [3.0, 0.1, 0.0])
def test_interpolation_stays_inside(data, alpha):
    fit = riata.path(*data, alphas=[2.0, 1.0, 0.2])
    with pytest.raises(ParameterError, match=r"is outside the path's \[0\.2, 2\]: interpolation is not"):
        fit.at(alpha, exact=False)


@pytest.mark.parametrize("alpha", [-1.0, np.nan, np.inf])
def test_strengths_that_are_none(data, alpha):
    with pytest.raises(ParameterError, match=f"alpha must be a number >= 0, not {alpha}"):
        riata.path(*data, alphas=3).at(alpha)


def test_predict(data, penalty):
    X, y = data
    fit = riata.path(X, y, penalty=penalty, alphas=5)
    new, _ = regression(11, 6, seed=8)
    expected = new @ fit.coefs.toarray() + fit.intercepts
    assert expected.shape == (11, 5)
    for x in (new, np.asfortranarray(new), sparse.csc_array(new), sparse.csr_array(new), new.tolist()):
        np.testing.assert_allclose(fit.predict(x), expected, rtol=1e-12)
    offset = np.arange(11.0)
    np.testing.assert_allclose(fit.predict(new, offset=offset), expected + offset[:, None])


def test_predict_needs_the_same_columns(data):
    fit = riata.path(*data, alphas=2)
    with pytest.raises(ParameterError, match="X has 5 columns; the path was fitted on 6"):
        fit.predict(data[0][:, :5])


@pytest.mark.parametrize("name", OPTIONS)
def test_certificate_from_the_data_again(data, penalty, name):
    X, y = data
    options = make_options(name, 30, 6)
    rows = {k: options[k] for k in ("sample_weight", "offset") if k in options}
    fit = riata.path(X, y, penalty=penalty, alphas=6, **options)
    assert fit.certificate(X, y, **rows).shape == (6,)
    assert fit.certificate(X, y, **rows).max() <= 1e-8
    assert fit.certificate(X, y + np.linspace(-3, 3, 30) * X[:, 0], **rows).max() > 1e-4
    if rows:
        assert fit.certificate(X, y).max() > 1e-6


@pytest.mark.parametrize(
    ("backend", "kind"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("pyarrow", pa.Table)]
)
def test_frames(data, backend, kind):
    X, y = data
    fit = riata.path(X, y, alphas=4)
    frame = fit.to_frame(backend)
    assert isinstance(frame, kind)
    table = frame.to_pandas() if backend == "pyarrow" else frame
    names = ["alpha", "intercept", "df", "dev_ratio", "gap", *(f"x{j}" for j in range(6))]
    assert list(table.columns) == names
    for name, values in (("alpha", fit.alphas), ("intercept", fit.intercepts), ("df", fit.df)):
        np.testing.assert_array_equal(table[name].to_numpy(), values)
    for j in range(6):
        np.testing.assert_array_equal(table[f"x{j}"].to_numpy(), fit.coefs.toarray()[j])


def test_frames_keep_names_apart(data):
    X, y = data
    table = pd.DataFrame(X, columns=["alpha", "b", "gap", "d", "e", "f"])
    frame = riata.path(table, y, alphas=3).to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns)[5:] == ["alpha_", "b", "gap_", "d", "e", "f"]


def test_frames_keep_odd_names_apart(data):
    X, y = data
    table = pd.DataFrame(X, columns=["alpha", "alpha_", "gap", "d", "e", "f"])
    frame = riata.path(table, y, alphas=3).to_frame()
    assert frame.shape == (3, 11)


def test_frames_of_no_library(data, monkeypatch):
    fit = riata.path(*data, alphas=2)
    with pytest.raises(ParameterError, match=r"backend must be one of .*, not 'dask'"):
        fit.to_frame("dask")
    monkeypatch.setattr(frames, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="data frames need polars: pip install polars"):
        fit.to_frame("polars")
    with pytest.raises(ImportError, match="need pandas or polars or pyarrow"):
        fit.to_frame()


def test_pickle_drops_the_data_and_keeps_the_numbers(penalty):
    X, y = regression(2000, 20)
    fit = riata.path(X, y, penalty=penalty, alphas=5)
    stored = pickle.dumps(fit)
    assert len(stored) < X.nbytes / 10
    twin = pickle.loads(stored)
    assert twin.problem is None
    assert fit.problem is not None
    for name in ("alphas", "intercepts", "gaps", "dev_ratio", "df"):
        np.testing.assert_array_equal(getattr(twin, name), getattr(fit, name))
    np.testing.assert_array_equal(twin.coefs.toarray(), fit.coefs.toarray())
    np.testing.assert_array_equal(twin.predict(X[:5]), fit.predict(X[:5]))
    np.testing.assert_array_equal(twin.certificate(X, y), fit.certificate(X, y))
    assert twin.at(fit.alphas[2]).alpha == fit.alphas[2]
    twin.at(np.sqrt(fit.alphas[1] * fit.alphas[2]), exact=False)
    with pytest.raises(ParameterError, match=r"this path has lost its data \(by pickling\)"):
        twin.at(fit.alphas[2] * 0.9)
    assert fit.without_data().problem is None


def test_shapes_and_names(data):
    X, y = data
    fit = riata.path(pd.DataFrame(X, columns=list("abcdef")), y, alphas=7)
    assert len(fit) == 7
    assert fit.coefs.shape == (6, 7)
    assert fit.coefs.format == "csc"
    assert fit.names == list("abcdef")
    for name in ("alphas", "intercepts", "gaps", "dev_ratio", "df"):
        assert getattr(fit, name).shape == (7,)
    assert np.all(np.diff(fit.alphas) < 0)
    assert np.all(np.diff(fit.dev_ratio) >= -1e-12)
    assert fit.info.seconds > 0
    assert fit.coef(-1).shape == (6,)
    np.testing.assert_array_equal(fit.coef(-1), fit.coefs.toarray()[:, -1])
    with pytest.raises(FrozenInstanceError):
        fit.alphas = None


def test_no_zeros_are_stored():
    X, y = regression(15, 22)
    for bounds in (None, (0.0, None)):
        coefs = riata.path(X, y, alphas=30, bounds=bounds).coefs
        assert np.all(coefs.data != 0)
        assert coefs.has_sorted_indices
