"""The way of an algorithm."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from riata import textbook
from riata.errors import ParameterError
from riata.plot import TraceDisplay


@pytest.fixture(scope="module")
def traces():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((40, 6))
    y = X @ [3.0, -2.0, 0.0, 0.0, 1.0, 0.0] + rng.standard_normal(40)
    return {
        "coordinate descent": textbook.coordinate_descent(X, y, 4.0, tol=0.0),
        "proximal gradient": textbook.proximal_gradient(X, y, 4.0),
        "accelerated": textbook.accelerated_proximal_gradient(X, y, 4.0),
        "subgradient": textbook.subgradient(X, y, 4.0, max_iter=60),
    }


def test_objectives(traces, apart):
    drawn = TraceDisplay.from_trace(traces)
    best = min(trace.objective.min() for trace in traces.values())
    assert drawn.best_ == best and len(drawn.lines_) == 4
    for line, trace in zip(drawn.lines_, traces.values(), strict=True):
        height = np.asarray(line.get_ydata())
        seen = np.isfinite(height)
        np.testing.assert_allclose(height[seen], trace.objective[seen] - best)
        assert len(height) == len(trace.objective)
    assert drawn.ax_.get_yscale() == "log"
    assert [t.get_text() for t in drawn.key_.get_texts()] == list(traces)
    apart(drawn.figure_, drawn.key_.get_texts())


def test_iterates(traces, apart):
    trace = traces["accelerated"]
    drawn = TraceDisplay.from_trace(trace, show="iterates")
    ends = sorted(float(np.asarray(line.get_ydata())[-1]) for line in drawn.lines_)
    np.testing.assert_allclose(ends, np.sort(trace.coef))
    assert drawn.key_ is None
    apart(drawn.figure_, drawn.labels_)


def test_coefficients_by_their_names(traces):
    names = ["age", "sex", "bmi", "map", "tc", "ldl"]
    drawn = TraceDisplay.from_trace(traces["accelerated"], show="iterates", names=names)
    assert {label.get_text() for label in drawn.labels_} == set(names)
    with pytest.raises(ParameterError, match="2 names for 6 coefficients"):
        TraceDisplay(traces, names=["a", "b"])


def test_axes_given_and_one_trace(traces):
    figure = Figure(layout="constrained")
    ax = figure.add_subplot()
    drawn = TraceDisplay.from_trace(traces["subgradient"], ax=ax, best=0.0)
    assert drawn.ax_ is ax and drawn.figure_ is figure and plt.get_fignums() == []
    assert drawn.best_ == 0.0 and drawn.key_ is None
    assert drawn.plot() is drawn and drawn.ax_ is not ax


def test_nothing_to_do(traces):
    X = np.eye(3)
    done = textbook.coordinate_descent(X, np.zeros(3), 1.0)
    for show in ("objective", "iterates"):
        TraceDisplay.from_trace(done, show=show).figure_.draw_without_rendering()


def test_what_is_refused(traces):
    with pytest.raises(ParameterError, match=r"riata\.textbook"):
        TraceDisplay(np.zeros(3))
    with pytest.raises(ParameterError, match=r"riata\.textbook"):
        TraceDisplay({})
    with pytest.raises(ParameterError, match="objective"):
        TraceDisplay(traces, show="gap")
    with pytest.raises(ParameterError, match="one trace"):
        TraceDisplay(traces, show="iterates")
