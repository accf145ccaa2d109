"""The article: one model from two sides, section by section, every number checked.

Each section is a small file with the same parts in the same order: the formula, riata's numbers, the
check that both sides agree, what there is to say, and the picture. :func:`write_article` makes one
self-contained page of them, and ``riata article`` prints the checks.
"""

from __future__ import annotations

from riata.article import (
    closed_forms,
    constraint,
    descent,
    gaussian_prior,
    kink,
    laplace_prior,
    lasso_peer,
    mle_map,
    objective,
    polynomial,
    ridge_forms,
    sample_data,
    selection,
)
from riata.article.page import write_article
from riata.article.records import Check, Section, Table, Worked, count_checks, work

__all__ = ["SECTIONS", "Check", "Section", "Table", "Worked", "count_checks", "work", "write_article"]

#: The sections, in the order of the article.
SECTIONS: tuple[Section, ...] = (
    sample_data.SECTION,
    polynomial.SECTION,
    objective.SECTION,
    constraint.SECTION,
    kink.SECTION,
    closed_forms.SECTION,
    descent.SECTION,
    lasso_peer.SECTION,
    mle_map.SECTION,
    laplace_prior.SECTION,
    ridge_forms.SECTION,
    gaussian_prior.SECTION,
    selection.SECTION,
)
