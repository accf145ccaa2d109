"""Choosing a strength."""

from __future__ import annotations

from riata.select.cross_validation import CV, CVResult, cross_validate
from riata.select.folds import Folds, make_folds, scoring_weights, training_weights

__all__ = [
    "CV",
    "CVResult",
    "Folds",
    "cross_validate",
    "make_folds",
    "scoring_weights",
    "training_weights",
]
