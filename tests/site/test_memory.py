"""Nothing that a learner has earned is lost: by another tab, by the Back button, where a browser keeps nothing."""

from __future__ import annotations

import json
import re

import pytest

from coursework import questions
from explorers.guess import Number
from tests.support import course
from tests.support.answers import CERTIFICATE, KEY, SHOWN, TEST, address, answer, asked, check, fill, remembered, take

ONE, NUMBER = asked("one"), asked("number")
REFUSED = {
    "refused": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied'); } });"
    "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied'); } });",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
}


@pytest.fixture
def session(browser):
    with browser.new_context(viewport={"width": 1280, "height": 900}) as session:
        session.faults = []
        session.on("weberror", lambda error: session.faults.append(str(error.error)))
        yield session
        assert session.faults == []


@pytest.fixture
def open_(session, site):
    def open_(name, script=None):
        page = session.new_page()
        if script:
            page.add_init_script(script)
        page.goto(address(site, name))
        return page

    return open_


def of(question):
    return f"chapters/{question.chapter}"


def answered(page, question):
    answer(page, question, question.key)
    assert check(page, question).inner_text().startswith("✓")


def test_tabs_opened_before_erase_nothing(open_, site):
    chapter, other = open_(of(ONE)), open_(of(NUMBER))
    test = open_(TEST)
    answered(chapter, ONE)
    answered(other, NUMBER)
    take(test)
    answered(chapter, ONE)
    held = remembered(chapter)
    assert set(held["answers"]) == {ONE.chapter, NUMBER.chapter} and held["attempts"][0]["passed"]
    assert test.locator(".quiz-result").is_visible()
    certificate = open_(CERTIFICATE)
    assert certificate.locator(".quiz-certificate").is_visible()


def test_a_tab_shows_at_once_what_another_earned(open_):
    chapter, test, certificate = open_(of(ONE)), open_(TEST), open_(CERTIFICATE)
    assert certificate.get_by_text("There is no passed test yet").is_visible()
    answered(chapter, ONE)
    mark = f"1 of {len(questions.chapter(ONE.chapter))} at first try"
    test.locator("#course-menu .quiz-mark").filter(has_text=mark).wait_for()
    test.locator("[data-memory] li").filter(has_text=mark).wait_for()
    take(test)
    certificate.locator(".quiz-certificate").wait_for()
    chapter.locator("#course-menu .quiz-mark").filter(has_text="passed ✓").wait_for()


@pytest.mark.parametrize("origin", ["file", "server"])
def test_back_and_one_more_answer_keep_the_pass(session, site, server, origin):
    base = site.as_uri() if origin == "file" else server
    page = session.new_page()
    page.goto(f"{base}/{CERTIFICATE}.html")
    page.goto(f"{base}/{of(ONE)}.html")
    answered(page, ONE)
    page.goto(f"{base}/{TEST}.html")
    take(page)
    page.go_back()
    other = next(q for q in questions.chapter(ONE.chapter) if q.id != ONE.id and q.kind != "explorer")
    answered(page, other)
    assert [attempt["passed"] for attempt in remembered(page)["attempts"]] == [True]
    assert set(remembered(page)["answers"][ONE.chapter]["right"]) == {ONE.id, other.id}
    page.go_back()
    page.locator(".quiz-certificate").wait_for()


def restored(page):
    """What a browser says to a page that it brings back as it was; the driver's own always loads it anew."""
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


def test_a_page_brought_back_as_it_was_reads_anew(open_):
    """Written behind its back, as where the page slept while another wrote and no event was heard."""
    page = open_(CERTIFICATE)
    attempt = {"on": "2026-11-28", "right": 18, "of": 20, "passed": True}
    state = {"v": 1, "n": 1, "tries": 1, "answers": {}, "test": None, "seen": [], "attempts": [attempt]}
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(state)])
    assert page.get_by_text("There is no passed test yet").is_visible()
    restored(page)
    assert page.locator(".quiz-certificate").is_visible() and "18 of 20" in page.locator("[data-score]").inner_text()


def test_each_tab_keeps_the_test_it_has_in_hand(open_):
    first, second = open_(TEST), open_(TEST)
    drawn = []
    for page in (first, second):
        page.get_by_role("button", name="Start the test").click()
        drawn.append(page.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)"))
    fill(first)
    second.reload()
    assert second.eval_on_selector_all(SHOWN, "forms => forms.map(f => f.dataset.id)") == drawn[1]
    first.get_by_role("button", name="Hand in").click()
    assert "20 of 20" in first.locator(".quiz-result").inner_text()
    fill(second)
    second.get_by_role("button", name="Hand in").click()
    assert len(remembered(first)["attempts"]) == 2 and remembered(first)["test"] is None


# ---- where nothing is kept ----


@pytest.mark.parametrize("trouble", REFUSED)
def test_where_nothing_is_kept_the_page_says_so_and_the_certificate_comes_all_the_same(trouble, open_):
    page = open_(TEST, REFUSED[trouble])
    notes = page.get_by_text("This browser keeps nothing for this page.")
    assert notes.count() == 2 and all(note.is_visible() for note in notes.all())  # above the test, and in the list
    assert not page.get_by_text("This device, and nobody else, remembers").count()
    take(page, wrong=1)
    assert page.locator("[data-memory]").get_by_text("19 of 20, passed").is_visible()
    page.get_by_role("link", name="To the certificate").click()
    page.locator(".quiz-certificate").wait_for()
    assert "19 of 20" in page.locator("[data-score]").inner_text()
    page.goto(re.sub("#.*", "#passed=2026-11-28.3.20", page.url))
    assert page.get_by_text("There is no passed test yet").is_visible()  # a failed one is no pass
    assert not page.locator(".quiz-certificate").is_visible()


def test_in_a_frame_without_storage(browser, site, server, tmp_path):
    """As an LMS or a blog may frame it: sandboxed, so that the browser refuses every kind of storage."""
    with browser.new_context() as session:
        page = session.new_page()
        page.set_content(
            f'<iframe sandbox="allow-scripts allow-forms" src="{server}/{TEST}.html" width=1000 height=800></iframe>'
        )
        frame = page.frame_locator("iframe")
        frame.get_by_text("This browser keeps nothing for this page.").first.wait_for()
        inner = page.frames[1]
        take(inner)
        inner.get_by_role("link", name="To the certificate").click()
        frame.locator(".quiz-certificate").wait_for()


def test_where_it_is_kept_no_such_thing_is_said_and_no_address_carries_a_result(open_):
    page = open_(TEST)
    assert not page.get_by_text("This browser keeps nothing").first.is_visible()
    take(page)
    assert page.get_by_role("link", name="To the certificate").get_attribute("href") == "certificate.html"


# ---- erasing and reading back ----


def erase(page):
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("button", name="Yes, erase it all").click()


def test_erasing_in_the_middle_of_a_test_begins_anew(open_):
    page, other = open_(TEST), open_(TEST)
    other.get_by_role("button", name="Start the test").click()
    page.get_by_role("button", name="Start the test").click()
    fill(page)
    erase(page)
    assert page.locator(SHOWN).count() == 0 and page.get_by_role("button", name="Start the test").is_visible()
    other.get_by_role("button", name="Start the test").wait_for()
    take(page)
    assert "✓ Passed" in page.locator(".quiz-result").inner_text()


def test_erasing_asks_first_and_can_be_left(open_):
    page = open_(TEST)
    take(page)
    button = page.locator("[data-erase]")
    button.click()
    assert remembered(page)["attempts"] and button.inner_text() == "Yes, erase it all"
    page.get_by_role("button", name="Save to a file").focus()
    assert button.inner_text() == "Erase everything" and remembered(page)["attempts"]
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("key => localStorage.getItem(key)", KEY) is None


def read_back(page, state):
    content = json.dumps(state).encode()
    page.get_by_label("Read back from a file").set_input_files(
        {"name": "p.json", "mimeType": "application/json", "buffer": content}
    )
    page.get_by_text("Read back. ").wait_for()


def test_an_older_file_takes_nothing_away_and_its_name_has_a_day(open_):
    page = open_(of(ONE))
    answered(page, ONE)
    page.goto(page.url.replace(of(ONE), TEST))
    older = remembered(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save to a file").click()
    assert re.fullmatch(rf"{KEY.partition(':')[0]}-progress-\d{{4}}-\d\d-\d\d\.json", waiting.value.suggested_filename)
    take(page)
    page.get_by_role("button", name="Take the test again").click()
    fill(page)
    read_back(page, older | {"answers": older["answers"] | {"elsewhere": {"of": 2, "right": ["q"]}}})
    held = remembered(page)
    assert held["attempts"][0]["passed"] and set(held["answers"]) == {ONE.chapter, "elsewhere"}
    page.get_by_role("button", name="Hand in").click()  # the test in hand went on
    assert "20 of 20" in page.locator(".quiz-result").inner_text()


def test_a_test_in_a_file_is_taken_up_at_once(open_):
    page = open_(TEST)
    page.get_by_role("button", name="Start the test").click()
    fill(page)
    saved = remembered(page)
    erase(page)
    read_back(page, saved)
    page.get_by_role("button", name="Hand in").click()
    assert "20 of 20" in page.locator(".quiz-result").inner_text()


# ---- names ----


def test_chapters_go_by_their_titles(open_):
    """And not by the names of their files: 'Bdnf' is not what the chapter is called."""
    chapter = next(c for c in questions.chapters() if questions.title(c) != c.replace("-", " ").capitalize())
    question = next(q for q in questions.chapter(chapter) if q.kind in ("one", "several", "number"))
    page = open_(of(question))
    answered(page, question)
    page.goto(page.url.replace(of(question), TEST))
    [line] = page.locator("[data-memory] li").all_inner_texts()
    assert line == f"{questions.title(chapter)}: 1 of {len(questions.chapter(chapter))} at first try"


def test_what_was_kept_before_the_course_had_a_name_is_taken_over_once(open_):
    page = open_("about")
    attempt = {"on": "2026-11-01", "right": 20, "of": 20, "passed": True}
    state = {
        "v": 1,
        "n": 7,
        "tries": 1,
        "answers": {ONE.chapter: {"of": 3, "right": []}},
        "test": None,
        "seen": [],
        "attempts": [attempt],
    }
    page.evaluate("text => localStorage.setItem('course-progress', text)", json.dumps(state))
    page.goto(page.url.replace("about", of(ONE)))
    answered(page, ONE)
    held = remembered(page)
    assert held["attempts"] == [attempt] and held["answers"][ONE.chapter]["right"] == [ONE.id]
    assert page.evaluate("localStorage.getItem('course-progress')") is None
    page.goto(page.url.replace(of(ONE), TEST))
    erase(page)
    page.reload()
    assert page.get_by_text("Nothing is remembered yet.").is_visible()


def test_what_another_course_kept_there_is_left_alone(open_):
    page = open_("about")
    state = {
        "v": 1,
        "n": 7,
        "tries": 0,
        "answers": {"of-another-course": {"of": 3, "right": []}},
        "test": None,
        "seen": [],
        "attempts": [],
    }
    page.evaluate("text => localStorage.setItem('course-progress', text)", json.dumps(state))
    page.goto(page.url.replace("about", of(ONE)))
    answered(page, ONE)
    assert set(remembered(page)["answers"]) == {ONE.chapter}
    assert json.loads(page.evaluate("localStorage.getItem('course-progress')")) == state


def test_a_page_that_the_browser_saved_still_checks(open_, site, tmp_path, session):
    """'Save page as, complete' writes the page as scripts have made it, with all the marks they left."""
    page = open_(of(ONE))
    answered(page, ONE)
    folder = tmp_path / "chapters"
    folder.mkdir()
    (folder / "saved.html").write_text("<!doctype html>" + page.evaluate("document.documentElement.outerHTML"), "utf-8")
    (tmp_path / "_static").symlink_to(site / "_static")
    page.goto((folder / "saved.html").as_uri())
    answer(page, ONE, "b" if ONE.key != "b" else "a")
    assert check(page, ONE).inner_text().startswith("✗")
    assert page.url.endswith("saved.html")


# ---- guesses ----

ASKS = next(e for e in course.explorers() if isinstance(e.guess, Number) and e.page != "intro")
GUESS_KEY = f"{KEY.partition(':')[0]}:guesses"
GUESSED = f"{ASKS.page.rpartition('/')[2]}#{ASKS.id}"


def guesses(page):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", GUESS_KEY) or "null")


def guess(page):
    page.locator(f"#{ASKS.id}").get_by_role("button", name="That is my guess").click()


def test_a_guess_is_listed_saved_erased_and_read_back_with_the_progress(open_, tmp_path):
    chapter = open_(ASKS.page)
    guess(chapter)
    held = guesses(chapter)
    assert list(held) == [GUESSED]
    page = open_(TEST)
    assert page.locator("[data-memory] li").all_inner_texts() == ["Guesses at one figure"]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save to a file").click()
    saved = json.loads(waiting.value.path().read_text("utf-8"))
    assert saved["guesses"] == held
    erase(page)
    assert guesses(page) is None and page.get_by_text("Nothing is remembered yet.").is_visible()
    read_back(page, saved)
    assert guesses(page) == held
    chapter.reload()
    assert chapter.locator(f"#{ASKS.id} .guess-gap").inner_text().startswith("You said")


def test_a_file_without_guesses_reads_and_damaged_ones_are_left_out_with_a_sentence(open_):
    page = open_(TEST)
    take(page)
    old = remembered(page)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [GUESS_KEY, json.dumps({GUESSED: 7})])
    read_back(page, old)
    assert guesses(page) == {GUESSED: 7} and "damaged" not in page.locator(".quiz-memory .quiz-say").inner_text()
    read_back(page, old | {"guesses": {GUESSED: 9, "tea#cup": {"value": 1}, "tea#pot": "b"}})
    said = page.locator(".quiz-memory .quiz-say").inner_text()
    assert said.endswith("Some guesses in the file were damaged and are left out.") and said.count("damaged") == 1
    assert guesses(page) == {"tea#pot": "b", GUESSED: 7}  # what was here stays
    assert remembered(page)["attempts"] == old["attempts"]
