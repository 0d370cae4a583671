"""How the tests are laid out: by kind in folders, with what they share in tests/support."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [*sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").glob("*.py"))]
DRIVING = [*MODULES, *sorted((ROOT / "tools").rglob("*.py"))]
#: What a test of these folders may not ask for: they need no browser, no built site and no JupyterLab.
QUICK = ("explorers", "coursework", "ketamine")
SLOW = {"browser", "site", "server", "lab"}


def imported(module: ast.Module) -> set[str]:
    """Every name of a module that is imported, with and without what is taken from it."""
    names: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_test_module_is_imported(path: Path) -> None:
    names = {part for name in imported(ast.parse(path.read_text("utf-8"))) for part in name.split(".")}
    assert not {name for name in names if name.startswith("test_")}, "what tests share stands in tests/support"


def test_what_is_waited_for_is_a_function() -> None:
    """The pages' policy lets an expression be asked once, and raises where it has to be asked again."""
    asked = [
        (f"{path.relative_to(ROOT)}:{call.lineno}", ast.unparse(call.args[0]))
        for path in DRIVING
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "wait_for_function"
    ]
    assert len(asked) > 20
    assert [one for one in asked if not ("=>" in one[1] or one[1].isupper())] == []


@pytest.mark.parametrize("folder", QUICK)
def test_a_quick_test_asks_for_no_browser_and_no_build(folder: str) -> None:
    paths = sorted((ROOT / "tests" / folder).glob("*.py"))
    assert paths
    for path in paths:
        module = ast.parse(path.read_text("utf-8"))
        asked = set()
        functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            marks = " ".join(map(ast.unparse, function.decorator_list))  # @pytest.fixture, @pytest.mark.parametrize
            if function.name.startswith("test_") or "fixture" in marks:
                asked |= {argument.arg for argument in function.args.args if argument.arg not in marks}
        own = {function.name for function in functions}  # a fixture of the module's own, under one of these names
        assert not (asked - own) & SLOW, f"{path.name} belongs into tests/site"
        assert not imported(module) & {"playwright.sync_api", "tests.support.pages", "tests.support.live_lab"}


def test_every_test_stands_in_a_folder_of_its_kind() -> None:
    assert [path.name for path in (ROOT / "tests").glob("test_*.py")] == []
