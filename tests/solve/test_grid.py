"""The strengths of a path: made, or given in any order."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.errors import ParameterError
from riata.problem import make_problem
from riata.solve import make_grid
from support.data import regression
from support.options import PENALTIES


@pytest.fixture
def data():
    return regression(30, 6)


@pytest.fixture(params=PENALTIES.values(), ids=PENALTIES)
def penalty(request):
    return request.param


def test_any_order_gives_the_same_path(data, penalty):
    X, y = data
    ordered = riata.path(X, y, penalty=penalty, alphas=[5.0, 1.0, 0.3, 0.1, 0.02])
    shuffled = riata.path(X, y, penalty=penalty, alphas=[0.1, 5.0, 0.02, 1.0, 0.3])
    np.testing.assert_array_equal(shuffled.alphas, ordered.alphas)
    np.testing.assert_array_equal(shuffled.coefs.toarray(), ordered.coefs.toarray())


def test_repeated_strengths_repeat_their_solution(data, penalty):
    X, y = data
    once = riata.path(X, y, penalty=penalty, alphas=[0.5, 0.1, 0.0])
    twice = riata.path(X, y, penalty=penalty, alphas=[0.1, 0.5, 0.0, 0.1, 0.0])
    np.testing.assert_array_equal(twice.alphas, [0.5, 0.1, 0.1, 0.0, 0.0])
    np.testing.assert_allclose(
        twice.coefs.toarray(), once.coefs.toarray()[:, [0, 1, 1, 2, 2]], rtol=0, atol=1e-12
    )
    assert len(twice.intercepts) == len(twice.gaps) == len(twice.dev_ratio) == len(twice.df) == 5


@pytest.mark.parametrize("alpha", [0.3, [0.3], np.float32(0.3), (0.3,)], ids=repr)
def test_a_single_strength(data, alpha):
    X, y = data
    fit = riata.path(X, y, alphas=alpha)
    assert len(fit) == 1
    among = riata.path(X, y, alphas=[3.0, 1.0, float(np.ravel(alpha)[0]), 0.1])
    np.testing.assert_allclose(fit.coef(0), among.coef(2), rtol=0, atol=1e-12)


def test_strengths_above_alpha_max_and_zero_mixed(data):
    X, y = data
    top = make_problem(X, y).alpha_max
    fit = riata.path(X, y, alphas=[0.0, 2 * top, 0.1 * top, 1e6 * top, top])
    assert not fit.coefs[:, [0, 1, 2]].toarray().any()
    np.testing.assert_allclose(fit.intercepts[:3], y.mean())
    np.testing.assert_allclose(fit.dev_ratio[:3], 0.0, atol=1e-12)
    assert fit.coef(3).any()
    expected = np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0]
    np.testing.assert_allclose(fit.coef(4), expected, rtol=1e-10)


def test_neighbours_do_not_matter(data, penalty):
    """Each solution is the problem's, not the path's."""
    X, y = data
    together = riata.path(X, y, penalty=penalty, alphas=40, eps=1e-3)
    for k in (3, 17, 39):
        alone = riata.path(X, y, penalty=penalty, alphas=[together.alphas[k]])
        np.testing.assert_allclose(alone.coef(0), together.coef(k), rtol=0, atol=1e-9)


def test_the_grid_is_geometric(data, penalty):
    problem = make_problem(*data, penalty=penalty)
    grid = make_grid(problem, 25, 1e-2)
    assert grid.shape == (25,)
    np.testing.assert_allclose(grid[1:] / grid[:-1], grid[1] / grid[0], rtol=1e-10)
    if np.isfinite(problem.alpha_max):
        assert grid[0] == pytest.approx(problem.alpha_max, rel=1e-14)
        assert grid[-1] == pytest.approx(problem.alpha_max * 1e-2, rel=1e-12)
    else:
        width = np.sqrt(np.mean(data[0].var(axis=0)))
        lasso = make_problem(*data).alpha_max / data[1].std() * width  # units of X squared, not of y
        assert grid[0] == pytest.approx(lasso * 1e3)
        assert grid[-1] == pytest.approx(lasso * 1e-2)


@pytest.mark.parametrize("scale", [1e-8, 1e-3, 1e5])
@pytest.mark.parametrize("standardize", [False, True])
def test_a_ridge_grid_follows_the_units_of_the_columns(data, scale, standardize):
    X, y = data
    grids = [
        make_grid(make_problem(Z, t, penalty="l2", standardize=standardize), 10)
        for Z, t in ((X, y), (scale * X, y), (X, scale * y))
    ]
    np.testing.assert_allclose(grids[1], grids[0] * (1.0 if standardize else scale**2), rtol=1e-10)
    np.testing.assert_allclose(grids[2], grids[0], rtol=1e-10)


def test_grids_of_one_and_more(data):
    problem = make_problem(*data)
    assert make_grid(problem, 1)[0] == pytest.approx(problem.alpha_max)
    assert len(make_grid(problem, np.int64(4))) == 4


def test_nothing_to_explain(data):
    X, _ = data
    fit = riata.path(X, np.ones(30), alphas=5)
    assert not fit.coefs.toarray().any()
    assert np.all(fit.alphas > 0)
    np.testing.assert_array_equal(fit.gaps, 0.0)
    np.testing.assert_allclose(fit.intercepts, 1.0)


@pytest.mark.parametrize(
    ("alphas", "message"),
    [
        ([-0.1], r"alpha == -0\.1, must be >= 0\.0 and finite"),
        ([1.0, np.nan], r"alphas\[1\] == nan, must be >= 0\.0 and finite"),
        ([np.inf, 1.0], r"alphas\[0\] == inf, must be"),
        ([], "alphas must be a non-empty list of numbers"),
        ([[1.0, 2.0]], "alphas must be a non-empty list of numbers"),
        ("many", "alphas must be a count or numbers, not 'many'"),
        (None, "alphas must be a count or numbers, not None"),
        (0, "alphas must be at least 1, not 0"),
        (-3, "alphas must be at least 1, not -3"),
    ],
    ids=str,
)
def test_strengths_that_are_refused(data, alphas, message):
    with pytest.raises(ParameterError, match=message):
        riata.path(*data, alphas=alphas)


@pytest.mark.parametrize("eps", [0.0, -1.0, np.nan, np.inf, 2.0, True, "a", None])
def test_ratios_that_are_refused(data, eps):
    with pytest.raises(ParameterError, match=f"eps must be positive and at most 1, not {eps!r}"):
        riata.path(*data, alphas=5, eps=eps)


@pytest.mark.parametrize("alphas", [None, {"a": 1}, [1j]], ids=repr)
def test_what_is_no_strength(data, alphas):
    with pytest.raises(ParameterError):
        riata.path(*data, alphas=alphas)
