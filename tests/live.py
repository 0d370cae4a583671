"""A class in JupyterLab: every chapter opened, run and moved in a real browser, from binder/requirements.txt alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.live_lab import CONTROLS, ROOT, Lab, press, running_lab
from tests.test_quiz_site import answer, check
from tools import editions
from widgets import questions

CHAPTERS = [page.stem for page in editions.class_pages(ROOT / "book")]
EDITS = [  # chapter, a number of its model, another number, and the control to move afterwards
    ("how-ketamine-affects-the-brain", "ki=fixed(", "ki=fixed(5.0),"),
    ("rewiring-brain-circuits", "burst_days=fixed(", "burst_days=fixed(6.0),"),
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("live")) as lab:
        yield lab


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_and_its_controls_move_its_figures(chapter: str, lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
        notebook.run_all()
        assert notebook.errors() == []
        assert not any("rich display" in str(output) for output in notebook.outputs())
        explorers = notebook.explorers()
        for i in range(explorers.count()):
            output = explorers.nth(i)
            before = notebook.figure(output)
            control = output.locator(CONTROLS).first
            if control.count():
                press(control)
                notebook.figure(output, other_than=before)
        assert output_alerts(notebook) == [] and notebook.errors() == [] and notebook.faults == []


@pytest.mark.parametrize(("chapter", "line", "edited"), EDITS)
def test_a_number_of_the_model_changed_in_a_cell_is_what_the_slider_then_uses(chapter: str, line: str, edited: str, lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
        notebook.run_all()
        cell = notebook.cell_with(line)
        first = notebook.figure(cell)
        press(cell.locator(".noUi-handle").first)
        moved = notebook.figure(cell, other_than=first)

        cell.locator(".cm-line", has_text=line).click()  # typed, as in class
        notebook.page.keyboard.press("End")
        notebook.page.keyboard.press("Shift+Home")
        notebook.page.keyboard.insert_text(edited)
        notebook.page.keyboard.press("Control+Enter")
        notebook.page.wait_for_function("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'")

        edited_first = notebook.figure(cell, other_than=moved)
        assert edited_first != first
        press(cell.locator(".noUi-handle").first)
        assert notebook.figure(cell, other_than=edited_first) != moved
        assert notebook.errors() == [] and notebook.faults == []


OWN_MODEL = """
import plotly.graph_objects as go
from ipywidgets import SelectionSlider
from widgets import Readout, explore

def my_own(dose=1):
    if dose == 2:
        raise ValueError("no such dose <2>")
    return go.Figure(go.Scatter(x=[0, 1], y=[0, 10 * dose])), [Readout("Top", 10 * dose)]

explore(my_own, caption="A line of my own.", dose=SelectionSlider(options=[1, 2, 3], description="Dose"))
"""


def test_a_function_of_ones_own_and_its_fault_beside_the_last_good_figure(lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, f"learner/{CHAPTERS[1]}.ipynb") as notebook:
        notebook.set_cell(0, OWN_MODEL)
        notebook.command("notebook:run-cell")
        output = notebook.cell_with("my_own")
        good = notebook.figure(output)
        slider = output.locator(".noUi-handle")
        press(slider)
        output.get_by_text("at dose=2: ValueError: no such dose <2>").wait_for()
        assert notebook.figure(output) == good
        press(slider)
        notebook.figure(output, other_than=good)
        assert output_alerts(notebook) == [] and output.get_by_text("30", exact=True).count()
        assert notebook.errors() == [] and notebook.faults == []


def test_a_chapter_run_out_of_order_says_what_is_missing_and_runs_on(lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, f"learner/{EDITS[0][0]}.ipynb") as notebook:
        notebook.set_cell(1, "")  # active; the imports stand in the first
        notebook.command("notebook:run-cell")
        assert [error for error in notebook.errors() if "is not defined" in error] == notebook.errors() != []
        notebook.run_all()
        assert notebook.errors() == []
        notebook.figure(notebook.explorers().first)


def test_a_figure_comes_back_after_the_page_is_loaded_again(lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, "learner/neuroplasticity.ipynb") as notebook:
        notebook.run_all()
        before = notebook.figure(notebook.explorers().first)
        notebook.command("docmanager:save")
        notebook.page.reload()
        notebook.wait_for_kernel()
        output = notebook.explorers().first
        output.wait_for()
        before = notebook.figure(output)
        press(output.locator(CONTROLS).first)
        notebook.figure(output, other_than=before)


def test_a_click_on_a_chapter_of_the_book_opens_a_notebook(lab: Lab, browser: Browser) -> None:
    before = (lab.root / "chapters" / "neuroplasticity.md").read_text()
    with lab.notebook(browser, "chapters/neuroplasticity.md") as notebook:
        notebook.run_all()
        assert notebook.errors() == []
        notebook.figure(notebook.explorers().first)
    assert (lab.root / "chapters" / "neuroplasticity.md").read_text() == before


@pytest.mark.parametrize("chapter", ["suicidal-thoughts", "depression-and-anxiety-relief"])  # sliders, boxes, buttons
def test_questions_are_checked_and_explorers_are_set_live(chapter: str, lab: Lab, browser: Browser) -> None:
    asked = questions.chapter(chapter)
    one, to_set = (next(q for q in asked if q.kind == kind) for kind in ("one", "explorer"))
    with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
        page = notebook.page
        notebook.run_all()
        page.locator(f"#q-{to_set.id}").scroll_into_view_if_needed()
        assert check(page, to_set).inner_text().startswith("✗")
        for name, stops in to_set.settings:
            move(page.locator(f".explorer-{to_set.explorer} .control-{name}"), stops[0])
        assert check(page, to_set).inner_text().startswith("✓")
        answer(page, one, one.key)
        assert check(page, one).inner_text().startswith("✓")
        page.evaluate("id => document.querySelector(id).remove()", f".explorer-{to_set.explorer}")
        assert "Run its cell first" in check(page, to_set).inner_text()
        assert notebook.errors() == [] and notebook.faults == []


def move(control: Locator, stop: str) -> None:
    """Bring a live control to a stop, as a learner does."""
    if control.locator("input[type=checkbox]").count():
        control.locator("input").set_checked(stop == "on")
    elif control.locator("button").count():
        control.get_by_role("button", name=stop, exact=True).click()
    else:
        handle, shown = control.locator(".noUi-handle"), control.locator(".widget-readout")
        handle.press("Home")
        while shown.inner_text() != stop:
            before = shown.inner_text()
            handle.press("ArrowRight")
            expect(shown).not_to_have_text(before)


def output_alerts(notebook) -> list[str]:
    """The messages that explorers show in place of a new figure."""
    return [text for text in notebook.page.locator(".jp-OutputArea [role=alert]").all_inner_texts() if text.strip()]
