"""Figures of 'The role of glutamate': plotted numbers equal rows."""

import itertools
import re

import numpy as np
import pytest

from explorers import bake
from ketamine import evidence
from ketamine.figures import glutamate as g
from ketamine.models import circuit as c
from ketamine.scenes import accounts
from tests.support.course import points


def test_rat_doses_and_directions_are_the_rows():
    figure, _ = g.dose_and_response()
    for id, look in (
        ("GL01", "Increase"),
        ("GL700", "Increase"),
        ("GL701", "Increase"),
        ("GL02", "No change"),
        ("GL03", "Decrease"),
    ):
        row = evidence.row(id)
        assert row.species == "rat"
        assert [x for x, y, _ in points(figure, look) if y == "Glutamate" and x == row.value]


def test_mouse_slices_are_the_rows():
    figure, _ = g.dose_and_response()
    wanted = {
        (1, "Inhibition", "Decrease"),
        (1, "Excitation", "Increase"),
        (10, "Inhibition", "Decrease"),
        (10, "Excitation", "Decrease"),
    }
    drawn = {
        (x, y, look)
        for look in ("Increase", "No change", "Decrease")
        for x, y, _ in points(figure, look)
        if y != "Glutamate"
    }
    assert drawn == wanted
    assert {evidence.row(id).species for id in ("GA04", "GL702", "GL703", "GL704")} == {"mouse"}


def test_the_curves_are_the_models():
    figure, _readouts = g.dose_and_response(preference=3.2, nmda_i=0.7)
    here = c.Circuit(preference=3.2, nmda_i=0.7)
    e, i = c.curves(here, g.DOSES, 1.0)
    curves = {trace.name: trace.y for trace in figure.data if trace.name}
    assert list(curves["Pyramidal cells"]) == pytest.approx(list(100 * e), abs=0.01)
    assert list(curves["Interneurons"]) == pytest.approx(list(100 * i), abs=0.01)
    assert g.half_block() == pytest.approx(1.0)  # 50 % at 1 uM
    assert g.depression_level() == pytest.approx(0.778, abs=0.001)


def test_preference_decides_whether_the_slices_come_out():
    assert "4 of the 4" in g.dose_and_response()[1][1].value
    assert "3 of the 4" in g.dose_and_response(preference=1)[1][1].value
    assert (
        "inverted U" in g.dose_and_response()[1][0].value and "Below" in g.dose_and_response(preference=0.1)[1][0].value
    )


@pytest.mark.parametrize("site, sign", [("interneurons", 1), ("pyramidal", -1), ("both", -1)])
def test_where_the_block_falls_decides(site, sign):
    values = [g.where_the_block_falls(site, block)[1][1].value for block in (0, 20, 40, 60, 80, 100)]
    assert values[0] == pytest.approx(100, abs=1e-3)
    assert all(sign * (after - before) > 0 for before, after in itertools.pairwise(values))


def test_the_map_has_one_mark_for_each_circuit_and_marks_the_page():
    figure, readouts = g.where_it_holds("w_ee", 8, 100.0)
    marks = sum(
        len([x for x in trace.x if x is not None])
        for trace in figure.data
        if trace.name in {look.name for look in g.OUTCOMES.values()}
    )
    rising, possible = map(int, re.findall(r"\d+", readouts[1].value))
    assert marks == possible < g.LEVELS * g.PREFERENCES.size
    assert rising == len(points(figure, "Rises, then falls"))
    assert points(figure, "Values of this page")[0][:2] == (10.0, 0.5)
    assert "No such circuit" in readouts[0].value


def test_scans_are_rows_and_their_sizes_are_printed():
    figure = g.measured_in_people()[0]
    drawn = [note for look in ("Increase", "No change", "Decrease") for *_, note in points(figure, look)]
    assert len(drawn) == len(g.SCANS) == len(figure.layout.meta["table"]["rows"])
    texts = [text for trace in figure.data for text in trace.text if text]
    assert sorted(texts) == sorted(["+37.8 %", "+38 %", "+13 %", "−14 %", "−19 %", "−21.3 %", "S-ket."])
    for id in g.SCANS:
        row = evidence.row(id)
        assert row.species == "human" and row.direction in g.DIRECTIONS and g._who(row) and g.KINDS[row.arm]
        assert any(row.note[1:] in note for note in drawn)


@pytest.mark.parametrize("people", [g.ALL, "patients", "healthy"])
def test_a_scan_stands_in_the_column_of_its_hour_and_the_row_of_its_direction(people):
    figure = g.measured_in_people(people)[0]
    ends = np.cumsum([0, *g.COLUMNS.values()])
    seen = set()
    for trace in figure.data:
        for x, y, size in zip(trace.x, trace.y, trace.marker.size):
            column = int(np.searchsorted(ends, x)) - 1
            panel, step = divmod(y, g.PANEL)
            place = (list(g.COLUMNS)[column], g.PANELS[int(panel)], round(step, 2), x)
            assert place not in seen and round(step, 2) in g.STEPS.values() and size >= 9
            seen.add(place)
    wanted = [
        (g._time(row), g.KINDS[row.arm], g.STEPS[row.direction])
        for row in map(evidence.row, g.SCANS)
        if people in (g.ALL, *g._who(row))
    ]
    assert sorted(wanted) == sorted(place[:3] for place in seen)


def test_null_scans_are_there():
    studies = {evidence.row(id).study for id in g.SCANS if evidence.row(id).direction == "no change"}
    assert {"Taylor 2012", "Valentine 2011", "Evans 2018", "Vienna 2021", "Gärtner 2022", "Bojesen 2018"} <= studies


accounts_ = pytest.mark.parametrize("hypothesis", g.HYPOTHESES)
kinds = pytest.mark.parametrize("species", g.FROM)


@accounts_
@kinds
def test_each_account_has_a_mark_and_a_card_for_each_row(hypothesis, species):
    wanted = {id for ids in g.HYPOTHESES[hypothesis] for id in ids if evidence.row(id).species in g.FROM[species]}
    drawn = [row for some in accounts.rows(hypothesis, species).values() for row in some]
    assert {row.id for row in drawn} == wanted
    every = [evidence.row(id) for ids in g.HYPOTHESES[hypothesis] for id in ids]
    people, animals = (accounts._marks(0, 0, hypothesis, whom) for whom in ("people", "animals"))
    assert people.count("<circle") == sum(row.species == "human" for row in every)
    assert animals.count("<path") == sum(row.species != "human" for row in every)
    parts = accounts._parts(accounts.WIDE, hypothesis, species)
    assert (parts["people-0"]["opacity"] == 1) == ("human" in g.FROM[species])
    assert (parts["animals-0"]["opacity"] == 1) == ("mouse" in g.FROM[species])
    cards = accounts._cards(accounts.WIDE, hypothesis)
    assert all(g.found_by(row) in cards for row in every)
    tops = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"', cards)]
    assert max(tops) < accounts.WIDE.height - 8
    room = accounts.CARD - accounts.INSIDE - accounts.EDGE
    for size, words in re.findall(r'font-size="([\d.]+)"[^>]*>([^<]+)<', cards):
        assert float(size) * accounts.LETTER * len(words) <= room, f"words run out of their card: {words}"


def test_a_finding_with_another_drug_says_so():
    """What was seen with MK-801 is not ketamine's: the card says it, and not only the note of the row."""
    assert "not ketamine" in evidence.row("GA01").note and "MK-801, not ketamine" in g.finding(evidence.row("GA01"))


@accounts_
@kinds
def test_an_account_says_each_of_its_findings(hypothesis, species):
    """For and against apart, people first; a side without rows says so."""
    said = [(readout.name, str(readout)) for readout in accounts.readouts(hypothesis, species)]
    whom = {"People": "people", "Animals and cells": "animals and cells"}.get(species)
    for side, ids in zip(("For", "Against"), g.HYPOTHESES[hypothesis]):
        rows = [row for row in map(evidence.row, ids) if row.species in g.FROM[species]]
        wanted = [(f"{side}: {g.found_by(row)}", f"{g.found(row)}.") for row in rows]
        shown = [one for one in said if one[0].startswith(side)]
        assert sorted(shown) == (sorted(wanted) or [(side, f"Nothing in {whom}.")])
        assert all(sides for sides in g.HYPOTHESES[hypothesis]), "every account has rows for and against"


def test_a_disc_is_as_large_as_its_people():
    sizes = {}
    for hypothesis in g.HYPOTHESES:
        for row in (row for some in accounts.rows(hypothesis, "People").values() for row in some if row.n):
            sizes[row.n] = float(re.search(r' r="([\d.]+)" fill="var\(--people\)"', accounts._card(0, 0, row)[0])[1])
    for (small, a), (large, b) in itertools.combinations(sorted(sizes.items()), 2):
        if b < 17:  # where discs stop growing
            assert abs((b / a) ** 2 - large / small) < 0.12 * large / small, (small, large)


def test_findings_carry_the_numbers_of_their_rows():
    assert "−5.82 points (−13.3 to 1.64)" in g.finding(evidence.row("C096"))
    assert "r = 0.37" in g.finding(evidence.row("GA17")) and "n = 53" in g.finding(evidence.row("GA17"))


def test_the_chapters_figures_have_tables():
    shown = bake.call("x", g.measured_in_people, {})
    assert shown.tree["data"] and shown.words
