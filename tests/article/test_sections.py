"""Every section: the same parts, checks that hold, words and formulas that can be shown."""

from __future__ import annotations

import dataclasses
import importlib
import inspect

import numpy as np
import pytest

from riata.article import SECTIONS, Check, Table, count_checks, work
from riata.article.formulas import formula_svg
from riata.article.records import LIMIT, Worked, difference, relative

every = pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.name)
PARTS = ["FORMULA", "Numbers", "compute", "check", "tell", "picture", "SECTION"]

#: Checks whose limit is not 1e-10, and why.
WIDER = {
    "no penalty, relative": "the condition of the powers",
    "no penalty, fitted values": "coefficients of 1e10 in double precision",
    "minimum: closed form − a grid": "the step of the grid",
}


@every
def test_checks_hold(section, worked):
    checks = worked[section.name].checks
    assert any(check.limit is not None for check in checks)
    for check in checks:
        assert check.holds, f"{check.name}: {check.difference}"
        if check.limit is not None and not any(check.name.startswith(start) for start in WIDER):
            assert check.limit == LIMIT


@every
def test_parts_in_order(section):
    module = importlib.import_module(section.compute.__module__)
    source = inspect.getsource(module)
    starts = [
        source.index(f"\n{word}")
        for word in (
            "FORMULA =",
            "@dataclass",
            "def compute",
            "def check",
            "def tell",
            "def picture",
            "SECTION =",
        )
    ]
    assert starts == sorted(starts)
    assert all(hasattr(module, part) for part in PARTS)
    assert dataclasses.is_dataclass(module.Numbers) and module.Numbers.__dataclass_params__.frozen
    assert module.SECTION is section


@every
def test_words_and_tables(section, worked):
    told = section.tell(worked[section.name].numbers)
    assert any(isinstance(part, str) for part in told)
    for part in told:
        if isinstance(part, Table):
            assert part.caption and {len(row) for row in part.rows} == {len(part.head)}
        else:
            assert "nan" not in part.split() and part.count("`") % 2 == 0
    assert len(section.alt) > 40


@every
def test_formulas(section):
    for line in section.formula.strip().splitlines():
        svg = formula_svg(line.strip())
        assert svg.startswith("<svg") and 'd="M' in svg and "currentColor" in svg


def test_names_are_told_apart():
    assert len({section.name for section in SECTIONS}) == len(SECTIONS) == 13


def test_numbers_are_the_same_on_every_run(worked):
    for section in SECTIONS[:2]:
        again = work(section)
        for one, other in zip(worked[section.name].checks, again.checks, strict=True):
            assert one == other


def test_a_check():
    assert Check("a", 1e-11).holds and not Check("a", 1e-9).holds and not Check("a", np.nan).holds
    assert Check("a", 5.0, None).holds
    seen = Worked(SECTIONS[0], None, (Check("a", 1.0), Check("b", 0.0), Check("c", 2.0, None)))
    assert count_checks([seen]) == (1, 2) and not seen.holds
    assert difference([1.0, 2.0], [1.0, 2.5]) == 0.5
    assert relative([1.0, 2.0], [1.0, 4.0]) == 0.5
