"""Tables at random: a certified model, or an error of riata's own; and what is saved comes back."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import riata
from riata.errors import ConvergenceWarning, DataWarning, RiataError

FRAMES = {
    "pandas": pd.DataFrame,
    "convert_dtypes": lambda columns: pd.DataFrame(columns).convert_dtypes(),
    "objects": lambda columns: pd.DataFrame(columns, dtype=object),
    "polars": lambda columns: pl.DataFrame(columns, strict=False),
    "arrow": pa.table,
}
CHECKS = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

NUMBERS = st.one_of(
    st.floats(-1e6, 1e6, allow_nan=False),
    st.sampled_from([0.0, 1.0, -1.0, 1e-12, 1e12]),
)
CELLS = {
    "number": NUMBERS,
    "whole": st.integers(-5, 5),
    "far": st.floats(-1e150, 1e150, allow_nan=False),
    "boolean": st.booleans(),
    "text": st.sampled_from(["a", "b", "", " ", "1", "Zürich", "[red]", "nan"]),
    "many": st.text(max_size=3),
}


@st.composite
def columns_of(draw, rows):
    """A few columns of random kinds, some with holes, some without any value."""
    out = {}
    for j in range(draw(st.integers(1, 4))):
        cells = CELLS[draw(st.sampled_from(sorted(CELLS)))]
        share = draw(st.sampled_from(["none", "some", "some", "all"][: 2 + (j > 2)]))
        cells = {"none": cells, "some": st.none() | cells, "all": st.none()}[share]
        out[f"c{j}"] = draw(st.lists(cells, min_size=rows, max_size=rows))
    return out


@st.composite
def tables(draw):
    rows = draw(st.integers(1, 25))
    columns = draw(columns_of(rows))
    columns["y"] = draw(st.lists(NUMBERS, min_size=rows, max_size=rows))
    return FRAMES[draw(st.sampled_from(sorted(FRAMES)))](columns)


OPTIONS = st.fixed_dictionaries(
    {
        "missing": st.sampled_from(["error", "drop", "mean", "mean"]),
        "penalty": st.sampled_from(["lasso", "ridge", "elastic-net"]),
        "alpha": st.sampled_from(["cv", "1se", 0.0, 0.1, 1e5, riata.Bound(0.5)]),
        "standardize": st.booleans(),
        "folds": st.integers(2, 5),
    }
)


def fitted(table, options):
    """A model and whether it warned of its gaps; None where riata refuses the table."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            model = riata.fit(table, "y", **options)
        except RiataError as error:
            assert "\n" not in str(error)
            return None, False
    kinds = {w.category for w in caught}
    assert kinds <= {DataWarning, ConvergenceWarning}
    return model, ConvergenceWarning in kinds


@given(tables(), OPTIONS)
@CHECKS
def test_a_certified_model_or_a_clear_error(table, options):
    model, warned = fitted(table, options)
    if model is None:
        return
    assert np.isfinite(model.coef).all()
    assert np.isfinite(model.intercept)
    assert warned or model.path.gaps.max() <= 1e-8
    if options["missing"] != "drop":
        assert np.isfinite(model.predict(table)).all()


@given(tables(), OPTIONS)
@CHECKS
def test_what_is_saved_comes_back(tmp_path, table, options):
    options = options | {"missing": "mean"}
    model, _ = fitted(table, options)
    if model is None:
        return
    model.save(tmp_path / "m.json")
    again = riata.load(tmp_path / "m.json")
    np.testing.assert_array_equal(again.predict(table), model.predict(table))
    np.testing.assert_array_equal(again.path.coefs.toarray(), model.path.coefs.toarray())
    assert again.schema == model.schema
    assert str(again.summary()) == str(model.summary())


@given(st.data())
@CHECKS
def test_the_order_of_rows_does_not_matter(data):
    rows = data.draw(st.integers(3, 15))
    frame = pd.DataFrame(data.draw(columns_of(rows)))
    frame["y"] = data.draw(st.lists(NUMBERS, min_size=rows, max_size=rows))
    order = data.draw(st.permutations(range(rows)))
    options = {"missing": "mean", "alpha": 0.1, "penalty": "ridge"}
    model, _ = fitted(frame, options)
    other, _ = fitted(frame.iloc[list(order)], options)
    assert (model is None) == (other is None)
    if model is not None:
        values = model.predict(frame)
        size = max(np.abs(values).max(), np.abs(frame["y"]).max(), 1e-3)
        np.testing.assert_allclose(other.predict(frame), values, atol=1e-6 * size)


@given(tables(), st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=25))
@CHECKS
def test_new_rows_are_predicted_or_refused(table, words):
    """Whatever the new table holds in the columns of the model."""
    model, _ = fitted(table, {"missing": "mean", "alpha": 0.1})
    if model is None:
        return
    new = pd.DataFrame(dict.fromkeys((c.name for c in model.schema.columns), words))
    try:
        found = model.predict(new, unseen="ignore")
    except RiataError as error:
        assert "\n" not in str(error)
    else:
        assert np.isfinite(found).all()


@pytest.mark.parametrize("seed", range(5))
def test_a_model_of_noise_is_certified(seed):
    """Numbers, indicators and holes at random, with every rule."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.standard_normal((30, 6))).add_prefix("x")
    table["c"] = rng.choice(list("abcdef"), 30)
    table["y"] = rng.standard_normal(30)
    table = table.mask(rng.random(table.shape) < 0.1).assign(y=table["y"])
    for penalty in ("lasso", "ridge", "elastic-net"):
        model = riata.fit(table, "y", missing="mean", penalty=penalty, folds=3)
        assert model.certificate(table).relative_gap <= 1e-8
