"""A study is called by the year of the work that it is cited from, so that pages and figures name it alike."""

from __future__ import annotations

import re

from coursework import bibliography
from ketamine import evidence
from tests.support.course import BOOK

#: Studies that were read about in another work, which is the one cited.
READ_IN_ANOTHER = {"FAERS 2019-2023", "Hirayasu 2011", "Krystal 1994", "Zarate 2006"}


def test_a_study_has_the_year_of_its_work():
    works = bibliography.read(BOOK / "references.bib")
    rows = [row for name in evidence.names() for row in evidence.table(name).values()]
    years = [(row, re.search(r"\b(19|20)\d\d\b", row.study), works.get(row.citation)) for row in rows]
    others = {row.study for row, year, work in years if year and work and year[0] != work.year}
    assert others == READ_IN_ANOTHER
