"""Three browsers behind two calls, ``open`` and ``run``: Chromium, Firefox and WebKit, without a display.

Chromium is driven by Playwright. The other two are Debian's own, spoken to in their own tongue:
Firefox by Marionette (a socket), WebKit by WebKitWebDriver (HTTP).
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

from tools import find_browser, find_engines

PATIENCE = 120  # seconds for an engine to start or a page to answer
WINDOW = (1000, 900)
# The body of an async function: what it returns comes back, what it throws is raised here.
ASYNC = """const given = Array.from(arguments), done = given.pop();
(async (...args) => { %s })(...given).then(value => done({ value: value === undefined ? null : value }), error => done({ error: String(error) }));"""


class EngineError(Exception):
    """The engine would not start, open a page, or run a script; the message says why."""


class Chromium:
    """Chromium, by Playwright."""

    def __init__(self, folder: Path, window: tuple[int, int] = WINDOW) -> None:
        with ExitStack() as stack:
            playwright = stack.enter_context(sync_playwright())
            browser, _ = find_browser.launch(playwright)
            if browser is None:
                raise EngineError(f"no Chromium starts; type: {find_browser.advice()}")
            self.page = browser.new_page(viewport={"width": window[0], "height": window[1]})
            self.ended = stack.pop_all()

    def open(self, address: str) -> None:
        self.page.goto(address)

    def run(self, script: str, *arguments: Any) -> Any:
        try:
            return self.page.evaluate(f"args => (async (...args) => {{ {script} }})(...args)", list(arguments))
        except Error as error:
            raise EngineError(str(error)) from error

    def close(self) -> None:
        self.ended.close()


class Firefox:
    """Firefox, by Marionette: '<length>:[type, id, command, parameters]' on a socket."""

    def __init__(self, folder: Path, window: tuple[int, int] = WINDOW) -> None:
        port = free_port()
        profile = folder / "firefox"
        profile.mkdir(parents=True)
        preferences = {
            "marionette.port": port,
            "datareporting.policy.dataSubmissionEnabled": False,
            "app.update.enabled": False,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
        }
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items())
        (profile / "user.js").write_text("\n".join(lines))
        command = [find_engines.firefox(), "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        self.process = start(command, folder / "firefox.log", MOZ_CRASHREPORTER_DISABLE="1")
        self.socket = connected(port, self.process)
        self.number = 0
        self._message()  # who it is
        self._ask("WebDriver:NewSession", strictFileInteractability=False)
        self._ask("WebDriver:SetTimeouts", script=1000 * PATIENCE, pageLoad=1000 * PATIENCE)
        self._ask("WebDriver:SetWindowRect", width=window[0], height=window[1])

    def open(self, address: str) -> None:
        self._ask("WebDriver:Navigate", url=address)

    def run(self, script: str, *arguments: Any) -> Any:
        answer = self._ask("WebDriver:ExecuteAsyncScript", script=ASYNC % script, args=list(arguments))
        return unwrapped(answer["value"])

    def close(self) -> None:
        with suppress(EngineError, ConnectionError):  # it may be gone before it answers
            self._ask("Marionette:Quit", flags=["eForceQuit"])
        self.socket.close()
        self.process.wait(PATIENCE)

    def _ask(self, command: str, **parameters: Any) -> Any:
        self.number += 1
        text = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(text), text))
        _, _, error, answer = self._message()
        if error:
            raise EngineError(f"Firefox, {command}: {error.get('message')}")
        return answer

    def _message(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._received(1)
        return json.loads(self._received(int(length[:-1])))

    def _received(self, size: int) -> bytes:
        parts = b""
        while len(parts) < size:
            part = self.socket.recv(size - len(parts))
            if not part:
                raise EngineError("Firefox ended in the middle of an answer")
            parts += part
        return parts


class WebKit:
    """WebKitGTK's MiniBrowser, by WebKitWebDriver, on a display that nobody sees."""

    def __init__(self, folder: Path, window: tuple[int, int] = WINDOW) -> None:
        port = free_port()
        environment = {"LIBGL_ALWAYS_SOFTWARE": "1", "XDG_RUNTIME_DIR": str(folder)}
        self.display = None
        if not os.environ.get("DISPLAY"):
            self.display = subprocess.Popen(
                ["Xvfb", "-displayfd", "1", "-screen", "0", "1200x1000x24"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            environment["DISPLAY"] = ":" + self.display.stdout.readline().strip()
        self.process = start([shutil.which("WebKitWebDriver"), f"--port={port}"], folder / "webkit.log", **environment)
        connected(port, self.process).close()
        self.address = f"http://127.0.0.1:{port}/session"
        options = {"binary": find_engines.minibrowser(), "args": ["--automation"]}
        session = self._ask("POST", "", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self.address += "/" + session["sessionId"]
        self._ask("POST", "/timeouts", {"script": 1000 * PATIENCE, "pageLoad": 1000 * PATIENCE})
        self._ask("POST", "/window/rect", {"width": window[0], "height": window[1]})

    def open(self, address: str) -> None:
        self._ask("POST", "/url", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        return unwrapped(self._ask("POST", "/execute/async", {"script": ASYNC % script, "args": list(arguments)}))

    def close(self) -> None:
        self._ask("DELETE", "", None)
        for process in filter(None, (self.process, self.display)):
            process.terminate()
            process.wait(PATIENCE)

    def _ask(self, method: str, path: str, body: Any) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise EngineError(f"WebKit, {method} {path}: {error.read().decode()[:500]}") from error


ENGINES = {"chromium": Chromium, "firefox": Firefox, "webkit": WebKit}


def unwrapped(answer: dict[str, Any] | None) -> Any:
    if answer is None:
        raise EngineError("the page went away before the script ended")
    if "error" in answer:
        raise EngineError(answer["error"])
    return answer["value"]


def start(command: list[str], log: Path, **environment: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        return subprocess.Popen(command, stdout=file, stderr=file, env=os.environ | environment)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def connected(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    """A connection to an engine that is starting."""
    for _ in range(10 * PATIENCE):
        if process.poll() is not None:
            raise EngineError(f"{process.args[0]} ended at once, status {process.returncode}")
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=2 * PATIENCE)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise EngineError(f"{process.args[0]} did not answer within {PATIENCE} s")
