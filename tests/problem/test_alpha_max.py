"""alpha_max: just above it nothing penalised is in the model, just below something is."""

from __future__ import annotations

import numpy as np
import pytest

import riata
from riata.penalties import L1, L2, ElasticNet
from riata.problem import make_problem
from support.data import SHAPES, regression
from support.options import OPTIONS, make_options
from support.plain import plain

PENALTIES = {"l1": L1(), "elastic-net": ElasticNet(0.6), "mostly-l2": ElasticNet(0.05)}


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def data(request):
    return regression(*request.param)


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
@pytest.mark.parametrize("name", OPTIONS)
def test_first_coefficient_enters_there(data, name, penalty):
    X, y = data
    options = make_options(name, *X.shape)
    problem = make_problem(X, y, penalty=penalty, **options)
    top = problem.alpha_max
    fit = riata.path(X, y, penalty=penalty, alphas=[top * (1 + 1e-7), top * (1 - 1e-5)], **options)
    penalised = problem.factor > 0
    assert not fit.coef(0)[penalised].any()
    assert fit.coef(1)[penalised].any()
    assert fit.gaps.max() <= 1e-8
    oracle = plain(X, y, penalty, **options)
    assert oracle.violation(fit.coef(0), fit.intercepts[0], top * (1 + 1e-7)) < 1e-9


def test_by_hand(data):
    X, y = data
    centred = (X - X.mean(axis=0)).T @ (y - y.mean()) / len(y)
    assert make_problem(X, y).alpha_max == pytest.approx(np.abs(centred).max(), rel=1e-12)
    positive = make_problem(X, y, bounds=(0, None))
    assert positive.alpha_max == pytest.approx(centred.max(), rel=1e-12)
    raw = make_problem(X, y, fit_intercept=False)
    assert raw.alpha_max == pytest.approx(np.abs(X.T @ y).max() / len(y), rel=1e-12)
    scaled = make_problem(X, y, standardize=True)
    assert scaled.alpha_max == pytest.approx(np.abs(centred / X.std(axis=0)).max(), rel=1e-12)


def test_infinite_for_ridge(data):
    problem = make_problem(*data, penalty=L2())
    assert problem.alpha_max == np.inf


@pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)
def test_zero_where_nothing_can_enter(data, penalty):
    X, y = data
    p = X.shape[1]
    assert make_problem(X, np.ones(len(y)), penalty=penalty).alpha_max == 0
    assert make_problem(np.ones_like(X), y, penalty=penalty).alpha_max == 0
    assert make_problem(X, y, penalty=penalty, penalty_factor=np.zeros(p)).alpha_max == 0
    assert make_problem(X, y, penalty=penalty, bounds=(0, 0)).alpha_max == 0


def test_scale_of_the_response(data):
    X, y = data
    base = make_problem(X, y).alpha_max
    for size in (1e-150, 1e-6, 1e9, 1e150):
        assert make_problem(X, y * size).alpha_max == pytest.approx(base * size, rel=1e-12, abs=0)


def test_what_free_columns_explain_does_not_count(data):
    """With unpenalised columns it is alpha_max of what they leave of the data."""
    X, y = data
    p = X.shape[1]
    factor = np.where(np.arange(p) < 3, 0.0, 1.0)
    Q = np.linalg.qr(np.column_stack([np.ones(len(y)), X[:, :3]]))[0]
    left_x, left_y = X - Q @ (Q.T @ X), y - Q @ (Q.T @ y)
    expected = np.abs(left_x.T @ left_y).max() / len(y)
    assert make_problem(X, y, penalty_factor=factor).alpha_max == pytest.approx(expected, rel=1e-10)


def test_nothing_is_left_where_free_columns_explain_everything():
    """The rest is rounding, not something to put on a grid."""
    X, y = regression(12, 20)
    factor = np.where(np.arange(20) < 12, 0.0, 1.0)
    top = make_problem(X, y, penalty_factor=factor).alpha_max
    assert top <= 1e-12 * make_problem(X, y).alpha_max
