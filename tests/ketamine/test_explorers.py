"""What every explorer of the course says of itself: a caption and the names of its controls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from explorers import bake, table
from explorers import controls as c
from explorers.words import minus
from tests.support import course


def test_every_caption_is_a_sentence():
    for explorer in course.explorers():
        assert len(explorer.caption) > 40 and explorer.caption.endswith("."), explorer.id


def test_every_control_says_what_it_is():
    for explorer in course.explorers():
        for control in explorer.controls:
            assert control.label != control.name, f"{explorer.id}: give control {control.name!r} a description"
            assert len(set(control.labels)) == len(control.labels), (
                f"{explorer.id}: {control.name!r} has two stops of one label"
            )


def texts(tree: Any) -> Iterator[str]:
    """Every text of a figure that a reader may see: no colours, and no words that Plotly knows."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            seen = key in {"text", "hovertext", "ticktext", "name"}
            yield from (
                part for part in (value if isinstance(value, list) else [value]) if seen and isinstance(part, str)
            )
            yield from texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from texts(value)


@pytest.mark.parametrize("explorer", course.explorers(), ids=lambda explorer: f"{explorer.page}#{explorer.id}")
def test_every_number_below_zero_has_a_true_minus(explorer):
    """At the stop that a page opens with: notes from the tables, labels and readouts."""
    first = list(c.stops(explorer.controls))[c.initial(explorer.controls)]
    shown = bake.call(explorer.id, explorer.function, first | explorer.fixed)
    said = [*texts(shown.tree), *(text for _, text in shown.words)]
    assert said and [text for text in said if minus(text) != text] == []


def sizes(tree: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Every size of text that a figure sets, by where it stands."""
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in parts:
        if str(key).endswith("font") and isinstance(value, dict):
            size = value.get("size")
            yield from ((f"{path}.{key}", one) for one in (size if isinstance(size, list) else [size]) if one)
        yield from sizes(value, f"{path}.{key}")


UNSEEN = 1  # px: an axis title for the table alone


@pytest.mark.parametrize("explorer", course.explorers(), ids=lambda explorer: f"{explorer.page}#{explorer.id}")
def test_no_text_of_a_figure_is_below_12_px(explorer):
    first = list(c.stops(explorer.controls))[c.initial(explorer.controls)]
    for control in explorer.controls or [None]:
        for value in control.values if control else [None]:
            arguments = first | ({control.name: value} if control else {}) | explorer.fixed
            tree = bake.call(explorer.id, explorer.function, arguments).tree
            assert [found for found in sizes(tree) if UNSEEN < found[1] < 12] == [], arguments


@pytest.mark.parametrize("explorer", course.explorers(), ids=lambda explorer: f"{explorer.page}#{explorer.id}")
def test_what_the_picture_says_words_or_table_say_too(explorer):
    """Its notes, at the first view: a screen reader passes over the picture."""
    first = list(c.stops(explorer.controls))[c.initial(explorer.controls)]
    shown = bake.call(explorer.id, explorer.function, first | explorer.fixed)
    told = {cell for one in table.tables(shown.tree) for row in one["rows"] for cell in row}
    told |= {explorer.caption, *(text for _, text in shown.words)}
    notes = {table.words(note["text"]) for note in shown.tree.get("layout", {}).get("annotations", [])}
    assert {note for note in notes if not any(note in text for text in told)} == set()
