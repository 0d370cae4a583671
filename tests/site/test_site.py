"""The built site in a real browser: from a file and from a server, on a phone and on a laptop."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from explorers import bake, table
from tests.support import course
from tests.support.pages import address_of, go_to, opened, show_all, shows
from tests.support.stops import assert_close, span

ARTEFACTS = Path(__file__).parents[1] / "artefacts"
PICTURED = 36_000  # px: every page but the 83,000 of the references, of which a busy machine makes no picture
RANDOM_STOPS = 4


def plotted(page, id_):
    return page.evaluate(
        "id => document.querySelector(`#${CSS.escape(id)} .explorer-plot`).data.map(t => ({x: t.x, y: t.y, name:"
        " t.name}))",
        id_,
    )


def table_of(page, id_):
    return page.evaluate(
        "id => [...document.querySelectorAll(`#${CSS.escape(id)} table`)].map(t => [...t.rows].map(r =>"
        " [...r.cells].map(c => c.textContent)))",
        id_,
    )


def readouts_of(page, id_):
    return page.evaluate(
        "id => [...document.querySelectorAll(`#${CSS.escape(id)} dl > div`)].map(d => [d.children[0].textContent,"
        " d.children[1].textContent])",
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
                height = min(page.evaluate("document.documentElement.scrollHeight"), PICTURED)
                page.screenshot(
                    path=ARTEFACTS / f"{name.replace('/', '-')}-{width}-{scheme}.png",
                    full_page=True,
                    clip=dict(x=0, y=0, width=width, height=height),
                )


@pytest.mark.parametrize("name", sorted({explorer.page for explorer in course.explorers()}))
def test_explorers_show_what_python_says(name, browser, site, server):
    """Each control at both ends, then random stops: plotted numbers, table and readouts."""
    chance = random.Random(name)
    with opened(browser, address_of(name, site, server)["file"], viewport={"width": 1000, "height": 900}) as page:
        show_all(page)
        for explorer in (e for e in course.explorers() if e.page == name):
            page.locator(f"#{explorer.id} .explorer-numbers > summary").click()
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
                got = [] if explorer.scene else plotted(page, explorer.id)  # scenes: test_scene.py
                assert len(got) == len(shown.tree.get("data", [])), (explorer.id, arguments)
                for i, (trace, expected) in enumerate(zip(got, shown.tree.get("data", []))):
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


@pytest.fixture(scope="module")
def with_slider():
    """An explorer whose first control is a slider, and what each of its stops is called."""
    explorer = next(
        e for e in course.explorers() if not (e.guess or e.scene) and e.controls and e.controls[0].kind == "slider"
    )
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
            "([id, text]) => document.querySelector(`#${id} [data-control][type=range]`)"
            ".getAttribute('aria-valuetext') === text",
            arg=[explorer.id, control.labels[control.initial]],
        )
        shows(page, explorer.id)
        assert slider.get_attribute("aria-valuetext") == control.labels[control.initial]


def test_an_id_stands_once_on_a_page(site):
    """A heading gets its id from its words, and a figure from its function: a link must not have to choose."""
    for path in sorted(site.rglob("*.html")):
        ids = [element["id"] for element in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("[id]")]
        assert [id_ for id_ in ids if ids.count(id_) > 1] == [], path


def test_without_javascript_caption_and_table_are_there(browser, site, server):
    for explorer in course.explorers():
        with opened(browser, address_of(explorer.page, site, server)["file"], java_script_enabled=False) as page:
            figure = page.locator(f"#{explorer.id}")
            assert figure.locator("figcaption").inner_text() == explorer.caption
            assert not figure.locator(".explorer-controls").is_visible()
            assert "need JavaScript" in figure.inner_text()
            figure.locator(".explorer-numbers > summary").click()
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
        assert not figure.locator(".explorer-controls").is_visible()
        assert figure.locator("figcaption").inner_text() == explorer.caption
        figure.locator(".explorer-numbers > summary").click()
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


def test_the_summary_prints_on_one_a4_page(browser, site):
    """Its height on paper, with margins of 15 mm, at the size of the print styles."""
    wide, high = (round(mm / 25.4 * 96) for mm in (210 - 30, 297 - 30))
    with opened(
        browser, f"{site.as_uri()}/chapters/key-takeaways.html", viewport={"width": wide, "height": high}
    ) as page:
        page.emulate_media(media="print")
        assert page.locator("#on-one-page").bounding_box()["height"] <= high
