"""A guess: its answer is worked out and never typed, and what cannot be asked is named at the build."""

from __future__ import annotations

import re
from dataclasses import dataclass

import plotly.graph_objects as go
import pytest
from ipywidgets import HTML, IntSlider

from explorers import ExplorerError, Readout, explore
from explorers.asking import Asking, gap
from explorers.explorer import BAKING
from explorers.guess import Choice, Curve, Guess, Number, html, resolve


@dataclass(frozen=True)
class Row:
    id: str
    value: float


SHARE = Row("C1", 26.0)
KNOTS = ("1 h", "1 day", "1 week", "1 month")
LEFT = tuple(Row(f"C{i}", value) for i, value in enumerate((90.0, 40.0, 10.0, 0.0)))
WORDS = [("Peak", "about 1,177.5 g"), ("Note", "nothing to count")]


def number(**changes) -> Number:
    return Number(**{"ask": "How many?", "answer": SHARE, "low": 0, "high": 100, "unit": "of 100"} | changes)


def choice(**changes) -> Choice:
    given = {
        "ask": "Which way?",
        "options": ("up", "down", "neither"),
        "answer": lambda words: "down",
        "after": "It fell.",
    }
    return Choice(**given | changes)


def curve(**changes) -> Curve:
    given = {"ask": "How much is left?", "knots": KNOTS, "answers": LEFT, "low": 0, "high": 100, "step": 5, "unit": "%"}
    return Curve(**given | changes)


@pytest.mark.parametrize(
    ("guess", "truth", "sentence"),
    [
        (number(), 26.0, "The answer: 26 of 100."),
        (number(answer=Row("C2", 0.264), times=100, unit="%"), 26.4, "The answer: 26.4 %."),
        (number(answer="Peak", high=2000, unit="g", after="Much."), 1177.5, "The answer: 1,178 g. Much."),
        (number(answer=Row("C3", -3.4), low=-10, high=0, unit=""), -3.4, "The answer: −3.4."),
        (number(answer=lambda words: len(words["Note"])), 16.0, "The answer: 16 of 100."),
        (choice(), 1, "The answer: down. It fell."),
        (choice(answer=lambda words: "up" if words["Peak"] else "down"), 0, "The answer: up. It fell."),
        (curve(), (90.0, 40.0, 10.0, 0.0), "The answer: 1 h 90 %, 1 day 40 %, 1 week 10 %, 1 month 0 %."),
    ],
)
def test_the_answer_comes_from_a_row_a_readout_or_a_function(guess: Guess, truth: object, sentence: str) -> None:
    asked = resolve("trial", guess, WORDS)
    assert asked.truth == pytest.approx(truth)
    assert asked.answer == sentence


@pytest.mark.parametrize(
    ("guess", "sentence"),
    [
        (number(ask="Guess"), "ask is 'Guess'; it must be a question that ends in '?'"),
        (number(answer=26), "the answer is 26; give the row or the readout that holds it, not the number itself"),
        (
            number(answer="Peek"),
            "the answer is the readout 'Peek', which has no number; the readouts are 'Peak', 'Note'",
        ),
        (number(answer="Note"), "the answer is the readout 'Note', which has no number"),
        (number(high=20), "the answer 26 lies outside the scale from 0 to 20"),
        (number(low=100), "the scale runs from 100 to 100; low must be below high"),
        (number(start=101), "start is 101; it must lie between 0 and 100"),
        (number(step=0), "step is 0; it must be above 0 and leave at least three stops from 0 to 100"),
        (number(step=60), "step is 60; it must be above 0"),
        (choice(options=("up", "down")), "options are 'up', 'down'; there must be 3 or 4 different texts"),
        (choice(options=("down",) * 3), "options are 'down', 'down', 'down'; there must be 3 or 4 different texts"),
        (
            choice(answer=lambda words: "sideways"),
            "the answer is 'sideways'; it must be one of 'up', 'down', 'neither'",
        ),
        (curve(knots=KNOTS[:3]), "there are 3 knots; there must be 4 to 8"),
        (curve(answers=LEFT[:3]), "there are 3 answers for 4 knots; each knot needs one"),
        (curve(high=50), "the answer 90 lies outside the scale from 0 to 50"),
    ],
)
def test_a_guess_that_cannot_be_asked_is_named_with_what_is_allowed(guess: Guess, sentence: str) -> None:
    with pytest.raises(ExplorerError, match=re.escape(sentence)) as caught:
        resolve("trial", guess, WORDS)
    assert str(caught.value).startswith("explorer 'trial', guess: ")


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ExplorerError, match=r"question.*step is 0.*not the number itself"):
        resolve("trial", number(ask="Guess", step=0, answer=26), WORDS)


def line(slope: int) -> tuple[go.Figure, list[Readout]]:
    return go.Figure(go.Scatter(x=[0, 1], y=[0, slope])), [Readout("Slope", slope, "m")]


def test_a_page_asks_first_and_holds_the_answer_for_readers_without_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BAKING, "1")
    guess = number(ask="How <steep>?", answer="Slope", low=0, high=9, unit="m")
    page = explore(line, caption="A line.", guess=guess, slope=IntSlider(min=1, max=3, value=2))._repr_html_()
    assert page.index("<figcaption") < page.index("How &lt;steep&gt;?") < page.index("explorer-controls")
    assert "The answer: 2 m." in page
    with pytest.raises(ExplorerError, match="lies outside the scale"):
        explore(line, caption="A line.", guess=number(answer="Slope", low=5, high=9), slope=IntSlider(min=1, max=3))


@pytest.mark.parametrize(("guess", "fields"), [(number(), 1), (choice(), 3), (curve(), 4)])
def test_each_field_has_a_label_of_its_own(guess: Guess, fields: int) -> None:
    written = html("trial", resolve("trial", guess, WORDS))
    inputs = re.findall(
        r'<input type="(?:range|radio)"[^>]* id="([^"]+)"|<input type="(?:range|radio)" id="([^"]+)"', written
    )
    ids = {one or other for one, other in inputs}
    assert len(ids) == fields and ids == set(re.findall(r'<label for="([^"]+)"', written))


@pytest.mark.parametrize(
    ("guess", "value", "sentence"),
    [
        (number(), 10, "You said 10 of 100. It is 26 of 100."),
        (number(), 26, "You said 26 of 100, and so it is."),
        (choice(), 0, "You said “up”. It is “down”. It fell."),
        (choice(), 1, "You said “down”, and so it is. It fell."),
        (curve(), [90, 40, 50, 0], "Where you are furthest off, you said 50 % and it is 10 %."),
        (curve(), [90, 40, 10, 0], "Your line is the measured one."),
    ],
)
def test_the_gap_in_words(guess: Guess, value: float, sentence: str) -> None:
    assert gap(resolve("trial", guess, WORDS), value).startswith(sentence)


def test_a_notebook_veils_the_explorer_until_it_is_answered_or_shown() -> None:
    veiled = HTML("the answer")
    asking = Asking(resolve("trial", choice(), WORDS), [veiled])
    said = asking._gap
    assert veiled.layout.display == "none"
    asking.answer()
    assert veiled.layout.display == "none" and "Choose an answer first" in said.value
    asking._fields[0].value = "up"
    asking.answer()
    assert veiled.layout.display is None and asking.value == 0 and "You said “up”" in said.value
    asking._again.click()
    assert veiled.layout.display == "none" and asking.value is None
    asking.show()
    assert veiled.layout.display is None and asking.value is None and "The answer: down" in said.value


@pytest.mark.parametrize(("guess", "fields"), [(number(), 1), (choice(), 1), (curve(), 4)])
def test_a_notebook_has_a_control_for_each_field_of_every_kind(guess: Guess, fields: int) -> None:
    asking = Asking(resolve("trial", guess, WORDS), [])
    assert len(asking._fields) == fields
    asking.answer()
    asking.show()
    assert "The answer" in asking._gap.value


def test_a_slider_starts_where_the_guess_says() -> None:
    assert Asking(resolve("trial", number(start=0), WORDS), [])._fields[0].value == 0
    assert Asking(resolve("trial", number(), WORDS), [])._fields[0].value == 50
