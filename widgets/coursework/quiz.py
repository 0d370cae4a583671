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

from . import bibliography, codes, plans, questions, templates
from .course import Course, find
from .entries import Reason
from .questions import LETTERS, Question, QuizError

HERE = Path(__file__).parent
LEAST_BANK = 40
FORMS = ("a", "b")
QUANTILES = 60  # of Student's t, by their degrees of freedom; beyond, gains.js has an expansion
REVIEW = 5  # questions of one sitting of the review
#: A braille display has no cells for the cross, and the words say it.
MARKS = {True: '<span aria-hidden="true">✓</span> Right', False: '<span aria-hidden="true">✗</span> Not right'}


@dataclass(frozen=True)
class Assessment:
    """What ``assessment.yml`` says."""

    questions: int
    pass_mark: int
    provider: str
    statement: str
    forms: tuple[tuple[str, ...], ...] = ()  # two, of ids of the test's own questions; none where nothing is measured


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
    course = course or find()
    path = course.rules
    said = yaml.safe_load(path.read_text("utf-8"))
    count, mark, provider = said.get("questions"), said.get("pass_mark"), said.get("provider") or {}
    name, statement = provider.get("name") or "", provider.get("statement") or ""
    if type(count) is not int or count < 1:
        raise QuizError(f"{path.name}: questions is {count!r}; it must be a whole number of at least 1")
    if type(mark) is not int or not 1 <= mark <= 100:
        raise QuizError(f"{path.name}: pass_mark is {mark!r}; it must be a whole number from 1 to 100, in per cent")
    if bool(name) != bool(statement):
        raise QuizError(f"{path.name}: a provider needs both name and statement; leave both empty until it is known")
    forms = said.get("forms") or {}
    lists = tuple(tuple(map(str, forms.get(name) or ())) for name in FORMS) if forms else ()
    if wrong := _faults_of_forms(lists, questions.bank(course)):
        raise QuizError("\n".join(f"{path.name}: {fault}" for fault in wrong))
    return Assessment(count, mark, str(name), str(statement), lists)


def _faults_of_forms(forms: tuple[tuple[str, ...], ...], bank: list[Question]) -> list[str]:
    """Say what keeps two forms from being parallel: each asks the same objectives in the same order."""
    if not forms:
        return []
    by_id = {question.id: question for question in bank}
    ids = [id_ for form in forms for id_ in form]
    unknown = [f"forms: {id_!r} is no question of the test" for id_ in ids if id_ not in by_id]
    twice = [f"forms: {id_!r} stands twice" for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1})]
    if len({len(form) for form in forms}) > 1 or not ids:
        return [*unknown, *twice, "forms: a and b must have equally many questions, and at least one"]
    pairs = [] if unknown else [(by_id[a], by_id[b]) for a, b in zip(*forms)]
    unlike = [
        f"forms: {a.id} and {b.id} stand in the same place and must have one objective; they have {a.objective!r} and"
        f" {b.objective!r}"
        for a, b in pairs
        if a.objective != b.objective
    ]
    return unknown + twice + unlike


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
    later = _by_objective(questions.reviewed(course))
    return Page(
        f'<div class="quiz" data-quiz="test" data-course="{course.slug}" data-draw="{rules.questions}"'
        f' data-needed="{needed}" data-certificate="{course.certificate and _beside(course.certificate)}"><div'
        f' class="quiz-panel"><p>The test has <strong>{rules.questions} questions</strong>, drawn from {len(bank)} and'
        f" spread over the chapters. You pass with <strong>{needed} right answers ({rules.pass_mark} %)</strong>. There"
        " is no time limit. Where more than one answer may be right, choose all that are right and no other. Say with"
        " each answer how sure you are, if you like: it changes no mark. You see the reasons after you hand it in. You"
        " can take the test again as often as you like. It then has other questions, and begins with what you"
        ' missed.</p><p class="quiz-note quiz-still">Drawing, scoring and the certificate need JavaScript. Without'
        ' it, every question of the bank stands below, with its answer.</p><p class="quiz-buttons" hidden><button'
        ' type="button" data-start>Start the test</button></p></div><div class="quiz-result" tabindex="-1"'
        " hidden></div>"
        + "".join(
            _question(question, f"From: {questions.title(question.chapter, course)}", course, sure=True, later=later)
            for question in bank
        )
        + '<p class="quiz-buttons" hidden><button type="button" data-hand-in>Hand in</button></p>'
        '<p class="quiz-say" role="status"></p></div>'
    )


def _by_objective(some: list[Question]) -> dict[str, list[str]]:
    """Return the ids of questions by their objective."""
    found: dict[str, list[str]] = {}
    for question in some:
        found.setdefault(question.objective, []).append(question.id)
    return found


def review(course: Course | None = None) -> Page:
    """Write the questions of all chapters, of which the script asks the few that are due."""
    course = course or find()
    return Page(
        f'<div class="quiz" data-quiz="review" data-course="{course.slug}" data-count="{REVIEW}"'
        f' data-title="{escape(course.title)}"><div class="quiz-panel"><p class="quiz-note quiz-still">The review needs'
        " JavaScript: it remembers what you answered, and when. Without it, the questions of all chapters stand below,"
        ' with their answers.</p><div data-due></div><p class="quiz-buttons" hidden><button type="button"'
        ' data-start>Start</button> <button type="button" data-remind>Save reminders for your'
        ' calendar</button></p></div><div class="quiz-result" tabindex="-1" hidden></div>'
        + "".join(
            _question(question, f"From: {questions.title(question.chapter, course)}", course, sure=True)
            for question in questions.reviewed(course)
        )
        + '<p class="quiz-buttons" hidden><button type="button" data-hand-in>See the answers</button></p>'
        '<p class="quiz-say" role="status"></p></div>'
    )


def before(course: Course | None = None) -> Page:
    """Write the short test that is taken before the first chapter. Raises QuizError without two forms."""
    return _form("before", course or find())


def after(course: Course | None = None) -> Page:
    """Write the short test that is taken after the last chapter. Raises QuizError without two forms."""
    return _form("after", course or find())


def _form(when: str, course: Course) -> Page:
    """Write both forms; the script shows one of them, and no reasons, which belong to the final test."""
    rules = assessment(course)
    if not rules.forms:
        raise QuizError(f"{course.rules.name}: forms is missing; a test before and after needs lists a and b of ids")
    every, own = pairs(course), len(rules.forms[0])
    taught = {pair[0].chapter for pair in every}
    titles = {name: questions.title(name, course) for name in questions.chapters(course) if name in taught}
    known = {plan.name: plan.chapters for plan in plans.plans(course)}
    return Page(
        f'<div class="quiz" data-quiz="{when}" data-course="{course.slug}" data-title="{escape(course.title)}"'
        f' data-version="{escape(course.version)}" data-titles="{escape(json.dumps(titles))}"'
        f' data-plans="{escape(json.dumps(known))}" data-chapters="{",".join(questions.chapters(course))}"><div'
        ' class="quiz-panel"><p class="quiz-note quiz-still">These'
        " questions need JavaScript to be counted. Without it, they can be read here, without their"
        ' answers.</p><div data-standing></div><p class="quiz-buttons" hidden><button type="button"'
        f" data-start>Start</button></p>{_choice(titles)}</div>"
        '<div class="quiz-result" tabindex="-1" hidden></div>'
        + "".join(
            _question(
                pair[at],
                f"Question {i} of {own}",
                course,
                sure=True,
                reasons=False,
                marks=f' data-form="{name}" {"data-whole" if i <= own else "hidden"}',
            )
            for at, name in enumerate(FORMS)
            for i, pair in enumerate(every, start=1)
        )
        + '<p class="quiz-buttons" hidden><button type="button" data-hand-in>Hand in</button></p>'
        '<p class="quiz-say" role="status"></p></div>'
    )


def pairs(course: Course | None = None) -> list[tuple[Question, Question]]:
    """Return the pairs of questions that the two short tests may ask, each on one objective and of one kind.

    First those of assessment.yml, which are for the whole course; then those that only a class on some chapters meets.
    """
    course = course or find()
    bank = questions.bank(course)
    by_id = {question.id: question for question in bank}
    whole = [(by_id[a], by_id[b]) for a, b in zip(*assessment(course).forms)]
    asked = {question.id for pair in whole for question in pair}
    left: dict[tuple[str, str], list[Question]] = {}
    for question in bank:
        if question.id not in asked:
            left.setdefault((question.objective, question.kind), []).append(question)
    return whole + [(some[0], some[1]) for some in left.values() if len(some) > 1]


def _choice(titles: dict[str, str]) -> str:
    """Write the choice of chapters for a class."""
    boxes = "".join(
        f'<div class="quiz-option"><input type="checkbox" id="choice-{escape(name)}" value="{escape(name)}"><label'
        f' for="choice-{escape(name)}">{escape(title)}</label></div>'
        for name, title in titles.items()
    )
    return (
        "<details data-choice hidden><summary>For a class that takes only some chapters</summary><form"
        ' autocomplete="off"><fieldset><legend>Chapters of the class</legend>'
        f'{boxes}</fieldset><p class="quiz-buttons"><button type="submit">Ask about these chapters only</button></p>'
        "<p>The address of this page then holds the choice. Give it to your class, and take the same chapters for the"
        " other test.</p></form></details>"
    )


def class_results(course: Course | None = None) -> Page:
    """Write the page on which the codes of a class are added up; it says what ``tools.class_gain`` says."""
    from scipy import stats  # only here, and slow to import

    course = course or find()
    quantiles = [float(f"{stats.t.ppf(0.975, freedom):.12g}") for freedom in range(1, QUANTILES + 1)]
    return Page(
        f'<div class="quiz" data-quiz="class" data-course="{course.slug}"'
        f' data-names="{escape(json.dumps(codes.names(plans.plans(course))))}" data-quantiles="{json.dumps(quantiles)}"'
        f' data-caution="{escape(codes.CAUTION)}"><p class="quiz-note quiz-still">Adding up needs JavaScript.</p><form'
        ' class="quiz-panel" autocomplete="off" hidden><p><label for="class-codes">The codes of the class, one a'
        ' line</label><textarea id="class-codes" rows="8" spellcheck="false"'
        ' autocapitalize="characters"></textarea></p><p'
        ' class="quiz-buttons"><button type="submit">Add up</button></p></form><div class="quiz-result"'
        ' tabindex="-1" hidden></div></div>'
    )


def verify(course: Course | None = None) -> Page:
    """Write the form that says whether the code of a certificate belongs to what is printed on it."""
    course = course or find()
    fields = (
        ("name", "Name", 'type="text" maxlength="80"'),
        ("on", "Date", 'type="date"'),
        ("right", "Right answers", 'type="text" inputmode="numeric" size="6"'),
        ("of", "Of how many", 'type="text" inputmode="numeric" size="6"'),
        ("version", "Course version", f'type="text" value="{escape(course.version)}"'),
        ("code", "Code", 'type="text" maxlength="20" autocapitalize="characters" spellcheck="false"'),
    )
    rows = "".join(
        f'<p><label for="verify-{name}">{label}</label><input id="verify-{name}" name="{name}" {kind}></p>'
        for name, label, kind in fields
    )
    return Page(
        f'<div class="quiz" data-quiz="verify" data-course="{course.slug}"><p class="quiz-note quiz-still">Checking'
        f' needs JavaScript.</p><form class="quiz-panel quiz-verify" autocomplete="off" hidden>{rows}<p'
        ' class="quiz-buttons">'
        '<button type="submit">Check</button></p></form><div class="quiz-result" tabindex="-1" hidden></div></div>'
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
        f'<div class="quiz" data-quiz="certificate" data-pass-mark="{rules.pass_mark}" data-course="{course.slug}"'
        f' data-title="{escape(course.title)}" data-version="{escape(course.version)}"'
        f' data-chapters="{",".join(named)}"><p'
        ' class="quiz-note quiz-still">The certificate needs JavaScript.</p><p class="quiz-note" data-none'
        f' hidden>There is no passed test yet. First take the <a href="{_beside(course.test)}">final test</a>.</p><form'
        ' class="quiz-panel quiz-name" autocomplete="off" hidden><p><label for="quiz-name">Your name, as it should'
        ' stand on the certificate</label><input type="text" id="quiz-name" maxlength="80"></p><p>The name is not'
        ' stored and not sent. It is gone when you leave this page.</p><p class="quiz-buttons"><button'
        ' type="submit">Print, or save as PDF</button> <button type="button" data-save-gain hidden>Save the gain for'
        ' the provider</button></p></form><section class="quiz-certificate"'
        ' aria-label="Certificate" hidden><p class="quiz-heading">Certificate of completion</p><p class="quiz-holder"'
        " data-holder>(your name)</p><p>passed the final test of the course</p><p"
        f' class="quiz-course">{escape(course.title)}</p><dl><div><dt>Date</dt><dd'
        f" data-on></dd></div><div><dt>Score</dt><dd data-score></dd></div><div><dt>Pass mark</dt><dd>{rules.pass_mark}"
        f" %</dd></div><div><dt>Estimated time</dt><dd>{time} minutes</dd></div><div><dt>Course"
        f" version</dt><dd>{escape(course.version)}</dd></div><div><dt>Code</dt><dd"
        f" data-code></dd></div></dl>{credit}<p data-gain hidden></p><p>The"
        " score was worked out on the learner's own device and has not been supervised.</p><h2>Objectives</h2>"
        f"<ul>{goals}</ul></section></div>"
    )


def _beside(page: str) -> str:
    """Return the address of a page that lies in the same folder as the page that leads to it."""
    return f"{page.rpartition('/')[2]}.html"


# ---- one question ----


def _question(
    question: Question,
    above: str,
    course: Course,
    *,
    check: bool = False,
    sure: bool = False,
    reasons: bool = True,
    later: dict[str, list[str]] | None = None,
    marks: str = "",
) -> str:
    """Write a question. check: by itself. sure: ask how sure one is. later: what to review where it was missed.

    marks: attributes of the form besides its own.
    """
    id_ = escape(f"q-{question.id}")
    data = (
        f'data-id="{escape(question.id)}" data-kind="{question.kind}" data-chapter="{escape(question.chapter)}"'
        f' data-objective="{escape(question.objective)}" data-right="{question.key}"'
    )
    if question.kind == "number":
        data += f' data-tolerance="{question.tolerance:g}"'
    if question.draws:
        data += f' data-draws="{escape(_draws(question))}"'
    if question.explorer:
        data += f' data-figure="{escape(question.explorer)}"'
    if later and question.objective in later:
        data += f' data-review="{escape(" ".join(later[question.objective]))}"'
    status = ' role="status"' if check else ""  # the answers to a whole test are read in their places, not all at once
    called = escape(f"Check {above[0].lower()}{above[1:]}")  # each by its own name in a list of buttons
    button = (
        f'<p class="quiz-buttons" hidden><button type="submit" aria-label="{called}">Check</button></p>'
        if check
        else ""
    )
    level = 3 if check else 2  # below a heading of its chapter; or the first on the page of the test
    told = (
        f'<details class="quiz-answer"><summary>Answer and reasons</summary><ul>'
        f"{_reasons(question, course.bibliography)}</ul></details>"
        if reasons
        else ""
    )
    return (
        f'<form class="quiz-question" id="{id_}" {data}{marks} autocomplete="off"><fieldset class="quiz-choices"'
        f' aria-describedby="{id_}-say"><legend><h{level} class="quiz-above">{escape(above)}</h{level}>'
        f" {_text(question, question.ask)}{_hint(question)}</legend>{_inputs(question, id_)}</fieldset>"
        f'{_sure(id_) if sure else ""}{button}<div class="quiz-feedback" id="{id_}-say"{status}></div>{told}</form>'
    )


def _sure(id_: str) -> str:
    return (
        '<fieldset class="quiz-sure"><legend>How sure are you?</legend>'
        + "".join(
            f'<span><input type="radio" id="{id_}-{value}" name="{id_}-sure" value="{value}"><label'
            f' for="{id_}-{value}">{label}</label></span>'
            for value, label in (("sure", "Sure"), ("unsure", "Not sure"))
        )
        + "</fieldset>"
    )


def _draws(question: Question) -> str:
    """Write the fresh numbers of a question for the script: what to write where, the answer, the slips."""
    return json.dumps(
        [
            {
                "fill": {name: templates.shown(value) for name, value in draw.numbers.items()},
                "right": f"{draw.answer:g}",
                "tolerance": draw.tolerance,
                "slips": list(draw.traps),
            }
            for draw in question.draws
        ],
        separators=(",", ":"),
    )


def _text(question: Question, text: str) -> str:
    """Write a text of a question; a fresh number stands in an element of its own, which the script fills anew."""
    if not question.draws:
        return escape(text)
    numbers = question.draws[0].numbers
    return templates.PLACE.sub(
        lambda place: f'<span data-fill="{place[1]}">{templates.shown(numbers[place[1]])}</span>', escape(text)
    )


def _hint(question: Question) -> str:
    hints = {"several": "More than one may be right.", "order": "Give each a place."}
    return f' <span class="quiz-hint">{hints[question.kind]}</span>' if question.kind in hints else ""


def _inputs(question: Question, id_: str) -> str:
    if question.options:
        kind = "checkbox" if question.kind == "several" else "radio"
        figure = (
            f'<p><a href="#{escape(question.explorer)}">Go to the figure</a></p>' if question.kind == "explorer" else ""
        )
        return figure + "".join(
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
    places = "".join(f'<option value="{i}">{i}</option>' for i in range(1, len(question.items) + 1))
    return "".join(
        f'<div class="quiz-place"><select id="{id_}-{letter}" data-letter="{letter}"><option'
        f' value="">–</option>{places}</select><label'
        f' for="{id_}-{letter}">{escape(question.items[i])}</label></div>'
        for letter, i in zip(LETTERS, questions.shown(question))
    )


def _reasons(question: Question, works: Path) -> str:
    """Write what to say about each answer, as items that the script takes its feedback from."""
    if question.options:
        return "".join(
            f'<li data-option="{letter}"><strong>{MARKS[option.right]}:</strong> {escape(_sentence(option.text))}'
            f" {_reason(question, option.reason, works)}</li>"
            for letter, option in zip(LETTERS, question.options)
        )
    if question.kind == "number":
        within = f" (within {question.tolerance:.3g})" if question.tolerance >= 1 else ""
        answer = f"{_text(question, '{answer}') if question.draws else f'{question.answer:g}'} {question.unit}{within}"
    else:
        answer = "; ".join(f"{i}. {escape(item)}" for i, item in enumerate(question.items, start=1))
    traps = "".join(
        f'<li data-value="{value:g}"><strong>{MARKS[False]}:</strong> <span data-slip>{templates.shown(value)}</span>'
        f" {escape(question.unit)}. {_reason(question, reason, works)}</li>"
        for value, reason in question.traps
    )
    assert question.right and question.wrong
    return (
        f'<li data-verdict="right"><strong>{MARKS[True]}:</strong> {answer}.'
        f' {_reason(question, question.right, works)}</li>{traps}<li data-verdict="wrong"><strong>{MARKS[False]}?'
        f"</strong> {_reason(question, question.wrong, works)}</li>"
    )


def _sentence(text: str) -> str:
    return text if text[-1] in ".?!'" else f"{text}."


def _reason(question: Question, reason: Reason, works: Path) -> str:
    cited = "; ".join(_work(key, works) for key in reason.cite)
    return f'<span class="quiz-why">{_text(question, reason.why)} <span class="quiz-cite">({cited})</span></span>'


def _work(key: str, works: Path) -> str:
    """Return a work as the course cites it, 'Daly et al., 2018', with a link where it has one."""
    work = bibliography.work(key, works)
    name = escape(work.name)
    return f'<a href="{escape(work.address)}">{name}</a>' if work.address else name
