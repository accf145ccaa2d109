"""R-hat and effective sample sizes against ArviZ, and where the answer is known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from riata.posterior import diagnostics

#: Name -> chains, draws, autocorrelation, distance between chains.
RECIPES = {
    "independent": (4, 500, 0.0, 0.0),
    "ordinary": (4, 500, 0.5, 0.0),
    "slow": (4, 1000, 0.95, 0.0),
    "slower than the run": (2, 2000, 0.995, 0.0),
    "alternating, odd length": (4, 501, -0.6, 0.0),
    "apart": (4, 300, 0.2, 1.0),
    "short": (3, 10, 0.5, 0.0),
}


def recipe(name):
    chains, draws, rho, apart = RECIPES[name]
    noise = np.random.default_rng(len(name)).standard_normal((chains, draws))
    x = noise.copy()
    for t in range(1, draws):
        x[:, t] = rho * x[:, t - 1] + np.sqrt(1 - rho**2) * noise[:, t]
    return x + apart * np.arange(chains)[:, None]


def shapes():
    """The recipes as they are, with heavy tails, and with ties."""
    for name in RECIPES:
        x = recipe(name)
        yield name, x
        yield f"{name}, cubed", x**3
        yield f"{name}, rounded", np.round(x)


EXPECTED = json.loads((Path(__file__).parent / "data" / "arviz.json").read_text())


@pytest.mark.parametrize(("name", "x"), list(shapes()), ids=[name for name, _ in shapes()])
def test_arviz(name, x):
    found = [
        float(measure(x[:, :, None])[0])
        for measure in (
            diagnostics.split_rhat,
            diagnostics.effective_bulk,
            diagnostics.effective_tail,
            diagnostics.mean_error,
        )
    ]
    np.testing.assert_allclose(found, EXPECTED[name], rtol=1e-9)


def test_parameters_do_not_mix():
    names = ["independent", "ordinary"]
    together = np.stack([recipe(name) for name in names], axis=-1)
    for measure in (diagnostics.split_rhat, diagnostics.effective_bulk, diagnostics.effective_tail):
        apart = [float(measure(recipe(name)[:, :, None])[0]) for name in names]
        np.testing.assert_allclose(measure(together), apart, rtol=1e-12)


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
def test_autoregression_has_a_known_size(rho):
    """(1 - rho) / (1 + rho) of the draws."""
    noise = np.random.default_rng(1).standard_normal((4, 20_000, 1))
    x = noise.copy()
    for t in range(1, 20_000):
        x[:, t] = rho * x[:, t - 1] + np.sqrt(1 - rho**2) * noise[:, t]
    assert diagnostics.effective_size(x)[0] == pytest.approx(80_000 * (1 - rho) / (1 + rho), rel=0.1)


def test_one_chain_and_constants():
    x = np.random.default_rng(2).standard_normal((1, 400, 2))
    x[..., 1] = 3.0
    rhat, bulk = diagnostics.split_rhat(x), diagnostics.effective_bulk(x)
    assert abs(rhat[0] - 1) < 0.02
    assert np.isnan(rhat[1])
    assert bulk[1] == 400
    assert np.isnan(diagnostics.split_rhat(x[:, :3])).all()
