"""The chapter on suicidal thoughts:
captions hold at every stop, every number is a row's, and the page is safe to read.
"""

from __future__ import annotations

import re

import pytest

from ketamine import evidence
from ketamine.figures import suicidal_ideation as s
from ketamine.models import risk
from tests.support.course import BOOK, results

PAGE = "chapters/suicidal-thoughts"
CHAPTER = BOOK / f"{PAGE}.md"


def traces(figure):
    return {trace.name: trace for trace in figure.data}


def test_time_course_draws_the_rows_turned_upwards():
    drawn = traces(s.ideation_over_time(uncontrolled=True)[0])
    for look, (ids, sign) in (s.CONTROLLED | s.UNCONTROLLED).items():
        rows = [evidence.row(id) for id in ids]
        trace = drawn[look.name]
        assert list(trace.x) == [row.hours for row in rows]
        assert list(trace.y) == pytest.approx([sign * row.value for row in rows])
        for y, up, down, row in zip(trace.y, trace.error_y.array, trace.error_y.arrayminus, rows):
            assert sorted((y - down, y + up)) == pytest.approx(sorted((sign * row.low, sign * row.high)))
    low, high = evidence.row("C178").interval
    assert {drawn["Wilkinson 2018, smallest"].y[0], drawn["Wilkinson 2018, days 1 to 7"].y[0]} == {low, high}


def test_each_review_lasts_as_long_as_its_rows_say():
    """About three days, and disagreement about a week: Witt and Xu end at 72 h, Wilkinson looked to day 7."""
    lasts = {each.review: each for each in s.lasting()}
    assert lasts["Witt 2020"][1:5] == (4, evidence.row("C809").high, 72, True)
    assert lasts["Xu 2016"][1:5] == (24, 72, evidence.row("C564b").hours, True)
    assert lasts["Wilkinson 2018"][1:5] == (24, 168, 168, False)
    for _, shown in results(PAGE, "ideation-over-time"):
        drawn = traces(shown.figure)
        assert set(drawn["No longer clear, or small"].y) | set(drawn["Last day looked at"].y) == set(lasts)


def test_reviews_without_controls_are_off_until_asked_for():
    drawn = traces(s.ideation_over_time()[0])
    assert all(list(drawn[look.name].x) == [None] for look in s.UNCONTROLLED)
    assert all(evidence.row(id).design != "meta-analysis" for ids, _ in s.UNCONTROLLED.values() for id in ids)


def test_what_is_said_at_each_time():
    """Clear to three days, disputed at a week, nothing controlled at a month."""
    said = {hours: str(s.ideation_over_time(hours)[1][0]) for hours in s.TIMES}
    assert all("clear of no difference" in said[hours] for hours in (4, 18, 48))
    assert "disagree" in said[168] and "No controlled figure" in said[720]
    assert all(evidence.row(id).high < 0 for id in ("C195", "C196", "C197"))
    assert "control group" in str(s.ideation_over_time(720, True)[1][1])


def test_mood_moves_and_suicidality_does_not_in_the_same_trials():
    mood, rating = (s.trial_outcomes(outcome)[0].data[0] for outcome in ("mood", "suicidality"))
    assert list(mood.y) == list(s.ESKETAMINE) and list(mood.x) == [
        -evidence.row(pair[0]).value for pair in s.ESKETAMINE.values()
    ]
    assert list(rating.y) == ["ASPIRE I"] and list(rating.x) == [0]
    row = evidence.row("C192")
    assert (rating.x[0] - rating.error_x.arrayminus[0], rating.x[0] + rating.error_x.array[0]) == (-row.high, -row.low)
    words = [a.text for a in s.trial_outcomes("suicidality")[0].layout.annotations]
    assert all("not significant" in text for text in words) and len(words) == 3


def test_abbars_shares_are_the_percentages_not_the_swapped_fractions():
    drawn = traces(s.trial_outcomes("free")[0])
    shares = {(name, label): x for name, trace in drawn.items() for x, label in zip(trace.x, trace.y)}
    label = next(name for name in s.SHARES if name.startswith("Abbar"))
    assert shares["ketamine", label] == pytest.approx(evidence.row("C186").value, abs=0.05)
    assert shares["comparator", label] == pytest.approx(evidence.row("C187").value, abs=0.05)
    with pytest.raises(ValueError, match="no whole number"):
        risk.count(63.0, 83)


def test_no_trial_here_is_large_enough_for_attempts():
    people = {name: sum(evidence.row(id).n for id in ids) for name, ids in s.STUDIED.items()}
    single = max(n for name, n in people.items() if "pooled" not in name)
    for arguments, shown in results(PAGE, "people-needed"):
        needed = next(readout.value for readout in shown.readouts if readout.unit == "people")
        assert list(traces(shown.figure)["needed (calculated)"].x) == [needed]
        assert needed > single, arguments
    assert next(r.value for r in s.people_needed(0, 50)[1] if r.unit == "people") > people["All pooled, preprint"]


def test_the_pooled_odds_ratio_excludes_neither_benefit_nor_harm():
    row = evidence.row("C928")
    assert row.low < 0.5 and row.high > 1.5


def test_attempts_and_deaths_stand_beside_the_composite():
    """The same abstract prints fewer attempts and more deaths on the drug: neither is told without the other."""
    said = s.people_needed()[1][-1].value
    page = " ".join(CHAPTER.read_text("utf-8").split())
    for drug, other in (("C1250", "C1251"), ("C1252", "C1253"), ("C1254", "C1255")):
        assert f"{evidence.row(drug).value:g} % and {evidence.row(other).value:g} %" in said
        for id in (drug, other):
            assert evidence.row(id).note.split("; ")[3].split()[0] in page, id
    assert evidence.row("C1250").value < evidence.row("C1251").value
    assert evidence.row("C1252").value > evidence.row("C1253").value


def test_a_trial_without_a_difference_is_named_where_shares_are_drawn():
    assert "Murrough 2015" in s.trial_outcomes("free")[1][0].value and "week 6" in s.trial_outcomes("free")[1][1].value


# --- the page


def test_crisis_lines_come_first_and_are_the_rows():
    text = CHAPTER.read_text("utf-8")
    top = text.split("# Suicidal thoughts", 1)[1]
    box = top.split(":::", 3)[1]
    assert "{admonition}" in box and top.index(box) < 20, "the help lines must be the first thing under the title"
    digits = {
        re.sub(r"\D", "", n)
        for id in (
            "X218",
            "C944",
            "C946",
            "C947",
            "C948",
            "C943",
            "X219",
            "X220",
            "X222",
            "X226",
            "X223",
            "X224",
            "X225",
        )
        for n in re.findall(r"[\d][\d -]{2,}\d", evidence.row(id).outcome)
    }
    shown = {re.sub(r"\D", "", n) for n in re.findall(r"<strong>([^<]*)</strong>", top.split("## ", 1)[0])}
    dialled = {re.sub(r"\D", "", n) for n in re.findall(r'href="(?:tel|sms):(\d+)"', top.split("## ", 1)[0])}
    assert dialled == shown, "a number dials what it says"
    emergency = {"999", "911", "000", "111", "112"}
    assert digits - {""} <= shown | {""}, digits - shown
    assert shown <= digits | emergency, shown - digits


@pytest.mark.parametrize(
    "word",
    [
        "commit suicide",
        "committed suicide",
        "successful suicide",
        "failed attempt",
        "unsuccessful attempt",
        "completed suicide",
        "epidemic",
        "suicide victim",
        "overdose",
        "hanging",
        "firearm",
        "life-saving",
    ],
)
def test_the_words_are_safe(word):
    figures = (BOOK.parent / "widgets" / "ketamine" / "figures" / "suicidal_ideation.py").read_text("utf-8")
    rows = (BOOK.parent / "widgets" / "ketamine" / "evidence" / "suicidal_ideation.csv").read_text("utf-8")
    for text in (CHAPTER.read_text("utf-8"), figures, rows):
        assert word not in text.lower()


def test_the_page_says_what_was_not_measured():
    text = " ".join(CHAPTER.read_text("utf-8").split())
    assert "ideation" in text and re.search(r"\b[Nn]o (single )?trial[^.]*(attempts|deaths)", text)
    assert "off-label" in text and "esketamine" in text
