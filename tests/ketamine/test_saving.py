"""A page that is opened and saved in JupyterLab stays as it is, so that a change shows what somebody changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from jupytext.cli import jupytext

from coursework.binder import class_pages
from tests.support.course import BOOK


@pytest.mark.parametrize("page", class_pages(BOOK), ids=lambda page: page.stem)
def test_a_page_saved_unchanged_is_unchanged(page: Path, tmp_path: Path) -> None:
    """By jupytext and its settings of pyproject.toml, as the server of JupyterLab saves; to .ipynb and back."""
    shutil.copy(BOOK.parent / "pyproject.toml", tmp_path)
    copy = tmp_path / page.name
    shutil.copy(page, copy)
    jupytext(["--quiet", "--to", "ipynb", str(copy)])
    jupytext(["--quiet", "--to", "md:myst", str(copy.with_suffix(".ipynb"))])
    assert copy.read_text("utf-8") == page.read_text("utf-8")
