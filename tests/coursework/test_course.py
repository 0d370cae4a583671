"""course.yml: read once, every fault named with its line, and found from wherever a notebook runs."""

from __future__ import annotations

import subprocess
from datetime import date
from importlib import metadata

import pytest
import yaml

from coursework import checks, course, questions
from coursework.course import Course, CourseError
from coursework.site import soundness
from tests.support.books import build_command
from tests.support.course import BOOK, ROOT

GOOD = """title: Tea
slug: tea
start: intro
test: final
headings: {On leaves: leaves}
units: [g, min]
"""
TOC = "root: intro\nchapters:\n  - file: chapters/leaves\n  - file: final\n"


@pytest.fixture
def faults(tmp_path):
    """The faults of a course.yml."""

    def check(text, toc=TOC):
        (tmp_path / "_toc.yml").write_text(toc)
        (tmp_path / "course.yml").write_text(text)
        return course.faults(tmp_path)

    return check


def test_the_course_is_sound():
    assert soundness.faults(BOOK) == []
    assert course.find().slug == "what-ketamine-does-to-the-brain"


def test_the_course_says_one_date_of_review():
    day = date.fromisoformat(course.find().reviewed)
    assert f"*Last reviewed on {day.day} {day:%B %Y}.*" in (BOOK / "about.md").read_text("utf-8")


def test_what_is_good_is_read(faults, tmp_path):
    assert faults(GOOD) == []
    read = course.read(tmp_path)
    assert (read.title, read.slug, read.start, read.test, read.package) == ("Tea", "tea", "intro", "final", "")
    assert read.headings == (("On leaves", "leaves"),) and read.units == {"g", "min"}
    assert read.pages == ["intro", "chapters/leaves", "final"]


@pytest.mark.parametrize("report", ["mailto:tea@example.org", "https://example.org/tea/issues/new?labels=number"])
def test_a_wrong_number_is_reported_to_one_address(faults, tmp_path, report):
    assert faults(f"{GOOD}report: {report}\n") == []
    course.read.cache_clear()
    assert course.read(tmp_path).report == report


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD.replace("slug: tea\n", ""), "course.yml:1: slug is missing; it must be a text"),
        (GOOD + "colour: green\n", "course.yml:7: colour is unknown here; allowed are title, slug, start, package,"),
        (GOOD + "slug: coffee\n", "course.yml:7: slug stands twice"),
        (GOOD.replace("start: intro", "start: home"), "course.yml:3: start names the page 'home', and _toc.yml has no"),
        (GOOD.replace("leaves}", "twigs}"), "course.yml:5: headings names the page 'chapters/twigs', and _toc.yml has"),
        (GOOD.replace("title: Tea", "title: 3"), "course.yml:1: title is 3; it must be a text"),
        (GOOD.replace("slug: tea", "slug: Tea time"), "course.yml:2: slug is 'Tea time'; it must be at most 60 small"),
        (GOOD.replace("[g, min]", "g"), "course.yml:6: units is 'g'; it must be a list of texts"),
        (GOOD.replace("[g, min]", "[g, 1]"), "course.yml:6: units is ['g', 1]; it must be a list of texts"),
        (GOOD.replace("{On leaves: leaves}", "[leaves]"), "course.yml:5: headings is ['leaves']; it must be a mapping"),
        (GOOD + "package: my-tea\n", "course.yml:7: package is 'my-tea'; it must be the name of a Python package"),
        (GOOD + "report: tea@example.org\n", "course.yml:7: report is 'tea@example.org'; it must be mailto: and an"),
        (GOOD + "report: http://example.org\n", "course.yml:7: report is 'http://example.org'; it must be mailto:"),
        (GOOD + "package: no_such_tea\n", "course.yml:7: package is 'no_such_tea', and Python finds no package of"),
        (GOOD + "reviewed: soon\n", "course.yml:7: reviewed is 'soon'; it must be a date such as 2026-11-28"),
        (GOOD.replace("title: Tea", "title: 'Tea"), "course.yml:"),
        ("- tea\n", "course.yml:1: the file must be a mapping; it needs title, slug, start"),
        ("", "course.yml:1: the file must be a mapping; it needs title, slug, start"),
    ],
)
def test_a_fault_is_one_sentence_with_file_and_line(faults, text, fault):
    [said] = faults(text)
    assert said.startswith(fault) and "\n" not in said


def test_all_faults_are_told_at_once_and_in_order(faults, tmp_path):
    said = faults("start: home\nslug: TEA\ncolour: green\n")
    assert [fault.split(":")[1] for fault in said] == ["1", "1", "2", "3"]
    with pytest.raises(CourseError) as raised:
        course.read(tmp_path)
    assert str(raised.value).splitlines() == said


def test_a_folder_without_a_course_says_so(tmp_path):
    assert course.faults(tmp_path) == [f"there is no course.yml in {tmp_path}; it needs title, slug, start"]
    (tmp_path / "course.yml").write_text(GOOD)
    assert course.faults(tmp_path) == [f"there is no _toc.yml beside course.yml in {tmp_path}; it lists the pages"]


# --- Found ----------------------------------------------------------------------------------


def test_a_notebook_finds_the_course_above_it(faults, tmp_path):
    faults(GOOD)
    for place in (tmp_path, tmp_path / "chapters", tmp_path / "chapters" / "leaves.md"):
        assert course.find(place).book == tmp_path
    assert course.find(ROOT / "build" / "class" / "learner").book == BOOK


def test_far_from_any_course_the_installed_one_is_found(tmp_path, monkeypatch):
    def point(package):
        return metadata.EntryPoint(package, package, course.GROUP)

    monkeypatch.setattr(metadata, "entry_points", lambda group: [point("ketamine")] if group == course.GROUP else [])
    course._find.cache_clear()
    assert course.find(tmp_path).book == BOOK
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point("ketamine"), point("tea")])
    course._find.cache_clear()
    with pytest.raises(CourseError, match=r"more than one course is installed \(ketamine, tea\); work in the folder"):
        course.find(tmp_path)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [])
    course._find.cache_clear()
    with pytest.raises(CourseError, match="there is no course.yml in .* and no course is installed"):
        course.find(tmp_path)
    course._find.cache_clear()


# --- A chapter ------------------------------------------------------------------------------

CHAPTER = "---\nkernelspec: {name: python3}\n---\n\nIt takes about 5 minutes.\n\n## Objectives\n\n- steep\n\n## Then\n"


def test_a_chapter_without_a_heading_is_a_sentence_with_file_and_line(tmp_path):
    tea = Course(tmp_path, "Tea", "tea", "intro")
    for folder in ("chapters", "questions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "_toc.yml").write_text(TOC)
    (tmp_path / "chapters" / "leaves.md").write_text(CHAPTER)
    (tmp_path / "questions" / "leaves.yml").write_text("- id: x\n")
    fault = "leaves.md:5: the chapter has no heading; write '# ' and its title above its text"
    assert fault in questions.faults(tea)
    with pytest.raises(questions.QuizError, match="leaves.md:5: the chapter has no heading"):
        questions.title("leaves", tea)
    (tmp_path / "chapters" / "leaves.md").write_text(CHAPTER.replace("It takes about 5 minutes.", "# Leaves"))
    assert questions.title("leaves", tea) == "Leaves"
    assert any(said.startswith("leaves.md:1: it is not said how long it takes") for said in questions.faults(tea))


def test_course_yml_that_names_a_page_that_is_not_there_stops_the_build_and_keeps_the_last_site(tmp_path):
    book = tmp_path / "book"
    book.mkdir()
    (book / "_config.yml").write_text((BOOK / "_config.yml").read_text())
    (book / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    (book / "intro.md").write_text("# Tea\n")
    (book / "course.yml").write_text("slug: tea\nstart: home\ncolour: green\n")
    done = subprocess.run(build_command(tmp_path), cwd=ROOT, text=True, capture_output=True)
    last = done.stderr.partition("The course was not built:")[2]
    assert done.returncode != 0 and not (book / "_build" / "html").exists(), done.stderr
    for fault in (
        "course.yml:1: title is missing; it must be a text",
        "course.yml:2: start names the page 'home', and _toc.yml has no such page",
        "course.yml:3: colour is unknown here; allowed are title,",
    ):
        assert fault in last


@pytest.mark.parametrize(
    ("text", "advice"),
    [("ask: Which dose: high or low?\n", "put the text in quotes"), ("- a: 1\n b: 2\n", "indent this line")],
)
def test_what_is_no_yaml_is_said_with_what_mends_it(text, advice, tmp_path):
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        yaml.safe_load(text)
    said = checks.not_yaml(tmp_path / "sleep.yml", caught.value)
    assert said.startswith("sleep.yml:") and advice in said
