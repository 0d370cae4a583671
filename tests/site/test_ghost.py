"""A kept view behind the next, on every explorer of the course: a ghost, or a sentence that says why there is none."""

from __future__ import annotations

import pytest

from tests.support import course
from tests.support.pages import COMPARE, address_of, go_to, opened, show_all

PAGES = sorted({explorer.page for explorer in course.explorers() if explorer.controls})
REFUSED = "The kept view cannot stand behind this one"

#: How many traces of a figure are its own, how many are kept; and the message below the figure.
SEEN = """id => {
    const root = document.getElementById(id), traces = root.querySelector(".explorer-plot").data || [];
    const names = traces.map(trace => trace.name || "");
    const kept = names.filter(name => name.startsWith("Kept:")).length;
    return [names.length - kept, kept, root.querySelector(".explorer-message[role]").textContent];
}"""


def faint(explorer):
    """How many traces stand behind the next view: those of the first that change and show something."""
    stops = [shown.tree["data"] for _, shown in course.results(explorer.page, explorer.id)]
    number = 0
    for control in explorer.controls:
        number = number * len(control.values) + control.initial
    differ = [any(i >= len(data) or data[i] != trace for data in stops) for i, trace in enumerate(stops[number])]
    return sum(moves and len(trace.get("x", [])) > 0 for moves, trace in zip(differ, stops[number]))


def moves(explorer):
    """Each control at its other end, alone; and all of them."""
    start = [control.initial for control in explorer.controls]
    ends = [len(control.values) - 1 if control.initial == 0 else 0 for control in explorer.controls]
    return [[*start[:i], end, *start[i + 1 :]] for i, end in enumerate(ends)] + [ends]


@pytest.mark.parametrize("name", PAGES)
def test_each_view_is_kept_behind_the_next_or_it_is_said_why_not(name, browser, site, server):
    with opened(browser, address_of(name, site, server)["file"], viewport={"width": 1280, "height": 800}) as page:
        show_all(page)
        for explorer in (e for e in course.explorers() if e.page == name and e.controls):
            root = page.locator(f"#{explorer.id}")
            own, none, _ = page.evaluate(SEEN, explorer.id)
            assert none == 0
            root.get_by_role("button", name="Keep this view").click()
            kept = root.locator(".explorer-kept").first
            assert kept.inner_text().startswith("Kept: ") and len(kept.inner_text()) > 20, explorer.id
            for positions in moves(explorer):
                go_to(page, explorer.id, positions)
                _, ghosts, said = page.evaluate(SEEN, explorer.id)
                where = (explorer.id, positions, said)
                if explorer.scene:
                    assert ghosts == 0 and f"{REFUSED}: a drawing has no axes" in said, where
                    continue
                assert ghosts == (0 if REFUSED in said else faint(explorer)), where
                assert page.evaluate(COMPARE, explorer.id) == [], where
            words = kept.inner_text()
            root.get_by_role("button", name="Let go of the kept view").click()
            go_to(page, explorer.id, [control.initial for control in explorer.controls])
            assert page.evaluate(SEEN, explorer.id)[:2] == [own, 0], explorer.id
            assert not root.locator(".explorer-kept").count() and words.startswith("Kept: ")


def test_most_explorers_have_a_ghost(browser, site, server):
    """So that a reader may count on it: refused are drawings, stacked bars, and views with other axes."""
    charts = [explorer for explorer in course.explorers() if explorer.controls and not explorer.scene]
    ghosts = 0
    for name in PAGES:
        with opened(browser, address_of(name, site, server)["file"], viewport={"width": 1280, "height": 800}) as page:
            show_all(page)
            for explorer in (e for e in charts if e.page == name):
                page.locator(f"#{explorer.id}").get_by_role("button", name="Keep this view").click()
                go_to(page, explorer.id, moves(explorer)[0])
                ghosts += page.evaluate(SEEN, explorer.id)[1] > 0
    assert ghosts > len(charts) / 2


def test_on_a_phone_a_kept_view_leaves_the_figure_its_room(browser, site, server):
    """Its readouts stand below the figure, and not in the hand above it."""
    explorer = next(e for e in course.explorers() if len(e.controls) > 2 and not e.scene)
    with opened(
        browser, address_of(explorer.page, site, server)["file"], viewport={"width": 375, "height": 667}
    ) as page:
        show_all(page)
        root = page.locator(f"#{explorer.id}")
        before = root.locator(".explorer-hand").bounding_box()["height"]
        root.get_by_role("button", name="Keep this view").click()
        kept = root.locator(".explorer-kept").bounding_box()
        plot = root.locator(".explorer-plot").bounding_box()
        assert kept["y"] >= plot["y"] + plot["height"] - 1
        assert root.locator(".explorer-hand").bounding_box()["height"] <= before + 1
