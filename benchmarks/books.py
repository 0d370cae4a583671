"""The same figure and the same slider, made into the same two pages in each of the usual ways."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import jupytext

from tests.support.books import HEAD, scratch_book

ROOT = Path(__file__).parents[1]
NPM = ROOT / "build" / "usual-ways"
# What the pages of the usual ways ask other hosts for, as npm has it.
PACKAGES = ("@jupyter-widgets/html-manager@1.0.6", "requirejs@2.3.4", "anywidget@0.11.0", "mathjax@2.7.5")
CDN = {
    "https://cdn.jsdelivr.net/npm/": "/npm/",
    "https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.4/require.min.js": "/npm/requirejs@2.3.4/require.js",
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/": "/npm/mathjax@",
}
PAGES = ("index", "second")

TEXT = "Ketamine leaves the blood within hours. The figure shows three half-lives; the slider sets the dose.\n\n"
FIGURE = """import numpy as np
import plotly.graph_objects as go

DOSES = [0.1, 0.2, 0.3, 0.5, 0.75, 1.0]
MINUTES = np.linspace(0, 480, 240)

def curves(dose=0.5):
    figure = go.Figure(layout=dict(height=420, xaxis=dict(title="Minutes"), yaxis=dict(title="ng/mL", range=[0, 400])))
    for hours in (1.5, 2.5, 4):
        figure.add_scatter(x=MINUTES, y=dose * 380 * np.exp(-np.log(2) * MINUTES / 60 / hours), name=f"Half-life {hours} h", mode="lines")
    return figure
"""
OURS = """from ipywidgets import SelectionSlider
from explorers import explore

explore(curves, caption="More of the drug gives a higher curve.", dose=SelectionSlider(options=DOSES, value=0.5, description="Dose"))"""
RENDERER = """import plotly.io as pio

pio.renderers.default = "notebook"
figure = curves()
steps = [dict(label=str(dose), method="restyle", args=[{"y": [trace.y for trace in curves(dose).data]}]) for dose in DOSES]
figure.update_layout(sliders=[dict(active=3, steps=steps, currentvalue=dict(prefix="Dose "))])
figure.show()"""
WIDGET = """from ipywidgets import SelectionSlider, VBox

figure = go.FigureWidget(curves())
dose = SelectionSlider(options=DOSES, value=0.5, description="Dose")

def moved(change):
    with figure.batch_update():
        for old, new in zip(figure.data, curves(change["new"]).data):
            old.y = new.y

dose.observe(moved, "value")
VBox([dose, figure])"""


class Book:
    """A book of two pages; ``build`` makes its site anew."""

    def __init__(self, folder: Path, cell: str, *, stock: bool) -> None:
        self.folder, self.site, self.stock = folder, folder / "_build" / "html", stock
        scratch_book(folder, "")
        if stock:
            (folder / "_config.yml").write_text("title: The usual way\nexecute: {execute_notebooks: force}\n")
        (folder / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: second\n")
        for page in PAGES:
            (folder / f"{page}.md").write_text(source(cell))

    def build(self) -> None:
        """`jupyter-book build`, from nothing. Raises CalledProcessError."""
        shutil.rmtree(self.folder / "_build", ignore_errors=True)
        command = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
        subprocess.run(
            [sys.executable, "-c", command, "build", str(self.folder)], cwd=ROOT, check=True, capture_output=True
        )
        if self.stock:
            for page in PAGES:
                serve_here(self.site / f"{page}.html")


def source(cell: str) -> str:
    """Write a page in MyST Markdown: a heading, a little text, the figure, more text."""
    return f"{HEAD}{TEXT}```{{code-cell}}\n{FIGURE}```\n\n```{{code-cell}}\n{cell}\n```\n\n{TEXT * 5}"


def write_notebook(file: Path) -> None:
    """Write the FigureWidget's page as a notebook for JupyterLab."""
    jupytext.write(jupytext.reads(source(WIDGET), fmt="md:myst"), file)


def serve_here(page: Path) -> None:
    """Lead a page's requests to other hosts to our own copies: same bytes, no network in the figures."""
    text = re.sub(r'\s(integrity|crossorigin)="[^"]*"', "", page.read_text("utf-8"))
    for theirs, here in CDN.items():
        text = text.replace(theirs, here)
    page.write_text(text, "utf-8")


def fetch() -> str:
    """Get PACKAGES from npm, without running anything of them. Says what went wrong, or ''."""
    if all((NPM / name(package) / "package.json").is_file() for package in PACKAGES):
        return ""
    if not shutil.which("npm"):
        return "npm is not installed (Debian, Ubuntu: apt-get install -y npm)"
    NPM.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        done = subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", package], cwd=NPM, text=True, capture_output=True
        )
        if done.returncode:
            return f"npm could not fetch {package}: {done.stderr.strip().splitlines()[-1:]}"
        unpack(NPM / done.stdout.split()[-1], NPM / name(package))
    return ""


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an npm package, without the folder 'package' around it."""
    with tarfile.open(archive) as files:
        files.extractall(folder.with_suffix(".new"), filter="data")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    (folder.with_suffix(".new") / "package").rename(folder)
    shutil.rmtree(folder.with_suffix(".new"))
    archive.unlink()


def name(package: str) -> str:
    """'@a/b' of '@a/b@1.2.3'."""
    return package.rpartition("@")[0]
