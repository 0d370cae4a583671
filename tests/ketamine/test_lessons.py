"""What every chapter opens and ends with, and what can be said to a patient."""

from __future__ import annotations

import re

import pytest

from coursework import lessons
from coursework.course import find
from tests.support.course import BOOK, pages

CHAPTERS = [page.removeprefix("chapters/") for page in pages() if page.startswith("chapters/")]
#: Chapters that still stand in the old order; whoever writes one anew takes it out.
OLD = {
    "chronic-pain",
    "default-mode-network",
    "depression-and-anxiety-relief",
    "key-takeaways",
    "neuroplasticity",
    "rewiring-brain-circuits",
    "the-role-of-glutamate",
}


def test_no_box_and_no_case_has_a_fault():
    assert lessons.faults(find(BOOK)) == []


@pytest.mark.parametrize("chapter", [chapter for chapter in CHAPTERS if chapter not in OLD])
def test_a_chapter_opens_with_its_message_and_a_patient_who_comes_back(chapter):
    text = (BOOK / "chapters" / f"{chapter}.md").read_text("utf-8")
    found = [directive["name"] for directive in lessons.DIRECTIVE.finditer(text)]
    assert found[:2] == ["in-one-minute", "case"] and "decide" in found
    assert len(lessons.sayings(chapter)) >= 2, "beside the sentence of the box a chapter has one at least"
    assert text.index("{in-one-minute}") < text.index("## Objectives")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    end = ["What is contested", "Back to the patient", "Check yourself"]
    assert [heading for heading in headings if heading in end] == end


def test_the_chapters_in_the_old_order_are_chapters():
    assert set(CHAPTERS) >= OLD
