"""The live figure draws in a browser what a fresh drawing of the same figure would be, whatever stood there before.

JupyterLab's part is played by a few lines of script; tests/live.py has the real one.
"""

from __future__ import annotations

import json
import random
from itertools import pairwise

import pytest

from explorers import figure_widget
from explorers.html import readouts_html
from tests.support import course
from tests.support.pages import COMPARE
from tests.support.stops import missing

#: Shows a first figure as an anywidget does, in the element #live, and puts `set`, which brings another, on the window.
SHOW = """async ([esm, script, tree]) => {
    const module = text => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    const heard = {}, state = { tree, label: "What it shows", _script: "IPY_MODEL_1" };
    const model = {
        get: name => state[name], on: (name, use) => { heard[name] = use; }, off: name => { delete heard[name]; },
        widget_manager: { get_model: async () => ({ get: () => script }) },
    };
    window.Plotly = (await module(script)).Plotly;  // for COMPARE
    window.keep = kept => { state.kept = kept; heard["change:kept"]?.(); };
    window.set = tree => { state.tree = tree; heard["change:tree"]?.(); };
    window.remove = await (await module(esm)).default.render({ model, el: document.querySelector("#live") });
}"""
STATE = "() => { const { data, layout } = document.querySelector('#live .explorer-plot'); return { data, layout }; }"
SETTLED = "() => new Promise(done => setTimeout(done, 60))"


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 800, "height": 2000})  # a lower one would make high figures lower
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.set_content(
        f"<style>{figure_widget.COLOURS}</style><body data-jp-theme-name=light><div id=live class=explorer-live></div>"
    )
    yield page
    page.close()


def show(page, tree):
    page.evaluate(SHOW, [figure_widget.Figure._esm, figure_widget._script().value, tree])
    page.locator("#live .main-svg").first.wait_for()


@pytest.mark.parametrize("name", sorted({explorer.page for explorer in course.explorers() if explorer.controls}))
def test_any_figure_after_any_other_is_its_fresh_drawing(name, page):
    chance = random.Random(name)
    for explorer in (e for e in course.explorers() if e.page == name and e.controls and not e.scene):
        trees = [json.loads(json.dumps(shown.tree)) for _, shown in course.results(name, explorer.id)]
        page.evaluate("() => { window.remove?.(); document.querySelector('#live').replaceChildren() }")
        show(page, chance.choice(trees))
        for tree in chance.sample(trees, min(4, len(trees))):
            page.evaluate("tree => set(tree)", tree)
            page.evaluate(SETTLED)
            assert page.evaluate(COMPARE, "live") == [], explorer.id
            assert missing(tree, page.evaluate(STATE)) == [], explorer.id
    assert page.faults == []


def figure(height, **line):
    return {"data": [{"type": "scatter", "x": [0, 1], "y": [0, height], "line": line}], "layout": {"height": 300}}


def test_a_kept_figure_stands_behind_as_a_ghost_and_is_refused_in_words_where_its_axes_are_others(page):
    show(page, figure(1))
    page.evaluate("tree => { keep(tree); }", figure(5))
    page.wait_for_function(f"() => ({STATE})().data.length === 3")
    assert page.evaluate(STATE)["data"][1]["y"] == [0, 5] and page.evaluate(COMPARE, "live") == []
    page.evaluate("tree => { set(tree); }", figure(2))
    page.wait_for_function(f"() => ({STATE})().data[0].y[1] === 2")
    assert page.evaluate(STATE)["data"][1]["y"] == [0, 5] and page.evaluate(COMPARE, "live") == []
    other = figure(3)
    other["layout"]["xaxis"] = {"title": {"text": "Another"}}
    page.evaluate("tree => { set(tree); }", other)
    page.get_by_text("The kept view cannot stand behind this one: its axes are others. Its readouts stay.").wait_for()
    assert len(page.evaluate(STATE)["data"]) == 1
    page.evaluate("() => { keep({}); }")
    page.wait_for_function("() => document.querySelector('#live [role=status]').textContent === ''")
    assert page.faults == []


def test_a_burst_of_moves_ends_at_its_last_and_a_figure_that_is_gone_hears_no_more(page):
    show(page, figure(1))
    page.evaluate("trees => trees.forEach(tree => set(tree))", [figure(height) for height in (2, 5, 3, 4)])
    page.wait_for_function(f"() => ({STATE})().data[0].y[1] === 4")
    assert page.get_by_role("img", name="What it shows").count() == 1
    page.evaluate("tree => { remove(); set(tree); }", figure(9))
    assert page.locator("#live .main-svg").count() == 0 and page.faults == []


def test_the_figure_follows_the_theme_and_its_place(page):
    show(page, figure(1))
    page.evaluate("""() => {
        document.body.style.setProperty("--jp-content-font-color1", "#fedcba");
        document.body.dataset.jpThemeName = "dark";
    }""")
    page.wait_for_function(f"() => ({STATE})().layout.font.color === '#fedcba'")
    page.evaluate("() => { document.querySelector('#live').style.width = '333px' }")
    page.wait_for_function("() => document.querySelector('#live .main-svg').clientWidth === 333")
    page.evaluate("() => { document.querySelector('#live').style.display = 'none' }")  # behind another tab
    page.evaluate("tree => set(tree)", figure(7))
    page.evaluate(SETTLED)
    page.evaluate("() => { document.querySelector('#live').style.display = '' }")
    page.wait_for_function(f"() => ({STATE})().data[0].y[1] === 7")
    assert page.evaluate(COMPARE, "live") == [] and page.faults == []


def test_readouts_stand_beside_their_own_labels(page):
    """JupyterLab floats terms to the left and gives them a fifth of the width."""
    words = [("Calculated block at the peak", "53 to 86 %"), ("Block below 10 % after", "2 h"), ("Peak", "180 ng/mL")]
    page.set_content(f"""<style>.jp-OutputArea-output dt {{ float: left; width: 20%; display: block }}
        {figure_widget.Figure._css}</style><div class="jp-OutputArea-output" style="width: 400px">
        <div class="explorer-live">{readouts_html(words)}</div></div>""")
    boxes = """all => all.map(one => {
        const { top, bottom, left } = one.getBoundingClientRect();
        return [top, bottom, left];
    })"""
    terms, texts = page.locator("dt").evaluate_all(boxes), page.locator("dd").evaluate_all(boxes)
    assert len({left for _, _, left in terms}) == 1, "a label was pushed aside"
    for (top, bottom, _), (beside, _, _) in zip(terms, texts):
        assert top - 1 <= beside < bottom
    for (_, bottom, _), (top, _, _) in pairwise(terms):
        assert top >= bottom - 1
