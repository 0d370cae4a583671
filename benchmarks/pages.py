"""What a page costs: bytes raw and gzip, time to the first figure, input to paint at 1x and 4x CPU slow-down.

    .venv/bin/python benchmarks/pages.py

Prints Markdown. Times depend on the machine: compare figures of one run only.
"""

from __future__ import annotations

import gzip
import re
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests import course  # noqa: E402
from tools import find_browser, serve  # noqa: E402

PRESSES = 60
# From the key's own time stamp to the frame after Plotly has drawn.
MEASURE = """([id, presses]) => new Promise(async done => {
    const slider = document.querySelector(`#${id} input[type=range]`), plot = document.querySelector(`#${id} .explorer-plot`);
    const times = [];
    let began = 0;
    plot.on("plotly_afterplot", () => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => { if (began) times.push(performance.now() - began); began = 0; }; c.port2.postMessage(0); }));
    for (let i = 0; i < presses; i++) {
        slider.value = (Number(slider.value) + 1) % (Number(slider.max) + 1);
        began = performance.now();
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(next => setTimeout(next, 250));
    }
    done(times);
})"""


def main() -> None:
    sizes()
    with sync_playwright() as playwright:
        browser, version = find_browser.launch(playwright)
        print(f"\nBrowser: {version}\n")
        paints(browser)
        browser.close()


def sizes() -> None:
    print("| page | raw kB | gzip kB | scripts and styles, gzip kB |\n|---|---|---|---|")
    for name in course.pages():
        page = (serve.SITE / f"{name}.html").read_bytes()
        assets = re.findall(r'(?:src|href)="([^"?#:]+\.(?:js|css))', page.decode())
        weight = sum(packed((serve.SITE / name).parent.joinpath(asset).resolve().read_bytes()) for asset in dict.fromkeys(assets))
        print(f"| {name} | {len(page) / 1000:.0f} | {packed(page):.0f} | {weight:.0f} |")


def packed(data: bytes) -> float:
    """Gzip size in kB."""
    return len(gzip.compress(data, 9)) / 1000


def paints(browser) -> None:
    print("| explorer | CPU | first figure, ms | input to paint, median ms | 95th percentile ms |\n|---|---|---|---|---|")
    for explorer in course.explorers():
        if not any(control.kind == "slider" for control in explorer.controls):
            continue
        for slow in (1, 4):
            page = browser.new_page(viewport={"width": 1000, "height": 900})
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
            page.goto(f"{serve.SITE.as_uri()}/{explorer.page}.html#{explorer.id}")
            page.locator(f"#{explorer.id} .main-svg").first.wait_for()
            first = page.evaluate("performance.now()")
            page.wait_for_timeout(1000 * slow)
            times = page.evaluate(MEASURE, [explorer.id, PRESSES])
            cuts = statistics.quantiles(times, n=20)
            print(f"| {explorer.id} | {slow}x | {first:.0f} | {statistics.median(times):.1f} | {cuts[-1]:.1f} |", flush=True)
            page.close()


if __name__ == "__main__":
    main()
