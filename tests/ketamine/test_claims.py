"""The claims of the article: all of it graded, sourced and placed; broken claims named; map and ledger true to them."""

from __future__ import annotations

import csv

import pytest

from coursework import bibliography
from explorers import bake
from ketamine import claims, evidence
from ketamine.figures import claims as figures
from ketamine.figures import regulation
from tests.support.course import BOOK

ARTICLE = [  # its headings, in its order
    "How Ketamine Affects the Brain",
    "The Role of Glutamate",
    "How Ketamine Helps with Mental Health",
    "Depression and Anxiety Relief",
    "Suicidal Thoughts",
    "Chronic Pain and Ketamine",
    "Ketamine and Brain Neuroplasticity",
    "Rewiring Brain Circuits",
    "The Role of BDNF",
    "Ketamine and the Default Mode Network",
    "Long-Term Effects and Considerations",
    "How Long Do the Effects Last?",
    "The Key Takeaways",
]
GOOD = {
    "id": "K01",
    "label": "Acts fast",
    "claim": "Ketamine acts fast.",
    "chapter": "bdnf",
    "heading": "The Role of BDNF",
    "strength": "low",
    "kind": "outcome",
    "species": "people",
    "people_from": "C195",
    "supports": "C195 C196",
    "contradicts": "C192",
    "verdict": "Perhaps.",
}


@pytest.fixture
def faults(tmp_path):
    """The faults of a table with these claims, without those about headings that it leaves out."""

    def check(*rows, header=claims.COLUMNS):
        file = tmp_path / "claims.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(header)
            writer.writerows(
                row if isinstance(row, list) else [row[column] for column in claims.COLUMNS] for row in rows
            )
        return [fault for fault in claims.faults(file) if "for the article's heading" not in fault]

    return check


def test_the_table_is_sound():
    assert claims.faults() == []


@pytest.mark.parametrize("heading", ARTICLE)
def test_every_heading_has_claims_and_a_chapter(heading):
    found = [claim for claim in claims.table() if claim.heading == heading]
    assert found, f"no claim stands for {heading!r}"
    assert claims.HEADINGS[heading] in {claim.chapter for claim in found}
    assert (BOOK / "chapters" / f"{claims.HEADINGS[heading]}.md").is_file()


def test_headings_and_claims_stand_in_the_articles_order():
    assert list(claims.HEADINGS) == ARTICLE
    places = [ARTICLE.index(claim.heading) for claim in claims.table()]
    assert places == sorted(places)
    assert [claim.number for claim in claims.table()] == list(range(1, len(claims.table()) + 1))


def test_every_claim_has_a_source_a_place_and_a_verdict():
    for claim in claims.table():
        assert claim.supports + claim.contradicts, claim.id
        assert (BOOK / "chapters" / f"{claim.chapter}.md").is_file(), claim.id
        assert claim.verdict.endswith(".") and claim.claim.endswith("."), claim.id
        assert len(claim.label) <= 24, claim.id


def test_a_claim_not_tested_in_people_rests_on_no_person():
    for claim in claims.table():
        if claim.strength == "not tested in people":
            assert {evidence.row(id).species for id in claim.supports} <= {"mouse", "rat", "in vitro"}, claim.id


def test_the_page_about_the_course_explains_every_grade():
    text = (BOOK / "about.md").read_text("utf-8")
    for name, meaning in claims.STRENGTHS.items():
        assert f"{name.capitalize()}\n: {meaning}" in text


def test_people_are_those_of_the_named_rows():
    [claim] = [claim for claim in claims.table() if claim.people_from == ("C065", "C066")]
    assert claim.people == evidence.row("C065").n + evidence.row("C066").n
    assert all(claim.people is None for claim in claims.table() if not claim.people_from)


def test_a_good_claim_passes(faults):
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": "C01"}, "id is 'C01'; it must be K and two digits"),
        ({"label": ""}, "label is empty"),
        ({"claim": ""}, "claim is empty"),
        ({"verdict": ""}, "verdict is empty"),
        ({"chapter": "dreams"}, "chapter is 'dreams'; allowed are how-ketamine-affects-the-brain,"),
        ({"heading": "Dreams"}, "heading is 'Dreams'; allowed are How Ketamine Affects the Brain,"),
        (
            {"strength": "strong"},
            "strength is 'strong'; allowed are high, moderate, low, very low, not tested in people",
        ),
        ({"kind": "hope"}, "kind is 'hope'; allowed are mechanism, outcome, harm"),
        ({"species": "cats"}, "species is 'cats'; allowed are people, both, rodents, in vitro"),
        ({"supports": "", "contradicts": "", "people_from": ""}, "there is no source"),
        ({"contradicts": "C192 Z99"}, "there is no evidence row 'Z99'"),
        ({"contradicts": "C196"}, "row C196 both supports and contradicts"),
        ({"people_from": "C182"}, "people_from names C182, which is not among the claim's rows"),
        ({"contradicts": "N101", "people_from": "N101"}, "people_from names N101, which has no number of people"),
        ({"strength": "not tested in people"}, "people_from names people, but the strength is 'not tested in people'"),
        ({"species": "rodents"}, "species is 'rodents', but the supporting rows are of human"),
        ({"species": "both"}, "species is 'both', but the supporting rows are of human"),
    ],
)
def test_a_broken_claim_is_named_with_file_and_line(change, sentence, faults):
    found = faults(GOOD, GOOD | {"id": "K02"} | change)
    assert any(fault.startswith("claims.csv:3: ") and sentence in fault for fault in found), found


def test_all_faults_are_reported_at_once(faults):
    assert len(faults(GOOD | {"kind": "hope"}, GOOD | {"id": "K02", "strength": "strong", "verdict": ""})) == 3


def test_an_id_stands_once(faults):
    assert faults(GOOD, GOOD) == ["claims.csv:3: id K01 stands twice"]


def test_columns_and_cells_are_checked(faults):
    assert faults(GOOD, header=("id", "claim"))[0].startswith("claims.csv:1: the columns must be id,label,claim")
    assert faults([*GOOD.values(), "one too many"]) == [f"claims.csv:2: the row must have {len(claims.COLUMNS)} cells"]


def test_a_heading_without_a_claim_is_named(tmp_path):
    file = tmp_path / "claims.csv"
    file.write_text(",".join(claims.COLUMNS) + "\n")
    assert len(claims.faults(file)) == len(ARTICLE)


@pytest.mark.parametrize("rows", figures.VIEWS)
def test_every_stop_of_the_map_shows_the_claims_of_its_chapter(rows):
    for chapter in (figures.EVERY, *figures.CHAPTERS):
        shown = bake.call("claim-map", figures.claim_map, {"chapter": chapter, "rows": rows})
        _others, *traces = shown.tree["data"]
        expected = [claim for claim in claims.table() if chapter in (figures.EVERY, claim.chapter)]
        assert expected, chapter
        assert sorted(int(number) for trace in traces for number in trace.get("text", [])) == [
            claim.number for claim in expected
        ]
        places = [place for trace in shown.tree["data"] for place in zip(trace["x"], trace["y"]) if place[0]]
        assert len(places) == len(set(places)) == len(claims.table()), "two claims stand on one place"
        for axis, ends in (("xaxis", 0), ("yaxis", 1)):
            assert {place[ends] for place in places} <= set(shown.tree["layout"][axis]["categoryarray"])


def test_a_mark_stands_in_the_column_and_row_of_its_claim():
    figure, _ = figures.claim_map(rows="species")
    placed = {
        int(n): (x.strip(), y.strip()) for trace in figure.data[1:] for n, x, y in zip(trace.text, trace.x, trace.y)
    }
    words = {"not tested in people": "Not tested"}
    for claim in claims.table():
        assert placed[claim.number] == (
            words.get(claim.strength, claim.strength.capitalize()),
            "cells" if claim.species == "in vitro" else claim.species,
        )


def test_what_the_map_says_is_true():
    found = figures.counts()
    assert sum(found["strength"].values()) == len(claims.table())
    mechanisms, outcomes = found["mechanisms"], list(found["outcomes"].values())
    assert mechanisms["rodents"] > sum(mechanisms.values()) / 2
    assert outcomes[1] > sum(outcomes) / 2
    assert sum(mechanisms.values()) == sum(claim.kind == "mechanism" for claim in claims.table())


def test_the_ledger_holds_every_claim_with_its_sources():
    rows = figures.ledger().rows
    assert len(rows) == len(claims.table())
    for row, claim in zip(rows, claims.table()):
        for id in claim.supports + claim.contradicts:
            assert id in f"{row[3]} {row[4]}"
        assert row[5].address == f"{claim.chapter}.html"
    assert sorted(figures.graded(claim)[0] for claim in claims.table())[0] == "B"  # none is high


def test_every_decision_and_help_line_has_its_source():
    keys = set(bibliography.read(BOOK / "references.bib"))
    for table in (regulation.rules(), regulation.help_lines()):
        assert len(table.rows) > 10
        assert {row[-1].text for row in table.rows} <= keys
    listed = " ".join(row[1] for row in regulation.help_lines().rows)
    for page in ("intro.md", "chapters/suicidal-thoughts.md"):
        text = (BOOK / page).read_text("utf-8")
        for number in ("116 123", "85258", "50808", "988", "13 11 14", "0477 13 11 14", "1737", "0508 828 865"):
            assert number in text and number in listed, (page, number)
