"""What the weekly watch looks for in this course: every chapter, every claim, and the work cited as retracted."""

from __future__ import annotations

from coursework import bibliography
from coursework.course import find
from tests.support.course import BOOK
from tools.watch import cited, links, searches

COURSE = find(BOOK)
WORKS = bibliography.read(COURSE.bibliography)


def test_every_claim_and_every_chapter_is_watched_by_a_saved_query():
    listed, _ = searches.read(COURSE)
    assert {claim.id for claim in COURSE.claims.table()} == {claim for search in listed for claim in search.claims}
    chapters = {page for page in COURSE.pages if page.startswith("chapters/")}
    assert chapters <= {page for search in listed for page in search.pages}


def test_the_work_that_is_cited_as_retracted_is_told_as_such_wherever_it_is_cited():
    assert [key for key, work in WORKS.items() if cited.marked(work.title)] == ["pierce2023"]
    assert cited.faults(COURSE, WORKS) == []
    places = cited.Cited(COURSE).places("pierce2023")
    assert "chapters/default-mode-network.md" in places and "row D727" in places


def test_the_addresses_that_are_asked_are_whole():
    found = links.addresses(COURSE)
    assert len(found) > 400 and not [address for address in found if address[-1] in ".,;:'\"" or " " in address]
    assert "https://findahelpline.com" in found
