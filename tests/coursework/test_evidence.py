"""The evidence tables: sound as they stand, and every kind of broken row is named by file and line."""

from __future__ import annotations

import pytest

from coursework.evidence import COLUMNS, Estimate, EvidenceError, Interval, Number, Statement, Tables
from ketamine import evidence
from tests.support.course import BOOK

BIBLIOGRAPHY = BOOK / "references.bib"
HEADER = ",".join(COLUMNS)
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

    def check(*rows, header=HEADER):
        lines = [",".join(str(row[column]) for column in COLUMNS) for row in rows]
        (tmp_path / "trial.csv").write_text("\n".join([header, *lines]) + "\n")
        return Tables(tmp_path, evidence.tables.units, evidence.tables.species).faults(bibliography)

    return check


def test_the_tables_are_sound():
    assert evidence.faults(BIBLIOGRAPHY) == []
    assert sum(len(evidence.table(name)) for name in evidence.names()) > 150


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"id": "C1203"},
        {"id": "ABC1h"},
        {"uncertainty": "SD", "spread": "0"},
        {"uncertainty": "CI95", "low": "-4", "high": "-4"},
        {"uncertainty": "range", "value": "", "low": "-8", "high": "-2"},
        {"unit": "statement", "value": ""},
        {"n": "1"},
    ],
)
def test_a_good_row_passes(change, faults):
    assert faults(GOOD | change) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": "row 1"}, "id is 'row 1'; it must be one to three capitals and a number"),
        ({"id": "C027x"}, "id is 'C027x'; it must be one to three capitals and a number"),
        ({"id": "C027ab"}, "id is 'C027ab'; it must be"),
        ({"id": "ABCD1"}, "id is 'ABCD1'; it must be"),
        ({"id": "c027"}, "id is 'c027'; it must be"),
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
        ({"uncertainty": "IQR"}, "uncertainty is IQR; low and high must both be numbers"),
        ({"uncertainty": "range", "high": "8"}, "uncertainty is range; low and high must both be numbers"),
        ({"uncertainty": "CI95", "low": "-8", "high": "1", "spread": "2"}, "uncertainty is CI95; spread must be empty"),
        ({"uncertainty": "SD", "spread": "2", "low": "-8"}, "uncertainty is SD; low and high must be empty"),
        ({"uncertainty": "SD", "spread": "-2"}, "spread is -2; it must be 0 or more"),
        ({"low": "-8", "high": "1"}, "uncertainty is 'none' but spread, low or high has a number"),
        ({"spread": "2"}, "uncertainty is 'none' but spread, low or high has a number"),
        ({"uncertainty": "range", "low": "3", "high": "1"}, "low 3 is above high 1"),
        ({"uncertainty": "CI95", "low": "-3", "high": "1"}, "value -4 is outside its bounds, low -3 to high 1"),
        ({"uncertainty": "CI95", "low": "-9", "high": "-5"}, "value -4 is outside its bounds, low -9 to high -5"),
        ({"unit": "statement"}, "unit is 'statement'; then value, spread, low and high must be empty"),
        ({"hours": "inf"}, "hours is 'inf'; it must be a number or empty"),
        ({"n": "12.5"}, "n is '12.5'; it must be a whole number of at least 1"),
        ({"n": "0"}, "n is '0'; it must be a whole number of at least 1"),
        ({"n": "-3"}, "n is '-3'; it must be a whole number of at least 1"),
    ],
)
def test_a_broken_row_is_named_with_file_and_line(change, sentence, faults):
    [fault] = faults(GOOD, GOOD | {"id": "C901"} | change)
    assert fault.startswith("trial.csv:3: ") and sentence in fault


def test_all_faults_are_reported_at_once(faults):
    assert len(faults(GOOD | {"unit": "spoons"}, GOOD | {"id": "C901", "species": "people"})) == 2


def test_an_id_stands_once(faults):
    assert faults(GOOD, GOOD) == ["trial.csv:3: id C900 stands twice"]


def test_an_id_stands_in_one_table(faults, tmp_path):
    assert faults(GOOD) == []
    text = (tmp_path / "trial.csv").read_text()
    (tmp_path / "other.csv").write_text(text)
    assert faults(GOOD) == ["trial.csv:2: id C900 is also in other.csv:2; an id stands once"]


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


def one_row(tmp_path, **change):
    """The row of a table that holds only this one."""
    cells = GOOD | change
    (tmp_path / "trial.csv").write_text(f"{','.join(COLUMNS)}\n{','.join(cells[name] for name in COLUMNS)}\n")
    return Tables(tmp_path, evidence.tables.units, evidence.tables.species)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, Number),
        ({"uncertainty": "SE", "spread": "1"}, Number),
        ({"uncertainty": "CI95", "low": "-8", "high": "-1"}, Estimate),
        ({"uncertainty": "range", "value": "", "low": "-8", "high": "-2"}, Interval),
        ({"unit": "statement", "value": ""}, Statement),
    ],
)
def test_a_row_is_of_one_kind(change, kind, tmp_path):
    assert type(one_row(tmp_path, **change).row("C900")) is kind


def test_a_row_asked_for_as_another_kind_says_what_it_holds(tmp_path):
    tables = one_row(tmp_path)
    assert tables.number("C900").value == -4
    with pytest.raises(EvidenceError, match="row C900 holds a number, not a number with published bounds"):
        tables.estimate("C900")
    with pytest.raises(EvidenceError, match="row C900 holds a number, not two bounds without a number"):
        tables.interval("C900")
    tables = one_row(tmp_path, unit="statement", value="")
    with pytest.raises(EvidenceError, match="row C900 holds words only, not a number"):
        tables.number("C900")


def test_a_row_that_must_say_more_names_what_is_missing(tmp_path):
    row = one_row(tmp_path).row("C900")
    with pytest.raises(EvidenceError, match="row C900 has neither bounds nor an SD or SE"):
        assert row.bounds
    with pytest.raises(EvidenceError, match=r"row C900 does not say how many were studied \(n\)"):
        assert row.sample
    with pytest.raises(EvidenceError, match="row C900 has no time in hours"):
        assert row.at_hours
    row = one_row(tmp_path, uncertainty="SE", spread="1", n="12", hours="0").row("C900")
    assert (row.bounds, row.sample, row.at_hours) == ((-5, -3), 12, 0)


def test_a_table_may_say_which_way_an_outcome_went(tmp_path):
    """The last column is optional, and holds one of three words or nothing."""
    bibliography = tmp_path / "references.bib"
    bibliography.write_text("@article{trial2020,\n title={A trial}}\n")

    def table(*directions):
        header = ",".join((*COLUMNS, "direction"))
        rows = [
            ",".join([*(GOOD | {"id": f"C{i}"}).values(), direction]) for i, direction in enumerate(directions, start=1)
        ]
        (tmp_path / "trial.csv").write_text("\n".join([header, *rows]) + "\n")
        return Tables(tmp_path, evidence.tables.units, evidence.tables.species)

    assert [row.direction for row in table("decrease", "").table("trial").values()] == ["decrease", ""]
    (fault,) = table("increase", "downwards").faults(bibliography)
    assert fault == "trial.csv:3: direction is 'downwards'; allowed are decrease, increase, no change"
