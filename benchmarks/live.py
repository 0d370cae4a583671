"""Measure a live class: opening to first figure, key to changed curve, memory for each learner.

    make bench-live, or .venv/bin/python benchmarks/live.py [chapter ...]

Prints Markdown. Times depend on what else the computer does; the load is printed with them.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from coursework import binder
from coursework.course import find
from tests.support.live_lab import Notebook, running_lab
from tools import find_browser

COURSE = find()
START = COURSE.live.rpartition("/")[2]  # the chapter that `make live` opens
#: In the page: from a key on a slider to the end of the frame that shows the changed figure, in ms.
KEY_TO_CURVE = """async ([handle, plot]) => {
  const key = (name) => handle.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const up = +handle.getAttribute("aria-valuenow") < +handle.getAttribute("aria-valuemax");
  const painted = new Promise((done) => new MutationObserver((_, watching) => {
    watching.disconnect();
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => done(performance.now()); port2.postMessage(0); });
  }).observe(plot, { subtree: true, childList: true, attributes: true, characterData: true }));
  const start = performance.now();
  key(up ? "ArrowRight" : "ArrowLeft");
  return await Promise.race([painted.then((end) => end - start), new Promise((done) => setTimeout(() => done(null), 5000))]);
}"""


#: In a measurement: name, unit, digits, and what a class should not wait for, or need, more than.
COLUMNS = [
    ("kernel ready", "s", 1, None),
    ("first figure", "s", 1, 8),
    ("all cells", "s", 1, None),
    ("kernel at work", "s of CPU", 1, None),
    ("key to curve", "ms", 0, 60),
    ("server", "MiB", 0, None),
    ("kernel", "MiB", 0, None),
    ("one learner", "MiB", 0, 400),
]
RUNS, KEYS = 3, 21


def main(chapters: list[str]) -> None:
    """Print one row for each chapter, each the median of some openings, and the worst beside the aims."""
    print(
        f"| chapter | {' | '.join(f'{name}, {unit}' for name, unit, *_ in COLUMNS)} | load"
        f" |\n|---|{'---:|' * (len(COLUMNS) + 1)}",
        flush=True,
    )
    rows = []
    with tempfile.TemporaryDirectory() as folder, running_lab(Path(folder)) as lab, sync_playwright() as playwright:
        browser, _ = find_browser.launch(playwright)
        assert browser, find_browser.advice()
        with lab.notebook(browser, f"learner/{START}.ipynb") as notebook:  # the first of all fills the caches
            notebook.run_all()
        for chapter in chapters or [page.stem for page in binder.class_pages(COURSE.book)]:
            runs = []
            for _ in range(RUNS):
                with lab.notebook(browser, f"learner/{chapter}.ipynb") as notebook:
                    runs.append(measure(notebook))
            rows.append([median(values) for values in zip(*runs)])
            print(f"| {chapter} | {said(rows[-1])} | {os.getloadavg()[0]:.1f} |", flush=True)
        browser.close()
    print(f"| **worst** | {said([worst(values) for values in zip(*rows)])} | |")
    print(
        f"| *aim, at most* | {said([aim for *_, aim in COLUMNS])} | |\n\nEach figure is the median of {RUNS} openings,"
        f" {KEYS - 1} keys in each."
    )


def measure(notebook: Notebook) -> list[float | None]:
    """One opening, in the order of COLUMNS; None where a chapter has no figure or no slider."""
    ready = time.monotonic() - notebook.opened
    notebook.page.evaluate(
        "() => { jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.ranAll = true }) }"
    )
    first = None
    if "explore(" in notebook.page.evaluate("() => jupyterapp.shell.currentWidget.content.model.toString()"):
        notebook.page.wait_for_selector(".js-plotly-plot .main-svg")
        first = time.monotonic() - notebook.opened
    notebook.page.wait_for_function("() => window.ranAll")
    whole = time.monotonic() - notebook.opened
    server = psutil.Process(notebook.lab.server.pid)
    kernels = server.children(recursive=True)
    at_work = sum(sum(process.cpu_times()[:2]) for process in kernels)
    own, others = (sum(process.memory_full_info().uss for process in some) / 2**20 for some in ([server], kernels))
    return [ready, first, whole, at_work, key_to_curve(notebook) if first else None, own, others, own + others]


def key_to_curve(notebook: Notebook) -> float | None:
    """Median over some keys on the chapter's first slider, or None where it has none."""
    outputs = notebook.explorers().filter(has=notebook.page.locator(".noUi-handle"))
    if not outputs.count():
        return None
    output = outputs.first
    notebook.figure(output)
    handle, plot = (
        output.locator(".noUi-handle").first.element_handle(),
        output.locator(".js-plotly-plot").element_handle(),
    )
    return median([notebook.page.evaluate(KEY_TO_CURVE, [handle, plot]) for _ in range(KEYS)][1:])


def median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def worst(values: Sequence[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def said(values: Sequence[float | None]) -> str:
    return " | ".join(
        "–" if value is None else f"{value:.{digits}f}" for value, (_, _, digits, _) in zip(values, COLUMNS)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
