"""The final test cannot be passed by an attitude, by the looks of the options, or by both."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from coursework import gates, questions, quiz
from ketamine import evidence
from tools import question_gates


@pytest.fixture(scope="module")
def bank():
    return questions.bank()


@pytest.fixture(scope="module")
def rows(bank):
    """What `python -m tools.question_gates` prints."""
    rules = quiz.assessment()
    needed = -(-rules.questions * rules.pass_mark // 100)
    return question_gates.measured(bank, question_gates.drawn(bank, rules.questions), needed)


def test_no_attitude_and_no_rule_of_thumb_gets_far(rows):
    assert question_gates.faults(rows) == []
    assert len(rows) == 2 + len(gates.ATTITUDES) + len(gates.SURFACE)


def test_a_bank_with_a_template_is_refused(bank):
    """Where the right answer is always the measured one, and never gives a reason, every gate shuts."""
    spoilt = [
        gates.with_options(
            question,
            [
                (f"It may be, {option.text}", "measured") if option.right else (f"{option.text}, since it is", "hype")
                for option in question.options
            ],
        )
        for question in gates.one_answer(bank)
    ]
    said = "\n".join(question_gates.faults(question_gates.measured(spoilt, question_gates.drawn(spoilt, 20, 200), 16)))
    for rule in ("always measured", "without a reason", "most hedged, narrow list", "regression on the looks"):
        assert f"{rule}" in said
    assert "passes 100.00% of the sittings" in said


def test_the_pool_is_large_balanced_and_kept_apart(bank):
    assert len(bank) >= 60
    asked = {question.id for name in questions.chapters() for question in questions.chapter(name)}
    assert not asked & {question.id for question in bank}
    favourable = [q for q in bank if any(option.right and option.stance == "hype" for option in q.options)]
    assert 4 * len(favourable) >= len(bank)
    people = [q for q in bank if re.search(r"\b(Mr|Ms|Dr) [A-Z]|\bhis\b|\bher\b", q.ask)]
    assert len(people) > len(bank) / 2
    fresh = [question for question in bank if question.draws]
    assert len(fresh) >= 4 and all(len(question.draws) >= 4 for question in fresh)


def test_every_objective_has_two_questions_in_the_test(bank):
    times = Counter((question.chapter, question.objective) for question in bank)
    wanted = {(name, goal) for name in questions.chapters() for goal in questions.objectives(name)}
    assert {goal: times[goal] for goal in wanted if times[goal] < 2} == {}


def test_every_option_of_the_course_says_its_stance():
    every = [q for name in questions.chapters() for q in (*questions.chapter(name), *questions.pool(name))]
    assert [q.id for q in every if not all(option.stance for option in q.options)] == []


def test_a_reason_is_given_in_the_feedback_and_not_in_an_option(bank):
    """'Since' and 'because' gave wrong options away."""
    assert [q.id for q in bank for option in q.options if re.search(r"\b(since|because)\b", option.text)] == []


def test_the_works_that_are_cited_are_those_of_the_rows(bank):
    """A row that is named is one of a work that the feedback cites."""
    cited = {row: one.citation for name in evidence.names() for row, one in evidence.table(name).items()}
    for question in bank:
        reasons = [option.reason for option in question.options] + [r for r in (question.right, question.wrong) if r]
        works = {key for reason in reasons for key in reason.cite}
        assert {cited[row] for row in question.rows} & works, question.id


def test_numbers_do_not_stand_still(bank):
    """Two sittings seldom have the same numbers."""
    for question in bank:
        if question.draws:
            assert len({draw.answer for draw in question.draws}) >= 3, question.id
