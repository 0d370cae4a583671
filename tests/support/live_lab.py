"""JupyterLab as a learner has it: started from .venv-live, opened in a browser, cells run, controls moved."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from coursework import editions

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-live" / "bin" / "python"
LAB = "import os, sys; from tools import live; os.execv(sys.executable, live.command(*sys.argv[1:]))"
LIVE = "application/vnd.jupyter.widget-view+json"  # the kind of output that an explorer is
WAIT = 120_000  # ms; a classroom's computer, or a busy one, is slow
CONTROLS = (
    ".noUi-handle, .widget-toggle-buttons button:not(.mod-active), .widget-dropdown select, .widget-checkbox input"
)
# A kernel says that it is idle once, and who subscribes too late does not hear it (ZeroMQ keeps nothing for later).
# So it is asked, every two seconds: its answer comes on another channel, and an 'idle' follows each answer.
# Not an async function: Playwright takes the promise that one returns for 'true'.
IDLE = """() => {
    const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
    const kernel = context?.session?.kernel;
    if (!context?.isReady || kernel?.connectionStatus !== "connected") return false;
    if (kernel.status === "idle") return true;
    if (Date.now() - (window.askedKernel ?? 0) > 2000) {
        window.askedKernel = Date.now();
        kernel.requestKernelInfo().catch(() => {});
    }
    return false;
}"""
FIGURE = """output => { const g = output.querySelector('.js-plotly-plot');
    return g?.data?.length && g.querySelector('.main-svg') ? JSON.stringify([g.data, g.layout]) : null }"""


def make_environment() -> None:
    """What `make live` installs. Fails with the line to type where that cannot be had."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make", ".venv-live/.installed"], cwd=ROOT, env=environment, text=True, capture_output=True)
    if done.returncode:
        pytest.fail(f"the live tests need .venv-live; type: make .venv-live/.installed\n{done.stderr[-2000:]}")


@contextmanager
def running_lab(folder: Path, *more: str) -> Iterator[Lab]:
    """JupyterLab, with more flags, on a copy of the chapters, with settings and kernels of its own:
    nobody's notebooks are touched.
    """
    make_environment()
    root, home = folder / "root", folder / "home"
    editions.write_all(ROOT / "book", root)
    (root / "chapters").mkdir()
    for chapter in (ROOT / "book" / "chapters").glob("*.md"):
        shutil.copy(chapter, root / "chapters")
    shutil.copytree(root, folder / "as written")
    private = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    private |= {f"JUPYTERLAB_{name}_DIR": str(home / name) for name in ("SETTINGS", "WORKSPACES")}
    flags = [
        "--no-browser",
        "--ServerApp.port=0",
        f"--ServerApp.root_dir={root}",
        "--LabApp.expose_app_in_browser=True",
        *more,
    ]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [PYTHON, "-c", LAB, *flags],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            env=os.environ | private | {"HOME": str(home), "IPYTHONDIR": str(home / "ipython")},
        )
    try:
        yield Lab(server, home / "RUNTIME", folder / "lab.log", root)
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


class Lab:
    """A running server, its address and its token."""

    def __init__(self, server: subprocess.Popen[bytes], runtime: Path, log: Path, root: Path) -> None:
        self.server, self.root = server, root
        until = time.monotonic() + WAIT / 1000
        while not (found := [file for file in runtime.glob("jpserver-*.json") if file.stat().st_size]):
            assert server.poll() is None and time.monotonic() < until, (
                f"JupyterLab did not start:\n{log.read_text()[-2000:]}"
            )
            time.sleep(0.1)
        said = json.loads(found[0].read_text())
        self.url, self.token = said["url"], said["token"]

    @contextmanager
    def notebook(self, browser: Browser, path: str) -> Iterator[Notebook]:
        """Open a notebook as it was written, wait for its kernel, and end the kernel when done.

        path: below the root; of a chapter's file the number in front may be left out.
        """
        if not (self.root / path).exists():
            folder, _, name = path.rpartition("/")
            [found] = (self.root / folder).glob(f"[0-9][0-9]-{name}")
            path = found.relative_to(self.root).as_posix()
        as_written = self.root.parent / "as written" / path
        if as_written.exists():  # JupyterLab saves by itself, and the outputs of a kernel that is gone would be faults
            shutil.copy(as_written, self.root / path)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        try:
            yield Notebook(page, self, path)
        finally:
            sessions = page.request.get(f"{self.url}api/sessions?token={self.token}").json()
            for session in sessions:
                page.request.delete(f"{self.url}api/sessions/{session['id']}?token={self.token}")
            page.close()


class Notebook:
    """One open notebook. ``faults`` gathers what the browser's console and the network had to complain of."""

    def __init__(self, page: Page, lab: Lab, path: str) -> None:
        self.page, self.lab = page, lab
        self.faults: list[str] = []
        page.set_default_timeout(WAIT)
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._asked)
        self.opened = time.monotonic()
        page.goto(f"{lab.url}lab/tree/{path}?token={lab.token}&reset", wait_until="commit")
        self.wait_for_kernel()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.lab.url, self.lab.url.replace("http", "ws", 1), "data:", "blob:")):
            self.faults.append(f"asked for {request.url}")

    def wait_for_kernel(self) -> None:
        """Wait until the kernel answers and has nothing to do."""
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function(IDLE, polling=100)

    def command(self, name: str) -> None:
        """What a menu entry does; waits until it is done."""
        self.page.evaluate("name => jupyterapp.commands.execute(name).then(() => {})", name)

    def run_all(self) -> None:
        """Run every cell, wait until each explorer is drawn, and lift the veil of those that ask first."""
        self.command("notebook:run-all-cells")
        made = sum(LIVE in output.get("data", {}) for output in self.outputs())
        explorers = self.page.locator(".explorer-live")
        expect(explorers).to_have_count(made, timeout=WAIT)
        asked = sum("guess=" in cell for cell in self.code())
        veils = explorers.get_by_role("button", name="Just show me").filter(visible=True)
        for left in range(asked, 0, -1):
            expect(veils).to_have_count(left, timeout=WAIT)
            veils.first.click()
        expect(veils).to_have_count(0, timeout=WAIT)

    def set_cell(self, number: int, source: str) -> None:
        """Put other code into the code cell with this number, counted from 0; unfold it, and make it the active one."""
        self.page.evaluate(
            """([number, source]) => { const book = jupyterapp.shell.currentWidget.content;
            const at = book.widgets.findIndex(c => c === book.widgets.filter(c => c.model.type === 'code').at(number));
            book.activeCellIndex = at; book.deselectAll(); book.widgets[at].inputHidden = false; if (source) book.widgets[at].model.sharedModel.setSource(source) }""",
            [number, source],
        )

    def code(self) -> list[str]:
        """The text of every code cell."""
        return self.page.evaluate(
            "() => jupyterapp.shell.currentWidget.content.widgets.filter(c => c.model.type === 'code').map(c =>"
            " c.model.sharedModel.getSource())"
        )

    def outputs(self) -> list[dict[str, Any]]:
        """Every output of every cell, as the notebook's file would hold it."""
        return self.page.evaluate(
            """() => [...jupyterapp.shell.currentWidget.content.widgets].filter(c => c.model.type === 'code')
            .flatMap(c => c.model.outputs.toJSON())"""
        )

    def errors(self) -> list[str]:
        """Tracebacks, and whatever was written to stderr."""
        return [
            output.get("evalue") or str(output.get("text"))
            for output in self.outputs()
            if output["output_type"] == "error" or output.get("name") == "stderr"
        ]

    def cell_with(self, text: str) -> Locator:
        """The first cell whose code, which must not be folded, or whose output holds a text."""
        return self.page.locator(".jp-CodeCell").filter(has_text=text).first

    def explorers(self) -> Locator:
        """The output areas that hold a figure."""
        return self.page.locator(".jp-CodeCell .jp-Cell-outputArea").filter(has=self.page.locator(".js-plotly-plot"))

    def figure(self, output: Locator, other_than: str | None = None) -> str:
        """The figure drawn in an output, as JSON; waits until there is one, and another than the one given."""
        handle = output.element_handle()
        self.page.wait_for_function(
            f"([output, other]) => {{ const now = ({FIGURE})(output); return now && now !== other }}",
            arg=[handle, other_than],
        )
        return output.evaluate(FIGURE)


def press(control: Locator) -> None:
    """Move a control by keyboard: a slider and a list by an arrow key, a button and a box by the space bar."""
    control.scroll_into_view_if_needed()
    control.focus()
    kind = control.evaluate("element => element.localName")
    if kind in ("button", "input"):
        control.press(" ")
        return
    at_end = kind == "div" and float(control.get_attribute("aria-valuenow") or 0) >= float(
        control.get_attribute("aria-valuemax") or 1
    )
    control.press("ArrowLeft" if at_end else "ArrowDown" if kind == "select" else "ArrowRight")
