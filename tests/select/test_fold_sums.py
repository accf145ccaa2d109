"""Folds from sums of moments are the folds that the rows give."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.model_selection import KFold, RepeatedKFold, ShuffleSplit, TimeSeriesSplit

from riata.designs import Dense, Moments, moments_of_groups
from riata.errors import DataError
from riata.penalties import ElasticNet
from riata.problem import make_problem
from riata.select import cross_validate, cross_validate_and_refit, make_folds
from riata.select import cross_validation as room
from riata.select.fold_sums import sum_folds
from riata.solve import Settings, make_grid, solve_path
from support.data import regression

N, P = 300, 8
X, Y = regression(N, P, seed=5)
RNG = np.random.default_rng(6)
WEIGHT, OFFSET = RNG.integers(0, 4, N).astype(float), RNG.standard_normal(N)
TIGHT = Settings(tol=1e-12)

OPTIONS = {
    "plain": {},
    "weights": {"sample_weight": WEIGHT},
    "no-intercept": {"fit_intercept": False, "offset": OFFSET},
    "standardize": {"standardize": True, "sample_weight": WEIGHT},
    "elastic-net": {"penalty": "elastic-net"},
    "ridge": {"penalty": "l2"},
    "ridge, weighted": {"penalty": "l2", "standardize": True, "sample_weight": WEIGHT},
    "factors": {"penalty_factor": np.r_[0.0, 2.0, np.ones(P - 2)], "bounds": (-1.0, np.inf)},
}
DATA = {
    "rows": np.ascontiguousarray(X),
    "columns": np.asfortranarray(X),
    "float32": X.astype(np.float32),
    "strided": np.repeat(X, 2, axis=0)[::2],
    "far from zero": X + 1e6,
    "units": X * 10.0 ** np.arange(-4, 4),
    "a constant column": np.column_stack([X[:, :-1], np.full(N, 3.0)]),
    "the same twice": np.column_stack([X[:, :-1], X[:, 0]]),
}
FOLDS = {
    "in order": make_folds(5, N),
    "shuffled": make_folds(10, N, shuffle=True, seed=1),
    "in time": make_folds(TimeSeriesSplit(4), N),
    "some rows left out": [(train[5:], test[:-3]) for train, test in make_folds(3, N)],
    "tested on what they saw": [(np.arange(200), np.arange(150, 250))],
}


def both(monkeypatch, problem, alphas, folds):
    assert sum_folds(problem, alphas, folds) is not None
    by_sums = cross_validate(problem, alphas, folds, TIGHT)
    with monkeypatch.context() as patch:
        patch.setattr(room, "sum_folds", lambda *_: None)
        return by_sums, cross_validate(problem, alphas, folds, TIGHT)


def assert_alike(found, expected, unit=1.0):
    np.testing.assert_allclose(found.fold_errors, expected.fold_errors, rtol=1e-8)
    np.testing.assert_allclose(found.null_errors, expected.null_errors, rtol=1e-12)
    for ours, theirs in zip(found.coefs, expected.coefs, strict=True):
        np.testing.assert_allclose(ours.toarray(), theirs.toarray(), atol=1e-7 * unit)
    np.testing.assert_allclose(found.intercepts, expected.intercepts, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("splits", FOLDS)
@pytest.mark.parametrize("name", OPTIONS)
def test_options_and_folds(monkeypatch, name, splits):
    problem = make_problem(X, Y, **OPTIONS[name])
    alphas = make_grid(problem, 12, 1e-3)
    assert_alike(*both(monkeypatch, problem, alphas, FOLDS[splits]))


@pytest.mark.parametrize("kind", [name for name in DATA if name != "the same twice"])
def test_data(monkeypatch, kind):
    problem = make_problem(DATA[kind], Y, standardize=True)
    found = both(monkeypatch, problem, make_grid(problem, 12, 1e-2), FOLDS["shuffled"])
    assert_alike(*found, unit=1e4 if kind == "units" else 1.0)


def test_errors_of_columns_that_say_the_same(monkeypatch):
    problem = make_problem(DATA["the same twice"], Y)
    by_sums, by_rows = both(monkeypatch, problem, make_grid(problem, 12, 1e-2), FOLDS["in order"])
    np.testing.assert_allclose(by_sums.fold_errors, by_rows.fold_errors, rtol=1e-8)


@pytest.mark.parametrize("noise", [0.0, 1e-9, 1e-5])
def test_where_almost_nothing_is_left_the_rows_tell(monkeypatch, noise):
    y = 2.0 + X @ np.arange(1.0, P + 1) + noise * RNG.standard_normal(N)
    problem = make_problem(X, y)
    found, expected = both(monkeypatch, problem, np.array([1.0, 1e-6]), FOLDS["in order"])
    np.testing.assert_allclose(found.fold_errors, expected.fold_errors, rtol=1e-6)


@pytest.mark.parametrize(
    "case",
    {
        "sparse": (make_problem(sparse.csc_array(X), Y), FOLDS["in order"]),
        "ridge of some columns": (
            make_problem(X, Y, penalty="l2", penalty_factor=np.r_[0.0, np.ones(P - 1)]),
            FOLDS["in order"],
        ),
        "ridge, hardly any": (
            make_problem(X, Y, penalty="l2"),
            FOLDS["in order"],
        ),
        "wide": (make_problem(*regression(20, 30, seed=1)), make_folds(4, 20)),
        "few rows": (make_problem(X[:9], Y[:9]), make_folds(3, 9)),
        "a row twice": (make_problem(X, Y), [(np.r_[np.arange(200), 5], np.arange(200, N))]),
        "many groups": (make_problem(X, Y), make_folds(RepeatedKFold(n_splits=5, n_repeats=9), N)),
        "at random": (make_problem(X, Y), make_folds(ShuffleSplit(9, random_state=0), N)),
        "beyond squares": (make_problem(X, Y * 1e150), FOLDS["in order"]),
        "below squares": (make_problem(X * 1e-170, Y), FOLDS["in order"]),
    }.items(),
    ids=lambda case: case[0],
)
def test_rows_are_the_better_way(case):
    _, (problem, folds) = case
    assert sum_folds(problem, make_grid(problem, 3, 1e-9), folds) is None


def test_progress_does_not_fall():
    problem, told = make_problem(X, Y), []
    alphas = make_grid(problem, 7)
    cross_validate(problem, alphas, FOLDS["in order"], Settings(progress=told.append))
    assert told == sorted(told) and told[-1] == 7 * 5


@pytest.mark.parametrize("layout", ["C", "F"])
@pytest.mark.parametrize("weight", [None, WEIGHT], ids=["plain", "weighted"])
def test_moments_of_groups(layout, weight):
    group = RNG.integers(0, 4, N) + (RNG.random(N) < 0.5)
    found = moments_of_groups(Dense(np.array(X, order=layout)), Y, weight, group, 6, 1)
    for g, ours in enumerate(found):
        inside = group == g
        if not inside.any():
            assert ours.total == 0.0 and ours.rows == 0
            continue
        theirs = Moments.from_data(X[inside], Y[inside], None if weight is None else weight[inside])
        assert ours.rows == theirs.rows and ours.total == theirs.total
        for name in ("x_mean", "y_mean", "xx", "xy", "yy"):
            np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-12)


def test_groups_of_many_blocks_are_merged(monkeypatch):
    monkeypatch.setattr("riata.designs.grouped.BLOCK", 1)
    found = moments_of_groups(Dense(X), Y, None, np.arange(N) % 2, 2, 1)
    np.testing.assert_allclose(found[1].xx, Moments.from_data(X[1::2], Y[1::2]).xx, rtol=1e-12)


def test_folds_of_scikit_learn_agree(monkeypatch):
    problem = make_problem(X, Y)
    folds = make_folds(KFold(4), N, X=X, y=Y)
    assert_alike(*both(monkeypatch, problem, make_grid(problem, 5), folds))


@pytest.mark.parametrize("which", ["X", "y"])
def test_moments_beyond_float64_are_refused(which):
    scale = {"X": (1e200, 1.0), "y": (1.0, 1e200)}[which]
    with pytest.raises(DataError, match="divide"):
        Moments.from_data(X * scale[0], Y * scale[1])


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("kind", ["rows", "far from zero", "units", "the same twice"])
def test_the_refit_has_what_the_groups_add_up_to(monkeypatch, name, kind):
    problem = make_problem(DATA[kind], Y, **OPTIONS[name])
    alphas = make_grid(problem, 12, 1e-2)
    folds = FOLDS["some rows left out"]
    assert sum_folds(problem, alphas, folds) is not None
    asked = []
    gram = Dense.gram
    monkeypatch.setattr(Dense, "gram", lambda self, *a: asked.append(self.shape) or gram(self, *a))
    _, path = cross_validate_and_refit(problem, alphas, folds, TIGHT)
    assert (N, P) not in asked  # no pass for a matrix that is known
    assert path.problem is problem
    assert problem.moments is None  # nothing is kept
    alone = solve_path(problem, alphas, TIGHT)
    assert path.gaps.max() <= TIGHT.tol
    assert fitted(problem, path) == pytest.approx(fitted(problem, alone), abs=1e-6 * np.ptp(Y))


def fitted(problem, path):
    return problem.rows.predict(path.coefs) + path.intercepts


def test_other_weights_are_other_moments():
    problem = make_problem(X, Y)
    known = problem.with_moments(Moments.from_data(X, Y))
    assert np.allclose(known.gram(), problem.gram(), rtol=1e-12)
    assert known.reweighted(np.r_[np.zeros(5), np.ones(N - 5)]).moments is None


def test_penalties_share_the_sums():
    alphas = make_grid(make_problem(X, Y), 10, 1e-2)
    folds = make_folds(5, N)
    sums = sum_folds(make_problem(X, Y), alphas, folds)
    for share in (0.9, 0.2):
        problem = make_problem(X, Y, penalty=ElasticNet(share))
        shared, _ = cross_validate_and_refit(problem, alphas, folds, TIGHT, sums)
        alone, _ = cross_validate_and_refit(problem, alphas, folds, TIGHT)
        assert shared.fold_errors == pytest.approx(alone.fold_errors, rel=1e-12)
    weak = make_problem(X, Y, penalty="l2")
    assert sums.under(weak, alphas * 1e-12) is None
    assert sums.under(make_problem(X, Y), np.r_[alphas, 0.0]) is None
