"""Posteriors that others have worked out: Park & Casella's, a NumPy sampler's, monomvn's, exact ones."""

from __future__ import annotations

import numpy as np
import pytest

from riata.errors import DataWarning
from riata.posterior import bayesian_lasso, bayesian_ridge
from support.data import regression

DRAWS = {"draws": 10_000, "chains": 4, "seed": 20}
#: Standard errors that the largest of a few dozen differences may reach.
WIDE = 4.0

#: Table 1 of Park & Casella (2008): medians and 95 % intervals at lam = 0.237, from 10 000 draws.
PAPER = {
    "age": (-3.73, -112.02, 103.62),
    "sex": (-214.55, -334.42, -94.24),
    "bmi": (522.62, 393.07, 653.82),
    "map": (307.56, 180.26, 436.70),
    "tc": (-173.16, -579.33, 128.54),
    "ldl": (-1.47, -274.62, 341.48),
    "hdl": (-152.12, -381.60, 69.75),
    "tch": (90.43, -129.48, 349.82),
    "ltg": (523.26, 332.11, 732.75),
    "glu": (62.47, -51.22, 188.75),
}


def quantile_error(post, q):
    """Monte Carlo standard error of a quantile: root of q(1 - q) / ESS over the density there."""
    gap = 0.02 if 0.1 < q < 0.9 else 0.01
    low, high = np.quantile(post.coef, [q - gap, q + gap], axis=(0, 1))
    size = post.ess_bulk if 0.1 < q < 0.9 else post.ess_tail
    return np.sqrt(q * (1 - q) / size) * (high - low) / (2 * gap)


@pytest.fixture(scope="module")
def paper(diabetes):
    return bayesian_lasso(*diabetes, lam=0.237, **DRAWS)


def test_table_1_of_park_and_casella(paper):
    """Within the Monte Carlo error of the paper's own 10 000 draws."""
    for column, q in enumerate((0.5, 0.025, 0.975)):
        printed = np.array([row[column] for row in PAPER.values()])
        here = quantile_error(paper, q)
        theirs = here * np.sqrt(paper.ess_bulk / (0.25 * 10_000))
        found = np.quantile(paper.coef, q, axis=(0, 1))
        assert (np.abs(found - printed) < WIDE * np.hypot(here, theirs)).all()


@pytest.mark.parametrize("key", ["fixed_0.237", "hyper_r1_delta1.78"])
def test_monomvn(key, diabetes, references, paper):
    theirs = references["monomvn"][key]
    post = paper if key == "fixed_0.237" else bayesian_lasso(*diabetes, lam="gamma", **DRAWS)
    error = np.hypot(quantile_error(post, 0.5), theirs["median_mcse"])
    assert (np.abs(post.median - theirs["median"]) < WIDE * error).all()


@pytest.mark.parametrize(
    ("data", "key"),
    [("diabetes", "fixed_0.237"), ("diabetes", "hyper_r1_delta1.78"), ("diabetes", "fixed_5"),
     ("prostate", "fixed_1"), ("prostate", "fixed_10"), ("prostate", "hyper_r1_delta0.1")],
)  # fmt: skip
def test_numpy_sampler(data, key, references, request):
    theirs = references[data]["lasso"][key]
    X, y = request.getfixturevalue(data)
    settings = theirs["settings"]
    lam = settings.get("lam", "gamma")
    hyper = {name: settings[name] for name in ("r", "delta") if name in settings}
    post = bayesian_lasso(X, y, lam=lam, **hyper, **DRAWS)
    assert post.rhat.max() < 1.003
    error = np.hypot(post.sd / np.sqrt(post.ess_bulk), theirs["mean_mcse"])
    assert (np.abs(post.mean - theirs["mean"]) < WIDE * error).all()
    np.testing.assert_allclose(post.sd, theirs["sd"], rtol=0.02)
    for q in ("0.025", "0.5", "0.975"):
        error = np.hypot(quantile_error(post, float(q)), theirs["quantiles_mcse"][q])
        found = np.quantile(post.coef, float(q), axis=(0, 1))
        assert (np.abs(found - theirs["quantiles"][q]) < WIDE * error).all()
    for name, draws in (("sigma", np.sqrt(post.sigma2)), ("lambda", post.hyper["lam"])):
        if name in theirs:
            error = np.hypot(theirs[name]["mcse"], draws.std() / np.sqrt(0.2 * draws.size))
            assert abs(draws.mean() - theirs[name]["mean"]) < WIDE * error


def test_quadrature_over_two_columns(prostate, references):
    X, y = prostate
    for key, theirs in references["prostate"]["exact_two_columns"].items():
        post = bayesian_lasso(X[:, :2], y, lam=float(key.removeprefix("lambda_")), **DRAWS)
        error = post.sd / np.sqrt(post.ess_bulk)
        assert (np.abs(post.mean - theirs["mean"]) < WIDE * error).all()
        np.testing.assert_allclose(post.sd, theirs["sd"], rtol=0.02)


@pytest.mark.parametrize("data", ["diabetes", "prostate"])
def test_ridge_is_a_multivariate_t(data, references, request):
    X, y = request.getfixturevalue(data)
    for key, theirs in references[data]["ridge"].items():
        name, _, number = key.partition("_")
        gamma = number.startswith("gamma")
        hyper = {"r": 1.0, "delta": float(key.rpartition("delta")[2])} if gamma else {}
        post = bayesian_ridge(X, y, "gamma" if gamma else float(number), **hyper, **DRAWS)
        count = post.sigma2.size
        assert (np.abs(post.mean - theirs["mean"]) < WIDE * post.sd / np.sqrt(count)).all(), name
        np.testing.assert_allclose(post.sd, theirs["sd"], rtol=0.015)
        assert abs(post.sigma2.mean() - theirs["E_sigma2"]) < WIDE * post.sigma2.std() / np.sqrt(count)
        if gamma:
            kappa = post.hyper["kappa"]
            assert abs(kappa.mean() - theirs["kappa"]["mean"]) < WIDE * kappa.std() / np.sqrt(count)


def test_em_finds_the_strength_of_the_paper(diabetes):
    """Park & Casella's section 3.1 gives 0.237 by marginal maximum likelihood."""
    found = bayesian_lasso(*diabetes, lam="em", draws=100, seed=1).info
    assert abs(found["lam"] - 0.237) < 0.0005 + WIDE * found["lam_error"]
    again = bayesian_lasso(*diabetes, lam="em", draws=100, seed=2).info
    assert abs(found["lam"] - again["lam"]) < WIDE * np.hypot(found["lam_error"], again["lam_error"])


def test_em_by_draws_of_lam_agrees(diabetes, monkeypatch):
    """The way taken where p is large, on data where the other one is exact; it may be off by 1 %."""
    import riata.posterior.marginal as marginal

    direct = bayesian_lasso(*diabetes, lam="em", draws=100, seed=1).info
    monkeypatch.setattr(marginal, "_MANY", 5)
    drawn = bayesian_lasso(*diabetes, lam="em", draws=100, seed=1).info
    error = np.hypot(direct["lam_error"], drawn["lam_error"])
    assert abs(direct["lam"] - drawn["lam"]) < WIDE * error + 0.01 * direct["lam"]


def test_em_with_more_columns_than_rows():
    """The lam found is where the posterior under a weak prior that is level there has its top."""
    X, y = regression(60, 100, noise=3.0)
    found = [bayesian_lasso(X, y, lam="em", draws=20, seed=seed).info for seed in range(8)]
    logs = np.log([info["lam"] for info in found])
    told = [info["lam_error"] / info["lam"] for info in found]
    assert 0.5 < logs.std(ddof=1) / np.sqrt(np.mean(np.square(told))) < 1.9
    assert max(told) < 0.1  # the likelihood itself is wider than that


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("n", "p"), [(40, 3), (60, 50)])
def test_em_where_there_is_no_signal(n, p, seed):
    """Explain all but what chance would: the likelihood then rises with lam to that of no column."""
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((n, p)), rng.standard_normal(n)
    y -= 0.999 * X @ np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0]
    with pytest.warns(DataWarning, match="lam has no maximum.* shows no signal"):
        posterior = bayesian_lasso(X, y, lam="em", draws=200, seed=seed)
    assert np.isnan(posterior.info["lam_error"])
    assert "(no signal)" in posterior.prior
    shown = X - X.mean(axis=0)
    assert np.std(shown @ posterior.mean) < 0.02 * np.std(y)


def test_em_of_a_signal_far_above_the_noise_is_no_edge():
    """Lam has no unit of its own to be small in: it is p times the noise over the sum of the signal."""
    rng = np.random.default_rng(1)
    X = rng.standard_normal((50, 5))
    y = X @ np.ones(5) + 1e-9 * rng.standard_normal(50)
    found = bayesian_lasso(X, y, lam="em", draws=100, seed=0)
    size = np.linalg.norm(X - X.mean(axis=0), axis=0)
    expected = 5 * np.sqrt(found.sigma2.mean()) / np.sum(size * np.abs(found.mean))
    assert found.info["lam"] == pytest.approx(expected, rel=0.02)


def test_em_where_the_likelihood_is_flat():
    X, y = regression(30, 60, noise=0.5)
    with pytest.warns(DataWarning, match="too flat|no noise"):
        posterior = bayesian_lasso(X, y, lam="em", draws=20, seed=3)
    assert np.isfinite(posterior.coef).all()
