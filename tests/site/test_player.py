"""Whatever way a reader takes to a stop, the figure there is the one that a fresh drawing of that stop would give.

player.js moves marks, restyles or draws anew, whichever is the quickest that is exact (see its section 'the figure').
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import ThreadingHTTPServer

import pytest

from explorers import bake
from tests.support import course
from tests.support.pages import COMPARE, address_of, go_to, open_guesses, opened, show_all, shows
from tests.support.stops import missing
from tools import serve

STEPS = 6


@pytest.mark.parametrize("name", sorted({explorer.page for explorer in course.explorers() if explorer.controls}))
def test_any_way_to_a_stop_ends_in_its_fresh_drawing(name, browser, site, server):
    chance = random.Random(name)
    with opened(browser, address_of(name, site, server)["file"], viewport={"width": 1000, "height": 900}) as page:
        show_all(page)
        for explorer in (e for e in course.explorers() if e.page == name and e.controls and not e.scene):
            positions = [control.initial for control in explorer.controls]
            for step in range(STEPS):  # each control in turn, by any distance
                i = step % len(positions)
                positions[i] = chance.choice([p for p in range(len(explorer.controls[i].values)) if p != positions[i]])
                go_to(page, explorer.id, positions)
                assert page.evaluate(COMPARE, explorer.id) == [], (explorer.id, positions)
                assert missing(figure_at(explorer, positions), state(page, explorer.id)) == [], (explorer.id, positions)


#: Notes from now on in which traces, notes and shapes something changes, and what Plotly has worked out of the figure.
WATCHED = """id => {
    const plot = document.querySelector(`#${id} .explorer-plot`), changed = window.changed = { traces: new Set(), notes: new Set() };
    window.workedOut = plot._fullData;
    const groups = plot._fullData.map(trace => plot.querySelector(`.trace${trace.uid}`));
    new MutationObserver(all => {
        for (const { target, removedNodes } of all) {
            groups.forEach((group, i) => group?.contains(target) && changed.traces.add(i));
            for (const node of removedNodes) if (node.dataset?.index) changed.notes.add(`${node.classList[0] ?? node.tagName} ${node.dataset.index}`);
        }
    }).observe(plot, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
CHANGED = """id => {
    const plot = document.querySelector(`#${id} .explorer-plot`);
    const of = kept => [...changed.traces].filter(i => /^Kept:/.test(plot.data[i].name) === kept);
    return { own: of(false).filter(i => plot.data[i].zorder === undefined), ghost: of(true), notes: [...changed.notes].sort(),
        anew: workedOut !== plot._fullData, kept: plot.data.filter(trace => /^Kept:/.test(trace.name)).length };
}"""


@pytest.mark.parametrize(
    ("id_", "to", "own", "notes", "kept"),
    [
        ("people-needed", [2, 1], [1], [], 1),
        ("schedule", [0, 2, 3], [10], [], 1),
        ("week-after", [1], [3], ["path 0", "shape-group 0"], 0),
    ],
)
def test_a_move_leaves_alone_what_stays_and_the_ghost(id_, to, own, notes, kept, browser, site, server):
    """All that stays took most of a move's time.

    own: the traces that move, or the one that stands for all where none does. notes: what moves, and what lies above it.
    """
    explorer = next(e for e in course.explorers() if e.id == id_)
    with opened(browser, address_of(explorer.page, site, server)["file"]) as page:
        show_all(page)
        before = page.evaluate("id => document.getElementById(id).dataset.stop", id_)
        if kept:
            page.locator(f"#{id_}").get_by_role("button", name="Keep this view").click()
            page.wait_for_function(
                "id => document.querySelector(`#${id} .explorer-plot`).data.some(trace => trace.zorder === -1)", arg=id_
            )
        page.evaluate(WATCHED, id_)
        go_to(page, id_, to)
        assert page.evaluate("id => document.getElementById(id).dataset.stop", id_) != before
        assert page.evaluate(COMPARE, id_) == []
        assert page.evaluate(CHANGED, id_) == {"own": own, "ghost": [], "notes": notes, "anew": False, "kept": kept}


def test_the_first_figure_answers_before_those_out_of_view_are_drawn(browser, site, server):
    """On a phone, to load Plotly and to draw the next chart takes a second in which no control would answer."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as session:
        page = session.new_page()
        page.goto(address_of("chapters/the-role-of-glutamate", site, server)["server"])
        open_guesses(page)  # and so they are on the next visit
        page.evaluate("scrollTo(0, 0)")
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        page.reload()
        first, second = page.locator("[data-explorer]").all()[:2]
        first.scroll_into_view_if_needed()
        first.locator("svg.main-svg").wait_for()
        assert 900 < second.bounding_box()["y"] < 1500, "it is near, and out of view"
        first.locator("[data-control]").first.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('[data-explorer]').dataset.stop > 0")
        assert page.evaluate("typeof Plotly") == "undefined"
        page.clock.run_for(1100)
        page.wait_for_function("() => typeof Plotly === 'object'")


@contextmanager
def on_its_way(site, name) -> Iterator[tuple[str, threading.Event]]:
    """The address of a page of which the part up to its first explorer arrives, and the rest when the event is set."""
    go_on = threading.Event()

    class Slow(serve.QuietHandler):
        def do_GET(self) -> None:
            if not self.path.endswith(f"{name}.html"):
                return super().do_GET()
            whole = (site / f"{name}.html").read_bytes()
            end = whole.index(b"<section", whole.index(b"data-explorer"))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(whole[:end])
            self.wfile.flush()
            go_on.wait()
            self.wfile.write(whole[end:])

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{name}.html", go_on
        finally:
            go_on.set()
            server.shutdown()


def test_the_first_figure_answers_while_the_rest_of_the_page_is_on_its_way(browser, site):
    with browser.new_context() as session, on_its_way(site, "chapters/the-role-of-glutamate") as (address, go_on):
        page = session.new_page()
        page.goto(address, wait_until="commit")
        first = page.locator("[data-explorer]").first
        first.locator(".guess-show").click()
        first.locator("svg.main-svg").wait_for()
        first.locator("[data-control]").first.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('[data-explorer]').dataset.stop > 0")
        assert page.evaluate("document.readyState") == "loading" and page.locator("[data-explorer]").count() == 1
        shown = first.get_attribute("data-stop")
        go_on.set()
        page.wait_for_load_state()
        show_all(page)
        assert page.locator("[data-explorer]").count() > 1 and first.get_attribute("data-stop") == shown
        assert first.get_by_role("button", name="Link").count() == 1, "it began once"


def test_a_link_to_the_first_figure_leads_to_its_top_however_slowly_the_page_comes(browser, site):
    with browser.new_context() as session, on_its_way(site, "chapters/the-role-of-glutamate") as (address, go_on):
        page = session.new_page()
        with page.expect_response("**/player.js*") as script:
            page.goto(f"{address}#brake-and-synapse?", wait_until="commit")
        script.value.finished()
        page.locator("[data-explorer]").wait_for()
        go_on.set()
        page.wait_for_load_state()
        page.wait_for_function(
            "() => Math.abs(document.querySelector('[data-explorer]').getBoundingClientRect().top"
            " - parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)) < 4"
        )


HANDS = """() => {
    const all = [...document.querySelectorAll("[data-explorer]")];
    all.forEach(root => delete root.dataset.guess);
    return Object.fromEntries(all.map(root => [root.id, root.querySelector(".explorer-hand")?.getBoundingClientRect().height]));
}"""


@pytest.mark.parametrize("name", sorted({explorer.page for explorer in course.explorers()}))
def test_no_figure_is_moved_by_its_controls_when_the_script_arrives(name, browser, site, server):
    hands = {}
    for arrives in (False, True):
        with browser.new_context(viewport={"width": 375, "height": 667}) as session:
            page = session.new_page()
            if not arrives:
                page.route("**/player.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
            page.goto(f"{server}/{name}.html")
            hands[arrives] = page.evaluate(HANDS)
    assert hands[True] == pytest.approx(hands[False], abs=1) and any(hands[True].values())


def inked(page, id_, colour, so=True):
    """Wait until the words of a figure have this colour, or another than this."""
    page.wait_for_function(
        "([id, colour, so]) => (document.querySelector(`#${id} .explorer-plot`).layout.font.color === colour) === so",
        arg=[id_, colour, so],
    )


def as_wide_as_its_place(page, id_):
    """Wait until the drawing has the width of its place; return it in px."""
    return page.wait_for_function(
        "id => (plot => plot.querySelector('.main-svg').clientWidth === plot.clientWidth && plot.clientWidth)"
        "(document.querySelector(`#${id} .explorer-plot`))",
        arg=id_,
    ).json_value()


def test_other_colours_and_paper_are_drawn_at_the_stop_that_is_shown(browser, site, server):
    explorer = next(e for e in course.explorers() if e.id == "esketamine-routes")
    with opened(browser, address_of(explorer.page, site, server)["file"], color_scheme="light") as page:
        open_guesses(page)
        page.locator(f"#{explorer.id}").scroll_into_view_if_needed()
        page.locator(f"#{explorer.id} .main-svg").first.wait_for()
        go_to(page, explorer.id, [2, 1, 1])
        light = state(page, explorer.id)
        page.locator(".theme-switch-button").click()
        inked(page, explorer.id, light["layout"]["font"]["color"], False)
        dark = state(page, explorer.id)
        assert dark["data"] == light["data"]
        assert page.evaluate(COMPARE, explorer.id) == []
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert (
            state(page, explorer.id)["layout"]["font"]["color"] == "#1d2530"
            and state(page, explorer.id)["data"] == light["data"]
        )
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        inked(page, explorer.id, dark["layout"]["font"]["color"])
        assert state(page, explorer.id) == dark
        page.set_viewport_size({"width": 420, "height": 800})
        as_wide_as_its_place(page, explorer.id)
        go_to(page, explorer.id, [0, 1, 1])
        assert page.evaluate(COMPARE, explorer.id) == []
        page.evaluate("document.querySelector('main').style.width = '300px'")  # without a word from the window
        assert as_wide_as_its_place(page, explorer.id) < 300


def test_what_is_drawn_while_the_page_is_printed_is_drawn_as_on_paper(browser, site, server):
    """Whatever asks for the figure in between: a move here, in use the page that has settled."""
    explorer = next(e for e in course.explorers() if e.id == "esketamine-routes")
    with opened(browser, address_of(explorer.page, site, server)["file"], color_scheme="dark") as page:
        show_all(page)
        ink = state(page, explorer.id)["layout"]["font"]["color"]
        assert ink != "#1d2530"
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        go_to(page, explorer.id, [2, 1, 1])
        assert page.evaluate(COMPARE, explorer.id) == []
        assert state(page, explorer.id)["layout"]["font"]["color"] == "#1d2530"
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        inked(page, explorer.id, ink)


def test_a_burst_of_input_ends_at_its_last_stop(browser, site, server):
    explorer = next(e for e in course.explorers() if e.id == "concentration-and-block")
    with opened(
        browser, address_of(explorer.page, site, server)["file"], viewport={"width": 1000, "height": 900}
    ) as page:
        open_guesses(page)
        page.locator(f"#{explorer.id}").scroll_into_view_if_needed()
        page.locator(f"#{explorer.id} .main-svg").first.wait_for()
        page.evaluate(
            """id => {
            const form = document.querySelector(`#${id} .explorer-controls`), [dose] = form.querySelectorAll("input[type=range]"), hours = [...form.querySelectorAll("[data-control=hours] input")];
            for (const stop of [0, 3, 5, 1, 4]) {
                dose.value = stop;
                hours[stop % 3].checked = true;
                form.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }""",
            explorer.id,
        )
        shows(page, explorer.id)
        page.wait_for_timeout(100)
        positions = [control.initial for control in explorer.controls]
        positions[0], positions[-1] = 4, 1
        assert missing(figure_at(explorer, positions), state(page, explorer.id)) == []
        assert page.evaluate(COMPARE, explorer.id) == []


@cache
def baked(page, id_):
    """The figures of all stops as the page unpacks them."""
    results = course.results(page, id_)
    return bake.unpack(bake.pack([shown.tree for _, shown in results], [0] * len(results)))[0]


def figure_at(explorer, positions):
    number = 0
    for control, position in zip(explorer.controls, positions):
        number = number * len(control.values) + position
    return baked(explorer.page, explorer.id)[number]


def state(page, id_):
    return page.evaluate(
        "id => { const { data, layout } = document.querySelector(`#${CSS.escape(id)} .explorer-plot`); return { data,"
        " layout }; }",
        id_,
    )
