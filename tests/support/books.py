"""Books of one page with the settings of the course, and their builds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tests.support.course import BOOK, ROOT

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
from explorers import explore

{source}
```
"""


def scratch_book(folder: Path, text: str) -> Path:
    """A book of one page with the course's own settings."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("_config.yml", "references.bib", "static", "templates"):
        source = BOOK / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "course.yml").write_text(course_of_one_page())
    (folder / "index.md").write_text(text)
    return folder


def course_of_one_page() -> str:
    """The course's own course.yml, but for the pages that a scratch book does not have."""
    said = yaml.safe_load((BOOK / "course.yml").read_text("utf-8")) | {"start": "index"}
    return yaml.safe_dump(
        {key: said[key] for key in said.keys() - {"class", "test", "certificate", "review", "rows", "headings"}}
    )


def build_command(folder: Path) -> list[str]:
    """What `make book` types, for the book in another folder."""
    return [
        sys.executable,
        "-c",
        (
            "import sys; from pathlib import Path; from tools import build_book;"
            f" sys.exit(build_book.main(Path({str(folder)!r})))"
        ),
    ]


def build(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build the scratch book in a folder as `make book` would."""
    return subprocess.run(build_command(folder), capture_output=True, text=True, cwd=ROOT, env=os.environ | environment)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


#: The command `jupyter-book` of this Python, also where an environment was copied.
JUPYTER_BOOK = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
#: What Jupyter Book's command leaves in a site and plain Sphinx does not, or says in its own way: none is a page.
OF_THE_COMMAND = {".buildinfo", ".buildinfo.bak"}


def build_plain(folder: Path) -> Path:
    """The site that Sphinx alone makes of the book in a folder, by the settings that Jupyter Book writes for it.

    The folder is written to. Fails where either command does, or where a warning is said.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder / "widgets"), str(ROOT / "widgets")])}
    site = folder / "plain"
    for command in (
        [*JUPYTER_BOOK, "config", "sphinx", folder / "book"],
        [sys.executable, "-m", "sphinx", "-j", "auto", "-n", "-W", "--keep-going", folder / "book", site],
    ):
        done = subprocess.run(command, text=True, capture_output=True, env=environment, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(site / ".doctrees", ignore_errors=True)
    return site


def assert_same_site(one: Path, other: Path) -> None:
    """Fail where two sites differ in a file that is not OF_THE_COMMAND."""
    files = [
        {name: content for name, content in contents(site).items() if name not in OF_THE_COMMAND}
        for site in (one, other)
    ]
    assert len(files[0]) > 10
    assert [name for name in sorted(files[0] | files[1]) if files[0].get(name) != files[1].get(name)] == []
