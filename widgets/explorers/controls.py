"""ipywidgets controls, read as lists of stops."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import ipywidgets

#: ipywidgets class -> the native HTML control of the static page
KINDS = {
    ipywidgets.SelectionSlider: "slider",
    ipywidgets.IntSlider: "slider",
    ipywidgets.FloatSlider: "slider",
    ipywidgets.Dropdown: "select",
    ipywidgets.ToggleButtons: "choice",
    ipywidgets.RadioButtons: "choice",
    ipywidgets.Checkbox: "switch",
}


class ExplorerError(ValueError):
    """An explorer that cannot be shown; the message names it, the control and the stop."""


@dataclass(frozen=True)
class Control:
    """One control: argument name, visible label, and its stops as labels and values."""

    name: str
    label: str
    kind: str  # 'slider', 'select', 'choice' or 'switch'
    labels: tuple[str, ...]
    values: tuple[Any, ...]
    initial: int  # index of the stop shown first
    plays: bool = False  # whether it has a button that steps it by itself


def read(explorer: str, name: str, widget: Any) -> Control:
    """Return the stops of one ipywidgets control. Raises ExplorerError if it has none or is of another kind."""
    kind = KINDS.get(type(widget))
    if kind is None:
        raise ExplorerError(
            f"explorer {explorer!r}: control {name!r} is a {type(widget).__name__}; "
            f"controls that work are {', '.join(cls.__name__ for cls in KINDS)} and fixed"
        )
    pairs = _pairs(widget)
    if not pairs:
        raise ExplorerError(f"explorer {explorer!r}: control {name!r} has no stops; it needs at least one")
    labels, values = zip(*pairs)
    return Control(name, widget.description or name, kind, labels, values, _initial(widget, values))


def played(explorer: str, plan: list[Control], name: str) -> list[Control]:
    """Return the controls with the one of this name playing ('' for none).

    Raises ExplorerError where there is no such control, or its stops have no order to step through.
    """
    ordered = [control.name for control in plan if control.kind == "slider"]
    if name and name not in ordered:
        raise ExplorerError(
            f"explorer {explorer!r}: play is {name!r}; it must be a slider: {', '.join(ordered) or 'there is none'}"
        )
    return [replace(control, plays=control.name == name) for control in plan]


def stops(controls: list[Control]) -> Iterator[dict[str, Any]]:
    """Yield every combination of stops as keyword arguments; the last control varies fastest."""
    names = [control.name for control in controls]
    for values in itertools.product(*(control.values for control in controls)):
        yield dict(zip(names, values))


def count(controls: list[Control]) -> int:
    """Count the combinations of stops."""
    return math.prod(len(control.values) for control in controls)


def initial(controls: list[Control]) -> int:
    """Return the number, in the order of ``stops``, of the combination shown first."""
    number = 0
    for control in controls:
        number = number * len(control.values) + control.initial
    return number


def _pairs(widget: Any) -> list[tuple[str, Any]]:
    if isinstance(widget, ipywidgets.Checkbox):
        return [("off", False), ("on", True)]
    if isinstance(widget, ipywidgets.IntSlider):
        return [(str(value), value) for value in range(widget.min, widget.max + 1, widget.step)]
    if isinstance(widget, ipywidgets.FloatSlider):
        steps = int((widget.max - widget.min) / widget.step + 1e-9)
        values = [float(f"{widget.min + i * widget.step:.12g}") for i in range(steps + 1)]
        return [(format(value, widget.readout_format), value) for value in values]
    return list(zip(widget._options_labels, widget._options_values))


def _initial(widget: Any, values: tuple[Any, ...]) -> int:
    if isinstance(widget, ipywidgets.FloatSlider):
        return min(range(len(values)), key=lambda i: abs(values[i] - widget.value))
    if isinstance(widget, (ipywidgets.IntSlider, ipywidgets.Checkbox)):
        return values.index(widget.value) if widget.value in values else 0
    if widget.index is None:  # RadioButtons start with nothing chosen; a figure needs a value
        widget.index = 0
    return widget.index
