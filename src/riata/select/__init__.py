"""Choosing a strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riata.lazily import loader

if TYPE_CHECKING:
    from riata.select.comparing import compare
    from riata.select.comparison import Comparison
    from riata.select.criteria import CRITERIA, Criterion, CriterionResult, judge_path
    from riata.select.cross_validation import CV, CVResult, cross_validate, cross_validate_and_refit
    from riata.select.evidence import Evidence, EvidenceResult
    from riata.select.fold_sums import sum_folds
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
    "sum_folds",
    "training_weights",
]

__getattr__ = loader(
    __name__,
    {
        "CRITERIA": "riata.select.criteria",
        "CV": "riata.select.cross_validation",
        "CVResult": "riata.select.cross_validation",
        "Comparison": "riata.select.comparison",
        "Criterion": "riata.select.criteria",
        "CriterionResult": "riata.select.criteria",
        "Evidence": "riata.select.evidence",
        "EvidenceResult": "riata.select.evidence",
        "Folds": "riata.select.folds",
        "compare": "riata.select.comparing",
        "cross_validate": "riata.select.cross_validation",
        "cross_validate_and_refit": "riata.select.cross_validation",
        "judge_path": "riata.select.criteria",
        "leverages_at": "riata.select.left_out",
        "make_folds": "riata.select.folds",
        "scoring_weights": "riata.select.folds",
        "sum_folds": "riata.select.fold_sums",
        "training_weights": "riata.select.folds",
    },
)
