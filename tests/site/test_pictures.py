"""The picture of each chapter for networks: drawn at build, with the whole message."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from PIL import Image

from coursework import questions
from coursework.course import find
from coursework.site import pictures
from coursework.site.lessons import MINUTE
from tests.support.books import HEAD, build, scratch_book
from tests.support.course import ROOT
from tools import lms

MESSAGE = "Tea is a drink. It is made of leaves, which are also called tea."


def message_of(site, name):
    page = BeautifulSoup((site / "chapters" / f"{name}.html").read_text("utf-8"), "html.parser")
    return " ".join(page.select_one(".in-one-minute p:not(.admonition-title)").get_text().split())


def test_every_chapter_and_the_course_have_one_of_the_size_that_networks_ask_for(site):
    names = {file.stem for file in (site / pictures.FOLDER).iterdir()}
    assert names == {*questions.chapters(), find().start}
    for file in (site / pictures.FOLDER).iterdir():
        with Image.open(file) as image:
            assert image.size == (1200, 630) and image.format == "PNG"
            assert len(image.getcolors()) > 10, "something is written"
        assert file.stat().st_size < 40_000


def test_a_picture_says_the_whole_message_of_its_chapter(site):
    """What was drawn is drawn again from the page as it was built: the same bytes, so the same words."""
    icon = ROOT / "book" / "static" / "icon-192.png"
    for name in questions.chapters():
        page = BeautifulSoup((site / "chapters" / f"{name}.html").read_text("utf-8"), "html.parser")
        page.h1.find("a").decompose()
        again = pictures.Picture(page.h1.get_text(), message_of(site, name), find().title, icon)
        assert pictures.drawn(again) == (site / pictures.FOLDER / f"{name}.png").read_bytes(), name


def test_the_same_words_give_the_same_bytes_and_others_give_others():
    tea = pictures.Picture("Tea", MESSAGE, "A course")
    assert pictures.drawn(tea) == pictures.drawn(pictures.Picture("Tea", MESSAGE, "A course"))
    assert pictures.drawn(tea) != pictures.drawn(pictures.Picture("Tea", MESSAGE.replace("Tea", "Rea"), "A course"))
    assert tea.alt == f"Tea. {MESSAGE}"


def test_a_message_is_the_pages_own_without_its_citations():
    said = nodes.paragraph("", "", nodes.Text("Tea is a drink "), nodes.reference("", "Lee 2021", refid="cite-lee2021"))
    said += nodes.Text(".")
    box = nodes.admonition("", nodes.title("", "In one minute"), said, nodes.paragraph("", "9 of 10"), classes=[MINUTE])
    page = new_document("tea.md")
    page += nodes.section("", box)
    assert pictures.message(page) == "Tea is a drink."
    page[0]["classes"].append(f"card-{MINUTE}")  # a copy, on a page that gathers those of all chapters
    assert pictures.message(page) == ""


def test_a_longer_message_is_written_smaller_and_never_cut():
    short, long = (pictures.fitted(MESSAGE * n, "inter", pictures.MESSAGES, 320) for n in (1, 8))
    assert short[0].size > long[0].size
    assert " ".join(long[1]).split() == (MESSAGE * 8).split()
    with pytest.raises(pictures.PictureError, match="has 6400 letters, more than the picture for networks holds"):
        pictures.fitted(MESSAGE * 100, "inter", pictures.MESSAGES, 320)


def test_every_letter_is_in_the_fonts(site):
    """What a font lacks it draws as an empty box."""
    titles = [
        BeautifulSoup((site / "chapters" / f"{name}.html").read_text("utf-8"), "html.parser").h1.text[:-1]
        for name in questions.chapters()
    ]
    for family, texts in (
        ("source-serif-4", titles),
        ("inter", [message_of(site, name) for name in questions.chapters()]),
    ):
        letters = pictures.font(family, 40)
        box = bytes(letters.getmask("\uffff"))
        assert [one for text in texts for one in text if one != " " and bytes(letters.getmask(one)) == box] == []


def test_a_page_names_a_picture_only_where_it_knows_its_own_address_and_no_package_holds_one(site):
    """On GitHub it does; elsewhere binder/launch.yml has to say it."""
    for name in ("intro", "glossary", f"chapters/{next(iter(questions.chapters()))}"):
        text = (site / f"{name}.html").read_text("utf-8")
        assert ("og:image" in text) == ("og:url" in text), name
    assert not [name for name in lms.package(site, "scorm-1.2", find()) if name.startswith(pictures.FOLDER)]


def test_where_github_says_the_address_a_page_names_its_picture_by_the_whole_of_it(tmp_path):
    scratch_book(tmp_path / "book", f"{HEAD}Tea is a drink.\n\n:::{{in-one-minute}}\n{MESSAGE}\n:::\n")
    done = build(tmp_path, GITHUB_REPOSITORY="tea/course")
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "book" / "_build" / "html"
    page = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    said = {meta["property"]: meta["content"] for meta in page.select("meta[property]")}
    assert said["og:url"] == page.select_one("link[rel=canonical]")["href"] == "https://tea.github.io/course/index.html"
    assert said["og:image"] == "https://tea.github.io/course/pictures/index.png"
    with Image.open(site / "pictures" / "index.png") as image:
        assert (str(image.width), str(image.height)) == (said["og:image:width"], said["og:image:height"])
    assert said["og:image:alt"] == f"{find().title}. Tea is a drink."
