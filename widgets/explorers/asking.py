"""A guess in JupyterLab: the question, its controls, and the parts of the explorer that stay veiled until then."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import ipywidgets

from .guess import Asked, Choice, Curve, Number, first_value, number
from .room import NO_LINE, Room


class Asking(ipywidgets.VBox):
    """Ask before the widgets in ``veiled`` are shown; ``value`` is what was guessed, None before that.

    ``answer()``, ``show()`` and ``ask_room()`` do what the buttons do, for use from code.
    """

    def __init__(self, asked: Asked, veiled: Sequence[Any]) -> None:
        self._asked, self._veiled = asked, veiled
        self.value: float | int | list[float] | None = None
        self._fields = _fields(asked.guess)
        self._gap = ipywidgets.HTML()
        commit = ipywidgets.Button(description="That is my guess", button_style="primary")
        show = ipywidgets.Button(description="Just show me")
        ask_room = ipywidgets.Button(description="Ask a room")
        self._buttons = ipywidgets.HBox([commit, show, ask_room])
        self._room = ipywidgets.VBox()
        self._again = ipywidgets.Button(description="Guess again")
        commit.on_click(lambda _: self.answer())
        show.on_click(lambda _: self.show())
        ask_room.on_click(lambda _: self.ask_room())
        self._again.on_click(lambda _: self._close())
        question = ipywidgets.HTML(f"<p><strong>{escape(asked.guess.ask)}</strong></p>")
        super().__init__([question, *self._fields, self._buttons, self._room, self._gap, self._again])
        self.add_class("explorer-asking")
        self._close()

    def answer(self) -> None:
        """Take what the controls say as the guess, show the gap, and lift the veil."""
        values = [field.value for field in self._fields]
        if None in values:
            self._gap.value = "<p>Choose an answer first, or press Just show me.</p>"
            return
        guess = self._asked.guess
        match guess:
            case Choice(options=options):
                self.value = options.index(values[0])
            case Number():
                self.value = float(values[0])
            case Curve():
                self.value = [float(value) for value in values]
        self._open(f"{gap(self._asked, self.value)}")

    def show(self) -> None:
        """Lift the veil without a guess."""
        self._open(self._asked.answer)

    def ask_room(self) -> None:
        """Count the hands of a room for each answer, then lift the veil."""
        if isinstance(self._asked.guess, Curve):
            self._gap.value = f"<p>{NO_LINE}</p>"
            return
        self._room.children = [Room(self._asked, self.show)]

    def _open(self, sentence: str) -> None:
        self._gap.value = f'<p role="status"><strong>{escape(sentence)}</strong></p>'
        self._set(veiled=False)

    def _close(self) -> None:
        self.value, self._gap.value, self._room.children = None, "", []
        self._set(veiled=True)

    def _set(self, veiled: bool) -> None:
        for widget in self._veiled:
            widget.layout.display = "none" if veiled else None
        for widget in (*self._fields, self._buttons):
            widget.layout.display = None if veiled else "none"
        self._again.layout.display = "none" if veiled else None


def gap(asked: Asked, value: float | int | list[float]) -> str:
    """Say the gap between a guess and the truth; the twin of js/gap.js."""
    guess, truth = asked.guess, asked.truth
    if isinstance(value, list) or isinstance(truth, tuple):
        assert isinstance(value, list) and isinstance(truth, tuple) and isinstance(guess, Curve)
        gaps = [abs(guessed - true) for guessed, true in zip(value, truth, strict=True)]
        at = gaps.index(max(gaps))
        if gaps[at] <= guess.step / 2:
            return f"Your line is the measured one. {asked.answer}"
        said, true = number(value[at], guess.unit), number(truth[at], guess.unit)
        return f"Where you are furthest off, you said {said} and it is {true}. {asked.answer}"
    if isinstance(guess, Choice):
        said, true, same = (f"“{guess.options[int(value)]}”", f"“{guess.options[int(truth)]}”", value == truth)
    else:
        said, true = number(value, guess.unit), number(truth, guess.unit)
        same = abs(value - truth) <= guess.step / 2
    sentence = f"You said {said}, and so it is." if same else f"You said {said}. It is {true}."
    return f"{sentence} {guess.after}".strip()


def _fields(guess: Number | Choice | Curve) -> list[Any]:
    """Make the controls of a guess."""
    match guess:
        case Choice(options=options):
            return [ipywidgets.RadioButtons(options=list(options), value=None, layout={"width": "max-content"})]
        case Number(unit=unit):
            return [_slider(guess, f"Your guess ({unit})" if unit else "Your guess")]
        case Curve(knots=knots, unit=unit):
            return [_slider(guess, f"{knot} ({unit})" if unit else knot) for knot in knots]


def _slider(guess: Number | Curve, description: str) -> Any:
    return ipywidgets.FloatSlider(
        min=guess.low,
        max=guess.high,
        step=guess.step,
        value=first_value(guess),
        description=description,
        readout_format=".4g",
        style={"description_width": "initial"},
        layout={"width": "min(100%, 36em)"},
    )
