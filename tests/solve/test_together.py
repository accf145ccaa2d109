"""Weightings solved in step are what each gives alone, whoever does the work."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from riata.problem import make_problem
from riata.solve import Settings, goes_together, make_grid, solve_path, solve_paths, together
from support.data import regression

N, P = 30, 50
X, Y = regression(N, P, seed=3)
RNG = np.random.default_rng(4)
TIGHT = Settings(tol=1e-13)

OPTIONS = {
    "plain": {},
    "no-intercept": {"fit_intercept": False},
    "standardize": {"standardize": True},
    "elastic-net": {"penalty": "elastic-net"},
    "offset": {"offset": RNG.standard_normal(N)},
    "bounds": {"bounds": (0.0, 0.5)},
    "factors": {"penalty_factor": np.r_[0.0, 0.0, 3.0, 0.5, np.ones(P - 4)]},
}
FORMS = {
    "rows": np.ascontiguousarray,
    "columns": np.asfortranarray,
    "float32": lambda x: x.astype(np.float32),
    "sparse": lambda x: sparse.csc_array(np.where(np.abs(x) > 0.7, x, 0.0)),
    "far from zero": lambda x: x + 1e5,
}


def weightings(form=np.asarray, **options):
    """The whole data, folds of it, and weights of every size."""
    whole = make_problem(form(X), Y, n_threads=2, **options)
    folds = [np.where(np.arange(N) % 5 == k, 0.0, 1.0) for k in range(5)]
    return [whole, *map(whole.reweighted, folds), whole.reweighted(RNG.uniform(0.0, 1e3, N))]


def assert_alone(problems, alphas):
    assert goes_together(problems[0], alphas)
    for problem, found in zip(problems, solve_paths(problems, alphas, TIGHT), strict=True):
        alone = solve_path(problem, alphas, TIGHT)
        assert found.gaps.max() <= TIGHT.tol
        np.testing.assert_allclose(found.coefs.toarray(), alone.coefs.toarray(), atol=1e-6)
        np.testing.assert_allclose(found.intercepts, alone.intercepts, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(found.dev_ratio, alone.dev_ratio, atol=1e-9)


@pytest.mark.parametrize("name", OPTIONS)
def test_options(name):
    problems = weightings(**OPTIONS[name])
    assert_alone(problems, make_grid(problems[0], 15, 1e-2))


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_data(form):
    problems = weightings(FORMS[form])
    assert_alone(problems, make_grid(problems[0], 15, 1e-2))


def test_any_number_of_threads_gives_the_same_bits():
    found = []
    for threads in (1, 2, 5):
        whole = make_problem(X, Y, n_threads=threads)
        problems = [whole.reweighted(np.where(np.arange(N) % 5 == k, 0.0, 1.0)) for k in range(5)]
        found.append(solve_paths(problems, make_grid(whole, 20), TIGHT))
    for other in found[1:]:
        for one, two in zip(found[0], other, strict=True):
            np.testing.assert_array_equal(one.coefs.toarray(), two.coefs.toarray())
            np.testing.assert_array_equal(one.gaps, two.gaps)


def test_a_few_at_a_time_where_there_is_little_room(monkeypatch):
    problems = weightings()
    alphas = make_grid(problems[0], 10)
    at_once = solve_paths(problems, alphas, TIGHT)
    monkeypatch.setattr(together, "_members", lambda _: 2)
    for one, two in zip(at_once, solve_paths(problems, alphas, TIGHT), strict=True):
        np.testing.assert_allclose(one.coefs.toarray(), two.coefs.toarray(), atol=1e-9)


def test_room_is_that_of_the_data():
    assert together._members(weightings()[0]) > 100
    wide = make_problem(np.zeros((3000, 1)) + np.arange(9000.0) % 7, np.arange(3000.0))
    assert together._members(wide) == 2


@pytest.mark.parametrize("alphas", [np.array([1.0, 0.0]), np.array([0.5])], ids=["zero", "one"])
def test_strengths_of_any_kind(alphas):
    problems = weightings()
    for problem, found in zip(problems, solve_paths(problems, alphas, TIGHT), strict=True):
        alone = solve_path(problem, alphas, TIGHT)
        np.testing.assert_allclose(found.dev_ratio, alone.dev_ratio, atol=1e-9)


def test_progress_counts_all_and_can_stop():
    problems, told = weightings(), []
    solve_paths(problems, make_grid(problems[0], 400, 1e-4), Settings(progress=told.append))
    assert told == sorted(told) and all(0 <= k <= 400 * len(problems) for k in told)

    def stop(_):
        raise KeyboardInterrupt

    big = make_problem(RNG.standard_normal((300, 3000)), RNG.standard_normal(300), n_threads=2)
    with pytest.raises(KeyboardInterrupt):
        solve_paths([big] * 8, make_grid(big, 400, 1e-4), Settings(progress=stop))
