"""The addresses that open a chapter live. Where the repository is stands in binder/launch.yml alone."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import yaml

SETTINGS = Path(__file__).resolve().parent.parent / "binder" / "launch.yml"
PLACEHOLDER = "OWNER"
CLASS_BRANCH = "class"  # holds the learner's notebooks and nothing else: no solutions


class LaunchError(Exception):
    """The links cannot be made; the message says what to set."""


def settings(file: Path = SETTINGS) -> dict[str, str]:
    """repository, branch, site and binder, without slashes at their ends. Raises LaunchError while the owner is not set."""
    found = {name: str(value).rstrip("/") for name, value in yaml.safe_load(file.read_text("utf-8")).items()}
    for name, value in found.items():
        if PLACEHOLDER in value:
            raise LaunchError(f"{file.name}: {name} still says {PLACEHOLDER}; put the repository's owner there.")
    return found


def learner_notebook(page: str) -> str:
    """Where tools/editions.py puts a page such as 'chapters/bdnf'."""
    return f"build/class/learner/{page.rpartition('/')[2]}.ipynb"


def binder(page: str, where: dict[str, str]) -> str:
    """Opens the learner's notebook of a page on Binder: the chapter, not the folder."""
    owner_and_name = urlsplit(where["repository"]).path.strip("/")
    return f"{where['binder']}/v2/gh/{owner_and_name}/{quote(where['branch'], safe='')}?urlpath={quote('lab/tree/' + learner_notebook(page), safe='')}"


def nbgitpuller(hub: str, page: str, where: dict[str, str]) -> str:
    """Brings the learner's notebooks (the branch 'class', see deploy/README.md) to a home on a JupyterHub, and opens one."""
    folder = where["repository"].rpartition("/")[2]
    inside = f"lab/tree/{folder}/learner/{page.rpartition('/')[2]}.ipynb"
    asked = {"repo": where["repository"], "branch": CLASS_BRANCH, "urlpath": inside}
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asked, quote_via=quote, safe='')}"


def install_line(where: dict[str, str]) -> str:
    """What a notebook's reader types once before the notebook runs on their own computer."""
    return f"pip install jupyterlab git+{where['repository']}@{where['branch']}"
