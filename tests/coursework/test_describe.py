"""One way to say what a row is, for every kind of row."""

from __future__ import annotations

import dataclasses

import pytest

from coursework import describe as d
from coursework.evidence import Row

#: A difference with its interval, from which the other kinds are made.
ROW = Row(
    id="C1",
    study="Lee 2021",
    arm="walking",
    comparator="rest",
    outcome="PAIN, difference",
    when="week 2",
    hours=336.0,
    value=-5.82,
    unit="points",
    uncertainty="CI95",
    spread=None,
    low=-13.3,
    high=1.64,
    n=1040,
    species="human",
    design="randomised",
    citation="lee2021",
    note="abstract; -1.07 of -3.3 points",
)


def row(**changes):
    return dataclasses.replace(ROW, **changes)


def plain(**changes):
    return row(**dict(uncertainty="none", low=None, high=None) | changes)


def test_a_row_in_one_sentence_and_its_note():
    assert d.describe(ROW) == (
        "Lee 2021: walking, against rest; PAIN, difference, week 2: −5.82 points (95 % CI −13.3 to 1.64); "
        "n = 1,040; randomised. Abstract; −1.07 of −3.3 points."
    )
    assert d.describe(ROW, note=False).endswith("; randomised.")


@pytest.mark.parametrize(
    "changed, figure",
    [
        (row(uncertainty="CI90"), "−5.82 points (90 % CI −13.3 to 1.64)"),
        (row(uncertainty="SE", spread=3.03, low=None, high=None), "−5.82 points (SE 3.03)"),
        (row(uncertainty="SD", spread=7.0, low=None, high=None), "−5.82 points (SD 7)"),
        (row(value=None, unit="%", uncertainty="range", low=4.0, high=65.0), "4 to 65 % (range)"),
        (row(value=None, unit="mg", uncertainty="IQR", low=56.0, high=84.0), "56 to 84 mg (quartiles)"),
        (plain(), "−5.82 points (no interval given)"),
        (plain(value=31.6, unit="%"), "31.6 %"),
        (plain(value=8.0, unit="patients", n=23), "8 of 23 people"),
        (plain(value=802.0, unit="patients", n=802), "802 people"),
        (plain(value=0.07, unit="p"), "p = 0.07"),
        (plain(value=-0.98, unit="r"), "r = −0.98"),
        (plain(value=1.4, unit="uM"), "1.4 µM"),
        (row(unit="OR", value=0.79, low=0.64, high=0.98), "odds ratio 0.79 (95 % CI 0.64 to 0.98)"),
        (plain(value=None, unit="statement"), ""),
    ],
)
def test_a_figure_has_its_unit_and_its_kind_of_uncertainty(changed, figure):
    assert d.minus(d.figure(changed)) == figure


def test_what_a_row_does_not_hold_is_not_said():
    bare = plain(value=None, unit="statement", arm="", comparator="none", when="", n=None, note="")
    assert d.describe(bare) == "Lee 2021: PAIN, difference; randomised."


def test_another_species_is_named_once():
    assert d.describe(row(species="mouse", note="")).endswith("randomised; mouse.")
    assert d.describe(row(species="in vitro", design="in vitro, neurons", note="")).endswith("; in vitro, neurons.")


def test_a_time_that_stands_in_the_outcome_is_not_repeated():
    assert d.finding(row(outcome="PAIN at week 2")) == "PAIN at week 2"
    assert d.result(ROW, arm=True).startswith("PAIN, difference, week 2 (walking): −5.82")
