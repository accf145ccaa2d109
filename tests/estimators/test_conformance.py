"""scikit-learn's own checks of an estimator: all of them, without an exception to any rule."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

import riata

ESTIMATORS = [
    riata.Lasso(),
    riata.Lasso(alpha=0.01, positive=True, standardize=True, warm_start=True),
    riata.Lasso(alpha=riata.Bound(1.0), fit_intercept=False),
    riata.ElasticNet(),
    riata.ElasticNet(alpha=0.05, l1_ratio=0.0, fit_intercept=False),
    riata.ElasticNet(alpha=0.01, l1_ratio=0.9, bounds=(-1.0, 2.0), n_threads=1),
    riata.Ridge(),
    riata.Ridge(alpha=0.0, fit_intercept=False),
    riata.Ridge(alpha=10.0, positive=True, standardize=True),
    riata.LassoCV(),
    riata.LassoCV(cv=3, rule="1se", alphas=7, standardize=True),
    riata.ElasticNetCV(),
    riata.ElasticNetCV(l1_ratio=[0.2, 0.8], alphas=5, cv=3, fit_intercept=False),
    riata.RidgeCV(),
    riata.RidgeCV(alphas=[0.01, 1.0], cv=3, standardize=True),
    riata.RidgeCV(alphas=[0.5], fit_intercept=False),
]


@parametrize_with_checks(ESTIMATORS)
def test_scikit_learn_checks(estimator, check):
    check(estimator)


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=repr)
def test_no_check_is_declared_out_of_reach(estimator):
    tags = estimator.__sklearn_tags__()
    assert not tags.non_deterministic
    assert not tags.no_validation
    assert not tags._skip_test
    assert not tags.regressor_tags.poor_score


def test_no_check_is_skipped_where_the_array_api_is_switched_on():
    """One check of scikit-learn runs only under an environment variable that SciPy reads on import."""
    script = (
        "import riata\n"
        "from sklearn.utils.estimator_checks import check_estimator\n"
        "for name in ('Lasso', 'ElasticNet', 'Ridge', 'LassoCV', 'ElasticNetCV', 'RidgeCV'):\n"
        "    for found in check_estimator(getattr(riata, name)(), on_fail=None, on_skip=None):\n"
        "        if found['status'] != 'passed':\n"
        "            print(name, found['check_name'], found['status'], found['exception'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "SCIPY_ARRAY_API": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
