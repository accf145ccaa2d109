"""Whatever X comes in: the same answer, and not a bit of it changed."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.designs import make_design
from riata.penalties import L1, L2, ElasticNet
from support.containers import KINDS, make_container, snapshot

ALL = [*KINDS, "memmap"]
PENALTIES = {"l1": L1(), "elastic-net": ElasticNet(0.5), "l2": L2()}


def integers(n, p, seed=3):
    rng = np.random.default_rng(seed)
    X = rng.integers(-6, 7, (n, p)) * (rng.random((n, p)) < 0.7)
    y = X[:, 0] - 0.5 * X[:, 1] + rng.standard_normal(n)
    return X.astype(float), y


@pytest.fixture(params=[(30, 6), (7, 8)], ids=["tall", "wide"])
def data(request):
    return integers(*request.param)


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
@pytest.mark.parametrize("kind", ALL)
def test_same_solution(kind, penalty, data, tmp_path):
    X, y = data
    container = make_container(kind, X, tmp_path)
    before = snapshot(container)
    fit = riata.path(container, y, penalty=penalty, alphas=6)
    expected = riata.path(X, y, penalty=penalty, alphas=6)
    np.testing.assert_allclose(fit.alphas, expected.alphas, rtol=1e-12)
    np.testing.assert_allclose(fit.coefs.toarray(), expected.coefs.toarray(), rtol=0, atol=1e-10)
    np.testing.assert_allclose(fit.intercepts, expected.intercepts, rtol=0, atol=1e-10)
    np.testing.assert_allclose(fit.predict(container), expected.predict(X), rtol=0, atol=1e-9)
    assert fit.certificate(container, y).max() <= 1e-8
    assert snapshot(container) == before


@pytest.mark.parametrize("options", [{"fit_intercept": False}, {"standardize": True}], ids=str)
@pytest.mark.parametrize("kind", ALL)
def test_same_solution_with_weights_and_least_squares(kind, options, data, tmp_path):
    X, y = data
    container = make_container(kind, X, tmp_path)
    weight = np.random.default_rng(0).uniform(0.5, 2.0, len(y))
    given = {"alphas": [0.2, 0.0], "sample_weight": weight, "penalty_factor": np.arange(X.shape[1]) % 3}
    fit = riata.path(container, y, **given, **options)
    expected = riata.path(X, y, **given, **options)
    np.testing.assert_allclose(fit.coefs.toarray(), expected.coefs.toarray(), rtol=0, atol=1e-9)


@pytest.mark.parametrize("kind", ALL)
def test_verbs(kind, data, tmp_path):
    X, _ = data
    n, p = X.shape
    design = make_design(make_container(kind, X, tmp_path))
    rng = np.random.default_rng(1)
    coef, r, shift = rng.standard_normal((p, 2)), rng.standard_normal((n, 3)), rng.standard_normal(p)
    assert design.shape == (n, p)
    np.testing.assert_allclose(design.predict(coef), X @ coef, atol=1e-12)
    np.testing.assert_allclose(design.predict(coef[:, 0]), X @ coef[:, 0], atol=1e-12)
    np.testing.assert_allclose(design.xtr(r, shift, 1), (X - shift).T @ r, atol=1e-12)
    np.testing.assert_allclose(design.centred_product(coef, shift), (X - shift) @ coef, atol=1e-12)
    for j in range(p):
        np.testing.assert_array_equal(design.column(j), X[:, j])
        design.column(j)[:] = np.nan  # a fresh vector
    rows = np.array([2, 0, 5])
    np.testing.assert_allclose(design.take(rows).predict(np.eye(p)), X[rows])
    np.testing.assert_allclose(design.predict(np.eye(p)), X)


@pytest.mark.parametrize("kind", ["pandas", "pandas-nullable", "polars", "pyarrow"])
def test_tables_bring_their_names(kind, data, tmp_path):
    X, y = data
    table = make_container(kind, X, tmp_path)
    names = [str(c) for c in (table.column_names if kind == "pyarrow" else table.columns)]
    assert len(names) == X.shape[1]
    assert make_design(table).names == names
    assert riata.path(table, y, alphas=2).names == names
    assert make_design(table, names=["v"] * len(names)).names == ["v"] * len(names)


def test_a_design_stays_itself(data):
    design = make_design(data[0])
    assert make_design(design) is design


def test_booleans(tmp_path):
    rng = np.random.default_rng(0)
    X = rng.random((20, 4)) < 0.5
    y = X @ [1.0, 2.0, 0.0, 0.0] + rng.standard_normal(20)
    expected = riata.path(X.astype(float), y, alphas=4).coefs.toarray()
    for table in (X, X.tolist(), np.asfortranarray(X)):
        np.testing.assert_allclose(riata.path(table, y, alphas=4).coefs.toarray(), expected, atol=1e-12)


@pytest.mark.parametrize("order", ["C", "F"])
def test_float32_is_read_as_it_is(order):
    """Products in double precision: the float32 values count as exact numbers."""
    rng = np.random.default_rng(0)
    X = np.asarray(rng.standard_normal((50, 5)) + 1e3, dtype=np.float32, order=order)
    y = rng.standard_normal(50)
    fit = riata.path(X, y, alphas=5)
    expected = riata.path(X.astype(float), y, alphas=5)
    np.testing.assert_allclose(fit.coefs.toarray(), expected.coefs.toarray(), rtol=1e-9, atol=1e-12)
    assert fit.gaps.max() <= 1e-8


@pytest.mark.parametrize("y", [np.arange(12), np.arange(12, dtype=">f4"), list(range(12))], ids=type)
def test_kinds_of_responses(y):
    X = np.random.default_rng(0).standard_normal((12, 3))
    expected = riata.path(X, np.arange(12.0), alphas=3).coefs.toarray()
    np.testing.assert_array_equal(riata.path(X, y, alphas=3).coefs.toarray(), expected)
    np.testing.assert_array_equal(
        riata.path(X, np.arange(12.0)[:, None], alphas=3).coefs.toarray(), expected
    )


def test_vectors_are_not_changed():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((15, 3)), rng.standard_normal(15)
    weight, offset = rng.uniform(0.5, 1.0, 15), rng.standard_normal(15)
    factor, upper = np.array([0.0, 1.0, 2.0]), np.array([0.1, 0.2, 0.3])
    vectors = (y, weight, offset, factor, upper)
    for vector in vectors:
        vector.flags.writeable = False
    before = [vector.tobytes() for vector in vectors]
    riata.path(
        X, y, sample_weight=weight, offset=offset, penalty_factor=factor, bounds=(-1.0, upper), alphas=5
    )
    assert [vector.tobytes() for vector in vectors] == before
