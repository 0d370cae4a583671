"""The NMDA channel: each count is a row or the model's, each drawing shows what is counted, each sentence its step."""

from __future__ import annotations

import itertools
import re

import pytest

from explorers import bake
from ketamine import evidence
from ketamine.models import receptor
from ketamine.scenes import pore as p

STOPS = list(itertools.product(p.STEPS.values(), p.DRUGS))
stops = pytest.mark.parametrize("step, drug", STOPS)


def said(step, drug):
    return {readout.name: str(readout) for readout in p.readouts(step, drug)}


def drawn(step, drug, kind="wide"):
    return p.nmda_pore(step, drug)[0].tree()["scene"][kind]["parts"]


@stops
def test_a_hundred_channels_are_counted_and_drawn(step, drug):
    counted = p.counted(step, drug)
    assert sum(counted.values()) == 100
    for kind in ("wide", "narrow"):
        parts = drawn(step, drug, kind)
        shapes = [parts[f"g{i}"] for i in range(100)]
        shape, colour = (p.HEX, "var(--ket)") if drug == "Ketamine" else (p.SQUARE, "var(--amber)")
        assert sum(look["d"] == shape and look["fill"] == colour for look in shapes) == counted["drug"]
        assert sum(look["d"] == p.ARROW for look in shapes) == counted["flows"]
        assert sum(look["d"] == p.NOTHING for look in shapes) == counted["shut"]


def test_with_magnesium_the_counts_are_the_models():
    for step, volts in ((p.GLUTAMATE, -65), (p.EXCITED, 0)):
        open_ = float(receptor.pore(volts, 1.0, 0, 1.0).open)
        assert p.counted(step, "Ketamine")["flows"] == round(100 * open_)
        assert p.counted(step, "Ketamine") == p.counted(step, "Memantine")


@pytest.mark.parametrize("drug, block, share", [("Ketamine", "NM12a", "NM13a"), ("Memantine", "NM12b", "NM13b")])
def test_with_a_drug_the_counts_are_the_dishs(drug, block, share):
    block, share = evidence.number(block), evidence.number(share)
    assert {block.study, share.study} == {"Mealing 1999"} and block.arm == share.arm == f"{drug.lower()} 10 uM"
    assert block.species == share.species == "rat" and "120 s" in share.when
    assert p.counted(p.DRUG, drug)["drug"] == p.counted(p.SHUT, drug)["drug"] == block.value
    assert p.counted(p.WASHED, drug)["drug"] == round(block.value * share.value / 100)
    assert f"{share.value:.0f} % of the block is still there" in said(p.WASHED, drug)["Where the numbers come from"]


@stops
def test_what_is_measured_calculated_or_only_drawn_says_so(step, drug):
    origin = said(step, drug)["Where the numbers come from"]
    word = {p.GLUTAMATE: "Calculated", p.EXCITED: "Calculated", p.DRUG: "Measured in rat neurons", p.SHUT: "A drawing"}
    assert origin.startswith(word.get(step, "This is the idea" if step == p.REST else "Measured in rat neurons"))
    kind = drawn(step, drug)["kind"]["text"]
    assert ("calculated" in kind) == (step in (p.GLUTAMATE, p.EXCITED, p.WASHED))
    assert ("rat neurons" in kind) == (step in (p.DRUG, p.WASHED))


def test_at_rest_it_says_what_the_drawing_leaves_out():
    row = evidence.row("NM1002")
    assert row.species == "mouse" and "ketamine blocks NMDA receptors at rest and memantine does not" in row.outcome
    assert (
        "ketamine blocked channels at rest too, and memantine did not"
        in said(p.REST, "Ketamine")["Where the numbers come from"]
    )
    assert "at rest" in p.LEAVES_OUT


@stops
def test_the_gate_the_magnesium_and_the_drug_stand_where_the_step_says(step, drug):
    parts = drawn(step, drug)
    opened = step in (p.GLUTAMATE, p.EXCITED, p.DRUG)
    assert parts["gate-right"]["transform"].endswith("rotate(58)") == opened
    assert parts["glutamate"]["opacity"] == int(opened)
    assert parts["d4"]["transform"].startswith("translate(0 42)") == (step >= p.DRUG)
    assert parts["d4"]["opacity"] == 1 and parts["d0"]["opacity"] == int(step != p.WASHED)
    plugged = parts["magnesium"]["transform"] == "translate(0 70)"
    assert plugged == (step in (p.REST, p.GLUTAMATE)) and parts["current"]["opacity"] == int(step == p.EXCITED)


def test_every_step_and_every_drug_changes_the_picture():
    trees = [str(drawn(step, drug)) for step, drug in STOPS]
    assert len(set(trees)) == len(trees)


def test_every_number_of_the_words_is_counted_or_a_row():
    rows = {f"{evidence.number(row).value:g}" for pair in p.MEASURED.values() for row in pair} | {
        "100",
        "10",
        "65",
        "0",
        "1",
    }
    for step, drug in STOPS:
        counted = {str(n) for n in p.counted(step, drug).values()}
        for words in said(step, drug).values():
            assert set(re.findall(r"\d+", words)) <= rows | counted, words


def test_it_is_baked_small():
    trees = [bake.call("pore", p.nmda_pore, {"step": step, "drug": drug}) for step, drug in STOPS]
    assert len(bake.pack([shown.tree for shown in trees], [shown.words for shown in trees])) < 12_000
