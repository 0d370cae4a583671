"""The forest, the hundred people and the trials outside depression:
every number is a row's, each comparator its own.
"""

from __future__ import annotations

import pytest

from ketamine import evidence
from ketamine.figures import relief as r
from ketamine.models import risk


@pytest.mark.parametrize("measure", r.MEASURES)
def test_forest_draws_the_rows_turned_to_one_side(measure):
    figure, _ = r.forest(measure)
    drawn = {
        y: (x, x - m, x + p)
        for t in figure.data
        if t.x != (None,)
        for x, y, m, p in zip(t.x, t.y, t.error_x.arrayminus, t.error_x.array)
    }
    assert len(drawn) == len(r.FOREST[measure])
    for effect in r.FOREST[measure]:
        row = evidence.row(effect.row)
        x, low, high = drawn[effect.name]
        assert x == pytest.approx(effect.sign * row.value)
        assert sorted((low, high)) == pytest.approx(sorted((effect.sign * row.low, effect.sign * row.high)))


def test_one_measure_an_axis():
    units = {measure: {evidence.row(effect.row).unit for effect in effects} for measure, effects in r.FOREST.items()}
    assert units["points"] == {"points"} and units["OR"] == {"OR"} and units["PTSD"] == {"g"}
    assert units["SMD"] <= {"SMD", "g", "d"}  # all are standard deviations
    assert units["arms"] == {"%"}


def test_what_is_not_brought_forward_leaves_the_table():
    traces = r.forest("SMD", "masked")[0].data
    assert {t.name: t.hoverinfo for t in traces if t.x} == {
        look.name: "text" if key == "masked" else "skip" for key, look in r.POOLED.items()
    }


@pytest.mark.parametrize(
    "effect",
    [effect for measure, effects in r.FOREST.items() for effect in effects if measure != "arms"],
    ids=lambda effect: effect.name,
)
def test_an_effect_stands_with_its_rows_comparator(effect):
    """Placebo alone, a sedative or anaesthesia alone, or a pool of several: never one as the other."""
    said = evidence.row(effect.row).comparator
    wanted = (
        "none"
        if "no control group" in said
        else "mixed"
        if " or " in said or "pseudo" in said or said.startswith("all controls")
        else "masked"
        if said.startswith("midazolam") or said in ("saline under anaesthesia", "active controls only")
        else "placebo"
        if said.startswith("placebo") or said in ("saline", "passive controls only")
        else "treatment"
        if said in ("ECT", "ketamine")  # ketamine: the row gives ECT against it
        else said
    )
    assert effect.against == wanted


def test_arm_by_arm_ketamine_is_alike_and_the_comparators_are_not():
    """Wilkinson 2019: the gap is larger against saline because saline does less, not because ketamine does more."""
    figure, readouts = r.forest("arms")
    share = {name: x for trace in figure.data for name, x in zip(trace.y, trace.x)}
    drug = [share["Ketamine<br>(midazolam trials)"], share["Ketamine<br>(saline trials)"]]
    assert abs(drug[0] - drug[1]) <= 1 and evidence.row("C1206").value > 0.05
    assert share["Midazolam"] > 10 * share["Saline"]
    assert not figure.layout.shapes, "an arm has no line of no difference"
    assert "27 against midazolam and 45 against saline" in readouts[1].value
    of_an_arm = {"Midazolam": "midazolam", "Saline": "saline"}
    for effect in r.FOREST["arms"]:
        row = evidence.row(effect.row)
        assert of_an_arm.get(effect.name, "ketamine") in row.arm
        assert ("midazolam" in f"{row.arm} {row.comparator}") == (effect.against == "masked")


def test_a_number_needed_says_when():
    for key in r.HUNDREDS:
        name = r.hundred_people(key)[1][-1].name
        assert name.split(", ", 1)[1], name
    assert r.hundred_people("transform-28d")[1][-1].name == "Number needed to treat, day 28"


def test_pools_against_ect_are_shown_on_both_sides():
    """The pool from before ELEKT-D favours ECT, the later ones neither: all three are drawn."""
    drawn = {e.name: e.estimate for e in r.FOREST["SMD"] if e.against == "treatment"}
    assert len(drawn) == 3 and min(e.value for e in drawn.values()) < 0
    assert all(e.low < 0 < e.high for e in drawn.values())


def test_cochranes_comparison_is_said_with_its_own_numbers():
    said = str(r.forest("SMD")[1][0])
    assert "0.87" in said and "0.49" in said and "56 %" in said
    assert "1.8 against saline and 0.7 against midazolam" in said
    assert evidence.row("C1200").high < evidence.row("C1201").low


@pytest.mark.parametrize("trial", r.HUNDREDS)
def test_a_hundred_people_are_a_hundred(trial):
    for base in (0, 5, 10, 20, 30, 50, 70):
        groups = r.hundred_people(trial, base)[0].data[:3]
        assert sum(len(t.x) for t in groups) == 100
        start, difference, _ = r.shares(trial, base)
        assert len(groups[0].x) == round(start) and len(groups[0].x) + len(groups[1].x) == round(
            start + difference.value
        )
        assert -55 <= difference.low <= difference.high <= 82  # the axis


def test_published_shares_are_the_trials_own():
    for key, chosen in r.HUNDREDS.items():
        start, difference, _ = r.shares(key)
        if chosen.comparison:
            rows = evidence.row(chosen.comparison.treated), evidence.row(chosen.comparison.untreated)
            assert (start + difference.value, start) == pytest.approx((rows[0].value, rows[1].value), abs=0.6)
        else:
            assert start == pytest.approx(evidence.row(chosen.base).value)


def test_cochranes_own_treated_shares_come_out():
    for key, row in (("cochrane-placebo", "C735"), ("cochrane-midazolam", "C737")):
        start, difference, _ = r.shares(key)
        assert start + difference.value == pytest.approx(evidence.row(row).value, abs=0.15)


def test_numbers_needed_are_citromes():
    """TRANSFORM-2 with drop-outs counted: 8 to treat for a response, 17 to harm; remission 6."""
    said = {key: r.hundred_people(key)[1][-1] for key in ("transform2-strict", "stopped")}
    assert str(said["transform2-strict"]).startswith(f"{evidence.row('C917').value:.0f} to benefit")
    assert str(said["stopped"]).startswith(f"{evidence.row('C919').value:.0f} to harm")
    remission = (evidence.row("C915").value - evidence.row("C916").value) / 100
    assert risk.whole(remission) == f"{evidence.row('C918').value:.0f}"


def test_the_same_odds_ratio_gives_other_absolute_effects():
    """The finding: the smaller odds ratio can be the larger difference, and the base decides."""
    assert r.shares("cochrane-placebo")[2].value > r.shares("cochrane-midazolam")[2].value
    assert r.shares("cochrane-placebo")[1].value < r.shares("cochrane-midazolam")[1].value
    gains = [r.shares("cochrane-placebo", base)[1].value for base in (5, 30, 70)]
    assert gains[0] < gains[1] > gains[2]
    ratios = {r.shares("cochrane-placebo", base)[2].value for base in (5, 30, 70)}
    assert ratios == {evidence.row("C245").value}


def test_a_few_events_are_named_as_few():
    stopped, response = (r.hundred_people(trial)[1][1].value for trial in ("stopped", "transform-28d"))
    assert "from 8 people against 1: too few" in stopped and "too few" not in response


@pytest.mark.parametrize("trial", r.HUNDREDS)
def test_people_on_another_treatment_are_not_better_anyway(trial):
    names = [trace.name.split(":")[0] for trace in r.hundred_people(trial)[0].data]
    treated = r.HUNDREDS[trial].comparison and r.HUNDREDS[trial].comparison.against == "treatment"
    assert ("better on the other treatment too" in names) is bool(treated)


def test_where_no_study_printed_shares_the_figure_says_so():
    figure, readouts = r.anxiety_ptsd_ocd("anxiety", "active")
    assert [note.text for note in figure.layout.annotations] == ["No study of this kind<br>printed shares."]
    assert readouts[0].value == "None." and "midazolam" in readouts[1].value
    assert not r.anxiety_ptsd_ocd("anxiety", "control")[0].layout.annotations


def test_an_interval_through_no_difference_says_infinity():
    assert "∞" in str(r.hundred_people("lii")[1][-1]) and "∞" not in str(r.hundred_people("murrough")[1][-1])


def test_shares_outside_depression_are_the_rows():
    figure, _ = r.anxiety_ptsd_ocd()
    drawn = {(t.name, y): x for t in figure.data for x, y in zip(t.x, t.y)}
    for item in r.SHARED:
        row = evidence.row(item.treated)
        percent = 100 * row.value / row.n if row.unit == "patients" else row.value
        assert drawn["ketamine", item.label] == pytest.approx(percent, abs=0.5)
        assert (("comparator", item.label) in drawn) == bool(item.untreated)


def test_switching_to_active_controls_leaves_one_trial():
    figure, readouts = r.anxiety_ptsd_ocd(control="active")
    assert {list(trace.y)[0] for trace in figure.data} == {"PTSD<br>Feder 2021"}
    assert str(readouts[0]).startswith("30, in 1 trial.")
    assert "Abdallah" not in str(readouts[1])
    for study in ("Abdallah 2022", "Feder 2014", "Dadabayev 2020"):
        assert study in str(r.anxiety_ptsd_ocd("PTSD")[1][1])
    assert "ketorolac" in str(r.anxiety_ptsd_ocd("PTSD", "control")[1][1])
    assert "fentanyl" in str(r.anxiety_ptsd_ocd("OCD", "active")[1][1])


def test_a_comparator_in_front_is_what_the_readout_speaks_of():
    for measure in r.MEASURES:
        for against in r.ALONE:
            said = " ".join(map(str, r.forest(measure, against)[1]))
            assert measure == "arms" or "midazolam" not in said, (measure, against)
    ect = r.forest("SMD", "treatment")[1]
    assert "Not drawn" in ect[0].value and "(0.69, about 0.59)" in ect[0].value and "3 of 3" in ect[1].value
    assert evidence.row("C1020").uncertainty == "none" and "about 0.59 ahead" in evidence.row("C1022").outcome


def test_names_of_trials_fit_a_phone_and_the_whole_stands_below():
    shorts = [chosen.short for chosen in r.HUNDREDS.values()]
    assert len(set(shorts)) == len(shorts) and max(map(len, shorts)) <= 33
    for trial, chosen in r.HUNDREDS.items():
        assert chosen.label in r.hundred_people(trial)[1][0].value
    assert "In hospital patients (KetECT) ECT was better." in r.hundred_people("elektd")[1][0].value
    assert evidence.row("C902").low > 0, "ECT minus ketamine"
