"""lasso_path and enet_path give scikit-learn's numbers."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import sparse
from sklearn import linear_model
from sklearn.exceptions import ConvergenceWarning

import riata
from riata.errors import DataError, ParameterError

FORMS = {"dense": np.asarray, "columns": np.asfortranarray, "csc": sparse.csc_array}


def theirs(name, X, y, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return getattr(linear_model, name)(X, y, tol=1e-14, max_iter=1_000_000, **options)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("options", [{}, {"positive": True}, {"eps": 0.1, "alphas": 7}], ids=str)
def test_lasso_path(form, options, data, close):
    options = {"alphas": 15} | options
    alphas, coefs, _ = theirs("lasso_path", data.X, data.y, **options)
    ours = riata.lasso_path(FORMS[form](data.X), data.y, **options)
    close(ours[0], alphas, 1e-12)
    close(ours[1], coefs)
    assert (ours[2] >= 0).all()
    assert (ours[2] <= 1e-8 * np.mean(data.y**2)).all()


@pytest.mark.parametrize("l1_ratio", [0.1, 0.5, 1.0])
def test_enet_path(l1_ratio, data, close):
    options = {"l1_ratio": l1_ratio, "alphas": [0.01, 1.0, 0.1]}
    alphas, coefs, _ = theirs("enet_path", data.X, data.y, **options)
    ours = riata.enet_path(data.X, data.y, **options)
    close(ours[0], alphas)
    close(ours[1], coefs)


def test_the_default_share_and_grid(tall, close):
    alphas, coefs, gaps = riata.enet_path(tall.X, tall.y)
    assert alphas.shape == gaps.shape == (100,)
    close(coefs, theirs("enet_path", tall.X, tall.y, alphas=100)[1])
    assert alphas[-1] == pytest.approx(1e-3 * alphas[0])


def test_the_older_word_for_a_count(tall):
    few = riata.lasso_path(tall.X, tall.y, n_alphas=5)[0]
    np.testing.assert_array_equal(few, riata.lasso_path(tall.X, tall.y, alphas=5)[0])


def test_everything_accepted_that_changes_nothing(tall):
    plain = riata.lasso_path(tall.X, tall.y, alphas=5)
    same = riata.lasso_path(
        tall.X,
        tall.y,
        alphas=5,
        precompute=tall.X.T @ tall.X,
        Xy=tall.X.T @ tall.y,
        copy_X=False,
        coef_init=np.ones(8),
        verbose=True,
        check_input=False,
        random_state=0,
        selection="random",
    )
    np.testing.assert_array_equal(plain[1], same[1])


def test_passes_on_request(tall):
    *_, passes = riata.lasso_path(tall.X, tall.y, alphas=5, return_n_iter=True)
    assert len(passes) == 5
    assert min(passes) >= 1
    assert len(riata.lasso_path(tall.X, tall.y, alphas=5)) == 3


def test_weights(tall, close):
    ours = riata.lasso_path(tall.X, tall.y, alphas=[0.1], sample_weight=tall.weight)[1][:, 0]
    whole = riata.Lasso(0.1, fit_intercept=False).fit(tall.X, tall.y, tall.weight)
    close(ours, whole.coef_, 1e-12)


def test_single_precision(tall):
    coefs = riata.lasso_path(tall.X.astype(np.float32), tall.y, alphas=4)[1]
    assert coefs.dtype == np.float32


@pytest.mark.parametrize("name", ["Lasso", "ElasticNet", "LassoCV", "ElasticNetCV"])
def test_the_classes_carry_their_path(name, tall):
    cls = getattr(riata, name)
    coefs = cls.path(tall.X, tall.y, alphas=[0.1])[1]
    share = 1.0 if name == "LassoCV" else 0.5
    expected = riata.enet_path(tall.X, tall.y, l1_ratio=share, alphas=[0.1])[1]
    np.testing.assert_array_equal(coefs, expected)


WRONG = [
    ({"alphas": [-1.0]}, "must be >= 0"),
    ({"eps": -1.0}, "eps must be positive"),
    ({"speed": 3}, "Unexpected parameters in params.*speed"),
    ({"tol": -1.0}, "tol must be a number"),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=str)
def test_a_bad_argument_is_named(options, words, tall):
    with pytest.raises(ParameterError, match=words):
        riata.lasso_path(tall.X, tall.y, **options)


def test_a_share_belongs_to_enet_path(tall):
    with pytest.raises(ParameterError, match="see enet_path"):
        riata.lasso_path(tall.X, tall.y, l1_ratio=0.5)
    with pytest.raises(ParameterError, match="l1_ratio must be between 0 and 1"):
        riata.enet_path(tall.X, tall.y, l1_ratio=1.5)


def test_several_targets_are_another_problem(tall):
    with pytest.raises(DataError, match="multi-task"):
        riata.lasso_path(tall.X, np.column_stack([tall.y, tall.y]))
