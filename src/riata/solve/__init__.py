"""Solving: a problem in, a path of certified solutions out."""

from __future__ import annotations

from riata.solve.active_set import prefers_gram
from riata.solve.bound import Bound, solve_bound
from riata.solve.dispatch import solve, uses_active_set
from riata.solve.grid import check_alphas, make_grid
from riata.solve.info import PathInfo
from riata.solve.leave_one_out import LeaveOneOut, leave_one_out
from riata.solve.paths import path, solve_path, solve_paths
from riata.solve.prior_scale import PriorScale
from riata.solve.reduced import Reduced, reduce_problem
from riata.solve.regularization_path import RegularizationPath
from riata.solve.resolve import Resolver
from riata.solve.rule import Chosen, Fixed, Grid, Rule, as_rule
from riata.solve.settings import Settings
from riata.solve.solution import Solution
from riata.solve.together import goes_together

__all__ = [
    "Bound",
    "Chosen",
    "Fixed",
    "Grid",
    "LeaveOneOut",
    "PathInfo",
    "PriorScale",
    "Reduced",
    "RegularizationPath",
    "Resolver",
    "Rule",
    "Settings",
    "Solution",
    "as_rule",
    "check_alphas",
    "goes_together",
    "leave_one_out",
    "make_grid",
    "path",
    "prefers_gram",
    "reduce_problem",
    "solve",
    "solve_bound",
    "solve_path",
    "solve_paths",
    "uses_active_set",
]
