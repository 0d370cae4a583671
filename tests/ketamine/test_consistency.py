"""The course does not contradict itself: one value for one outcome, one half-life, one ceiling, one grade."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from coursework import questions
from ketamine import claims, evidence
from ketamine.models import exposure
from tests.support.course import BOOK, pages

ROWS = [row for name in evidence.names() for row in evidence.table(name).values()]
IN_HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "days": 24.0}


def two_valued(rows: Iterable[evidence.Row]) -> list[str]:
    """List pairs of rows that give one outcome of one study, arm and time two values against one comparator."""
    seen: dict[tuple[str, ...], evidence.Row] = {}
    found = []
    for row in rows:
        key = row.study, row.arm, row.comparator, row.outcome, row.when, row.unit
        first = seen.setdefault(key, row)
        if (first.value, first.low, first.high, first.n) != (row.value, row.low, row.high, row.n):
            found.append(f"{first.id} and {row.id}: {row.study}, {row.outcome}")
    return found


def test_no_outcome_of_a_study_has_two_values():
    assert two_valued(ROWS) == []


def test_a_second_value_is_found():
    row = next(row for row in ROWS if row.id == "C271")
    assert two_valued([row, replace(row, id="C999", value=27.0)]) == ["C271 and C999: SUSTAIN-1, " + row.outcome]
    assert two_valued([row, replace(row, id="C999", n=152)]), "the same share of other people"
    assert two_valued([row, replace(row, id="C999", comparator="midazolam", value=27.0)]) == []


# --- half-lives -----------------------------------------------------------------------------------


def half_lives() -> set[float]:
    """Collect the published half-lives of the tables in hours, with five times each, after which about 3 % is left."""
    found = set()
    for row in ROWS:
        if "half-life" in row.outcome and row.unit in IN_HOURS:
            found |= {v * IN_HOURS[row.unit] for v in (row.value, row.low, row.high) if v is not None}
    return {round(times * hours, 3) for hours in found for times in (1, 5)}


def told(text: str) -> list[tuple[float, str]]:
    """List the times in hours that stand in the sentences on a drug's half-life."""
    text = re.sub(r"\{cite:\w+\}`[^`]*`|\{term\}`([^`<]*)[^`]*`", r"\1", text)
    found = []
    for sentence in re.split(r"(?<=[.!?:])\s+|\n", text):
        if "half-li" not in sentence.lower():
            continue
        for low, high, unit in re.findall(r"([\d.]+)(?: (?:to|and|or) ([\d.]+))? (hours?|h|minutes?|min)\b", sentence):
            scale = IN_HOURS["h" if unit.startswith("h") else "min"]
            found += [(round(float(number) * scale, 3), sentence.strip()) for number in (low, high) if number]
    return found


@pytest.mark.parametrize(
    "file", [*(f"{page}.md" for page in pages()), *(f"questions/{c}.yml" for c in questions.chapters())]
)
def test_every_half_life_in_the_text_is_one_of_the_tables(file):
    known = half_lives()
    # 'samples up to 8 hours' is how long somebody looked, not a half-life
    said = [(h, s) for h, s in told(re.sub(r"samples up to \d+ hours", "", (BOOK / file).read_text("utf-8")))]
    assert [(hours, sentence) for hours, sentence in said if hours not in known] == []


def test_a_half_life_that_no_table_has_is_found():
    assert {3.0, 15.0, 6.1, 30.5, 7.0, 12.0, 35.0, 60.0} <= half_lives()
    assert told("After five half-lives, 15 to 31 hours, little is left.") == [
        (15.0, "After five half-lives, 15 to 31 hours, little is left."),
        (31.0, "After five half-lives, 15 to 31 hours, little is left."),
    ]
    assert 31.0 not in half_lives()


def test_neither_drug_is_gone_in_a_day_where_the_other_is_meant():
    """Esketamine's half-life is longer: the chapter on durations gives both, and no page one of them for both."""
    assert evidence.row("PK53").low > evidence.row("PK83b").value
    chapter = (BOOK / "chapters" / "how-long-do-the-effects-last.md").read_text("utf-8")
    assert "15 to 30.5 hours" in chapter and "35 to 60 hours" in chapter
    for page in pages():
        text = (BOOK / f"{page}.md").read_text("utf-8")
        assert "The drug is gone within about a day" not in text, page


# --- ceilings of 'nobody was affected' ------------------------------------------------------------


def test_none_of_fourteen_has_one_ceiling_in_text_and_question():
    limit = round(100 * exposure.upper_limit(14))
    chapter = (BOOK / "chapters" / "long-term-effects.md").read_text("utf-8")
    assert f"({limit} %, calculated" in chapter
    [question] = [q for q in questions.chapter("long-term-effects") if q.id == "rule-of-three"]
    for answer in (300 / 14, limit):  # the rule of thumb and the exact limit
        assert abs(question.answer - answer) <= question.tolerance
    assert f"the exact limit is {limit} %" in question.right.why


# --- the printed sheet and the ledger -------------------------------------------------------------

SHEET = (BOOK / "chapters" / "key-takeaways.md").read_text("utf-8").split("## On one page")[1].split("\n## ")[0]
HEADS = {
    "**Fairly sure (moderate)**": "moderate",
    "**Likely or mixed (low)**": "low",
    "**Weak, or not borne out (very low)**": "very low",
    "**Not tested in people**": "not tested in people",
}


def graded_on_the_sheet(sheet: str) -> list[tuple[int, str]]:
    """List (number in the ledger, strength) for every claim that a line of the sheet names."""
    found, strength = [], ""
    for line in sheet.splitlines():
        strength = HEADS.get(line, "" if line.startswith("**") else strength)
        if strength:
            found += [(int(n), strength) for group in re.findall(r"\[([\d, ]+)\]", line) for n in group.split(",")]
    return found


def test_the_sheet_grades_like_the_ledger():
    strengths = {claim.number: claim.strength for claim in claims.table()}
    named = graded_on_the_sheet(SHEET)
    assert [(number, grade, strengths[number]) for number, grade in named if strengths[number] != grade] == []
    assert len(named) == len(set(named)) and len(named) >= 25
    assert {claim.number for claim in claims.table() if claim.strength == "moderate"} <= {number for number, _ in named}


def test_every_line_of_the_sheet_names_its_claim():
    graded = SHEET.split("**At a visit")[0].split("**Fairly sure")[1]
    assert [line for line in graded.splitlines() if line.startswith("- ") and not re.search(r"\[[\d, ]+\]", line)] == []


def test_the_sheet_does_not_call_interstitial_cystitis_cystitis():
    [line] = [line for line in SHEET.splitlines() if "cystitis" in line]
    assert "*interstitial* cystitis" in line and "more common than on placebo" in line
    for page in pages():
        text = re.sub(r"[*_]", "", (BOOK / f"{page}.md").read_text("utf-8"))
        assert not re.search(r"[Nn]o cystitis (put|ascribed|linked)", text), page


def test_a_grade_better_than_the_reviews_own_has_its_reason():
    """Where a review rated the certainty of a supporting row lower than the ledger rates the claim, about.md says
    why.
    """
    about = (BOOK / "about.md").read_text("utf-8")
    for claim in claims.table():
        if claim.strength not in ("high", "moderate"):
            continue
        for id in claim.supports:
            row = evidence.row(id)
            if re.search(r"\b(very )?low certainty", row.note):
                assert row.citation in about, f"{claim.id} is {claim.strength}, {id} is rated lower by its review"
