"""Agreement with coefficients that other software computed."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import riata
from riata.penalties import ElasticNet

DATA = Path(__file__).parent / "data"
TRAIN_ONLY = "eslscaled_train"


def prostate() -> tuple[Any, Any, Any]:
    table = riata.datasets.prostate("pandas")
    X = table.drop(columns=["lpsa", "train"]).to_numpy(dtype=float)
    return X, table["lpsa"].to_numpy(), table["train"].to_numpy()


def load(name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    with gzip.open(DATA / f"{name}.json.gz") as file:
        fits = json.load(file)["fits"]
    if name == "prostate":
        X, y, train = prostate()
        scaled = (X - X.mean(axis=0)) / X.std(axis=0, ddof=1)
        return {"X": X, "y": y, "scaled": scaled[train], "y_train": y[train]}, fits
    with np.load(DATA / f"{name}.npz") as arrays:
        return dict(arrays), fits


CASES = [
    (name, fit["id"])
    for name in ("prostate", "diabetes", "glmnet_quickstart", "hitters", "riboflavin")
    for fit in load(name)[1]
]


def options_of(call: str, p: int, n: int) -> dict[str, Any]:
    """The options that an R call says."""
    options: dict[str, Any] = {"fit_intercept": "intercept=FALSE" not in call}
    if "weights" in call:
        options["sample_weight"] = (np.arange(1, n + 1) % 3 + 1).astype(float)
    if "penalty.factor" in call:
        factor = np.ones(p)
        factor[:2] = 0.0, 2.0
        options["penalty_factor"] = factor * p / factor.sum()
    if "lower.limits=0" in call:
        options["bounds"] = (0.0, np.inf)
    box = re.search(r"lower.limits=(-[\d.e-]+), upper.limits=([\d.e-]+)", call)
    if box:
        options["bounds"] = (float(box[1]), float(box[2]))
    return options


@pytest.mark.parametrize(("name", "which"), CASES)
def test_glmnet(name: str, which: str) -> None:
    arrays, fits = load(name)
    fit = next(f for f in fits if f["id"] == which)
    X, y = arrays["X2" if which.startswith("X2") else "X"].astype(float), arrays["y"]
    if which.startswith(TRAIN_ONLY):
        X, y = arrays["scaled"], arrays["y_train"]
    n, p = X.shape
    options = options_of(fit["call"], p, n)
    weight = options.get("sample_weight", np.ones(n))
    centre = np.average(y, weights=weight) if options["fit_intercept"] else 0.0
    sd = np.sqrt(np.average((y - centre) ** 2, weights=weight))
    share = fit["l1_share"]
    total = share + (1.0 - share) / sd  # glmnet divides the L2 part by sd(y)
    lambdas = np.array(fit["lambda"])
    path = riata.path(
        X,
        y,
        penalty=ElasticNet(share / total),
        alphas=lambdas * total,
        standardize=fit["standardize"],
        **options,
    )
    expected = np.zeros((p, len(lambdas)))
    for k, beta in enumerate(fit["beta"]):
        expected[np.array(beta["i"], dtype=int), k] = beta["x"]
    order = np.argsort(-lambdas, kind="stable")
    expected, intercepts = expected[:, order], np.array(fit["intercept"])[order]
    largest = np.maximum(np.abs(expected).max(axis=0), 1e-3 * np.abs(expected).max())
    assert np.max(np.abs(path.coefs.toarray() - expected) / largest) < 1e-6
    terms = np.abs(y).max() + np.abs(X).mean(axis=0) @ np.abs(expected)  # of the intercept
    assert np.max(np.abs(path.intercepts - intercepts) / terms) < 1e-6


ESL = {  # as printed: intercept, then lcavol lweight age lbph svi lcp gleason pgg45
    "least squares": [2.465, 0.680, 0.263, -0.141, 0.210, 0.305, -0.288, -0.021, 0.267],
    "ridge": [2.452, 0.420, 0.238, -0.046, 0.162, 0.227, 0.000, 0.040, 0.133],
    "lasso": [2.468, 0.533, 0.169, 0.000, 0.002, 0.094, 0.000, 0.000, 0.000],
}


@pytest.mark.parametrize("column", ESL)
def test_esl_table_3_3_to_the_printed_digits(column: str) -> None:
    arrays, _ = load("prostate")
    X, y = arrays["scaled"], arrays["y_train"]
    if column == "least squares":
        model = riata.Ridge(alpha=0.0).fit(X, y)
    elif column == "ridge":  # the book centres y and fits no intercept
        model = riata.Ridge(alpha=24.18, fit_intercept=False).fit(X, y - y.mean())
        model.intercept_ = y.mean()
    else:
        model = riata.Lasso(alpha=0.20919, standardize=True).fit(X, y)
    found = [model.intercept_, *model.coef_]
    if column == "least squares":  # .2885 is printed as -0.288
        found[6] = np.trunc(found[6] * 1000) / 1000
    np.testing.assert_allclose(np.round(found, 3), ESL[column], atol=1e-12)


def test_esl_table_3_3_recomputed() -> None:
    table = json.loads((DATA / "esl_table_3_3.json").read_text())
    arrays, _ = load("prostate")
    X, y = arrays["scaled"], arrays["y_train"]
    ls = riata.Ridge(alpha=0.0).fit(X, y)
    np.testing.assert_allclose(ls.coef_, table["ls"]["coef"], rtol=1e-12, atol=1e-13)
    ridge = table["ridge_df5_intercept_ybar_on_train_centred"]
    found = riata.Ridge(alpha=ridge["lambda"]).fit(X - X.mean(axis=0), y)
    np.testing.assert_allclose(found.coef_, ridge["coef"], atol=1e-12)
