"""Lasso, ElasticNet and Ridge give scikit-learn's numbers, whatever the data look like."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

import riata

MODELS = [
    ("Lasso", {"alpha": 0.1}),
    ("Lasso", {"alpha": 0.02, "fit_intercept": False}),
    ("Lasso", {"alpha": 0.05, "positive": True}),
    ("Lasso", {"alpha": 0.05, "positive": True, "fit_intercept": False}),
    ("ElasticNet", {"alpha": 0.2}),
    ("ElasticNet", {"alpha": 0.1, "l1_ratio": 0.95}),
    ("ElasticNet", {"alpha": 0.1, "l1_ratio": 0.05, "fit_intercept": False}),
    ("ElasticNet", {"alpha": 0.1, "l1_ratio": 0.7, "positive": True}),
    ("Ridge", {"alpha": 1.0}),
    ("Ridge", {"alpha": 30.0, "fit_intercept": False}),
    ("Ridge", {"alpha": 0.01}),
]
FORMS = {
    "rows": np.ascontiguousarray,
    "columns": np.asfortranarray,
    "csc_array": sparse.csc_array,
    "csr_matrix": sparse.csr_matrix,
    "coo_array": sparse.coo_array,
    "lists": np.ndarray.tolist,
}


def name_of(case):
    return case if isinstance(case, str) else ",".join(f"{k}={v}" for k, v in case.items())


@pytest.fixture(params=MODELS, ids=lambda m: f"{m[0]}-{name_of(m[1])}")
def model(request):
    return request.param


@pytest.mark.parametrize("weighted", [False, True], ids=["equal", "weighted"])
@pytest.mark.parametrize("form", FORMS)
def test_one_target(model, form, weighted, data, reference, close):
    name, options = model
    weight = data.weight if weighted else None
    theirs = reference(name, data.X, data.y, weight, **options)
    X = FORMS[form](data.X)
    ours = getattr(riata, name)(**options).fit(X, data.y, sample_weight=weight)
    close(ours.coef_, theirs.coef_)
    close(ours.intercept_, theirs.intercept_)
    close(ours.predict(FORMS[form](data.new)), theirs.predict(data.new))
    assert ours.score(X, data.y, weight) == pytest.approx(theirs.score(data.X, data.y, weight), abs=1e-9)


@pytest.mark.parametrize("form", ["rows", "csc_array"])
def test_several_targets(model, form, data, reference, close):
    name, options = model
    Y = np.column_stack([data.y, -2.0 * data.y + data.X[:, 1], np.full(len(data.y), 7.0)])
    theirs = reference(name, data.X, Y, data.weight, **options)
    ours = getattr(riata, name)(**options).fit(FORMS[form](data.X), Y, sample_weight=data.weight)
    close(ours.coef_, theirs.coef_)
    close(np.broadcast_to(ours.intercept_, 3), np.broadcast_to(theirs.intercept_, 3))
    close(ours.predict(data.new), theirs.predict(data.new))
    assert np.shape(ours.dual_gap_) == (3,)
    assert ours.sparse_coef_.shape == (3, data.X.shape[1])


@pytest.mark.parametrize("name", ["Lasso", "ElasticNet", "Ridge"])
@pytest.mark.parametrize("column", [False, True], ids=["flat", "column"])
def test_shapes_are_scikit_learns(name, column, tall, reference):
    y = tall.y[:, None] if column else tall.y
    theirs, ours = reference(name, tall.X, y), getattr(riata, name)().fit(tall.X, y)
    assert ours.coef_.shape == theirs.coef_.shape
    assert np.shape(ours.intercept_) == np.shape(theirs.intercept_)
    assert ours.predict(tall.new).shape == theirs.predict(tall.new).shape


@pytest.mark.parametrize("sparsely", [False, True], ids=["dense", "sparse"])
def test_single_precision_stays_single(model, sparsely, data, reference, close):
    name, options = model
    X, y = data.X.astype(np.float32), data.y.astype(np.float32)
    theirs = reference(name, X.astype(float), y.astype(float), **options)
    given = sparse.csc_array(X) if sparsely else X
    ours = getattr(riata, name)(**options).fit(given, y)
    assert ours.coef_.dtype == np.float32
    assert ours.predict(given).dtype == np.float32
    close(ours.coef_, theirs.coef_, 1e-6)
    close(ours.intercept_, theirs.intercept_, 1e-6)


@pytest.mark.parametrize("kind", [np.int8, np.int64, np.uint16, bool])
def test_whole_numbers(model, kind, tall, reference, close):
    name, options = model
    X, y = (tall.X > 1.0).astype(kind), np.round(tall.y).astype(int)
    theirs = reference(name, X.astype(float), y.astype(float), **options)
    ours = getattr(riata, name)(**options).fit(X, y)
    close(ours.coef_, theirs.coef_)
    assert ours.coef_.dtype == np.float64


@pytest.mark.parametrize("alpha", [[0.1, 1.0, 10.0], np.array([5.0])], ids=["each", "one"])
@pytest.mark.parametrize("intercept", [True, False])
def test_ridge_with_a_strength_for_each_target(alpha, intercept, data, reference, close):
    Y = np.column_stack([data.y, data.y**2, data.X[:, 0]])
    options = {"alpha": alpha, "fit_intercept": intercept}
    theirs = reference("Ridge", data.X, Y, data.weight, **options)
    ours = riata.Ridge(**options).fit(data.X, Y, data.weight)
    close(ours.coef_, theirs.coef_)
    np.testing.assert_allclose(ours.alpha_, np.broadcast_to(alpha, 3))


def test_positive_ridge(data):
    """Its optimality conditions, since scikit-learn's own answer is a rough one."""
    model = riata.Ridge(alpha=2.0, positive=True).fit(data.X, data.y)
    residual = data.y - model.predict(data.X)
    slope = -data.X.T @ residual + 2.0 * model.coef_
    scale = np.abs(data.X.T @ data.y).max()
    assert (model.coef_ >= 0).all()
    assert (model.coef_ > 0).any()
    assert np.abs(slope[model.coef_ > 0]).max() < 1e-7 * scale
    assert slope[model.coef_ == 0].min() > -1e-7 * scale
    assert abs(residual.sum()) < 1e-7 * scale


@pytest.mark.parametrize("solver", ["svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga"])
def test_every_solver_name_of_ridge_gives_the_same(solver, tall):
    ours = riata.Ridge(solver=solver).fit(tall.X, tall.y)
    np.testing.assert_array_equal(ours.coef_, riata.Ridge().fit(tall.X, tall.y).coef_)
    assert ours.solver_ == solver


@pytest.mark.parametrize("weight", [2.0, np.float32(0.5), 3], ids=repr)
def test_one_number_as_weight(model, weight, tall, reference, close):
    name, options = model
    theirs = reference(name, tall.X, tall.y, np.full(80, float(weight)), **options)
    ours = getattr(riata, name)(**options).fit(tall.X, tall.y, sample_weight=weight)
    close(ours.coef_, theirs.coef_)


def test_a_weight_is_a_repetition_and_zero_leaves_out(model, tall, close):
    name, options = model
    counts = np.arange(80) % 4
    rows = np.repeat(np.arange(80), counts)
    weighted = getattr(riata, name)(**options).fit(tall.X, tall.y, sample_weight=counts)
    repeated = getattr(riata, name)(**options).fit(tall.X[rows], tall.y[rows])
    close(weighted.coef_, repeated.coef_, 1e-10)
    close(weighted.intercept_, repeated.intercept_, 1e-10)


@pytest.mark.parametrize("name", ["Lasso", "ElasticNet", "Ridge"])
def test_strength_zero_is_least_squares(name, data):
    """Of minimum norm where the columns are dependent."""
    ours = getattr(riata, name)(alpha=0.0).fit(data.X, data.y)
    centre = data.X.mean(axis=0)
    best = np.linalg.pinv(data.X - centre) @ (data.y - data.y.mean())
    np.testing.assert_allclose(ours.coef_, best, atol=1e-8 * np.abs(best).max())
    assert ours.intercept_ == pytest.approx(data.y.mean() - centre @ best)


@pytest.mark.parametrize("name", ["Lasso", "ElasticNet"])
def test_the_gap_is_scikit_learns(name, tall, reference):
    """A loose scikit-learn fit has a gap that an exact one explains: objective difference <= gap."""
    options = {"alpha": 0.05}
    loose = reference(name, tall.X, tall.y, **options, tol=1e-2)
    ours = getattr(riata, name)(**options).fit(tall.X, tall.y)
    share = 1.0 if name == "Lasso" else 0.5

    def objective(model):
        loss = np.mean((tall.y - model.predict(tall.X)) ** 2) / 2
        size = np.abs(model.coef_).sum() * share + (model.coef_**2).sum() * (1 - share) / 2
        return loss + 0.05 * size

    assert 0.0 <= ours.dual_gap_ <= 1e-8 * np.var(tall.y)
    assert objective(ours) <= objective(loose)
    assert objective(loose) - objective(ours) <= loose.dual_gap_ + 1e-12
