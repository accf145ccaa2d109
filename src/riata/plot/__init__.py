"""Plots of fitted models: paths, cross-validation, coefficients, geometry, priors and posteriors.

Every display reads an estimator, a :class:`~riata.Model` or the records themselves, draws on axes of
yours or its own, and keeps what it drew (``ax_``, ``figure_``, the artists). In all of them the axis of
strengths is logarithmic and the penalty weakens to the right. Names and keys stand outside the axes:
give figures of your own ``layout="constrained"``, or save them with ``bbox_inches="tight"``.
"""

from __future__ import annotations

from riata.errors import MissingExtraError

try:
    import matplotlib as _matplotlib
except ImportError:
    raise MissingExtraError("plots need matplotlib: pip install riata[plot]") from None
else:
    del _matplotlib

from riata.plot.coefficients import CoefficientDisplay
from riata.plot.cv_curve import CVCurveDisplay
from riata.plot.geometry import GeometryDisplay
from riata.plot.path import RegularizationPathDisplay
from riata.plot.posterior import PosteriorDisplay
from riata.plot.predictive import PredictiveDisplay
from riata.plot.prior import PriorDisplay
from riata.plot.trace import TraceDisplay

__all__ = [
    "CVCurveDisplay",
    "CoefficientDisplay",
    "GeometryDisplay",
    "PosteriorDisplay",
    "PredictiveDisplay",
    "PriorDisplay",
    "RegularizationPathDisplay",
    "TraceDisplay",
]
