"""The built site in a real browser: from a file and from a server, on a phone and on a laptop."""

from __future__ import annotations

import random
import re
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from explorers import bake, table
from tests.support import course

ARTEFACTS = Path(__file__).parents[1] / "artefacts"
RANDOM_STOPS = 4


@contextmanager
def opened(browser, address, **context):
    """A page that must stay silent and ask for nothing outside its own address."""
    said, asked = [], []
    with browser.new_context(**context) as session:
        page = session.new_page()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        own = "file:" if address.startswith("file:") else re.match(r"https?://[^/]+", address)[0]
        page.on("request", lambda request: request.url.startswith((own, "data:", "blob:")) or asked.append(request.url))
        page.goto(address)
        yield page
        page.wait_for_timeout(50)
    assert said == [], f"{address} wrote to the console"
    assert asked == [], f"{address} asked another host"


def address_of(page, site, server):
    return {"file": f"{site.as_uri()}/{page}.html", "server": f"{server}/{page}.html"}


def show_all(page):
    """Scroll through the page until each figure is drawn."""
    for figure in page.locator("[data-explorer]").all():
        figure.scroll_into_view_if_needed()
        figure.locator(".main-svg").first.wait_for()
    page.evaluate("scrollTo(0, 0)")


def go_to(page, id_, positions):
    """Set every control of an explorer and wait until the figure is redrawn."""
    page.evaluate(
        """([id, positions]) => {
            const root = document.getElementById(id);
            root.querySelectorAll("[data-control]").forEach((control, i) => {
                if (control.type === "checkbox") control.checked = positions[i] === 1;
                else if (control.tagName === "FIELDSET") control.querySelectorAll("input")[positions[i]].checked = true;
                else control.value = positions[i];
            });
            root.querySelector("form").dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        [id_, positions],
    )
    shows(page, id_)


def shows(page, id_):
    """Wait until the figure shows what its controls say: the player notes the number of the stop it has drawn."""
    page.wait_for_function(
        """id => {
            const root = document.getElementById(id), controls = [...root.querySelectorAll("[data-control]")];
            const stop = controls.reduce((n, c) => c.type === "checkbox" ? 2 * n + c.checked
                : c.tagName === "FIELDSET" ? n * c.querySelectorAll("input").length + Number(c.querySelector(":checked").value)
                : c.type === "range" ? n * (Number(c.max) + 1) + Number(c.value) : n * c.options.length + Number(c.value), 0);
            return root.dataset.stop === String(stop);
        }""",
        arg=id_,
    )


def plotted(page, id_):
    return page.evaluate(
        "id => document.querySelector(`#${CSS.escape(id)} .explorer-plot`).data.map(t => ({x: t.x, y: t.y, name: t.name}))",
        id_,
    )


def table_of(page, id_):
    return page.evaluate(
        "id => [...document.querySelectorAll(`#${CSS.escape(id)} table`)].map(t => [...t.rows].map(r => [...r.cells].map(c => c.textContent)))",
        id_,
    )


def readouts_of(page, id_):
    return page.evaluate(
        "id => [...document.querySelectorAll(`#${CSS.escape(id)} dl > div`)].map(d => [d.children[0].textContent, d.children[1].textContent])",
        id_,
    )


@pytest.mark.parametrize("name", [*course.pages(), "search"])
@pytest.mark.parametrize("origin", ["file", "server"])
def test_page_opens_silently_and_asks_for_nothing(name, origin, browser, site, server):
    for width, scheme in ((320, "light"), (1280, "dark")):
        with opened(
            browser,
            address_of(name, site, server)[origin],
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
        ) as page:
            show_all(page)
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{name} scrolls sideways at {width} px"
            )
            if origin == "file":
                ARTEFACTS.mkdir(exist_ok=True)
                page.screenshot(path=ARTEFACTS / f"{name.replace('/', '-')}-{width}-{scheme}.png", full_page=True)


@pytest.mark.parametrize("name", sorted({explorer.page for explorer in course.explorers()}))
def test_explorers_show_what_python_says(name, browser, site, server):
    """Each control at both ends, then random stops: plotted numbers, table and readouts."""
    chance = random.Random(name)
    with opened(browser, address_of(name, site, server)["file"], viewport={"width": 1000, "height": 900}) as page:
        show_all(page)
        for explorer in (e for e in course.explorers() if e.page == name):
            page.locator(f"#{explorer.id} summary").click()
            sizes = [len(control.values) for control in explorer.controls]
            start = [control.initial for control in explorer.controls]
            ends = [[*start[:i], end, *start[i + 1 :]] for i, size in enumerate(sizes) for end in (0, size - 1)]
            visits = (
                [start]
                + ends
                + [[chance.randrange(size) for size in sizes] for _ in range(RANDOM_STOPS if sizes else 0)]
            )
            for positions in visits:
                go_to(page, explorer.id, positions)
                arguments = {control.name: control.values[i] for control, i in zip(explorer.controls, positions)}
                shown = bake.call(explorer.id, explorer.function, arguments | explorer.fixed)
                [figure], _ = bake.unpack(bake.pack([shown.tree], [0]))
                got = plotted(page, explorer.id)
                assert len(got) == len(shown.tree["data"]), (explorer.id, arguments)
                for i, (trace, expected) in enumerate(zip(got, shown.tree["data"])):
                    for letter in "xy":
                        assert_close(
                            trace[letter],
                            expected.get(letter),
                            span(explorer, i, letter),
                            (explorer.id, arguments, expected.get("name"), letter),
                        )
                assert [tuple(pair) for pair in readouts_of(page, explorer.id)] == shown.words, (explorer.id, arguments)
                tables = table_of(page, explorer.id)
                assert [t[0] for t in tables] == [t["head"] for t in table.tables(figure)], (explorer.id, arguments)
                assert sum(len(t) - 1 for t in tables) == sum(len(t["rows"]) for t in table.tables(figure)), (
                    explorer.id,
                    arguments,
                )
                assert page.locator(f"#{explorer.id} .explorer-plot .main-svg").count() >= 1


@cache
def spans(page, id_):
    """How far each trace's x and y reach over all stops, by trace and letter."""
    reach = {}
    for _, shown in course.results(page, id_):
        for i, trace in enumerate(shown.tree["data"]):
            for letter in "xy":
                numbers = [n for n in trace.get(letter, []) if isinstance(n, (int, float))]
                reach[i, letter] = [
                    min([*reach.get((i, letter), []), *numbers], default=0),
                    max([*reach.get((i, letter), []), *numbers], default=0),
                ]
    return {key: high - low for key, (low, high) in reach.items()}


def span(explorer, i, letter):
    return spans(explorer.page, explorer.id)[i, letter]


def assert_close(got, expected, reach, where):
    """The same array to within 1/4095 of its reach; text and gaps exactly."""
    if not isinstance(expected, list):
        assert got == expected, where
        return
    assert len(got) == len(expected), where
    for g, e in zip(got, expected):
        if isinstance(e, (int, float)) and isinstance(g, (int, float)):
            assert abs(g - e) <= reach / bake.LEVELS + 1e-6 * abs(e), where
        else:
            assert g == e, where


@pytest.fixture(scope="module")
def with_slider():
    """An explorer whose first control is a slider, and what each of its stops is called."""
    explorer = next(e for e in course.explorers() if e.controls and e.controls[0].kind == "slider")
    return explorer, explorer.controls[0]


def test_slider_by_keyboard_alone(browser, site, server, with_slider):
    explorer, control = with_slider
    with opened(browser, address_of(explorer.page, site, server)["file"]) as page:
        slider = page.get_by_label(control.label, exact=True).first
        slider.focus()
        page.keyboard.press("Home")
        shows(page, explorer.id)
        assert slider.get_attribute("aria-valuetext") == control.labels[0]
        first = plotted(page, explorer.id)
        page.keyboard.press("End")
        shows(page, explorer.id)
        assert slider.get_attribute("aria-valuetext") == control.labels[-1]
        assert plotted(page, explorer.id) != first
        page.locator(f"#{explorer.id} button[type=reset]").click()
        page.wait_for_function(
            "([id, text]) => document.querySelector(`#${id} input[type=range]`).getAttribute('aria-valuetext') === text",
            arg=[explorer.id, control.labels[control.initial]],
        )
        shows(page, explorer.id)
        assert slider.get_attribute("aria-valuetext") == control.labels[control.initial]


def test_without_javascript_caption_and_table_are_there(browser, site, server):
    for explorer in course.explorers():
        with opened(browser, address_of(explorer.page, site, server)["file"], java_script_enabled=False) as page:
            figure = page.locator(f"#{explorer.id}")
            assert figure.locator("figcaption").inner_text() == explorer.caption
            assert not figure.locator("form").is_visible()
            assert "need JavaScript" in figure.inner_text()
            figure.locator("summary").click()
            assert figure.locator("tbody tr").count() > 0 and figure.locator("tbody tr").first.is_visible(), explorer.id


def test_an_old_browser_gets_a_sentence(browser, site, server, with_slider):
    explorer, _ = with_slider
    with browser.new_context() as session:
        page = session.new_page()
        page.add_init_script("delete window.DecompressionStream")
        page.goto(address_of(explorer.page, site, server)["file"])
        page.locator(f"#{explorer.id}").scroll_into_view_if_needed()
        page.get_by_text("lacks DecompressionStream").first.wait_for()
        figure = page.locator(f"#{explorer.id}")
        assert not figure.locator("form").is_visible()
        assert figure.locator("figcaption").inner_text() == explorer.caption
        figure.locator("summary").click()
        assert figure.locator("tbody tr").first.is_visible()


def test_a_page_loaded_in_part_gets_a_sentence(browser, site, server, with_slider):
    explorer, _ = with_slider
    with browser.new_context() as session:
        page = session.new_page()

        def cut(route):
            answer = route.fetch()
            route.fulfill(response=answer, body=re.sub(r'(class="explorer-stops">.{600})[^<]*', r"\1", answer.text()))

        page.route("**/*.html", cut)
        page.goto(address_of(explorer.page, site, server)["server"])
        page.locator(f"#{explorer.id}").scroll_into_view_if_needed()
        page.locator(f"#{explorer.id}").get_by_text("may have been loaded only in part").wait_for()
        assert page.locator(f"#{explorer.id} figcaption").is_visible()


def test_the_figure_follows_the_theme(browser, site, server, with_slider):
    explorer, _ = with_slider
    colours = {}
    for scheme in ("light", "dark"):
        with opened(browser, address_of(explorer.page, site, server)["file"], color_scheme=scheme) as page:
            show_all(page)
            colours[scheme] = page.evaluate(
                "id => document.querySelector(`#${id} .explorer-plot`).layout.font.color", explorer.id
            )
            page.evaluate(
                "theme => document.documentElement.dataset.theme = theme", "dark" if scheme == "light" else "light"
            )
            page.wait_for_function(
                "([id, colour]) => document.querySelector(`#${id} .explorer-plot`).layout.font.color !== colour",
                arg=[explorer.id, colours[scheme]],
            )
            colours[f"{scheme}, switched"] = page.evaluate(
                "id => document.querySelector(`#${id} .explorer-plot`).layout.font.color", explorer.id
            )
    assert colours["light"] == colours["dark, switched"] != colours["dark"] == colours["light, switched"]


def test_downloads(browser, site, server, with_slider, tmp_path):
    explorer, _ = with_slider
    arguments = {control.name: control.values[control.initial] for control in explorer.controls}
    figure = bake.call(explorer.id, explorer.function, arguments | explorer.fixed).tree
    with opened(browser, address_of(explorer.page, site, server)["file"]) as page:
        show_all(page)
        saved = {}
        for kind in ("csv", "png", "svg"):
            with page.expect_download() as waiting:
                page.locator(f"#{explorer.id} [data-download={kind}]").click()
            saved[kind] = tmp_path / waiting.value.suggested_filename
            waiting.value.save_as(saved[kind])
    text = saved["csv"].read_text("utf-8-sig")
    assert all(title in text for title in table.tables(figure)[0]["head"])
    assert text.count("\n") > sum(len(t["rows"]) for t in table.tables(figure))
    assert saved["png"].read_bytes().startswith(b"\x89PNG") and saved["png"].stat().st_size > 5000
    assert "<svg" in saved["svg"].read_text("utf-8")
