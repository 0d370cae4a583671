"""The guesses of the course: each chapter with a figure asks, each answer is what the figure's first view shows."""

from __future__ import annotations

import re

import pytest

from explorers import bake
from explorers.guess import Choice, Number, first_value, resolve
from tests.support.course import Explorer, explorers

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
