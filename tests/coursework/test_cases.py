"""Cases and boxes as data: every fault is named with file and line, all at once."""

from __future__ import annotations

import pytest

from coursework import cases, editions, lessons
from coursework.course import Course

GOOD = """- id: rain
  who: Ms B, 30, a rider
  story: She rides to work. It rains.
  asks: Where do I brake?
  steps:
    - ask: What do you say?
      choices:
        - {text: Sooner, fits: best, why: Wet rims brake less., cite: [wet2020]}
        - {text: As ever, fits: poorly, why: Only dry rims were measured., cite: [wet2020]}
      look: {say: See the way, at: "way?speed=8"}
"""
BOX = """:::{in-one-minute}
One thing is so {cite:p}`wet2020`. Another is not. A third is open.

**4 of 100** stop in time.

> Please brake sooner.
:::
"""
SHOWN = ":::{case} rain\n:::\n\nText.\n\n:::{say} When it rains\nPlease begin sooner.\n:::\n\n:::{decide} rain\n:::\n"


@pytest.fixture
def write(tmp_path):
    """A course of one chapter; ``write(chapter, cases)`` fills it."""
    for folder in ("chapters", "cases"):
        (tmp_path / folder).mkdir()
    (tmp_path / "_toc.yml").write_text("root: intro\nchapters:\n  - file: chapters/braking\n")
    (tmp_path / "references.bib").write_text(
        "@misc{wet2020,\n author = {A Bee},\n title = {Wet},\n year = {2020},\n url = {https://example.org}\n}\n"
    )

    def written(chapter=BOX + SHOWN, said=GOOD):
        (tmp_path / "chapters" / "braking.md").write_text(f"# Braking\n\n{chapter}", "utf-8")
        (tmp_path / "cases" / "braking.yml").write_text(said, "utf-8")
        return Course(tmp_path, "Trial", "trial", "intro")

    return written


def test_a_good_case_is_read_and_shown_in_markdown(write):
    course = write()
    assert lessons.faults(course) == []
    one = cases.case("rain", "braking", course)
    assert one.steps[0].look == cases.Look("See the way", "#way?speed=8")
    assert cases.opening(one) == ["**Ms B, 30, a rider.** She rides to work. It rains.", "*‘Where do I brake?’*"]
    assert cases.reason(one.steps[0].choices[0]) == "**Fits best.** Wet rims brake less {cite:p}`wet2020`."
    assert lessons.sayings("braking", course) == ["Please brake sooner.", "Please begin sooner."]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("fits: best", "fits: poorly", "braking.yml:6: 0 choices fit best; it must be one"),
        ("fits: poorly", "fits: best", "braking.yml:6: 2 choices fit best; it must be one"),
        ("fits: poorly", "fits: badly", "braking.yml:9: fits is 'badly'; allowed are best, partly, poorly"),
        ("cite: [wet2020]}\n      look", "cite: []}\n      look", "braking.yml:9: cite is []; it must be a list"),
        ("[wet2020]}\n      look", "[dry]}\n      look", "braking.yml:9: citation 'dry' is not in the bibliography"),
        ('      look: {say: See the way, at: "way?speed=8"}\n', "", "braking.yml:1: no step has a look"),
        ("way?speed=8", "way", "braking.yml:10: at is 'way'; it must be a view such as"),
        (
            'look: {say: See the way, at: "way?speed=8"}',
            "look: way",
            "braking.yml:6: look is 'way'; it must be a mapping",
        ),
        ("  asks: Where do I brake?\n", "", "braking.yml:1: asks is missing"),
        ("asks: Where do I brake?", "asks: 3", "braking.yml:1: asks is 3; it must be a text"),
        ("ask: What do you say?", "ask: What?\n      then: Later.", "braking.yml:6: then is unknown here"),
        ("id: rain", "id: Rain!", "braking.yml:1: id is 'Rain!'; it must be 2 to 30 small letters"),
        ("  steps:", "  steps: none\n  more:", "braking.yml:1: steps must be a list of mappings"),
        ("asks: Where", "asks: Where: ", "braking.yml:4: mapping values are not allowed here; a text with a colon"),
        ("asks: Where", "who: Where", "braking.yml:1: who stands twice in one mapping"),
    ],
)
def test_a_fault_is_named_with_file_and_line(old, new, fault, write):
    assert old in GOOD
    assert any(found.startswith(fault) for found in lessons.faults(write(said=GOOD.replace(old, new)))), fault


def test_all_faults_are_named_at_once_and_a_second_id_too(write):
    two = GOOD + GOOD.replace("fits: best", "fits: worst")
    found = lessons.faults(write(said=two))
    assert found == [
        "braking.yml:18: fits is 'worst'; allowed are best, partly, poorly",
        "braking.yml:16: 0 choices fit best; it must be one",
        "braking.yml:11: id 'rain' stands twice",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (" A third is open.", "", "in-one-minute: the first paragraph has 2 sentences; it must have 3"),
        ("**4 of 100**", "4 of 100", "in-one-minute: the second paragraph must begin with a number in bold"),
        ("**4 of 100**", "**Few**", "in-one-minute: the second paragraph must begin with a number in bold"),
        ("> Please", "Please", "in-one-minute: the third paragraph must be what you can say"),
        ("> Please brake sooner.\n", "", "in-one-minute: there are 2 paragraphs"),
        (":::{case} rain\n", BOX + "\n:::{case} rain\n", "in-one-minute: a chapter has one such box"),
        ("Please begin sooner.\n", "", "say: it is empty; write the sentence that can be said"),
        ("{case} rain", "{case} snow", "case: there is no case 'snow' in cases/braking.yml; it has rain"),
        ("{decide} rain", "{note} rain", "case 'rain' has no decide; a case opens with 'case' and ends with 'decide'"),
        ("{case} rain", "{note} rain", "case 'rain' has no case; a case opens with 'case' and ends with 'decide'"),
    ],
)
def test_a_fault_of_a_chapter_is_named_with_file_and_line(old, new, fault, write):
    assert old in BOX + SHOWN
    found = lessons.faults(write((BOX + SHOWN).replace(old, new, 1)))
    assert any(one.startswith("braking.md:") and fault in one for one in found), found


def test_a_case_is_unknown_where_there_is_no_file(write, tmp_path):
    course = write()
    (tmp_path / "cases" / "braking.yml").rename(tmp_path / "cases" / "other.yml")
    found = lessons.faults(course)
    assert "other.yml:1: there is no chapter 'other'; a file of cases has the name of its chapter" in found
    assert "braking.md:10: case: there is no braking.yml in " + f"{tmp_path.name}/cases" in found


def test_in_a_notebook_the_case_folds_its_reasons(write):
    course = write()
    text = editions.with_cases((BOX + SHOWN), "braking", course)
    assert "**Ms B, 30, a rider.** She rides to work." in text and ":::{case}" not in text
    assert "<details><summary>Sooner</summary>\n\n**Fits best.** Wet rims brake less {cite:p}`wet2020`." in text
    plain = editions.plain_markdown(text, editions.bibliography.read(course.bibliography), ["wet2020"], course)
    assert "> **In one minute**" in plain and "> **When it rains**\n>\n> Please begin sooner." in plain
    assert "*See the way*: the figure 'way', with speed = 8." in plain
    assert "{cite" not in plain and ":::" not in plain and "{view}" not in plain
