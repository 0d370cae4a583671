"""The default mode network: every line and point is a row, and the sedative did as much."""

from __future__ import annotations

from itertools import product
from statistics import NormalDist

import pytest

from explorers.table import words
from ketamine import evidence
from ketamine.figures import default_mode as d


def points(figure):
    """Every data point drawn: (x, y, hovertext)."""
    return [
        (x, y, words(note))
        for trace in figure.data
        if trace.hoverinfo != "skip"
        for x, y, note in zip(trace.x, trace.y, trace.hovertext)
        if x is not None
    ]


def test_traces_do_not_change_in_number_between_stops():
    counts = {
        len(d.effects(question, bars)[0].data)
        for question in (d.DISEASE, d.DRUG)
        for bars in (d.PUBLISHED, d.NINETY_FIVE)
    }
    assert len(counts) == 1


def test_node_table_is_not_taken_for_evidence():
    assert "dmn_nodes" not in evidence.names() and d.NODES_FILE.exists()


def test_lines_join_regions_that_exist_and_lie_in_the_brain():
    for study in d.STUDIES_BY_KEY.values():
        for finding in study.findings:
            assert all(name in d.nodes() for pair in finding.lines for name in pair)
    for node in d.nodes().values():
        assert -104 <= node.y <= 70 and -70 <= node.x <= 70 and -41 <= node.z <= 78


@pytest.mark.parametrize(("question", "bars"), list(product((d.DISEASE, d.DRUG), (d.PUBLISHED, d.NINETY_FIVE))))
def test_plotted_sizes_and_bars_are_the_rows(question, bars):
    figure, _ = d.effects(question, bars)
    drawn = {
        slot: (x, x - minus, x + plus)
        for trace in figure.data[: len(d.SIZES)]
        if trace.x != (None,)
        for x, slot, plus, minus in zip(trace.x, trace.y, trace.error_x.array, trace.error_x.arrayminus)
    }
    rows = {d._slot(effect): evidence.row(effect.row) for effect in d.EFFECTS[question] if effect.verdict is None}
    assert drawn.keys() == rows.keys()
    for slot, row in rows.items():
        value, low, high = drawn[slot]
        if row.uncertainty == "CI95":
            assert (value, low, high) == pytest.approx((row.value, row.low, row.high))
        else:
            half = row.spread * (NormalDist().inv_cdf(0.975) if bars == d.NINETY_FIVE else 1)
            assert (value, low, high) == pytest.approx((-row.value, -row.value - half, -row.value + half)), (
                "printed as a reduction"
            )


def test_published_figures():
    """By hand from the abstracts of Adhikari 2020 and Tozzi 2021."""
    assert [evidence.row(id).value for id in ("D315", "D316", "D317", "D714")] == [0.63, 0.77, 1.13, 0.67]
    assert [evidence.row(id).spread for id in ("D315", "D316", "D317", "D714")] == [0.26, 0.27, 0.28, 0.26]
    core = evidence.row("D305")
    assert (core.value, core.low, core.high, core.n) == (-0.246, -0.417, -0.074, 618 + 683)


def test_the_printed_plus_minus_is_the_standard_error_of_d():
    """sqrt(2/30 + d²/120): what the abstract does not name."""
    for id in ("D315", "D316", "D317", "D714"):
        row = evidence.row(id)
        assert row.spread == pytest.approx((2 / 30 + row.value**2 / 120) ** 0.5, abs=0.006)


def test_the_sedative_did_as_much_and_the_salience_network_more():
    ketamine, midazolam, salience = (evidence.row(id) for id in ("D315", "D316", "D317"))
    assert abs(midazolam.value - ketamine.value) < min(ketamine.spread, midazolam.spread)
    assert salience.value > midazolam.value
    _, words = d.effects(d.DRUG)
    assert "0.77" in words[0].value and "0.63" in words[0].value and "0.14 (calculated)" in words[0].value


def test_no_pool_shown_finds_the_whole_network_more_connected_in_depression():
    whole = [effect for effect in d.EFFECTS[d.DISEASE] if "whole network" in effect.words]
    assert len(whole) == 3 and d.HIGHER not in {effect.verdict for effect in whole}


@pytest.mark.parametrize("points_more", range(0, 41, 5))
def test_dissociation_lines_are_the_slopes(points_more):
    figure, words = d.dissociation(points_more)
    spray, infusion = figure.data[1], figure.data[2]
    assert list(spray.y) == pytest.approx([-0.04 * x for x in spray.x])
    assert list(infusion.y) == pytest.approx([-0.5 * x for x in infusion.x]) and max(infusion.x) == 15
    chosen = figure.data[3]
    assert list(chosen.y) == pytest.approx([-0.04 * points_more, -0.5 * points_more][: len(chosen.y)])
    assert len(chosen.y) == (2 if points_more <= 15 else 1)
    assert "12 and 17 %" in words[2].value  # 0.35² and 0.41²
    assert "58 and 39 people" in words[2].value  # r = −0.35 with p = .007, r = −0.41 with p = .01


def test_no_psilocybin():
    """Its figures must not be passed on to ketamine."""
    text = " ".join(f"{row.arm} {row.outcome} {row.note}" for row in evidence.table("default_mode").values()).lower()
    assert "psilocybin" not in text


def test_no_more_dissociation_no_change():
    """Not '−0.00 (95 % interval −0.00 to −0.00)'."""
    _, words = d.dissociation(0)
    assert words[0].value == words[1].value == "no change: you chose no more dissociation"
    _, words = d.dissociation(30)
    assert "−1.2 MADRS points by day 2 (95 % interval −2.4 to −0.06)" in str(words[0])
