"""Choosing a strength."""

from __future__ import annotations

from riata.select.comparing import compare
from riata.select.comparison import Comparison
from riata.select.criteria import CRITERIA, Criterion, CriterionResult, judge_path
from riata.select.cross_validation import CV, CVResult, cross_validate, cross_validate_and_refit
from riata.select.evidence import Evidence, EvidenceResult
from riata.select.folds import Folds, make_folds, scoring_weights, training_weights
from riata.select.left_out import leverages_at

__all__ = [
    "CRITERIA",
    "CV",
    "CVResult",
    "Comparison",
    "Criterion",
    "CriterionResult",
    "Evidence",
    "EvidenceResult",
    "Folds",
    "compare",
    "cross_validate",
    "cross_validate_and_refit",
    "judge_path",
    "leverages_at",
    "make_folds",
    "scoring_weights",
    "training_weights",
]
