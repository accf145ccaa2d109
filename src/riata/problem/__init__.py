"""The problem that an estimator makes of data, and that solvers, posteriors and views read."""

from __future__ import annotations

from riata.problem.certificate import Certificate, certify
from riata.problem.problem import Problem, make_problem

__all__ = ["Certificate", "Problem", "certify", "make_problem"]
