"""The evidence map, the forest and the hundred people: every stop runs, every number is a row's."""

from __future__ import annotations

import itertools

import pytest

from widgets import bake, evidence
from widgets.figures import efficacy as e
from widgets.models import absolute

STOPS = {
    e.people_studied: {"against": [e.ANY, "placebo", "masked", "treatment"], "smallest": [1, 30, 100, 200], "uncontrolled": [False, True]},
    e.extra_responders: {"against": [e.ANY, "placebo", "masked", "treatment"], "order": ["condition", "size"]},
    e.forest: {"measure": list(e.MEASURES), "against": [e.ANY, *e.POOLED]},
    e.hundred_people: {"trial": list(e.HUNDREDS), "base": [0, 5, 10, 20, 30, 50, 70]},
    e.anxiety_ptsd_ocd: {"disorder": [e.ANY, "anxiety", "PTSD", "OCD"], "control": list(e.CONTROL)},
}


def stops(function):
    names = STOPS[function]
    return [dict(zip(names, values)) for values in itertools.product(*names.values())]


@pytest.mark.parametrize("function", STOPS, ids=lambda f: f.__name__)
def test_every_stop_runs_and_fits(function):
    shown = [bake.call(function.__name__, function, arguments) for arguments in stops(function)]
    words = [[[readout.name, str(readout)] for readout in one.readouts] for one in shown]
    assert len(bake.pack([one.tree for one in shown], words)) < bake.MAX_BYTES
    assert len({tuple(trace["type"] for trace in one.tree["data"]) for one in shown}) == 1


# --- the map


@pytest.mark.parametrize("study", e.STUDIES, ids=lambda s: s.name)
def test_a_study_of_the_map_stands_on_rows(study):
    assert study.n > 0 and study.condition in e.CONDITIONS and study.against in e.AGAINST and study.finding in e.FINDINGS
    assert (study.against == "none") == (study.finding == "none")
    assert all(evidence.row(id).species == "human" for id in (*study.people, *study.result))


def test_a_finding_agrees_with_the_interval_of_its_row():
    """Where a study's result is a difference with an interval, 'better' lies clear of no difference."""
    checked = 0
    for study in e.STUDIES:
        row = evidence.row(study.result[0])
        if row.unit in ("points", "d") and row.uncertainty in ("CI95", "CI90"):
            clear = row.high < 0 or row.low > 0
            assert clear == (study.finding == "better"), study.name
            checked += 1
    assert checked >= 12


def test_people_of_the_map_are_sums_of_rows():
    figure, _ = e.people_studied()
    drawn = sum(n for trace in figure.data for n in trace.x if n)
    assert drawn == sum(s.n for s in e.STUDIES if s.against != "none")
    assert next(s.n for s in e.STUDIES if s.name == "TRANSFORM-1") == 342
    assert next(s.n for s in e.STUDIES if s.name == "ESCAPE-TRD") == 336 + 340


def test_most_people_were_in_trials_of_depression_and_the_rest_is_thin():
    """The finding that the learner is to reach."""
    controlled = [s for s in e.STUDIES if s.against != "none"]
    depressed = sum(s.n for s in controlled if s.condition in e.DEPRESSION)
    assert depressed > 0.7 * sum(s.n for s in controlled)
    large = [s for s in controlled if s.n >= 200]
    assert {s.condition for s in large} == {e.ESKETAMINE, e.KETAMINE, e.SUICIDAL}
    rest = [s for s in controlled if s.condition not in (*e.DEPRESSION, e.SUICIDAL)]
    assert max(rest, key=lambda s: s.n).finding == "unclear"


def test_filters_of_the_map_empty_the_right_conditions():
    text = {a.y: a.text for a in e.people_studied("treatment", 200)[0].layout.annotations}
    assert [name for name, words in text.items() if "no study" not in words] == [e.ESKETAMINE.name, e.KETAMINE.name]
    grey = e.people_studied(uncontrolled=True)[0].data[-1]
    assert grey.name == "no comparison group" and sum(n for n in grey.x if n) > 2600


@pytest.mark.parametrize("uncontrolled", [False, True])
def test_every_bar_ends_inside_the_axis(uncontrolled):
    figure, _ = e.people_studied(uncontrolled=uncontrolled)
    totals = [sum(trace.x[i] or 0 for trace in figure.data) for i in range(len(e.CONDITIONS))]
    assert max(totals) <= figure.layout.xaxis.range[1]


def test_certainty_is_in_grades_words():
    assert {word for c in e.CONDITIONS for word in c.certainty.split(" to ")} <= {"very low", "low", "moderate", "high"}


# --- effects


@pytest.mark.parametrize("comparison", e.COMPARISONS, ids=lambda c: c.name)
def test_a_difference_is_the_printed_one_or_the_counts(comparison):
    difference = comparison.difference
    assert difference.low <= difference.value <= difference.high
    counts = comparison.counts()
    if counts is None:
        row = evidence.row(comparison.printed)
        assert {abs(difference.low), abs(difference.high)} == {abs(row.low), abs(row.high)}
    else:
        assert difference.value == pytest.approx(100 * (counts[0] / counts[1] - counts[2] / counts[3]))
        one, two = evidence.row(comparison.treated), evidence.row(comparison.untreated)
        if one.unit == "%":
            assert difference.value == pytest.approx(one.value - two.value, abs=1.1)


def test_printed_shares_of_a_printed_difference_agree():
    for comparison in e.COMPARISONS:
        if comparison.printed:
            one, two = evidence.row(comparison.treated).value, evidence.row(comparison.untreated).value
            assert one - two == pytest.approx(comparison.difference.value, abs=0.15), comparison.name


def test_a_crossover_counts_its_people_once():
    taylor = next(c for c in e.COMPARISONS if c.name == "Taylor, clinician")
    assert taylor.n == 18 and "crossover" in taylor.note


def test_large_trials_show_smaller_effects():
    middle = lambda here: sorted(c.difference.value for c in here)[len(here) // 2]  # noqa: E731
    large, small = [c for c in e.COMPARISONS if c.n >= 100], [c for c in e.COMPARISONS if c.n < 100]
    assert middle(large) < middle(small) / 2


@pytest.mark.parametrize("measure", e.MEASURES)
def test_forest_draws_the_rows_turned_to_one_side(measure):
    figure, _ = e.forest(measure)
    drawn = {y: (x, x - m, x + p) for t in figure.data for x, y, m, p in zip(t.x, t.y, t.error_x.arrayminus, t.error_x.array)}
    assert len(drawn) == len(e.FOREST[measure])
    for effect in e.FOREST[measure]:
        row = evidence.row(effect.row)
        x, low, high = drawn[effect.name]
        assert x == pytest.approx(effect.sign * row.value)
        assert sorted((low, high)) == pytest.approx(sorted((effect.sign * row.low, effect.sign * row.high)))


def test_one_measure_an_axis():
    units = {measure: {evidence.row(effect.row).unit for effect in effects} for measure, effects in e.FOREST.items()}
    assert units["points"] == {"points"} and units["OR"] == {"OR"} and units["PTSD"] == {"g"}
    assert units["SMD"] <= {"SMD", "g"}  # both are standard deviations


def test_what_is_not_brought_forward_leaves_the_table():
    traces = e.forest("SMD", "masked")[0].data
    assert {t.name: t.hoverinfo for t in traces if len(t.x)} == {
        words: "text" if key == "masked" else "skip" for key, (words, *_) in e.POOLED.items()
    }


@pytest.mark.parametrize("effect", [effect for effects in e.FOREST.values() for effect in effects], ids=lambda effect: effect.name)
def test_an_effect_stands_with_its_rows_comparator(effect):
    """Placebo alone, a sedative or anaesthesia alone, or a pool of several: never one as the other."""
    said = evidence.row(effect.row).comparator
    wanted = (
        "none" if "no control group" in said
        else "mixed" if " or " in said or "pseudo" in said or said.startswith("all controls")
        else "masked" if said in ("midazolam", "saline under anaesthesia", "active controls only")
        else "placebo" if said.startswith("placebo") or said == "passive controls only" else said
    )
    assert effect.against == wanted


def test_cochranes_comparison_is_said_with_its_own_numbers():
    said = str(e.forest("SMD")[1][0])
    assert "0.87" in said and "0.49" in said and "56 %" in said


# --- a hundred people


@pytest.mark.parametrize("trial", e.HUNDREDS)
def test_a_hundred_people_are_a_hundred(trial):
    for base in STOPS[e.hundred_people]["base"]:
        groups = e.hundred_people(trial, base)[0].data[:3]
        assert sum(len(t.x) for t in groups) == 100
        start, difference, _ = e.shares(trial, base)
        assert len(groups[0].x) == round(start) and len(groups[0].x) + len(groups[1].x) == round(start + difference.value)
        assert -55 <= difference.low <= difference.high <= 82  # the axis


def test_published_shares_are_the_trials_own():
    for key, chosen in e.HUNDREDS.items():
        start, difference, _ = e.shares(key)
        if chosen.comparison:
            rows = evidence.row(chosen.comparison.treated), evidence.row(chosen.comparison.untreated)
            assert (start + difference.value, start) == pytest.approx((rows[0].value, rows[1].value), abs=0.6)
        else:
            assert start == pytest.approx(evidence.row(chosen.base).value)


def test_cochranes_own_treated_shares_come_out():
    for key, row in (("cochrane-placebo", "C735"), ("cochrane-midazolam", "C737")):
        start, difference, _ = e.shares(key)
        assert start + difference.value == pytest.approx(evidence.row(row).value, abs=0.15)


def test_numbers_needed_are_citromes():
    """TRANSFORM-2 with drop-outs counted: 8 to treat for a response, 17 to harm; remission 6."""
    said = {key: e.hundred_people(key)[1][-1] for key in ("transform2-strict", "stopped")}
    assert str(said["transform2-strict"]).startswith(f"{evidence.row('C917').value:.0f} to benefit")
    assert str(said["stopped"]).startswith(f"{evidence.row('C919').value:.0f} to harm")
    remission = (evidence.row("C915").value - evidence.row("C916").value) / 100
    assert absolute.whole(remission) == f"{evidence.row('C918').value:.0f}"


def test_the_same_odds_ratio_gives_other_absolute_effects():
    """The finding: the smaller odds ratio can be the larger difference, and the base decides."""
    assert e.shares("cochrane-placebo")[2].value > e.shares("cochrane-midazolam")[2].value
    assert e.shares("cochrane-placebo")[1].value < e.shares("cochrane-midazolam")[1].value
    gains = [e.shares("cochrane-placebo", base)[1].value for base in (5, 30, 70)]
    assert gains[0] < gains[1] > gains[2]
    ratios = {e.shares("cochrane-placebo", base)[2].value for base in (5, 30, 70)}
    assert ratios == {evidence.row("C245").value}


def test_a_few_events_are_named_as_few():
    stopped, response = (e.hundred_people(trial)[1][0].value for trial in ("stopped", "transform-28d"))
    assert "from 8 people against 1: too few" in stopped and "too few" not in response


@pytest.mark.parametrize("trial", e.HUNDREDS)
def test_people_on_another_treatment_are_not_better_anyway(trial):
    names = [trace.name.split(":")[0] for trace in e.hundred_people(trial)[0].data]
    treated = e.HUNDREDS[trial].comparison and e.HUNDREDS[trial].comparison.against == "treatment"
    assert ("better on the other treatment too" in names) is bool(treated)


def test_where_no_study_printed_shares_the_figure_says_so():
    figure, readouts = e.anxiety_ptsd_ocd("anxiety", "active")
    assert [note.text for note in figure.layout.annotations] == ["No study of this kind<br>printed shares."]
    assert readouts[0].value == "None." and "midazolam" in readouts[1].value
    assert not e.anxiety_ptsd_ocd("anxiety", "control")[0].layout.annotations


def test_an_interval_through_no_difference_says_infinity():
    assert "∞" in str(e.hundred_people("lii")[1][-1]) and "∞" not in str(e.hundred_people("murrough")[1][-1])


@pytest.mark.parametrize("rows, split", [(("C101", "C734", "C903", "C904"), (32, 30)), (("C913", "C914", "C915", "C916"), (112, 109))])
def test_inferred_arm_sizes_are_the_only_ones_that_fit(rows, split):
    """KARMA-Dep 2 (62 people) and TRANSFORM-2 (comparator arm of 109): the printed percentages are whole people."""
    one, two, three, four = (evidence.row(id).value for id in rows)
    total = sum(split)

    def fits(percent, people):
        try:
            return absolute.count(percent, people) >= 0
        except ValueError:
            return False

    if total == 62:
        found = [(a, 62 - a) for a in range(20, 43) if fits(one, a) and fits(three, a) and fits(two, 62 - a) and fits(four, 62 - a)]
    else:
        found = [(a, 109) for a in range(100, 116) if fits(one, a) and fits(three, a) and fits(two, 109) and fits(four, 109)]
    assert found == [split]


# --- anxiety, PTSD, OCD


def test_shares_outside_depression_are_the_rows():
    figure, _ = e.anxiety_ptsd_ocd()
    drawn = {(t.name, y): x for t in figure.data for x, y in zip(t.x, t.y)}
    for item in e.SHARED:
        row = evidence.row(item.treated)
        percent = 100 * row.value / row.n if row.unit == "patients" else row.value
        assert drawn["ketamine", item.label] == pytest.approx(percent, abs=0.5)
        assert (("comparator", item.label) in drawn) == bool(item.untreated)


def test_switching_to_active_controls_leaves_one_trial():
    figure, readouts = e.anxiety_ptsd_ocd(control="active")
    assert list(figure.data[1].y) == ["PTSD<br>Feder 2021"]
    assert str(readouts[0]).startswith("30, in 1 trial.")
    assert "Abdallah" not in str(readouts[1]) and "Abdallah" in str(e.anxiety_ptsd_ocd("PTSD")[1][1])
