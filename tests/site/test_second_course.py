"""The engine knows no course: another one is built, quizzed, packed and opened, and nothing is edited for it.

The course lies in tests/second_course; the build gets a copy of it in an empty folder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup

from coursework import course
from coursework.site import phone, pictures
from explorers.script import joined
from tests.support import paper
from tests.support.books import assert_same_site, build_command, build_plain
from tests.support.course import ROOT
from tools import lms, offline
from tools.paper import epub, pdf

SOURCE = ROOT / "tests" / "second_course"
SLUG = "how-a-bicycle-stops"
OURS = re.compile("ketamine|esketamine|antidepress|MADRS|NMDA", re.IGNORECASE)


def copy_to(folder: Path) -> None:
    """Copy the course as it is in the repository."""
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__", "_build"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with a copy of the course, built by the command of `make book`."""
    folder = tmp_path_factory.mktemp("empty") / "second"
    copy_to(folder)
    done = subprocess.run(build_command(folder), cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> Path:
    """Its site."""
    return folder / "book" / "_build" / "html"


def test_it_offers_to_be_kept_on_no_phone_so_its_worker_removes_what_an_earlier_edition_kept(built: Path) -> None:
    assert (built / phone.WORKER).read_text("utf-8") == joined(phone.SCRIPTS / "gone.js")
    assert not (built / phone.MANIFEST).exists()
    assert {file.stem for file in (built / pictures.FOLDER).iterdir()} == {"intro", "stopping"}


def test_its_pages_are_its_own(built: Path) -> None:
    assert {page.name for page in built.rglob("*.html")} == {
        *("index.html", "intro.html", "search.html", "stopping.html"),
        "way.html",  # the chapter's explorer alone
    }
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        assert f'data-course="{SLUG}"' in text and "<title>" in text and not OURS.search(text), page.name
    scripts = [file for file in built.rglob("*") if file.suffix in {".js", ".css"} and "plotly" not in file.name]
    assert [file.name for file in scripts if OURS.search(file.read_text("utf-8"))] == []


def test_its_case_its_boxes_and_its_sentences_need_no_script(built: Path) -> None:
    chapter, intro = (
        BeautifulSoup((built / page).read_text("utf-8"), "html.parser")
        for page in ("chapters/stopping.html", "intro.html")
    )
    assert chapter.select_one(".case a")["href"] == "#" + chapter.select_one(".decide")["id"]
    assert [one.get_text() for one in chapter.select(".decide > details.choice > summary")] == [
        "No, please begin much sooner",
        "Twice as soon will do",
    ]
    assert (
        "Fits best. Twice the speed is four times the way (Nobody, 2026)." in chapter.select_one(".choice p").get_text()
    )
    assert (
        chapter.select_one(".decide a.view")["href"] == "#way?speed=8"
    )  # and the build has looked whether it is there
    after = chapter.select_one("details.case-next")
    assert "Decision 2 of 2." in after.get_text() and "and arrives" in after.select_one("details.case-next").get_text()
    assert chapter.select_one(".in-one-minute .one-number strong").get_text() == "4 times"

    card = intro.select_one("#in-one-minute-stopping")
    assert card.select_one("h3 a")["href"] == "chapters/stopping.html"
    assert "four times as far. So brake" in card.get_text() and "Nobody" not in card.get_text()
    said = [one.get_text(strip=True) for one in intro.select("#say-stopping .said")]
    assert said == ["Please brake before the bend, not in it.", "Wet rims need a longer way, so please begin sooner."]


def test_it_is_packed_as_a_zip_and_for_learning_platforms(folder: Path, built: Path, tmp_path: Path) -> None:
    offline.pack(built, tmp_path / f"{SLUG}.zip")
    assert f"{SLUG}/chapters/stopping.html" in ZipFile(tmp_path / f"{SLUG}.zip").namelist()
    for edition in lms.EDITIONS:
        package = lms.pack(built, tmp_path / f"{edition}.zip", edition, course.find(folder))
        manifest = ElementTree.fromstring(ZipFile(package).read("imsmanifest.xml"))
        assert manifest.get("identifier") == SLUG
        assert "How a Bicycle Stops" in {element.text for element in manifest.iter()}
        launch = ZipFile(package).read("launch.html").decode()
        assert 'data-start="intro.html"' in launch and not OURS.search(launch)


def test_its_explorer_moves_and_its_question_is_answered_and_kept_under_its_own_name(built: Path, browser) -> None:
    with browser.new_context() as session:
        page, said = session.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto((built / "chapters" / "stopping.html").as_uri())
        page.wait_for_selector(".explorer-plot .main-svg")
        assert page.locator(".explorer-readouts dd").inner_text() == "1.6 m"
        page.locator("input[type=range]").press("ArrowRight")
        page.wait_for_function("() => document.querySelector('.explorer-readouts dd').textContent === '6.4 m'")

        page.get_by_label("Four times as far").check()
        page.get_by_role("button", name="Check").click()
        assert "Right." in page.locator(".quiz-feedback").inner_text()
        page.get_by_role("button", name="Theme").click()
        kept = page.evaluate("Object.keys(localStorage)")
        assert sorted(kept) == [f"{SLUG}:mode", f"{SLUG}:progress"]

        page.goto((built / "intro.html").as_uri())
        assert "Stopping: 1 of 1 at first try" in page.locator("[data-memory]").inner_text()
        assert said == []


def test_sphinx_alone_makes_the_same_pages(built: Path, tmp_path: Path) -> None:
    """The way out of Jupyter Book 1, which is only maintained. The whole course takes it in `make test-sphinx`."""
    copy_to(tmp_path / "plain")
    assert_same_site(built, build_plain(tmp_path / "plain"))


def test_a_page_that_course_yml_names_must_be_there(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "book", tmp_path / "book", ignore=shutil.ignore_patterns("_build"))
    file = tmp_path / "book" / "course.yml"
    file.write_text(file.read_text() + "test: final-test\nclas: x\n")
    assert [fault for fault in course.faults(file.parent) if "package is" not in fault] == [
        "course.yml:8: test names the page 'final-test', and _toc.yml has no such page",
        f"course.yml:9: clas is unknown here; allowed are {', '.join(course.NEEDED | course.OPTIONAL)}",
    ]


def test_it_is_printed_and_packed_as_a_book(browser, folder: Path, built: Path, tmp_path: Path) -> None:
    made = course.read(folder / "book")
    pdf.write(browser, made, built, tmp_path / "book.pdf", "https://example.org/bicycle/")
    epub.write(browser, made, built, tmp_path / "book.epub", "https://example.org/bicycle/")
    assert paper.pdf_faults(tmp_path / "book.pdf", "en", made.title) == []
    assert paper.epub_faults(tmp_path / "book.epub") == []
