"""The textbook: every algorithm a page of plain NumPy, recording its iterates.

For teaching, and as the slow, obvious oracle of the tests. One objective throughout, without an
intercept (:mod:`riata.textbook.objective` says how its scale maps to others)::

    1/2 |y - X b|^2 + lam ( l1_ratio |b|_1 + (1 - l1_ratio)/2 |b|^2 )
"""

from __future__ import annotations

from riata.textbook.accelerated import accelerated_proximal_gradient
from riata.textbook.coordinate_descent import coordinate_descent
from riata.textbook.lasso_closed_form import lasso_one_parameter, lasso_orthonormal
from riata.textbook.objective import objective, soft_threshold
from riata.textbook.proximal_gradient import proximal_gradient
from riata.textbook.records import Trace
from riata.textbook.ridge_closed_form import ridge_dual, ridge_primal
from riata.textbook.subgradient import subgradient

__all__ = [
    "Trace",
    "accelerated_proximal_gradient",
    "coordinate_descent",
    "lasso_one_parameter",
    "lasso_orthonormal",
    "objective",
    "proximal_gradient",
    "ridge_dual",
    "ridge_primal",
    "soft_threshold",
    "subgradient",
]
