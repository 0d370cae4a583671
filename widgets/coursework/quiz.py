"""Questions on a page: ``check_yourself("chapter")`` in a chapter, ``final_test()`` and ``certificate()`` on theirs.

The HTML is whole without JavaScript: every question can be read, and its answer opens in a ``<details>``.
``quiz.js`` checks answers, draws the test and remembers on the reader's own device. The questions are
in the course's folder ``questions``, read by ``coursework.questions``. The course is the one that the
working folder belongs to, or else the installed one (``coursework.course.find``).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from html import escape
from pathlib import Path

import yaml

from explorers.explorer import BAKING
from explorers.script import joined

from . import bibliography, questions
from .course import Course, find
from .questions import LETTERS, Question, QuizError, Reason

HERE = Path(__file__).parent
LEAST_BANK = 40
#: A braille display has no cells for the cross, and the words say it.
MARKS = {True: '<span aria-hidden="true">✓</span> Right', False: '<span aria-hidden="true">✗</span> Not right'}


@dataclass(frozen=True)
class Assessment:
    """What ``assessment.yml`` says."""

    questions: int
    pass_mark: int
    provider: str
    statement: str


class Page:
    """HTML for a notebook's output: on the course's page, and live in JupyterLab."""

    def __init__(self, html: str) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        if os.environ.get(BAKING):
            return self.html
        style, script = (HERE / "css" / "quiz.css").read_text("utf-8"), joined(HERE / "js" / "quiz" / "main.js")
        return f"<style>{style}</style>{self.html}<script>{script}</script>"


def check_yourself(chapter: str, course: Course | None = None) -> Page:
    """Write the questions of a chapter, each checked by itself. Raises QuizError with every fault of its file."""
    course = course or find()
    asked = questions.chapter(chapter, course)
    return Page(
        f'<div class="quiz" data-quiz="check" data-course="{course.slug}" data-chapter="{escape(chapter)}"'
        ' data-lm-suppress-shortcuts="true">'
        + "".join(
            _question(question, f"Question {i} of {len(asked)}", course, check=True)
            for i, question in enumerate(asked, start=1)
        )
        + "</div>"
    )


def assessment(course: Course | None = None) -> Assessment:
    """Read ``assessment.yml``. Raises QuizError if it cannot be used."""
    path = (course or find()).rules
    said = yaml.safe_load(path.read_text("utf-8"))
    count, mark, provider = said.get("questions"), said.get("pass_mark"), said.get("provider") or {}
    name, statement = provider.get("name") or "", provider.get("statement") or ""
    if type(count) is not int or count < 1:
        raise QuizError(f"{path.name}: questions is {count!r}; it must be a whole number of at least 1")
    if type(mark) is not int or not 1 <= mark <= 100:
        raise QuizError(f"{path.name}: pass_mark is {mark!r}; it must be a whole number from 1 to 100, in per cent")
    if bool(name) != bool(statement):
        raise QuizError(f"{path.name}: a provider needs both name and statement; leave both empty until it is known")
    return Assessment(count, mark, str(name), str(statement))


def final_test(course: Course | None = None) -> Page:
    """Write the whole bank, from which the script draws one attempt. Raises QuizError if the bank is too small."""
    course = course or find()
    rules, bank = assessment(course), questions.bank(course)
    if wrong := questions.faults(course):
        raise QuizError("\n".join(wrong))
    if len(bank) < max(LEAST_BANK, 2 * rules.questions):
        raise QuizError(
            f"the bank has {len(bank)} questions; a test of {rules.questions} that is drawn anew needs"
            f" {max(LEAST_BANK, 2 * rules.questions)}"
        )
    needed = -(-rules.questions * rules.pass_mark // 100)
    return Page(
        f'<div class="quiz" data-quiz="test" data-course="{course.slug}" data-draw="{rules.questions}"'
        f' data-needed="{needed}" data-certificate="{course.certificate and _beside(course.certificate)}"><div'
        f' class="quiz-panel"><p>The test has <strong>{rules.questions} questions</strong>, drawn from {len(bank)} and'
        f" spread over the chapters. You pass with <strong>{needed} right answers ({rules.pass_mark} %)</strong>. There"
        " is no time limit. Where more than one answer may be right, choose all that are right and no other. You see"
        " the reasons after you hand it in. You can take the test again as often as you like, with other"
        ' questions.</p><p class="quiz-note quiz-still">Drawing, scoring and the certificate need JavaScript. Without'
        ' it, every question of the bank stands below, with its answer.</p><p class="quiz-buttons" hidden><button'
        ' type="button" data-start>Start the test</button></p></div><div class="quiz-result" tabindex="-1"'
        " hidden></div>"
        + "".join(
            _question(question, f"From: {questions.title(question.chapter, course)}", course, check=False)
            for question in bank
        )
        + '<p class="quiz-buttons" hidden><button type="button" data-hand-in>Hand in</button></p>'
        '<p class="quiz-say" role="status"></p></div>'
    )


def progress(course: Course | None = None) -> Page:
    """Write the page on what this device remembers: shown, saved to a file, read back, erased."""
    course = course or find()
    titles = json.dumps({name: questions.title(name, course) for name in questions.chapters(course)})
    return Page(
        f'<div class="quiz quiz-panel" data-quiz="progress" data-course="{course.slug}"'
        f' data-titles="{escape(titles)}"><p class="quiz-note quiz-still">Without JavaScript nothing is'
        ' remembered.</p><div class="quiz-memory" hidden><div data-memory></div><p class="quiz-buttons"><button'
        ' type="button" data-save>Save to a file</button> <button type="button" data-erase>Erase'
        ' everything</button></p><p><label for="quiz-file">Read back from a file</label> <input type="file"'
        ' id="quiz-file" accept=".json,application/json"></p><p class="quiz-say" role="status"></p></div></div>'
    )


def certificate(course: Course | None = None) -> Page:
    """Write the certificate, which the script fills in once the test is passed."""
    course = course or find()
    rules, named = assessment(course), questions.chapters(course)
    credit = (
        f"<p><strong>{escape(rules.provider)}</strong></p><p>{escape(rules.statement)}</p>"
        if rules.provider
        else (
            "<p><strong>Not accredited.</strong> No professional body has accredited this course. This certificate"
            " gives no credits.</p>"
        )
    )
    goals = "".join(
        f"<li><strong>{escape(questions.title(name, course))}</strong><ul>"
        + "".join(f"<li>{escape(goal)}</li>" for goal in questions.objectives(name, course))
        + "</ul></li>"
        for name in named
    )
    time = sum(questions.minutes(name, course) for name in named)
    return Page(
        f'<div class="quiz" data-quiz="certificate" data-pass-mark="{rules.pass_mark}" data-course="{course.slug}"><p'
        ' class="quiz-note quiz-still">The certificate needs JavaScript.</p><p class="quiz-note" data-none'
        f' hidden>There is no passed test yet. First take the <a href="{_beside(course.test)}">final test</a>.</p><form'
        ' class="quiz-panel quiz-name" autocomplete="off" hidden><p><label for="quiz-name">Your name, as it should'
        ' stand on the certificate</label><input type="text" id="quiz-name" maxlength="80"></p><p>The name is not'
        ' stored and not sent. It is gone when you leave this page.</p><p class="quiz-buttons"><button'
        ' type="submit">Print, or save as PDF</button></p></form><section class="quiz-certificate"'
        ' aria-label="Certificate" hidden><p class="quiz-heading">Certificate of completion</p><p class="quiz-holder"'
        " data-holder>(your name)</p><p>passed the final test of the course</p><p"
        f' class="quiz-course">{escape(course.title)}</p><dl><div><dt>Date</dt><dd'
        f" data-on></dd></div><div><dt>Score</dt><dd data-score></dd></div><div><dt>Pass mark</dt><dd>{rules.pass_mark}"
        f" %</dd></div><div><dt>Estimated time</dt><dd>{time} minutes</dd></div><div><dt>Course"
        f" version</dt><dd>{escape(course.version)}</dd></div></dl>{credit}<p>The score was worked out on the"
        f" learner's own device and has not been supervised.</p><h2>Objectives</h2><ul>{goals}</ul></section></div>"
    )


def _beside(page: str) -> str:
    """Return the address of a page that lies in the same folder as the page that leads to it."""
    return f"{page.rpartition('/')[2]}.html"


# ---- one question ----


def _question(question: Question, above: str, course: Course, *, check: bool) -> str:
    id_ = escape(f"q-{question.id}")
    data = (
        f'data-id="{escape(question.id)}" data-kind="{question.kind}" data-chapter="{escape(question.chapter)}"'
        f' data-objective="{escape(question.objective)}"'
    )
    if question.kind == "explorer":
        wanted = json.dumps({control: list(stops) for control, stops in question.settings})
        data += f' data-figure="{escape(question.explorer)}" data-set="{escape(wanted)}"'
    else:
        data += f' data-right="{question.key}"' + (
            f' data-tolerance="{question.tolerance:g}"' if question.kind == "number" else ""
        )
    status = ' role="status"' if check else ""  # the answers to a whole test are read in their places, not all at once
    called = escape(f"Check {above[0].lower()}{above[1:]}")  # each by its own name in a list of buttons
    button = (
        f'<p class="quiz-buttons" hidden><button type="submit" aria-label="{called}">Check</button></p>'
        if check
        else ""
    )
    level = 3 if check else 2  # below a heading of its chapter; or the first on the page of the test
    return (
        f'<form class="quiz-question" id="{id_}" {data} autocomplete="off"><fieldset'
        f' aria-describedby="{id_}-say"><legend><h{level} class="quiz-above">{escape(above)}</h{level}>'
        f" {escape(question.ask)}{_hint(question)}</legend>{_inputs(question, id_)}</fieldset>{button}<div"
        f' class="quiz-feedback" id="{id_}-say"{status}></div><details class="quiz-answer"><summary>Answer and'
        f" reasons</summary><ul>{_reasons(question, course.bibliography)}</ul></details></form>"
    )


def _hint(question: Question) -> str:
    hints = {"several": "More than one may be right.", "order": "Give each a place."}
    return f' <span class="quiz-hint">{hints[question.kind]}</span>' if question.kind in hints else ""


def _inputs(question: Question, id_: str) -> str:
    if question.kind in {"one", "several"}:
        kind = "radio" if question.kind == "one" else "checkbox"
        return "".join(
            f'<div class="quiz-option"><input type="{kind}" id="{id_}-{letter}" name="{id_}" value="{letter}">'
            f'<label for="{id_}-{letter}">{escape(option.text)}</label></div>'
            for letter, option in zip(LETTERS, question.options)
        )
    if question.kind == "number":
        unit = escape(question.unit)
        return (
            f'<div class="quiz-number"><label for="{id_}-n">Your answer ({unit})</label>'
            f'<input type="text" inputmode="decimal" id="{id_}-n" size="8"></div>'
        )
    if question.kind == "order":
        places = "".join(f'<option value="{i}">{i}</option>' for i in range(1, len(question.items) + 1))
        return "".join(
            f'<div class="quiz-place"><select id="{id_}-{letter}" data-letter="{letter}"><option'
            f' value="">–</option>{places}</select><label'
            f' for="{id_}-{letter}">{escape(question.items[i])}</label></div>'
            for letter, i in zip(LETTERS, questions.shown(question))
        )
    return f'<p><a href="#{escape(question.explorer)}">Go to the figure</a></p>'


def _reasons(question: Question, works: Path) -> str:
    """Write what to say about each answer, as items that the script takes its feedback from."""
    if question.kind in {"one", "several"}:
        return "".join(
            f'<li data-option="{letter}"><strong>{MARKS[option.right]}:</strong> {escape(_sentence(option.text))}'
            f" {_reason(option.reason, works)}</li>"
            for letter, option in zip(LETTERS, question.options)
        )
    answers = {
        "number": (
            f"{question.answer:g} {question.unit}"
            + (f" (within {question.tolerance:g})" if question.tolerance >= 1 else "")
        ),
        "order": "; ".join(f"{i}. {item}" for i, item in enumerate(question.items, start=1)),
        "explorer": "; ".join(" or ".join(stops) for _, stops in question.settings),
    }
    traps = "".join(
        f'<li data-value="{value:g}"><strong>{MARKS[False]}:</strong> {value:g} {escape(question.unit)}.'
        f" {_reason(reason, works)}</li>"
        for value, reason in question.traps
    )
    assert question.right and question.wrong
    return (
        f'<li data-verdict="right"><strong>{MARKS[True]}:</strong> {escape(answers[question.kind])}.'
        f' {_reason(question.right, works)}</li>{traps}<li data-verdict="wrong"><strong>{MARKS[False]}?</strong>'
        f" {_reason(question.wrong, works)}</li>"
    )


def _sentence(text: str) -> str:
    return text if text[-1] in ".?!'" else f"{text}."


def _reason(reason: Reason, works: Path) -> str:
    cited = "; ".join(_work(key, works) for key in reason.cite)
    return f'<span class="quiz-why">{escape(reason.why)} <span class="quiz-cite">({cited})</span></span>'


def _work(key: str, works: Path) -> str:
    """Return a work as the course cites it, 'Daly et al., 2018', with a link where it has one."""
    work = bibliography.work(key, works)
    name = escape(work.name)
    return f'<a href="{escape(work.address)}">{name}</a>' if work.address else name
