"""The guesses of the course: each chapter with a figure asks, each answer is what the figure's first view shows."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from explorers import bake
from explorers.guess import Choice, Number, first_value, resolve
from ketamine import evidence
from tests.support.course import Explorer, explorers

BOOK = Path(__file__).parents[2] / "book"
ASKING = [explorer for explorer in explorers() if explorer.guess]


def first_view(explorer: Explorer) -> bake.Shown:
    start = {control.name: control.values[control.initial] for control in explorer.controls}
    return bake.call(explorer.id, explorer.function, start | explorer.fixed)


def test_every_page_with_an_explorer_asks_at_least_once() -> None:
    assert {explorer.page for explorer in explorers()} == {explorer.page for explorer in ASKING}


@pytest.mark.parametrize("explorer", ASKING, ids=lambda explorer: explorer.id)
def test_the_question_says_what_is_counted_and_its_answer_says_what_follows(explorer: Explorer) -> None:
    guess = explorer.guess
    assert guess
    asked = resolve(explorer.id, guess, first_view(explorer).words)
    assert len(guess.ask.split()) <= 45, "a question is read in one breath"
    assert guess.after.endswith(".") and len(guess.after.split()) >= 8
    if isinstance(guess, Number):
        truth = asked.truth
        assert isinstance(truth, (int, float))
        assert abs(first_value(guess) - truth) > 0.05 * (guess.high - guess.low), "the slider starts at the answer"
    if isinstance(guess, Choice):
        assert not any(option in guess.ask for option in guess.options)


@pytest.mark.parametrize("explorer", ASKING, ids=lambda explorer: explorer.id)
def test_the_question_does_not_hold_its_answer(explorer: Explorer) -> None:
    asked = resolve(explorer.id, explorer.guess, first_view(explorer).words) if explorer.guess else None
    assert asked
    if isinstance(asked.guess, Number):
        numbers = re.findall(r"\d+(?:\.\d+)?", asked.guess.ask)
        assert f"{asked.truth:g}" not in numbers


def test_what_the_answers_add_is_what_the_rows_say() -> None:
    said = {explorer.id: explorer.guess.after for explorer in ASKING if explorer.guess}
    shown = {explorer.id: dict(first_view(explorer).words) for explorer in ASKING}
    assert (
        "28 instead of 9" in shown["hundred-people"]["Said as an absolute effect"]
        and "about 28" in said["hundred-people"]
    )
    assert "about 26" in shown["relapse"]["What it says"] and "about 26 of 100" in said["relapse"]
    asked = {explorer.id: explorer.guess.ask for explorer in ASKING if explorer.guess}
    assert shown["extra-responders"]["Size and effect"].endswith("middle value 36.")
    assert "the middle value is 36" in asked["extra-responders"]
    rates = re.findall(r"([\d.]+) %", shown["people-needed"]["What the pooled trials say of suicidal behaviour"])[-2:]
    assert "fewer than 2 people in 100" in asked["people-needed"] and all(float(rate) < 2 for rate in rates)
    assert "weaker in 2, no change in 2" in shown["with-opioids-blocked"]["Mood"]
    assert "changed nothing in 2 of 2" in shown["with-opioids-blocked"]["Pain"]
    assert "for about three days" in said["ideation-over-time"] and evidence.interval("C809").high == 3 * 24
    assert evidence.number("C212").n == evidence.number("C213").n == 15 and "thirty people" in said["anxiety-ptsd-ocd"]


#: The box has the same number of something else: 14 of 100 on quetiapine.
OTHER_NUMBER = {"extra-responders"}


def box(page: str) -> str:
    """Return the numbers and words of the page's 'in one minute', which is read before any guess."""
    found = re.search(r":::\{in-one-minute\}\n(.*?)\n:::", (BOOK / f"{page}.md").read_text("utf-8"), re.DOTALL)
    return re.sub(r"\{cite:p\}`[^`]*`", "", found[1]) if found else ""


@pytest.mark.parametrize("explorer", ASKING, ids=lambda explorer: explorer.id)
def test_in_one_minute_does_not_hold_the_answer(explorer: Explorer) -> None:
    asked = resolve(explorer.id, explorer.guess, first_view(explorer).words) if explorer.guess else None
    assert asked
    if isinstance(asked.guess, Number):
        words = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
        before = re.findall(r"\d+(?:\.\d+)?|[a-z]+", box(explorer.page).lower())
        unit = asked.guess.unit.split()[-1] if asked.guess.unit else ""
        assert f"{asked.truth:g}" not in before or explorer.id in OTHER_NUMBER, "the number of the box"
        written = words.get(asked.truth)  # type: ignore[arg-type]  # a float finds nothing but its whole number
        assert not written or (written, unit) not in pairwise(before), "the answer in words"
