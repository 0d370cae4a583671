"""A reader's own computer: an empty environment, the one line that the page says, and every downloaded notebook runs.

Takes minutes and needs the package index, so `make test-live` runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser

from tests.support.course import pages
from tests.support.pages import opened


def test_every_chapter_runs_after_one_line_with_no_repository_around(
    browser: Browser, server: str, tmp_path: Path
) -> None:
    with opened(browser, f"{server}/chapters/bdnf.html") as page:
        page.locator(".page-files summary").click()
        line = page.locator("[data-package]").inner_text()
    notebooks = [f"{page.rpartition('/')[2]}.ipynb" for page in pages() if page.startswith("chapters/")]
    for name in notebooks:
        (tmp_path / name).write_bytes(urllib.request.urlopen(f"{server}/downloads/{name}").read())

    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "JUPYTER"))
    }
    own = clean | {"PATH": f"{tmp_path / 'venv' / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path)}

    def typed(command: str, **more: str) -> str:
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=own | more, text=True, capture_output=True)
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout.strip()

    typed(line, HOME=os.environ["HOME"])  # pip's own settings and cache
    assert Path(typed("python -c 'import explorers; print(explorers.__file__)'")).is_relative_to(tmp_path)
    typed(f"jupyter execute {' '.join(notebooks)}")
