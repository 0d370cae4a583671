"""Three brains: ketamine, a sedative in the same men, and a study to choose; each arc is a row, its width the size."""

from __future__ import annotations

import csv
import re

import pytest

from explorers import bake
from ketamine import evidence
from ketamine.figures import default_mode as d
from ketamine.scenes import network as n

studies = pytest.mark.parametrize("study", [key for _, key in n.STUDIES])
PLANS = (n.WIDE, n.NARROW)


def drawn(study, plan=n.WIDE):
    return n.brain_and_network(study)[0].tree()["scene"][plan.name]["parts"]


def test_every_study_but_the_two_that_are_always_there_can_be_chosen():
    assert {key for _, key in n.STUDIES} == set(d.STUDIES_BY_KEY) - {"ketamine", "midazolam"}
    assert n.FIRST == "tozzi" and evidence.row("D305").arm == "people with depression"


@studies
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_each_result_has_its_arc_and_its_words(study, plan):
    findings, parts = d.STUDIES_BY_KEY[study].findings, drawn(study, plan)
    assert len(findings) <= d.MOST_RESULTS
    for i, finding in enumerate(findings):
        placed = bool(finding.a)
        assert parts[f"arc{i}"]["opacity"] == int(placed)
        if placed:
            assert parts[f"arc{i}"]["stroke-width"] == n.width_of(finding, plan)
            assert parts[f"arc{i}"]["stroke"] == f"var(--{n.LOOKS[finding.status.name][0]})"
    said = [d.finding_words(finding) for finding in findings if finding.words]
    assert [parts[f"word{i}"]["text"] for i in range(len(said))] == said
    assert all(len(words) <= 44 for words in said), "a result must fit on a phone"


def test_an_arc_is_as_wide_as_the_published_size_and_thin_where_there_is_none():
    ketamine = d.STUDIES_BY_KEY["ketamine"].findings
    midazolam = d.STUDIES_BY_KEY["midazolam"].findings
    for plan in PLANS:
        for finding in (*ketamine, *midazolam, *d.STUDIES_BY_KEY["tozzi"].findings):
            row = evidence.row(finding.row)
            wide = n.width_of(finding, plan)
            assert wide == (round(1.5 + plan.thick * abs(row.value), 1) if row.value is not None else 2.0)
        assert n.width_of(ketamine[1], plan) > n.width_of(midazolam[0], plan) > n.width_of(ketamine[0], plan)
        assert n.width_of(d.STUDIES_BY_KEY["yan"].findings[0], plan) == 2.0


def test_what_is_lower_and_what_is_higher_are_not_told_by_colour_alone():
    assert set(n.MARKS) == {d.LOWER.name, d.HIGHER.name} and len(set(n.MARKS.values())) == 2
    assert drawn("driesen")["tip0"]["d"] == n.MARKS["Higher"] and drawn("yan")["tip0"]["d"] == n.MARKS["Lower"]
    signs = [look[2] for look in n.LOOKS.values()]
    assert len(set(signs)) == len(signs) and set(n.LOOKS) == {status.name for status in d.STATUSES}


def test_the_two_fixed_brains_say_what_their_rows_say():
    markup = n.brain_and_network("tozzi")[0].tree()["scene"]["wide"]["markup"]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", markup)
    for words in ("default mode: lower, d 0.63", "salience: lower, d 1.13", "default mode: lower, d 0.77"):
        assert words in texts
    assert "salience: none named" in texts and "auditory, not drawn: lower, d 0.67" in texts
    assert [evidence.row(row).value for row in ("D315", "D317", "D316", "D714")] == [0.63, 1.13, 0.77, 0.67]
    assert evidence.row("D315").n == evidence.row("D316").n == 30


@studies
def test_regions_stand_at_their_coordinates_and_those_not_spoken_of_are_pale(study):
    with d.NODES_FILE.open(encoding="utf-8", newline="") as file:
        table = {row["node"]: row for row in csv.DictReader(file)}
    assert all(row["source"] for row in table.values())
    involved = {name for finding in d.STUDIES_BY_KEY[study].findings for name in (*finding.a, *finding.b)}
    for plan in PLANS:
        markup, parts = n.brain_and_network(study)[0].tree()["scene"][plan.name]["markup"], drawn(study, plan)
        for name, row in table.items():
            x, y = plan.panels[2].at(float(row["y_mni"]), float(row["z_mni"]))
            assert f"translate({x} {y})" in markup, name
            assert (parts[f"n{n._key(name)}"]["opacity"] == 1) == (name in involved)


def test_the_brain_is_the_templates_and_its_licence_travels_with_it():
    licence = n.OUTLINE_FILE.with_suffix(".LICENCE.txt").read_text("utf-8")
    assert "Copyright (C) 1993-2004 Louis Collins" in licence and "copyright notice appear in all copies" in licence
    points = [point for lines in n.outline().values() for line in lines for point in line]
    assert set(n.outline()) == {"brain", "callosum", "fold"} and len(points) > 300
    assert -110 < min(y for y, _ in points) < -95 and 65 < max(y for y, _ in points) < 75
    for node in d.nodes().values():  # the atlas and the cut share one space
        assert min(y for y, _ in points) <= node.y <= max(y for y, _ in points)


@studies
def test_readouts_say_the_sedative_did_as_much_and_what_to_keep_in_mind(study):
    said = {readout.name: str(readout) for readout in n.readouts(study)}
    assert (
        "d = 0.63 (standard error 0.26), midazolam by d = 0.77 (standard error 0.27)"
        in said["Ketamine beside midazolam"]
    )
    assert "1.13" in said["What stands out"] and len(said["Keep in mind"]) > 25
    assert drawn(study)["word0"]["text"] in said["The study chosen found"]


def test_the_table_holds_every_result_of_every_study():
    results = [finding for study in d.STUDIES_BY_KEY.values() for finding in study.findings if finding.words]
    assert len(n.table()) == len(results)
    for row in n.table():
        assert row[3] == "not printed" or re.match(r"[dg] −?\d", row[3]), row


def test_it_is_baked_small():
    trees = [bake.call("n", n.brain_and_network, {"study": key}) for _, key in n.STUDIES]
    assert len(bake.pack([shown.tree for shown in trees], [shown.words for shown in trees])) < 24_000
