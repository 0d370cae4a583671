"""Spines on one branch: counted is drawn as counted, illustrative is called so, and no stop says more than rows."""

from __future__ import annotations

import itertools

import pytest

from explorers import bake
from ketamine import evidence
from ketamine.scenes import spine as s

STOPS = list(itertools.product(s.CLOCK.values(), s.MICE))
stops = pytest.mark.parametrize("time, mice", STOPS)
DAY = 24


def drawn(time, mice, kind="wide"):
    return s.spines_come_and_go(time, mice)[0].tree()["scene"][kind]["parts"]


def said(time, mice):
    return {readout.name: str(readout) for readout in s.readouts(time, mice)}


def standing(time, mice, slots=range(s.SLOTS)):
    """How many spines stand: those that never change, and those of ``slots`` that are seen."""
    parts = drawn(time, mice)
    return sum(parts[f"s{slot}"]["opacity"] for slot in slots if f"s{slot}" in parts)


def test_without_a_drug_fifty_spines_lose_and_gain_what_was_counted():
    for time in s.CLOCK.values():
        steady = s.SLOTS - len({*s.COME, *s.GO, *s.STRESSED, *s.ADDED, *s.EMPTY})
        assert steady + standing(time, s.NONE) == s.SPINES
    lost = len(s.GO) - standing(14 * DAY, s.NONE, s.GO)
    low, high = evidence.interval("N115").bounds
    assert low <= 100 * lost / s.SPINES <= high and evidence.interval("N114").bounds == (low, high)
    assert f"{low:.0f} to {high:.0f} of 100 are lost, and as many formed" in said(14 * DAY, s.NONE)["Spines (mice)"]
    assert drawn(14 * DAY, s.NONE)["says"]["text"] == "50 spines: 2 gone, 2 new"


def test_new_spines_come_and_are_last_seen_when_the_rows_say():
    assert evidence.interval("X101").bounds == (3, 6) and evidence.interval("X100").bounds == (12, 24)
    assert evidence.number("N110").value == 14 and evidence.row("N701").value == 24
    counts = {time: standing(time, s.KETAMINE, s.ADDED) for time in s.CLOCK.values()}
    assert counts[0] == counts[3] == 0 < counts[12] < counts[24]
    assert counts[24] > counts[7 * DAY] > counts[14 * DAY] > 0  # a fraction persists: N721
    assert "a fraction of the new spines persisted" in evidence.row("N721").outcome


@stops
def test_what_is_lost_is_the_same_with_and_without_ketamine(time, mice):
    """'No fewer were lost' (N110, N111): the drug adds, it does not hold."""
    assert standing(time, mice, s.GO) == standing(time, s.NONE, s.GO)


@stops
def test_numbers_that_nobody_printed_are_called_made_up(time, mice):
    kind = drawn(time, mice)["kind"]["text"]
    assert ("made up" in kind) == (mice != s.NONE) and ("made up" in said(time, mice)["The numbers drawn"]) == (
        mice != s.NONE
    )
    assert ("as counted in mice" in kind) == (mice == s.NONE and time <= 14 * DAY)
    assert ("not counted later" in kind) == (mice == s.NONE and time > 14 * DAY)


@stops
def test_after_two_weeks_nobody_looked(time, mice):
    late = time > 14 * DAY
    if mice != s.NONE:
        assert (drawn(time, mice)["says"]["text"] == "nobody looked so late") == late
        assert (said(time, mice)["Spines (mice)"] == "Not followed so long.") == late
        assert {drawn(time, mice)[f"s{slot}"]["fill-opacity"] for slot in s.ADDED} == {0 if late else 1}
        assert drawn(time, mice)["mouse"]["opacity"] == int(not late)


def test_behaviour_comes_first_and_the_new_spines_keep_it():
    assert evidence.number("N700").value == 3 and "to keep the change in escape behaviour, not to start it" in (
        evidence.row("N106").outcome
    )
    assert "before any new spine" in said(3, s.KETAMINE)["Behaviour (mice)"]
    assert drawn(3, s.REMOVED)["mood"]["text"] == "behaviour: better"
    assert drawn(3 * DAY, s.REMOVED)["mood"]["text"] == "escaping: not kept"
    for time in (3 * DAY, 7 * DAY, 14 * DAY):  # the picture promises no more than its words
        assert drawn(time, s.KETAMINE)["mood"]["text"] == "escaping: how long is not known"
        assert "How many days it lasts is not in what we read" in said(time, s.KETAMINE)["Behaviour (mice)"]


def test_every_row_is_a_mouses_but_the_one_scan_of_people():
    assert all("mice" in row[3] for row in s.table()[:-1]) and "people" in s.table()[-1][3]
    words = {said(time, s.KETAMINE)["People"] for time in s.CLOCK.values() if time != DAY}
    assert (
        words
        == {"Nobody can count spines in a living person."}
        == {said(time, s.NONE)["People"] for time in s.CLOCK.values()}
    )


def test_it_is_baked_small():
    trees = [bake.call("s", s.spines_come_and_go, {"time": time, "mice": mice}) for time, mice in STOPS]
    assert len(bake.pack([shown.tree for shown in trees], [shown.words for shown in trees])) < 12_000


@pytest.mark.parametrize("mice", s.MICE)
def test_every_move_of_the_clock_is_seen(mice):
    assert len({str(drawn(time, mice)) for time in s.CLOCK.values()}) == len(s.CLOCK)
