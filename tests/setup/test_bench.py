"""The benchmark's table: medians, 95th percentiles, what never came, and whether an aim is met."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks import table
from tests.support.course import ROOT


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ([3.0, 1.0, 2.0], "2 (3)"),
        ([*range(1, 101)], "50 (95)"),
        ([5.0] * 19 + [None], "5 (5)"),
        ([5.0] * 18 + [None, None], "5 (dead)"),
        ([None, None, 5.0], "dead"),
        (7.4, "7"),
        ("no page", "no page"),
        (None, ""),
    ],
)
def test_a_cell_says_the_median_and_the_95th_percentile(cell: table.Cell, said: str) -> None:
    assert table.shown(cell, 0) == said


@pytest.mark.parametrize(
    ("cell", "met"),
    [
        ([10.0, 20.0], True),
        ([17.0, 10.0, 18.0], False),
        ([10.0, 10.0, 40.0], False),
        ([None], False),
        ("not measured", False),
    ],
)
def test_an_aim_binds_median_and_95th_percentile(cell: table.Cell, met: bool) -> None:
    assert table.at_most("input to paint", [cell], 16.7, 33).met is met


@pytest.mark.parametrize(("live", "met"), [([44.0], True), ([30.0], False), ("not measured", None)])
def test_a_comparison_needs_both_sides(live: table.Cell, met: bool | None) -> None:
    assert table.times_less("input to paint", [[10.0], "dead", "dead", live], 4).met is met


def test_every_row_has_a_cell_for_every_column() -> None:
    assert table.line(table.Row("one", [1.0])).count("|") == table.head().splitlines()[0].count("|")


def test_an_unknown_theme_is_named() -> None:
    done = subprocess.run([sys.executable, "-m", "benchmarks", "weather"], cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 2 and "no such theme: weather; there are ways, pages, bakes, builds" in done.stderr
