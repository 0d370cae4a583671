"""Measure pages, figures and builds beside the usual ways; print one Markdown table: `make bench`.

    .venv/bin/python -m benchmarks [--short] [ways] [pages] [bakes] [builds]

Times depend on the machine and on what else it does: compare figures of one run only.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import bakes, builds, pages, table, ways
from tools import find_browser

THEMES = ("ways", "pages", "bakes", "builds")


def main() -> None:
    """Print the table as its rows come."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure pages, figures and builds beside the usual ways."
    )
    parser.add_argument("--short", action="store_true", help="fewer runs: minutes, and rougher figures")
    parser.add_argument("themes", nargs="*", help=f"of {', '.join(THEMES)}; all where none is named")
    options = parser.parse_args()
    if unknown := set(options.themes) - set(THEMES):
        parser.error(f"no such theme: {', '.join(sorted(unknown))}; there are {', '.join(THEMES)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # JupyterLab and the browser end too
    began = time.monotonic()
    print(table.head(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        missed = 0
        for row in rows(options.themes or THEMES, Path(folder), options.short):
            print(table.line(row), flush=True)
            missed += row.met is False
    print(f"\nAims missed: {missed}. {where()}, {(time.monotonic() - began) / 60:.0f} minutes.")


def rows(themes: Sequence[str], folder: Path, short: bool) -> Iterator[table.Row]:
    """Yield the rows of the themes named."""
    rounds, presses = (2, 8) if short else (5, 20)
    if {"ways", "pages"} & set(themes):
        with sync_playwright() as playwright:
            browser, _ = find_browser.launch(playwright)
            assert browser, find_browser.advice()
            if "ways" in themes:
                yield from ways.rows(browser, folder, rounds, presses)
            if "pages" in themes:
                yield from pages.rows(browser, folder, rounds, presses // 2, each=5 if short else 1)
            browser.close()
    if "bakes" in themes:
        yield from bakes.rows(1 if short else 3)
    if "builds" in themes:
        yield from builds.rows(folder, *((1, (1, 4)) if short else (2,)))


def where() -> str:
    """Return what the figures depend on."""
    return f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end"


if __name__ == "__main__":
    main()
