"""Hand and effect in one glance: while a control is in use its readouts and most of the figure are in view."""

from __future__ import annotations

import pytest

from tests.support import course
from tests.support.pages import address_of, go_to, opened, show_all

LEAST = 0.6  # the share of a figure that is to be seen
#: A drawing has its control over it at every width; as much of it is to be seen as of a chart.
SCENES = {explorer.id for explorer in course.explorers() if explorer.scene}
PAGES = sorted({explorer.page for explorer in course.explorers()})
#: The words of the figures in a place, exponents too, and their size as they are seen, px. A title for the table alone
#: is not seen.
WORDS = """place => [...document.querySelectorAll(`${place} .explorer-plot svg :is(text, tspan)`)].filter(text => {
    const said = [...text.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    return said && getComputedStyle(text).opacity !== "0" && text.getBoundingClientRect().width;
}).map(text => {
    const { a, b } = text.getScreenCTM();
    const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
    return [`${text.closest("figure").id}: ${text.textContent}`, size];
})"""
LEAST_LETTERS = 12

#: The share of each figure in view where its worst control stands as high as it can; and what is amiss in its layout.
SEEN = """() => [...document.querySelectorAll("[data-explorer]:has([data-control])")].map(root => {
    const box = selector => root.querySelector(selector).getBoundingClientRect();
    const [hand, plot, words] = [".explorer-hand", ".explorer-plot", ".explorer-readouts"].map(box);
    const header = document.querySelector(".course-header");
    const top = getComputedStyle(header).position === "sticky" ? header.offsetHeight : 0, room = innerHeight - top;
    const first = box("[data-control]").top, beside = plot.left >= hand.right;
    const shown = beside ? room : room - (plot.top - first);
    const seen = Math.min(1, shown / plot.height);
    const told = words.height === 0 || words.bottom - first <= room;
    const broken = [...root.querySelectorAll(".explorer-choice > div")].filter(group => group.children.length > 2)
        .filter(group => group.getBoundingClientRect().width < box(".explorer-controls").width - 1).length;
    return [root.id, seen, told, broken, getComputedStyle(root.querySelector(".explorer-hand")).position, beside];
})"""


@pytest.mark.parametrize("size", [(375, 667), (1280, 800)], ids=["phone", "laptop"])
@pytest.mark.parametrize("name", PAGES)
def test_a_control_its_readouts_and_most_of_the_figure_are_seen_together(name, size, browser, site, server):
    width, height = size
    with opened(
        browser, address_of(name, site, server)["file"], viewport={"width": width, "height": height}, has_touch=True
    ) as page:
        show_all(page)
        found = page.evaluate(SEEN)
        assert {id_ for id_, *_ in found} == {e.id for e in course.explorers() if e.page == name and e.controls}
        for id_, seen, told, broken, position, beside in found:
            assert seen >= LEAST, f"{id_}: {seen:.0%} of the figure"
            assert told, f"{id_}: a control and its readouts do not fit the window"
            assert not broken, f"{id_}: a group of buttons does not have its whole row"
            assert position == "sticky" and beside == (width == 1280 and id_ not in SCENES), id_
        assert [word for word, size in page.evaluate(WORDS, "figure") if size < LEAST_LETTERS - 0.01] == []


#: Words of a figure that end beyond its edge.
CUT = """() => [...document.querySelectorAll(".explorer-plot .main-svg text")].filter(text => {
    if (!text.textContent.trim()) return false;
    const word = text.getBoundingClientRect(), plot = text.closest(".explorer-plot").getBoundingClientRect();
    return word.width && (word.right > plot.right + 1 || word.left < plot.left - 1);
}).map(text => `${text.closest("figure").id}: ${text.textContent}`)"""


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_a_figure_is_cut_at_320_px(name, browser, site, server):
    """At the first view: a window of 1280 px, magnified four times; also where a reader sets letters apart."""
    with opened(browser, address_of(name, site, server)["file"], viewport={"width": 320, "height": 640}) as page:
        show_all(page)
        assert page.evaluate(CUT) == []
        page.add_style_tag(content="* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }")
        assert page.evaluate(CUT) == []


#: Of a chart with words above its rows: what lies on a word, of its marks and of the other words. Letters fill about
#: half of the height of their line. Nothing is said of another chart, or of a scene.
COVERED = """id => {
    const plot = document.getElementById(id).querySelector(".explorer-plot"), { annotations = [] } = plot.layout || {};
    const axis = note => plot._fullLayout[`yaxis${(note.yref || "y").slice(1)}`];
    if (!annotations.some(note => note.yshift > 0 && axis(note)?.type === "category")) return [];
    const box = (element, ends) => {
        const { left, right, top, height } = element.getBoundingClientRect();
        return { element, left, right, top: top + ends * height, bottom: top + (1 - ends) * height };
    };
    const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
    const linesOf = text => text.querySelector(".line") ? [...text.querySelectorAll(".line")] : [text];
    const words = [...plot.querySelectorAll(".main-svg text")].filter(text => text.textContent.trim())
        .flatMap(linesOf).map(line => box(line, 0.22));
    const marks = [...plot.querySelectorAll(".scatterlayer .point")].map(mark => box(mark, 0));
    const parted = (one, other) => one.element.closest("text") !== other.element.closest("text");
    return words.flatMap((word, i) => [...words.slice(i + 1).filter(other => parted(word, other)), ...marks]
        .filter(other => meet(word, other))
        .map(other => `${word.element.textContent} / ${other.element.textContent || "a mark"}`));
}"""

#: How many positions each control of an explorer has, and where it stands.
HANDS = """id => [...document.getElementById(id).querySelectorAll("[data-control]")].map(control =>
    control.type === "checkbox" ? [2, Number(control.checked)]
    : control.tagName === "FIELDSET"
    ? [control.querySelectorAll("input").length, Number(control.querySelector(":checked").value)]
    : [control.type === "range" ? Number(control.max) + 1 : control.options.length, Number(control.value)])"""


@pytest.mark.parametrize("name", PAGES)
def test_no_mark_and_no_word_lies_on_the_words_of_a_row_on_a_phone(name, browser, site, server):
    """At each position of each control, the others as they were: who reads the wrong row reads the wrong study."""
    with opened(browser, address_of(name, site, server)["file"], viewport={"width": 375, "height": 667}) as page:
        show_all(page)
        for explorer in (e for e in course.explorers() if e.page == name and not e.scene):
            hands = page.evaluate(HANDS, explorer.id)
            first = [at for _, at in hands]
            stops = [[*first[:i], at, *first[i + 1 :]] for i, (many, _) in enumerate(hands) for at in range(many)]
            for stop in stops or [first]:
                go_to(page, explorer.id, stop)
                assert page.evaluate(COVERED, explorer.id) == [], f"{explorer.id} {stop}"


TOP = """id => Math.round(document.querySelector(`#${id} .explorer-plot`).getBoundingClientRect().top
    - document.getElementById(id).getBoundingClientRect().top)"""
HELD = "id => document.querySelector(`#${id} .explorer-readouts`).style.minBlockSize"


def test_a_figure_does_not_go_up_and_down_with_its_readouts(browser, site, server):
    """What a readout has taken it keeps: on the way back nothing moves. Paper and another width begin anew."""
    explorer = next(e for e in course.explorers() if e.id == "which-to-repeat")
    with opened(
        browser, address_of(explorer.page, site, server)["file"], viewport={"width": 375, "height": 667}
    ) as page:
        show_all(page)
        (_, sort), (claims, claim) = page.evaluate(HANDS, explorer.id)
        tops = []
        for at in [claim, *range(claims), *reversed(range(claims))]:
            go_to(page, explorer.id, [sort, at])
            tops.append(page.evaluate(TOP, explorer.id))
        assert tops[0] < tops[claims]  # a verdict is longer than the first one
        assert tops == sorted(tops)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(HELD, explorer.id) == ""
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        go_to(page, explorer.id, [sort, claim])
        page.set_viewport_size({"width": 700, "height": 667})
        page.wait_for_function(f"([id, before]) => ({TOP})(id) < before", arg=[explorer.id, tops[-1]])


#: A scene fills a phone already.
@pytest.mark.parametrize("scene, width, larger", [(False, 1280, 1.5), (False, 375, 1.1), (True, 1280, 1.5)])
def test_who_has_larger_letters_gets_them_in_pictures(scene, width, larger, browser, site, server):
    """As a browser's setting makes them, 24 px for 16; on a phone as far as there is room."""
    explorer = next(e for e in course.explorers() if bool(e.scene) == scene and e.controls)
    address = address_of(explorer.page, site, server)["file"]
    sizes = {}
    for letters in (16, 24):
        with opened(browser, address, viewport={"width": width, "height": 800}) as page:
            page.add_style_tag(content=f"html {{ font-size: {letters}px }}")
            show_all(page)
            sizes[letters] = min(size for _, size in page.evaluate(WORDS, f"#{explorer.id}"))
            assert page.evaluate(CUT) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert sizes[24] >= larger * sizes[16] > 0, sizes
