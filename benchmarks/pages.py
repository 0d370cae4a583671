"""The course's own pages: their weight, when their text and their first control are there, every explorer's answer."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from benchmarks.hosting import content, host
from benchmarks.table import Row, at_most, middle, percentile95
from benchmarks.ways import FIRST_PAINT, NO_ANSWER, PAINT, SLOW, first, pressed, watched
from tests.support import course
from tools import serve


def rows(browser: Browser, folder: Path, rounds: int, presses: int, each: int = 1) -> Iterator[Row]:
    """Measure the built course; each 1st, 2nd, ... of its explorers."""
    yield from weights()
    site = folder / "site"
    shutil.copytree(serve.SITE, site)
    chapter = heaviest()
    (site / f"{chapter}-text.html").write_text(without_figures((site / f"{chapter}.html").read_text("utf-8")), "utf-8")
    with host(site) as address:
        yield from text_paint(browser, address, chapter, rounds * 2)
        answers = [opening(browser, f"{address}/{chapter}.html", SLOW)["answered"] for _ in range(rounds)]
        yield at_most(f"heaviest chapter ({Path(chapter).name}): first control answers at {SLOW}x, ms", [answers], 1500)
        yield from paints(browser, address, presses, sliders()[::each])
        charts = [explorer for explorer in sliders() if not explorer.scene]
        yield from paints(browser, address, presses, charts[::each], kept=True)


def weights() -> Iterator[Row]:
    """Measure pages and what they load, gzip."""
    pages = {name: len(content(serve.SITE / f"{name}.html")) / 1000 for name in course.pages()}
    most = max(pages, key=pages.__getitem__)
    yield at_most(f"heaviest page of the course ({Path(most).name}): gzip, kB", [pages[most]], 100)
    with_figures = [name for name in pages if "data-explorer" in (serve.SITE / f"{name}.html").read_text("utf-8")]
    figures = max(
        sum(kb for file, kb in scripts(name).items() if "plotly" in file or "player" in file) for name in with_figures
    )
    yield at_most("Plotly and the script that plays the figures: gzip, kB", [figures], 420)
    yield at_most("all scripts of a page, at most: gzip, kB", [max(sum(scripts(name).values()) for name in pages)], 480)


def scripts(page: str) -> dict[str, float]:
    """Return the scripts that a page loads, with their kB gzip; Plotly is named by the script that fetches it."""
    file = serve.SITE / f"{page}.html"
    text = file.read_text("utf-8")
    named = re.findall(r'<script[^>]* src="([^"?#:]+\.js)', text)
    fetched = [f"{serve.SITE}/_static/{name}" for name in re.findall(r'<script[^>]* data-plotly="([^"]+)"', text)]
    return {name: len(content((file.parent / name).resolve())) / 1000 for name in dict.fromkeys(named + fetched)}


def heaviest() -> str:
    """Return the page with figures that weighs most."""
    return max(
        {explorer.page for explorer in course.explorers()},
        key=lambda name: (serve.SITE / f"{name}.html").stat().st_size,
    )


def without_figures(page: str) -> str:
    """Return the page's text with neither its figures nor what they load."""
    soup = BeautifulSoup(page, "html.parser")
    for unwanted in soup.select("[data-explorer], script[src*=plotly], script[src*=player], link[href*=player]"):
        unwanted.decompose()
    return str(soup)


def opening(browser: Browser, url: str, slow: int, *, look: bool = True) -> dict[str, float | None]:
    """Open a page once in a fresh profile."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as session:
        page, client, _ = watched(session)
        client.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        page.goto(url)
        answered = first(page, 2 * NO_ANSWER)[1] if look else None
        page.wait_for_function(f"() => {FIRST_PAINT} !== null")
        return {"paint": page.evaluate(FIRST_PAINT), "answered": answered}


def text_paint(browser: Browser, address: str, chapter: str, rounds: int) -> Iterator[Row]:
    """First contentful paint with and without figures, in turns, after one of each to warm up."""
    for slow in (1, SLOW):
        times: dict[str, list[float | None]] = {"": [], "-text": []}
        for _ in range(rounds + 1):
            for name, found in times.items():
                found.append(opening(browser, f"{address}/{chapter}{name}.html", slow, look=False)["paint"])
        both, text = (middle(found[1:]) for found in times.values())
        said = f"{both / text:.2f} ({both:.0f} against {text:.0f} ms)"
        yield Row(
            f"text of the heaviest chapter paints at {slow}x: with figures over without",
            [said],
            "≤ 1.1",
            both / text <= 1.1,
        )


def sliders() -> list[course.Explorer]:
    """Return the explorers whose first control is a slider."""
    return [explorer for explorer in course.explorers() if explorer.controls and explorer.controls[0].kind == "slider"]


def paints(
    browser: Browser, address: str, presses: int, explorers: list[course.Explorer], *, kept: bool = False
) -> Iterator[Row]:
    """Input to paint, from a key on the first slider. kept: with the first view kept as a ghost behind the others."""
    what = "with a slider and a view that is kept" if kept else "with a slider"
    found: dict[int, dict[str, list[Any]]] = {1: {}, SLOW: {}}
    for explorer in explorers:
        with browser.new_context(viewport={"width": 1280, "height": 900}) as session:
            page, client, _ = watched(session)
            page.goto(f"{address}/{explorer.page}.html")
            page.evaluate(f"bench.only('#{explorer.id}')")
            first(page)
            if kept:
                page.locator(f"#{explorer.id} .explorer-keep").click()
            for slow, times in found.items():
                # A stop may show the same curve as the one before it: then nothing is painted.
                times[explorer.id] = [time for time in pressed(page, client, presses, slow) if time is not None] or [
                    None
                ]
    for slow, times in found.items():
        every = [time for runs in times.values() for time in runs]
        worst = max(times, key=lambda id_: middle(times[id_]))
        yield at_most(
            f"{len(times)} explorers of the course {what}: input to paint at {slow}x, ms",
            [every],
            PAINT[slow][0],
            digits=1,
        )
        over = [
            id_ for id_, runs in times.items() if middle(runs) > PAINT[slow][0] or percentile95(runs) > PAINT[slow][1]
        ]
        traces = {e.id: len(course.results(e.page, e.id)[0][1].tree.get("data", [])) for e in explorers}
        named = ", ".join(f"{id_} with {traces[id_]} traces" for id_ in over) or "none"
        yield Row(f"the slowest of them ({worst}; slower than the aim: {named}), ms", [times[worst]], digits=1)
