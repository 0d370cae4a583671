"""What an instructor takes out of the course: questions for other systems, cards, the gain of a class."""

from __future__ import annotations

import json
import math
import sqlite3
import xml.etree.ElementTree as ET
from zipfile import ZipFile

import pytest

from coursework import questions
from coursework.course import find
from tests.support.course import SLUG
from tools import cards, class_gain
from tools import questions as exports

#: What Moodle takes as the worth of an answer, in per cent, of those that stand here.
FRACTIONS = {"100", "0", "-100", "50", "33.33333", "25", "20"}


@pytest.fixture(scope="module")
def every():
    names = questions.chapters()
    return [q for name in names for q in (*questions.chapter(name), *questions.pool(name))]


def test_moodle_gets_every_question_with_the_feedback_of_each_option(every):
    some = [question for question in every if question.kind != "explorer"]
    quiz = ET.fromstring(exports.moodle(some, find()))
    asked = {one.findtext("name/text"): one for one in quiz if one.get("type") != "category"}
    assert set(asked) == {question.id for question in some}
    assert len(quiz) - len(asked) == 2 * len(questions.chapters())  # a category for each chapter, and for its pool
    for question in some:
        answers = asked[question.id].findall("answer")
        assert {answer.get("fraction") for answer in answers} <= FRACTIONS, question.id
        if question.options:
            assert [answer.findtext("text") for answer in answers] == [option.text for option in question.options]
            assert all(answer.findtext("feedback/text") for answer in answers)
        if question.kind == "number":
            assert answers[0].findtext("text") == question.key and float(answers[0].findtext("tolerance")) >= 0


def test_what_did_not_go_over_is_named(tmp_path, every):
    said = exports.write(tmp_path, find())
    left = [question.id for question in every if question.kind == "explorer"]
    assert f"Not written, as they need a figure beside them: {', '.join(left)}" in said
    assert any(line.startswith("Written with one draw of their numbers: peak-dose") for line in said)
    once = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    exports.write(tmp_path, find())
    assert once == {path.name: path.read_bytes() for path in tmp_path.iterdir()} and len(once) == 3


def test_what_is_special_to_gift_is_escaped():
    assert exports._escaped("a = b: {50 %} ~ #1 \\ c") == r"a \= b\: \{50 %\} \~ \#1 \\ c"


def test_cards_hold_the_glossary_and_the_claims(tmp_path):
    counts = cards.write(tmp_path / "cards.apkg", find())
    assert counts["words"] > 50 and counts["claims"] == 42
    with ZipFile(tmp_path / "cards.apkg") as archive:
        archive.extract("collection.anki2", tmp_path)
    notes = sqlite3.connect(tmp_path / "collection.anki2").execute("select guid, flds from notes").fetchall()
    assert len(notes) == len({guid for guid, _ in notes}) == sum(counts.values())
    assert all(front and back for front, back in (fields.split("\x1f") for _, fields in notes))
    assert not [fields for _, fields in notes if "{term}" in fields or "**" in fields]
    again = tmp_path / "again.apkg"
    cards.write(again, find())
    assert again.read_bytes() == (tmp_path / "cards.apkg").read_bytes()


def made_up(first="a", before=4, after=8, of=10, **more):
    """What the page of the certificate saves. These numbers are made up."""
    result = {"on": "2026-11-28", "of": of}
    said = {"course": SLUG, "title": "MADE UP", "version": "0", "first": first}
    return said | {"before": result | {"right": before}, "after": result | {"right": after}} | more


def test_a_class_is_told_its_gain_with_an_interval(tmp_path):
    for i, (first, before, after) in enumerate([("a", 4, 8), ("b", 3, 8), ("a", 6, 7), ("b", 5, 9)]):
        (tmp_path / f"made-up-{i}.json").write_text(json.dumps(made_up(first, before, after)), "utf-8")
    gains, wrong = class_gain.read(tmp_path, SLUG)
    assert wrong == [] and [gain.points for gain in gains] == [40, 50, 10, 40]
    low, high = class_gain.interval([40, 50, 10, 40])
    assert (round(low, 1), round(high, 1)) == (7.4, 62.6)  # 35 ± 3.182 × 17.32 / 2
    said = class_gain.told(gains)
    assert said[:2] == [
        "4 people: right before 45 %, after 80 %.",
        "Gain 35.0 percentage points (95 % interval 7.4 to 62.6).",
    ]
    assert said[2:] == ["With form a first: 25.0 (2 of 4).", "With form b first: 45.0 (2 of 4)."]
    assert "not yet an effect of the course" in class_gain.report(gains, {})[-1]
    assert class_gain.interval([3]) == (-math.inf, math.inf)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "it is not JSON"),
        ("[]", f"it is not from this course ({SLUG})"),
        (json.dumps(made_up(course="other")), f"it is not from this course ({SLUG})"),
        (json.dumps(made_up(first="c")), "first is 'c'; it must be a or b"),
        (json.dumps(made_up(after=None) | {"after": None}), "after is missing; the test was not taken"),
        (json.dumps(made_up(before=11)), "before says 11 of 10 right; it must be from 0 to all of at least one"),
        (json.dumps(made_up(before="4")), "before says '4' of 10 right; it must be from 0 to all of at least one"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_the_others_are_read(tmp_path, text, fault):
    (tmp_path / "bad.json").write_text(text, "utf-8")
    (tmp_path / "good.json").write_text(json.dumps(made_up()), "utf-8")
    gains, wrong = class_gain.read(tmp_path, SLUG)
    assert len(gains) == 1 and wrong == [f"bad.json is left out: {fault}."]
