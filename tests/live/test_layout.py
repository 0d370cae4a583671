"""How a chapter stands in JupyterLab: on a laptop, on a projector, and there at 150 %."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

from coursework import binder
from tests.support.live_lab import ROOT, Lab, Notebook

CHAPTERS = ["how-ketamine-affects-the-brain", "from-dose-to-receptor", "bdnf"]
#: Name -> CSS px of the window, and how many px of the screen one of them is.
SCREENS = {"laptop": (1400, 900, 1.0), "projector": (1920, 1080, 1.0), "projector at 150 %": (1280, 720, 1.5)}
SMALLEST = 16  # px of a projector's screen
#: Each explorer: where its parts are, its readouts, and the size of its smallest words as it is seen.
LAID_OUT = """() => [...document.querySelectorAll(".explorer-live")].map((root) => {
  const box = (element) => { const r = element.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
  const seen = (element) => element.getBoundingClientRect().width > 0;
  const scale = (element) => {
    const plot = element.closest(".js-plotly-plot"), svg = element.closest("svg");
    if (plot) return plot.getBoundingClientRect().width / plot.offsetWidth;
    return svg?.viewBox.baseVal?.width ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
  };
  const words = [...root.querySelectorAll("text, p, dt, dd, li, button, .widget-label, .widget-readout, select")]
    .filter((word) => seen(word) && word.textContent.trim())
    .map((word) => [parseFloat(getComputedStyle(word).fontSize) * scale(word), word.textContent.trim().slice(0, 30)])
    .filter(([size]) => size > 2);  // smaller ones only keep a place
  const hand = root.querySelector(".explorer-hand"), plot = root.querySelector(".explorer-plot");
  return {
    hand: hand && box(hand), plot: plot && box(plot), words,
    pairs: [...root.querySelectorAll("dl > div")].filter(seen).map((pair) => [pair, ...pair.children].map(box)),
  };
})"""
SETTLED = """() => {
  const all = JSON.stringify([...document.querySelectorAll(".explorer-live, .explorer-plot, .main-svg")].map((part) => {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    return [left, top, right, bottom].map(Math.round);
  }));
  const before = window.wasLaidOut;
  window.wasLaidOut = all;
  return before === all;
}"""


def laid_out(notebook: Notebook, width: int, height: int) -> list[dict[str, Any]]:
    """The explorers of an open notebook in a window of this size, once nothing moves any more."""
    notebook.page.set_viewport_size({"width": width, "height": height})
    notebook.page.evaluate("() => { window.wasLaidOut = '' }")
    notebook.page.wait_for_function(SETTLED, polling=700)
    return notebook.page.evaluate(LAID_OUT)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_controls_stand_beside_their_figure_and_readouts_beside_their_labels(
    chapter: str, lab: Lab, browser: Browser
) -> None:
    with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
        notebook.run_all()
        for screen, (width, height, zoom) in SCREENS.items():
            found = laid_out(notebook, width, height)
            assert len(found) >= 3
            for explorer in found:
                where = f"{chapter}, {screen}: {json.dumps(explorer, ensure_ascii=False)[:600]}"
                left, top, _, bottom = explorer["plot"]
                assert bottom - top <= height, where
                if hand := explorer["hand"]:
                    assert hand[2] <= left and abs(hand[1] - top) < 10, where
                for pair, label, words in explorer["pairs"]:
                    for part in (label, words):
                        assert pair[0] - 1 <= part[0] and part[2] <= pair[2] + 1, where
                        assert pair[1] - 1 <= part[1] and part[3] <= pair[3] + 1, where
                    assert label[1] <= words[1] + 1 and words[3] >= label[3] - 1, where
                if screen != "laptop":
                    assert [word for word in explorer["words"] if word[0] * zoom < SMALLEST - 0.05] == [], screen
            assert any(explorer["hand"] for explorer in found)
        notebook.page.set_viewport_size({"width": 1920, "height": 1080})
        text = notebook.page.locator(".jp-RenderedMarkdown p").first
        assert float(text.evaluate("p => getComputedStyle(p).fontSize").removesuffix("px")) >= SMALLEST
        assert notebook.errors() == [] and notebook.faults == []


def test_code_is_folded_but_that_of_the_exercise_which_stands_under_its_figure(lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, "learner/from-dose-to-receptor.ipynb") as notebook:
        open_code = notebook.page.locator(".jp-CodeCell .cm-content").filter(visible=True)
        assert [text.partition("explore(")[2][:50].strip() for text in open_code.all_inner_texts()] == [
            "pharmacokinetics.concentration_and_block,"
        ]
        notebook.run_all()
        order = notebook.page.evaluate(
            """() => [...document.querySelectorAll(".jp-Cell")].map((cell) => cell.querySelector(".explorer-live")
            ? "figure" : cell.querySelector("h3")?.textContent.includes("Change the model") ? "exercise" : "text")"""
        )
        assert order.index("exercise") == order.index("figure") + 1
        placeholder = notebook.page.locator(".jp-CodeCell .jp-InputPlaceholder, .jp-CodeCell .jp-Placeholder").first
        placeholder.click()
        assert open_code.count() == 2, "a click on the three dots opens the code"


@pytest.mark.parametrize("chapter", [page.stem for page in binder.class_pages(ROOT / "book")])
def test_equations_are_whole(chapter: str, lab: Lab, browser: Browser) -> None:
    """No notebook shows one as a fault, or with a sign of quotation in it; only one chapter has any."""
    source = (lab.root / "learner").glob(f"*-{chapter}.ipynb")
    displayed = sum(
        "".join(cell["source"]).count("$$") // 2
        for cell in json.loads(next(source).read_text("utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    )
    if not displayed:
        return
    with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
        shown = notebook.page.locator(".jp-RenderedMarkdown mjx-container[display=true]")
        notebook.page.wait_for_function(
            "count => document.querySelectorAll('mjx-container[display=true]').length >= count", arg=displayed
        )
        assert shown.count() == displayed
        assert notebook.page.locator("mjx-merror, .MathJax_Error").count() == 0
        said = notebook.page.evaluate(
            "() => [...document.querySelectorAll('.jp-RenderedMarkdown mjx-container[display=true] math')].map(m =>"
            " m.textContent)"
        )
        assert not any(text.strip().startswith((">", "&gt;")) or text.strip().endswith(">") for text in said)


def test_the_list_of_files_is_in_the_order_of_the_course(lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, "learner/intro.ipynb") as notebook:
        names = notebook.page.locator(".jp-DirListing-itemName")
        names.first.wait_for()
        listed = [name for name in names.all_inner_texts() if name.endswith(".ipynb")]
        assert listed == [f"{name}.ipynb" for name in binder.file_names(ROOT / "book").values()]
