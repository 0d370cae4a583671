"""Each explorer alone: its page, its frame in another page, its view for a room, and its code for phones."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from coursework.course import find
from coursework.site import alone
from tests.support import course
from tests.support.pages import opened, settled
from tools import lms

FIGURE = '<figure class="explorer" id="{}" data-explorer>\n<p>{}</p></figure>'
HOST = "http://course.example"


def own_pages() -> dict[str, course.Explorer]:
    """Every explorer by the name of the page on which it stands alone."""
    often = Counter(explorer.id for explorer in course.explorers())
    return {
        (explorer.id if often[explorer.id] == 1 else f"{explorer.page.split('/')[-1]}-{explorer.id}"): explorer
        for explorer in course.explorers()
    }


ASKING = next(name for name, explorer in own_pages().items() if explorer.guess and explorer.controls)
SLIDING = next(
    name
    for name, explorer in own_pages().items()
    if not explorer.guess and explorer.controls and explorer.controls[0].kind == "slider"
)


def test_a_page_is_named_after_its_explorer_and_its_chapter_too_where_two_share_an_id():
    figures = [alone.Figure(*pair, "") for pair in (("intro", "rain"), ("chapters/a", "sun"), ("chapters/b", "sun"))]
    assert alone.names(figures) == ["rain", "a-sun", "b-sun"]
    with pytest.raises(ValueError, match=r"two explorers would be figures/a-sun\.html; give one of them another id"):
        alone.names([*figures, alone.Figure("intro", "a-sun", "")])


def test_a_scene_stands_alone_too():
    page = '<figure class="explorer" id="cup" data-explorer data-scene="A cup &gt; a mug">\n<p>tea</p></figure>'
    once = alone.told(page, {"cup": "figures/cup.html"})
    assert once == page.replace("data-explorer", 'data-explorer data-alone="figures/cup.html"')
    assert alone.told(once, {"cup": "figures/cup.html"}) == once
    [cup] = alone.found("tea", once)
    assert alone.alone(cup, "../tea.html") == page.replace(
        "data-explorer", 'data-explorer data-page="tea" data-home="../tea.html"'
    )


def test_a_page_is_told_once_however_often_it_is_built():
    page = f"<main>{FIGURE.format('rain', 'wet')}{FIGURE.format('sun', 'dry')}</main>"
    addresses = {"rain": "../figures/rain.html", "sun": "../figures/b-sun.html"}
    once = alone.told(page, addresses)
    assert once.count("data-alone") == 2 and alone.told(once, addresses) == once
    [rain, sun] = alone.found("chapters/b", once)
    assert alone.alone(sun, "../chapters/b.html") == (
        '<figure class="explorer" id="sun" data-explorer data-page="b" data-home="../chapters/b.html">\n'
        "<p>dry</p></figure>"
    )
    assert rain.id == "rain" and "wet" in rain.html


def test_every_explorer_has_its_page_and_every_page_its_explorer(site):
    assert {page.stem for page in (site / alone.FOLDER).iterdir()} == set(own_pages())
    for name, explorer in own_pages().items():
        page = BeautifulSoup((site / alone.FOLDER / f"{name}.html").read_text("utf-8"), "html.parser")
        [figure] = page.select("figure.explorer")
        [canonical] = page.select("link[rel=canonical]")
        assert figure["id"] == explorer.id and canonical["href"] == f"../{explorer.page}.html#{explorer.id}"
        assert page.html["lang"] == "en" and explorer.id.replace("-", " ") in page.title.text
        assert [link["href"] for link in page.select("footer a")][0] == canonical["href"]
        assert not page.select("nav, input[type=search]")
        chapter = BeautifulSoup((site / f"{explorer.page}.html").read_text("utf-8"), "html.parser")
        told = chapter.find(id=explorer.id)["data-alone"]
        assert (site / explorer.page).parent.joinpath(told).resolve() == site / alone.FOLDER / f"{name}.html"


def test_no_menu_and_no_search_lists_them(site):
    assert f"{alone.FOLDER}/" not in (site / "_static" / "search-text.js").read_text("utf-8")
    for name in (*course.pages(), "search"):
        links = re.findall(r'href="([^"]*)"', (site / f"{name}.html").read_text("utf-8"))
        assert [link for link in links if "figures/" in link] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_it_opens_silently_at_the_view_that_its_address_names(width, browser, site):
    explorer = own_pages()[SLIDING]
    control = explorer.controls[0]
    last = control.labels[-1].lower().replace(" ", "-")
    address = f"{site.as_uri()}/figures/{SLIDING}.html#{explorer.id}?{control.name}={last}"
    with opened(browser, address, viewport={"width": width, "height": 800}) as page:
        page.locator(".main-svg").first.wait_for()
        assert page.locator("input[type=range]").first.get_attribute("aria-valuetext") == control.labels[-1]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Link", exact=True).click()
        home = page.locator(".explorer-panel input").input_value()
        assert home.startswith(f"{site.as_uri()}/{explorer.page}.html#{explorer.id}?{control.name}=")


def test_a_guess_made_alone_is_kept_in_the_chapter(browser, site):
    explorer = own_pages()[ASKING]
    with opened(browser, f"{site.as_uri()}/figures/{ASKING}.html") as page:
        page.get_by_role("button", name="Just show me").click()
        page.locator(".main-svg").first.wait_for()
        page.goto(f"{site.as_uri()}/{explorer.page}.html")
        page.locator(f"#{explorer.id}[data-guess=open]").wait_for(state="attached")


def test_the_lines_to_embed_work_and_the_figure_tells_its_height(browser, site, tmp_path):
    with opened(browser, f"{site.as_uri()}/{own_pages()[SLIDING].page}.html") as page:
        figure = page.locator(f"#{own_pages()[SLIDING].id}")
        figure.get_by_role("button", name="Embed").click()
        lines = figure.locator("textarea").input_value()
    frame = BeautifulSoup(lines, "html.parser").iframe
    assert frame["loading"] == "lazy" and frame["title"] and f"figures/{SLIDING}.html#" in frame["src"]
    host = tmp_path / "host.html"
    script = "window.said = []; addEventListener('message', event => said.push(event.data));"
    host.write_text(f"<!DOCTYPE html><title>Another page</title><script>{script}</script>{lines}", "utf-8")
    with opened(browser, host.as_uri(), viewport={"width": 700, "height": 800}) as page:
        page.frame_locator("iframe").locator(".main-svg").first.wait_for()
        page.wait_for_function("() => said.some(({ subject }) => subject === 'lti.frameResize')")
        tall = page.frames[1].evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
        page.wait_for_function("height => said.some(({ height: told }) => told === height)", arg=tall)
        own = page.evaluate("said.filter(({ type }) => type === 'explorer-height').at(-1)")
        assert own == {"type": "explorer-height", "name": own_pages()[SLIDING].id, "height": tall}


ON_SCREEN = """() => {
    const plot = document.querySelector(".explorer-plot"), box = plot.querySelector("svg").viewBox.baseVal?.width;
    const scale = box ? plot.querySelector("svg").getBoundingClientRect().width / box // a scene
        : new DOMMatrix(getComputedStyle(plot).transform).a;
    const drawn = [...plot.querySelectorAll("text:not(:has(tspan)), text tspan:not(:has(tspan))")].filter(
        text => text.textContent.trim());
    const words = [...document.querySelectorAll(".explorer :is(figcaption, label, dt, dd, button, legend)")];
    const size = element => parseFloat(getComputedStyle(element).fontSize);
    const { width, height } = plot.getBoundingClientRect();
    return {
        smallest: Math.min(...drawn.map(text => size(text) * scale), ...words.filter(w => w.offsetParent).map(size)),
        texts: drawn.length, scene: !!box, width, height, across: document.documentElement.scrollWidth,
    };
}"""


def test_for_a_room_the_figure_fills_the_screen_and_the_keys_move_its_control(browser, site):
    with opened(
        browser, f"{site.as_uri()}/figures/{SLIDING}.html?project", viewport={"width": 1920, "height": 1080}
    ) as page:
        page.locator(".main-svg").first.wait_for()
        seen = settled(page, ON_SCREEN, "seen => seen.texts && seen.smallest >= 16")
        assert seen["texts"] and seen["smallest"] >= 16 and seen["across"] <= 1920, seen
        assert seen["width"] >= 0.65 * 1920 and (seen["scene"] or seen["height"] >= 0.75 * 1080), seen
        slider = page.locator("input[type=range]").first
        before = slider.input_value()
        page.keyboard.press("End" if before != slider.get_attribute("max") else "Home")
        assert slider.input_value() != before
        page.keyboard.press("Escape")
        page.wait_for_function("() => document.querySelector('.explorer-plot').style.transform === ''")
        assert page.locator(".explorer-downloads").is_visible() and page.locator("footer").is_visible()


def test_on_a_phone_the_view_for_a_room_is_as_on_its_page(browser, site):
    with opened(
        browser, f"{site.as_uri()}/figures/{SLIDING}.html?project", viewport={"width": 375, "height": 667}
    ) as page:
        page.locator(".main-svg").first.wait_for()
        seen = page.evaluate(ON_SCREEN)
        assert seen["texts"] and seen["across"] <= 375 and 300 < seen["width"] <= 375, seen
        plot, hand = (page.locator(part).bounding_box() for part in (".explorer-plot", ".explorer-hand"))
        assert plot["y"] >= hand["y"] + hand["height"] - 1


def test_for_a_room_the_answer_waits_for_who_teaches(browser, site):
    with opened(browser, f"{site.as_uri()}/figures/{ASKING}.html", viewport={"width": 1920, "height": 1080}) as page:
        page.get_by_role("button", name="Just show me").click()
        page.get_by_role("button", name="Project").click()
        page.locator(".main-svg").first.wait_for()
        words = page.locator(":is(.explorer-readouts, figcaption, .guess-gap):visible")
        assert words.count() == 0
        page.get_by_role("button", name="Reveal").click()
        assert page.locator("figcaption").is_visible() and page.locator(".explorer-readouts").first.is_visible()


def test_a_code_for_phones_is_made_when_asked_for_and_only_where_phones_can_come(browser, site):
    explorer = own_pages()[SLIDING]
    with opened(browser, f"{site.as_uri()}/figures/{SLIDING}.html") as page:
        page.get_by_role("button", name="QR code").click()
        assert page.get_by_text("which phones cannot reach").is_visible()
    with browser.new_context() as session:
        asked = []

        def answer(route):
            path = urlsplit(route.request.url).path
            asked.append(path)
            route.fulfill(path=site / path.lstrip("/"))

        session.route(f"{HOST}/**", answer)
        page = session.new_page()
        page.goto(f"{HOST}/figures/{SLIDING}.html")
        page.locator(".main-svg").first.wait_for()
        assert not any("qrcode" in path for path in asked)
        page.get_by_role("button", name="QR code").click()
        code = page.get_by_role("img", name="QR code of the address below")
        code.wait_for()
        assert page.locator(".explorer-panel p").inner_text() == f"{HOST}/{explorer.page}.html#{explorer.id}?"
        size = int(code.get_attribute("viewBox").split()[2]) - 8
        assert size % 4 == 1 and size >= 25  # 17 + 4 * version: ISO/IEC 18004
        modules = code.locator("path").get_attribute("d").count("M")
        assert 0.35 < modules / size**2 < 0.65  # a mask is chosen to keep light and dark about even
        assert sum("qrcode" in path for path in asked) == 1


def test_packages_hold_the_figures_alone_and_never_come_back_to_one(site):
    files = lms.package(site, "scorm-2004", find(course.ROOT))
    launch = files["launch.html"].decode()
    for name in own_pages():
        assert f"figures/{name}.html" in files and f'href="figures/{name}.html"' in files["imsmanifest.xml"].decode()
        assert f"figures/{name}.html" not in launch
    assert f"{course.pages()[0]}.html" in launch
