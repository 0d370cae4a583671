"""Measure a live class: opening to first figure, key to changed curve, memory for each learner.

    .venv/bin/python benchmarks/live.py [chapter ...]

Prints one row for each chapter. Times depend on what else the computer does; the load is printed with them.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.live_lab import Notebook, running_lab
from tools import editions, find_browser

#: In the page: from a key on a slider to the frame that shows the changed figure, in ms.
KEY_TO_CURVE = """async ([handle, plot]) => {
  const key = (name) => handle.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const up = +handle.getAttribute("aria-valuenow") < +handle.getAttribute("aria-valuemax");
  const drawn = new Promise((done) => plot.once("plotly_afterplot", () => requestAnimationFrame(() => done(performance.now()))));
  const start = performance.now();
  key(up ? "ArrowRight" : "ArrowLeft");
  return await Promise.race([drawn.then((end) => end - start), new Promise((done) => setTimeout(() => done(null), 5000))]);
}"""


def main(chapters: list[str]) -> None:
    print(f"{'chapter':40} {'kernel s':>9} {'figure s':>9} {'all s':>7} {'key ms':>7} {'server':>7} {'kernel':>7}  MiB", flush=True)
    with tempfile.TemporaryDirectory() as folder, running_lab(Path(folder)) as lab, sync_playwright() as playwright:
        browser, _ = find_browser.launch(playwright)
        for chapter in chapters or [page.stem for page in editions.class_pages(editions.ROOT / "book")]:
            with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
                measure(chapter, notebook)
        browser.close()


def measure(chapter: str, notebook: Notebook) -> None:
    kernel = time.monotonic() - notebook.opened
    notebook.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.ranAll = true }) }")
    first = None
    if "explore(" in notebook.page.evaluate("() => jupyterapp.shell.currentWidget.content.model.toString()"):
        notebook.page.wait_for_selector(".js-plotly-plot .main-svg")
        first = time.monotonic() - notebook.opened
    notebook.page.wait_for_function("() => window.ranAll")
    whole = time.monotonic() - notebook.opened
    server = psutil.Process(notebook.lab.server.pid)
    kernels = server.children(recursive=True)
    sizes = [process.memory_full_info().uss / 2**20 for process in (server, *kernels)]
    key = key_to_curve(notebook) if first else None
    print(f"{chapter:40} {kernel:9.1f} {shown(first, 1):>9} {whole:7.1f} {shown(key, 0):>7} {sizes[0]:7.0f} {sum(sizes[1:]):7.0f}  load {os.getloadavg()[0]:.1f}", flush=True)


def key_to_curve(notebook: Notebook) -> float | None:
    """Median over twenty keys on the chapter's first slider, or None where it has none."""
    outputs = notebook.explorers().filter(has=notebook.page.locator(".noUi-handle"))
    if not outputs.count():
        return None
    output = outputs.first
    notebook.figure(output)
    handle, plot = output.locator(".noUi-handle").first.element_handle(), output.locator(".js-plotly-plot").element_handle()
    found = [notebook.page.evaluate(KEY_TO_CURVE, [handle, plot]) for _ in range(21)][1:]
    found = [value for value in found if value is not None]
    return statistics.median(found) if found else None


def shown(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


if __name__ == "__main__":
    main(sys.argv[1:])
