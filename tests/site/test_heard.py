"""What a screen reader hears and the keyboard meets: nothing unasked, headings of words alone, short ways."""

from __future__ import annotations

import re

import pytest

from tests.support import course
from tests.support.pages import address_of, opened, show_all, shows

PAGES = sorted({explorer.page for explorer in course.explorers()})
CHAPTER = next(page for page in PAGES if page.startswith("chapters/"))

#: Counts, from now on, what changes in the places that a screen reader reads aloud by itself.
LISTEN = """() => {
    window.heard = [];
    const places = "[role=status], [role=alert], [aria-live]:not([aria-live=off]), output:not([aria-live=off])";
    new MutationObserver(changes => changes.forEach(({ target }) => {
        const place = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest(places);
        if (place && place.checkVisibility()) window.heard.push(place.textContent);
    })).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def stop_the_clock(page):
    """Load the page anew with a clock that goes on only by `clock.run_for`: a busy machine hears the same."""
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at(3_600)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_speaks_while_the_page_is_only_scrolled(name, browser, site, server):
    with opened(browser, address_of(name, site, server)["file"], viewport={"width": 1280, "height": 800}) as page:
        page.evaluate(LISTEN)
        for figure in page.locator("[data-explorer]").all():
            figure.scroll_into_view_if_needed()
            if figure.get_attribute("data-guess") != "asked":
                figure.locator(".main-svg, .explorer-scene svg").first.wait_for()
        page.wait_for_timeout(700)  # longer than an announcement waits
        assert page.evaluate("window.heard") == []


def test_headings_are_called_by_their_words_and_the_links_behind_them_are_for_the_hand(browser, site, server):
    with opened(browser, address_of("glossary", site, server)["file"]) as page:
        assert page.locator(".headerlink").count() > 5
        assert page.locator(".headerlink:not([aria-hidden=true][tabindex='-1'])").count() == 0
        assert page.get_by_role("heading", name="Link to this heading").count() == 0


def test_a_work_that_is_cited_often_is_one_stop_of_the_keyboard(browser, site, server):
    with opened(browser, address_of(CHAPTER, site, server)["file"]) as page:
        assert page.locator(".backrefs a:nth-of-type(2)").count() > 0
        assert page.locator(".backrefs a:nth-of-type(n + 2):not([tabindex='-1'])").count() == 0
        assert page.locator(".backrefs a:not([aria-label*='back to where'])").count() == 0


def test_the_links_of_a_long_table_can_be_skipped_and_its_head_hides_none(browser, site, server):
    address = address_of("evidence-table", site, server)["file"]
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        table = page.locator(".records-scroll")
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth"), "every column is seen at once"
        assert page.locator(".records tbody tr > th[scope=row]:first-child").count() > 100
        page.locator(".records-skip").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.records-scroll')")
        links = table.locator("tbody a")
        links.nth(60).focus()
        for _ in range(40):
            page.keyboard.press("Shift+Tab")
            hidden = page.evaluate(
                "() => { const link = document.activeElement.getBoundingClientRect();"
                " return link.top < document.querySelector('.records thead').getBoundingClientRect().bottom - 1; }"
            )
            assert not hidden, page.evaluate("document.activeElement.outerHTML")


def test_a_table_says_once_how_many_rows_a_word_leaves(browser, site, server):
    with opened(browser, address_of("evidence-table", site, server)["file"]) as page:
        stop_the_clock(page)
        page.evaluate(LISTEN)
        page.get_by_label("Find in the table").focus()
        for letter in "pain":
            page.keyboard.press(letter)
            page.clock.run_for(100)
        assert page.evaluate("window.heard") == []
        page.clock.run_for(1000)
        assert re.fullmatch(r"\d+ of \d+ rows", *page.evaluate("window.heard"))


def test_the_questions_of_a_test_have_headings_and_its_crosses_are_only_seen(browser, site, server):
    """For who goes from heading to heading, and for who reads by finger."""
    with opened(browser, address_of("final-test", site, server)["file"]) as page:
        page.get_by_role("button", name="Start the test").click()
        shown = page.locator(".quiz-question:not([hidden])").count()
        assert page.get_by_role("heading", name=re.compile(r"^Question \d+ of \d+$"), level=2).count() == shown > 10
    with opened(browser, address_of(CHAPTER, site, server)["file"]) as page:
        assert page.get_by_role("heading", name=re.compile("Question"), level=3).count() > 0
        assert "✗" in page.locator(".quiz-answer").first.text_content()
        crosses = page.evaluate(
            "() => [...document.querySelectorAll('.quiz *')].filter(e => e.childElementCount === 0"
            " && e.textContent.includes('✗')).map(e => e.getAttribute('aria-hidden'))"
        )
        assert set(crosses) == {"true"}


def test_handing_in_a_test_speaks_once(browser, site, server):
    with opened(browser, address_of("final-test", site, server)["file"]) as page:
        assert page.locator(".quiz-question .quiz-feedback").count() > 10
        assert page.locator(".quiz-question .quiz-feedback[role]").count() == 0


def test_open_questions_are_all_named_and_what_was_said_goes_with_the_answer(browser, site, server):
    with opened(browser, address_of("final-test", site, server)["file"]) as page:
        page.get_by_role("button", name="Start the test").click()
        page.get_by_role("button", name="Hand in").click()
        shown = page.locator(".quiz-question:not([hidden])")
        assert page.locator(".quiz-say a").count() == shown.count()
        assert (
            shown.first.locator("[aria-invalid=true]").count() > 0 and shown.first.locator(".quiz-feedback p").count()
        )
        page.evaluate("() => document.activeElement.dispatchEvent(new Event('input', { bubbles: true }))")
        assert (
            shown.first.locator("[aria-invalid]").count() == 0 and not shown.first.locator(".quiz-feedback p").count()
        )


def test_the_settings_of_a_figure_are_printed(browser, site, server):
    explorer = next(explorer for explorer in course.explorers() if explorer.controls)
    with opened(browser, address_of(explorer.page, site, server)["file"]) as page:
        show_all(page)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        printed = page.evaluate(
            "id => getComputedStyle(document.querySelector(`#${id} .explorer-board`), '::before').content", explorer.id
        )
        assert "Set to: " in printed
        assert all(
            control.label in page.locator(f"#{explorer.id} .explorer-board").get_attribute("data-settings")
            for control in explorer.controls
        )


@pytest.mark.parametrize("name", PAGES)
def test_a_move_is_told_once_in_at_most_fifteen_words_when_the_hand_rests(name, browser, site, server):
    """Every control, two quick steps: what is told is one sentence for both."""
    with opened(browser, address_of(name, site, server)["file"], viewport={"width": 1280, "height": 800}) as page:
        stop_the_clock(page)
        show_all(page)
        page.clock.run_for(1000)
        page.evaluate(LISTEN)
        for explorer in (e for e in course.explorers() if e.page == name):
            for control in explorer.controls:
                field = page.locator(f'#{explorer.id} [data-control="{control.name}"]')
                for _ in range(min(2, len(control.values) - 1)):
                    field.evaluate(STEP)
                    page.clock.run_for(100)
                shows(page, explorer.id)
                page.clock.run_for(1000)
                told = page.evaluate("window.heard.splice(0)")
                assert len(told) == 1, (explorer.id, control.label, told)
                assert 0 < len(told[0].split()) <= 15, (explorer.id, control.label, told)


#: Moves a control by one step, as a key does.
STEP = """control => {
    if (control.tagName === "FIELDSET") {
        const fields = [...control.querySelectorAll("input")];
        fields[(fields.findIndex(field => field.checked) + 1) % fields.length].checked = true;
    } else if (control.type === "checkbox") control.checked = !control.checked;
    else if (control.tagName === "SELECT") control.selectedIndex = (control.selectedIndex + 1) % control.length;
    else control.value = Number(control.value) < Number(control.max) ? Number(control.value) + 1 : 0;
    control.dispatchEvent(new Event("input", { bubbles: true }));
}"""
