"""What a page costs, beside the same figure done the usual ways in the same run: `make bench`.

Prints Markdown. Times depend on the machine and on what else it does: compare figures of one run only.
"""

from __future__ import annotations

import gzip
import re
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import ipywidgets  # noqa: E402
import plotly.graph_objects as go  # noqa: E402
from ipywidgets.embed import embed_minimal_html  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests import course  # noqa: E402
from tools import find_browser, serve  # noqa: E402
from widgets import bake  # noqa: E402

PRESSES = 40
OPENINGS = 5
# From a key's own time stamp to the end of the frame in which Plotly has drawn.
WATCH = """id => {
    const root = document.getElementById(id);
    let began = 0;
    window.times = [];
    root.addEventListener("input", event => { began = event.timeStamp; }, true);
    root.querySelector(".explorer-plot").on("plotly_afterplot", () => {
        const channel = new MessageChannel(), start = began;
        began = 0;
        channel.port1.onmessage = () => { if (start) times.push(performance.now() - start); };
        channel.port2.postMessage(0);
    });
    root.querySelector("input[type=range]").focus();
}"""
AT_END = "() => { const slider = document.activeElement; return slider.value === slider.max ? 1 : slider.value === slider.min ? -1 : 0; }"
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"


def main() -> None:
    """Print three tables."""
    sizes()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser, version = find_browser.launch(playwright)
        print(f"\nBrowser: {version}, {browser.version}\n")
        ways(browser, Path(folder))
        paints(browser)
        browser.close()


def sizes() -> None:
    """Bytes of each page, and of the scripts and styles that all share."""
    print("| page | raw kB | gzip kB | scripts and styles, gzip kB |\n|---|---|---|---|")
    for name in course.pages():
        page = (serve.SITE / f"{name}.html").read_bytes()
        print(f"| {name} | {len(page) / 1000:.0f} | {packed(page):.0f} | {sum(packed(data) for data in assets(serve.SITE / f'{name}.html')):.0f} |")


def assets(page: Path) -> list[bytes]:
    """The scripts and styles of the site that a page loads."""
    named = re.findall(r'(?:src|href)="([^"?#:]+\.(?:js|css))', page.read_text("utf-8"))
    return [(page.parent / name).resolve().read_bytes() for name in dict.fromkeys(named)]


def packed(data: bytes) -> float:
    """Gzip size in kB."""
    return len(gzip.compress(data, 9)) / 1000


def ways(browser: Browser, folder: Path) -> None:
    """One figure: our chapter with all its text, against a page of that figure alone done the usual ways; no network."""
    explorer = with_slider()[0]
    figure = go.Figure(bake.call(explorer.id, explorer.function, {c.name: c.values[c.initial] for c in explorer.controls} | explorer.fixed).tree)
    (folder / "renderer.html").write_text(figure.to_html(include_plotlyjs=True, include_mathjax="cdn"), "utf-8")
    slider = ipywidgets.SelectionSlider(options=explorer.controls[0].labels)
    embed_minimal_html(folder / "widget.html", views=[ipywidgets.VBox([slider, go.FigureWidget(figure)])])
    pages = {
        f"our chapter ({explorer.page})": (serve.SITE / f"{explorer.page}.html", f"#{explorer.id} .main-svg"),
        "plotly's notebook renderer": (folder / "renderer.html", ".main-svg"),
        "FigureWidget with html-manager": (folder / "widget.html", ".main-svg"),
    }
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in pages}
    for _ in range(OPENINGS):  # interleaved
        for name, (file, figure_drawn) in pages.items():
            seen[name].append(opening(browser, file, figure_drawn))
    print("| way | page raw kB | gzip kB | with its scripts, gzip kB | requests | to other hosts | first paint, ms | first figure, ms | heap, MB |\n|---|---|---|---|---|---|---|---|---|")
    for name, (file, _) in pages.items():
        data, runs = file.read_bytes(), seen[name]
        middle = {key: statistics.median(run[key] for run in runs) for key in ("paint", "figure", "heap", "requests", "outside")}
        drawn = "never" if middle["figure"] == float("inf") else f"{middle['figure']:.0f}"
        print(
            f"| {name} | {len(data) / 1000:.0f} | {packed(data):.0f} | {packed(data) + sum(map(packed, assets(file))):.0f} | {middle['requests']:.0f} "
            f"| {middle['outside']:.0f} | {middle['paint']:.0f} | {drawn} | {middle['heap']:.1f} |"
        )
    print(flush=True)


def opening(browser: Browser, file: Path, figure_drawn: str) -> dict[str, float]:
    """Open a page once in a fresh profile, cut off from every other host."""
    with browser.new_context(viewport={"width": 1000, "height": 900}) as session:
        page = session.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.route(re.compile("^https?:"), lambda route: route.abort())
        page.goto(file.as_uri())
        figure = float("inf")
        if page.locator(figure_drawn.split(" .")[0]).count() or "#" not in figure_drawn:
            try:
                if "#" in figure_drawn:
                    page.locator(figure_drawn.split(" ")[0]).scroll_into_view_if_needed()
                page.locator(figure_drawn).first.wait_for(timeout=5000)
                figure = page.evaluate("performance.now()")
            except Exception:  # it never comes
                pass
        client = session.new_cdp_session(page)
        client.send("HeapProfiler.collectGarbage")
        heap = client.send("Runtime.getHeapUsage")["usedSize"] / 1e6
        outside = [url for url in asked if url.startswith("http")]
        return {"paint": page.evaluate(FIRST_PAINT), "figure": figure, "heap": heap, "requests": len(asked), "outside": len(outside)}


def with_slider() -> list[course.Explorer]:
    """The explorers whose first slider a key can move."""
    return [explorer for explorer in course.explorers() if explorer.controls and explorer.controls[0].kind == "slider"]


def paints(browser: Browser) -> None:
    """Input to paint by arrow keys, at full and at a quarter of the speed."""
    print("| explorer | CPU | input to paint, median ms | 95th percentile ms |\n|---|---|---|---|")
    for explorer in with_slider():
        for slow in (1, 4):
            page = browser.new_page(viewport={"width": 1000, "height": 900})
            page.goto(f"{serve.SITE.as_uri()}/{explorer.page}.html")
            page.locator(f"#{explorer.id}").scroll_into_view_if_needed()
            page.locator(f"#{explorer.id} .main-svg").first.wait_for()
            page.wait_for_timeout(1500)
            times = pressed(page, explorer.id, slow)
            print(f"| {explorer.id} | {slow}x | {statistics.median(times):.1f} | {statistics.quantiles(times, n=20)[-1]:.1f} |", flush=True)
            page.close()


def pressed(page: Page, id_: str, slow: int) -> list[float]:
    """Milliseconds from key to paint, to and fro over the stops."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.evaluate(WATCH, id_)
    key = "ArrowRight"
    for _ in range(PRESSES):
        end = page.evaluate(AT_END)
        key = {1: "ArrowLeft", -1: "ArrowRight", 0: key}[end]
        page.keyboard.press(key)
        page.wait_for_timeout(80 * slow)
    return page.evaluate("times")


if __name__ == "__main__":
    main()
