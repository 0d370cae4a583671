"""The address of a view: ``#steeping?minutes=5`` names an explorer and the stops of its controls, by their words.

The twin of ``js/view.js``. Words and not numbers, so that a link outlives a control that gets another stop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from .controls import Control, ExplorerError

if TYPE_CHECKING:
    from bs4 import Tag


def slug(label: str) -> str:
    """Return a label as it stands in an address: case and spaces do not count."""
    return re.sub(r"\s+", "-", unicodedata.normalize("NFC", label).strip().lower())


def fragment(explorer: str, controls: Sequence[Control], stop: Mapping[str, object]) -> str:
    """Return the fragment that names a view; controls at their first stop are left out.

    stop: the value of each control by its name. Raises ExplorerError where a control has no such value.
    """
    pairs = []
    for control in controls:
        if control.name not in stop:
            continue
        if stop[control.name] not in control.values:
            allowed = ", ".join(map(repr, control.values))
            raise ExplorerError(
                f"explorer {explorer!r}: control {control.name!r} has no stop {stop[control.name]!r}; "
                f"its stops are {allowed}"
            )
        at = control.values.index(stop[control.name])
        if at != control.initial:
            pairs.append(f"{quote(control.name, safe='')}={quote(slug(control.labels[at]), safe='')}")
    return f"#{quote(explorer, safe='')}?{'&'.join(pairs)}"


@dataclass(frozen=True)
class View:
    """What an address asks for: an explorer, and for each named control the slug of a stop."""

    explorer: str
    wanted: tuple[tuple[str, str], ...]


def parse(text: str) -> View | None:
    """Read a fragment, with or without '#'; None where it is no address of a view."""
    name, mark, query = text.removeprefix("#").partition("?")
    if not mark or not name:
        return None
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return View(unquote(name), tuple((_read(key), slug(_read(value))) for key, _, value in pairs))


def _read(text: str) -> str:
    return unquote(text.replace("+", " "))


def stops(page: str) -> dict[str, dict[str, list[str]]]:
    """Return the explorers of a built page by id: control name -> the slugs of its stops.

    So too the long tables that can be searched, filtered and sorted by an address; 'find' takes any words: no stops.
    """
    from bs4 import BeautifulSoup  # of the build: no notebook reads a page

    found: dict[str, dict[str, list[str]]] = {}
    whole = BeautifulSoup(page, "html.parser")
    for table in whole.select("[data-records]"):
        columns = [slug(head.get_text()) for head in table.select("thead th")]
        filters = {
            columns[int(str(choice["data-column"]))]: [
                slug(str(o["value"])) for o in choice.select("option") if o["value"]
            ]
            for choice in table.select("select[data-column]")
        }
        found[str(table["id"])] = filters | {"find": [], "sort": columns, "order": ["up", "down"]}
    for figure in whole.select("[data-explorer]"):
        controls = figure.select("[data-control]")
        found[str(figure["id"])] = {
            str(control["data-control"]): [slug(text) for text in _labels(control)] for control in controls
        }
    return found


def _labels(control: Tag) -> list[str]:
    return str(control.get("data-stops", "")).split("\n")


def faults(view: View, explorers: Mapping[str, Mapping[str, Sequence[str]]]) -> list[str]:
    """Return what of a view there is not on a page with these explorers, and what there is instead."""
    if view.explorer not in explorers:
        return [f"there is no explorer {view.explorer!r}; the page has {', '.join(explorers) or 'none'}"]
    controls = explorers[view.explorer]
    wrong = []
    for name, value in view.wanted:
        if name not in controls:
            wrong.append(f"explorer {view.explorer!r} has no control {name!r}; it has {', '.join(controls) or 'none'}")
        elif controls[name] and value not in controls[name]:
            wrong.append(
                f"control {name!r} of {view.explorer!r} has no stop {value!r}; it has {', '.join(controls[name])}"
            )
    return wrong
