"""The build fails, with a sentence, where a page would otherwise be wrong or empty."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.books import CELL, HEAD, build_command, scratch_book
from tests.support.course import ROOT


@pytest.fixture
def build(tmp_path):
    """Build a book of one page: (exit status, what was printed, the page)."""
    book = scratch_book(tmp_path / "book", HEAD)

    def run(text):
        (book / "index.md").write_text(HEAD + text)
        done = subprocess.run(build_command(tmp_path), capture_output=True, text=True, cwd=ROOT)
        page = book / "_build" / "html" / "index.html"
        return done.returncode, done.stdout + done.stderr, page.read_text("utf-8") if page.exists() else ""

    return run


def test_a_page_with_an_explorer_holds_no_widget_state_and_no_second_plotly(build):
    status, said, page = build(
        CELL.format(
            source="""
def line(slope):
    return go.Figure(go.Scatter(x=[0, 1], y=[0, slope]))

explore(line, caption="The slope is what you choose.", slope=IntSlider(min=1, max=3, description="Slope"))"""
        )
    )
    assert status == 0, said
    assert page.count("data-explorer") == 1 and page.count("plotly-basic-") == 1 and page.count("player.js") == 1
    for unwanted in (
        "widget-state",
        "require.min.js",
        "embed-amd",
        "FigureWidget",
        "mathjax",
        "thebe",
        "fontawesome",
        "https://cdn",
    ):
        assert unwanted.lower() not in page.lower(), unwanted


def test_a_build_that_fails_ends_with_one_line_for_each_fault_and_keeps_the_last_good_site(build, tmp_path):
    """A cell that raises, an explorer that raises at one stop, one over budget, and a citation of nobody, all at
    once.
    """
    status, said, good = build("Good.\n")
    assert status == 0 and "Good." in good, said
    pages = {
        "raises": "assert 1 == 2, 'one is not two'",
        "mute": "assert 2 == 3",
        "touchy": """
def touchy(dose):
    return go.Figure(layout_height=100 / (2 - dose))

explore(touchy, caption="It raises at two.", dose=IntSlider(min=0, max=3, description="Dose"))""",
        "big": """
def big(one, other):
    return go.Figure()

explore(
    big, caption="It is big.",
    one=IntSlider(max=99, description="One"), other=IntSlider(max=49, description="Other"),
)""",
    }
    for name, source in pages.items():
        (tmp_path / "book" / f"{name}.md").write_text(HEAD + CELL.format(source=source))
    (tmp_path / "book" / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n" + "".join(f"- file: {name}\n" for name in pages)
    )

    status, said, page = build("A citation {cite:p}`nobody1999`.\n")
    last = said.partition("The course was not built:")[2].strip().splitlines()
    assert status != 0
    assert sorted(line.strip() for line in last[:-1]) == [
        (
            "big.md: ExplorerError: explorer 'big' has 5000 stops, at most 2000 are allowed; give control 'one' fewer"
            " than its 100 stops, or draw fewer points"
        ),
        'index.md:9: could not find bibtex key "nobody1999"',
        "mute.md: AssertionError: 5 assert 2 == 3",
        "raises.md: AssertionError: one is not two",
        "touchy.md: ExplorerError: explorer 'touchy' at dose=2: ZeroDivisionError: division by zero",
    ]
    assert last[-1].endswith("is still the course as it was built last.")
    assert page == good


def test_a_bare_figure_fails_the_build(build):
    """myst-nb skips plotly's own mimetype with a warning: the page would be blank."""
    status, said, _ = build(CELL.format(source="go.Figure(go.Scatter(x=[0], y=[0]))"))
    assert status != 0
    assert "mime type" in said.partition("The course was not built:")[2]


def test_evidence_that_cites_nobody_fails_the_build_with_file_and_line(build, tmp_path):
    (tmp_path / "book" / "references.bib").write_text("@article{nobody1999,\n title={Nothing}}\n")
    status, said, _ = build("Text.\n")
    last = said.partition("The course was not built:")[2]
    assert status != 0 and "is not in the bibliography" in last and ".csv:2: citation" in last


def test_a_formula_that_cannot_be_read_fails_the_build(build):
    status, said, _ = build("$$ \\frac{1 $$\n")
    assert status != 0 and "index.md" in said.partition("The course was not built:")[2]
