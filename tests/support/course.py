"""The course as its tests see it: chapters, their cells, and the explorers the cells make."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import ipywidgets
import jupytext
import plotly.graph_objects as go
import yaml

import explorers as package
from explorers import bake
from explorers import controls as c
from explorers.guess import Guess
from explorers.scene import is_scene
from explorers.table import words

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
#: The course's short name, which the keys of what a browser keeps begin with.
SLUG = yaml.safe_load((BOOK / "course.yml").read_text("utf-8"))["slug"]


@dataclass(frozen=True)
class Explorer:
    """One ``explore(...)`` of a chapter, not yet baked."""

    page: str  # 'chapters/how-long-do-the-effects-last'
    id: str  # of the figure element on the page
    function: Callable[..., Any]
    controls: list[c.Control]
    fixed: dict[str, Any]
    caption: str
    guess: Guess | None = None

    @property
    def scene(self) -> bool:
        """Whether it draws scenes and no charts: what tests know of Plotly does not hold for it."""
        arguments = next(iter(c.stops(self.controls))) | self.fixed
        return is_scene(bake.call(self.id, self.function, arguments).tree)


def pages() -> list[str]:
    """Every page of the table of contents, without its ending."""
    toc = yaml.safe_load((BOOK / "_toc.yml").read_text("utf-8"))

    def files(entry: Any) -> list[str]:
        if isinstance(entry, list):
            return [name for item in entry for name in files(item)]
        if not isinstance(entry, dict):
            return []
        own = [entry[key] for key in ("root", "file") if key in entry]
        return own + [name for key in ("parts", "chapters", "sections") for name in files(entry.get(key))]

    return files(toc)


@cache
def explorers() -> tuple[Explorer, ...]:
    """Run the cells of every chapter with a recorder in the place of ``explore``."""
    found: list[Explorer] = []
    for page in pages():
        if "{code-cell}" in (BOOK / f"{page}.md").read_text("utf-8"):
            found += _recorded(page)
    return tuple(found)


def _recorded(page: str) -> list[Explorer]:
    """Run the cells of one chapter with a recorder in the place of ``explore``."""
    path = BOOK / f"{page}.md"
    found: list[Explorer] = []
    used: dict[str, int] = {}

    def record(
        function: Callable[..., Any],
        /,
        *,
        caption: str = "",
        guess: Guess | None = None,
        play: str = "",
        **controls: Any,
    ) -> None:
        name = function.__name__.replace("_", "-")
        used[name] = used.get(name, 0) + 1
        fixed = {k: w.value for k, w in controls.items() if isinstance(w, ipywidgets.fixed)}
        plan = c.played(name, [c.read(name, k, w) for k, w in controls.items() if k not in fixed], play)
        id_ = name if used[name] == 1 else f"{name}-{used[name]}"
        found.append(Explorer(page, id_, function, plan, fixed, caption, guess))

    namespace: dict[str, Any] = {"__name__": "chapter"}
    with mock.patch.object(package, "explore", record), redirect_stdout(io.StringIO()):
        for cell in jupytext.read(path).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, str(path), "exec"), namespace)
    return found


@cache
def results(page: str, id_: str) -> tuple[tuple[dict[str, Any], bake.Shown], ...]:
    """The arguments and the figure function's result at every stop of one explorer."""
    explorer = next(e for e in explorers() if (e.page, e.id) == (page, id_))
    return tuple(
        (stop, bake.call(id_, explorer.function, stop | explorer.fixed)) for stop in c.stops(explorer.controls)
    )


def points(figure: go.Figure, name: str) -> list[tuple[Any, Any, str]]:
    """x, y and notes (as the table shows them) of the traces with this name, as one list."""
    return [
        (x, y, words(note or ""))
        for trace in figure.data
        if trace.name == name and trace.hoverinfo != "skip"
        for x, y, note in zip(trace.x, trace.y, trace.hovertext or [""] * len(trace.x))
        if x is not None
    ]
