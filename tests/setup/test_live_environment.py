"""What a live class installs (binder/requirements.txt): a kernel that starts quickly, a server that answers at once."""

from __future__ import annotations

import subprocess

from tests.support.live_lab import PYTHON, make_environment


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
