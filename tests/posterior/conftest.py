"""Data with posteriors known from elsewhere, and what a Monte Carlo figure may be off by."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import riata

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def references():
    return json.loads((HERE / "data" / "references.json").read_text())


@pytest.fixture(scope="session")
def diabetes():
    """Columns centred and of unit length."""
    held = np.load(HERE.parent / "references" / "data" / "diabetes.npz")
    return held["X"], held["y"]


@pytest.fixture(scope="session")
def prostate():
    """Columns centred and of unit variance, divisor n."""
    frame = riata.datasets.prostate("pandas")
    X = frame.drop(columns=["lpsa", "train"]).to_numpy(dtype=float)
    return (X - X.mean(0)) / X.std(0), frame["lpsa"].to_numpy(dtype=float)
