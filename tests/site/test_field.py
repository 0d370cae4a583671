"""What readers meet in the field: pages that are translated, scrolled by touch, framed by strict servers, saved."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from coursework import questions
from tests.support import course
from tests.support.answers import KEY, TEST, address, answer, asked, at, check, form_of
from tests.support.course import SLUG
from tests.support.pages import address_of, go_to, open_guesses, opened, shows

#: What Google Translate does to a page: text in <font> elements, and the text of options replaced.
TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
        if (!node.textContent.trim() || node.parentElement.closest("script, style, svg, math, textarea")) continue;
        const text = node.textContent.replace(/[a-z]+/gi, word => "x" + word);
        if (node.parentElement.tagName === "OPTION") node.textContent = text;
        else {
            const font = document.createElement("font");
            font.textContent = text;
            node.replaceWith(font);
        }
    }
}"""
SET = """([id, name, position]) => {
    const control = document.querySelector(`#${id} [data-control="${name}"]`);
    if (control.type === "checkbox") control.checked = position === 1;
    else if (control.tagName === "FIELDSET") control.querySelectorAll("input")[position].checked = true;
    else control.value = position;
    control.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def evidence_table(site):
    return f"{site.as_uri()}/evidence-table.html"


@pytest.mark.parametrize(
    "question",
    [q for name in questions.chapters() for q in questions.chapter(name) if q.kind == "explorer"],
    ids=lambda question: question.id,
)
def test_a_question_on_a_figure_is_checked_also_on_a_translated_page(question, browser, site):
    with opened(browser, at(site, question)) as page:
        page.evaluate(TRANSLATE)
        answer(page, question, question.key)
        assert check(page, question).inner_text().startswith("✓")


def test_a_translated_table_is_filtered_and_searched(browser, site):
    with opened(browser, evidence_table(site)) as page:
        table = page.locator("[data-records]").first
        species = table.get_by_label("Species")
        before = species.evaluate("list => list.options.length") and table.locator("tbody tr").count()
        page.evaluate(TRANSLATE)
        species.select_option(value="mouse")
        mice = table.locator("tbody tr:not([hidden])").count()
        assert 0 < mice < before
        species.select_option(value="")
        shown = table.locator("tbody tr td:nth-child(9)").first.inner_text()
        assert shown.startswith("x")
        table.get_by_role("searchbox").fill(shown)
        assert table.locator("tbody tr:not([hidden])").count() > 0


def test_the_column_of_figures_is_sorted_by_value(browser, site):
    with opened(browser, evidence_table(site)) as page:
        headings = page.locator("[data-records] th").all_inner_texts()
        column = headings.index("Figure")
        page.locator("[data-records] th button").nth(column).click()
        cells = page.eval_on_selector_all(
            "[data-records] tbody tr", f"rows => rows.map(row => row.cells[{column}].textContent)"
        )
        found = [re.match(r"[−-]?\d+(\.\d+)?", cell) for cell in cells]
        values = [float(match[0].replace("−", "-")) for match in found if match]
        assert len(values) > 500 and values == sorted(values)
        last = max(i for i, match in enumerate(found) if match)
        assert not any(match is None for match in found[: last + 1]), "words stand after numbers"


def test_a_finger_that_scrolls_past_a_slider_leaves_it(browser, site, server):
    explorer = next(e for e in course.explorers() if not e.scene and e.controls and e.controls[0].kind == "slider")
    with browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True) as session:
        page = session.new_page()
        page.goto(address_of(explorer.page, site, server)["file"])
        open_guesses(page)
        slider = page.locator(f"#{explorer.id} [data-control][type=range]").first
        slider.scroll_into_view_if_needed()
        page.locator(f"#{explorer.id} .main-svg").first.wait_for()
        slider.evaluate("slider => scrollBy(0, slider.getBoundingClientRect().top - 400)")
        page.wait_for_timeout(300)
        before, box = slider.input_value(), slider.bounding_box()
        touch = session.new_cdp_session(page)
        x = box["x"] + box["width"] * (0.1 if int(before) > int(slider.get_attribute("max")) / 2 else 0.9)
        y = box["y"] + box["height"] / 2
        at_start = page.evaluate("scrollY")
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for i in range(1, 16):
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 15 * i}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_function("start => scrollY > start + 50", arg=at_start)
        assert slider.input_value() == before
        shows(page, explorer.id)
        label = slider.evaluate("slider => slider.dataset.stops.split('\\n')[slider.value]")
        assert slider.get_attribute("aria-valuetext") == label


def test_a_tap_on_a_slider_still_moves_it(browser, site, server):
    explorer = next(e for e in course.explorers() if not e.scene and e.controls and e.controls[0].kind == "slider")
    with browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True) as session:
        page = session.new_page()
        page.goto(address_of(explorer.page, site, server)["file"])
        open_guesses(page)
        slider = page.locator(f"#{explorer.id} [data-control][type=range]").first
        slider.scroll_into_view_if_needed()
        before, box = slider.input_value(), slider.bounding_box()
        far = 0.1 if int(before) > int(slider.get_attribute("max")) / 2 else 0.9
        slider.tap(position={"x": box["width"] * far, "y": box["height"] / 2})
        assert slider.input_value() != before


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_that_cannot_be_made_is_said(kind, browser, site, server):
    explorer = next(e for e in course.explorers() if not e.scene)
    with opened(browser, address_of(explorer.page, site, server)["file"]) as page:
        figure = page.locator(f"#{explorer.id}")
        open_guesses(page)
        figure.scroll_into_view_if_needed()
        figure.locator(".main-svg").first.wait_for()
        page.evaluate("() => { Plotly.toImage = () => Promise.reject(new Error('refused')); }")
        figure.locator(f"[data-download={kind}]").click()
        page.get_by_text("The picture could not be made").wait_for()
        assert figure.locator(".explorer-controls").is_visible()
        with page.expect_download():
            figure.locator("[data-download=csv]").click()
        assert not page.get_by_text("The picture could not be made").is_visible()


@pytest.mark.parametrize(("script", "button"), [("saver", "[data-download=csv]"), ("qrcode", "text=QR code")])
def test_a_script_that_is_asked_for_and_does_not_come_is_said_and_asked_for_again(script, button, browser, site):
    """No control is lost for it, as it is where a script of the page itself does not arrive."""
    explorer = next(e for e in course.explorers() if e.controls and not e.scene)
    with browser.new_context() as session:
        page = session.new_page()
        page.route(
            "http://course.test/**", lambda route: route.fulfill(path=site / urlsplit(route.request.url).path[1:])
        )
        page.route(f"**/{script}*", lambda route: route.abort())
        page.goto(f"http://course.test/{explorer.page}.html")
        open_guesses(page)
        figure = page.locator(f"#{explorer.id}")
        figure.locator(button).click()
        figure.get_by_text("did not arrive. Press the button again.").wait_for()
        assert figure.locator(".explorer-controls").is_visible()
        page.unroute(f"**/{script}*")
        if script == "saver":
            with page.expect_download():
                figure.locator(button).click()
        else:
            figure.locator(button).click()
            figure.locator(".explorer-panel svg").wait_for()
        assert not page.get_by_text("did not arrive").is_visible()


def test_numbers_in_a_csv_are_as_published(browser, site, server):
    long = re.compile(r"\d\.\d{13,}")
    for name in sorted({explorer.page for explorer in course.explorers()}):
        with browser.new_context(accept_downloads=True) as session:
            page = session.new_page()
            page.goto(address_of(name, site, server)["file"])
            open_guesses(page)
            for explorer in (e for e in course.explorers() if e.page == name):
                button = page.locator(f"#{explorer.id} [data-download=csv]")
                with page.expect_download() as waiting:
                    button.click()
                text = waiting.value.path().read_text("utf-8-sig")
                assert list(csv.reader(io.StringIO(text))) and not long.search(text), explorer.id


def test_a_number_with_its_unit_or_in_other_digits_is_read(browser, site):
    question = asked("number")
    eastern = f"{question.answer:g}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    with opened(browser, at(site, question)) as page:
        for text in (f"{question.answer:g} {question.unit}", eastern):
            form_of(page, question).locator("input").fill(text)
            assert check(page, question).inner_text().startswith("✓"), text
        form_of(page, question).locator("input").fill("many")
        assert check(page, question).inner_text().startswith("I cannot read this as a number.")


def test_from_a_file_a_download_leaves_the_chapter_where_it_is(browser, site, server):
    name = at(site, asked("one"))
    with opened(browser, name) as page:
        targets = page.eval_on_selector_all("a[download]", "links => links.map(link => link.target)")
        assert targets and set(targets) == {"_blank"}
    with opened(browser, address_of(f"chapters/{asked('one').chapter}", site, server)["server"]) as page:
        assert set(page.eval_on_selector_all("a[download]", "links => links.map(link => link.target)")) == {""}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"NMDA receptor"', "NMDA receptor"),
        ("NMDA-receptor", "NMDA receptor"),
        ("people's", "people’s"),
        ("BDNF,", "bdnf"),
        ("95% CI", "95 % CI"),
    ],
)
def test_search_takes_a_word_as_it_is_meant(one, other, browser, site):
    found = []
    with browser.new_context() as session:
        page = session.new_page()
        for words in (one, other):
            page.goto(
                f"{site.as_uri()}/search.html?" + page.evaluate("q => new URLSearchParams({ q }).toString()", words)
            )
            found.append(page.locator("#search-results > li > a").all_inner_texts())
        assert found[0] == found[1] != []
        assert page.locator("#search-results mark").count() > 0


def test_a_theme_chosen_elsewhere_is_followed(browser, site):
    with browser.new_context(color_scheme="light") as session:
        first, second = session.new_page(), session.new_page()
        for page in (first, second):
            page.goto(address(site, "about"))
        second.locator(".theme-switch-button").click()
        first.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
        assert "dark" in first.locator(".theme-switch-button").get_attribute("title")
        first.evaluate("slug => localStorage.setItem(slug + ':mode', 'light')", SLUG)
        first.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        assert first.evaluate("document.documentElement.dataset.theme") == "light"
        first.evaluate(
            "slug => { localStorage.removeItem(slug + ':mode'); localStorage.setItem('mode', 'dark'); }", SLUG
        )
        first.reload()
        assert first.evaluate("document.documentElement.dataset.theme") == "dark", "chosen before courses had names"


def test_in_a_contrast_theme_the_system_chooses_the_colours(browser, site):
    with browser.new_context(forced_colors="active", color_scheme="dark") as session:
        page = session.new_page()
        page.goto(address(site, "about"))
        page.evaluate("slug => localStorage.setItem(slug + ':mode', 'light')", SLUG)
        page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        edges = page.eval_on_selector_all(
            "#course-menu li a",
            "links => links.map(link => [link.hasAttribute('aria-current'), getComputedStyle(link).borderLeftWidth])",
        )
        assert {current for current, width in edges if width != "0px"} == {True}


def test_two_courses_on_one_origin_keep_apart_what_they_remember(browser, site):
    with browser.new_context() as session:
        page = session.new_page()
        page.goto(address(site, TEST))
        page.evaluate("() => localStorage.setItem('another:progress', 'x')")
        page.get_by_role("button", name="Start the test").click()
        assert sorted(page.evaluate("Object.keys(localStorage)")) == sorted([KEY, "another:progress"])
        assert page.evaluate("localStorage.getItem('another:progress')") == "x"


@pytest.mark.parametrize("width", [718, 1047], ids=["A4 portrait", "A4 landscape"])
def test_on_paper_every_column_of_every_table_is_there(width, browser, site):
    """Margins of 10 mm. What sticks out of the sheet, or of a box that clips, is not printed."""
    with browser.new_context(viewport={"width": width, "height": 900}) as session:
        page = session.new_page()
        for name in course.pages():
            page.goto(f"{site.as_uri()}/{name}.html")
            page.emulate_media(media="print")
            beyond = page.evaluate("""() => [...document.querySelectorAll("main :is(th, td)")].filter(cell => {
                let right = innerWidth;
                for (let box = cell.parentElement; box; box = box.parentElement) {
                    const { overflowX, containerType } = getComputedStyle(box);
                    if (overflowX !== "visible" || containerType !== "normal")
                        right = Math.min(right, box.getBoundingClientRect().right);
                }
                return cell.checkVisibility() && cell.getBoundingClientRect().right > right + 1;
            }).map(cell => cell.textContent)""")
            assert beyond == [], (name, width)


def saved(page, explorer, kind):
    """Press a download button. Returns the name of the file, and its bytes."""
    with page.expect_download() as waiting:
        page.locator(f"#{explorer.id} [data-download={kind}]").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_saved_figure_says_what_it_shows(browser, site, server):
    """Chapter, setting, caption and source; no two settings share a name."""
    explorer = next(e for e in course.explorers() if e.controls and e.controls[0].kind == "slider")
    control = explorer.controls[0]
    chapter = explorer.page.rpartition("/")[2]
    names = []
    with opened(browser, address_of(explorer.page, site, server)["file"]) as page:
        open_guesses(page)
        figure = page.locator(f"#{explorer.id}")
        figure.scroll_into_view_if_needed()
        figure.locator(".main-svg").first.wait_for()
        caption = figure.locator("figcaption").inner_text()
        for position in (0, len(control.labels) - 1):
            go_to(page, explorer.id, [position, *(other.initial for other in explorer.controls[1:])])
            for kind in ("csv", "svg", "png"):
                name, content = saved(page, explorer, kind)
                names.append(name)
                assert name.startswith(f"{chapter}-{explorer.id}") and name.endswith(f".{kind}")
                if kind == "csv":
                    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
                    about = {row[0]: row[1] for row in rows if row and row[0].startswith("# ")}
                    assert about[f"# {control.label}"] == control.labels[position]
                    assert about["# Shows"] == caption and page.title().split(" · ")[0] in about["# Source"]
                    assert "CC BY 4.0" in about["# Source"] and "file:" not in about["# Source"]
                if kind == "svg":
                    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", content.decode()))
                    assert f"{control.label} {control.labels[position]}" in words and "CC BY 4.0" in words
                    assert all(word in words for word in re.findall(r"\w+", caption))
                if kind == "png":
                    assert content.startswith(b"\x89PNG") and int.from_bytes(content[16:20]) == 1800
    assert len(set(names)) == 6


def test_no_two_figures_of_the_course_save_under_one_name():
    names = [f"{explorer.page.rpartition('/')[2]}-{explorer.id}" for explorer in course.explorers()]
    assert len(set(names)) == len(names)


def test_a_filtered_table_says_so_in_its_file_and_on_paper(browser, site):
    with opened(browser, evidence_table(site)) as page:
        table = page.locator("[data-records]").first
        table.get_by_label("Species").select_option(value="mouse")
        with page.expect_download() as waiting:
            table.get_by_role("button", name="Download CSV").click()
        assert waiting.value.suggested_filename == "evidence-mouse.csv"
        page.emulate_media(media="print")
        status = table.get_by_role("status")
        assert status.is_visible() and not table.get_by_label("Species").is_visible()
        assert "Species: mouse" in status.evaluate(
            "said => getComputedStyle(said, '::after').content + said.dataset.chosen"
        )
