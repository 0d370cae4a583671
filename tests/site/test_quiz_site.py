"""The questions, the final test and the certificate in a real browser, from a file."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from coursework import questions, quiz
from tests.support.answers import (
    CERTIFICATE,
    KEY,
    SHOWN,
    TEST,
    WRONG,
    address,
    answer,
    asked,
    at,
    check,
    fill,
    form_of,
    remembered,
    take,
)
from tests.support.pages import opened


@pytest.mark.parametrize("kind", list(WRONG))
def test_each_kind_is_judged_in_words_with_a_reason_and_a_source(kind, browser, site):
    question = asked(kind)
    with opened(browser, at(site, question)) as page:
        assert "first" in check(page, question).inner_text()  # nothing chosen yet
        answer(page, question, WRONG[kind](question))
        said = check(page, question)
        assert said.inner_text().startswith("✗ Not right.") and said.locator(".quiz-cite").count() >= 1
        answer(page, question, question.key)
        said = check(page, question)
        assert said.inner_text().startswith("✓ Right.") and said.locator(".quiz-cite").count() >= 1
        assert remembered(page)["answers"][question.chapter]["right"] == [question.id]


def test_a_wrong_choice_gets_its_own_reason(browser, site):
    question = asked("one")
    with opened(browser, at(site, question)) as page:
        for letter, option in zip("abcdefgh", question.options):
            answer(page, question, letter)
            assert option.reason.why in check(page, question).inner_text()


def test_a_known_slip_in_a_number_gets_its_own_reason_and_a_comma_is_a_point(browser, site):
    question = next(q for name in questions.chapters() for q in questions.chapter(name) if q.traps)
    with opened(browser, at(site, question)) as page:
        answer(page, question, f"{question.traps[0][0]:g}".replace(".", ","))
        assert question.traps[0][1].why in check(page, question).inner_text()
        answer(page, question, f"{question.answer:g},0")
        assert check(page, question).inner_text().startswith("✓")


def test_every_explorer_to_set_is_checked_by_its_own_controls(browser, site):
    for question in (q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "explorer"):
        with opened(browser, at(site, question)) as page:
            assert check(page, question).inner_text().startswith("✗"), question.id
            for name, stops in question.settings:
                page.evaluate(
                    """([id, name, stop]) => {
                        const control = document.querySelector(`#${id} [data-control="${name}"]`);
                        if (control.type === "range") control.value = control.dataset.stops.split("\\n").indexOf(stop);
                        else if (control.type === "checkbox") control.checked = stop === "on";
                        else if (control.tagName === "SELECT") control.value = [...control.options].findIndex(o => o.textContent === stop);
                        else [...control.querySelectorAll("label")].find(l => l.textContent === stop).previousSibling.checked = true;
                        control.dispatchEvent(new Event("input", { bubbles: true }));
                    }""",
                    [question.explorer, name, stops[0]],
                )
            assert check(page, question).inner_text().startswith("✓"), question.id
            assert (
                form_of(page, question).get_by_role("link", name="Go to the figure").get_attribute("href")
                == f"#{question.explorer}"
            )


def test_by_keyboard_alone(browser, site):
    one, order = asked("one"), asked("order")
    with opened(browser, at(site, one)) as page:
        form_of(page, one).locator("input").first.focus()
        page.keyboard.press("Space")
        for _ in range("abcdefgh".index(one.key)):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert form_of(page, one).get_by_role("status").inner_text().startswith("✓")
    with opened(browser, at(site, order)) as page:
        for letter in "abcdefgh"[: len(order.items)]:
            form_of(page, order).locator(f"[data-letter={letter}]").focus()
            page.keyboard.press(str(order.key.split(",").index(letter) + 1))
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert form_of(page, order).get_by_role("status").inner_text().startswith("✓")


@pytest.mark.parametrize("name", [*(f"chapters/{name}" for name in questions.chapters()), TEST])
def test_without_javascript_questions_can_be_read_and_answers_opened(name, browser, site):
    with opened(browser, address(site, name), java_script_enabled=False) as page:
        forms = page.locator(".quiz-question")
        assert forms.count() == (
            len(questions.bank()) if name == TEST else len(questions.chapter(name.partition("/")[2]))
        )
        for form in (forms.first, forms.last):
            assert form.locator("legend").is_visible() and not form.get_by_role("button").count()
            form.locator("summary").click()
            assert "✓ Right" in form.locator("details").inner_text()
        assert not page.get_by_role("button", name=re.compile("Check|Start|Hand in")).count()


@pytest.mark.parametrize(
    "trouble",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied'); } })",
        f"localStorage.setItem('{KEY}', '{{\"v\": 1')",
        (
            f"localStorage.setItem('{KEY}', JSON.stringify({{v: 1, n: 0, tries: 0, answers: {{}}, test: {{drawn:"
            " ['gone'], given: []}, seen: [], attempts: []}))"
        ),
        (
            f"localStorage.setItem('{KEY}', JSON.stringify({{v: 1, n: 0, tries: 0, answers: {{x: 7}}, test: 'no', seen:"
            " 3, attempts: [{passed: true}]}))"
        ),
    ],
)
def test_missing_or_damaged_storage_breaks_nothing(trouble, browser, site):
    question = asked("one")
    with opened(browser, address(site, CERTIFICATE)) as page:
        page.add_init_script(trouble)
        page.goto(at(site, question))
        answer(page, question, question.key)
        assert check(page, question).inner_text().startswith("✓")
        page.goto(address(site, CERTIFICATE))
        assert page.get_by_text("There is no passed test yet").is_visible()
        page.goto(address(site, TEST))
        page.get_by_role("button", name="Start the test").click()
        assert page.locator(SHOWN).count() == quiz.assessment().questions


def test_the_test_is_balanced_told_beforehand_and_drawn_anew(browser, site):
    rules, chapters = quiz.assessment(), {q.id: q.chapter for q in questions.bank()}
    goals = {q.id: (q.chapter, q.objective) for q in questions.bank()}
    with opened(browser, address(site, TEST)) as page:
        told = page.locator(".quiz-panel").first.inner_text()
        assert f"{rules.questions} questions" in told and f"({rules.pass_mark} %)" in told
        draws = []
        for _ in range(2):
            take(page)
            draws.append(page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)"))
        for drawn in draws:
            assert len(set(drawn)) == rules.questions
            counts = Counter(chapters[id_] for id_ in drawn)
            assert set(counts) == set(questions.chapters()) and max(counts.values()) - min(counts.values()) <= 1
            assert max(Counter(goals[id_] for id_ in drawn).values()) == 1  # no objective twice
        assert len(set(draws[0]) & set(draws[1])) < rules.questions / 2


def test_a_test_can_be_left_and_taken_up_again_and_needs_every_answer(browser, site):
    with opened(browser, address(site, TEST)) as page:
        page.get_by_role("button", name="Start the test").click()
        fill(page)
        page.reload()
        drawn = page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)")
        assert (
            drawn == remembered(page)["test"]["drawn"]
            and not page.get_by_role("button", name="Start the test").is_visible()
        )
        first = (
            next(q for q in questions.bank() if q.id in drawn and q.kind == "several")
            if any(q.kind == "several" and q.id in drawn for q in questions.bank())
            else None
        )
        if first:
            answer(page, first, "")
            page.get_by_role("button", name="Hand in").click()
            assert "One question has no answer yet." in page.locator(".quiz-say").first.inner_text()
            assert page.evaluate("document.activeElement.closest('form').dataset.id") == first.id
            answer(page, first, first.key)
        page.get_by_role("button", name="Hand in").click()
        assert "20 of 20 right" in page.locator(".quiz-result").inner_text()
        assert page.evaluate("document.activeElement.className") == "quiz-result"


def test_failing_gives_reasons_and_no_certificate_and_passing_gives_one(browser, site):
    rules = quiz.assessment()
    spare = rules.questions - -(-rules.questions * rules.pass_mark // 100)
    with opened(browser, address(site, TEST)) as page:
        take(page, wrong=spare + 1)
        assert "✗ Not passed" in page.locator(".quiz-result").inner_text()
        assert page.locator(f"{SHOWN} .quiz-feedback .quiz-cite").count() >= rules.questions
        wrong = page.eval_on_selector_all(
            f"{SHOWN}:has(.quiz-feedback[data-verdict=wrong])", "forms => forms.map(f => '#' + f.id)"
        )
        assert page.eval_on_selector_all(".quiz-result p a", "links => links.map(a => a.getAttribute('href'))") == wrong
        page.goto(address(site, CERTIFICATE))
        assert (
            page.get_by_text("There is no passed test").is_visible()
            and not page.locator(".quiz-certificate").is_visible()
        )
        page.goto(address(site, TEST))
        take(page, wrong=spare)
        assert "✓ Passed" in page.locator(".quiz-result").inner_text()
        assert page.locator("#course-menu [aria-current] .quiz-mark").text_content().strip() == "passed ✓"
        page.get_by_role("link", name="To the certificate").click()
        name = "<img src=x onerror=alert(1)> & Ana"
        page.get_by_label("Your name").fill(name)
        paper = page.locator(".quiz-certificate")
        assert page.locator("[data-holder]").inner_text() == name and page.locator("[data-holder] *").count() == 0
        words = paper.inner_text()
        assert (
            f"{rules.questions - spare} of {rules.questions}" in words
            and "Not accredited." in words
            and questions.objectives(questions.chapters()[0])[0] in words
        )
        assert "Ana" not in json.dumps(remembered(page)) + page.url
        page.emulate_media(media="print")
        assert (
            paper.is_visible()
            and not page.get_by_label("Your name").is_visible()
            and not page.locator(".course-header").is_visible()
        )
        page.get_by_label("Your name").evaluate(
            "(field, name) => { field.value = name; field.dispatchEvent(new Event('input')); }", "Wilhelmina " * 7
        )
        page.locator(".quiz-certificate dl + p").evaluate(
            "line => { line.textContent = 'Six hours of continuing education, by Example University. '.repeat(6); }"
        )
        for paper in ("A4", "Letter"):
            assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1


def test_progress_is_in_the_menu_saved_read_back_and_erased(browser, site, tmp_path):
    question = asked("one")
    with opened(browser, at(site, question), viewport={"width": 1280, "height": 800}) as page:
        answer(page, question, question.key)
        check(page, question)
        mark = f"1 of {len(questions.chapter(question.chapter))} right"
        assert page.locator("#course-menu [aria-current] .quiz-mark").inner_text().strip() == mark
        page.goto(address(site, TEST))
        assert page.locator("#course-menu .quiz-mark").inner_text().strip() == mark
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save to a file").click()
        saved = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(saved)
        page.get_by_role("button", name="Erase everything").click()
        assert remembered(page) and "cannot be undone" in page.locator(".quiz-memory .quiz-say").inner_text()
        page.get_by_role("button", name="Yes, erase it all").click()
        assert page.evaluate(f"localStorage.getItem('{KEY}')") is None and page.locator(".quiz-mark").count() == 0
        bad = tmp_path / "bad.json"
        for text in ("no", "{}", saved.read_text().replace('"right": [', '"right": [7, ')):
            bad.write_text(text)
            page.get_by_label("Read back from a file").set_input_files(bad)
            page.get_by_text("Nothing was changed.").wait_for()
            assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
            page.evaluate("document.querySelector('.quiz-memory .quiz-say').textContent = ''")
        page.get_by_label("Read back from a file").set_input_files(saved)
        page.get_by_text("Read back. It was added").wait_for()
        assert remembered(page)["answers"][question.chapter]["right"] == [question.id]
        assert page.locator("#course-menu .quiz-mark").inner_text().strip() == mark


def test_the_fullest_memory_fits_into_what_an_lms_holds(browser, site):
    """Everything answered, five attempts, a sixth in progress: SCORM 1.2 holds 4,096 characters."""
    every = {name: questions.chapter(name) for name in questions.chapters()}
    longest = sorted(questions.bank(), key=lambda q: -len(q.id))[: quiz.assessment().questions]
    state = {
        "v": 1,
        "n": 99999,
        "tries": 999,
        "seen": [q.id for q in longest],
        "answers": {name: {"of": len(qs), "right": [q.id for q in qs]} for name, qs in every.items()},
        "test": {"drawn": [q.id for q in longest], "given": ["a,b,c,d,e,f"] * len(longest)},
        "attempts": [{"on": "2026-11-23", "right": 16, "of": 20, "passed": False}] * 5,
    }
    text = json.dumps(state, separators=(",", ":"))
    assert len(text) < 4096
    with opened(browser, address(site, CERTIFICATE)) as page:
        page.add_init_script(f"localStorage.setItem('{KEY}', {json.dumps(text)})")
        page.goto(address(site, TEST))
        assert page.locator(SHOWN).count() == quiz.assessment().questions  # all of it was taken as good
