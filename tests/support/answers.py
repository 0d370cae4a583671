"""The questions of a page answered in a browser, one or a whole test."""

from __future__ import annotations

import json
import re
from functools import cache

from coursework import questions
from tests.support.course import SLUG

KEY = f"{SLUG}:progress"  # under which a browser keeps what the learner did
TEST, CERTIFICATE = "final-test", "certificate"
SHOWN = ".quiz-question:not([hidden])"
#: A wrong answer to a question of each kind.
WRONG = {
    "one": lambda q: "b" if q.key != "b" else "a",
    "several": lambda q: q.key.partition(",")[0],
    "number": lambda q: "99999",
    "order": lambda q: ",".join(reversed(q.key.split(","))),
}


def asked(kind):
    """A question of this kind in some chapter."""
    return next(q for name in questions.chapters() for q in questions.chapter(name) if q.kind == kind)


def address(site, page):
    return f"{(site / page).as_uri()}.html"


def at(site, question):
    return address(site, f"chapters/{question.chapter}")


def remembered(page):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))


def form_of(page, question):
    return page.locator(f"#q-{question.id}")


def answer(page, question, given):
    """Give an answer in letters, or a number, or for an explorer the stops."""
    form = form_of(page, question)
    if question.kind == "number":
        form.locator(".quiz-choices input").fill(given)
    elif question.kind == "order":
        for i, letter in enumerate(given.split(","), start=1):
            form.locator(f"[data-letter={letter}]").select_option(str(i))
    else:
        for letter in "abcdefgh"[: len(question.options)]:
            box = form.locator(f"input[value={letter}]")
            if letter in given.split(","):
                box.check()
            elif question.kind == "several":
                box.uncheck()


def check(page, question):
    form_of(page, question).get_by_role("button", name="Check").click()
    return form_of(page, question).get_by_role("status")


@cache
def every():
    """Every question that can stand on a sheet, by its id."""
    return {question.id: question for question in (*questions.bank(), *questions.reviewed())}


def key_on(page, question):
    """The right answer as it is dealt on the page: numbers may be fresh."""
    return form_of(page, question).get_attribute("data-right")


def fill(page, wrong=0):
    """Answer the sheet on the page, this many of its questions wrongly."""
    for i, id_ in enumerate(page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)")):
        question = every()[id_]
        answer(page, question, WRONG[question.kind](question) if i < wrong else key_on(page, question))


def take(page, wrong=0):
    page.get_by_role("button", name=re.compile("Start the test|Take the test again")).click()
    fill(page, wrong)
    page.get_by_role("button", name="Hand in").click()
