"""One fit seen from both sides, explained, and converted to the scales of other packages."""

from __future__ import annotations

from riata.views.conversion import Strength, convert
from riata.views.explanation import Explanation, explain, explanation_of
from riata.views.noise import Noise
from riata.views.page import Page
from riata.views.prior import Prior
from riata.views.record import Views, make_views, views_of
from riata.views.standing import Standing, take_stock

__all__ = [
    "Explanation",
    "Noise",
    "Page",
    "Prior",
    "Standing",
    "Strength",
    "Views",
    "convert",
    "explain",
    "explanation_of",
    "make_views",
    "take_stock",
    "views_of",
]
