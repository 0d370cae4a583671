"""A scene: a drawing whose parts change from stop to stop, where a picture tells more than a chart.

A figure function may return a ``Scene`` where it would return a Plotly figure. The drawing is SVG, written once;
each part of it that changes bears ``data-part="name"``, and the scene says for each stop what the attributes of its
parts are. Only that is baked per stop. ``js/scene.js`` draws it, on a page and in JupyterLab.

A picture of an idea is never the idea: every scene says what it is ('Schematic', unless it is drawn to scale) and what
it leaves out. A part with ``data-move="name stop"`` moves that control to that stop, counted from 0, when it is touched
or dragged over (``js/touch.js``); the control does the same by keyboard.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .controls import ExplorerError

SMALLEST = 12  # px; text below it is not read
WORDS = "text"  # among the attributes of a part: what it says
PAGE = ("ink", "grid", "surface")  # colours that every page has (js/drawing.js), beside a scene's own
#: What would run, load or leave the page. Where a script reads it, a browser would too.
FORBIDDEN = re.compile(r"^(?:script|foreignObject|image|use|a|style|iframe)$")
COLOUR = re.compile(r"var\(--([\w-]+)\)")
Parts = Mapping[str, Mapping[str, str | float]]


@dataclass(frozen=True)
class Drawing:
    """One SVG drawing at one stop.

    width, height: its size, in the unit of its coordinates; a page scales it to the width that there is.
    markup: what stands inside ``<svg>``, the same at every stop. parts: for each ``data-part`` that changes,
    its attributes at this stop; ``text`` is what it says. Colours are ``var(--name)``: of the scene, or
    ink, grid and surface of the page.
    """

    width: float
    height: float
    markup: str
    parts: Parts = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """A drawing, in words and in numbers too.

    label: what the picture shows, for who does not see it. leaves_out: what a schematic of this kind leaves out.
    wide: for a laptop. narrow: the same for a phone, or None where one will do for both. colours: name -> colour on
    a light page and on a dark one. head, rows: the table of what is drawn; a list in a cell names rows of the
    evidence. kind: what the picture is, 'Schematic' or 'Drawn to scale'. near: how many readouts stand beside the
    controls; the others follow the picture.
    Raises ExplorerError where one of these is missing, or a drawing cannot be drawn as it stands.
    """

    wide: Drawing
    label: str
    leaves_out: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | float | list[str]]]
    narrow: Drawing | None = None
    colours: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kind: str = "Schematic"
    near: int = 0

    def __post_init__(self) -> None:
        for name, value, why in (
            ("label", self.label, "say what the picture shows, for who does not see it"),
            ("leaves_out", self.leaves_out, "a schematic says what it leaves out"),
            ("kind", self.kind, "say what the picture is: 'Schematic' or 'Drawn to scale'"),
            ("rows", self.rows, "what is drawn stands in a table too"),
        ):
            if not value:
                raise ExplorerError(f"a scene has no {name}; {why}")
        if wrong := next((row for row in self.rows if len(row) != len(self.head)), None):
            raise ExplorerError(
                f"a row of a scene's table has {len(wrong)} cells, its head {len(self.head)}: {wrong!r}"
            )
        faults = [fault for drawing in self.drawings.values() for fault in _faults(drawing, self.colours)]
        if faults:
            raise ExplorerError("; ".join(dict.fromkeys(faults)))

    @property
    def drawings(self) -> dict[str, Drawing]:
        """The drawings by name: 'wide', and 'narrow' where there is one."""
        return {"wide": self.wide} | ({"narrow": self.narrow} if self.narrow else {})

    def tree(self) -> dict[str, Any]:
        """Return the scene as dicts, lists and numbers, as it is baked."""
        drawings = {
            name: {
                "size": [drawing.width, drawing.height],
                "markup": drawing.markup,
                "parts": {part: _rounded(attributes) for part, attributes in drawing.parts.items()},
            }
            for name, drawing in self.drawings.items()
        }
        return {
            "scene": drawings,
            "label": self.label,
            "leaves_out": self.leaves_out,
            "kind": self.kind,
            "near": self.near,
            "colours": {name: list(pair) for name, pair in self.colours.items()},
            "table": {"head": list(self.head), "rows": [list(row) for row in self.rows]},
        }


def _rounded(attributes: Mapping[str, str | float]) -> dict[str, str | float]:
    """Return attributes with their numbers to a thousandth, which nobody sees and a page packs exactly."""
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in attributes.items()}


def is_scene(tree: Mapping[str, Any]) -> bool:
    """Say whether the tree of a figure is that of a scene."""
    return "scene" in tree


def misfit(trees: Sequence[Mapping[str, Any]]) -> str:
    """Return why these trees cannot be the stops of one explorer; '' where they can, or are all charts."""
    kinds = {is_scene(tree) for tree in trees}
    if kinds != {True}:
        return "is a scene at some stops and a chart at others; it must be one of them at all" if len(kinds) > 1 else ""
    for part in ("label", "leaves_out", "colours", "kind", "near"):
        if any(tree[part] != trees[0][part] for tree in trees):
            return f"has a scene whose {part} changes between stops; it must be the same at all"
    if any(_fixed(tree) != _fixed(trees[0]) for tree in trees):
        return "has a scene whose size, markup or list of parts changes between stops; only attributes may"
    return ""


def wrong_moves(tree: Mapping[str, Any], sizes: Mapping[str, int]) -> str:
    """Return which ``data-move`` of a scene's first drawing names no control or stop; '' where all do.

    sizes: how many stops each control has, by its name.
    """
    for drawing in tree["scene"].values() if is_scene(tree) else ():
        for move in re.findall(r'data-move="([^"]*)"', drawing["markup"]):
            name, _, stop = move.partition(" ")
            if name not in sizes:
                return f"has a part that moves {name!r}; its controls are {', '.join(sizes) or 'none'}"
            if not stop.isdecimal() or int(stop) >= sizes[name]:
                return f"has a part that moves {name!r} to {stop or 'nothing'!r}; its stops are 0 to {sizes[name] - 1}"
    return ""


def _fixed(tree: Mapping[str, Any]) -> Any:
    """Return what of a scene must be the same at every stop: names of parts and of attributes, not their values."""
    return {
        name: (drawing["size"], drawing["markup"], {part: list(own) for part, own in drawing["parts"].items()})
        for name, drawing in tree["scene"].items()
    }


def _faults(drawing: Drawing, colours: Mapping[str, Any]) -> list[str]:
    """Return what is wrong in a drawing, one sentence each."""
    names, used, found = _read(drawing.markup)
    faults = list(found)
    if names is not None and (missing := sorted(set(drawing.parts) - names)):
        faults.append(f"a scene sets {', '.join(missing)}, and its markup has no such data-part")
    used = used | set(COLOUR.findall(repr(drawing.parts)))
    if unknown := sorted(used - {*colours, *PAGE}):
        faults.append(f"a scene uses the colours {', '.join(unknown)}; it has {', '.join([*colours, *PAGE])}")
    return faults


@cache  # the same at every stop
def _read(markup: str) -> tuple[frozenset[str] | None, frozenset[str], tuple[str, ...]]:
    """Return the parts that a markup names (None if it is no XML), the colours that it uses, and its faults."""
    used = frozenset(COLOUR.findall(markup))
    try:
        root = ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{markup}</svg>')
    except ET.ParseError as error:
        return None, used, (f"a scene's markup is no XML: {error}",)
    faults = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if FORBIDDEN.match(tag) or any(name.lower().startswith("on") for name in element.attrib):
            faults.append(f"a scene's markup has <{tag}> with {dict(element.attrib)!r}; it must only draw")
        if float(element.get("font-size", SMALLEST)) < SMALLEST:
            faults.append(f"a scene has text of {element.get('font-size')}; it must be {SMALLEST} or more")
    parts = frozenset(part for element in root.iter() if (part := element.get("data-part")))
    return parts, used, tuple(faults)
