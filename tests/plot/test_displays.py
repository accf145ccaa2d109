"""What all displays share: axes, figures, repeated drawing, what they refuse."""

from __future__ import annotations

import pickle
import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import Lasso as PeerLasso
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import riata
from riata.errors import ParameterError
from riata.plot import CoefficientDisplay, CVCurveDisplay, RegularizationPathDisplay

every = pytest.mark.parametrize(
    "display", [RegularizationPathDisplay, CVCurveDisplay, CoefficientDisplay]
)


@every
def test_new_figure(display, models):
    drawn = display.from_estimator(models["lasso-cv"])
    assert plt.get_fignums() == [drawn.figure_.number]
    assert drawn.ax_.figure is drawn.figure_


@every
def test_axes_given(display, models):
    figure = Figure(layout="constrained")
    first, second = figure.subplots(1, 2)
    drawn = display.from_estimator(models["lasso-cv"], ax=second)
    assert drawn.ax_ is second and drawn.figure_ is figure
    assert not first.has_data() and second.has_data()
    assert plt.get_fignums() == []


@every
def test_subfigures(display, models, tmp_path):
    figure = Figure(layout="constrained", figsize=(10, 4))
    part = figure.subfigures(1, 2)[1]
    assert display.from_estimator(models["lasso-cv"], ax=part.subplots()).figure_ is part
    figure.savefig(tmp_path / "figure.svg")


@every
def test_drawn_again(display, models):
    drawn = display.from_estimator(models["lasso-cv"])
    first = drawn.ax_
    assert drawn.plot() is drawn and drawn.ax_ is not first
    assert len(first.lines) == len(drawn.ax_.lines)


@every
def test_figure_can_be_pickled(display, models):
    figure = display.from_estimator(models["hostile"]).figure_
    pickle.loads(pickle.dumps(figure)).draw_without_rendering()


@every
def test_styles_of_the_reader_are_followed(display, models, apart):
    with plt.style.context(["dark_background", {"font.size": 14}]):
        drawn = display.from_estimator(models["wide"])
        apart(drawn.figure_, drawn.key_.get_texts(), getattr(drawn, "labels_", []))


@every
@pytest.mark.parametrize("unit", [1e-120, 1e70])
def test_any_unit(display, diabetes, unit):
    X, y = diabetes
    display.from_estimator(
        riata.LassoCV(cv=3, alphas=10).fit(X, y * unit)
    ).figure_.draw_without_rendering()


@every
def test_several_targets(display, diabetes):
    X, y = diabetes
    model = riata.Lasso(alpha=riata.CV(3)).fit(X, np.column_stack([y, -y]))
    with pytest.raises(ParameterError, match="2 targets: say which, target=0 to 1"):
        display.from_estimator(model)
    with pytest.raises(ParameterError, match="target must be an integer from 0 to 1, not 2"):
        display.from_estimator(model, target=2)
    drawn = display.from_estimator(model, target=1)
    np.testing.assert_array_equal(drawn.source.alphas, model.path_[1].alphas)


@every
def test_one_target(display, models):
    with pytest.raises(ParameterError, match="one target"):
        display.from_estimator(models["lasso-cv"], target=0)


@every
def test_ridge_cv_has_no_path(display, diabetes):
    with pytest.raises(ParameterError, match=r"RidgeCV keeps no path.*Ridge\(alpha=riata\.CV\(10\)\)"):
        display.from_estimator(riata.RidgeCV().fit(*diabetes))


@every
def test_what_is_no_estimator_of_riata(display, models, diabetes):
    X, y = diabetes
    with pytest.raises(NotFittedError):
        display.from_estimator(riata.Lasso())
    with pytest.raises(ParameterError, match="Lasso keeps no path"):
        display.from_estimator(PeerLasso().fit(X, y))
    with pytest.raises(ParameterError, match="the pipeline's last step"):
        display.from_estimator(make_pipeline(StandardScaler(), riata.LassoCV()).fit(X, y))
    with pytest.raises(ParameterError, match="give a fitted riata estimator or model"):
        display.from_estimator(riata.Lasso)
    with pytest.raises(ParameterError, match="give it to from_path"):
        display.from_estimator(models["lasso-cv"].path_)
    with pytest.raises(ParameterError, match="give it to from_cv"):
        display.from_estimator(models["lasso-cv"].cv_)
    assert plt.get_fignums() == []


@every
def test_what_are_no_axes(display, models):
    figure = Figure()
    with pytest.raises(ParameterError, match="ax must be matplotlib axes, not Figure"):
        display.from_estimator(models["lasso-cv"], ax=figure)


def test_without_matplotlib():
    """Lower rooms do not load it, and this one says how to get it."""
    code = (
        "import sys, riata\n"
        "riata.LassoCV, riata.path\n"
        "assert 'matplotlib' not in sys.modules\n"
        "sys.modules['matplotlib'] = None\n"
        "try:\n"
        "    import riata.plot\n"
        "except riata.errors.MissingExtraError as error:\n"
        "    assert 'pip install riata[plot]' in str(error); print('told')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "told"
