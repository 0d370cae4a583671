"""Benefits and harms: what is drawn is what was published, and what is calculated follows from it."""

from __future__ import annotations

import pytest

from ketamine import evidence
from ketamine.figures import benefits
from ketamine.figures.benefits import COMPARED, VIEWS, Outcome, people, verdict
from ketamine.models.risk import Estimate

EVERY = [(key, outcome) for key, chosen in COMPARED.items() for outcome in chosen.outcomes]


@pytest.mark.parametrize(("key", "outcome"), EVERY, ids=lambda part: getattr(part, "name", part))
def test_each_share_as_published_is_its_row(key, outcome):
    start, difference = outcome.shares()
    assert start == evidence.number(outcome.other).value
    assert start + difference.value == pytest.approx(evidence.number(outcome.drug).value, abs=0.1)
    assert difference.low < difference.value < difference.high
    assert start + difference.low >= 0 and start + difference.high <= 100


def test_intervals_that_sources_print_come_out():
    """TRANSFORM-2, remission of those rated: the source prints 8.17 to 34.78; Cochrane: 25.9 to 68.4 with ketamine."""
    _, remission = Outcome("", "", "C058", "C059", "").shares()
    printed = evidence.estimate("C064")
    assert (remission.low, remission.high) == pytest.approx((printed.low, printed.high), abs=0.9)
    start, response = COMPARED["ketamine"].outcomes[0].shares()
    assert [round(start + end, 1) for end in (response.low, response.high)] == [25.9, 68.4]
    start, left = COMPARED["ketamine"].outcomes[2].shares()
    assert [round(start + end, 1) for end in (left.low, left.high)] == [0.7, 22.2]


def test_harms_of_ketamine_are_against_midazolam_and_as_they_were_read():
    """Su 2023, table 1; Guo 2025, table 4; read on 29 November 2026. No row of esketamine among them."""
    chosen = COMPARED["ketamine"]
    for outcome in chosen.outcomes:
        drug, other = evidence.number(outcome.drug), evidence.number(outcome.other)
        assert drug.arm.startswith("ketamine") and other.arm.startswith("midazolam")
        assert drug.comparator == other.arm or drug.comparator == "midazolam"
    counts = {outcome.name.partition(",")[0]: outcome.counts for outcome in chosen.outcomes if outcome.drug > "BH16"}
    assert counts["Dissociation (derealisation)"] == (29, 42, 7, 42) and counts["Dizziness"] == (24, 42, 5, 42)
    said = dict(chosen.uncounted)
    for what, ids in {
        "Stopped: side effects": ("BH21",),
        "Serious events": ("BH24", "BH25", "BH28", "BH29"),
        "Any side effect": ("BH26", "BH27"),
    }.items():
        rows = [evidence.number(row) for row in ids]
        assert all(f"{row.value:g} " in said[what] for row in rows) and all(row.n is None for row in rows)
    gap = evidence.estimate("BH23")
    assert f"{gap.low:g} to {gap.high:g}" in said["Stopped: side effects"] and evidence.number("BH22").value == 0
    assert "Not printed" in said["Sedation, nausea, blood pressure"] and "29 November 2026" in benefits.NOT_PRINTED


def test_a_base_of_ones_own_moves_the_response_alone():
    for chosen in COMPARED.values():
        based = [outcome for outcome in chosen.outcomes if outcome.based]
        assert [outcome.name.partition(",")[0] for outcome in based] == ["Response"]
        for outcome in chosen.outcomes:
            start, difference = outcome.shares(20)
            assert (start == 20) == outcome.based
            assert outcome.based or difference == outcome.shares()[1]


def test_the_words_follow_the_interval():
    assert verdict(Estimate(5, 1, 9)) == "more people"
    assert verdict(Estimate(-5, -9, -1)) == "fewer people"
    assert verdict(Estimate(5, -1, 9)) == benefits.UNSURE
    assert verdict(Estimate(20, 4e-15, 42)) == benefits.UNSURE, "an interval that reaches no difference"
    response = COMPARED["ketamine"].outcomes[0]
    assert evidence.estimate(response.ratio).low == 1 and verdict(response.shares()[1]) == benefits.UNSURE
    assert (people(45.5), people(0.5), people(44.4)) == (46, 1, 44)


@pytest.mark.parametrize("compared", COMPARED)
@pytest.mark.parametrize("view", VIEWS.values())
def test_every_outcome_is_drawn_and_said(compared, view):
    figure, said = benefits.benefits_and_harms(compared, view, 30)
    chosen = COMPARED[compared]
    assert [readout.name for readout in said] == [
        *(outcome.name for outcome in chosen.outcomes),
        *(what for what, _ in chosen.uncounted),
    ]
    rated = [f"Certainty {outcome.certainty} ({outcome.by})" in str(one) for outcome, one in zip(chosen.outcomes, said)]
    assert rated == [not outcome.based for outcome in chosen.outcomes], "nobody rated a share that a reader assumed"
    _, published = benefits.benefits_and_harms(compared, view)
    assert all("Certainty" in str(one) for one, _ in zip(published, chosen.outcomes))
    names = [note.text for note in figure.layout.annotations]
    assert len(names) == len(chosen.outcomes) and sum("(harm)" in name for name in names) == sum(
        not outcome.benefit for outcome in chosen.outcomes
    )
    if view == benefits.PEOPLE:
        assert sum(len(trace.x) for trace in figure.data) == 100 * len(chosen.outcomes)


def test_people_of_a_hundred_add_up_to_what_the_words_say():
    figure, said = benefits.benefits_and_harms("esketamine", benefits.PEOPLE)
    between = figure.data[1]
    first = [y for y in between.y if y > -benefits.DOWN]
    assert len(first) == 59 - 45 and str(said[0]).startswith("59 of 100 respond with the drug, 45 without: 14 more")


def test_half_a_person_of_a_hundred_is_one_of_two_hundred():
    said = {readout.name: readout.value for readout in benefits.benefits_and_harms("esketamine", benefits.NUMBERS)[1]}
    assert evidence.number("H419b").value == 0.5
    assert said["Passing urine often"].startswith("3 of 100 pass urine often with the drug, 1 of 200 without: 2.5 more")
    words = {readout.name: readout.value for readout in benefits.benefits_and_harms("esketamine", benefits.WORDS)[1]}
    assert "The label lists bladder symptoms" in words["Passing urine often"]
    assert (
        "The label" not in said["Passing urine often"] and "more often than on placebo" in evidence.row("H1600").outcome
    )
