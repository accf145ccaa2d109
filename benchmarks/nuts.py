"""NumPyro's NUTS on the models of ess.py, in NumPyro's own environment; called by ess.py --nuts.

    python nuts.py data.npz draws.npz lasso|horseshoe [lam]

Double precision, four chains one after the other, jitted. The clock covers sampling alone: no
compilation, no warm-up, which riata's figures include.
"""

from __future__ import annotations

import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

WARMUP, DRAWS, CHAINS = 1000, 2000, 4


def lasso(X, y, lam):
    """Park & Casella (2008): beta | sigma ~ Laplace(0, sigma / lam), p(sigma^2) = 1 / sigma^2."""
    log_sigma = numpyro.sample("log_sigma", dist.ImproperUniform(dist.constraints.real, (), ()))
    sigma = jnp.exp(log_sigma)
    beta = numpyro.sample("beta", dist.Laplace(0.0, sigma / lam).expand([X.shape[1]]))
    numpyro.sample("y", dist.Normal(X @ beta, sigma), obs=y)


def horseshoe(X, y, lam):
    """beta = sigma tau lambda_j z_j, lambda_j and tau half-Cauchy, z Normal."""
    del lam
    log_sigma = numpyro.sample("log_sigma", dist.ImproperUniform(dist.constraints.real, (), ()))
    sigma = jnp.exp(log_sigma)
    tau = numpyro.sample("tau", dist.HalfCauchy(1.0))
    local = numpyro.sample("local", dist.HalfCauchy(1.0).expand([X.shape[1]]))
    z = numpyro.sample("z", dist.Normal(0.0, 1.0).expand([X.shape[1]]))
    beta = numpyro.deterministic("beta", sigma * tau * local * z)
    numpyro.sample("y", dist.Normal(X @ beta, sigma), obs=y)


def main() -> None:
    source, target, model, *rest = sys.argv[1:]
    numpyro.enable_x64()
    held = np.load(source)
    X, y = held["X"] - held["X"].mean(axis=0), held["y"] - held["y"].mean()
    if model == "horseshoe":
        X = X / X.std(axis=0)
    lam = float(rest[0]) if rest else 1.0
    kernel = NUTS({"lasso": lasso, "horseshoe": horseshoe}[model], target_accept_prob=0.9)
    chain = MCMC(
        kernel,
        num_warmup=WARMUP,
        num_samples=DRAWS,
        num_chains=CHAINS,
        chain_method="sequential",
        progress_bar=False,
    )
    chain.warmup(jax.random.PRNGKey(0), X=X, y=y, lam=lam, collect_warmup=False)
    ready = chain.post_warmup_state
    seconds = np.inf
    for _ in range(2):  # the first run compiles
        chain.post_warmup_state = ready
        begin = time.perf_counter()
        chain.run(jax.random.PRNGKey(1), X=X, y=y, lam=lam)
        jax.block_until_ready(chain.get_samples())
        seconds = time.perf_counter() - begin
    draws = np.asarray(chain.get_samples(group_by_chain=True)["beta"])
    np.savez(target, draws=draws, seconds=seconds, version=numpyro.__version__)


if __name__ == "__main__":
    main()
