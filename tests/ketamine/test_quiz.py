"""The questions as data: every fault is named with file and line, and what is written is whole."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import replace

import pytest

from coursework import questions, quiz
from coursework.course import Course, find
from coursework.questions import QuizError
from ketamine import evidence
from tests.support import course
from tests.support.course import BOOK

CHAPTER = """# Trial

The chapter takes about 10 minutes.

## Objectives

After this chapter you can

1. compare {term}`arms <arm>` of a
   trial;
2. **read** a figure.

## What the article says

```{code-cell} ipython3
:tags: [hide-input]
from ketamine.figures import trial

explore(trial.some_figure, caption="A figure.", dose=1, per_week=2)
```
"""
GOOD = """- id: first
  kind: one
  objective: read a figure
  ask: Which?
  options:
    - text: This one
      right: true
      why: It is.
      cite: [daly2018]
    - text: That one
      why: It is not.
      cite: [daly2018]
    - text: None
      why: There is one.
      cite: [daly2018]
"""
NUMBER = """- id: number
  kind: number
  objective: arms of a trial
  ask: How many?
  answer: 8
  tolerance: 0.5
  unit: people
  right: {why: Yes., cite: [daly2018]}
  wrong: {why: No., cite: [daly2018]}
  traps: [{value: 13, why: That is the difference., cite: [daly2018]}]
"""
ORDER = """- id: order
  kind: order
  objective: arms of a trial
  ask: In which order?
  items: [first, second, third, fourth]
  right: {why: Yes., cite: [daly2018]}
  wrong: {why: No., cite: [daly2018]}
"""
SET = """- id: set
  kind: explorer
  objective: read a figure
  ask: Set it.
  explorer: some-figure
  options:
    - {text: It rises, right: true, stance: hype, why: It does., cite: [daly2018]}
    - {text: It falls, stance: denial, why: It rises., cite: [daly2018]}
    - {text: It stays, stance: neutral, why: It rises., cite: [daly2018]}
"""
DRAWN = """- id: drawn
  kind: number
  objective: arms of a trial
  ask: "{a} of 100 against {b} of 100: how many must be treated?"
  draw: {a: [60, 70], b: [40, 45]}
  answer: ceil(100 / (a - b))
  tolerance: 0.5
  unit: people
  right: {why: "100 by {a} less {b} is {answer}.", cite: [daly2018]}
  wrong: {why: No., cite: [daly2018]}
  traps: [{value: a - b, why: That is the difference., cite: [daly2018]}]
"""
ROW = "  rows: [C027]\n"


@pytest.fixture
def book(tmp_path):
    """A course of one chapter; ``book(text)`` writes its questions."""
    for folder in ("chapters", "questions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "chapters" / "trial.md").write_text(CHAPTER, "utf-8")
    (tmp_path / "_toc.yml").write_text("root: intro\nchapters:\n  - file: chapters/trial\n", "utf-8")
    shutil.copy(BOOK / "references.bib", tmp_path)
    (tmp_path / "assessment.yml").write_text("questions: 20\npass_mark: 80\n", "utf-8")

    def write(text):
        (tmp_path / "questions" / "trial.yml").write_text(text, "utf-8")
        return Course(tmp_path, "Trial", "trial", "intro", test="final-test", certificate="certificate")

    return write


def test_the_course_has_no_faulty_question():
    assert questions.faults() == []


def test_every_chapter_has_four_to_six_and_the_bank_is_large_enough():
    for path in sorted((BOOK / "questions").glob("*.yml")):
        assert 4 <= len(questions.chapter(path.stem)) <= 6, path.name
    rules = quiz.assessment()
    assert rules.questions == 20 and len(questions.bank()) >= max(quiz.LEAST_BANK, 2 * rules.questions)


def test_every_chapter_of_the_course_has_questions():
    chapters = [page.partition("/")[2] for page in course.pages() if page.startswith("chapters/")]
    assert chapters == questions.chapters()


def test_the_place_of_the_right_answer_does_not_give_it_away():
    keys = Counter(question.key for question in questions.bank() if question.kind == "one")
    assert max(keys.values()) < 0.45 * sum(keys.values()), keys


def test_every_cited_work_stands_in_an_evidence_table_or_is_a_method():
    known = {row.citation for name in evidence.names() for row in evidence.table(name).values()}
    methods = {"altman1998", "fretheim2012", "hotelling1953", "newcombe1998"}
    text = "".join(path.read_text("utf-8") for path in (BOOK / "questions").rglob("*.yml"))
    cited = {key.strip() for keys in re.findall(r"cite: \[([^\]]*)\]", text) for key in keys.split(",")}
    assert cited - known - methods == set()


def test_a_question_on_a_figure_asks_what_was_seen_in_it():
    explorers = {(explorer.page, explorer.id) for explorer in course.explorers()}
    asked = [q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "explorer"]
    assert len(asked) >= 10
    for question in asked:
        assert (f"chapters/{question.chapter}", question.explorer) in explorers and question.options, question.id


def test_what_is_good_is_read(book):
    one, number, order, set_ = questions.chapter("trial", book(GOOD + NUMBER + ORDER + SET))
    assert (one.key, one.objective, one.options[1].reason.why) == ("a", "read a figure", "It is not.")
    assert (number.key, number.objective, number.traps[0][0]) == ("8", "compare arms of a trial", 13)
    assert [order.items[i] for i in questions.shown(order)] == [
        "second",
        "fourth",
        "third",
        "first",
    ] and order.key == "d,a,c,b"
    assert (set_.explorer, set_.key, set_.options[0].stance) == ("some-figure", "a", "hype")
    assert [q.id for q in questions.bank(book(GOOD + SET))] == ["first"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD.replace("      right: true\n", ""), r"trial.yml:1: no option is right; mark one with 'right: true'"),
        (GOOD.replace("      why: It is not.\n", ""), r"trial.yml:10: why is missing"),
        (GOOD.replace("why: There is one.", "why: ''"), r"trial.yml:13: why is ''; it must be a text"),
        (GOOD.replace("why: It is.\n      cite: [daly2018]", "why: It is."), r"trial.yml:6: cite is missing"),
        (
            GOOD.replace("It is not.\n      cite: [daly2018]", "It is not.\n      cite: [daly2081]"),
            r"trial.yml:10: citation 'daly2081' is not in the bibliography",
        ),
        (GOOD.replace("cite: [daly2018]", "cite: []", 1), r"trial.yml:6: cite is \[\]; it must be a list of keys"),
        (
            GOOD.replace("read a figure", "draw a figure"),
            (
                r"trial.yml:1: objective 'draw a figure' stands in 0 of the chapter's objectives.*: compare arms of a"
                r" trial; read a figure"
            ),
        ),
        (GOOD.replace("read a figure", "r"), r"trial.yml:1: objective 'r' stands in 2"),
        (
            GOOD.replace("kind: one", "kind: guess"),
            r"trial.yml:1: kind is 'guess'; allowed are one, several, number, order, explorer",
        ),
        (GOOD.replace("id: first", "id: First one"), r"trial.yml:1: id is 'First one'"),
        (GOOD + GOOD, r"trial.yml:16: id 'first' stands twice"),
        (
            GOOD.replace("why: It is not.", "right: true\n      why: It is too."),
            r"trial.yml:1: 2 options are right; of kind 'one' only one may be",
        ),
        (GOOD.replace("  ask:", "  hint: none\n  ask:"), r"trial.yml:1: hint is unknown here"),
        (GOOD.replace("  ask: Which?", "  ask: Which?\n  ask: What?"), r"trial.yml:1: ask stands twice"),
        (GOOD.replace("  ask: Which?", "  ask: 'Which?"), r"trial.yml:\d+: "),
        (NUMBER.replace("answer: 8", "answer: eight"), r"trial.yml:1: answer is 'eight'; it must be a number"),
        (GOOD[: GOOD.index("    - text: None")], r"trial.yml:1: there are 2 options; there must be 3 to 8"),
        (
            GOOD.replace("kind: one", "kind: several")
            .replace("      why:", "      right: true\n      why:")
            .replace("      right: true\n      right: true\n", "      right: true\n"),
            r"trial.yml:1: every option is right; one at least must not be",
        ),
        (NUMBER.replace("value: 13", "value: 8.2"), r"trial.yml:1: a trap lies within the tolerance"),
        (NUMBER.replace("value: 13", "value: 8.5"), r"trial.yml:1: a trap lies within the tolerance"),
        (NUMBER.replace("tolerance: 0.5", "tolerance: -0.5"), r"trial.yml:1: tolerance is below 0"),
        (ORDER.replace("second", "first"), r"trial.yml:1: items must be 3 to 8 different texts"),
        (
            SET.replace("some-figure", "other-figure"),
            r"trial.yml:1: explorer is 'other-figure'; the chapter has some-figure",
        ),
        (SET.replace("stance: hype", "stance: keen"), r"trial.yml:7: stance is 'keen'; allowed are hype, denial, "),
        (
            DRAWN.replace("b: [40, 45]", "b: [60]"),
            r"trial.yml:1: 'ceil\(100 / \(a - b\)\)' has no value with a = 60, b = 60",
        ),
        (
            DRAWN.replace("b: [40, 45]", "b: [80]"),
            r"trial.yml:1: the answer is -5 with a = 60, b = 80; it must be above",
        ),
        (
            DRAWN.replace("value: a - b", "value: 5"),
            r"trial.yml:1: a trap lies within the tolerance of the answer with a = 60, b",
        ),
        (
            DRAWN.replace("ceil(100", "open(100"),
            r"trial.yml:1: 'open\(100 / \(a - b\)\)' may not stand in a formula; it may",
        ),
        (DRAWN.replace("ceil(100 / (a - b))", "ceil(100 /"), r"trial.yml:1: 'ceil\(100 /' is no formula"),
        (DRAWN.replace("a: [60, 70]", "a: many"), r"trial.yml:1: draw: a is 'many'; it must be a list of numbers"),
        (DRAWN.replace("a: [60, 70], b: [40, 45]", "a: [60]"), r"trial.yml:1: draw has 1 combinations; it must have 2"),
        (DRAWN.replace("less {b}", "less {c}"), r"trial.yml:1: \{c\} stands in a text, and draw has no c; it has a, b"),
        ("first: one\n", r"trial.yml:1: the file must be a list of questions"),
    ],
)
def test_a_bad_question_is_refused_with_file_and_line(book, text, fault):
    trial = book(text)
    assert any(re.match(fault, said) for said in questions.faults(trial)), questions.faults(trial)
    with pytest.raises(QuizError, match=re.compile(fault, re.M)):
        quiz.check_yourself("trial", trial)


def test_all_faults_are_told_at_once_and_a_file_needs_its_chapter(book):
    trial = book(GOOD.replace("kind: one", "kind: guess") + NUMBER.replace("answer: 8", "answer: x"))
    (trial.book / "questions" / "nowhere.yml").write_text(GOOD, "utf-8")
    assert [fault.partition(": ")[0] for fault in questions.faults(trial)] == [
        "nowhere.yml:1",
        "trial.yml:1",
        "trial.yml:16",
    ]


def test_one_id_in_two_files_is_a_fault(book):
    trial = book(GOOD)
    shutil.copy(trial.book / "chapters" / "trial.md", trial.book / "chapters" / "other.md")
    shutil.copy(trial.book / "questions" / "trial.yml", trial.book / "questions" / "other.yml")
    assert questions.faults(trial) == ["trial.yml:1: id 'first' is also in other.yml:1; ids are unique in the course"]


def in_test(trial, text):
    """Write what only the test asks."""
    (trial.book / "questions" / "test").mkdir(exist_ok=True)
    (trial.book / "questions" / "test" / "trial.yml").write_text(text, "utf-8")
    return questions.faults(trial)


def test_what_only_the_test_asks_names_its_rows_and_has_siblings(book):
    trial = book(GOOD)
    good = GOOD.replace("id: first", "id: second") + ROW
    sibling = GOOD.replace("id: first", "id: third") + ROW
    assert in_test(trial, good) == ["test/trial.yml:1: row 'C027' stands in no table of the evidence"]
    assert in_test(trial, good.replace(ROW, "")) == ["test/trial.yml:1: rows is missing"]
    (trial.book / "evidence").mkdir()
    for name in ("onset", "pharmacology"):
        shutil.copy(find().folder / "evidence" / f"{name}.csv", trial.book / "evidence")
    trial = replace(trial, units=find().units, species=find().species)
    [lonely] = in_test(trial, good)
    assert lonely.startswith("test/trial.yml:1: second has no sibling; write a second question on 'read a figure'")
    assert in_test(trial, good + sibling) == []
    assert [q.id for q in questions.bank(trial)] == ["second", "third"]
    assert [q.id for q in questions.reviewed(trial)] == ["first"]
    assert in_test(trial, good + sibling.replace("id: third", "id: first"))[0].startswith(
        "test/trial.yml:17: id 'first'"
    )
    assert in_test(trial, SET + ROW)[0].startswith("test/trial.yml:1: kind is 'explorer'; the test stands on a page")


def test_fresh_numbers_are_all_worked_out_at_build(book):
    trial = book(DRAWN)
    [question] = questions.chapter("trial", trial)
    assert [(dict(draw.numbers), draw.traps) for draw in question.draws] == [
        ({"a": 60, "b": 40, "answer": 5}, (20,)),
        ({"a": 60, "b": 45, "answer": 7}, (15,)),
        ({"a": 70, "b": 40, "answer": 4}, (30,)),
        ({"a": 70, "b": 45, "answer": 4}, (25,)),
    ]
    assert question.asked == "60 of 100 against 40 of 100: how many must be treated?"
    html = quiz.check_yourself("trial", trial).html
    assert '<span data-fill="a">60</span> of 100' in html and "&quot;right&quot;:&quot;7&quot;" in html


@pytest.mark.parametrize(
    ("forms", "fault"),
    [
        ("{a: [no-0], b: [gone]}", "forms: 'gone' is no question of the test"),
        ("{a: [no-0], b: [no-0]}", "forms: 'no-0' stands twice"),
        ("{a: [no-0, no-1], b: [no-2]}", "forms: a and b must have equally many questions, and at least one"),
        ("{a: [no-0], b: [number]}", "forms: no-0 and number stand in the same place and must have one objective"),
    ],
)
def test_two_forms_that_are_not_parallel_are_refused(book, forms, fault):
    trial = book(many(3) + NUMBER)
    trial.rules.write_text(f"questions: 20\npass_mark: 80\nforms: {forms}\n", "utf-8")
    with pytest.raises(QuizError, match=re.escape(fault)):
        quiz.assessment(trial)


def test_a_test_before_and_after_needs_its_forms(book):
    trial = book(many(2))
    with pytest.raises(QuizError, match="forms is missing"):
        quiz.before(trial)
    trial.rules.write_text("questions: 20\npass_mark: 80\nforms: {a: [no-0], b: [no-1]}\n", "utf-8")
    html = quiz.after(trial).html
    assert html.count('<form class="quiz-question"') == 2 and 'data-form="b" data-whole' in html
    assert '<details class="quiz-answer"' not in html


def test_a_bank_too_small_for_the_test_is_refused(book):
    with pytest.raises(QuizError, match="the bank has 1 questions; a test of 20 that is drawn anew needs 40"):
        quiz.final_test(book(GOOD))


def many(number):
    """The good question, under so many ids."""
    return "".join(GOOD.replace("id: first", f"id: no-{i}") for i in range(number))


@pytest.mark.parametrize(("asked", "bank", "needed"), [(20, 39, 40), (30, 40, 60), (30, 59, 60), (1, 39, 40)])
def test_a_bank_must_hold_two_tests_and_forty_questions(book, asked, bank, needed):
    trial = book(many(bank))
    trial.rules.write_text(f"questions: {asked}\npass_mark: 80\n", "utf-8")
    with pytest.raises(QuizError, match=f"the bank has {bank} questions; .* needs {needed}"):
        quiz.final_test(trial)


@pytest.mark.parametrize(("asked", "mark", "needed"), [(20, 80, 16), (21, 80, 17), (3, 50, 2), (7, 100, 7), (20, 1, 1)])
def test_the_pass_mark_is_rounded_up_to_whole_questions(book, asked, mark, needed):
    trial = book(many(max(40, 2 * asked)))
    trial.rules.write_text(f"questions: {asked}\npass_mark: {mark}\n", "utf-8")
    html = quiz.final_test(trial).html
    assert f'data-needed="{needed}"' in html and f"<strong>{needed} right answers ({mark} %)</strong>" in html


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("questions: many", "questions is 'many'"),
        ("pass_mark: 110", "pass_mark is 110; it must be a whole number from 1 to 100"),
        ("provider: {name: Example University}", "needs both name and statement"),
    ],
)
def test_the_rules_are_checked(book, line, fault):
    trial = book(GOOD)
    rules = {"questions": "questions: 20", "pass_mark": "pass_mark: 80"} | {line.partition(":")[0]: line}
    (trial.book / "assessment.yml").write_text("\n".join(rules.values()), "utf-8")
    with pytest.raises(QuizError, match=re.escape(fault)):
        quiz.assessment(trial)


def test_the_certificate_is_not_accredited_until_a_provider_says_otherwise(book):
    trial = book(GOOD)
    assert "Not accredited." in quiz.certificate(trial).html
    (trial.book / "assessment.yml").write_text(
        "questions: 20\npass_mark: 80\nprovider: {name: A & B, statement: One credit.}\n", "utf-8"
    )
    html = quiz.certificate(trial).html
    assert "Not accredited" not in html and "A &amp; B" in html and "One credit." in html
    assert "<dd>10 minutes</dd>" in html and "compare arms of a trial" in html


def test_the_html_is_escaped_and_whole(book):
    html = quiz.check_yourself("trial", book(GOOD.replace("Which?", "Is 1 < 2 & 'so'?") + NUMBER + ORDER + SET)).html
    assert "Is 1 &lt; 2 &amp; &#x27;so&#x27;?" in html and "<b>" not in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert (
        html.count("<fieldset") == html.count("<legend") == html.count('role="status"') == html.count("<details") == 4
    )
    assert set(re.findall(r'<label for="([^"]+)"', html)) <= set(ids)
    assert html.count("https://doi.org/10.1001/jamapsychiatry.2017.3739") == 3 + 3 + 2 + 3


def test_a_notebook_gets_the_script_and_a_page_does_not(monkeypatch, book):
    page = quiz.check_yourself("trial", book(GOOD))
    monkeypatch.delenv(quiz.BAKING, raising=False)
    assert page._repr_html_().count("<script>") == 1 and page._repr_html_().count("</script") == 1
    monkeypatch.setenv(quiz.BAKING, "1")
    assert page._repr_html_() == page.html


def test_works_are_cited_as_in_the_chapters_also_where_names_have_accents():
    assert (
        quiz._work("daly2018", BOOK / "references.bib")
        == '<a href="https://doi.org/10.1001/jamapsychiatry.2017.3739">Daly et al., 2018</a>'
    )
    assert "Włodarczyk et al., 2021" in quiz._work("wlodarczyk2021", BOOK / "references.bib")
    assert "Johnson &amp; Johnson Medical Information, 2024" in quiz._work(
        "jnj2024dissociation", BOOK / "references.bib"
    )
    assert not {
        key
        for path in (BOOK / "questions").glob("*.yml")
        for key in re.findall(r"[\w-]+", " ".join(re.findall(r"cite: \[([^\]]*)\]", path.read_text("utf-8"))))
        if "{" in quiz._work(key, BOOK / "references.bib") or "\\" in quiz._work(key, BOOK / "references.bib")
    }


def test_the_longest_answer_is_no_clue():
    """A learner who always picks the longest, or always the shortest, does no better than with a coin."""
    asked = [q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "one"]
    for pick in (max, min):
        found = sum(pick(q.options, key=lambda option: len(option.text)).right for q in asked)
        assert found < len(asked) / 2, f"picking the {pick.__name__} finds {found} of {len(asked)}"


def test_every_objective_of_a_chapter_is_asked_for():
    assert not_asked() == []


def not_asked() -> list[str]:
    """Name each objective that no question of its chapter is about."""
    return [
        f"book/questions/{name}.yml: no question is about the objective '{words}'; write one whose `objective` says so"
        for name in questions.chapters()
        for words in questions.objectives(name)
        if words not in {question.objective for question in questions.chapter(name)}
    ]


def test_an_objective_without_a_question_is_named_in_a_sentence(monkeypatch):
    some = questions.chapter("bdnf")
    objective = some[0].objective
    kept = [question for question in some if question.objective != objective]
    read = questions.chapter
    monkeypatch.setattr(questions, "chapter", lambda name: kept if name == "bdnf" else read(name))
    [fault] = not_asked()
    assert fault.startswith("book/questions/bdnf.yml: no question is about the objective") and objective in fault
