"""Tables in, tables out: columns become features, and a fitted model remembers how."""

from __future__ import annotations

from riata.frame.fitting import fit
from riata.frame.loading import load
from riata.frame.model import Model
from riata.frame.reading import read_file
from riata.frame.schema import Column, Schema
from riata.frame.strength import WORDS, Choice
from riata.frame.summary import Summary

__all__ = ["WORDS", "Choice", "Column", "Model", "Schema", "Summary", "fit", "load", "read_file"]
