"""The trials and reviews: all of them in the table, sound as it stands, and every broken row named by file and line."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from coursework import course
from coursework import evidence as rows
from coursework.site import soundness
from coursework.sources import COLUMNS, NO_HARMS, READ, Sources, SourcesError
from ketamine import evidence, sources
from ketamine.figures import evidence_table
from tests.support.course import BOOK

GOOD = dict.fromkeys(COLUMNS, "") | {
    "key": "trial2020",
    "kind": "randomised trial",
    "primary_outcome": "MADRS at week 4",
    "primary_row": "C900",
    "analysed": "72",
    "deaths_and_harms": NO_HARMS,
    "read": "abstract",
    "read_where": "PubMed",
    "url": "https://pubmed.ncbi.nlm.nih.gov/1",
    "read_on": "2026-11-28",
}
EVIDENCE = dict.fromkeys(rows.COLUMNS, "") | {
    "id": "C900",
    "study": "Trial 2020",
    "outcome": "MADRS change",
    "value": "-4",
    "unit": "points",
    "uncertainty": "none",
    "species": "human",
    "design": "randomised, double-blind, placebo",
    "citation": "trial2020",
}
WORKS = """@article{trial2020, title={A trial}}
@article{cohort2021, title={A cohort}}
@article{pool2022, title={Ketamine in depression: a meta-analysis}}
"""
POOL = GOOD | {"key": "pool2022", "kind": "review", "certainty": "not rated"}


def save(path, columns, lines):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(lines)


@pytest.fixture
def table(tmp_path):
    """A table of sources with these rows."""
    (tmp_path / "evidence").mkdir()
    (tmp_path / "references.bib").write_text(WORKS)

    def write(*sources, found=(EVIDENCE,)):
        save(tmp_path / "evidence" / "trial.csv", rows.COLUMNS, found)
        save(tmp_path / "sources.csv", COLUMNS, sources)
        tables = rows.Tables(tmp_path / "evidence", evidence.tables.units, evidence.tables.species)
        return Sources(tmp_path / "sources.csv", tables, tmp_path / "references.bib")

    return write


def test_the_table_is_sound_and_holds_every_trial_and_review():
    assert sources.faults() == []
    assert set(sources.sources.needed()) <= set(sources.table())
    kinds = [source.kind for source in sources.table().values()]
    assert kinds.count("randomised trial") >= 90 and kinds.count("review") >= 70


def test_a_source_says_what_is_drawn_and_whether_harms_were_printed(table):
    found = table(
        GOOD, POOL | {"primary_row": "", "not_drawn": "no pool", "deaths_and_harms": "one death", "analysed": ""}
    ).table()
    assert found["trial2020"].drawn and not found["trial2020"].tells_harms
    assert not found["pool2022"].drawn and found["pool2022"].tells_harms
    assert (found["trial2020"].analysed, found["pool2022"].analysed) == (72, None)
    assert found["trial2020"].read_on == date(2026, 11, 28) and found["trial2020"].primary_row == ("C900",)


@pytest.mark.parametrize("read", READ)
def test_each_way_of_reading_passes(read, table):
    assert table(GOOD | {"read": read}, POOL).faults() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"key": "nobody1999"}, "key 'nobody1999' is not in the bibliography"),
        ({"key": ""}, "key is empty; every source needs one"),
        ({"key": "trial2020"}, "id trial2020 stands twice"),
        ({"kind": "trial"}, "kind is 'trial'; allowed are randomised trial, review"),
        ({"primary_row": "C900 C999"}, "there is no evidence row 'C999'"),
        ({"primary_row": ""}, "primary_row and not_drawn are both empty"),
        ({"primary_outcome": ""}, "primary_row names rows and primary_outcome is empty"),
        ({"analysed": "about 70"}, "analysed is 'about 70'; it must be a whole number of at least 1, or empty"),
        ({"analysed": "0"}, "analysed is '0'; it must be a whole number of at least 1, or empty"),
        ({"deaths_and_harms": ""}, "deaths_and_harms is empty"),
        ({"kind": "review", "certainty": ""}, "certainty is empty; a review needs it as rated and by whom"),
        ({"read": "seen"}, "read is 'seen'; allowed are full text, part of the text, abstract, label, registry"),
        ({"read_where": ""}, "read_where is empty"),
        ({"url": ""}, "url is empty"),
        ({"url": "PubMed 1"}, "url is 'PubMed 1'; it must be one address that begins with https:// or http://"),
        ({"read_on": "28 Nov 2026"}, "read_on is '28 Nov 2026'; it must be a date such as 2026-11-28"),
        ({"read_on": "20261128"}, "read_on is '20261128'; it must be a date such as 2026-11-28"),
        ({"read_on": "2026-02-30"}, "read_on is '2026-02-30'; it must be a date such as 2026-11-28"),
        ({"read_on": ""}, "read_on is ''; it must be a date such as 2026-11-28"),
    ],
)
def test_a_broken_row_is_named_with_file_and_line(change, sentence, table):
    [fault] = [f for f in table(GOOD, POOL, GOOD | {"key": "cohort2021"} | change).faults() if ":" in f.split(" ")[0]]
    assert fault.startswith("sources.csv:4: ") and sentence in fault


def test_all_faults_are_reported_at_once_and_none_is_published(table):
    broken = table(GOOD | {"kind": "trial", "read": "seen"}, POOL | {"url": ""})
    assert len(broken.faults()) == 3
    with pytest.raises(SourcesError, match=r"(?s)sources.csv:2: kind .*sources.csv:3: url"):
        broken.table()


def test_columns_are_checked(table, tmp_path):
    broken = table(GOOD)
    (tmp_path / "sources.csv").write_text("key,kind\n")
    assert broken.faults()[0].startswith("sources.csv:1: the columns must be key,kind,primary_outcome")


@pytest.mark.parametrize(
    ("design", "needs"),
    [
        ("randomised, open label, ECT", True),
        ("post hoc, randomised, midazolam", True),
        ("1H-MRS 7 T, double-blind, placebo, crossover", True),
        ("meta-analysis, individual participants", True),
        ("systematic review", True),
        ("open label", False),
        ("label", False),
        ("animal study, two-photon imaging", False),
    ],
)
def test_a_trial_or_review_that_is_cited_needs_a_row(design, needs, table):
    row = EVIDENCE | {"id": "C901", "design": design, "citation": "cohort2021"}
    found = table(GOOD, POOL, found=(EVIDENCE, row)).faults()
    wanted = f"sources.csv: there is no row for cohort2021, of which row C901 is {design!r}; a trial or review"
    assert len(found) == needs and all(fault.startswith(wanted) for fault in found)


def test_a_work_titled_a_meta_analysis_needs_a_row_also_where_only_a_page_cites_it(table):
    [fault] = table(GOOD).faults()
    assert fault.startswith(
        "sources.csv: there is no row for pool2022, titled 'Ketamine in depression: a meta-analysis'"
    )


def test_a_course_without_the_table_can_do_without(table, tmp_path):
    there = table(GOOD)
    (tmp_path / "sources.csv").unlink()
    assert there.faults() == [] and there.table() == {}


def test_the_build_stops_at_a_trial_that_the_table_lacks(monkeypatch, tmp_path):
    lines = sources.sources.file.read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "sources.csv").write_text("".join(x for x in lines if not x.startswith("berman2000,")), "utf-8")
    short = Sources(tmp_path / "sources.csv", evidence.tables, BOOK / "references.bib")
    monkeypatch.setitem(vars(course.read(BOOK)), "sources", short)
    [fault] = soundness.faults(BOOK)
    assert fault.startswith("sources.csv: there is no row for berman2000, of which row C00")


def test_the_evidence_table_shows_how_much_was_read_and_leads_there():
    page = evidence_table.all_rows()
    column, source = page.head.index("Read as"), page.head.index("Source")
    read = {row[source].text: row[column] for row in page.rows}
    assert (read["berman2000"].text, read["berman2000"].address) == (
        sources.table()["berman2000"].read,
        sources.table()["berman2000"].url,
    )
    assert read["spravatolabel"] == ""
    assert len(evidence_table.all_sources().rows) == len(sources.table())
