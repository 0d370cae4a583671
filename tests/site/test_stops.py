"""Every explorer of the course: each stop on the built page is the Python function's result."""

from __future__ import annotations

import base64
import re

import pytest

from explorers import bake
from explorers import controls as c
from tests.support import course
from tests.support.stops import assert_same


@pytest.fixture(scope="session")
def packed(site):
    """The packed bytes of every explorer of the built site, by page and id."""
    pattern = re.compile(
        r'<figure class="explorer" id="([^"]+)".*?<script type="application/octet-stream"[^>]*>([^<]*)</script>', re.S
    )
    return {
        (page, id_): base64.b64decode(text)
        for page in course.pages()
        for id_, text in pattern.findall((site / f"{page}.html").read_text("utf-8"))
    }


def test_every_explorer_of_the_chapters_is_on_its_page_and_no_other(packed):
    assert set(packed) == {(explorer.page, explorer.id) for explorer in course.explorers()}
    assert len(packed) >= 4


def test_every_stop_on_the_page_is_what_the_function_says(packed):
    """Plotted numbers to within half a step of 1/4095 of what is drawn, everything else exactly."""
    for explorer in course.explorers():
        figures, words = bake.unpack(packed[explorer.page, explorer.id])
        assert len(figures) == c.count(explorer.controls)
        for (arguments, shown), figure, said in zip(course.results(explorer.page, explorer.id), figures, words):
            assert [tuple(pair) for pair in said] == shown.words, (explorer.id, arguments)
            if explorer.scene:
                assert figure == shown.tree, (explorer.id, arguments)
                continue
            assert figure["layout"] == bake.unpack(bake.pack([shown.tree], [0]))[0][0]["layout"]
            for got, expected in zip(figure["data"], shown.tree["data"], strict=True):
                assert_same(
                    got,
                    expected,
                    step=_drawn(expected, shown.tree["layout"]) / bake.LEVELS,
                    path=f"{explorer.id} {arguments}",
                )


def test_every_explorer_is_within_its_budget(packed):
    assert {key: len(data) for key, data in packed.items() if len(data) > bake.MAX_BYTES} == {}


def _drawn(trace, layout):
    """The longest range along which a trace's numbers are drawn."""
    spans = []
    for letter in "xy":
        axis = layout.get(f"{letter}axis{trace.get(f'{letter}axis', letter)[1:]}", {})
        numbers = [n for n in trace.get(letter, []) if isinstance(n, (int, float))]
        if axis.get("type") != "log" and numbers:
            ends = axis.get("range", [])
            spans.append(
                abs(ends[1] - ends[0])
                if len(ends) == 2 and not isinstance(ends[0], str)
                else max(numbers) - min(numbers)
            )
    return max(spans, default=0.0)
