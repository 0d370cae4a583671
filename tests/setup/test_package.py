"""The package that learners install runs with what it says that it needs, and with nothing that happens to be there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IN_A_NOTEBOOK = """import importlib, pkgutil, sys
class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[1:]:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent)
import explorers, ketamine
from coursework import claims, describe, quiz, records, sources
for module in pkgutil.walk_packages(ketamine.__path__, "ketamine."):
    importlib.import_module(module.name)
quiz.check_yourself("bdnf")
print(len([name for name in sys.modules if name.startswith("ketamine.")]))
"""


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(names: list[str]) -> set[str]:
    """Return the packages and all that they need in turn, without extras."""
    found: set[str] = set()
    todo = [canonical(re.match(r"[\w.-]+", name)[0]) for name in names]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        try:
            requires = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # of another system
            continue
        todo += [canonical(re.match(r"[\w.-]+", one)[0]) for one in requires if "extra ==" not in one]
    return found


def test_every_module_of_a_notebook_runs_with_the_named_dependencies_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    there = needed(project["dependencies"]) | {canonical(project["name"])}
    others = sorted(
        module
        for module, owners in metadata.packages_distributions().items()
        if not {canonical(owner) for owner in owners} & there and module.isidentifier()
    )
    assert {"bs4", "sphinx", "jupytext", "nbclient"} <= set(others) and not {"numpy", "plotly", "yaml"} & set(others)
    done = subprocess.run([sys.executable, "-c", IN_A_NOTEBOOK, *others], cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr[-1500:]
    assert int(done.stdout) > 30
