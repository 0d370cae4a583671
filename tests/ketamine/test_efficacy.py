"""The evidence map and the extra responders: every number is a row's."""

from __future__ import annotations

import pytest

from ketamine import evidence
from ketamine.figures import efficacy as e
from ketamine.models import risk

# --- the map


@pytest.mark.parametrize("study", e.STUDIES, ids=lambda s: s.name)
def test_a_study_of_the_map_stands_on_rows(study):
    assert (
        study.n > 0 and study.condition in e.CONDITIONS and study.against in e.AGAINST and study.finding in e.FINDINGS
    )
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
    assert {s.condition for s in large} == {e.ESKETAMINE, e.KETAMINE, e.BIRTH, e.SUICIDAL}
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
    difference = comparison.estimate
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
            assert one - two == pytest.approx(comparison.estimate.value, abs=0.15), comparison.name


def test_a_crossover_counts_its_people_once():
    taylor = next(c for c in e.COMPARISONS if c.name == "Taylor, clinician")
    assert taylor.n == 18 and "crossover" in taylor.note


def test_large_trials_show_smaller_effects():
    middle = lambda here: sorted(c.estimate.value for c in here)[len(here) // 2]  # noqa: E731
    large, small = [c for c in e.COMPARISONS if c.n >= 100], [c for c in e.COMPARISONS if c.n < 100]
    assert middle(large) < middle(small) / 2


@pytest.mark.parametrize(
    "rows, split", [(("C101", "C734", "C903", "C904"), (32, 30)), (("C913", "C914", "C915", "C916"), (112, 109))]
)
def test_inferred_arm_sizes_are_the_only_ones_that_fit(rows, split):
    """KARMA-Dep 2 (62 people) and TRANSFORM-2 (comparator arm of 109): the printed percentages are whole people."""
    one, two, three, four = (evidence.row(id).value for id in rows)
    total = sum(split)

    def fits(percent, people):
        try:
            return risk.count(percent, people) >= 0
        except ValueError:
            return False

    if total == 62:
        found = [
            (a, 62 - a)
            for a in range(20, 43)
            if fits(one, a) and fits(three, a) and fits(two, 62 - a) and fits(four, 62 - a)
        ]
    else:
        found = [
            (a, 109) for a in range(100, 116) if fits(one, a) and fits(three, a) and fits(two, 109) and fits(four, 109)
        ]
    assert found == [split]
