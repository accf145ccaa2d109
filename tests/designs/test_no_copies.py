"""Data of a supported kind are used where they lie: neither copied nor converted."""

from __future__ import annotations

import tracemalloc
import weakref

import numpy as np
import pytest
from scipy import sparse

import riata
from riata.designs import Dense, Moments, Sparse, make_design, moments_of_groups
from support.containers import CONVERTED, UNCOPIED, UNCOPIED_SPARSE

X = np.random.default_rng(0).integers(-3, 4, (9, 5)).astype(float)


@pytest.mark.parametrize("kind", UNCOPIED)
def test_arrays_are_shared(kind):
    x = UNCOPIED[kind](X)
    design = make_design(x)
    assert isinstance(design, Dense)
    assert design.x is x
    assert np.shares_memory(Dense(x).x, x)


def test_memory_maps_are_shared(tmp_path):
    np.save(tmp_path / "x.npy", X)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    assert np.shares_memory(make_design(mapped).x, mapped)


@pytest.mark.parametrize("kind", UNCOPIED_SPARSE)
def test_sparse_columns_are_shared(kind):
    x = UNCOPIED_SPARSE[kind](X)
    design = make_design(x)
    assert isinstance(design, Sparse)
    for part in ("data", "indices", "indptr"):
        assert np.shares_memory(getattr(design.x, part), getattr(x, part)), part


@pytest.mark.parametrize("kind", ["strided", "reversed", "misaligned", "big-endian", "int8"])
def test_other_arrays_are_converted_once(kind):
    x = CONVERTED[kind](X)
    design = make_design(x)
    assert not np.shares_memory(design.x, x)
    assert design.x.dtype == np.float64
    assert design.core is design.core
    np.testing.assert_array_equal(design.x, X)


def peak_of(fit):
    tracemalloc.start()
    try:
        fit()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_measured():
    assert peak_of(lambda: np.ones((100, 1000))) >= 800_000


@pytest.mark.parametrize("kind", ["C", "F", "F-float32", "F-columns-skipped"])
@pytest.mark.parametrize("options", [{}, {"standardize": True, "fit_intercept": False}], ids=str)
def test_a_fit_takes_little_beside_the_data(kind, options):
    rng = np.random.default_rng(0)
    wide = rng.standard_normal((150, 8_000))
    y = wide[:, 0] + rng.standard_normal(150)
    x = UNCOPIED[kind](wide)
    weight = rng.uniform(0.5, 1.0, 150)
    riata.path(x[:, :5], y, alphas=2)  # what is imported late does not count
    peak = peak_of(lambda: riata.path(x, y, alphas=10, eps=0.2, sample_weight=weight, **options))
    assert peak < 0.4 * x.nbytes


def test_a_sparse_fit_takes_little_beside_the_data():
    x = sparse.random_array((3000, 2000), density=0.2, rng=np.random.default_rng(0), format="csc")
    y = np.random.default_rng(1).standard_normal(3000)
    riata.path(x[:, :5], y, alphas=2)
    peak = peak_of(lambda: riata.path(x, y, alphas=5, eps=0.5))
    assert peak < 0.4 * x.data.nbytes


LAYOUTS = {
    "rows": np.ascontiguousarray,
    "columns": np.asfortranarray,
    "some columns of a wider one": lambda x: np.hstack([x, x])[:, : x.shape[1]],
    "some rows of a taller one": lambda x: np.asfortranarray(np.vstack([x, x]))[: len(x)],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_few_rows_cost_a_few_rows(layout):
    x = LAYOUTS[layout](np.random.default_rng(1).standard_normal((4000, 100)))
    design, rows = make_design(x), np.arange(0, 4000, 40)
    assert np.shares_memory(design.x, x)
    np.testing.assert_array_equal(design.take(rows).x, x[rows])
    assert peak_of(lambda: design.take(rows)) < 0.1 * x.nbytes


@pytest.mark.parametrize("layout", LAYOUTS)
def test_moments_of_groups_take_a_block_at_a_time(layout, monkeypatch):
    x = LAYOUTS[layout](np.random.default_rng(2).standard_normal((20_000, 50)))
    monkeypatch.setattr("riata.designs.grouped.BLOCK", 1 << 14)
    alive, most, made = weakref.WeakSet(), [], Moments.of_rows

    def watched(*given):
        alive.add(found := made(*given))
        most.append(len(alive))
        return found

    monkeypatch.setattr(Moments, "of_rows", watched)
    design, y, group = make_design(x), np.ones(20_000), np.arange(20_000) % 4
    assert peak_of(lambda: moments_of_groups(design, y, None, group, 4, 1)) < 0.2 * x.nbytes
    assert len(most) > 200 and max(most) <= 5  # of every block: one at a time, beside the first ones
