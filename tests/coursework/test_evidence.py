"""The evidence tables: sound as they stand, and every kind of broken row is named by file and line."""

from __future__ import annotations

import pytest

from coursework.evidence import COLUMNS, Tables
from ketamine import evidence
from tests.support.course import BOOK

BIBLIOGRAPHY = BOOK / "references.bib"
GOOD = dict.fromkeys(COLUMNS, "") | {
    "id": "C900",
    "study": "Trial 2020",
    "outcome": "MADRS change",
    "value": "-4",
    "unit": "points",
    "uncertainty": "none",
    "species": "human",
    "design": "randomised",
    "citation": "trial2020",
}


@pytest.fixture
def faults(tmp_path):
    """The faults of a table with these rows."""
    bibliography = tmp_path / "references.bib"
    bibliography.write_text("@article{trial2020,\n title={A trial}}\n")

    def check(*rows, header=",".join(COLUMNS)):
        lines = [",".join(str(row[column]) for column in COLUMNS) for row in rows]
        (tmp_path / "trial.csv").write_text("\n".join([header, *lines]) + "\n")
        return Tables(tmp_path, evidence.tables.units, evidence.tables.species).faults(bibliography)

    return check


def test_the_tables_are_sound():
    assert evidence.faults(BIBLIOGRAPHY) == []
    assert sum(len(evidence.table(name)) for name in evidence.names()) > 150


def test_a_good_row_passes(faults):
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": "row 1"}, "id is 'row 1'; it must be capitals and a number"),
        ({"study": ""}, "study is empty"),
        ({"citation": ""}, "citation is empty"),
        ({"citation": "nobody1999"}, "citation 'nobody1999' is not in the bibliography"),
        ({"unit": "spoons"}, "unit is 'spoons'; allowed are"),
        ({"uncertainty": "CI"}, "uncertainty is 'CI'; allowed are CI90, CI95"),
        ({"species": "people"}, "species is 'people'; allowed are"),
        ({"value": "four"}, "value is 'four'; it must be a number or empty"),
        ({"value": "nan"}, "value is 'nan'; it must be a number or empty"),
        ({"value": ""}, "value is empty; only a 'statement'"),
        ({"uncertainty": "SE"}, "uncertainty is SE and spread is empty"),
        ({"uncertainty": "CI95", "low": "-8"}, "uncertainty is CI95; low and high must both be numbers"),
        ({"low": "-8", "high": "1"}, "uncertainty is 'none' but spread, low or high has a number"),
        ({"uncertainty": "range", "low": "3", "high": "1"}, "low 3 is above high 1"),
        ({"n": "12.5"}, "n is '12.5'; it must be a whole number of at least 1"),
    ],
)
def test_a_broken_row_is_named_with_file_and_line(change, sentence, faults):
    [fault] = faults(GOOD, GOOD | {"id": "C901"} | change)
    assert fault.startswith("trial.csv:3: ") and sentence in fault


def test_all_faults_are_reported_at_once(faults):
    assert len(faults(GOOD | {"unit": "spoons"}, GOOD | {"id": "C901", "species": "people"})) == 2


def test_an_id_stands_once(faults):
    assert faults(GOOD, GOOD) == ["trial.csv:3: id C900 stands twice"]


def test_columns_are_checked(faults):
    [fault] = faults(GOOD, header="id,value")
    assert fault.startswith("trial.csv:1: the columns must be id,study,arm")


def test_a_row_with_too_many_cells_is_named(faults):
    [fault] = faults(GOOD | {"note": "an unquoted, comma"})
    assert fault == f"trial.csv:2: the row must have {len(COLUMNS)} cells"


def test_an_unknown_row_or_table_says_what_there_is():
    with pytest.raises(evidence.EvidenceError, match="no evidence table has a row 'X1'"):
        evidence.row("X1")
    with pytest.raises(evidence.EvidenceError, match="there is no evidence table nothing.csv; there are "):
        evidence.table("nothing")


def test_interval_is_the_published_one_or_value_and_spread():
    rows = [row for name in evidence.names() for row in evidence.table(name).values()]
    row = next(row for row in rows if row.uncertainty in {"SD", "SE"})
    assert row.interval == (row.value - row.spread, row.value + row.spread)
    row = next(row for row in rows if row.uncertainty == "CI95")
    assert row.interval == (row.low, row.high)
