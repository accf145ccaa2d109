"""Strength as :func:`riata.fit` takes it: a word, a number or a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from riata.errors import DataError, ParameterError
from riata.select import CRITERIA, CV, Criterion, Evidence
from riata.solve import Fixed, Rule, as_rule

__all__ = ["WORDS", "Choice", "make_rule"]

#: Strengths that have a word.
WORDS = ("cv", "1se", *CRITERIA, "evidence")


@dataclass(frozen=True)
class Choice:
    """How the strength was found.

    Attributes
    ----------
    rule : str
        "cv", "1se", "number", or the rule in words.
    folds : int or None
        Of a cross-validation.
    seed : int or None
        That dealt rows to folds.
    """

    rule: str
    folds: int | None = None
    seed: int | None = None

    def __str__(self) -> str:
        if self.rule == "cv":
            return f"{self.folds}-fold cross-validation, least error"
        if self.rule == "1se":
            return f"{self.folds}-fold cross-validation, one-standard-error rule"
        return "given" if self.rule == "number" else self.rule


def make_rule(alpha: Any, folds: Any, seed: Any, n: int) -> tuple[Rule, Choice]:
    """The rule, and what a saved model remembers of it.

    Parameters
    ----------
    alpha : str, float or rule
        One of `WORDS`, a number, or a rule.
    folds, seed : int
        For cross-validation and draws.
    n : int
        Rows.

    Raises
    ------
    ParameterError
        If it is none of these.
    DataError
        If there is one row, to be cross-validated.
    """
    made = _of_word(alpha, folds, seed, n) if isinstance(alpha, str) else as_rule(alpha)
    if isinstance(made, CV) and isinstance(made.folds, int | np.integer):
        dealt = None if made.seed is None else int(made.seed)
        return made, Choice("cv" if made.rule == "min" else "1se", int(made.folds), dealt)
    return made, Choice("number" if isinstance(made, Fixed) else str(made))


def _of_word(word: str, folds: Any, seed: Any, n: int) -> Rule:
    if word not in WORDS:
        raise ParameterError(
            f"alpha must be one of {', '.join(WORDS)}, a number or a rule, not {word!r}"
        )
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ParameterError(f"seed must be an integer >= 0, not {seed!r}")
    if word in CRITERIA:
        return Criterion(word)
    if word == "evidence":
        return Evidence(seed=int(seed))
    if isinstance(folds, bool) or not isinstance(folds, int | np.integer) or folds < 2:
        raise ParameterError(f"folds must be an integer of at least 2, not {folds!r}")
    if n < 2:
        raise DataError("one row cannot be cross-validated: give alpha as a number")
    return CV(int(min(folds, n)), rule="min" if word == "cv" else "1se", seed=int(seed))
