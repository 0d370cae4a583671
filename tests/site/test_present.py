"""A plan shown step by step to a room: from a file, by keys and by buttons, on a projector and on a laptop."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from coursework import plans
from tests.support.axe import AXE, RUN_AXE
from tests.support.pages import opened, settled

HOST = "http://course.example"
PLANS = {plan.name: plan for plan in plans.plans()}
NAME = "90-minutes"
PLAN = PLANS[NAME]
FIRST_FIGURE = next(i for i, step in enumerate(PLAN.steps, 1) if step.fragment and "=" not in step.fragment)
#: A step whose figure does not ask by itself, and one with an answer of its own.
ANSWERED = next(i for i, step in enumerate(PLAN.steps, 1) if step.answer)
PROJECTOR, LAPTOP = {"width": 1920, "height": 1080}, {"width": 1280, "height": 800}

#: The words of a document that are smaller on the screen than 16 px.
SMALL = """() => [...document.querySelectorAll("body *")].filter(element => {
    const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    const { width, height } = element.getBoundingClientRect();
    if (!own || width < 2 || height < 2 || element.closest("script, style, .alone-title")) return false;
    const matrix = element.closest(".explorer-plot svg") && element.getScreenCTM?.();
    const size = parseFloat(getComputedStyle(element).fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1);
    return size < 15.95;
}).map(element => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`)"""


#: The words of a figure that are not on the screen before anybody scrolls, and whether the rest of its page is.
OUTSIDE = """() => [...document.querySelectorAll(".explorer-plot .main-svg text")].filter(words => {
    const { top, bottom, left, right, width } = words.getBoundingClientRect();
    const inside = top >= -1 && left >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
    return width && words.textContent.trim() && !inside;
}).map(words => words.textContent)"""
ALL_SEEN = "() => document.documentElement.scrollHeight <= innerHeight + 1"


def address(site, name=NAME, step=0):
    return f"{site.as_uri()}/present/{name}.html" + (f"#step-{step}" if step else "")


def frame_of(page):
    """The figure of the step, drawn, or still asking."""
    frame = page.frame_locator(".plan-stage iframe")
    frame.locator(".main-svg, .explorer-scene svg, [data-guess=asked]").first.wait_for()
    return frame


def words_of(frame):
    return frame.locator(":is(figcaption, .explorer-readouts, .guess-gap):visible")


@pytest.mark.parametrize("name", PLANS)
def test_all_steps_can_be_read_without_scripts(name, browser, site):
    with opened(browser, address(site, name), java_script_enabled=False) as page:
        steps = page.locator(".plan-step")
        assert steps.count() == len(PLANS[name].steps)
        for step, shown in zip(PLANS[name].steps, steps.all()):
            assert shown.get_by_role("heading", name=step.title).is_visible()
            for words in filter(None, (step.ask, step.answer, step.notes)):
                assert shown.get_by_text(words).is_visible()
            assert shown.get_by_role("link").count() == bool(step.page)


def test_the_guide_has_the_timetables_and_leads_to_every_view(site):
    guide = BeautifulSoup((site / "instructor-guide.html").read_text("utf-8"), "html.parser")
    tables = [table for table in guide.select("table") if "ask before you touch it" in table.get_text()]
    assert [link["href"] for link in guide.select(".plan-present a")] == [f"present/{name}.html" for name in PLANS]
    for plan, table in zip(PLANS.values(), tables, strict=True):
        rows = table.select("tbody tr")
        assert [int(row.td.get_text()) for row in rows] == [step.minutes for step in plan.steps]
        links = [link["href"] for row in rows for link in row.select("a")]
        assert links == [
            f"{step.page}.html" + (f"#{step.fragment}" if step.fragment else "") for step in plan.steps if step.page
        ]


@pytest.mark.parametrize("size", [PROJECTOR, LAPTOP], ids=["projector", "laptop"])
def test_every_step_fits_the_screen_and_on_a_projector_no_word_is_small(size, browser, site):
    with opened(browser, address(site), viewport=size) as page:
        for number, step in enumerate(PLAN.steps, start=1):
            page.get_by_role("heading", name=step.title).wait_for()
            assert page.locator(".plan-step:visible").count() == 1
            assert page.locator(".plan-place").inner_text() == f"Step {number} of {len(PLAN.steps)}"
            if step.ask:
                assert page.locator(".plan-ask:visible").inner_text() == step.ask
            if page.locator("iframe").count():
                frame_of(page)
                stage = page.locator("iframe").bounding_box()
                assert stage["width"] > 0.95 * size["width"] and stage["height"] > 0.65 * size["height"], step.title
            page.keyboard.press("Enter")
            for document in page.frames if size is PROJECTOR else []:
                assert settled(document, SMALL, "found => found.length === 0") == [], step.title
            for document in page.frames:
                assert document.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, step.title
            bar = page.locator(".plan-bar").bounding_box()
            assert bar["y"] + bar["height"] <= size["height"] + 1
            page.keyboard.press("ArrowRight")
        assert page.locator(".plan-place").inner_text().startswith(f"Step {len(PLAN.steps)} ")


@pytest.mark.parametrize("size", [PROJECTOR, LAPTOP], ids=["projector", "laptop"])
@pytest.mark.parametrize("name", PLANS)
def test_a_figure_stands_whole_before_the_room_to_its_last_row_and_its_axis(name, size, browser, site):
    figures = [i for i, step in enumerate(PLANS[name].steps, 1) if step.fragment and "=" not in step.fragment]
    with opened(browser, address(site, name, figures[0]), viewport=size) as page:
        for number in figures:
            page.goto(address(site, name, number))
            page.get_by_role("heading", name=PLANS[name].steps[number - 1].title).wait_for()
            frame_of(page)
            page.get_by_role("button", name="Reveal", exact=True).click()
            frame_of(page).locator("figcaption").wait_for()
            frame_of(page).locator(".main-svg").first.wait_for()
            figure = page.frames[-1]
            assert settled(figure, OUTSIDE, "found => found.length === 0") == [], number
            if size is PROJECTOR:  # and all that is said beside it
                assert settled(figure, ALL_SEEN, "seen => seen"), number


@pytest.mark.parametrize(
    "number", [i for i, step in enumerate(PLAN.steps, 1) if step.fragment and "=" not in step.fragment]
)
def test_caption_readouts_and_answer_wait_until_they_are_revealed(number, browser, site):
    with opened(browser, address(site, step=number), viewport=PROJECTOR) as page:
        frame = frame_of(page)
        assert words_of(frame).count() == 0 and not page.locator(".plan-answer:visible").count()
        page.get_by_role("button", name="Reveal", exact=True).click()
        frame.locator("figcaption").wait_for()
        frame.locator(".main-svg, .explorer-scene svg").first.wait_for()
        assert frame.locator(".explorer-readouts").first.is_visible()
        assert page.locator(".plan-answer:visible").count() == bool(PLAN.steps[number - 1].answer)
        page.reload()
        frame = frame_of(page)
        frame.locator("figcaption").wait_for()  # a step that was revealed stays so, the next does not
        page.get_by_role("button", name="Hide answer").click()
        frame.locator("figcaption").wait_for(state="hidden")
        assert words_of(frame).count() == 0 and not page.locator(".plan-answer:visible").count()


def test_a_guess_in_a_presentation_counts_the_room_and_is_nobodys_own(browser, site):
    with opened(browser, address(site, step=FIRST_FIGURE), viewport=PROJECTOR) as page:
        frame = frame_of(page)
        frame.get_by_role("button", name="Ask a room").click()
        frame.locator(".tally-more").first.click()
        page.get_by_role("button", name="Reveal", exact=True).click()
        frame.locator(".tally-bars").wait_for()
        assert frame.locator(".tally-bars b").first.inner_text() == "1"
        assert frame.locator("figcaption").is_visible()
        page.reload()
        frame_of(page).locator("figcaption").wait_for()  # what was revealed stays so
        page.get_by_role("button", name="Hide answer").click()
        page.reload()
        frame_of(page).get_by_role("button", name="Just show me").click()  # what a learner's own page would keep
        frame.locator("[data-guess=open]").wait_for()
        page.reload()
        frame_of(page).locator("[data-guess=asked]").wait_for()
        assert page.evaluate("Object.keys(localStorage).filter(key => key.includes('guesses'))") == []


def test_keys_walk_the_steps_also_where_the_figure_has_the_focus(browser, site):
    with opened(browser, address(site, step=ANSWERED), viewport=PROJECTOR) as page:
        frame = frame_of(page)

        def stands_at(number):
            page.wait_for_function("number => location.hash === `#step-${number}`", arg=number)

        slider = frame.locator("input[type=range]").first
        slider.focus()
        before = slider.input_value()
        page.keyboard.press("ArrowRight")  # the slider's own
        assert slider.input_value() != before and page.url.endswith(f"#step-{ANSWERED}")
        page.keyboard.press("PageDown")  # a clicker: first the answer ...
        page.get_by_role("button", name="Hide answer").wait_for()
        page.keyboard.press("PageDown")  # ... then the next step
        stands_at(ANSWERED + 1)
        assert page.evaluate("document.activeElement.textContent") == PLAN.steps[ANSWERED].title
        page.keyboard.press("PageUp")
        stands_at(ANSWERED)
        frame_of(page).locator(".explorer-plot").click()  # beside every control
        page.keyboard.press("ArrowLeft")
        stands_at(ANSWERED - 1)
        page.get_by_role("button", name="Back", exact=True).click()
        stands_at(ANSWERED - 2)
        page.keyboard.press("Escape")
        page.wait_for_url("**/instructor-guide.html*")


def test_the_step_and_the_clock_outlast_a_reload(browser, site):
    with opened(browser, address(site, step=2), viewport=LAPTOP) as page:
        page.clock.install(time="2026-11-28T10:00:00")
        page.reload()
        page.clock.pause_at("2026-11-28T11:00:00")
        page.get_by_role("button", name="Start clock").click()
        page.clock.run_for(90_000)
        minutes = PLAN.steps[1].minutes
        assert (
            page.locator(".plan-times").inner_text() == f"{minutes - 2}:30 in this step · {PLAN.minutes - 1} min left"
        )
        page.get_by_role("button", name="Next").click()
        page.clock.run_for(1000)
        page.reload()
        page.get_by_role("button", name="Stop clock").wait_for()
        assert page.locator(".plan-place").inner_text() == f"Step 3 of {len(PLAN.steps)}"
        page.clock.run_for((PLAN.steps[2].minutes + 3) * 60_000)
        assert "3:0" in (told := page.locator(".plan-times").inner_text()) and "over in this step" in told
        assert page.get_by_text("The time for this step is over.").count() == 1


def test_notes_are_shown_on_demand(browser, site):
    with opened(browser, address(site, step=FIRST_FIGURE), viewport=LAPTOP) as page:
        notes = page.get_by_text(PLAN.steps[FIRST_FIGURE - 1].notes)
        assert not notes.is_visible()
        page.get_by_role("button", name="Notes").click()
        assert notes.is_visible()


def test_phones_get_a_code_where_they_can_come_and_a_sentence_where_not(browser, site):
    with opened(browser, address(site, step=FIRST_FIGURE), viewport=LAPTOP) as page:
        page.get_by_role("button", name="QR code").click()
        assert page.get_by_text("which phones cannot reach").is_visible()
    with browser.new_context(viewport=LAPTOP) as session:
        session.route(
            f"{HOST}/**", lambda route: route.fulfill(path=site / urlsplit(route.request.url).path.lstrip("/"))
        )
        page = session.new_page()
        page.goto(f"{HOST}/present/{NAME}.html")
        page.get_by_role("img", name="QR code").wait_for()  # at once, where there is nothing else to see
        assert page.locator(".plan-address").inner_text() == f"course.example/before.html#chapters={NAME}"
        page.goto(f"{HOST}/present/{NAME}.html#step-{FIRST_FIGURE}")
        frame_of(page)
        assert not page.locator(".plan-code").is_visible()
        page.get_by_role("button", name="QR code").click()
        figure = PLAN.steps[FIRST_FIGURE - 1].fragment
        assert page.locator(".plan-address").inner_text() == f"course.example/figures/{figure}.html"
        assert (site / "figures" / f"{figure}.html").is_file()
        page.keyboard.press("Escape")
        assert not page.locator(".plan-code").is_visible() and f"/present/{NAME}" in page.url


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("step", [1, ANSWERED])
def test_it_is_accessible(step, theme, browser, server):
    with opened(browser, f"{server}/present/{NAME}.html#step-{step}", viewport=LAPTOP, color_scheme=theme) as page:
        if step == ANSWERED:
            frame_of(page)
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Notes").click()
        for document in reversed(page.frames):  # the figure first: the page asks its frames for theirs
            document.evaluate(AXE)
            assert document.evaluate(RUN_AXE) == []
        names = page.eval_on_selector_all(".plan-bar button", "buttons => buttons.map(b => b.textContent)")
        assert len(names) == len(set(names)) == 7


def test_on_paper_all_steps_stand_with_their_notes(browser, site):
    with opened(browser, address(site), viewport=LAPTOP) as page:
        page.emulate_media(media="print")
        assert page.locator(".plan-step:visible").count() == len(PLAN.steps)
        assert page.get_by_text(PLAN.steps[2].notes).is_visible() and not page.locator(".plan-bar").is_visible()
        assert re.match(r"\d+ minutes", page.locator(".plan-minutes").nth(2).inner_text())
