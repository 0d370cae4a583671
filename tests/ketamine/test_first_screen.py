"""The first screen: every number drawn or said is a row or a model's output, and each sentence is true at its stop."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from explorers import bake
from explorers.words import number as plain
from ketamine import evidence
from ketamine.figures.pharmacokinetics import ebert_ki
from ketamine.models import pharmacokinetics as pk
from ketamine.models import receptor
from ketamine.scenes import first_screen as f

HOUR, DAY = 60, 24 * 60
stops = pytest.mark.parametrize("time", f.CLOCK.values(), ids=f.CLOCK)
PLANS = (f.WIDE, f.NARROW)
plans = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)


def said(time):
    return {readout.name: str(readout) for readout in f.readouts(time)}


def model(time):
    amount = float(pk.clements([max(time, 0)], 0.5, 40)[0])
    return amount, float(receptor.occupancy(receptor.micromolar(amount), ebert_ki()))


def drawn(plan, time):
    """The parts of a drawing at a time, as the page gets them."""
    return f.first_screen(time)[0].tree()["scene"][plan.name]["parts"]


def dots(plan):
    """The centres of the dots of a drawing's lanes, with the colour of their edge."""
    root = ET.fromstring(f"<svg>{f._lanes(plan)}</svg>")
    return [
        (float(dot.get("cx")), float(dot.get("cy")), dot.get("stroke").strip("var(-)")) for dot in root.iter("circle")
    ]


@stops
def test_every_number_said_is_a_row_or_a_models_output(time):
    rows = {
        plain(row.value) for row in map(evidence.row, re.findall(r"[A-Z]+\d+[a-h]?", SOURCES)) if row.value is not None
    }
    rows |= {plain(end) for end in evidence.interval("C566b").bounds}
    rows |= {str(round(evidence.number(row).value)) for row in ("C950", "C625", "C738")}
    rows.add("47")  # C737, 46.5 %
    amount, blocked = model(time)
    calculated = {f"{amount:.0f}", str(round(10 * blocked))}
    counted = {"10", "100", "1"}  # of 10 pores, of 100 people, less than 1 ng/mL
    for name, words in said(time).items():
        for found in re.findall(r"\d+(?:\.\d+)?", words):
            assert found in rows | calculated | counted, (name, words)


SOURCES = "PK76 C950 C104 C105 C106 C107 C108 C109 C110 C111 C112 C113 C625 C585 C586 C587 C588"


@stops
def test_blood_and_pores_are_the_models(time):
    amount, blocked = model(time)
    words = said(time)
    if time < 0:
        assert words["In the blood (calculated)"] == "No ketamine yet."
    elif amount < 1:
        assert "less than 1 ng/mL" in words["In the blood (calculated)"]
    else:
        assert words["In the blood (calculated)"].startswith(f"{amount:.0f} ng/mL")
        assert ("rising" in words["In the blood (calculated)"]) == (time < 40)
    for plan in PLANS:
        parts = drawn(plan, time)
        assert sum(parts[f"pore{i}"]["opacity"] for i in range(10)) == round(10 * blocked)
        shown = sum(parts[f"b{i}"]["opacity"] for i in range(f.IN_BLOOD))
        assert abs(shown / f.IN_BLOOD - amount / model(40)[0]) <= 1 / f.IN_BLOOD
        assert parts["pores"]["text"] == (
            f"{round(10 * blocked)} of 10 pores blocked" if round(10 * blocked) else "all pores free"
        )


def test_what_is_felt_peaks_and_ends_where_the_rows_say():
    words = {time: said(time)["Felt (people, esketamine spray)"] for time in f.CLOCK.values()}
    peak, over, level = (evidence.number(row).value for row in ("SE01", "SE02", "SE24b"))
    assert words[peak].startswith("Feeling detached peaks. In one four-week trial 26 of 100 people")
    assert all("begins" in words[time] for time in words if 0 <= time < peak)
    assert all("fading" in words[time] for time in words if peak < time < over * HOUR)
    assert words[over * HOUR] == "The feeling is generally over."
    assert all("level with placebo" in words[time] for time in words if time >= level * HOUR)
    assert {evidence.row(row).arm.split()[0] for row in ("SE01", "SE02")} == {"esketamine"}


def test_mood_is_said_with_its_comparator_and_only_where_somebody_looked():
    words = {time: said(time)["Mood (people, in trials)"] for time in f.CLOCK.values()}
    for drug, other in f.MOOD[1:]:
        ketamine, comparator = evidence.number(drug), evidence.number(other)
        assert words[ketamine.at_hours * HOUR].startswith(
            f"{plain(ketamine.value)} points with ketamine, {plain(comparator.value)} with saline or midazolam."
        )
        assert (ketamine.comparator, comparator.study) == ("saline or midazolam", ketamine.study)
    assert "47 of 100 respond, on midazolam 26; very low certainty" in words[DAY]
    assert "very low certainty" in evidence.row("C737").note
    begins, (lost, _) = evidence.number("C566a").value, evidence.interval("C566b").bounds
    assert all("No lead has been found" in words[time] for time in words if 0 <= time < begins)
    assert "the lead over placebo begins" in words[begins]
    assert all("holds" in words[time] for time in words if begins < time < DAY)
    for time in (12 * DAY, 14 * DAY, 21 * DAY):
        assert "was lost by day 10 to 12" in words[time] and time > lost * DAY
        assert "too few studies" in words[time]
    assert "not a finding that the effect is gone" in evidence.row("C261b").note
    assert words[28 * DAY] == "In one small open study 27 of 100 responders had not relapsed."
    assert evidence.number("C625").at_hours == 28 * 24


def test_the_before_and_after_pool_is_never_called_a_comparison():
    """Coyle 2015 compared mostly after with before (C261a): it must not carry 'ahead of' at 4 hours."""
    assert "before" in evidence.row("C261a").comparator
    assert "C261a" not in str(f.table()) and not any("4 to 168" in row[2] for row in f.table())


def test_the_ssri_is_said_at_the_weeks_that_were_rated():
    words = {time: said(time)["An SSRI begun the same day (people)"] for time in f.CLOCK.values()}
    for row in map(evidence.number, f.SSRI):
        assert words[row.at_hours * HOUR].startswith(f"Of 100 people, {plain(row.value)} more respond than on placebo.")
    assert "third" not in words[7 * DAY]  # which the first chapter asks
    assert {words[time] for time in words if 0 <= time < 7 * DAY} == {"First rated after a week."}
    assert words[12 * DAY] == "Between two ratings."


@plans
def test_the_spine_is_the_mouses_and_ends_where_nobody_counted(plan):
    mice = {time: said(time)["New connections (mice)"] for time in f.CLOCK.values()}
    for time in f.CLOCK.values():
        parts = drawn(plan, time)
        assert parts["born"]["opacity"] == int(time >= 12 * HOUR)
        assert parts["spine"]["opacity"] == int(time >= 12 * HOUR)
        assert parts["spine-fill"]["opacity"] == int(time <= 14 * DAY)
    assert evidence.interval("X101").bounds == (3, 6) and evidence.interval("X100").bounds == (12, 24)
    assert evidence.number("N110").value == 14
    assert mice[4 * HOUR] == "No more are formed than usual." and mice[8 * HOUR] == "Not counted at this hour."
    assert mice[12 * HOUR] == mice[DAY] == "More spines are formed than usual."
    assert mice[14 * DAY].startswith("Still more spines") and mice[21 * DAY] == "Not followed."
    assert {evidence.row(row).species for row in ("X100", "X101", "N110")} == {"mouse"}


def test_of_people_only_the_one_scan_is_said():
    words = {time: said(time)["New connections (people)"] for time in f.CLOCK.values()}
    assert words.pop(DAY) == "A marker of synapses had not moved, on average." and set(words.values()) == {"Unknown."}
    assert evidence.row("N123").species == "human" and evidence.row("N123").at_hours == 24


@plans
def test_every_dot_stands_at_a_row(plan):
    """Each dot of the lanes, by its time: its height within a lane follows the row's value."""
    left = dots(plan)

    def take(row, colour):
        hours = 40 / 60 if row.id == "PK76" else row.at_hours
        found = next(dot for dot in left if dot[2] == colour and abs(dot[0] - plan.x(hours * HOUR)) < 0.06)
        left.remove(found)
        return found[1]

    take(evidence.number("PK76"), "ket")
    pairs = [tuple(map(evidence.number, pair)) for pair in f.MOOD]
    heights = [
        (row.value, take(row, colour)) for i, colour in ((1, "grey"), (0, "ket")) for row in [p[i] for p in pairs]
    ]
    linear(heights)
    linear([(row.value, take(row, "grey")) for row in map(evidence.number, f.SSRI)])
    take(evidence.row("N123"), "ink")
    assert left == []


def linear(heights):
    """A higher score stands as much lower (or higher) as it is larger, to a tenth of a pixel."""
    (low, a), (high, b) = min(heights), max(heights)
    for value, y in heights:
        assert abs(y - (a + (value - low) / (high - low) * (b - a))) < 0.2, (value, y)


@plans
def test_the_axis_is_logarithmic_and_the_line_of_now_stands_on_it(plan):
    xs = [plan.x(time) for time in f.CLOCK.values() if time >= 0]
    assert xs == sorted(xs) and plan.x(0) == plan.left and plan.x(28 * DAY) == plan.right
    week, two, four = (plan.x(days * DAY) for days in (7, 14, 28))
    assert abs((two - week) - (four - two)) < 1  # a doubling is a step
    for time in f.CLOCK.values():
        parts = drawn(plan, time)
        assert parts["now"]["transform"] == f"translate({plan.x(time)} 0)"
        assert parts["now"]["opacity"] == int(time >= 0) and (parts["veil"]["opacity"] > 0) == (time >= 0)


def test_the_table_names_study_and_kind_of_every_row_and_every_calculated_value():
    table = f.table()
    for what, _, _, source in table:
        assert source == "calculated" or re.search(r" \((people|mice)[,;]", source), what
    assert sum(row[3] == "calculated" for row in table) == 2 * (len(f.CLOCK) - 1)
    assert ("Ketamine in the blood", "40 minutes", "177.3 ng/mL", "calculated") in table
    assert any(row[2] == "19.5 points" and "Wilkinson 2018" in row[3] for row in table)


def test_it_is_baked_small():
    slider = f.CLOCK
    trees = [bake.call("first-screen", f.first_screen, {"time": time}) for time in slider.values()]
    packed = bake.pack([shown.tree for shown in trees], [shown.words for shown in trees])
    assert len(packed) < 12_000
    got, _ = bake.unpack(packed)
    assert [tree["scene"]["wide"]["parts"] for tree in got] == [t.tree["scene"]["wide"]["parts"] for t in trees]
