"""The timeline of durations: every end of a bar is a row, every sentence holds at its hour."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from explorers import bake
from ketamine import evidence
from ketamine.scenes import how_long as f

STOPS = list(itertools.product(f.SCHEDULES.values(), f.LANES, f.NOW.values()))
schedules = pytest.mark.parametrize("schedule", f.SCHEDULES.values())
plans = pytest.mark.parametrize("plan", (f.WIDE, f.NARROW), ids=lambda plan: plan.name)
HOURS = {"min": 1 / 60, "h": 1, "days": 24, "weeks": 7 * 24}  # told here again, so that a slip in the figure shows
#: Hours that a row prints in words only: days 3 to 7 (C236), and how long a mark at 15 minutes is drawn.
IN_WORDS = {3 * 24.0, 0.33}


def published(ref):
    """Hours that a reference stands for, worked out apart from the figure."""
    id, _, field = ref.partition(".")
    row = evidence.row(id)
    if field == "hours" or row.unit == "statement":
        return row.hours
    return HOURS[row.unit] * (getattr(row, field) if field else row.high if row.value is None else row.value)


def ends(lasts):
    """Every end of a piece, of a time at which the studies agree or are less sure, and every cross."""
    yield from (end for piece in lasts.pieces for end in (piece.start, piece.end))
    yield from lasts.agree or ()
    yield from (end for start, stop, *_ in lasts.sure_less for end in (start, stop))
    yield from lasts.crosses


@pytest.mark.parametrize("key", f.LANES)
@schedules
def test_every_end_of_a_bar_is_a_row_or_five_half_lives_of_one(key, schedule):
    lane = f.LANES[key]
    for ref in ends(lane.lasts[schedule]):
        if isinstance(ref, float):
            assert ref in {f.DOSE, f.END} | IN_WORDS, ref
            continue
        one, _, times = ref.partition("*")
        assert f.hours(ref) == pytest.approx(published(one) * int(times or 1))
        assert not times or "half-life" in evidence.row(one.partition(".")[0]).outcome
        assert (evidence.row(one.partition(".")[0]).species == "mouse") == (lane.group == f.MICE)
    for piece in lane.lasts[schedule].pieces:
        assert f.hours(piece.start) < f.hours(piece.end)
        assert (piece.look == "calculated") == ("*" in str(piece.end))
        assert (piece.colour == "mice") == (lane.group == f.MICE)


@pytest.mark.parametrize("key", f.LANES)
@schedules
def test_the_studies_of_a_lane_stand_behind_its_bar(key, schedule):
    """A row that ends a bar is one of a listed study, or of the same paper."""
    lane = f.LANES[key]
    listed = {
        ref.partition(".")[0] for study in lane.of(schedule) for _, ref in (*study.times, *filter(None, [study.gone]))
    }
    papers = {evidence.row(id).study for id in listed}
    for ref in ends(lane.lasts[schedule]):
        if isinstance(ref, str):
            row = evidence.row(re.match(r"\w+", ref)[0])
            assert row.id in listed or row.study in papers, ref
    assert bool(lane.of(schedule)) >= bool(lane.lasts[schedule].pieces)


def test_bars_have_the_colour_of_their_drug():
    for study in f.STUDIES:
        arm = study.row.arm.lower()
        wanted = "esk" if "esketamine" in arm or "s-ketamine" in arm else "ket"
        if study.row.species == "mouse":
            wanted = "mice"
        elif arm.startswith(("stable remitters, placebo", "quetiapine")):
            wanted = "cmp"
        elif study.row.id == "C523":
            assert "esketamine" in arm
        assert study.colour == wanted, study
    for lane in f.LANES.values():
        for lasts in lane.lasts.values():
            for piece in lasts.pieces:
                drug = "esketamine" if piece.colour == "esk" else "ketamine" if piece.colour == "ket" else ""
                for ref in (piece.start, piece.end):
                    if drug and isinstance(ref, str):
                        arm = evidence.row(re.match(r"\w+", ref)[0]).arm.lower().replace("s-ketamine", "esketamine")
                        pooled = ref in ("C277", "C564a.high", "C566b.high")
                        assert pooled or drug in re.split(r"\W+", arm) or "responders" in arm or "remitters" in arm, (
                            ref,
                            arm,
                        )


@schedules
def test_what_is_still_true_is_what_the_lanes_say(schedule):
    for now in f.NOW.values():
        said = f.still_true(schedule, now)
        first, _, rest = said.partition("Less sure: ")
        for lane in f.LANES.values():
            how, _, noun = f.state(lane.lasts[schedule], now)
            if lane.noun:
                assert (lane.noun in first) == (how == "holds"), (now, lane.name)
            if how == "less" and noun:
                assert noun in rest
        assert re.search(r"In the blood .* \(calculated\)\.$", said)


def test_states_follow_from_the_rows():
    row = evidence.row
    at = lambda key, now, schedule=f.ONE: f.state(f.LANES[key].lasts[schedule], now)[0]  # noqa: E731
    assert at("unreal", row("C801").hours) == "holds" and at("unreal", row("SE02").hours) == "less"
    assert at("unreal", 2) == "not" and at("pressure", 4) == "less" and at("pressure", 6) == "not"
    assert at("mood", 1) == "less" and at("mood", row("C261a").low) == "holds"
    assert at("mood", 24 * row("C566b").high - 48) == "less" and at("mood", 8 * 7 * 24) == "not"
    assert at("suicidal", 24) == at("suicidal", 72) == "holds" and at("suicidal", 7 * 24) == "less"
    assert (
        at("spines", 6) == "not"
        and at("spines", 12) == at("spines", 14 * 24) == "holds"
        and at("spines", 21 * 24) == "not"
    )
    assert f.status("people", f.ONE, 24)[1] == "no change" and f.status("people", f.ONE, 48)[1] == "not rated"
    assert "mostly after against before" in str(next(s for s in f.STUDIES if s.row.id.startswith("C261")))


def test_what_is_left_in_the_blood_halves_with_each_half_life():
    for now in (1.0, 6.0, 24.0):
        (short, long), (low, high) = f.left(now)["ketamine"], f.left(now)["the spray"]
        assert short == pytest.approx(100 * 2 ** (-now / 3)) and long == pytest.approx(100 * 2 ** (-now / 6.1))
        assert low == pytest.approx(100 * 2 ** (-now / 7)) and high == pytest.approx(100 * 2 ** (-now / 12))
    assert "of ketamine is left, of esketamine" in f.still_true(f.ONE, 24.0)
    assert f.still_true(f.ONE, 7 * 24.0).endswith("In the blood under 1 % of the drug is left (calculated).")


def test_the_longer_the_treatment_the_later_the_end():
    """What the learner finds by moving 'Treatment': mood moves, what is felt does not."""

    def last(key):
        return [max(f.hours(piece.end) for piece in f.LANES[key].lasts[one].pieces) for one in f.SCHEDULES.values()]

    assert last("mood")[0] < last("mood")[1] < last("mood")[2] and len(set(last("unreal"))) == 1


def test_a_changed_row_changes_bar_and_words(monkeypatch):
    """The figure holds no copy of a number: the one broken here shows up everywhere."""
    true = evidence.row
    broken = replace(true("C017"), value=50.0)
    monkeypatch.setattr(evidence, "row", lambda id: broken if id == "C017" else true(id))
    assert f.hours("C017") == 50 * 24
    assert any("half relapsed by 50 days" in str(readout) for readout in f.readouts(f.COURSE, "mood", 24.0))


def test_the_kind_of_an_interval_is_said_beside_it():
    told = " ".join(map(str, f.STUDIES))
    for id in ("C624", "PK83b"):
        row = evidence.row(id)
        assert f"({row.uncertainty} {row.spread:g})" in told


@plans
def test_one_list_of_studies_one_bar_a_lane_and_the_line_at_its_hour(plan):
    for schedule, lane, now in STOPS[:: len(f.NOW) + 3]:
        parts = f._parts(plan, schedule, lane, now)
        assert parts["now"]["transform"] == f"translate({plan.x(now)} 0)"
        assert parts["chosen"]["y"] == plan.tops[lane]
        lists = [name for name, own in parts.items() if name.startswith("studies-") and own["display"] == "inline"]
        assert lists == ([] if plan.small else [f"studies-{lane}-{schedule}"])
        bars = [name for name, own in parts.items() if name.startswith("bar-") and own["display"] == "inline"]
        assert all(name.endswith(schedule) for name in bars)


@plans
def test_the_axis_is_logarithmic_and_a_touch_finds_its_stop(plan):
    assert plan.x(2) - plan.x(1) == pytest.approx(plan.x(200) - plan.x(100), abs=0.2)
    assert plan.x(f.DOSE) == plan.left and plan.x(f.END) == plan.right
    moves = [part for part in ET.fromstring(f"<svg>{f._drawn(plan)}</svg>").iter() if part.get("data-move")]
    clock = [part for part in moves if part.get("data-move").startswith("now")]
    for i, (part, now) in enumerate(zip(clock, f.NOW.values(), strict=True)):
        left = float(part.get("x"))
        assert part.get("data-move") == f"now {i}"
        assert left - 0.1 <= plan.x(now) <= left + float(part.get("width")) + 0.1
    assert {part.get("data-move") for part in moves if part not in clock} == {f"lane {i}" for i in range(len(f.LANES))}


@plans
def test_nothing_stands_below_the_drawing(plan):
    for part in ET.fromstring(f"<svg>{f._drawn(plan)}</svg>").iter("text"):
        assert float(part.get("y")) <= plan.height - 3


def test_it_fits_the_page():
    shown = [bake.call("timeline", f.timeline, dict(schedule=s, lane=lane, now=n)) for s, lane, n in STOPS]
    assert all(0 < len(text) < 800 for one in shown for _, text in one.words)
    assert len(bake.pack([one.tree for one in shown], [one.words for one in shown])) < 25_000


def test_pain_after_one_dose_is_no_settled_gain():
    """The review calls it little or none: the chronic pain page says the same of it."""
    assert "little to no effect" in evidence.row("C236").note and "low certainty" in evidence.row("C236").note
    for name in ("3 days", "5 days", "1 week"):
        assert f.status("pain", f.ONE, f.NOW[name]) == ("less", "less sure")
        still, _, less = f.still_true(f.ONE, f.NOW[name]).partition("Less sure")
        assert "pain" not in still and "which calls it little or none" in less
        assert "in people" in still and "in mice new connections" in still


def test_a_word_beside_a_lane_has_room():
    for schedule in f.SCHEDULES.values():
        for key in f.LANES:
            for now in f.NOW.values():
                assert len(f.status(key, schedule, now)[1]) <= 15
