"""The plans of a class: what a file must hold, and one sentence with its line for everything that is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coursework import plans
from coursework.course import Course, find
from coursework.site import plans as shown
from tests.support.course import BOOK

GOOD = """title: A short one
minutes: 15
chapters: [bdnf]
steps:
  - step: First
    minutes: 10
    at: chapters/bdnf#luckiest?tries=20
    ask: How strong?
    answer: As strong as that.
    notes: >-
      Wait for
      the hands.
  - step: Break
    minutes: 5
"""


@pytest.fixture
def course(tmp_path) -> Course:
    (tmp_path / "plans").mkdir()
    (tmp_path / "_toc.yml").write_text((BOOK / "_toc.yml").read_text("utf-8"), "utf-8")
    (tmp_path / "references.bib").write_text("@article{a, title = {A}, author = {A, B}, year = {2000}}\n", "utf-8")
    return replace(find(), book=tmp_path)


def faults_of(course: Course, text: str, name: str = "short") -> list[str]:
    (course.book / "plans" / f"{name}.yml").write_text(text, "utf-8")
    return plans.faults(course)


def test_a_plan_is_read_with_its_steps(course):
    assert faults_of(course, GOOD) == []
    plan = plans.plan("short", course)
    assert (plan.title, plan.minutes, plan.chapters) == ("A short one", 15, ("bdnf",))
    first, rest = plan.steps
    assert (first.page, first.fragment, first.notes) == ("chapters/bdnf", "luckiest?tries=20", "Wait for the hands.")
    assert (rest.title, rest.page, rest.ask) == ("Break", "", "")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("minutes: 15", "minutes: 20", "short.yml:1: minutes is 20; its steps take 15"),
        ("minutes: 5", "minutes: 0", "short.yml:13: minutes is 0; it must be a whole number from 1 to 600"),
        ("minutes: 15\n", "", "short.yml:1: minutes is missing"),
        ("[bdnf]", "[bdfn]", "short.yml:1: chapters names 'bdfn'; allowed are bdnf, chronic-pain"),
        ("[bdnf]", "bdnf", "short.yml:1: chapters is 'bdnf'; it must be a list of the names of chapters"),
        ("at: chapters/bdnf", "at: chapters/bdfn", "short.yml:5: at names the page 'chapters/bdfn', and _toc.yml has"),
        ("luckiest?tries=20", "chapters=bdfn", "short.yml:5: chapters names 'bdfn'; allowed are bdnf,"),
        ("    ask: How strong?\n", "", "short.yml:5: answer stands without ask; say what it answers"),
        ("notes:", "note:", "short.yml:5: note is unknown here; allowed are answer, ask, at, minutes, notes, step"),
        ("ask: How strong?", "ask: 3", "short.yml:5: ask is 3; it must be a text"),
        ("title: A short one", "title: A: short one", "short.yml:1: mapping values are not allowed here; a text with"),
        (GOOD, "- a list", "short.yml:1: the file must be a mapping with title, minutes, chapters and steps"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence_with_its_line(course, old, new, fault):
    assert old in GOOD
    found = faults_of(course, GOOD.replace(old, new))
    assert [one for one in found if one.startswith(fault)], found
    with pytest.raises(plans.PlanError, match="short.yml"):
        plans.plans(course)


def test_all_faults_of_all_files_are_told_at_once(course):
    faults_of(course, GOOD.replace("minutes: 15", "minutes: 20"))
    both = faults_of(course, GOOD.replace("[bdnf]", "[tea]").replace("ask: How strong?", "ask: []"), "A-long-one")
    assert len(both) == 5 and {one.partition(":")[0] for one in both} == {"short.yml", "A-long-one.yml"}


def test_a_plan_that_is_not_there_is_named(course):
    faults_of(course, GOOD)
    with pytest.raises(plans.PlanError, match="there is no plan 'long'; there are short"):
        plans.plan("long", course)


PAGE = """<figure id="luckiest" data-explorer><select data-control="tries" data-stops="1&#10;20"></select></figure>"""


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        ("luckiest?tries=20", ""),
        ("luckiest", ""),
        ("chapters=bdnf", ""),
        ("luckiest?tries=21", "control 'tries' of 'luckiest' has no stop '21'; it has 1, 20"),
        ("luckiest?trys=20", "explorer 'luckiest' has no control 'trys'; it has tries"),
        ("lucky", "there is no explorer 'lucky'; the page has luckiest"),
    ],
)
def test_a_view_that_is_not_there_is_named_with_its_step(course, at, fault):
    assert faults_of(course, GOOD.replace("luckiest?tries=20", at)) == []
    found = shown.faults(plans.plan("short", course), {"chapters/bdnf": PAGE})
    assert found == ([f"short.yml: step 'First', at chapters/bdnf#{at}: {fault}"] if fault else [])


def test_the_plans_of_the_course_are_sound_and_begin_and_end_with_a_short_test():
    every = plans.plans()
    assert [plan.minutes for plan in every] == [45, 90, 180]
    for plan in every:
        assert (plan.steps[0].page, plan.steps[-1].page) == ("before", "after")
        assert {step.fragment for step in (plan.steps[0], plan.steps[-1])} == {f"chapters={plan.name}"}
        assert all(step.ask.endswith("?") or step.title == "Break" for step in plan.steps)
        assert all(len(step.ask) < 110 for step in plan.steps)  # one line on a projector, two on a laptop
