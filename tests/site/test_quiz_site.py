"""The questions, the final test and the certificate in a real browser, from a file."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from coursework import codes, plans, questions, quiz
from coursework.course import find
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
from tests.support.course import SLUG
from tests.support.pages import opened
from tools import class_gain


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


def test_a_question_on_a_figure_leads_to_it_and_is_judged_like_any_other(browser, site):
    for question in (q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "explorer"):
        with opened(browser, at(site, question)) as page:
            link = form_of(page, question).get_by_role("link", name="Go to the figure").get_attribute("href")
            assert link == f"#{question.explorer}" and page.locator(f"figure{link}").count() == 1
            answer(page, question, "b" if question.key == "a" else "a")
            assert check(page, question).inner_text().startswith("✗"), question.id
            assert remembered(page)["boxes"] == f"{question.id}:t"  # tried
            answer(page, question, question.key)
            assert check(page, question).inner_text().startswith("✓"), question.id
            assert remembered(page)["answers"][question.chapter]["first"] == "0"  # not at the first try
            assert remembered(page)["boxes"] == ""  # never due


def test_by_keyboard_alone(browser, site):
    one, order = asked("one"), asked("order")
    with opened(browser, at(site, one)) as page:
        form_of(page, one).locator("input").first.focus()
        page.keyboard.press("Space")
        while form_of(page, one).locator("input:checked").get_attribute("value") != one.key:  # options are mixed
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert form_of(page, one).get_by_role("status").inner_text().startswith("✓")
    with opened(browser, at(site, order)) as page:
        for letter in "abcdefgh"[: len(order.items)]:
            form_of(page, order).locator(f"[data-letter={letter}]").focus()
            page.keyboard.press(str(order.key.split(",").index(letter) + 1))
        form_of(page, order).get_by_role("button", name="Check").focus()
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
            assert form.locator("legend").first.is_visible() and not form.get_by_role("button").count()
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
        for paper in ("A4", "Letter", "A5"):
            assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1


def test_progress_is_in_the_menu_saved_read_back_and_erased(browser, site, tmp_path):
    question = asked("one")
    with opened(browser, at(site, question), viewport={"width": 1280, "height": 800}) as page:
        answer(page, question, question.key)
        check(page, question)
        mark = f"1 of {len(questions.chapter(question.chapter))} at first try"
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
    """Everything answered, in the last box, five attempts, a sixth in progress: SCORM 1.2 holds 4,096 characters."""
    every = {name: questions.chapter(name) for name in questions.chapters()}
    longest = sorted(questions.bank(), key=lambda q: -len(q.id))[: quiz.assessment().questions]
    result = {"on": "2026-11-23", "right": 10, "of": 10}
    state = {
        "v": 1,
        "n": 99999,
        "tries": 999,
        "seen": [q.id for q in longest],
        "missed": "1" * len(longest),
        "answers": {
            name: {"of": len(qs), "right": [q.id for q in qs], "first": "1" * len(qs)} for name, qs in every.items()
        },
        "test": {
            "drawn": [q.id for q in longest],
            "given": ["123456789.25" if q.kind == "number" else "a" for q in longest],
            "sure": "s" * len(longest),
            "seed": 2**24 - 1,
        },
        "attempts": [{"on": "2026-11-23", "right": 16, "of": 20, "passed": False}] * 5,
        "boxes": " ".join(f"{q.id}:3zzz" for q in questions.reviewed()),
        "sure": [9999] * 4,
        "forms": {
            "first": "a",
            "only": "zzz",
            "before": result,
            "after": result,
            "given": [],
            "sure": "",
            "seed": 2**24 - 1,
        },
        "seed": 2**24 - 1,
    }
    text = json.dumps(state, separators=(",", ":"))
    print(f"the fullest progress: {len(text)} characters")
    assert len(text) < 4096 - 120  # what the launcher adds: its own count, its best score
    with opened(browser, address(site, CERTIFICATE)) as page:
        page.add_init_script(f"localStorage.setItem('{KEY}', {json.dumps(text)})")
        page.goto(address(site, TEST))
        assert page.locator(SHOWN).count() == quiz.assessment().questions  # all of it was taken as good


# ---- what is dealt, and comes back ----


def order_of(page):
    """The letters of every question that is shown, as they stand on the page, and its text."""
    return page.eval_on_selector_all(
        SHOWN,
        "forms => forms.map(f => f.querySelector('legend').innerText + [...f.querySelectorAll('.quiz-option input')].map(i => i.value).join(''))",
    )


def test_options_and_numbers_are_dealt_anew_at_each_sitting_and_kept_on_reload(browser, site):
    fresh = {q.id for q in questions.bank() if q.draws}
    with opened(browser, address(site, TEST)) as page:
        page.get_by_role("button", name="Start the test").click()
        fill(page)
        page.locator(f"{SHOWN} .quiz-sure input").first.check()
        before = order_of(page)
        page.reload()
        assert order_of(page) == before
        assert page.locator(f"{SHOWN} .quiz-sure input").first.is_checked()
        page.get_by_role("button", name="Hand in").click()
        assert "20 of 20 right" in page.locator(".quiz-result").inner_text()
        letters = ["".join(re.findall("[a-h]+$", one)) for one in before]
        assert sum(one != "".join(sorted(one)) for one in letters) >= 5  # of some 18 with options
        seen = set()
        for _ in range(60):  # which questions and which numbers come is left to chance
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
            page.reload()
            page.get_by_role("button", name="Start the test").click()
            for id_ in page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)"):
                if id_ in fresh:
                    seen.add((id_, page.locator(f"#q-{id_} legend").first.inner_text()))
            if len(seen) > len({id_ for id_, _ in seen}):  # one question with two sets of numbers
                break
        else:
            raise AssertionError(f"sixty sittings, and the same numbers in each: {seen}")


def test_what_was_missed_comes_back_as_a_sibling_and_in_the_review(browser, site):
    goals = {q.id: q.objective for q in questions.bank()}
    with opened(browser, address(site, TEST)) as page:
        take(page, wrong=5)
        first = page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)")
        page.get_by_role("button", name="Take the test again").click()
        second = page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)")
        for id_ in first[:5]:
            assert id_ not in second and goals[id_] in {goals[other] for other in second}
        due = {part.partition(":")[0] for part in remembered(page)["boxes"].split()}
        reviewed = {q.id: q.objective for q in questions.reviewed()}
        assert {reviewed[id_] for id_ in due} == {goals[id_] for id_ in first[:5]} & set(reviewed.values())


def test_confidence_is_told_in_words_and_sure_and_wrong_comes_first(browser, site):
    with opened(browser, address(site, TEST)) as page:
        page.get_by_role("button", name="Start the test").click()
        fill(page, wrong=3)
        for i, form in enumerate(page.locator(SHOWN).all()):
            form.get_by_label("Sure" if i in (2, 5, 6) else "Not sure", exact=True).check()
        page.get_by_role("button", name="Hand in").click()
        said = page.locator(".quiz-result").inner_text()
        assert said.index("Sure, and not right: question 3.") < said.index("Not right: questions 1 and 2.")
        assert "Of 3 answers that you were sure of, 2 were right. Of 17 answers" in said
        assert remembered(page)["sure"] == [2, 3, 15, 17]


def on_day(page, day):
    """Make the page's clock say so."""
    page.clock.set_fixed_time(f"{day}T12:00:00")


def test_a_review_asks_what_is_due_and_moves_its_boxes(browser, site):
    question = asked("one")
    with opened(browser, at(site, question)) as page:
        on_day(page, "2026-11-28")
        answer(page, question, question.key)
        check(page, question)
        page.goto(address(site, "review"))
        assert "due on 30 November 2026" in page.locator("[data-due]").inner_text()
        assert not page.locator("[data-start]").is_visible()
        on_day(page, "2026-11-30")
        page.reload()
        assert "One question is due." in page.locator("[data-due]").inner_text()
        assert page.locator("#course-menu [aria-current] .quiz-mark").text_content().strip() == "1 due"
        page.locator("[data-start]").click()
        fill(page)
        page.get_by_role("button", name="See the answers").click()
        assert page.locator(".quiz-result h2").inner_text() == "1 of 1 right"
        page.get_by_role("button", name="Done").click()
        assert "due on 7 December 2026" in page.locator("[data-due]").inner_text()
        on_day(page, "2026-12-07")
        page.reload()
        page.locator("[data-start]").click()
        fill(page, wrong=1)
        form_of(page, question).get_by_label("Sure", exact=True).check()
        page.get_by_role("button", name="See the answers").click()
        assert "Sure, and not right: question 1." in page.locator(".quiz-result").inner_text()
        assert re.fullmatch(r"[\w-]+:x\w+", remembered(page)["boxes"])
        page.get_by_role("button", name="Done").click()
        assert "due on 9 December 2026" in page.locator("[data-due]").inner_text()
        on_day(page, "2020-03-03")
        page.reload()
        assert "The clock of this device says 3 March 2020" in page.locator("[data-due]").inner_text()
        assert page.locator("[data-start]").is_visible()


def test_a_damaged_box_is_named_and_an_old_progress_is_due_at_once(browser, site):
    ids = [q.id for q in questions.reviewed()[:3]]
    old = {"v": 1, "n": 3, "tries": 0, "answers": {questions.chapters()[0]: {"of": 6, "right": ids[:2]}}}
    old |= {"test": None, "seen": [], "attempts": []}
    with opened(browser, address(site, "review")) as page:
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(old)])
        page.reload()
        assert "2 questions are due." in page.locator("[data-due]").inner_text()
        old["boxes"] = f"{ids[2]}:9zzzz"
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(old)])
        page.reload()
        said = page.locator("[data-due]").inner_text()
        assert "3 questions are due." in said and "One date of the review was damaged" in said


def test_a_calendar_is_saved_with_four_days(browser, site, tmp_path):
    with opened(browser, address(site, "review")) as page:
        on_day(page, "2026-11-28")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save reminders").click()
        waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
        assert waiting.value.suggested_filename.endswith(".ics")
        text = (tmp_path / waiting.value.suggested_filename).read_text("utf-8")
        days = re.findall(r"DTSTART;VALUE=DATE:(\d+)", text)
        assert days == ["20261130", "20261205", "20261228", "20270227"]


def test_the_gain_stands_on_the_certificate_and_is_saved_without_a_name(browser, site, tmp_path):
    forms = quiz.assessment().forms
    with opened(browser, address(site, "before")) as page:
        page.get_by_role("button", name="Start").click()
        shown = page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)")
        assert tuple(shown) in forms
        fill(page, wrong=6)
        page.reload()  # what is answered is kept
        page.get_by_role("button", name="Hand in").click()
        assert page.locator(".quiz-result h2").inner_text() == "4 of 10 right"
        assert not page.locator(".quiz-why").count()  # the reasons belong to the final test
        page.goto(address(site, "after"))
        page.get_by_role("button", name="Start").click()
        other = page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)")
        assert {tuple(shown), tuple(other)} == set(forms)
        fill(page, wrong=2)
        page.get_by_role("button", name="Hand in").click()
        gain = "Before the course 4 of 10 right, after it 8 of 10."
        assert gain in page.locator(".quiz-result").inner_text()
        page.goto(address(site, "before"))
        assert not page.get_by_role("button", name="Start").is_visible()
        page.goto(address(site, TEST))
        take(page)
        page.goto(address(site, CERTIFICATE))
        assert page.locator(".quiz-certificate").get_by_text(gain).is_visible()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save the gain").click()
        waiting.value.save_as(tmp_path / "gain.json")
    [gained], wrong = class_gain.read(tmp_path, SLUG)
    assert (gained.before, gained.after, wrong) == (40, 80, [])


# ---- the short tests of a class, its codes, and the code of a certificate ----


def objectives_shown(page):
    return page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.objective)")


def hand_in_both(page, site, fragment, wrong):
    """Take the short tests before and after, with so many wrong answers; return the objectives of each, and the code."""
    asked = []
    for when, missed in zip(("before", "after"), wrong, strict=True):
        page.goto(address(site, when) + fragment)
        page.get_by_role("button", name="Start").click()
        asked.append(objectives_shown(page))
        fill(page, wrong=missed)
        page.get_by_role("button", name="Hand in").click()
        page.locator(".quiz-result h2").wait_for()
    return asked, page.locator(".quiz-code strong").inner_text()


@pytest.mark.parametrize("plan", plans.plans(), ids=lambda plan: plan.name)
def test_a_class_is_asked_about_its_chapters_and_gets_a_code(plan, browser, site):
    with opened(browser, address(site, "before")) as page:
        (before, after), code = hand_in_both(page, site, f"#chapters={plan.name}", (3, 1))
        of = max(5, len(plan.chapters))
        assert before == after and len(before) == of
        chapter_of = {question.objective: question.chapter for question in questions.bank()}
        assert {chapter_of[one] for one in before} == set(plan.chapters)
        found = codes.decode(code, SLUG)
        assert (found.before, found.after, found.of) == (of - 3, of - 1, of)
        assert codes.names(plans.plans())[found.choice] == plan.title
        page.goto(address(site, "after"))  # and is there again, also where the address names no chapters
        assert page.locator(".quiz-code strong").inner_text() == code


def test_a_choice_on_the_page_is_the_address_for_a_class(browser, site):
    with opened(browser, address(site, "before")) as page:
        page.get_by_text("For a class that takes only some chapters").click()
        page.get_by_label(questions.title("bdnf", find())).check()
        page.get_by_role("button", name="Ask about these chapters only").click()
        assert page.url.endswith("#chapters=bdnf")
        page.get_by_text("These questions are about: The Role of BDNF.").wait_for()
        page.get_by_role("button", name="Start").click()
        assert 3 <= len(objectives_shown(page)) <= 5


def test_chapters_that_are_not_there_are_named_and_what_was_begun_goes_on(browser, site):
    with opened(browser, f"{address(site, 'before')}#chapters=bdfn") as page:
        told = page.locator("[data-standing]").inner_text()
        assert "chapters that the test does not have: bdfn. There are: 45-minutes, 90-minutes, 180-minutes," in told
        assert not page.get_by_role("button", name="Start").is_visible()
        page.goto(address(site, "before"))
        page.reload()
        page.get_by_role("button", name="Start").click()
        fill(page, wrong=4)
        page.get_by_role("button", name="Hand in").click()
        page.goto(f"{address(site, 'after')}#chapters=45-minutes")
        assert "you have begun the short tests for the whole course" in page.locator("[data-standing]").inner_text()
        page.get_by_role("button", name="begin anew for these chapters").click()
        page.goto(f"{address(site, 'before')}#chapters=45-minutes")
        page.get_by_role("button", name="Start").click()
        assert len(objectives_shown(page)) == 5


def test_the_codes_of_a_class_are_added_up_as_the_command_does_it(browser, site, tmp_path):
    some = [codes.Result("ab"[i % 2], i % 4, 3 + i % 3, 5, 0, i) for i in range(7)]
    text = "\n".join([*(codes.encode(one, SLUG) for one in some), "nobody", codes.encode(some[0], SLUG)])
    (tmp_path / "chat.txt").write_text(text, "utf-8")
    gains, wrong = class_gain.read(tmp_path, SLUG)
    with opened(browser, address(site, "class-results")) as page:
        page.get_by_role("button", name="Add up").click()
        assert "Paste the codes first" in page.locator(".quiz-result").inner_text()
        page.get_by_label("The codes of the class").fill(text)
        page.get_by_role("button", name="Add up").click()
        lines = page.locator(".quiz-result :is(h3, p, li)").all_inner_texts()
        assert lines == [*class_gain.report(gains, codes.names(plans.plans())), "Left out", *wrong]
        assert len(wrong) == 2 and page.get_by_label("The codes of the class").input_value() == text
        assert page.evaluate("localStorage.length") == 0


def test_the_code_of_a_certificate_is_checked_against_what_is_printed(browser, site):
    with opened(browser, address(site, TEST)) as page:
        take(page)
        page.goto(address(site, CERTIFICATE))
        printed = page.locator(".quiz-certificate")
        assert "(with your name)" in printed.inner_text()
        page.get_by_label("Your name").fill("A. Made-Up")
        code = printed.locator("[data-code]").inner_text()
        right, of = re.search(r"(\d+) of (\d+)", printed.locator("[data-score]").inner_text()).groups()
        form = page.locator(".quiz-verify")
        today = page.evaluate("new Intl.DateTimeFormat('sv').format(new Date())")
        for label, value in (("Name", "a. made-up "), ("Date", today), ("Right answers", right), ("Of how many", of)):
            form.get_by_label(label, exact=True).fill(value)
        form.get_by_label("Code", exact=True).fill(code.lower())
        check = form.get_by_role("button", name="Check")
        check.click()
        said = page.locator("[data-quiz=verify] .quiz-result")
        assert said.inner_text().startswith("They belong together")
        form.get_by_label("Right answers").fill(str(int(right) - 1))
        check.click()
        assert said.inner_text().startswith("They do not belong together")
        page.emulate_media(media="print")
        assert printed.get_by_text(code).is_visible() and not form.is_visible()
