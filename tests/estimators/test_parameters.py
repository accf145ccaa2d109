"""Drop-in names: every parameter and attribute of scikit-learn's, and clear words for bad values."""

from __future__ import annotations

import inspect
import pickle

import numpy as np
import pytest
from sklearn import linear_model
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

import riata
from riata.errors import DataError, ParameterError, RiataError

NAMES = ["Lasso", "ElasticNet", "Ridge", "LassoCV", "ElasticNetCV", "RidgeCV"]
SINGLE = ["Lasso", "ElasticNet", "Ridge"]
OURS = {"standardize", "penalty_factor", "bounds", "n_threads", "rule"}


def parameters(thing):
    return inspect.signature(thing).parameters


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_of_scikit_learn_is_accepted(name):
    theirs, ours = parameters(getattr(linear_model, name)), parameters(getattr(riata, name))
    assert set(theirs) <= set(ours)
    assert set(ours) - set(theirs) <= OURS
    for key in theirs:
        assert ours[key].kind == theirs[key].kind, key
        same = ours[key].default == theirs[key].default
        assert same or key in ("tol", "alphas"), f"{key} has another default"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_ours_comes_after_and_by_name_only(name):
    ours = parameters(getattr(riata, name))
    extra = [key for key in ours if key in OURS]
    assert list(ours)[-len(extra) :] == extra
    assert all(ours[key].kind is inspect.Parameter.KEYWORD_ONLY for key in extra)


@pytest.mark.parametrize("name", ["lasso_path", "enet_path"])
def test_every_parameter_of_scikit_learns_paths_is_accepted(name):
    theirs, ours = parameters(getattr(linear_model, name)), parameters(riata.enet_path)
    assert set(theirs) <= set(ours)


@pytest.mark.parametrize("name", NAMES)
def test_every_method_and_fitted_attribute_of_scikit_learn_is_there(name, tall, reference):
    theirs = reference(name, tall.X, tall.y)
    ours = getattr(riata, name)().fit(tall.X, tall.y)
    public = {key for key in dir(theirs) if not key.startswith("_")}
    assert {key for key in public if not hasattr(ours, key)} == set()


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_kept_as_given(name):
    cls = getattr(riata, name)
    given = {key: object() for key in parameters(cls)}
    model = cls(**given)
    assert model.get_params(deep=False) == given
    assert clone(cls()).get_params().keys() == given.keys()


@pytest.mark.parametrize("name", SINGLE)
def test_alpha_may_be_given_by_position(name, tall):
    cls = getattr(riata, name)
    by_position, by_name = cls(0.3).fit(tall.X, tall.y), cls(alpha=0.3).fit(tall.X, tall.y)
    np.testing.assert_array_equal(by_position.coef_, by_name.coef_)


def test_set_params_then_fit_again(tall):
    model = riata.Lasso(alpha=0.1).fit(tall.X, tall.y)
    model.set_params(alpha=0.5, positive=True).fit(tall.X, tall.y)
    fresh = riata.Lasso(alpha=0.5, positive=True).fit(tall.X, tall.y)
    np.testing.assert_array_equal(model.coef_, fresh.coef_)
    with pytest.raises(ValueError, match="Invalid parameter"):
        model.set_params(lambda_=1)


@pytest.mark.parametrize("name", NAMES)
def test_before_fit(name, tall):
    model = getattr(riata, name)()
    with pytest.raises(NotFittedError):
        model.predict(tall.X)
    with pytest.raises(NotFittedError):
        model.sparse_coef_  # noqa: B018


WORDS = [
    ("Lasso", {"alpha": -1.0}, "alpha == -1"),
    ("Lasso", {"alpha": float("nan")}, "alpha == nan"),
    ("Lasso", {"alpha": float("inf")}, "alpha == inf"),
    ("Lasso", {"alpha": "strong"}, "a number >= 0 or a rule"),
    ("Lasso", {"alpha": None}, "a number >= 0 or a rule"),
    ("Lasso", {"alpha": True}, "a number >= 0 or a rule"),
    ("Lasso", {"alpha": riata.CV}, "a number >= 0 or a rule"),
    ("Lasso", {"alpha": np.array([0.1, 0.2])}, "a number >= 0 or a rule"),
    ("Lasso", {"tol": -1.0}, "tol must be a number"),
    ("Lasso", {"max_iter": 0}, "max_iter must be an integer"),
    ("Lasso", {"max_iter": 1.5}, "max_iter must be an integer"),
    ("Lasso", {"selection": "shuffled"}, "selection must be 'cyclic' or 'random'"),
    ("Lasso", {"positive": True, "bounds": (0, 1)}, "give one of them"),
    ("Lasso", {"bounds": (1.0, 2.0)}, "must contain zero"),
    ("Lasso", {"bounds": 3}, "a pair"),
    ("Lasso", {"penalty_factor": [1.0]}, "shape"),
    ("Lasso", {"penalty_factor": -np.ones(8)}, "factors are finite and >= 0"),
    ("Lasso", {"penalty_factor": {"age": 0}}, "names 'age'"),
    ("Lasso", {"penalty_factor": "no"}, "penalty_factor must be numbers"),
    ("Lasso", {"n_threads": 0}, "n_threads"),
    ("Lasso", {"n_threads": "all"}, "n_threads must be a positive integer or -1, not 'all'"),
    ("ElasticNet", {"l1_ratio": 1.5}, "l1_ratio must be a number"),
    ("ElasticNet", {"l1_ratio": "half"}, "l1_ratio must be a number"),
    ("Ridge", {"alpha": -1.0}, "alpha == -"),
    ("Ridge", {"alpha": [1.0, 2.0]}, "do not correspond"),
    ("Ridge", {"alpha": np.array(["a"])}, "alpha must be a number or a non-empty list of numbers"),
    ("Ridge", {"alpha": [[1.0], [1.0, 2.0]]}, "alpha must be a number or a non-empty list of numbers"),
    ("Ridge", {"alpha": np.True_}, "a number >= 0 or a rule"),
    ("Ridge", {"solver": "newton"}, "solver must be one of"),
    ("Ridge", {"solver": "svd", "positive": True}, "does not support positive"),
    ("Ridge", {"solver": "lbfgs"}, "only when positive=True"),
    ("Ridge", {"max_iter": 0}, "max_iter must be an integer"),
    ("LassoCV", {"rule": "2se"}, 'rule must be "min" or "1se"'),
    ("LassoCV", {"alphas": 0}, "alphas must be at least 1"),
    ("LassoCV", {"alphas": []}, "non-empty"),
    ("LassoCV", {"alphas": [1.0, -1.0]}, "must be >= 0"),
    ("LassoCV", {"alphas": "many"}, "alphas must be a count or numbers"),
    ("LassoCV", {"eps": 0.0}, "eps must be positive"),
    ("ElasticNetCV", {"l1_ratio": [0.5, 2.0]}, "l1_ratio must be a number"),
    ("ElasticNetCV", {"l1_ratio": []}, "l1_ratio must be a number or a non-empty list of numbers"),
    ("ElasticNetCV", {"l1_ratio": ["half"]}, "l1_ratio must be a number or a non-empty list"),
    ("RidgeCV", {"alphas": [1.0, 0.0]}, r"alphas\[1\] == 0"),
    ("RidgeCV", {"alphas": []}, "non-empty"),
    ("RidgeCV", {"alphas": ["a"]}, "alphas must be a number or a non-empty list of numbers"),
    ("RidgeCV", {"gcv_mode": "magic"}, "gcv_mode must be"),
    ("RidgeCV", {"cv": 3, "store_cv_results": True}, "incompatible"),
    ("RidgeCV", {"cv": 3, "alpha_per_target": True}, "incompatible"),
]


@pytest.mark.parametrize(("name", "options", "words"), WORDS, ids=lambda v: str(v)[:40])
def test_a_bad_parameter_is_named(name, options, words, tall):
    with pytest.raises(ParameterError, match=words) as caught:
        getattr(riata, name)(**options).fit(tall.X, tall.y)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["LassoCV", "ElasticNetCV", "RidgeCV"])
@pytest.mark.parametrize(("cv", "words"), [(1, "n_splits=1"), (1000, "n_splits=1000"), ("ten", "cv")])
def test_a_bad_number_of_folds_is_named(name, cv, words, tall):
    with pytest.raises(ValueError, match=words):
        getattr(riata, name)(cv=cv).fit(tall.X, tall.y)


def broken(data, what):
    X, y, weight = data.X.copy(), data.y.copy(), data.weight.copy()
    if what == "NaN in X":
        X[3, 2] = np.nan
    elif what == "infinity in X":
        X[3, 2] = np.inf
    elif what == "NaN in y":
        y[5] = np.nan
    elif what == "short y":
        y = y[:-1]
    elif what == "text y":
        y = np.array(["a"] * len(y))
    elif what == "negative weight":
        weight[4] = -1.0
    elif what == "no weight":
        weight[:] = 0.0
    elif what == "NaN weight":
        weight[6] = np.nan
    elif what == "short weight":
        weight = weight[:-1]
    elif what == "square weight":
        weight = np.ones((len(y), 2))
    return X, y, weight


BROKEN = {
    "NaN in X": "NaN.*column 2.*row 3",
    "infinity in X": "infinity.*column 2.*row 3",
    "NaN in y": "y contains NaN in row 5",
    "short y": "inconsistent numbers of samples",
    "text y": "y must be numbers",
    "negative weight": "negative in row 4",
    "no weight": "zero in every row",
    "NaN weight": "NaN in row 6",
    "short weight": "79 values for 80 rows",
    "square weight": "1D array or scalar",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("what", "words"), BROKEN.items(), ids=BROKEN.keys())
def test_bad_data_are_named_by_column_and_row(name, what, words, tall):
    X, y, weight = broken(tall, what)
    with pytest.raises(DataError, match=words):
        getattr(riata, name)().fit(X, y, sample_weight=weight)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("weight", "words"),
    [("uniform", "must be numbers"), (-1.0, "negative"), (np.nan, "NaN"), (0.0, "zero in every row")],
    ids=str,
)
def test_one_weight_for_all_is_checked_too(name, weight, words, tall):
    with pytest.raises(DataError, match=f"sample_weight .*{words}"):
        getattr(riata, name)().fit(tall.X, tall.y, sample_weight=weight)


@pytest.mark.parametrize("name", NAMES)
def test_new_rows_are_checked(name, tall):
    model = getattr(riata, name)().fit(tall.X, tall.y)
    with pytest.raises(ValueError, match="8 features"):
        model.predict(tall.X[:, :3])
    bad = tall.new.copy()
    bad[1, 4] = np.nan
    with pytest.raises(DataError, match="column 4, row 1"):
        model.predict(bad)


def test_errors_are_caught_as_riatas_own_or_as_the_builtin_and_survive_pickling(tall):
    with pytest.raises(RiataError) as caught:
        riata.Lasso(alpha=-1).fit(tall.X, tall.y)
    assert isinstance(caught.value, ValueError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
