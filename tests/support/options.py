"""The table of penalties and options that a problem can have, for any shape."""

from __future__ import annotations

import numpy as np

from riata.penalties import L1, L2, ElasticNet

PENALTIES = {
    "l1": L1(),
    "elastic-net": ElasticNet(0.6),
    "mostly-l2": ElasticNet(0.05),
    "l2": L2(),
}


def _all(n, p, rng):
    return {
        "sample_weight": rng.uniform(0.2, 2.0, n),
        "offset": rng.standard_normal(n),
        "penalty_factor": rng.uniform(0.3, 2.0, p) * (np.arange(p) != 2),
        "bounds": (-0.8, np.where(np.arange(p) % 2, np.inf, 1.2)),
        "standardize": True,
    }


#: Name -> what :func:`riata.path` is given, from n, p and a generator.
OPTIONS = {
    "plain": lambda n, p, rng: {},
    "no-intercept": lambda n, p, rng: {"fit_intercept": False},
    "standardize": lambda n, p, rng: {"standardize": True},
    "weights": lambda n, p, rng: {"sample_weight": rng.uniform(0.2, 2.0, n)},
    "zero-weights": lambda n, p, rng: {"sample_weight": np.arange(n) % 4 * 1.5},
    "offset": lambda n, p, rng: {"offset": rng.standard_normal(n)},
    "factors": lambda n, p, rng: {"penalty_factor": rng.uniform(0.2, 3.0, p)},
    "free-columns": lambda n, p, rng: {"penalty_factor": np.where(np.arange(p) % 5 == 1, 0.0, 1.0)},
    "bounds": lambda n, p, rng: {"bounds": (-0.4, 0.7)},
    "one-sided": lambda n, p, rng: {"bounds": (0.0, None)},
    "standardize-no-intercept": lambda n, p, rng: {"standardize": True, "fit_intercept": False},
    "all": _all,
}


def make_options(name, n, p, seed=5):
    """The options of that name for n rows and p columns."""
    return OPTIONS[name](n, p, np.random.default_rng(seed))
