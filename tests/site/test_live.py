"""A chapter in JupyterLab, from binder/requirements.txt alone: opened, run, moved by keyboard, its model changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support.live_lab import Lab, press

EDITS = [  # chapter, a number of its model, another number
    ("from-dose-to-receptor", "ki=fixed(", "ki=fixed(5.0),"),
    ("rewiring-brain-circuits", "burst_days=fixed(", "burst_days=fixed(6.0),"),
]


@pytest.mark.parametrize(("chapter", "line", "edited"), EDITS)
def test_a_number_of_the_model_changed_in_a_cell_is_what_the_slider_then_uses(
    chapter: str, line: str, edited: str, lab: Lab, browser: Browser
) -> None:
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
        notebook.page.wait_for_function(
            "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
        )

        edited_first = notebook.figure(cell, other_than=moved)
        assert edited_first != first
        press(cell.locator(".noUi-handle").first)
        assert notebook.figure(cell, other_than=edited_first) != moved
        assert notebook.errors() == [] and notebook.faults == []
