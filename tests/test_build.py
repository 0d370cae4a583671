"""The build fails, with a sentence, where a page would otherwise be wrong or empty."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.course import BOOK, ROOT

HEAD = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# Trial

"""
CELL = """```{{code-cell}}
import plotly.graph_objects as go
from ipywidgets import IntSlider
from widgets import explore

{source}
```
"""


def scratch_book(folder, text):
    """A book of one page with the course's own settings."""
    folder.mkdir(exist_ok=True)
    for name in ("_config.yml", "references.bib", "static", "templates"):
        source = BOOK / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "index.md").write_text(text)
    return folder


@pytest.fixture
def build(tmp_path):
    """Build a book of one page: (exit status, what was printed, the page)."""
    scratch_book(tmp_path, HEAD)

    def run(text):
        (tmp_path / "index.md").write_text(HEAD + text)
        command = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", command, "build", str(tmp_path), "-n", "-W", "--keep-going"], capture_output=True, text=True, cwd=ROOT
        )
        page = tmp_path / "_build" / "html" / "index.html"
        return done.returncode, done.stdout + done.stderr, page.read_text("utf-8") if page.exists() else ""

    return run


def test_a_page_with_an_explorer_holds_no_widget_state_and_no_second_plotly(build):
    status, said, page = build(CELL.format(source="""
def line(slope):
    return go.Figure(go.Scatter(x=[0, 1], y=[0, slope]))

explore(line, caption="The slope is what you choose.", slope=IntSlider(min=1, max=3, description="Slope"))"""))
    assert status == 0, said
    assert page.count("data-explorer") == 1 and page.count("plotly-basic.min.js") == 1 and page.count("player.js") == 1
    for unwanted in ("widget-state", "require.min.js", "embed-amd", "FigureWidget", "mathjax", "thebe", "fontawesome", "https://cdn"):
        assert unwanted.lower() not in page.lower(), unwanted


def test_a_cell_that_raises_fails_the_build(build):
    status, said, _ = build(CELL.format(source="assert 1 == 2, 'one is not two'"))
    assert status != 0 and "one is not two" in said


def test_an_explorer_that_raises_at_one_stop_fails_the_build_by_name(build):
    status, said, _ = build(CELL.format(source="""
def touchy(dose):
    return go.Figure(layout_height=100 / (2 - dose))

explore(touchy, caption="It raises at two.", dose=IntSlider(min=0, max=3, description="Dose"))"""))
    assert status != 0 and "explorer 'touchy' at dose=2: ZeroDivisionError" in said


def test_a_bare_figure_fails_the_build(build):
    """myst-nb skips plotly's own mimetype with a warning: the page would be blank."""
    status, said, _ = build(CELL.format(source="go.Figure(go.Scatter(x=[0], y=[0]))"))
    assert status != 0 and "unknown_mime_type" in said or "mime type" in said


def test_evidence_that_cites_nobody_fails_the_build_with_file_and_line(build, tmp_path):
    (tmp_path / "references.bib").write_text("@article{nobody1999,\n title={Nothing}}\n")
    status, said, _ = build("Text.\n")
    assert status != 0 and "is not in the bibliography" in said and ".csv:2: citation" in said


def test_a_formula_that_cannot_be_read_fails_the_build(build):
    status, said, _ = build("$$ \\frac{1 $$\n")
    assert status != 0 and "index" in said
