"""Guess, room, link, keep, play and peek, as a reader meets them: by mouse, by keyboard, on paper, without scripts."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.support import course, scratch
from tests.support.axe import AXE, RUN_AXE
from tests.support.pages import COMPARE, address_of, go_to, open_guesses, opened, shows

KINDS = ("number", "choice", "curve")
#: What is told after the answers that ``guess_by_mouse`` gives.
GAPS = {
    "number": "You said 50 of 100. It is 62 of 100.",
    "choice": "You said “Black”, and so it is. It was counted.",
    "curve": "Where you are furthest off, you said 50 % and it is 0 %.",
}
VEILED = ("figcaption", ".explorer-plot", ".explorer-readouts", ".explorer-controls", ".explorer-numbers")
KEY = "tea:guesses"
REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied'); } });"


@pytest.fixture(scope="module")
def tea(tmp_path_factory):
    """The address of a page with a guess of each kind, a played slider, and a figure whose axes change."""
    return scratch.write(tmp_path_factory.mktemp("tea")).as_uri()


@pytest.fixture
def open_tea(browser, tea):
    @contextmanager
    def open_(fragment="", **context):
        with opened(browser, tea + fragment, **({"viewport": {"width": 1000, "height": 900}} | context)) as page:
            yield page

    return open_


def figure_of(page, id_):
    return page.locator(f"figure#{id_}")


def press(figure, name):
    figure.get_by_role("button", name=name, exact=True).click()


def is_veiled(figure):
    seen = [figure.locator(part).first.is_visible() for part in VEILED]
    assert len(set(seen)) == 1, "half a veil"
    return not seen[0]


def kept(page):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or "{}")


def drawn(figure):
    figure.scroll_into_view_if_needed()
    figure.locator(".main-svg").first.wait_for()


# ---- guess ----


@pytest.mark.parametrize("kind", KINDS)
def test_a_guess_by_mouse_opens_the_figure_and_tells_the_gap(kind, open_tea):
    with open_tea() as page:
        figure = figure_of(page, kind)
        assert is_veiled(figure) and figure.locator(".guess-gap").inner_text() == ""
        if kind == "choice":
            press(figure, "That is my guess")
            assert "Choose an answer first" in figure.inner_text() and is_veiled(figure)
            figure.get_by_label("Black").check()
        press(figure, "That is my guess")
        assert figure.locator(".guess-gap").inner_text().startswith(GAPS[kind])
        drawn(figure)
        assert not is_veiled(figure) and not figure.get_by_text("Just show me").is_visible()
        assert figure.locator(".guess-strip").count() == (kind != "choice")


def test_guess_and_truth_stand_where_they_are_on_the_scale(open_tea):
    """62 of 100 lies at 62 % of the line, the guess of 1 at its start, and their words stay on the line."""
    with open_tea() as page:
        page.locator("#number-guess-in").focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        places = page.locator("figure#number .guess-strip").evaluate("""strip => {
            const whole = strip.getBoundingClientRect();
            return [...strip.querySelectorAll(".guess-mark")].map(mark => {
                const {left, right} = mark.getBoundingClientRect();
                const at = mark.dataset.side === "start" ? left : right;  // the dot stands below this end of its words
                const inside = left >= whole.left && right <= whole.right;
                return [mark.textContent, 100 * (at - whole.left) / whole.width, inside];
            });
        }""")
        assert [words for words, _, _ in places] == ["you: 1 of 100", "62 of 100"]
        assert [at for _, at, _ in places] == pytest.approx([1, 62], abs=0.5)
        assert all(inside for *_, inside in places)


def test_a_guess_by_keyboard(open_tea):
    """Nothing but keys, from the top of the page: the focus goes on to what is told."""
    with open_tea() as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "number-guess-in"
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.getAttribute('aria-valuetext')") == "1 of 100"
        page.keyboard.press("Enter")
        gap = figure_of(page, "number").locator(".guess-gap")
        assert gap.inner_text() == "You said 1 of 100. It is 62 of 100."
        assert gap.evaluate("gap => gap === document.activeElement")
        choice = figure_of(page, "choice")
        choice.get_by_label("Green").focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert choice.locator(".guess-gap").inner_text() == GAPS["choice"]
        curve = figure_of(page, "curve")
        curve.get_by_label("0 min").focus()
        for low in ("Home", "Tab", "Home", "Tab", "End", "Tab", "End"):
            page.keyboard.press(low)
        page.keyboard.press("Enter")
        assert (
            curve.locator(".guess-gap")
            .inner_text()
            .startswith("Where you are furthest off, you said 100 % and it is 60 %.")
        )


@pytest.mark.parametrize("kind", KINDS)
def test_just_show_me_tells_the_answer_and_no_guess(kind, open_tea):
    with open_tea() as page:
        figure = figure_of(page, kind)
        press(figure, "Just show me")
        drawn(figure)
        told = figure.locator(".guess-gap").inner_text()
        assert told and "You said" not in told and "you are furthest" not in told
        assert kept(page) == {f"tea#{kind}": None}


@pytest.mark.parametrize("kind", KINDS)
def test_a_guess_is_there_again_after_a_reload_and_can_be_made_anew(kind, open_tea):
    with open_tea() as page:
        figure = figure_of(page, kind)
        if kind == "choice":
            figure.get_by_label("White").check()
        press(figure, "That is my guess")
        told = figure.locator(".guess-gap").inner_text()
        page.reload()
        assert figure.locator(".guess-gap").inner_text() == told and not is_veiled(figure)
        drawn(figure)
        press(figure, "Guess again")
        assert is_veiled(figure) and kept(page) == {}
        assert page.evaluate("document.activeElement.closest('.guess-fields') !== null")
        page.reload()
        assert is_veiled(figure)


@pytest.mark.parametrize(
    "held",
    [
        "not JSON",
        '["tea#number"]',
        '{"tea#number": 101, "tea#choice": "d", "tea#curve": [1, 2, 3], "gone#figure": 5}',
        '{"tea#number": "b", "tea#choice": 1, "tea#curve": [1, 2, 3, 400]}',
        '{"tea#number": {"value": 3}, "tea#choice": [], "tea#curve": true}',
    ],
)
def test_a_kept_guess_that_does_not_fit_is_as_none(held, open_tea):
    with open_tea() as page:
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, held])
        page.reload()
        assert all(is_veiled(figure_of(page, kind)) for kind in KINDS)
        press(figure_of(page, "number"), "That is my guess")
        assert kept(page)["tea#number"] == 50
        assert ("gone#figure" in held) == ("gone#figure" in kept(page)), (
            "of a figure that is gone: no fault, and not lost"
        )


def test_where_nothing_is_kept_a_guess_works_for_the_page(browser, tea):
    with browser.new_context() as session:
        page, faults = session.new_page(), []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.add_init_script(REFUSED)
        page.goto(tea)
        figure = figure_of(page, "number")
        press(figure, "That is my guess")
        assert figure.locator(".guess-gap").inner_text() == GAPS["number"]
        drawn(figure)
        press(figure, "Guess again")
        assert is_veiled(figure) and faults == []


def test_without_scripts_and_on_paper_all_is_open(open_tea, tmp_path):
    with open_tea(java_script_enabled=False) as page:
        for kind in KINDS:
            figure = figure_of(page, kind)
            assert figure.locator("figcaption").is_visible() and figure.locator(".guess-gap").inner_text()
            assert not figure.locator("button:visible, .guess-fields:visible").count()
    with open_tea() as page:
        page.wait_for_function(  # until Plotly and the stops are there; what is veiled is drawn for paper alone
            "() => (dispatchEvent(new Event('beforeprint')), document.querySelectorAll('figure .main-svg').length >= 5)"
        )
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.evaluate("""() => addEventListener("beforeprint", () => {
            window.printed = [...document.querySelectorAll("figure")].map(figure => [
                figure.querySelector(".explorer-plot .main-svg") !== null,
                figure.querySelector(".guess-gap")?.textContent !== ""]);
        })""")
        page.pdf(path=tmp_path / "tea.pdf")
        assert page.evaluate("window.printed") == [[True, True]] * 5
        page.emulate_media(media="print")
        for kind in KINDS:
            figure = figure_of(page, kind)
            assert figure.locator("figcaption").is_visible() and figure.locator(".explorer-plot").is_visible()
            assert not figure.locator("button:visible").count()
        page.emulate_media(media="screen")
        assert (
            is_veiled(figure_of(page, "number")) and figure_of(page, "number").locator(".guess-gap").inner_text() == ""
        )


# ---- a room ----


def test_a_room_votes_and_sees_its_bars_beside_the_answer(open_tea):
    with open_tea() as page:
        figure = figure_of(page, "number")
        press(figure, "Ask a room")
        rows = figure.locator(".tally-more").all_inner_texts()
        assert rows == [f"{low} to {low + 19 + (low == 80)} of 100" for low in (0, 20, 40, 60, 80)]
        assert page.evaluate("document.activeElement.className") == "tally-more"
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert figure.locator(".tally-said").inner_text() == "0 to 19 of 100: 2"
        press(figure, "One less for 0 to 19 of 100")
        press(figure, "One less for 20 to 39 of 100")
        press(figure, "One more for 60 to 79 of 100")
        assert figure.locator(".tally-count").all_inner_texts() == ["1", "0", "0", "1", "0"]
        assert is_veiled(figure)
        press(figure, "Reveal")
        drawn(figure)
        assert "The room (2 votes):" in figure.inner_text()
        right = figure.locator(".tally-right")
        assert right.count() == 1 and re.sub(r"\s+", " ", right.inner_text()) == "60 to 79 of 100 1 the answer"
        assert figure.locator(".guess-gap").inner_text() == "The answer: 62 of 100."
        assert kept(page) == {} and page.evaluate("localStorage.length") == 0
        press(figure, "Guess again")
        assert is_veiled(figure) and not figure.locator(".tally:visible").count()


def test_a_room_chooses_among_the_options_and_no_line_is_counted(open_tea):
    with open_tea() as page:
        figure = figure_of(page, "choice")
        press(figure, "Ask a room")
        assert figure.locator(".tally-more").all_inner_texts() == ["Green", "Black", "White"]
        press(figure, "One more for White")
        press(figure, "Reveal")
        assert "Black" in figure.locator(".tally-right").inner_text()
        curve = figure_of(page, "curve")
        press(curve, "Ask a room")
        assert "Hands cannot be counted for a line" in curve.inner_text() and is_veiled(curve)


# ---- a link to a view ----


def positions(page, id_):
    return page.evaluate(
        "id => [...document.querySelectorAll(`#${id} [data-control]`)]"
        ".map(control => control.type === 'checkbox' ? +control.checked : +control.value)",
        id_,
    )


def message(figure):
    return figure.locator(".explorer-message[role]").inner_text()


def test_a_link_opens_its_view_and_one_that_names_what_is_not_there_says_so(open_tea):
    with open_tea("#plain?minutes=5&strong=on") as page:
        figure = figure_of(page, "plain")
        drawn(figure)
        shows(page, "plain")
        assert positions(page, "plain") == [5, 1] and message(figure) == ""
        page.evaluate("location.hash = '#plain?minutes=99&milk=much'")
        figure.get_by_text("a view that the figure does not have").wait_for()
        assert message(figure).count(".") == 2 and "minutes=99, milk" in message(figure)
        assert positions(page, "plain") == [2, 0]


FRAGMENTS = [
    "#",
    "#?",
    "#plain",
    "#plain?",
    "#plain?=",
    "#plain?&&&",
    "#plain?minutes",
    "#plain?minutes=%",
    "#plain?%E0%A4%A=1",
    "#plain?minutes=5=5",
    "#plain?__proto__=1&constructor=2",
    "#%70lain?minutes=5",
    "#nowhere?minutes=5",
    "#plain?minutes=<img src=x onerror=alert(1)>",
    "#plain?" + "minutes=1&" * 500,
    "#plain?strong=\u202e\u0000\ud7ff",
    "#'\"]\\?a=b",
]


def test_no_fragment_breaks_the_page(open_tea):
    with open_tea() as page:
        drawn(figure_of(page, "plain"))
        for fragment in FRAGMENTS:
            page.evaluate(
                "text => { history.replaceState(null, '', text); dispatchEvent(new HashChangeEvent('hashchange')); }",
                fragment,
            )
            assert all(0 <= at <= 5 for at in positions(page, "plain")), fragment
            assert figure_of(page, "plain").locator("img").count() == 0
            shows(page, "plain")


def test_the_address_that_is_offered_leads_back_and_the_reference_names_it(open_tea):
    with open_tea() as page:
        figure = figure_of(page, "plain")
        drawn(figure)
        go_to(page, "plain", [4, 1])
        press(figure, "Link")
        field = figure.get_by_label("The address of this view")
        field.wait_for()
        address = field.input_value()
        assert address.endswith("tea.html#plain?minutes=4&strong=on")
        expect(field).to_be_focused()  # once the clipboard has answered
        press(figure, "Cite")
        words, bibtex = figure.locator(".explorer-panel > div > pre").all_inner_texts()
        assert address in words and address in bibtex and bibtex.startswith("@misc{plain-")
        page.goto("about:blank")
        page.goto(address)
        drawn(figure)
        assert positions(page, "plain") == [4, 1]


def test_the_reference_names_the_course_its_version_and_its_review(browser, site, server):
    explorer = next(e for e in course.explorers() if e.controls and not e.guess and not e.scene)
    with opened(browser, address_of(explorer.page, site, server)["file"]) as page:
        figure = figure_of(page, explorer.id)
        press(figure, "Cite")
        words, bibtex = figure.locator(".explorer-panel > div > pre").all_inner_texts()
        assert all(
            re.search(r"version \d", text) and re.search(r"last reviewed \d{4}", text) for text in (words, bibtex)
        )


# ---- keep ----


def names(page, id_):
    """Of the traces that show something: behind a figure stands one of nothing for each pair of axes, too."""
    script = "id => document.querySelector(`#${id} .explorer-plot`).data.map(t => t.name).filter(Boolean)"
    return page.evaluate(script, id_)


def test_a_kept_view_stays_behind_the_next_and_both_are_drawn_as_fresh(open_tea):
    with open_tea() as page:
        figure = figure_of(page, "plain")
        drawn(figure)
        button = figure.get_by_role("button", name="Keep this view")
        button.click()
        page.wait_for_function("() => document.querySelector('#plain .explorer-plot').data.length === 5")
        assert figure.locator(".explorer-kept").inner_text().startswith("Kept: Minutes 2, Strong off")
        before = figure.locator(".explorer-kept").inner_text()
        ghost = page.evaluate("document.querySelector('#plain .explorer-plot').data.slice(2).map(t => t.y)")
        for positions_ in ([5, 1], [0, 0], [3, 1], [3, 0]):
            go_to(page, "plain", positions_)
            assert names(page, "plain") == ["Colour", "Taste", "Kept: Colour", "Kept: Taste"]
            assert page.evaluate(COMPARE, "plain") == [], positions_
            traces = page.evaluate("document.querySelector('#plain .explorer-plot').data.map(t => t.y)")
            assert traces[2:] == ghost
            expected = min(100, (8 + 4 * positions_[1]) * positions_[0])
            assert traces[0][10] == pytest.approx(expected, abs=0.1)
        assert figure.locator(".explorer-kept").inner_text() == before
        press(figure, "Let go of the kept view")
        page.wait_for_function("() => document.querySelector('#plain .explorer-plot').data.length === 2")
        assert page.evaluate(COMPARE, "plain") == [] and not figure.locator(".explorer-kept").is_visible()


def test_a_ghost_over_other_axes_is_refused_with_a_word(open_tea):
    with open_tea() as page:
        figure = figure_of(page, "leaves")
        drawn(figure)
        press(figure, "Keep this view")
        figure.get_by_text("Kept. Move a control").wait_for()
        figure.get_by_label("place").check()
        figure.get_by_text("The kept view cannot stand behind this one: its axes are others.").wait_for()
        page.wait_for_function("() => document.querySelector('#leaves .explorer-plot').data.length === 1")
        figure.get_by_label("colour").check()
        page.wait_for_function("() => document.querySelector('#leaves .explorer-plot').data.length === 3")


# ---- play ----


def test_play_steps_to_the_end_and_a_hand_stops_it(open_tea):
    with open_tea() as page:
        page.clock.install()
        page.reload()
        figure = figure_of(page, "plain")
        play = figure.get_by_role("button", name="Play", exact=True)
        play.click()
        assert figure.get_by_role("button", name="Stop", exact=True).is_visible()
        page.clock.run_for(1000)
        assert positions(page, "plain") == [3, 0]
        page.clock.run_for(3000)
        assert positions(page, "plain") == [5, 0] and play.is_visible()
        play.click()
        page.clock.run_for(1000)
        assert positions(page, "plain") == [1, 0]  # from the beginning
        figure.get_by_label("Strong").press("Space")
        assert play.is_visible()
        page.clock.run_for(3000)
        assert positions(page, "plain") == [1, 1]


# ---- peek ----

PEEKED = "chapters/how-ketamine-affects-the-brain"


@pytest.fixture
def peeked(browser, site, server):
    with opened(browser, address_of(PEEKED, site, server)["file"], viewport={"width": 1000, "height": 800}) as page:
        open_guesses(page)
        yield page


@pytest.mark.parametrize("kind", ["#cite-", "term-"])
def test_a_peek_by_mouse_and_by_keyboard_gives_the_focus_back(kind, peeked):
    link = peeked.locator(f'article a[href*="{kind}"]:visible').first
    box = peeked.locator(".peek")
    before = peeked.url
    link.click()
    box.wait_for()
    assert len(box.inner_text()) > len(link.inner_text()) + 20
    assert box.evaluate("box => box === document.activeElement")
    peeked.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert link.evaluate("link => link === document.activeElement")
    peeked.keyboard.press("Enter")
    box.wait_for()
    peeked.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert peeked.url == before


def test_a_modifier_key_or_the_last_link_follow_the_link(peeked):
    link = peeked.locator('article a[href^="#cite-"]:visible').first
    target = link.get_attribute("href")
    link.evaluate(
        "link => link.addEventListener('click', e => { window.left = e.defaultPrevented; e.preventDefault(); })"
    )
    link.click(modifiers=["ControlOrMeta"])
    assert not peeked.locator(".peek:visible").count()
    peeked.reload()
    link.click()
    peeked.get_by_role("link", name="Go to the list").click()
    peeked.wait_for_url(f"**{target}")


# ---- what a machine can see ----


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_is_open(theme, browser, site, server):
    """A guess that asks, a room's tally, a guess that is told, a kept view, a link and a peek."""
    with opened(browser, address_of(PEEKED, site, server)["file"], color_scheme=theme) as page:
        page.evaluate(AXE)
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        asks = page.locator("[data-guess=asked]").first
        faults = page.evaluate(RUN_AXE, "article")
        press(asks, "Ask a room")
        faults += page.evaluate(RUN_AXE, "article")
        asks.locator(".tally-more").first.click()
        press(asks, "Reveal")
        faults += page.evaluate(RUN_AXE, "article")
        open_guesses(page)
        figure = page.locator("[data-explorer]:has(.explorer-keep)").first
        drawn(figure)
        press(figure, "Keep this view")
        press(figure, "Link")
        faults += page.evaluate(RUN_AXE, "article")
        page.locator('article a[href^="#cite-"]:visible').first.click()
        page.locator(".peek").wait_for()
        faults += page.evaluate(RUN_AXE, "article")
        assert faults == []
