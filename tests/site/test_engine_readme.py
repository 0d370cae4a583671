"""The example in the engine's README is a whole book: built as it stands, by Jupyter Book's own theme, it works."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.books import JUPYTER_BOOK
from tests.support.course import ROOT

README = ROOT / "widgets" / "explorers" / "README.md"


def files(text: str) -> dict[str, str]:
    """The files of the README by name: a name in code, then a fenced block."""
    return {name: body for name, _, body in re.findall(r"^`([\w.]+)`\n(`{3,})\w+\n(.*?)^\2$", text, re.M | re.S)}


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """The README's book, built by the command that it says."""
    folder, text = tmp_path_factory.mktemp("waves"), README.read_text("utf-8")
    assert set(files(text)) == {"_config.yml", "_toc.yml", "waves.md"} and "`jupyter-book build .`" in text
    for name, body in files(text).items():
        (folder / name).write_text(body, "utf-8")
    done = subprocess.run([*JUPYTER_BOOK, "build", "."], cwd=folder, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr.replace("[IPKernelApp] WARNING", ""), done.stderr
    return folder / "_build" / "html"


def test_the_readme_fits_a_screen_or_two():
    assert len(README.read_text("utf-8").splitlines()) <= 70


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_works_without_a_kernel_from_its_folder(book, browser, scheme):
    with browser.new_context(offline=True, color_scheme=scheme) as session:
        page = session.new_page()
        page.goto((book / "waves.html").as_uri())
        page.wait_for_selector(".explorer-plot .main-svg")
        readout, slider = page.locator(".explorer-readouts dd"), page.get_by_label("Frequency (Hz)")
        assert readout.inner_text() == "0.50 s" and slider.is_visible()
        slider.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('.explorer-readouts dd').textContent === '0.25 s'")
        assert not page.get_by_text("need JavaScript").is_visible()
        page.locator(".explorer-numbers > summary").click()
        assert page.locator(".explorer-tables td").count() > 30
        with page.expect_download() as waiting:
            page.locator("[data-download=csv]").click()
        about, _, numbers = Path(waiting.value.path()).read_text("utf-8-sig").partition("\n\n")
        assert "# Frequency (Hz),4" in about and numbers.startswith("Series,Time (s),Height")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
