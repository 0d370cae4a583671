"""The synapse with its brake cell: two hypotheses, each step with who saw it and what speaks against it."""

from __future__ import annotations

import itertools

import pytest

from explorers import bake
from ketamine import evidence
from ketamine.figures.glutamate import HYPOTHESES
from ketamine.scenes import synapse as s

STOPS = list(itertools.product(s.STEPS.values(), s.ACCOUNTS))
stops = pytest.mark.parametrize("step, account", STOPS)
ANIMALS = {"mouse": "mice", "rat": "rats"}


def drawn(step, account, kind="wide"):
    return s.brake_and_synapse(step, account)[0].tree()["scene"][kind]["parts"]


def said(step, account):
    return {readout.name: str(readout) for readout in s.readouts(step, account)}


@stops
def test_every_finding_names_its_study_and_its_species(step, account):
    own = s.ACCOUNT[account][step]
    for name, rows in (("For it", own.for_it), ("Against it", own.against)):
        for row in map(evidence.row, rows):
            sentence = next(part for part in said(step, account)[name].split(").") if row.study in part)
            word = {"mouse": "ice", "rat": "rats", "human": "people"}[row.species]
            assert word in sentence or "mouse neurons" in sentence, sentence


@pytest.mark.parametrize("kind", ["wide", "narrow"])
def test_both_drawings_name_the_cells_that_the_words_speak_of(kind):
    markup = s.brake_and_synapse()[0].tree()["scene"][kind]["markup"]
    assert all(f">{cell} cell<" in markup for cell in ("sending", "receiving"))
    assert all("brake cell" in drawn(step, account, kind)["brake-word"]["text"] for step, account in STOPS)


def test_no_name_is_used_before_it_is_explained():
    """eEF2K is said at the step that says what it is."""
    for kind in ("wide", "narrow"):
        early = [drawn(step, s.DIRECT, kind)["shop"]["text"] for step in (s.BEFORE, s.ARRIVES)]
        assert early == ["held back by an enzyme"] * 2


@stops
def test_the_drawing_says_in_whom_it_was_seen_and_what_is_disputed(step, account):
    own, who = s.ACCOUNT[account][step], drawn(step, account)["who"]["text"]
    assert who == ("the usual picture" if step == s.BEFORE else who)
    seen = {evidence.row(row).species for row in own.for_it}
    for species, word in ANIMALS.items():
        assert (word in who) == (species in seen)
    assert ("disputed" in who or "disagree" in who) == bool(own.against)
    assert "people" not in who or who.endswith("scans of people disagree")


def test_scans_of_people_disagree_as_it_says():
    rows = {row: evidence.row(row) for row in ("GL05", "GL706")}
    assert {row.species for row in rows.values()} == {"human"}
    assert rows["GL05"].n == 21 and rows["GL706"].n == 23 and rows["GL706"].direction == "no change"


def test_what_it_cites_stands_in_the_figure_of_rival_accounts():
    """The two figures of the chapter do not tell two stories of one finding."""
    known = {
        row
        for sides in (HYPOTHESES["Disinhibition"], HYPOTHESES["Direct inhibition"])
        for side in sides
        for row in side
    }
    used = {row for steps in s.ACCOUNT.values() for step in steps for row in (*step.for_it, *step.against)}
    assert used - known <= {"GL701", "GL03"}  # rats' glutamate, drawn by dose in another figure
    assert [evidence.row(row).direction for row in ("GL01", "GL700", "GL701", "GL02", "GL03")] == [
        "increase", "increase", "increase", "no change", "decrease",
    ]  # fmt: skip


@stops
def test_ketamine_sits_where_the_account_has_it(step, account):
    for kind in ("wide", "narrow"):
        parts = drawn(step, account, kind)
        on_brake = {parts[f"k{i}"]["opacity"] for i in range(len(s.ON_BRAKE))}
        on_receiver = {parts[f"p{i}"]["opacity"] for i in range(len(s.PORES))}
        assert on_brake == {int(account == s.BRAKE and step >= s.ARRIVES)}
        assert on_receiver == {int(account == s.DIRECT and step >= s.ARRIVES)}


def test_only_the_brake_cell_account_has_more_glutamate():
    dots = {stop: sum(drawn(*stop)[f"glu{i}"]["opacity"] for i in range(len(s.GLUTAMATE))) for stop in STOPS}
    assert dots[s.AFTER, s.BRAKE] > 2 * dots[s.BEFORE, s.BRAKE]
    assert len({dots[step, s.DIRECT] for step in s.STEPS.values()}) == 1


def test_every_stop_has_a_picture_of_its_own():
    assert len({str(drawn(*stop)) for stop in STOPS}) == len(STOPS)


def test_it_is_baked_small():
    trees = [bake.call("s", s.brake_and_synapse, {"step": step, "account": account}) for step, account in STOPS]
    assert len(bake.pack([shown.tree for shown in trees], [shown.words for shown in trees])) < 12_000
