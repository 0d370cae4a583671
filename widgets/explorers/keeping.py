"""What a reader in JupyterLab does with a view: keep it behind the next, take its address along, play a slider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import ipywidgets

from . import bake, html, view
from . import controls as c
from .figure_widget import Figure, SceneFigure

PACE = 900  # ms a step, as in js/play.js
REFUSED = "The kept view cannot stand behind this one: a drawing has no axes to stand on. Its readouts stay."


class Keeping(ipywidgets.VBox):
    """Two buttons, Keep and Link, and what they bring. ``shown`` returns the view that stands there now."""

    def __init__(
        self, name: str, moving: Mapping[str, Any], figure: Figure | SceneFigure, shown: Callable[[], bake.Shown]
    ) -> None:
        self._name, self._moving, self._figure, self._shown = name, moving, figure, shown
        self._plan = [c.read(name, key, widget) for key, widget in moving.items()]
        self._keep = ipywidgets.Button(description="Keep this view", layout={"width": "auto"})
        link = ipywidgets.Button(description="Link", tooltip="The address of this view", layout={"width": "auto"})
        self._kept, self._link = ipywidgets.HTML(), ipywidgets.HTML()
        self._keep.on_click(lambda _: self.release() if self._kept.value else self.keep())
        link.on_click(lambda _: self.link())
        super().__init__([ipywidgets.HBox([self._keep, link]), self._link, self._kept])

    def keep(self) -> None:
        """Leave this view behind those that come; its readouts stay beside theirs."""
        shown = self._shown()
        settings = ", ".join(
            f"{control.label} {control.labels[control.values.index(self._moving[control.name].value)]}"
            for control in self._plan
        )
        refused = "" if isinstance(self._figure, Figure) else f"<p>{REFUSED}</p>"
        told = f"<p>Kept: {escape(settings)}</p>{refused}{html.readouts_html(shown.words)}"
        self._kept.value = f'<div class="explorer-kept">{told}</div>'
        self._keep.description = "Let go of the kept view"
        if isinstance(self._figure, Figure):
            self._figure.kept = shown.tree

    def release(self) -> None:
        """Let go of the kept view."""
        self._kept.value, self._keep.description = "", "Keep this view"
        if isinstance(self._figure, Figure):
            self._figure.kept = {}

    def link(self) -> None:
        """Say how this view is reached: on the chapter's page by its address, in a notebook by a line of code."""
        stop = {name: widget.value for name, widget in self._moving.items()}
        code = ", ".join(f"{name}={value!r}" for name, value in stop.items())
        address = view.fragment(self._name, self._plan, stop)
        self._link.value = (
            f"<p>On the chapter's page, add this to its address: <code>{escape(address)}</code><br>"
            f"In a notebook, for an explorer that is called <code>figure</code>:"
            f" <code>figure.set({escape(code)})</code></p>"
        )


def playing(name: str, key: str, widget: Any) -> Any:
    """Put a Play button beside a slider: it steps from where the slider stands to its end."""
    values = c.read(name, key, widget).values
    play = ipywidgets.Play(
        min=0, max=len(values) - 1, value=values.index(widget.value), interval=PACE, show_repeat=False
    )
    play.observe(lambda change: setattr(widget, "value", values[change["new"]]), "value")
    widget.observe(lambda change: setattr(play, "value", values.index(change["new"])), "value")
    return ipywidgets.HBox([widget, play])
