"""The onset figures at every stop: each point is a row, each sentence is true of the rows."""

from __future__ import annotations

import itertools
import re

import pytest

from coursework.describe import KINDS, describe
from explorers import bake
from explorers.table import words as plain
from ketamine import evidence
from ketamine.figures import onset

STOPS = [(onset.same_clock, dict(outcome=o)) for o in onset.SAME_CLOCK] + [
    (onset.at_24_hours, dict(measure=m)) for m in onset.AT_24_HOURS
]
stops = pytest.mark.parametrize(
    "figure, stop", STOPS, ids=lambda value: getattr(value, "__name__", None) or "-".join(value.values())
)
ROWS = {describe(row, note=False): row for name in ("onset", "durations") for row in evidence.table(name).values()}


def points(tree):
    """(trace, number drawn, hover text, bar above, bar below) of every point that is data."""
    for trace in tree["data"]:
        if trace.get("hoverinfo") == "skip":
            continue
        axis = "x" if trace.get("error_x") or isinstance((trace["y"] or [""])[0], str) else "y"
        error = trace.get(f"error_{axis}", {})
        for i, hover in enumerate(trace["hovertext"]):
            if trace[axis][i] is None:
                continue
            yield (
                trace,
                trace[axis][i],
                plain(hover),
                error.get("array", [None] * 99)[i],
                error.get("arrayminus", [None] * 99)[i],
            )


@stops
def test_every_point_is_a_row_with_its_interval(figure, stop):
    shown = bake.call("onset", figure, stop)  # raises on NaN
    drawn = list(points(shown.tree))
    assert drawn, "a blank figure"
    for _trace, value, hover, above, below in drawn:
        row = ROWS[hover]
        assert value == row.value
        assert hover.startswith(row.study.split()[0])
        if above is not None and row.interval:
            assert (value - below, value + above) == pytest.approx(row.interval)
            assert KINDS[row.uncertainty] in hover


@stops
def test_bars_of_different_kinds_are_never_in_one_trace_and_are_named(figure, stop):
    shown = bake.call("onset", figure, stop)
    words = " ".join(text for _, text in shown.words)
    kinds = {}
    for trace, _, hover, above, _ in points(shown.tree):
        if above and ROWS[hover].interval:
            kinds.setdefault(id(trace), set()).add(ROWS[hover].uncertainty)
    assert all(len(each) == 1 for each in kinds.values())
    said = {"CI95": "95 % CI", "CI90": "90 % CI", "SE": "1 SE", "SD": "1 SD"}
    for kind in set().union(*kinds.values()) if kinds else ():
        assert said[kind] in words


@stops
def test_every_number_in_a_readout_stands_in_a_row(figure, stop):
    known = {
        f"{value:g}"
        for row in ROWS.values()
        for value in (row.value, row.low, row.high, row.spread, row.n)
        if value is not None
    }
    known |= {"0", "1", "2", "3", "4", "6", "24", "28", "95", "90"}  # times, doses of TRANSFORM, kinds of interval
    known |= {"56", "84", "8", "9", "11", "12", "33"}  # mg; sizes of Daly's groups and one person's share of them
    for _, words in bake.call("onset", figure, stop).words:
        text = re.sub(r"\b(19|20)\d\d\b|TRANSFORM-\d|KARMA-Dep 2|and -2", " ", words)
        for number in re.findall(r"−?\d+(?:\.\d+)?", text.replace("0.5 mg/kg", "").replace("0.045 mg/kg", "")):
            assert number.replace("−", "-") in known or number.lstrip("−") in known, f"{number} in {text!r}"


@pytest.mark.parametrize("outcome", onset.SAME_CLOCK)
def test_the_group_with_the_extra_drug_is_ahead_in_every_pair(outcome):
    for pair in itertools.chain.from_iterable(onset.SAME_CLOCK[outcome].values()):
        extra = evidence.row(pair.extra)
        if outcome == "difference":
            assert extra.value < 0
            continue
        alone = evidence.row(pair.alone)
        assert extra.study == alone.study and extra.hours == alone.hours and extra.outcome == alone.outcome
        assert (extra.value < alone.value) if outcome == "change" else (extra.value > alone.value)
        assert pair.drug in extra.arm.split() and ("placebo" in alone.arm or "saline" in alone.arm)


def test_what_the_same_clock_says():
    value = lambda id: evidence.row(id).value  # noqa: E731
    assert value("C413") > value("C411") and value("C414") > value("C412")  # both groups go on improving
    assert value("C067") > value("C065") and value("C068") > value("C066")
    assert value("C717") < value("C715") and value("C718") < value("C716")
    assert abs(value("C733")) <= abs(value("C732")) and abs(value("C720")) <= abs(
        value("C719")
    )  # the gap does not go on growing
    assert evidence.row("C720").low < 0 < evidence.row("C720").high
    words = dict(bake.call("a", onset.same_clock, dict(outcome="change")).words)
    assert "not drawn" in words["Keep in mind"] and all(
        p.drug == "esketamine" for o in ("change", "difference") for ps in onset.SAME_CLOCK[o].values() for p in ps
    )


def test_ketamine_separates_within_a_day_but_not_clearly_under_anaesthesia():
    for id in ("C703", "C704", "C705"):
        assert evidence.row(id).value + 1.96 * evidence.row(id).spread < 0
    for id in ("C262", "C263", "C543", "C731", "C732", "C719"):
        assert evidence.row(id).high < 0
    assert evidence.row("C096").high > 0 and evidence.row("C100").high > 0


def test_ssris_show_a_third_of_their_gap_at_week_1_and_it_grows():
    first, last = evidence.row("C583"), evidence.row("C584")
    assert first.value / last.value == pytest.approx(1 / 3, abs=0.02)
    assert evidence.row("C585").value < evidence.row("C586").value < evidence.row("C590").value


def test_the_size_depends_on_the_comparator():
    assert evidence.row("C246").value < evidence.row("C248").value < 0
    assert evidence.row("C736").value < evidence.row("C738").value < evidence.row("C121").value


def test_readers_are_offered_every_part_of_the_data():
    for options, parts in ((onset.CLOCK_OUTCOMES, onset.SAME_CLOCK), (onset.MEASURES, onset.AT_24_HOURS)):
        assert [value for _, value in options] == list(parts)


@pytest.mark.parametrize("measure", onset.AT_24_HOURS)
def test_the_legend_names_each_drug_once_and_none_that_is_not_drawn(measure):
    drawn = [trace for trace in onset.at_24_hours(measure)[0].data if trace.showlegend]
    names = [trace.name for trace in drawn]
    assert len(set(names)) == len(names) and all(any(x is not None for x in trace.x) for trace in drawn)
