"""A class in JupyterLab: every chapter opened, run and moved in a real browser, from binder/requirements.txt alone.

`make test-live` runs it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from coursework import binder, questions
from tests.support import course
from tests.support.answers import answer, check
from tests.support.live_lab import CONTROLS, ROOT, WAIT, Lab, press

CHAPTERS = [page.stem for page in binder.class_pages(ROOT / "book")]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_and_its_controls_move_its_figures(chapter: str, lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
        notebook.run_all()
        assert notebook.errors() == []
        assert not any("rich display" in str(output) for output in notebook.outputs())
        explorers = notebook.explorers()
        drawn = [e for e in course.explorers() if e.page.endswith(chapter) and not e.scene]
        expect(explorers).to_have_count(len(drawn), timeout=WAIT)
        for i in range(len(drawn)):
            output = explorers.nth(i)
            before = notebook.figure(output)
            control = output.locator(CONTROLS).filter(visible=True).first
            if control.count():
                press(control)
                notebook.figure(output, other_than=before)
        assert output_alerts(notebook) == [] and notebook.errors() == [] and notebook.faults == []


OWN_MODEL = """
import plotly.graph_objects as go
from ipywidgets import SelectionSlider
from explorers import Readout, explore

def my_own(dose=1):
    if dose == 2:
        raise ValueError("no such dose <2>")
    return go.Figure(go.Scatter(x=[0, 1], y=[0, 10 * dose])), [Readout("Top", 10 * dose)]

mine = explore(my_own, caption="A line of my own.", dose=SelectionSlider(options=[1, 2, 3], description="Dose"))
mine
"""


def test_a_function_of_ones_own_and_its_fault_beside_the_last_good_figure(lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, "learner/bdnf.ipynb") as notebook:
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

        good = notebook.figure(output)
        notebook.set_cell(1, "mine.set(dose=9)")  # from code, out of range
        notebook.command("notebook:run-cell")
        assert notebook.errors() == ["explorer 'my-own': control 'dose' has no stop 9; its stops are 1, 2, 3"]
        assert notebook.figure(output) == good
        notebook.set_cell(1, "mine.set(dose=1)")
        notebook.command("notebook:run-cell")
        notebook.figure(output, other_than=good)
        assert notebook.errors() == []


def test_the_model_of_ones_own_that_the_guide_prints_becomes_a_choice(lab: Lab, browser: Browser) -> None:
    own = re.search(r"```python\n(.*?)```", (ROOT / "book" / "if-you-teach.md").read_text("utf-8"), re.DOTALL)[1]
    with lab.notebook(browser, "learner/from-dose-to-receptor.ipynb") as notebook:
        number, source = next((i, cell) for i, cell in enumerate(notebook.code()) if "ki=fixed(" in cell)
        notebook.set_cell(number, own + source.replace('("Domino", domino)', '("Domino", domino), ("Mine", mine)'))
        notebook.command("notebook:run-cell")
        output = notebook.cell_with("ki=fixed(")
        before = notebook.figure(output)
        press(output.get_by_role("button", name="Mine"))
        notebook.figure(output, other_than=before)
        assert output_alerts(notebook) == [] and notebook.errors() == [] and notebook.faults == []


def test_a_link_to_a_hub_brings_the_notebooks_and_opens_the_chapter(lab: Lab, browser: Browser, tmp_path: Path) -> None:
    """nbgitpuller, as on a JupyterHub, with a repository on this computer in the place of the published one."""
    repository = tmp_path / "course"
    shutil.copytree(lab.root.parent / "as written" / "learner", repository / "learner")
    for step in (
        ["init", "--quiet", "--initial-branch", binder.CLASS_BRANCH],
        ["add", "."],
        [
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.org",
            "commit",
            "--quiet",
            "--message",
            "The learner's notebooks",
        ],
    ):
        subprocess.run(["git", *step], cwd=repository, check=True)
    link = binder.nbgitpuller("https://hub.example", "chapters/bdnf", {"repository": repository.as_uri()})
    with lab.notebook(browser, "learner/bdnf.ipynb") as notebook:  # signs in
        notebook.page.goto(link.replace("https://hub.example/hub/user-redirect/", lab.url))
        notebook.page.wait_for_url("**/lab/**/course/learner/12-bdnf.ipynb")
        assert (lab.root / "course" / "learner" / "12-bdnf.ipynb").read_bytes() == (
            repository / "learner" / "12-bdnf.ipynb"
        ).read_bytes()


def test_a_chapter_run_out_of_order_says_what_is_missing_and_runs_on(lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, "learner/bdnf.ipynb") as notebook:
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
        press(output.locator(CONTROLS).filter(visible=True).first)
        notebook.figure(output, other_than=before)


def test_a_click_on_a_chapter_of_the_book_opens_a_notebook(lab: Lab, browser: Browser) -> None:
    before = (lab.root / "chapters" / "neuroplasticity.md").read_text()
    with lab.notebook(browser, "chapters/neuroplasticity.md") as notebook:
        notebook.run_all()
        assert notebook.errors() == []
        notebook.figure(notebook.explorers().first)
    assert (lab.root / "chapters" / "neuroplasticity.md").read_text() == before


@pytest.mark.parametrize("chapter", ["suicidal-thoughts", "depression-and-anxiety-relief"])  # sliders, boxes, buttons
def test_questions_are_checked_live(chapter: str, lab: Lab, browser: Browser) -> None:
    asked = questions.chapter(chapter)
    one, seen = (next(q for q in asked if q.kind == kind) for kind in ("one", "explorer"))
    with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
        page = notebook.page
        notebook.run_all()
        for question in (one, seen):
            page.locator(f"#q-{question.id}").scroll_into_view_if_needed()
            answer(page, question, question.key)
            assert check(page, question).inner_text().startswith("✓")
        assert notebook.errors() == [] and notebook.faults == []


def output_alerts(notebook) -> list[str]:
    """The messages that explorers show in place of a new figure."""
    return [text for text in notebook.page.locator(".jp-OutputArea [role=alert]").all_inner_texts() if text.strip()]


def test_a_guess_and_a_room_open_a_figure_and_a_view_is_kept_linked_and_played(lab: Lab, browser: Browser) -> None:
    with lab.notebook(browser, "learner/bdnf.ipynb") as notebook:
        notebook.set_cell(0, ASKED)
        notebook.command("notebook:run-cell")
        output = notebook.cell_with("def steeping").locator(".jp-Cell-outputArea")
        output.get_by_role("button", name="That is my guess").click()
        output.get_by_text("You said 50 of 100. It is 60 of 100.").wait_for()
        output.get_by_role("button", name="Guess again").click()
        output.get_by_role("button", name="Ask a room").click()
        output.get_by_role("button", name="60 to 79 of 100").click()
        output.get_by_role("button", name="60 to 79 of 100").click()
        output.get_by_role("button", name="Reveal").click()
        output.get_by_text("The room (2 votes):").wait_for()
        expect(output.locator(".explorer-room .right")).to_contain_text("the answer")
        before = notebook.figure(output)

        output.get_by_role("button", name="Keep this view").click()
        output.get_by_text("Kept: Minutes 3").wait_for()
        both = notebook.figure(output, other_than=before)
        assert both.count('"Kept: Colour"') == 1
        press(output.locator(".noUi-handle").last)
        moved = notebook.figure(output, other_than=both)
        assert moved.count('"Kept: Colour"') == 1 and output.get_by_text("80 of 100", exact=True).is_visible()
        output.get_by_role("button", name="Link", exact=True).click()
        output.get_by_text("#steeping?minutes=4", exact=True).wait_for()
        output.get_by_role("button", name="Let go of the kept view").click()
        assert "Kept: Colour" not in notebook.figure(output, other_than=moved)

        output.locator(".jupyter-widget-play button, .widget-play button").first.click()
        output.get_by_text("100 of 100", exact=True).wait_for()
        assert output_alerts(notebook) == [] and notebook.errors() == [] and notebook.faults == []


ASKED = """
import plotly.graph_objects as go
from ipywidgets import IntSlider
from explorers import Readout, explore
from explorers.guess import Number

def steeping(minutes=3):
    figure = go.Figure(go.Scatter(x=[0, minutes], y=[0, 20 * minutes], name="Colour"))
    return figure, [Readout("Colour", 20 * minutes, "of 100")]

explore(
    steeping, caption="Tea.", play="minutes",
    guess=Number("How dark is it after three minutes?", answer="Colour", low=0, high=100, unit="of 100"),
    minutes=IntSlider(min=0, max=5, value=3, description="Minutes"),
)
"""
