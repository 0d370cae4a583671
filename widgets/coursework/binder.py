"""The addresses that open a chapter live. Where a course's repository is stands in its binder/launch.yml alone."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import yaml

from .course import Course, find

PLACEHOLDER = "OWNER"
CLASS_BRANCH = "class"  # holds the learner's notebooks and nothing else: no solutions
DOWNLOADS = "downloads"  # the folder of the site that widgets/coursework/site/downloads.py fills


class LaunchError(Exception):
    """The links cannot be made; the message says what to set."""


def settings(file: Path | None = None, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """repository, branch, site and binder, without slashes at their ends.

    file: binder/launch.yml of the working folder's course if left out.

    While the file names no owner, a build on GitHub takes its own repository, so that whoever publishes
    the course, or a copy of it, need set nothing. Raises LaunchError where no owner is known.
    """
    file = file or settings_file(find())
    if not file.is_file():
        raise LaunchError(f"there is no {file}, which says where the course's repository is.")
    found = {name: str(value).rstrip("/") for name, value in yaml.safe_load(file.read_text("utf-8")).items()}
    if "GITHUB_REPOSITORY" in environment:
        owner, _, name = environment["GITHUB_REPOSITORY"].partition("/")
        addresses = {"repository": f"https://github.com/{owner}/{name}", "site": f"https://{owner}.github.io/{name}"}
        found |= {key: address for key, address in addresses.items() if PLACEHOLDER in found.get(key, "")}
    for name, value in found.items():
        if PLACEHOLDER in value:
            raise LaunchError(f"{file.name}: {name} still says {PLACEHOLDER}; put the repository's owner there.")
    return found


def settings_file(course: Course) -> Path:
    """Return the file of ``settings``."""
    return course.repository / "binder" / "launch.yml"


def class_pages(book: Path) -> list[Path]:
    """Return the notebooks of the table of contents, in its order."""
    pages = [
        book / f"{name}.md"
        for name in re.findall(r"^\s*(?:root:|- file:) *(\S+)", (book / "_toc.yml").read_text("utf-8"), re.MULTILINE)
    ]
    return [page for page in pages if "{code-cell}" in page.read_text("utf-8")]


def file_names(book: Path) -> dict[str, str]:
    """Return the name of each page's file, without its ending: a list of files shows the course's order."""
    return {page.stem: f"{number:02d}-{page.stem}" for number, page in enumerate(class_pages(book), 1)}


def learner_notebook(page: str, course: Course | None = None) -> str:
    """Return where widgets/coursework/editions.py puts a page such as 'chapters/tea'."""
    return f"build/class/learner/{_file(page, course)}"


def _file(page: str, course: Course | None) -> str:
    stem = page.rpartition("/")[2]
    return f"{file_names((course or find()).book).get(stem, stem)}.ipynb"


def address(page: str, where: dict[str, str], course: Course | None = None) -> str:
    """Return the address that opens the learner's notebook of a page on Binder: the chapter, not the folder."""
    owner_and_name = urlsplit(where["repository"]).path.strip("/")
    branch, notebook = quote(where["branch"], safe=""), quote("lab/tree/" + learner_notebook(page, course), safe="")
    return f"{where['binder']}/v2/gh/{owner_and_name}/{branch}?urlpath={notebook}"


def nbgitpuller(hub: str, page: str, where: dict[str, str], course: Course | None = None) -> str:
    """Brings the learner's notebooks (the branch 'class', see deploy/README.md) to a home on a JupyterHub, and
    opens one.
    """
    folder = where["repository"].rpartition("/")[2]
    inside = f"lab/tree/{folder}/learner/{_file(page, course)}"
    asked = {"repo": where["repository"], "branch": CLASS_BRANCH, "urlpath": inside}
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asked, quote_via=quote, safe='')}"


def wheel(course: Course | None = None) -> str:
    """Return the file name of the package that the notebooks import."""
    return _wheel((course or find()).repository / "pyproject.toml")


@cache
def _wheel(file: Path) -> str:
    project = tomllib.loads(file.read_text("utf-8"))["project"]
    return f"{project['name'].replace('-', '_')}-{project['version']}-py3-none-any.whl"


def install_line(site: str = "", course: Course | None = None) -> str:
    """Return what a notebook's reader types once: with the address of the package, or beside its file."""
    name = wheel(course)
    return f"pip install jupyterlab {site}/{DOWNLOADS}/{name}" if site else f"pip install jupyterlab {name}"
