"""Everybody can read and steer the course (WCAG 2.2 AA): axe-core, keyboard, contrast, zoom, motion, paper."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest

from coursework import questions
from explorers import bake, charts
from tests.support import course
from tests.support.answers import KEY, fill
from tests.support.axe import AXE, RUN_AXE
from tests.support.pages import address_of, can_be_printed, open_guesses, opened, show_all

CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
PAGES = [*course.pages(), "search"]
WITH_EXPLORERS = sorted({explorer.page for explorer in course.explorers()})
ROLES = {"slider": "slider", "select": "combobox", "switch": "checkbox", "choice": "group"}


def settle(page):
    """Wait for two frames: figures are redrawn in the next."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.fixture
def at(browser, site, server):
    """Open a page of the course from its file."""
    return lambda name, **context: opened(browser, address_of(name, site, server)["file"], **context)


# --- What a machine can see -----------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name, at):
    """Light and dark, 320 and 1280 px, with every menu and fold open."""
    faults = []
    with at(name, viewport={"width": 1280, "height": 800}) as page:
        show_all(page)
        page.evaluate(AXE)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
            page.wait_for_timeout(200)  # figures follow the width
            for theme in ("light", "dark"):
                page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
                settle(page)
                faults += [f"{width} {theme}: {fault}" for fault in page.evaluate(RUN_AXE)]
                if width == 320:
                    page.locator(".primary-toggle").click()
                    faults += [f"{width} {theme}, menu: {fault}" for fault in page.evaluate(RUN_AXE, "#course-menu")]
                    page.keyboard.press("Escape")
    assert faults == []


def found_by_axe(page):
    """What axe-core finds in a page as it stands, at 320 and 1280 px, light and dark."""
    page.evaluate(AXE)
    faults = []
    for width, theme in itertools.product((1280, 320), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        settle(page)
        faults += [f"{width} {theme}: {fault}" for fault in page.evaluate(RUN_AXE)]
    return faults


def test_axe_finds_nothing_in_what_search_brings(at):
    with at("search", viewport={"width": 1280, "height": 800}) as page:
        page.goto(page.url + "?q=ketamine")
        assert page.locator("#search-results li").count() > 3
        assert found_by_axe(page) == []


def test_axe_finds_nothing_in_answers_that_were_judged(at):
    """One question of each kind, answered somehow: reasons, sources and marks are on the page."""
    for kind in ("one", "several", "number", "order", "explorer"):
        question = next(q for name in questions.chapters() for q in questions.chapter(name) if q.kind == kind)
        with at(f"chapters/{question.chapter}", viewport={"width": 1280, "height": 800}) as page:
            form = page.locator(f"#q-{question.id}")
            for field in form.locator("input[type=radio], input[type=checkbox]").all():
                field.check()
            if kind == "number":
                form.locator("input").fill("7")
            for i, place in enumerate(form.locator("select").all(), start=1):
                place.select_option(str(i))
            form.get_by_role("button", name="Check").click()
            assert form.locator(".quiz-verdict").is_visible()
            assert found_by_axe(page) == [], kind


@pytest.mark.parametrize("name", ["before", "after"])
def test_axe_finds_nothing_in_the_short_tests(name, at):
    with at(name, viewport={"width": 375, "height": 700}) as page:
        page.get_by_role("button", name="Start").click()
        assert found_by_axe(page) == [], "begun"
        fill(page, wrong=3)
        page.get_by_role("button", name="Hand in").click()
        assert page.locator(".quiz-result").is_visible() and found_by_axe(page) == [], "handed in"


def test_axe_finds_nothing_in_a_review(at):
    question = questions.reviewed()[0]
    old = {"v": 1, "n": 3, "tries": 0, "answers": {question.chapter: {"of": 6, "right": [question.id]}}}
    old |= {"test": None, "seen": [], "attempts": []}
    with at("review", viewport={"width": 375, "height": 700}) as page:
        page.evaluate("([key, state]) => localStorage.setItem(key, JSON.stringify(state))", [KEY, old])
        page.reload()
        page.get_by_role("button", name="Start").click()
        assert found_by_axe(page) == [], "begun"
        fill(page)
        page.get_by_role("button", name="See the answers").click()
        assert page.locator(".quiz-result").is_visible() and found_by_axe(page) == [], "answered"


def test_axe_finds_nothing_in_the_test_its_result_and_the_certificate(at):
    with at("final-test", viewport={"width": 1280, "height": 800}) as page:
        page.get_by_role("button", name="Start the test").click()
        assert found_by_axe(page) == [], "begun"
        page.get_by_role("button", name="Hand in").click()
        assert found_by_axe(page) == [], "not all answered"
        page.evaluate("""() => document.querySelectorAll(".quiz-question:not([hidden])").forEach(form => {
            form.querySelectorAll("input[type=radio], input[type=checkbox]").forEach(input => { input.checked = true; });
            form.querySelectorAll("input:not([type=radio]):not([type=checkbox])").forEach(input => { input.value = "7"; });
            form.querySelectorAll("select").forEach((select, i) => { select.value = String(i + 1); });
        })""")
        page.get_by_role("button", name="Hand in").click()
        assert page.locator(".quiz-result").is_visible()
        assert found_by_axe(page) == [], "handed in"
        page.evaluate(
            """key => {
                const state = JSON.parse(localStorage.getItem(key));
                state.attempts[0].passed = true;
                localStorage.setItem(key, JSON.stringify(state));
            }""",
            KEY,
        )
        page.goto(page.url.replace("final-test", "certificate"))
        assert page.locator(".quiz-certificate").is_visible()
        assert found_by_axe(page) == [], "certificate"


def test_axe_finds_nothing_where_figures_cannot_be_drawn(browser, site, server):
    with browser.new_context() as session:
        page = session.new_page()
        page.add_init_script("delete window.DecompressionStream")
        page.goto(address_of(WITH_EXPLORERS[0], site, server)["file"])
        page.get_by_text("lacks DecompressionStream").first.wait_for()
        assert found_by_axe(page) == []


@pytest.mark.parametrize("name", WITH_EXPLORERS)
def test_every_control_has_a_role_a_name_and_a_value(name, at):
    with at(name, viewport={"width": 1000, "height": 800}) as page:
        open_guesses(page)
        for explorer in (e for e in course.explorers() if e.page == name):
            figure = page.locator(f"#{explorer.id}")
            assert page.get_by_role("figure", name=explorer.caption, exact=True).count() == 1, explorer.id
            picture = figure.get_by_role("img", name=re.compile(r"\S"))
            assert picture.count() == 1, explorer.id
            called = picture.get_attribute("aria-label")  # short: the caption says the rest, and is read once
            room = 50 if explorer.scene else 20  # a drawing has no axes whose titles say what it shows
            assert called != explorer.caption and len(called.split()) <= room, (explorer.id, called)
            for control in explorer.controls:
                found = figure.get_by_role(ROLES[control.kind], name=control.label, exact=True)
                assert found.count() == 1, (explorer.id, control.label)
                value = control.labels[control.initial]
                if control.kind == "slider":
                    assert found.get_attribute("aria-valuetext") == value
                elif control.kind == "select":
                    assert found.locator("option:checked").inner_text() == value
                elif control.kind == "choice":
                    assert found.get_by_role("radio", name=value, exact=True).is_checked()


# --- Keyboard -------------------------------------------------------------------------------

# Marks what has the focus; says what is wrong with it. Some of it must be in sight, as WCAG's 2.4.11 asks.
LOOK = """async () => {
    const element = document.activeElement;
    if (element.type === "date" && element.dataset.reached) return []; // it stops at the day, the month, the year, the calendar
    if (element === document.body || element.dataset.reached) return null;
    element.dataset.reached = "yes";
    const ring = getComputedStyle(element), faults = [];
    if (ring.outlineStyle === "none" || parseFloat(ring.outlineWidth) < 2) faults.push("no visible focus");
    const own = [element, ...(element.labels || [])];
    const inSight = () => [...element.getClientRects()].some(box => [0.05, 0.5, 0.95].some(part => {
        const shown = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)]; // a table can be taller than a phone
        const top = document.elementFromPoint(box.x + box.width * part, (shown[0] + shown[1]) / 2);
        return top && own.some(one => one.contains(top));
    }));
    for (let i = 0; i < 10 && !inSight(); i++) await new Promise(requestAnimationFrame);
    if (!inSight()) faults.push("out of sight");
    return faults.map(fault => fault + ": " + element.outerHTML.slice(0, 150));
}"""
# A group of radio buttons takes one stop, at the button that is checked.
MISSED = """controls => [...document.querySelectorAll(controls)]
    .filter(e => !e.dataset.reached && e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0)
    .filter(e => e.type !== "radio" || e.checked).map(e => e.outerHTML.slice(0, 150))"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_reaches_every_control_and_shows_where_it_is(name, width, at):
    with at(name, viewport={"width": width, "height": 800}) as page:
        show_all(page)
        page.reload()  # from its beginning, with what was shown
        if name == "search":
            page.goto(page.url + "?q=ketamine")  # without a question it starts in its field
        faults = []
        for _ in range(page.locator(CONTROLS).count() + 5 + 3 * page.locator("input[type=date]").count()):
            page.keyboard.press("Tab")
            seen = page.evaluate(LOOK)
            if seen is None:
                break
            faults += seen
        assert faults == []
        assert page.evaluate(MISSED, CONTROLS) == []


def test_the_menu_opens_and_closes_by_keyboard(at):
    with at("intro", viewport={"width": 320, "height": 640}) as page:
        button = page.get_by_role("button", name="Contents")
        button.focus()
        page.keyboard.press("Enter")
        assert (
            button.get_attribute("aria-expanded") == "true"
            and page.get_by_role("navigation", name="Course").is_visible()
        )
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert button.get_attribute("aria-expanded") == "false"
        assert page.evaluate("document.activeElement.className") == "primary-toggle"


# --- Contrast -------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """WCAG's relative luminance of '#rrggbb'."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return sum(
        w * (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4)
        for w, p in zip((0.2126, 0.7152, 0.0722), parts)
    )


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def page_colours() -> list[dict[str, str]]:
    """The colours that course.css names: light, then dark."""
    blocks = re.split(
        r'html\[data-theme="dark"\] \{',
        (course.ROOT / "widgets" / "coursework" / "theme" / "static" / "course.css").read_text("utf-8"),
    )[:2]
    return [dict(re.findall(r"--course-([a-z-]+): (#[0-9a-f]{6})", block.split("}")[0])) for block in blocks]


def test_contrast_is_reckoned_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colours", page_colours(), ids=["light", "dark"])
def test_text_has_contrast_and_so_have_borders_and_focus(colours):
    for ground, text in itertools.product(("page", "surface"), ("ink", "muted", "accent", "amber", "red", "green")):
        assert contrast(colours[ground], colours[text]) >= 4.5, (ground, text)
    assert contrast(colours["tint"], colours["ink"]) >= 4.5
    assert contrast(colours["band"], colours["on-band"]) >= 4.5
    assert contrast(colours["band"], "#f0b35a") >= 3  # the focus in header and footer


@pytest.mark.parametrize(
    "name", [name for name, value in vars(charts).items() if re.fullmatch("#[0-9a-f]{6}", str(value))]
)
def test_the_colours_of_data_stand_out_in_light_and_dark(name):
    for colours in page_colours():
        assert contrast(getattr(charts, name), colours["surface"]) >= 3


def views(explorer) -> Iterator[list[dict]]:
    """The traces of an explorer that hold data: at its first view, and with each control at each of its other stops."""
    first = {control.name: control.values[control.initial] for control in explorer.controls}
    stops = [first] + [
        first | {control.name: value}
        for control in explorer.controls
        for value in control.values
        if value != first[control.name]
    ]
    for arguments in stops:
        figure = bake.call(explorer.id, explorer.function, arguments | explorer.fixed).tree
        yield [
            trace
            for trace in figure.get("data", [])
            if trace.get("hoverinfo") != "skip" and trace.get("visible", True) is True
        ]


def seen(colour: str, ground: str) -> str:
    """A colour of a figure, '#rrggbb' or 'rgba(r,g,b,a)', as it looks on a ground."""
    parts = (
        [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        if colour.startswith("#")
        else [float(part) for part in re.findall(r"[\d.]+", colour)]
    )
    opacity = parts[3] if len(parts) == 4 else 1
    under = [int(ground[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * over + (1 - opacity) * below):02x}" for over, below in zip(parts, under))


def weakest(trace: dict, ground: str) -> float:
    """The least contrast among a trace's line, its error bars and its marks; a mark may stand out by its fill or by its edge.

    A trace that is dimmed as a whole (``opacity``), because the reader asked for another, counts as it is undimmed.
    """

    def contrasts(part: dict) -> list[float]:
        colour = part.get("color")
        return [
            contrast(seen(one, ground), ground)
            for one in (colour if isinstance(colour, list) else [colour])
            if isinstance(one, str)
        ]

    marker, line = trace.get("marker", {}), trace.get("line", {})
    fills, edges = contrasts(marker), contrasts(marker.get("line", {}))
    marks = [
        max(pair)
        for pair in itertools.zip_longest(fills, edges if len(edges) != 1 else edges * max(1, len(fills)), fillvalue=0)
    ]
    drawn = contrasts(line) if "lines" in trace.get("mode", "lines") and line.get("width", 2) else []
    bars = [one for axis in "xy" for one in contrasts(trace.get(f"error_{axis}", {}))]
    return min([*marks, *drawn, *bars], default=21)


@pytest.mark.parametrize("explorer", course.explorers(), ids=lambda explorer: f"{explorer.page}#{explorer.id}")
def test_traces_have_contrast_and_differ_in_more_than_colour(explorer):
    for traces in views(explorer):
        looks = {}  # of each series, by its name: a series may be drawn in two parts
        hues = {}
        for trace in traces:
            for colours in page_colours():
                assert weakest(trace, colours["surface"]) >= 3, trace.get("name")
            marker, line = trace.get("marker", {}), trace.get("line", {})
            if trace.get("showlegend", True) and any(value is not None for value in trace.get("x", [])):
                shape = (
                    trace["type"],
                    trace.get("mode"),
                    str(marker.get("symbol")),
                    line.get("dash"),
                    line.get("width"),
                    str(marker.get("pattern")),
                )
                looks.setdefault(trace.get("name"), set()).add((trace.get("xaxis"), trace.get("yaxis"), shape))
                hues.setdefault(trace.get("name"), set()).add((str(marker.get("color")), line.get("color")))
        for one, other in itertools.combinations(looks, 2):  # twenty people, drawn alike, are not to be told apart
            apart = hues[one] != hues[other]
            assert not (apart and looks[one] & looks[other]), f"{one!r} and {other!r} differ by colour alone"


@pytest.mark.parametrize("explorer", course.explorers(), ids=lambda explorer: f"{explorer.page}#{explorer.id}")
def test_lines_that_a_figure_rules_have_contrast(explorer):
    """A line of no difference, a time that was chosen: at the first view."""
    first = {control.name: control.values[control.initial] for control in explorer.controls}
    layout = bake.call(explorer.id, explorer.function, first | explorer.fixed).tree.get("layout", {})
    for line in (shape["line"] for shape in layout.get("shapes", []) if shape["type"] == "line" and "line" in shape):
        for colours in page_colours():
            ruled = line.get("color", colours["ink"])  # without a colour it takes the page's
            assert contrast(seen(ruled, colours["surface"]), colours["surface"]) >= 3, line


# Text that a figure draws: axe-core does not look into pictures. What Plotly has hidden has no opacity. Its ground is the
# page's, or that of the last box or disc below it that holds all of it: a tile, a pill.
TEXTS = """() => [...document.querySelectorAll(".explorer-plot .main-svg text")].filter(text => text.textContent.trim()).map(text => {
    const style = getComputedStyle(text), word = text.getBoundingClientRect();
    const below = [...text.closest("svg").querySelectorAll("rect, circle")].filter(one => {
        const box = one.getBoundingClientRect(), look = getComputedStyle(one);
        return word.width && one.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING &&
            /^rgb\\(/.test(look.fill) && Number(look.opacity) * Number(look.fillOpacity) === 1 &&
            box.left <= word.left && box.right >= word.right && box.top <= word.top + 3 && box.bottom >= word.bottom - 3;
    });
    return [text.closest("figure").id + ": " + text.textContent.slice(0, 60), style.fill, Number(style.opacity) * Number(style.fillOpacity),
        below.length ? getComputedStyle(below.at(-1)).fill : ""];
}).filter(found => found[2] > 0)"""


def hexed(colour: str) -> str:
    """'rgb(1, 2, 3)' as '#010203'."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour))


@pytest.mark.parametrize("name", WITH_EXPLORERS)
def test_the_words_in_figures_have_contrast(name, at):
    with at(name, viewport={"width": 1000, "height": 800}) as page:
        show_all(page)
        for theme, colours in zip(("light", "dark"), page_colours()):
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            settle(page)
            settle(page)
            texts = page.evaluate(TEXTS)
            assert texts
            for text, fill, opacity, box in texts:
                assert opacity == 1 and fill.startswith("rgb("), (text, fill, opacity)
                ground = hexed(box) if box else colours["surface"]
                assert contrast(hexed(fill), ground) >= 4.5, (theme, text, fill, ground)


# --- Zoom, spacing, motion, paper -----------------------------------------------------------

SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p {"
    " margin-bottom: 2em !important }"
)
CUT = """() => [...document.querySelectorAll("h1, h2, p, li, dt, dd, label, legend, output, button, input, select, summary, figcaption")]
    .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".explorer-tables, .records-scroll, .table-scroll, .skip-link, pre, div.math"))
    .filter(e => { const box = e.getBoundingClientRect(); return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1); })
    .map(e => e.outerHTML.slice(0, 150))"""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_at_400_percent_with_wide_spacing(name, at):
    """A window of 1280 x 1024 px, magnified four times; WCAG's text spacing on top."""
    with at(name, viewport={"width": 320, "height": 256}) as page:
        show_all(page)
        for spacing in (" ", SPACING):
            page.add_style_tag(content=spacing)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            assert page.evaluate(CUT) == []
        assert page.locator(".course-header").bounding_box()["height"] <= 128


@pytest.mark.parametrize("name", WITH_EXPLORERS)
def test_nothing_moves_by_itself(name, at):
    with at(name, viewport={"width": 1000, "height": 800}, reduced_motion="reduce") as page:
        show_all(page)
        page.evaluate(
            "document.querySelectorAll('.explorer-controls').forEach(form => form.dispatchEvent(new Event('input')))"
        )
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("name", WITH_EXPLORERS)
def test_a_chapter_prints_every_figure_with_its_caption_in_light_colours(name, at, tmp_path):
    """Also the figures that nobody has scrolled to."""
    with at(name, viewport={"width": 1000, "height": 800}, color_scheme="dark") as page:
        can_be_printed(page)
        page.evaluate("""() => addEventListener("beforeprint", () => {
            window.printed = [...document.querySelectorAll(".explorer-plot")].map(plot => plot.querySelector(".main-svg")
                ? plot.layout?.font.color ?? plot.querySelector("svg").style.getPropertyValue("--ink") : "blank");
        })""")
        page.pdf(path=tmp_path / "chapter.pdf")
        explorers = [e for e in course.explorers() if e.page == name]
        assert page.evaluate("window.printed") == ["#1d2530"] * len(explorers)

        page.emulate_media(media="print")
        for explorer in explorers:
            figure = page.locator(f"#{explorer.id}")
            assert figure.locator("figcaption").is_visible() and figure.locator(".explorer-plot").is_visible()
        for hidden in (".explorer-controls", ".explorer-downloads", ".course-header", ".course-menu", ".page-toc"):
            assert not any(element.is_visible() for element in page.locator(hidden).all()), hidden
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.emulate_media(media="screen")
