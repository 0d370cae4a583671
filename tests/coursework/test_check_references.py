"""A reference's title, year and first author beside Crossref's: the same passes, what differs is named. No network."""

from __future__ import annotations

import json
import re
from email.message import Message
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from pybtex.database import parse_file

from coursework import bibliography
from coursework.bibliography import Work
from tests.support.course import BOOK
from tools import check_references
from tools.check_references import differences, plain, with_doi
from tools.watch.web import Web

BIB = BOOK / "references.bib"
RECORDED = json.loads((Path(__file__).parent / "crossref.json").read_text("utf-8"))
DOI = "10.1/x"
RECORD = {"title": ["Ketamine in depression: a trial"], "issued": {"date-parts": [[2020, 3]]}}


def compared(title="Ketamine in depression: a trial", year="2020", **record):
    work = Work("x", "A et al.", year, title, f"https://doi.org/{DOI}")
    return differences(work, {DOI: RECORD | record}.get)


def test_the_recorded_works_are_as_crossref_has_them_and_who_recorded_them_is_said():
    works = {work.address.removeprefix("https://doi.org/"): work for work in bibliography.read(BIB).values()}
    assert [line for doi in RECORDED["works"] for line in differences(works[doi], RECORDED["works"].get)] == []
    assert "By hand" in RECORDED["recorded"] and len(RECORDED["works"]) >= 5


@pytest.mark.parametrize(
    "title",
    [
        "KETAMINE IN DEPRESSION: A TRIAL",
        "Ketamine in depression \N{EN DASH} a trial.",
        "<i>Ketamine</i> in depression: a&nbsp;trial",
        "Kétamine in dépression, a trial",
    ],
)
def test_case_punctuation_tags_and_marks_make_no_other_title(title):
    assert compared(title) == []
    assert plain(title) == "ketamineindepressionatrial"


def test_a_subtitle_may_stand_in_a_field_of_its_own():
    assert compared(subtitle=[]) == []
    work = Work("x", "A", "2020", "Ketamine in depression: a trial", f"https://doi.org/{DOI}")
    apart = RECORD | {"title": ["Ketamine in depression"], "subtitle": ["A trial"]}
    assert differences(work, {DOI: apart}.get) == []


def test_another_title_is_reported_with_key_doi_and_both_titles():
    assert compared("Ketamine in pain: a trial") == [
        "x, doi 10.1/x: the title is 'Ketamine in pain: a trial'; Crossref has 'Ketamine in depression: a trial'"
    ]
    assert len(compared("")) == 1


def test_another_year_is_reported_and_each_year_of_a_record_passes():
    assert compared(year="2018") == ["x, doi 10.1/x: the year is 2018; Crossref has 2020"]
    later = {"published-print": {"date-parts": [[2021]]}}
    assert compared(year="2021", **later) == [] == compared(year="2020", **later)
    assert compared(year="2022", **later) == ["x, doi 10.1/x: the year is 2022; Crossref has 2020 or 2021"]
    assert compared(issued={"date-parts": [[None]]}) == ["x, doi 10.1/x: the year is 2020; Crossref has none"]


def test_another_first_author_is_reported_with_all_whom_crossref_names():
    people = [{"family": "Á", "given": "B."}, {"family": "Li"}]
    assert compared(author=people) == [] == compared(author=[]) == compared(author=[{"given": "B."}])
    assert compared(author=people[::-1]) == ["x, doi 10.1/x: it is signed by 'A et al.'; Crossref has Li, Á"]
    group = [{"name": "Trial Group"}]
    assert compared(author=group) == ["x, doi 10.1/x: it is signed by 'A et al.'; Crossref has Trial Group"]


def test_both_are_told_at_once_and_a_doi_without_a_record_too():
    assert len(compared("Another", "1999")) == 2
    work = Work("x", "A", "2020", "A trial", f"https://doi.org/{DOI}")
    assert differences(work, {}.get) == ["x, doi 10.1/x: Crossref gave no record; the bibliography calls it 'A trial'"]


def test_dois_are_well_formed_and_belong_to_one_work_each():
    entries = parse_file(str(BIB), "bibtex").entries
    dois = {key: entry.fields["doi"] for key, entry in entries.items() if "doi" in entry.fields}
    assert [key for key, doi in dois.items() if not re.fullmatch(r"10\.\d{4,9}/[^\s{}\\]+", doi)] == []
    assert len({doi.lower() for doi in dois.values()}) == len(dois) == len(with_doi(bibliography.read(BIB).values()))


def test_crossref_is_asked_once_for_each_doi_and_silence_is_no_agreement():
    asked = []

    def answer(request, timeout):
        asked.append(request.full_url)
        if request.full_url.endswith("gone"):
            raise HTTPError(request.full_url, 404, "Not Found", Message(), None)
        if request.full_url.endswith("busy"):
            raise HTTPError(request.full_url, 503, "Busy", Message(), None)
        if request.full_url.endswith("dark"):
            raise URLError("no network")
        return BytesIO(json.dumps({"message": RECORD}).encode())

    service = Web("", answer, answer, lambda seconds: None)
    assert check_references.ask("10.1/a(b)<c>", service) == RECORD
    assert asked == ["https://api.crossref.org/works/10.1%2Fa%28b%29%3Cc%3E"]
    assert check_references.ask("gone", service) is None
    with pytest.raises(SystemExit, match="Crossref could not be asked about busy.*answered 503"):
        check_references.ask("busy", service)
    with pytest.raises(SystemExit, match="Crossref could not be asked about dark. Is there a network.*no network"):
        check_references.ask("dark", service)


def test_the_whole_bibliography_is_compared(monkeypatch, capsys):
    works = with_doi(bibliography.read(BIB).values())
    records = {
        work.address.removeprefix(check_references.DOI): {
            "title": [work.title],
            "issued": {"date-parts": [[int(work.year)]]},
        }
        for work in works
    }
    monkeypatch.setattr(check_references, "ask", records.get)
    check_references.main()
    assert f"{len(records)} works with a DOI, all as Crossref has them" in capsys.readouterr().out
    records["10.7717/peerj.10989"]["title"] = ["Something else"]
    wanted = "zheng2021, doi 10.7717/peerj.10989: the title is 'Plasma BDNF.*'Something else'"
    with pytest.raises(SystemExit, match=wanted):
        check_references.main()
