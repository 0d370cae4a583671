"""What a reader takes along is there, is whole, holds no solution, and leads to the right chapter."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import jupytext
import pytest

from coursework import bibliography, binder, editions
from coursework.site import datapackage, downloads
from tests.support.books import HEAD, build, scratch_book
from tests.support.course import BOOK, ROOT
from tests.support.pages import address_of, opened

PAGES = binder.class_pages(BOOK)
CHAPTERS = [page for page in PAGES if page.parent.name == "chapters"]
NAMES = [
    page.relative_to(BOOK).with_suffix("").as_posix() for page in PAGES if "ketamine.figures" in page.read_text("utf-8")
]


class Files(HTMLParser):
    """The links of a page's box 'Run or download this page'."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.inside, self.links = False, []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        self.inside |= tag == "details" and said.get("class") == "page-files"
        if self.inside and tag == "a":
            self.links.append(said["href"])

    def handle_endtag(self, tag):
        self.inside &= tag != "details"


def solutions(page: Path) -> list[str]:
    """The code of a chapter's solutions, without their hints."""
    cells = [cell for cell in jupytext.read(page, fmt="md:myst").cells if "solution" in cell.metadata.get("tags", [])]
    return [editions.split_hint(cell.source, page)[1] for cell in cells]


def give_away(page: Path) -> list[str]:
    """The lines that only a solution has."""
    text = page.read_text("utf-8")
    lines = [
        line for source in solutions(page) for line in source.splitlines() if len(line) > 30 and "import" not in line
    ]
    return [line for line in lines if text.count(line) == 1]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_that_draws_offers_its_notebook_the_evidence_and_the_package(name, site):
    page = site / f"{name}.html"
    links = Files(page).links
    here = [link for link in links if not link.startswith("https:")]
    assert [Path(link).name for link in here] == [f"{page.stem}.ipynb", downloads.EVIDENCE, binder.wheel()]
    assert all((page.parent / unquote(link)).resolve().is_file() for link in here)
    try:
        expected = [binder.address(name, binder.settings())]
    except binder.LaunchError:
        expected = []
    assert [link for link in links if link not in here] == expected


def test_no_page_says_owner(site):
    assert [page.name for page in site.rglob("*.html") if "OWNER" in page.read_text("utf-8")] == []
    assert [book.name for book in site.rglob("*.ipynb") if "OWNER" in book.read_text("utf-8")] == []


def test_the_launch_link_comes_with_the_repository_and_opens_the_page(tmp_path):
    book = scratch_book(tmp_path / "book", HEAD + "```{code-cell}\nfrom ketamine.figures import bdnf\n```\n")
    done = build(tmp_path, GITHUB_REPOSITORY="someone/course")
    assert done.returncode == 0, done.stdout + done.stderr
    links = Files(book / "_build" / "html" / "index.html").links
    assert (
        links[0]
        == "https://mybinder.org/v2/gh/someone/course/main?urlpath=lab%2Ftree%2Fbuild%2Fclass%2Flearner%2F01-index.ipynb"
    )
    notebook = (book / "_build" / "html" / "downloads" / "index.ipynb").read_text("utf-8")
    assert f"pip install jupyterlab https://someone.github.io/course/downloads/{binder.wheel()}" in notebook


def test_the_line_to_type_names_the_copy_that_one_is_reading(browser, site, server):
    for origin, address in address_of("chapters/bdnf", site, server).items():
        with opened(browser, address) as page:
            line = page.locator("[data-package]")
            assert not line.is_visible()
            page.keyboard.press("Tab")
            page.locator(".page-files summary").focus()
            page.keyboard.press("Enter")
            base = site.as_uri() if origin == "file" else server
            assert line.inner_text() == f'pip install jupyterlab "{base}/downloads/{binder.wheel()}"'
            page.emulate_media(media="print")
            assert not line.is_visible()


def test_a_click_downloads_the_notebook(browser, site, server):
    with opened(browser, address_of("chapters/bdnf", site, server)["server"]) as page:
        page.locator(".page-files summary").click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download the notebook").click()
        assert waiting.value.suggested_filename == "bdnf.ipynb"
        assert Path(waiting.value.path()).read_bytes() == (site / "downloads" / "bdnf.ipynb").read_bytes()


# --- Solutions ------------------------------------------------------------------------------


#: The models of the first chapter stand on a page below it, and so does its exercise.
BELOW = {"how-ketamine-affects-the-brain": "from-dose-to-receptor"}
EXERCISES = [BOOK / f"{BELOW[page.stem]}.md" if page.stem in BELOW else page for page in CHAPTERS]


@pytest.mark.parametrize("page", EXERCISES, ids=lambda page: page.stem)
def test_each_chapter_has_an_exercise_whose_solution_only_the_instructor_gets(page, site):
    assert solutions(page) and give_away(page)
    works = bibliography.read(BOOK / "references.bib")
    learner, instructor = (
        "\n".join(cell.source for cell in editions.edited(page, edition, works).cells)
        for edition in (editions.LEARNER, editions.INSTRUCTOR)
    )
    assert all(line in instructor and line not in learner for line in give_away(page))


def test_neither_the_site_nor_the_package_holds_a_solution(site):
    lines = [line for page in EXERCISES for line in give_away(page)]
    files = {file.name: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    with ZipFile(site / "downloads" / binder.wheel()) as package:
        files |= {f"package: {name}": package.read(name) for name in package.namelist()}
    texts = {name: content.decode("utf-8", "replace").replace('\\"', '"') for name, content in files.items()}
    assert len(lines) >= len(EXERCISES)
    assert [(name, line) for name, text in texts.items() for line in lines if line in text] == []


# --- The package and the evidence -------------------------------------------------------------


def test_the_package_has_what_a_notebook_needs_and_the_same_bytes_whoever_builds_it(tmp_path):
    built = []
    for umask in (0o022, 0o077):
        folder = tmp_path / f"{umask:o}"
        folder.mkdir()
        subprocess.run(
            [
                sys.executable,
                "-c",
                (
                    "import sys; from pathlib import Path; from coursework.course import find; from coursework.site"
                    " import downloads; downloads.write_wheel(Path(sys.argv[1]), find())"
                ),
                folder,
            ],
            cwd=ROOT,
            umask=umask,
            check=True,
            env=os.environ,
        )
        built.append(folder / binder.wheel())
    assert built[0].read_bytes() == built[1].read_bytes()
    names = ZipFile(built[0]).namelist()
    wanted = {
        file.relative_to(ROOT / "widgets").as_posix()
        for file in (ROOT / "widgets").rglob("*")
        if file.suffix in {".py", ".csv", ".js", ".css"}
    }
    left_out = {name for name in wanted if name.split("/")[1] in downloads.LEFT_OUT}
    assert wanted - left_out <= set(names) and not left_out & set(names)
    assert {f"ketamine/book/questions/{page.stem}.yml" for page in CHAPTERS} <= set(names)
    with ZipFile(built[0]) as package:
        package.extractall(tmp_path / "installed")
    shown = (
        "from explorers import explore, figure_widget; import plotly.graph_objects as go; print(figure_widget.__file__,"
        " explore(go.Figure).figure.tree)"
    )
    done = subprocess.run([sys.executable, "-c", shown], cwd=tmp_path / "installed", text=True, capture_output=True)
    assert done.stdout.startswith(str(tmp_path)), done.stderr
    # Far from any repository, the questions and the evidence are those that came with the package.
    asked = (
        "from coursework import course, quiz; from ketamine import claims, evidence; "
        "print(course.find().book, len(quiz.check_yourself('bdnf').html) > 5000, len(claims.table()) > 30)"
    )
    (tmp_path / "elsewhere").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=tmp_path / "elsewhere",
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        text=True,
        capture_output=True,
    )
    assert done.stdout.split() == [str(tmp_path / "installed" / "ketamine" / "book"), "True", "True"], done.stderr


def test_the_evidence_is_every_row_with_its_source(site):
    with (site / "downloads" / downloads.EVIDENCE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    tables = {
        path.stem: sum(1 for _ in csv.DictReader(path.open(encoding="utf-8", newline="")))
        for path in (ROOT / "widgets" / "ketamine" / "evidence").glob("*.csv")
    }
    assert {name: sum(row["table"] == name for row in rows) for name in tables} == tables
    assert [row["id"] for row in rows if len(row["source"]) < 12 or not re.match(r"https?://|$", row["address"])] == []
    daly = next(row for row in rows if row["citation"] == "daly2018")
    assert daly["source"].startswith("Daly et al., 2018. ") and daly["address"].startswith("https://doi.org/")


def test_each_cell_of_the_evidence_is_what_its_description_says(site):
    """`make check-data` asks frictionless the same, in an environment of its own."""
    package = json.loads((site / "downloads" / datapackage.NAME).read_text("utf-8"))
    schema = package["resources"][0]["schema"]
    with (site / "downloads" / package["resources"][0]["path"]).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert reader.fieldnames == [field["name"] for field in schema["fields"]]
    for field in schema["fields"]:
        cells = [row[field["name"]] for row in rows if row[field["name"]] != ""]
        kind = {"number": float, "integer": int, "string": str}[field["type"]]
        assert [kind(cell) for cell in cells] and len(field["description"]) > 10
        allowed = field.get("constraints", {}).get("enum")
        assert allowed is None or set(cells) <= set(allowed), field["name"]
    assert len({row[schema["primaryKey"]] for row in rows}) == len(rows)
