"""Effective samples per second of the posterior samplers, the least over coefficients.

    python benchmarks/ess.py [--threads 1] [--repeats 5] [--nuts]

Data: diabetes (442 x 10), prostate (97 x 8) and riboflavin (71 x 4088), from tests/references. Bulk
effective sample size after Vehtari et al. (2021), best of several runs by time; a run is the whole call,
from arrays to the record in original units with warm-up, without the diagnostics themselves. With --nuts
NumPyro's NUTS samples the same models (nuts.py, in an environment of its own), without its warm-up.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import environments
import numpy as np

import riata
from riata.posterior import Posterior, bayesian_lasso, bayesian_ridge, horseshoe
from riata.posterior.diagnostics import effective_bulk, split_rhat

DATA = Path(__file__).parents[1] / "tests" / "references" / "data"


def data(name: str) -> tuple[np.ndarray, np.ndarray]:
    if name == "prostate":
        frame = riata.datasets.prostate("pandas")
        return frame.drop(columns=["lpsa", "train"]).to_numpy(dtype=float), frame["lpsa"].to_numpy()
    held = np.load(DATA / f"{name}.npz")
    return held["X"], held["y"]


def jobs(threads: int) -> dict[tuple[str, str], Callable[[], Posterior]]:
    found: dict[tuple[str, str], Callable[[], Posterior]] = {}
    for name, draws in (("diabetes", 20_000), ("prostate", 20_000), ("riboflavin", 500)):
        X, y = data(name)
        some = {"draws": draws, "chains": 4, "seed": 1, "n_threads": threads}
        lam: float | str = 0.237 if name == "diabetes" else "gamma"
        found[name, f"lasso, lam {lam}"] = lambda X=X, y=y, lam=lam, some=some: bayesian_lasso(
            X, y, lam, **some
        )
        if lam != "gamma":
            found[name, "lasso, lam gamma"] = lambda X=X, y=y, some=some: bayesian_lasso(X, y, **some)
        found[name, "horseshoe"] = lambda X=X, y=y, some=some: horseshoe(X, y, **some)
        found[name, "ridge, exact"] = lambda X=X, y=y, some=some: bayesian_ridge(X, y, **some)
    return found


def measure(job: Callable[[], Posterior], repeats: int) -> tuple[float, Posterior]:
    best, post = np.inf, job()
    for _ in range(repeats):
        begin = time.perf_counter()
        post = job()
        best = min(best, time.perf_counter() - begin)
    return best, post


def nuts(name: str, model: str, *rest: str) -> tuple[float, np.ndarray]:
    """Seconds and draws (chains, draws, p) of NumPyro's NUTS."""
    python = environments.make_environment("numpyro", ("numpyro",))
    X, y = data(name)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "data.npz", Path(folder) / "draws.npz"
        np.savez(source, X=X, y=y)
        call = [python, Path(__file__).parent / "nuts.py", source, target, model, *rest]
        subprocess.run(call, check=True, env=environments.clean_environment())
        held = np.load(target)
        return float(held["seconds"]), held["draws"]


def row(name: str, model: str, seconds: float, draws: np.ndarray) -> None:
    size = float(effective_bulk(draws).min())
    print(
        f"{name:12}{model:18}{draws.shape[0] * draws.shape[1]:9}{seconds:9.3f}{size:11.0f}"
        f"{size / seconds:10.0f}{np.nanmax(split_rhat(draws)):8.3f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--nuts", action="store_true", help="NumPyro's NUTS beside them")
    chosen = parser.parse_args()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, load {load:.1f}, {chosen.threads} thread(s)"
    )
    print(f"{'data':12}{'model':18}{'draws':>9}{'seconds':>9}{'least ESS':>11}{'ESS/s':>10}{'R-hat':>8}")
    for (name, model), job in jobs(chosen.threads).items():
        repeats = 1 if name == "riboflavin" else chosen.repeats
        seconds, post = measure(job, repeats)
        row(name, model, seconds, post.coef)
    if not chosen.nuts:
        return
    for model, rest in (("lasso", ("0.237",)), ("horseshoe", ())):
        row("diabetes", f"NUTS, {model}", *nuts("diabetes", model, *rest))


if __name__ == "__main__":
    main()
