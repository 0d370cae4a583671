"""The whole course as PDF and EPUB, as `make pdf` and `make epub` write them: some minutes."""

from __future__ import annotations

import hashlib
from zipfile import ZipFile

import pikepdf
import pytest

from coursework.course import find
from tests.support import paper
from tests.support.course import ROOT
from tools.paper import epub, pdf

ADDRESS = "https://example.org/course/"


@pytest.fixture(scope="module")
def book(browser, site, tmp_path_factory):
    """The folder with each book written twice."""
    folder = tmp_path_factory.mktemp("paper")
    for number in (1, 2):
        pdf.write(browser, find(ROOT), site, folder / f"{number}.pdf", ADDRESS)
        epub.write(browser, find(ROOT), site, folder / f"{number}.epub", ADDRESS)
    return folder


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_the_same_site_gives_the_same_bytes(kind, book):
    one, two = (hashlib.sha256((book / f"{number}.{kind}").read_bytes()).hexdigest() for number in (1, 2))
    assert one == two


def test_every_page_of_the_pdf_is_sound(book):
    course = find(ROOT)
    assert paper.pdf_faults(book / "1.pdf", "en", course.title) == []
    with pikepdf.open(book / "1.pdf") as printed, printed.open_outline() as outline:
        found = paper.titles(outline.root)
        assert [len(below) > 0 for _, below in found] == [True] * len(found) and len(printed.pages) > 200
        empty = [number for number, page in enumerate(printed.pages, 1) if len(page.Contents.read_bytes()) < 500]
        assert empty == []


def test_the_epub_is_sound(book):
    assert paper.epub_faults(book / "1.epub") == []


def test_on_a_narrow_e_reader_no_page_is_too_wide_and_no_row_of_many_columns_stands_as_one(browser, book):
    """An e-reader cuts off what does not fit, and ten columns of four letters are none."""
    with ZipFile(book / "1.epub") as packed:
        packed.extractall(book / "unpacked")
    page = browser.new_page(viewport={"width": 320, "height": 600})
    for file in sorted((book / "unpacked").rglob("*.xhtml")):
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 321, file.name
        rows = page.locator("table:has(thead th:nth-child(5)) tbody tr")
        assert rows.evaluate_all("rows => rows.filter(row => getComputedStyle(row).display !== 'block').length") == 0
    page.close()
