"""A chapter in JupyterLab, from binder/requirements.txt alone: opened, run, moved by keyboard, its model changed.

tests/live.py (`make test-live`) does so with every chapter, and with what goes wrong.
"""

from __future__ import annotations

import subprocess

import pytest
from playwright.sync_api import Browser

from tests.support.live_lab import PYTHON, Lab, make_environment, press

EDITS = [  # chapter, a number of its model, another number
    ("how-ketamine-affects-the-brain", "ki=fixed(", "ki=fixed(5.0),"),
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


def test_importing_the_explorers_brings_no_checker_of_notebooks() -> None:
    """Plotly's FigureWidget did, and it took more than a second of every kernel's start."""
    make_environment()
    said = subprocess.run(
        [PYTHON, "-c", "import sys, explorers, ketamine; print('jsonschema' in sys.modules)"],
        capture_output=True,
        text=True,
    )
    assert said.stdout == "False\n", said.stderr


AT_ONCE = """
from unittest import mock
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection import channels

app = ServerApp()
app.load_config_file()
connection_class = app.kernel_websocket_connection_class
connection, websocket = object.__new__(connection_class), mock.Mock()
handled = mock.patch.object(connection_class, "websocket_handler", websocket)
connected = mock.patch.object(channels.ZMQChannelsWebsocketConnection, "connect")
with handled, connected as connect:
    connection_class.connect(connection)
websocket.set_nodelay.assert_called_once_with(True)
connect.assert_called_once_with()
"""


def test_the_server_sends_a_kernels_messages_at_once() -> None:
    """Held back by the system for the browser's confirmation of the one before, they came up to 40 ms later."""
    make_environment()
    said = subprocess.run([PYTHON, "-c", AT_ONCE], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
