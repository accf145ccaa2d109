"""Designs: the data, behind the verbs that solvers use."""

from __future__ import annotations

from riata.designs.base import Design, Summary, Target, View
from riata.designs.dense import Dense
from riata.designs.grouped import moments_of_groups
from riata.designs.making import make_design
from riata.designs.moments import Moments
from riata.designs.rows import RowDesign
from riata.designs.sparse import Sparse
from riata.designs.triangles import Triangle

__all__ = [
    "Dense",
    "Design",
    "Moments",
    "RowDesign",
    "Sparse",
    "Summary",
    "Target",
    "Triangle",
    "View",
    "make_design",
    "moments_of_groups",
]
