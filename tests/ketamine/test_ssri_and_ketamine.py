"""Onset, an SSRI against ketamine: every mark is a row or the difference of two, every sentence true at its stop."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from explorers import bake
from explorers.words import number as plain
from ketamine import evidence
from ketamine.scenes import ssri_and_ketamine as f

STOPS = list(itertools.product(f.VIEWS.values(), f.COMPARISONS, f.CLOCK.values()))
stops = pytest.mark.parametrize("view, trial, time", STOPS)
trials = pytest.mark.parametrize("trial", f.COMPARISONS)
plans = pytest.mark.parametrize("plan", (f.WIDE, f.NARROW), ids=lambda plan: plan.name)
HIDDEN = "none"


def parts(plan, *stop):
    return f._parts(plan, *stop)


def words(*stop):
    return [str(readout) for readout in f.readouts(*stop)]


def better(comparison, visit):
    """Points better than at the start, drug and other group, worked out here once more."""
    rows = [evidence.number(row) for row in comparison.visits[visit]]
    if comparison.start is None:
        assert all("change" in row.outcome for row in rows)
        return tuple(round(-row.value, 1) for row in rows)
    starts = [evidence.number(row) for row in comparison.start]
    assert all("change" not in row.outcome and "MADRS" in row.outcome for row in (*rows, *starts))
    return tuple(round(start.value - row.value, 1) for start, row in zip(starts, rows))


@trials
def test_an_ssri_against_ketamine_onset_comparison_is_of_the_right_rows(trial):
    """Each visit's two rows are of one study at one time; the drug is the drug, the other is its comparator."""
    one = f.COMPARISONS[trial]
    drug = {"ket": "ketamine", "esk": "esketamine"}[one.colour]
    for first, second in (*one.visits, *one.counted, *((one.start,) if one.start else ())):
        given, other = evidence.number(first), evidence.number(second)
        assert (given.study, given.hours, given.outcome) == (other.study, other.hours, other.outcome)
        assert drug in re.findall(r"\w+", given.arm) and drug not in re.findall(r"\w+", other.arm)
        assert given.species == "human"
    for gap in map(evidence.number, one.gaps):
        assert "difference" in gap.outcome and gap.study == evidence.row(one.visits[0][0]).study
    for row in map(evidence.number, f.SSRI):
        assert row.arm == "SSRI" and row.comparator == "placebo" and "more responders" in row.outcome


@trials
def test_points_are_changes_from_the_start(trial):
    one = f.COMPARISONS[trial]
    for visit, (hours, drug, other) in enumerate(one.rated):
        assert hours == evidence.row(one.visits[visit][0]).hours and hours in f.CLOCK.values()
        assert (round(drug, 1), round(other, 1)) == better(one, visit)


@plans
@stops
def test_numbers_at_the_clock_are_those_of_the_rows(plan, view, trial, time):
    shown, one = parts(plan, view, trial, time), f.COMPARISONS[trial]
    found = one.at(time) if view == f.POINTS else None
    assert (shown["ring-drug"]["opacity"] == 1) == bool(found)
    if found:
        assert shown["said-drug"]["text"] == f"{found[0]:.1f}" and shown["said-other"]["text"] == f"{found[1]:.1f}"
        apart = shown["said-apart"]["text"]
        assert not apart or apart == f"{abs(found[0] - found[1]):.1f} {'apart' if found[0] > found[1] else 'behind'}"
    more = next((row.value for row in map(evidence.number, f.SSRI) if row.hours == time), None)
    assert shown["said-more"]["text"] == ("" if more is None else f"{plain(more)} more")
    people = one.people(time)
    if view == f.PEOPLE and people:
        drug, other = (int(row.value + 0.5) for row in people)
        assert shown["count-drug"]["text"].startswith(f"{drug} of 100")
        assert shown["count-other"]["text"] == f"{other} of 100"
        drawn = [shown[f"{part}-drug-{one.colour}"]["d"].count("M") for part in ("as-many", "more")]
        pale = min(drug, other)
        assert drawn == [max(pale, 1), drug - pale if drug > pale else 1]  # 'M0 0' draws nobody
        assert shown["more-other-cmp"]["d"].count("M") == max(other, 1)
    elif view == f.PEOPLE:
        assert shown["count-drug"]["text"] == "not counted" and shown["more-other-cmp"]["d"] == "M0 0"


@stops
def test_every_number_said_is_a_row_or_a_difference_of_two(view, trial, time):
    one = f.COMPARISONS[trial]
    known = {
        "100",
        "78",
        "84",
        "6",
        "1",
        "3",
        "10",
        "95",
        "45",
        "40",
        "12",
        "33",
        "4.8",
        "5.8",
        "13.3",
        "1.6",
        "9",
        "28",
        "3.7",
        "15.1",
        "15.3",
    }
    for group in one.at(time) or ():
        known.add(f"{group:.1f}")
    if found := one.at(time):
        known.add(f"{abs(found[0] - found[1]):.1f}")
    for row in one.people(time) or ():
        known |= {str(int(row.value + 0.5)), str(100 - int(row.value + 0.5))}
    rows = [*map(evidence.number, (*f.SSRI, *one.gaps, *f.WEEK_8[:2]))]
    for row in rows:
        known |= {plain(abs(v)) for v in (row.value, row.low, row.high, row.spread) if v is not None}
        known.add(f"{abs(row.value):.1f}")
    times = {number for name in f.CLOCK for number in re.findall(r"\d+", name)}
    for said in words(view, trial, time):
        for number in re.findall(r"\d+(?:\.\d+)?", said):
            assert number in known | times, (number, said)


def test_remarks_are_those_of_the_rows():
    assert evidence.row("C1723").value == 78.3 and "84 mg" in evidence.row("C1723").arm
    start = [evidence.number(row).value for row in f.COMPARISONS["anaesthesia"].start]
    assert round(start[1] - start[0], 1) == 4.8
    gap = evidence.estimate("C096")
    assert (round(-gap.value, 1), round(-gap.low, 1), round(gap.high, 1)) == (5.8, 13.3, 1.6)
    spread = [evidence.row(row).spread for pair in f.COMPARISONS["infusion"].visits for row in pair]
    assert min(spread) > 9 and max(spread) < 12.5
    assert {evidence.row(row).n for row in ("C041", "C035")} == {12, 33}
    assert evidence.row("C720").low < 0 < evidence.row("C720").high
    drug, other = (evidence.number(row) for row in ("C1918", "C1919"))
    assert drug.outcome.endswith("last rating carried forward") and drug.when == "week 8"
    assert round(other.value - drug.value, 1) == 3.7
    assert [evidence.number(row).value for row in ("C1968", "C1969")] == [-15.1, -15.3]
    assert all(evidence.estimate(row).low < 0 < evidence.estimate(row).high for row in ("C519", "C520", "C521"))


def test_rows_checked_a_second_time_are_as_they_were_read():
    """The registry's posted results, read again on 29 November 2026, typed from what was read."""
    week_by_week = {1: (5.3, 3.7), 2: (9.0, 6.1), 4: (12.8, 9.8), 6: (14.9, 12.2), 8: (16.4, 14.3)}
    rated = f.COMPARISONS["quetiapine"].rated
    assert {hours / 168: points for hours, *points in rated} == {k: list(v) for k, v in week_by_week.items()}
    assert [evidence.number(row).sample for row in ("C1900", "C1901", "C1908", "C1909")] == [325, 326, 300, 265]
    by_day = {"Day 1": (10.0, 9.0), "Day 8": (9.8, 3.8), "Week 2": (15.0, 18.2), "Week 3": (20.5, 29.7)}
    for name, shares in (by_day | {"Week 4": (43.6, 37.5)}).items():
        assert tuple(row.value for row in f.COMPARISONS["japan"].people(f.CLOCK[name])) == shares
    lasting = {"C1964": 7.3, "C1965": 6.3, "C1970": 10.4, "C1971": 8.8, "C1972": 1.8, "C1976": 7.9, "C1977": 4.6}
    assert {row: evidence.number(row).value for row in lasting} == lasting
    assert all("lasted to day 28" in evidence.number(row).outcome for row in lasting)
    assert (evidence.number("C1988").value, evidence.number("C1988").spread) == (-2.7, 0.85)
    ratio = evidence.estimate("C1991")
    assert (ratio.value, ratio.low, ratio.high) == (0.95, 0.85, 1.07)


def test_where_nobody_was_rated_no_line_is_drawn_and_words_say_so():
    for trial, one in f.COMPARISONS.items():
        for run in f._joined(one.rated):
            assert all(b[0] <= f.LONGEST * a[0] for a, b in itertools.pairwise(run))
        for time in f.CLOCK.values():
            said = words(f.POINTS, trial, time)[0]
            assert (one.at(time) is None) == ("no rating known" in said or "no numbers" in said), (trial, time, said)
    for time in f.CLOCK.values():
        said = words(f.POINTS, "infusion", time)[0]
        assert ("not rated before week 1" in said) == (time < 168)
    assert len(f._joined(f.COMPARISONS["kept"].rated)) == 3  # 2 hours, day 1 and day 8 stand alone


def test_ketamine_is_ahead_after_a_day_but_not_clearly_in_anaesthesia():
    ahead = {trial: found for trial, one in f.COMPARISONS.items() if (found := one.at(24.0))}
    assert len(ahead) == 5
    assert all(drug > other for trial, (drug, other) in ahead.items() if trial != "anaesthesia")
    assert "behind" in words(f.POINTS, "anaesthesia", 24.0)[0]
    assert "includes no difference" in words(f.POINTS, "anaesthesia", 48.0)[1]
    first, last, share = (evidence.number(row) for row in f.ALSO)
    assert abs(100 * first.value / last.value - share.value) < 1
    assert evidence.number(f.SSRI[0]).value / evidence.number(f.SSRI[-1]).value == pytest.approx(1 / 3)


@plans
def test_marks_stand_on_a_logarithmic_axis(plan):
    hour, day = plan.x(1), plan.x(24)
    assert hour == plan.left and plan.x(f.END) == plan.right
    assert plan.x(2) - hour == pytest.approx(plan.x(48) - day, abs=0.2)
    for view, trial, time in STOPS[:: len(f.CLOCK) + 1]:
        shown = parts(plan, view, trial, time)
        assert shown["now-more"]["transform"] == f"translate({plan.x(time)} 0)"
        assert (shown["points"]["display"] == HIDDEN) == (view == f.PEOPLE)
        assert [key for key in f.COMPARISONS if shown[f"front-{key}"]["display"] != HIDDEN] == [trial]


@plans
def test_a_touch_moves_the_clock_to_the_nearest_stop(plan):
    root = ET.fromstring(f"<svg>{f._drawn(plan)}</svg>")
    places = [part for part in root.iter() if part.get("data-move")]
    assert [part.get("data-move") for part in places] == [f"time {i}" for i in range(len(f.CLOCK))]
    for part, time in zip(places, f.CLOCK.values()):
        left = float(part.get("x"))
        assert left - 0.1 <= plan.x(time) <= left + float(part.get("width")) + 0.1


def test_the_table_names_study_row_and_group_of_everything_drawn():
    table = f.table()
    drawn = {row for one in f.COMPARISONS.values() for pair in (*one.visits, *one.counted) for row in pair}
    drawn |= {*f.SSRI, *f.WEEK_8, *(row for one in f.COMPARISONS.values() for row in one.gaps)}
    assert drawn <= {row[-1][0] for row in table}
    assert any("score 19.5; difference calculated" in row[4] for row in table)


def test_it_is_baked_small():
    shown = [bake.call("onset", f.onset, dict(view=v, trial=t, time=h)) for v, t, h in STOPS]
    assert len(bake.pack([one.tree for one in shown], [one.words for one in shown])) < 25_000


@plans
@trials
def test_numbers_at_the_clock_stand_on_nothing(plan, trial):
    """A number is written where no mark, name or other number stands, and inside the drawing."""
    for time in f.CLOCK.values():
        shown = parts(plan, f.POINTS, trial, time)
        taken = f._taken(plan, trial) if f.COMPARISONS[trial].visits else []
        boxes = []
        for name, size in (("other", plan.size), ("drug", plan.size), ("apart", plan.size + 1)):
            at = shown[f"said-{name}"]
            if at["text"]:
                boxes.append(f._box(at["x"], at["y"], at["text"], at["text-anchor"], size))
        for box in boxes:
            assert box[0] >= 0 and box[2] <= plan.width, (trial, time)
            assert not any(f._touch(box, mark) for mark in taken), (trial, time)
        assert not any(f._touch(one, other) for one, other in itertools.combinations(boxes, 2)), (trial, time)


def test_counts_of_other_trials_have_a_remark_of_their_own():
    """TRANSFORM-1 missed its target by a little (84 mg), TRANSFORM-2 met it; Chen's miss is said of Chen's points."""
    missed, met = evidence.row("C070"), evidence.row("C051")
    assert missed.study == "TRANSFORM-1" and missed.low < 0 < missed.high < 1
    assert met.study == "TRANSFORM-2" and met.high < 0
    *_, points = words(f.POINTS, "with-new", 24.0)
    *_, counts = words(f.PEOPLE, "with-new", 24.0)
    assert "The trial missed its target at day 28" in points
    assert "one met its target, the other narrowly missed it" in counts and "The trial missed" not in counts
