"""The chapters' furniture, the bibliography, the glossary and the spelling."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from pybtex.database import Entry, Person

from coursework.site.bibliography import Entries
from explorers import table
from ketamine import evidence
from tests.support.course import BOOK, ROOT, explorers, pages, results

CHAPTERS = [page for page in pages() if page.startswith("chapters/")]
BIBLIOGRAPHY = (BOOK / "references.bib").read_text("utf-8")
#: American forms of words that the course uses; titles of works keep their own.
AMERICAN = (
    r"\b(behaviors?|colors?|randomiz\w+|fiber|centers?|tumors?|anesthe\w+|pediatric|estrogen|analyz\w+|labeled|favor\w*|"
    r"hypothesiz\w+|summariz\w+)\b"
)


def prose(page: str) -> str:
    """A page without code cells, directives' options and links' addresses."""
    text = re.sub(r"^```.*?^```", "", (BOOK / f"{page}.md").read_text("utf-8"), flags=re.M | re.S)
    return re.sub(r"\]\([^)]*\)|\{cite:\w\}`[^`]*`", "]", text)


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_has_its_furniture_in_order(page):
    text = (BOOK / f"{page}.md").read_text("utf-8")
    found = re.findall(r"^## (.+)$", text, re.M)
    wanted = ["Objectives", "What the article says", "What the evidence shows", "What is contested", "Sources"]
    assert [heading for heading in found if heading in wanted] == wanted
    assert "Before you start" in text and re.search(r"minutes", text)
    assert ":filter: docname in docnames" in text


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_chapter_is_neither_a_stub_nor_a_book(page):
    text = re.sub(r"\A---.*?^---|^\$\$.*?^\$\$", "", prose(page), flags=re.M | re.S)  # neither settings nor formulas
    words = len(re.findall(r"\w[\w'’-]*", text))
    assert 550 <= words <= 2700, f"{page} has {words} words; a chapter has 550 to 2,700"


def test_every_explorer_has_numbers_to_read_at_every_stop():
    """Where a view draws nothing ('not found'), a readout must say why."""
    for explorer in explorers():
        for arguments, shown in results(explorer.page, explorer.id):
            rows = sum(len(t["rows"]) for t in table.tables(shown.tree))
            assert rows or shown.words, (explorer.id, arguments)


def test_every_work_is_cited_and_every_citation_is_a_work():
    keys = re.findall(r"^@\w+\{([^,\s]+),", BIBLIOGRAPHY, re.M)
    assert len(keys) == len(set(keys))
    cited = {row.citation for name in evidence.names() for row in evidence.table(name).values()}
    for page in pages():
        for group in re.findall(r"\{cite:\w+\}`([^`]+)`", (BOOK / f"{page}.md").read_text("utf-8")):
            cited |= {key.strip() for key in group.split(",")}
    assert cited == set(keys)


def test_dois_are_well_formed_and_stand_once():
    dois = [doi.lower() for doi in re.findall(r"doi\s*=\s*\{([^}]*)\}", BIBLIOGRAPHY)]
    assert [doi for doi in dois if not re.fullmatch(r"10\.\d{4,9}/\S+", doi)] == []
    assert len(dois) == len(set(dois)) > 150


def test_every_glossary_term_is_linked_from_a_page():
    glossary = (BOOK / "glossary.md").read_text("utf-8").split(":::{glossary}")[1].split("\n:::")[0]
    terms = {line.lower() for line in glossary.splitlines() if line and not line.startswith((" ", ":"))}
    linked = set()
    for page in pages():
        for text in re.findall(r"\{term\}`([^`]+)`", (BOOK / f"{page}.md").read_text("utf-8")):
            target = re.search(r"<([^>]+)>", text)
            linked.add((target[1] if target else text).lower())
    assert terms - linked == set()
    assert len(terms) >= 60


@pytest.mark.parametrize("page", pages())
def test_british_spelling(page):
    assert re.findall(AMERICAN, prose(page), re.I) == []


def test_spelling():
    files = [str(BOOK / f"{page}.md") for page in pages()] + [
        str(ROOT / name) for name in ("README.md", "CONTRIBUTING.md", "widgets", "tools")
    ]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "codespell_lib",
            "--ignore-words-list",
            "ane,answerin,doubleclick,ect,fillin,ket,nd,ther",
            "--skip",
            "*/vendor/*,*.pyc",
            *files,
        ],
        capture_output=True,
        text=True,
    )
    assert done.stdout == "", done.stdout


def test_a_title_keeps_the_capitals_of_its_paper():
    entry = Entry(
        "article",
        {"title": "Outcomes in STAR*D: A Study of TrkB", "journal": "J", "year": "2006"},
        persons={"author": [Person("A Bee")]},
    )
    entry.key = "bee2006"
    [written] = Entries().format_entries([entry])
    assert "Outcomes in STAR*D: A Study of TrkB." in written.text.render_as("text")
