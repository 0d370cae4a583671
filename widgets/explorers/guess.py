"""Guesses: what an explorer asks before it answers.

A reader who has committed to an answer sees the gap to the truth, and remembers it better (Kim, Reinecke and
Hullman 2017, doi 10.1145/3025453.3025592). Until then caption, figure and readouts stay veiled. There are three kinds:

    Number  a number on a scale: 'of 100 commuters, how many come by bicycle?'
    Choice  one of three or four texts
    Curve   a line through four to eight points

The answer is never typed. It is an object with an ``id`` and a ``value`` (a row of an evidence table, say), the name of
a readout of the figure's first view, or a function of those readouts; that of a Choice is such a function.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol

from .controls import ExplorerError

Words = list[tuple[str, str]]  # readouts: name and text
_FIRST_NUMBER = re.compile(r"[-−]?\d[\d,\u202f ]*(?:\.\d+)?")


class Published(Protocol):
    """A number that can be traced: a row of a table."""

    @property
    def id(self) -> str: ...
    @property
    def value(self) -> float: ...


Readouts = Mapping[str, str]  # of the figure's first view, by name
Answer = Published | str | Callable[[Readouts], float]  # a row, the name of a readout, or what is made of them


@dataclass(frozen=True)
class Number:
    """Ask for a number between ``low`` and ``high``, in steps of ``step``.

    ask: the question, with what is counted and when. unit: what stands after the number ('of 100', '%', 'days').
    times: the answer is the row's value times this (100 for a share asked in per cent).
    start: where the slider stands at first, by default in the middle.
    after: a sentence that follows the gap and says what it means.
    """

    ask: str
    answer: Answer
    low: float
    high: float
    step: float = 1
    unit: str = ""
    times: float = 1
    after: str = ""
    start: float | None = None


@dataclass(frozen=True)
class Choice:
    """Ask for one of three or four ``options``.

    answer: a function of the figure's first readouts that returns the right option, made of them, rows or a model.
    after: a sentence that says why.
    """

    ask: str
    options: tuple[str, ...]
    answer: Callable[[Readouts], str]
    after: str = ""


@dataclass(frozen=True)
class Curve:
    """Ask for a line: a value between ``low`` and ``high`` at each of four to eight ``knots``.

    knots: what each point is called ('1 day'). answers: the true value at each, in the same order.
    """

    ask: str
    knots: tuple[str, ...]
    answers: tuple[Answer, ...]
    low: float
    high: float
    step: float = 1
    unit: str = ""
    after: str = ""


Guess = Number | Choice | Curve


@dataclass(frozen=True)
class Asked:
    """A guess with its answer worked out: what a page and a notebook show.

    truth: the number, the position of the right option from 0, or the number at each knot.
    """

    guess: Guess
    truth: float | int | tuple[float, ...]

    @property
    def kind(self) -> str:
        """'number', 'choice' or 'curve'."""
        return type(self.guess).__name__.lower()

    @property
    def answer(self) -> str:
        """The answer in a sentence, for those who did not guess."""
        match self.guess:
            case Choice(options=options, after=after):
                sentence = f"The answer: {options[int(self._one)]}"
            case Number(unit=unit, after=after):
                sentence = f"The answer: {number(self._one, unit)}"
            case Curve(knots=knots, unit=unit, after=after):
                truth = self.truth if isinstance(self.truth, tuple) else ()
                sentence = "The answer: " + ", ".join(
                    f"{name} {number(value, unit)}" for name, value in zip(knots, truth, strict=True)
                )
        return f"{sentence.rstrip('.')}. {after}".strip()

    @property
    def _one(self) -> float:
        assert not isinstance(self.truth, tuple)
        return self.truth


def number(value: float, unit: str = "") -> str:
    """Write a number with at most four digits that count, commas between thousands, a true minus sign and its unit."""
    text = f"{float(f'{value:.4g}'):,.10g}".replace("-", "−")
    return f"{text}{' ' if unit else ''}{unit}"


def first_value(guess: Number | Curve) -> float:
    """Return where the slider of a guess stands at first: in the middle of its scale unless it says otherwise."""
    if isinstance(guess, Number) and guess.start is not None:
        return guess.start
    return guess.low + int((guess.high - guess.low) / guess.step) // 2 * guess.step


def resolve(name: str, guess: Guess, words: Words) -> Asked:
    """Work out the answer of the guess of explorer ``name``; ``words`` are the readouts of its first view.

    Raises ExplorerError, with every fault, where the guess cannot be asked or has no answer on its scale.
    """
    wrong: list[str] = []
    if not guess.ask.strip().endswith("?"):
        wrong.append(f"ask is {guess.ask!r}; it must be a question that ends in '?'")
    match guess:
        case Choice():
            truth: float | int | tuple[float, ...] = _right_option(guess, words, wrong)
        case Number():
            wrong += _scale_faults(guess.low, guess.high, guess.step)
            truth = _on_scale(guess, guess.answer, guess.times, words, wrong)
            if guess.start is not None and not guess.low <= guess.start <= guess.high:
                wrong.append(f"start is {guess.start:g}; it must lie between {guess.low:g} and {guess.high:g}")
        case Curve():
            wrong += _scale_faults(guess.low, guess.high, guess.step)
            if not 4 <= len(guess.knots) <= 8:
                wrong.append(f"there are {len(guess.knots)} knots; there must be 4 to 8")
            if len(guess.answers) != len(guess.knots):
                wrong.append(
                    f"there are {len(guess.answers)} answers for {len(guess.knots)} knots; each knot needs one"
                )
            truth = tuple(_on_scale(guess, answer, 1, words, wrong) for answer in guess.answers)
    if wrong:
        raise ExplorerError(f"explorer {name!r}, guess: {'; '.join(wrong)}")
    return Asked(guess, truth)


def _right_option(guess: Choice, words: Words, wrong: list[str]) -> int:
    options = guess.options
    if not 3 <= len(options) <= 4 or len(set(options)) != len(options):
        wrong.append(f"options are {', '.join(map(repr, options)) or 'none'}; there must be 3 or 4 different texts")
    right = guess.answer(dict(words))
    if right not in options:
        wrong.append(f"the answer is {right!r}; it must be one of {', '.join(map(repr, options))}")
        return 0
    return options.index(right)


def _scale_faults(low: float, high: float, step: float) -> list[str]:
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return [f"the scale runs from {low:g} to {high:g}; low must be below high"]
    if not 0 < step <= (high - low) / 2:
        return [f"step is {step:g}; it must be above 0 and leave at least three stops from {low:g} to {high:g}"]
    return []


def _on_scale(guess: Number | Curve, answer: Answer, times: float, words: Words, wrong: list[str]) -> float:
    """Look the answer up, and note what is wrong with it."""
    texts = dict(words)
    if callable(answer):
        value = answer(texts) * times
    elif isinstance(answer, str):
        found = _FIRST_NUMBER.search(texts.get(answer, ""))
        if not found:
            names = ", ".join(repr(name) for name, _ in words) or "none"
            wrong.append(f"the answer is the readout {answer!r}, which has no number; the readouts are {names}")
            return math.nan
        value = float(re.sub(r"[,\u202f ]", "", found[0]).replace("−", "-"))
    elif isinstance(answer, (int, float)) or not hasattr(answer, "id"):
        wrong.append(f"the answer is {answer!r}; give the row or the readout that holds it, not the number itself")
        return math.nan
    else:
        value = answer.value * times
    if not guess.low <= value <= guess.high:
        wrong.append(f"the answer {value:g} lies outside the scale from {guess.low:g} to {guess.high:g}")
    return value


def html(name: str, asked: Asked) -> str:
    """Write the guess of explorer ``name`` for a page: question, controls and answer, which guess.js plays.

    Without scripts the question and its answer are read; there is nothing to press.
    """
    guess = asked.guess
    data: dict[str, object] = {"kind": asked.kind, "truth": asked.truth}
    if not isinstance(guess, Choice):
        data |= {"low": guess.low, "high": guess.high, "step": guess.step, "unit": guess.unit}
    if guess.after:
        data["after"] = guess.after
    packed = escape(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    id_ = escape(f"{name}-guess")
    return (
        f'<form class="explorer-guess" id="{id_}" data-guess="{packed}" autocomplete="off" aria-labelledby="{id_}-ask">'
        f'<p class="guess-ask" id="{id_}-ask">{escape(guess.ask)}</p>'
        f'<div class="guess-fields">{_fields(id_, guess)}</div>'
        f'<p class="guess-gap" tabindex="-1">{escape(asked.answer)}</p></form>'
    )


def _fields(id_: str, guess: Guess) -> str:
    match guess:
        case Choice(options=options):
            return "".join(
                f'<span><input type="radio" name="{id_}" id="{id_}-{i}" value="{i}">'
                f'<label for="{id_}-{i}">{escape(text)}</label></span>'
                for i, text in enumerate(options)
            )
        case Number(unit=unit):
            return _slider(id_, "Your guess", guess, unit)
        case Curve(knots=knots, unit=unit):
            return "".join(_slider(f"{id_}-{i}", knot, guess, unit) for i, knot in enumerate(knots))


def _slider(id_: str, label: str, guess: Number | Curve, unit: str) -> str:
    """Write the slider of a number, or of a knot."""
    start = first_value(guess)
    return (
        f'<label for="{id_}-in">{escape(label)}</label>'
        f'<output for="{id_}-in" aria-live="off">{number(start, unit)}</output>'
        f'<input type="range" id="{id_}-in" min="{guess.low:g}" max="{guess.high:g}" step="{guess.step:g}" '
        f'value="{start:g}" aria-valuetext="{escape(number(start, unit))}">'
    )
