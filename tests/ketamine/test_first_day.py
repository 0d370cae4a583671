"""A patient's first day: each sentence is true at its hour, each shape begins and ends where a row says."""

from __future__ import annotations

import itertools
import re

import pytest

from explorers import bake
from ketamine import evidence
from ketamine.models import pharmacokinetics as pk
from ketamine.scenes import first_day as d

HOUR = 60
STOPS = list(itertools.product(d.CLOCK.values(), d.DRUGS))
stops = pytest.mark.parametrize("time, drug", STOPS)
TIMES = list(d.CLOCK.values())


def said(time, drug=d.SPRAY):
    return {readout.name: str(readout) for readout in d.readouts(time, drug)}


def column(name, drug=d.SPRAY):
    return {time: said(time, drug)[name] for time in TIMES}


def drawn(time, drug=d.SPRAY, kind="wide"):
    return d.first_day(time, drug)[0].tree()["scene"][kind]["parts"]


def test_the_sprays_hours_are_the_labels():
    value = {row: evidence.number(row).value for row in ("SE01", "SE02", "SE06a", "SE09a", "SE09b", "SE24a", "SE24b")}
    assert d.spans(d.SPRAY) == {
        "felt": (1, value["SE01"], value["SE02"] * HOUR),
        "drowsy": (value["SE06a"], 37.5, evidence.interval("SE06c").high),
        "pressure": (1, value["SE09a"], value["SE09b"] * HOUR),
        "thinking": (1, value["SE24a"], value["SE24b"] * HOUR),
    }
    assert {evidence.row(row).arm.replace("one ", "").split()[0] for row in value} == {"esketamine"}


def test_the_drips_hours_are_two_rows_and_the_rest_is_not_known():
    felt, pressure = evidence.number("C801"), evidence.number("SE17")
    assert d.spans(d.DRIP)["felt"][2] == 40 + felt.value * HOUR and "not clear" in felt.note
    assert d.spans(d.DRIP)["pressure"][2] == 40 + pressure.value * HOUR
    assert "racemic ketamine" in felt.arm and "racemic ketamine" in pressure.arm
    for lane in ("drowsy", "thinking"):
        assert d.spans(d.DRIP)[lane] is None
        assert drawn(HOUR, d.DRIP)[f"{lane}-none"]["opacity"] == 1 and drawn(HOUR)[f"{lane}-none"]["opacity"] == 0
    assert {said(time, d.DRIP)["Drowsy"] for time in TIMES} == {"We found no times for a drip."}


def test_what_is_felt_peaks_and_ends():
    words = column("Felt")
    assert words[-1] == "Nothing yet." and words[40] == "Feeling detached peaks about now."
    assert "26 of 100 reported it, on placebo spray 4" in words[15]
    assert words[HOUR] == "The feeling fades."
    assert all(words[time] == "Feeling detached is generally over." for time in TIMES if time >= 90)
    drip = column("Felt", d.DRIP)
    assert all("all of 49 patients" in drip[time] for time in TIMES if time >= 100)
    assert all("49" not in drip[time] for time in TIMES if time < 100)


def test_drowsiness_follows_its_three_rows():
    words = column("Drowsy")
    assert words[-1] == "Not yet." and words[15] == "Drowsiness may begin."
    assert words[30] == words[40] == "Drowsiness is at its height."
    assert "resolving" in words[60] and words[90] == words[24 * HOUR] == "Drowsiness has resolved."


def test_pressure_is_measured_before_and_may_be_raised_when_the_patient_leaves():
    words = column("Blood pressure")
    assert "before and after" in words[-1] and "before and after" in evidence.row("H1602").outcome
    assert words[40].startswith("It peaks about now")
    assert "on the way home" in words[120] and "on the way home" not in words[90]
    assert words[240] == "The rise is generally over after about 4 hours."
    drip = column("Blood pressure", d.DRIP)
    assert all(drip[time].startswith("Back where it began, in all of 49") == (time >= 130) for time in TIMES)


def test_leaving_and_driving_are_rules():
    words = column("Leaving and driving (rules)")
    assert (
        evidence.number("SE08").value == 2
        and "until the next day, after a restful sleep" in evidence.row("C819").outcome
    )
    assert all(words[time].startswith("Watched, for at least 2 hours") for time in TIMES if 0 <= time < 120)
    assert all("No driving until the next day" in words[time] for time in TIMES if 120 <= time < 24 * HOUR)
    assert "once assessed" in words[120] and "allowed again" in words[24 * HOUR]
    assert {"label" in words for words in column("Leaving and driving (rules)", d.DRIP).values()} == {True}
    assert drawn(120)["rules-word"]["text"] == "no driving" and drawn(120, d.DRIP)["watched"]["opacity"] == 0


@stops
def test_the_blood_is_the_models(time, drug):
    amount = d.plasma(time, drug)
    if time < 0:
        assert amount == 0
    elif drug == d.SPRAY:
        assert amount == pytest.approx(float(pk.esketamine.by_nose([time], 56)[0]))
    else:
        assert amount == pytest.approx(float(pk.clements([time], 0.5, 40)[0]))
    words = said(time, drug)["In the blood (calculated)"]
    if amount >= 1:
        assert words.startswith(f"{amount:.0f} ng/mL of {'esketamine' if drug == d.SPRAY else 'ketamine'}")


@stops
def test_what_is_drawn_is_as_strong_as_the_rows_make_it(time, drug):
    for kind in ("wide", "narrow"):
        parts = drawn(time, drug, kind)
        felt = d.strength("felt", time, drug)
        assert parts["ghost"]["opacity"] == round(0.75 * felt, 2)
        assert (parts["beat"]["text"] == "raised") == (d.strength("pressure", time, drug) > 0)
        minutes = 9 * HOUR + max(time, 0)
        assert parts["digits"]["text"] == f"{int(minutes // 60) % 24}:{int(minutes % 60):02d}"
        assert parts["now"]["opacity"] == int(time >= 0)
        assert parts["standing"]["opacity"] == 1 - parts["seated"]["opacity"] == int(time == d.MORNING)


@pytest.mark.parametrize("plan", [d.WIDE, d.NARROW], ids=["wide", "narrow"])
def test_shapes_begin_and_end_where_the_rows_say(plan):
    for drug in d.DRUGS:
        for lane, span in d.spans(drug).items():
            xs = [float(x) for x in re.findall(r"(-?\d+\.?\d*) -?\d+\.?\d*", d._shape(plan, lane, drug))]
            if span:
                assert min(xs) == plan.x(span[0]) and max(xs) == plan.x(span[2]), (lane, drug)
    times = [time for time in TIMES if time >= 0]
    assert [plan.x(time) for time in times] == sorted(plan.x(time) for time in times)
    assert plan.x(0) == plan.left and plan.x(24 * HOUR) == plan.right


def test_every_stop_and_drug_has_a_picture_of_its_own():
    assert len({str(drawn(*stop)) for stop in STOPS}) == len(STOPS)


def test_it_is_baked_small():
    trees = [bake.call("d", d.first_day, {"time": time, "drug": drug}) for time, drug in STOPS]
    assert len(bake.pack([shown.tree for shown in trees], [shown.words for shown in trees])) < 14_000


def test_each_drug_has_its_colour():
    for drug, colour in ((d.SPRAY, "var(--esk)"), (d.DRIP, "var(--ket)")):
        parts = drawn(40, drug)
        assert {parts[lane]["fill"] for lane in ("blood", "felt", "drowsy", "thinking")} == {colour}
        assert parts["ghost-head"]["fill"] == colour


@pytest.mark.parametrize("plan", [d.WIDE, d.NARROW], ids=["wide", "narrow"])
def test_a_touch_of_the_lanes_moves_the_clock_to_the_nearest_stop(plan):
    zones = re.findall(r'<rect x="([\d.]+)"[^>]* width="([\d.]+)"[^>]*data-move="time (\d+)"', d._markup(plan.name))
    assert [int(stop) for _, _, stop in zones] == list(range(1, len(d.CLOCK)))
    for (left, width, _), time in zip(zones, TIMES[1:]):
        assert float(left) <= plan.x(time) <= float(left) + float(width) + 0.01
