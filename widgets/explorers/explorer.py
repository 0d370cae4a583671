"""``explore``: a figure function and its controls, in JupyterLab and on a page without a kernel."""

from __future__ import annotations

import os
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets

from . import bake, html, table
from . import controls as c
from . import guess as guesses
from .asking import Asking
from .controls import ExplorerError
from .figure_widget import Figure, SceneFigure
from .guess import Guess
from .keeping import Keeping, playing
from .scene import is_scene

#: Set by the Sphinx extension while it builds the book, for the notebooks' kernels to see.
BAKING = "EXPLORERS_ARE_BAKED"
#: Beside the last good figure, when the function raised; the red edge is seen on light and on dark.
FAULT = (
    '<p role="alert" style="border-left: 4px solid #d32f2f; padding: 0.25em 0.75em; line-height: 1.4">'
    "<strong>{}</strong><br>The figure is the last good one.</p>"
)
_used: dict[str, int] = {}  # names given in this kernel while the book is built


def explore(
    figure_function: Callable[..., Any],
    /,
    *,
    caption: str = "",
    guess: Guess | None = None,
    play: str = "",
    **controls: Any,
) -> Any:
    """Show ``figure_function(**controls)`` and let the reader move the controls.

    Like ``ipywidgets.interact``: each keyword is a SelectionSlider, IntSlider, FloatSlider,
    Dropdown, ToggleButtons, RadioButtons, Checkbox or ``fixed``. The function returns a
    ``plotly.graph_objects.Figure`` or a ``Scene``, or one of them and a list of ``Readout``. ``caption`` says in a
    sentence what the figure shows at every stop. ``guess`` is asked first (``explorers.guess``): until the
    reader has answered or wants to see, caption, controls and figure are veiled. ``play`` names a slider
    that gets a button to step it by itself.

    Live, each move calls the function. In the book's build every combination of stops is called
    once and travels in the page. Raises ExplorerError when a control cannot work or a
    guess has no answer.
    """
    name = figure_function.__name__.replace("_", "-")
    fixed = {key: widget.value for key, widget in controls.items() if isinstance(widget, ipywidgets.fixed)}
    moving = {key: widget for key, widget in controls.items() if key not in fixed}
    plan = c.played(name, [c.read(name, key, widget) for key, widget in moving.items()], play)
    if os.environ.get(BAKING):
        return _Page(name, caption, figure_function, plan, fixed, guess)
    return Live(name, caption, figure_function, moving, fixed, guess, play)


class _Page:
    """What the notebook hands to the book: HTML with every stop baked in."""

    def __init__(
        self,
        name: str,
        caption: str,
        function: Callable[..., Any],
        plan: list[c.Control],
        fixed: dict[str, Any],
        guess: Guess | None = None,
    ) -> None:
        if not caption:
            raise ExplorerError(f"explorer {name!r} has no caption; say in a sentence what it shows at every stop")
        _used[name] = _used.get(name, 0) + 1
        once = name if _used[name] == 1 else f"{name}-{_used[name]}"  # ids are unique on a page
        packed = bake.bake(name, function, plan, fixed)
        figures, words = bake.unpack(packed)
        start = c.initial(plan)
        asked = guesses.resolve(name, guess, words[start]) if guess else None
        scene = is_scene(
            figures[start]
        )  # which has words in it, and says how many readouts it needs beside the controls
        near = figures[start]["near"] if scene else html.near_readouts(words, len(plan))
        self.html = html.page(once, caption, plan, figures[start], words[start], packed, asked, near)

    def _repr_html_(self) -> str:
        return self.html


class Live(ipywidgets.VBox):
    """Controls and what they bring beside the figure; a move calls the function and changes the figure in place.

    If the function raises, the message stands beside the last good figure and the kernel lives.
    """

    def __init__(
        self,
        name: str,
        caption: str,
        function: Callable[..., Any],
        moving: dict[str, Any],
        fixed: dict[str, Any],
        guess: Guess | None = None,
        play: str = "",
    ) -> None:
        self._name, self._function, self._moving, self._fixed = name, function, moving, fixed
        self._caption = caption
        self._readouts, self._message = ipywidgets.HTML(), ipywidgets.HTML()
        self._shown = shown = self._call()
        self.figure: Figure | SceneFigure = (
            SceneFigure(tree=shown.tree) if is_scene(shown.tree) else Figure(tree=shown.tree, label=caption)
        )
        self._readouts.value = html.readouts_html(shown.words)
        for widget in moving.values():
            widget.observe(self._moved, "value")
        told = ipywidgets.HTML(f"<p>{escape(caption)}</p>")
        hand = [
            playing(name, key, _labelled(widget)) if key == play else _labelled(widget)
            for key, widget in moving.items()
        ]
        self.keeping = Keeping(name, moving, self.figure, lambda: self._shown)
        below = [self._readouts, self.keeping] if moving else [self._readouts]
        shows = [told, _board(hand, self._message, self.figure, below)]
        self.asking = Asking(guesses.resolve(name, guess, shown.words), shows) if guess else None
        super().__init__([self.asking, *shows] if self.asking else shows)
        self.add_class("explorer-live")  # figure_widget.js looks for it
        self.add_class(f"explorer-{name}")  # and quiz.js for this, and for the controls in it
        for key, widget in moving.items():
            widget.add_class(f"control-{key}")

    def set(self, **values: Any) -> None:
        """Move controls from code: ``live.set(speed=4)``.

        Raises ExplorerError, and moves nothing, when there is no such control or stop.
        """
        for key, value in values.items():
            if key not in self._moving:
                raise ExplorerError(
                    f"explorer {self._name!r} has no control {key!r}; its controls are"
                    f" {', '.join(self._moving) or 'none'}"
                )
            control = c.read(self._name, key, self._moving[key])
            if value not in control.values:
                stops = ", ".join(map(repr, control.values))
                raise ExplorerError(
                    f"explorer {self._name!r}: control {key!r} has no stop {value!r}; its stops are {stops}"
                )
        for key, value in values.items():
            self._moving[key].value = value

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show caption, readouts and numbers where no widget can be: on a page of nbconvert, in a preview."""
        shown = self._shown
        still = f"<p>{escape(self._caption)}</p>{html.readouts_html(shown.words)}{table.html(shown.tree)}"
        return {**super()._repr_mimebundle_(**kwargs), "text/html": still}

    def _call(self) -> bake.Shown:
        return bake.call(
            self._name, self._function, {key: widget.value for key, widget in self._moving.items()} | self._fixed
        )

    def _moved(self, _change: Any) -> None:
        try:
            shown = self._call()
        except ExplorerError as error:
            self._message.value = FAULT.format(escape(str(error)))
            return
        self.figure.tree = shown.tree  # first: a learner waits for it
        self._shown = shown
        self._message.value = ""
        self._readouts.value = html.readouts_html(shown.words)


def _board(hand: list[Any], message: Any, figure: Figure | SceneFigure, below: list[Any]) -> Any:
    """Return controls, readouts and figure, as figure_widget.py lays them out; a drawing stands between the two."""
    if isinstance(figure, SceneFigure):
        return ipywidgets.VBox([ipywidgets.Box(hand).add_class("explorer-row"), message, figure, *below])
    if not hand:
        return ipywidgets.VBox([figure, *below])
    beside = ipywidgets.VBox([*hand, message, *below]).add_class("explorer-hand")
    return ipywidgets.Box([beside, figure]).add_class("explorer-board")


def _labelled(widget: Any) -> Any:
    """Show a control's whole description: beside a short control, or above a long one."""
    widget.style.description_width = "initial"
    if not isinstance(widget, ipywidgets.ToggleButtons):
        widget.layout.width = "min(100%, 36em)"
    return widget
