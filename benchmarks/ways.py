"""One figure, one slider, four ways, in turns within one run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from benchmarks import books
from benchmarks.hosting import content, host
from benchmarks.table import Cell, Row, at_most, middle, times_less
from tests.support.live_lab import Lab, Notebook, running_lab

WATCH = (Path(__file__).parent / "watch.js").read_text("utf-8")
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
RUN_ALL = "() => { jupyterapp.commands.execute('notebook:run-all-cells') }"
SLOW = 4  # times slower: a cheap phone's processor against this one
PAINT = {1: (16.7, 33), SLOW: (50, 66)}  # input to paint, ms: median and 95th percentile aimed at
#: The usual JupyterLab, without the setting of binder/jupyter_server_config.py that takes 25 ms off a move.
CONNECTION = "jupyter_server.services.kernels.connection.channels.ZMQChannelsWebsocketConnection"
AS_INSTALLED = f"--ServerApp.kernel_websocket_connection_class={CONNECTION}"
NO_FIGURE, NO_ANSWER = 60, 4  # seconds after which neither will come


@dataclass
class Way:
    """One way: where its pages are, and what was measured of it."""

    address: str = ""
    site: Path | None = None
    lab: Lab | None = None
    missing: str = ""
    found: dict[str, list[float | None]] = field(default_factory=dict)

    def note(self, **values: float | None) -> None:
        """Add one run's values."""
        for key, value in values.items():
            self.found.setdefault(key, []).append(value)

    def open(self, page: Page, name: str) -> None:
        """Go to a page; in JupyterLab run its cells as soon as the kernel waits."""
        if self.lab:
            Notebook(page, self.lab, f"{name}.ipynb").page.evaluate(RUN_ALL)
        else:
            page.goto(f"{self.address}/{name}.html", wait_until="commit")

    def leave(self, page: Page) -> None:
        """End the kernels that a page of JupyterLab started."""
        if self.lab:
            for session in page.request.get(f"{self.lab.url}api/sessions?token={self.lab.token}").json():
                page.request.delete(f"{self.lab.url}api/sessions/{session['id']}?token={self.lab.token}")


def rows(browser: Browser, folder: Path, rounds: int, presses: int) -> Iterator[Row]:
    """Measure all ways in turns, ``rounds`` times, after one round that warms up."""
    with ExitStack() as stack:
        ways = prepare(stack, folder, builds=min(rounds, 3))
        for number in range(rounds + 1):
            for way in ways:
                if not way.missing:
                    measure(browser, way, presses)
                    if not number:  # browser, server and kernel are as they will be
                        way.found = {key: runs for key, runs in way.found.items() if key == "build"}
        yield from table(ways)


def prepare(stack: ExitStack, folder: Path, builds: int) -> list[Way]:
    """Build the books in turns, start their hosts and JupyterLab."""
    cells = ((books.OURS, False), (books.RENDERER, True), (books.WIDGET, True))
    made = [books.Book(folder / str(number), cell, stock=stock) for number, (cell, stock) in enumerate(cells)]
    ways = [Way(site=book.site) for book in made]
    ways[-1].missing = books.fetch()
    for _ in range(builds):
        for book, way in zip(made, ways):
            began = time.perf_counter()
            book.build()
            way.note(build=time.perf_counter() - began)
    for way in ways:
        assert way.site
        way.address = stack.enter_context(host(way.site, books.NPM))
    return [*ways, live(stack, folder / "live")]


def live(stack: ExitStack, folder: Path) -> Way:
    """JupyterLab with the two notebooks, or why there is none."""
    folder.mkdir()
    try:
        lab = stack.enter_context(running_lab(folder, AS_INSTALLED))
    except (Exception, pytest.fail.Exception) as error:
        return Way(missing=f"JupyterLab did not start: {str(error).splitlines()[0]}")
    for page in books.PAGES:
        books.write_notebook(lab.root / f"{page}.ipynb")
    return Way(lab=lab)


def measure(browser: Browser, way: Way, presses: int) -> None:
    """Open both pages and press the slider's keys; then open the first again on a slow processor."""
    patience = NO_FIGURE if way.lab else NO_ANSWER  # a busy JupyterLab is slow, not dead
    with browser.new_context(viewport={"width": 1280, "height": 900}) as session:
        page, client, traffic = watched(session)
        way.open(page, books.PAGES[0])
        figure, answered = first(page, patience)
        way.note(
            kb=traffic.kb,
            requests=traffic.requests,
            outside=traffic.outside,
            paint=page.evaluate(FIRST_PAINT),
            figure=figure,
            answered=answered,
            heap=heap(client),
        )
        for slow in (1, SLOW):
            times = [None] if answered is None else pressed(page, client, presses, slow)
            way.found.setdefault(f"input{slow}", []).extend(times)
        client.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        traffic.forget()
        way.open(page, books.PAGES[1])
        first(page, patience=0)
        way.note(second=traffic.kb)
        way.leave(page)
    with browser.new_context(viewport={"width": 1280, "height": 900}) as session:
        page, client, _ = watched(session)
        client.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
        way.open(page, books.PAGES[0])
        figure, answered = first(page, 2 * patience)
        way.note(slow_figure=figure, slow_answered=answered, slow_paint=page.evaluate(FIRST_PAINT))
        way.leave(page)


def watched(session: BrowserContext) -> tuple[Page, CDPSession, Traffic]:
    """Open a new page with watch.js in it, and with no way to other hosts."""
    page = session.new_page()
    page.add_init_script(WATCH)
    client = session.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setBlockedURLs", {"urls": ["https://*"]})
    return page, client, Traffic(client)


class Traffic:
    """What a page asked for and received since it was opened or since ``forget``."""

    def __init__(self, client: CDPSession) -> None:
        self.forget()
        client.on("Network.requestWillBeSent", self._asked)
        client.on("Network.loadingFinished", self._received)

    def forget(self) -> None:
        """Begin anew."""
        self.kb, self.requests, self.outside = 0.0, 0, 0

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        self.requests += url.startswith("http")
        self.outside += "/npm/" in url or url.startswith("https:")

    def _received(self, event: dict[str, Any]) -> None:
        self.kb += event["encodedDataLength"] / 1000


def first(page: Page, patience: float = NO_ANSWER) -> tuple[float | None, float | None]:
    """Milliseconds from opening to the first figure and to the first answer of a control; None: never."""
    for event, seconds in (("figure", NO_FIGURE), ("answered", patience)):
        until = time.monotonic() + seconds
        while page.evaluate(f"bench.{event}") is None and time.monotonic() < until:
            page.wait_for_timeout(50)
    page.evaluate("bench.look = false")
    return page.evaluate("bench.figure"), page.evaluate("bench.answered")


def heap(client: CDPSession) -> float:
    """MB in use by scripts, after the rubbish was collected."""
    client.send("HeapProfiler.collectGarbage")
    return client.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def pressed(page: Page, client: CDPSession, presses: int, slow: int) -> list[float | None]:
    """Milliseconds from key to paint, to and fro over the slider's stops;
    plotly's own slider has no keys, so by mouse.
    """
    client.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    kind = page.evaluate("bench.control().tagName.toLowerCase()")
    times = []
    page.evaluate("bench.control().focus?.()")
    for number in range(presses + 1):
        page.evaluate("bench.expect()")
        if kind == "rect":
            box = page.evaluate(
                "(box => [box.x, box.y, box.width, box.height])(bench.control().getBoundingClientRect())"
            )
            page.mouse.click(box[0] + (0.1, 0.5, 0.9, 0.5)[number % 4] * box[2], box[1] + box[3] / 2)
        else:
            page.keyboard.press(("ArrowLeft", "ArrowRight")[number // 2 % 2])
        times.append(page.evaluate("bench.seen(3000)"))
        page.wait_for_timeout(30 * slow)
    return times[1:]  # the first one compiles


def table(ways: list[Way]) -> Iterator[Row]:
    """Yield the measures, a row each."""

    def cells(key: str, *, steady: bool = False) -> list[Cell]:
        found = [way.found.get(key, "not measured") for way in ways]
        return [middle(cell) if steady and isinstance(cell, list) else cell for cell in found]

    sites = [way.site / f"{books.PAGES[0]}.html" if way.site else None for way in ways]
    yield Row(
        "page with one figure of three traces: raw, kB",
        [len(file.read_bytes()) / 1000 if file else "no page" for file in sites],
    )
    yield Row("the same: gzip, kB", [len(content(file)) / 1000 if file else "no page" for file in sites])
    yield Row("received until the first control answers, kB", cells("kb", steady=True))
    yield Row("received on the second page until its figure stands, kB", cells("second", steady=True))
    yield Row("requests until the first control answers", cells("requests", steady=True))
    yield Row("of these, once published, to other hosts", cells("outside", steady=True))
    yield Row("first contentful paint, ms", cells("paint"))
    yield Row("opening to first figure, ms", cells("figure"))
    yield times_less("opening to first figure", cells("figure"), 15)
    yield Row("opening until the first control answers, ms", cells("answered"))
    yield Row(f"first contentful paint at {SLOW}x slow-down, ms", cells("slow_paint"))
    yield Row(f"opening to first figure at {SLOW}x, ms", cells("slow_figure"))
    yield at_most(f"opening until the first control answers at {SLOW}x, ms", cells("slow_answered"), 1500)
    yield at_most("input to paint at 1x, ms", cells("input1"), *PAINT[1], digits=1)
    yield times_less("input to paint at 1x", cells("input1"), 4)
    yield at_most(f"input to paint at {SLOW}x, ms", cells(f"input{SLOW}"), *PAINT[SLOW], digits=1)
    yield Row("JavaScript heap, MB", cells("heap"), digits=1)
    yield Row("build of a book of two such pages, s", [*cells("build")[:-1], "no build"], digits=1)
    for way in ways:
        if way.missing:
            yield Row("not measured, because", [way.missing])
