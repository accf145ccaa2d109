"""Tables and models of every kind that a report is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd

import riata

HOSTILE = "</script><script>alert(1)</script>"


def mixed_table(n=120, seed=3):
    """Numbers, a category, a boolean, missing values, a constant, a copy and weights."""
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "area": rng.gamma(4.0, 25.0, n),
            "rooms": rng.integers(1, 7, n).astype(float),
            "city": rng.choice(["Ulm", "Bonn", HOSTILE], n),
            "garden": rng.random(n) < 0.4,
            "same": 1.0,
            "weight": rng.uniform(0.5, 2.0, n),
        }
    )
    table["feet"] = 10.764 * table["area"] + 3.0
    effect = 0.02 * table["area"] + 0.4 * table["rooms"] + (table["city"] == "Ulm")
    table["price"] = effect + rng.normal(0.0, 0.7, n)
    table.loc[rng.choice(n, 12, replace=False), "rooms"] = np.nan
    table.loc[rng.choice(n, 6, replace=False), "city"] = None
    return table


def wide_table(n=30, p=90, seed=4):
    """More columns than rows."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p))
    table = pd.DataFrame(X, columns=[f"x{j}" for j in range(p)])
    table["y"] = X[:, 0] - X[:, 1] + 0.3 * rng.standard_normal(n)
    return table


def prostate():
    return riata.datasets.prostate("pandas").rename(columns={"age": HOSTILE})


MODELS = {
    "lasso": lambda: riata.fit(prostate(), "lpsa", drop=["train"], alpha="1se"),
    "ridge": lambda: riata.fit(prostate(), "lpsa", drop=["train"], penalty="ridge"),
    "elastic net, weights, categories, missing": lambda: riata.fit(
        mixed_table(), "price", penalty="elastic-net", weights="weight", missing="mean"
    ),
    "not standardised": lambda: riata.fit(
        prostate(), "lpsa", drop=["train"], standardize=False, alpha="bic"
    ),
    "alpha at zero": lambda: riata.fit(prostate(), "lpsa", drop=["train"], alpha=0.0),
    "wide": lambda: riata.fit(wide_table(), "y"),
    "wide ridge": lambda: riata.fit(wide_table(), "y", penalty="ridge"),
}
