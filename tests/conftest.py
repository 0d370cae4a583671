"""Fixtures that the tests share: the built site, a server for it, a browser."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.live_lab import Lab, running_lab
from tools import build_book, find_browser, serve


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built course, up to date; the variable COURSE_SITE names another."""
    if named := os.environ.get("COURSE_SITE"):
        folder = Path(named).resolve()
    else:
        subprocess.run([sys.executable, "-m", "tools.build_book"], cwd=build_book.ROOT, check=True)
        folder = serve.SITE
    assert (folder / "index.html").is_file(), f"no built course in {folder}"
    return folder


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the built course on this computer, such as http://127.0.0.1:40001 (no slash at the end)."""
    with serve.Server(site) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.address
        running.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests: `browser.new_page()` is a fresh profile. Fails, never skips, without one."""
    with sync_playwright() as playwright:
        running, _ = find_browser.launch(playwright)
        assert running, f"the tests need Chromium or Chrome; type: {find_browser.advice()}"
        yield running
        running.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab, as `make live` starts it."""
    with running_lab(tmp_path_factory.mktemp("live")) as lab:
        yield lab
