"""What every chapter opens and ends with, and what can be said to a patient."""

from __future__ import annotations

import re

import pytest
import yaml

from coursework import lessons
from coursework.course import find
from explorers import view
from tests.support.course import BOOK, explorers, pages

CHAPTERS = [page.removeprefix("chapters/") for page in pages() if page.startswith("chapters/")]


def test_no_box_and_no_case_has_a_fault():
    assert lessons.faults(find(BOOK)) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_opens_with_its_message_and_a_patient_who_comes_back(chapter):
    text = (BOOK / "chapters" / f"{chapter}.md").read_text("utf-8")
    found = [directive["name"] for directive in lessons.DIRECTIVE.finditer(text)]
    assert found[:2] == ["in-one-minute", "case"] and "decide" in found
    assert len(lessons.sayings(chapter)) >= 2, "beside the sentence of the box a chapter has one at least"
    assert text.index("{in-one-minute}") < text.index("## Objectives")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    end = ["What is contested", "Back to the patient", "Check yourself"]
    assert [heading for heading in headings if heading in end] == end


def test_there_are_thirty_sentences_to_say_and_none_stands_twice():
    said = [saying for chapter in CHAPTERS for saying in lessons.sayings(chapter)]
    assert len(said) >= 30 and len(set(said)) == len(said)
    assert all(saying[0].isupper() and saying[-1] in ".!?" for saying in said)


def test_neither_length_nor_place_gives_the_best_branch_away():
    steps = [
        step["choices"]
        for path in sorted((BOOK / "cases").glob("*.yml"))
        for said in yaml.safe_load(path.read_text("utf-8"))
        for step in said["steps"]
    ]
    best = [[choice["fits"] for choice in choices].index("best") for choices in steps]
    longest = [
        len(choices[at]["text"]) == max(len(choice["text"]) for choice in choices) for at, choices in zip(best, steps)
    ]
    assert sum(longest) <= 0.6 * len(steps), "lengthen another branch, or shorten the best one"
    assert all(best.count(place) <= 0.6 * len(steps) for place in range(3))


def test_every_view_that_a_case_opens_is_there():
    """The build says so too, minutes later."""
    there: dict[str, dict[str, dict[str, list[str]]]] = {}
    for explorer in explorers():
        stops = {control.name: [view.slug(label) for label in control.labels] for control in explorer.controls}
        there.setdefault(explorer.page, {})[explorer.id] = stops
    wrong, seen = [], 0
    for path in sorted((BOOK / "cases").glob("*.yml")):
        for said in yaml.safe_load(path.read_text("utf-8")):
            for look in (step["look"] for step in said["steps"] if "look" in step):
                page, _, fragment = look["at"].rpartition("#")
                found = there.get(page or f"chapters/{path.stem}", {})
                wrong += [f"{path.name}: {said['id']}: {fault}" for fault in view.faults(view.parse(fragment), found)]
                seen += 1
    assert wrong == [] and seen >= 4
