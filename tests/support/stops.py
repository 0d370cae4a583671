"""Two figures of one stop, compared: number by number within what the bake rounds, or part by part."""

from __future__ import annotations

import math
import re
from functools import cache

from explorers import bake
from tests.support import course


@cache
def spans(page, id_):
    """How far each trace's x and y reach over all stops, by trace and letter."""
    reach = {}
    for _, shown in course.results(page, id_):
        for i, trace in enumerate(shown.tree["data"]):
            for letter in "xy":
                numbers = [n for n in trace.get(letter, []) if isinstance(n, (int, float))]
                reach[i, letter] = [
                    min([*reach.get((i, letter), []), *numbers], default=0),
                    max([*reach.get((i, letter), []), *numbers], default=0),
                ]
    return {key: high - low for key, (low, high) in reach.items()}


def span(explorer, i, letter):
    return spans(explorer.page, explorer.id)[i, letter]


def assert_close(got, expected, reach, where):
    """The same array to within 1/4095 of its reach; text and gaps exactly."""
    if not isinstance(expected, list):
        assert got == expected, where
        return
    assert len(got) == len(expected), where
    for g, e in zip(got, expected):
        if isinstance(e, (int, float)) and isinstance(g, (int, float)):
            assert abs(g - e) <= reach / bake.LEVELS + 1e-6 * abs(e), where
        else:
            assert g == e, where


def assert_same(got, expected, step, path="figure"):
    """Equal trees; numbers may differ by half a step."""
    if isinstance(expected, dict):
        assert got.keys() == expected.keys(), path
        for key in expected:
            assert_same(got[key], expected[key], step, f"{path}.{key}")
    elif isinstance(expected, list):
        assert len(got) == len(expected), path
        for i, (g, e) in enumerate(zip(got, expected)):
            assert_same(g, e, step, f"{path}[{i}]")
    elif isinstance(expected, float):
        assert math.isclose(got, expected, rel_tol=1e-6, abs_tol=step / 2 * 1.0001), path
    else:
        assert got == expected, path


def missing(expected, got, path=()):
    """The paths at which what is shown is not what was baked; the page may add its colours."""
    if isinstance(expected, dict):
        tied = any("scaleanchor" in part for part in expected.values() if isinstance(part, dict))
        if tied:  # Plotly settles the ranges of axes with a scale in common
            expected = {
                key: {k: v for k, v in part.items() if k != "range"} if isinstance(part, dict) else part
                for key, part in expected.items()
            }
        return [
            fault
            for key in expected.keys() - {"autorange"}
            for fault in missing(expected[key], (got or {}).get(key), (*path, key))
        ]
    if isinstance(expected, list):
        if len(expected) != len(got or []):
            return [path]
        return [fault for i, item in enumerate(expected) for fault in missing(item, got[i], (*path, i))]
    if isinstance(expected, str) and "hovertext" in path:  # broken into lines that fit a phone
        expected, got = (re.sub(r"(<br\s*/?>|\s)+", " ", text).strip() for text in (expected, str(got)))
    if isinstance(expected, float) and isinstance(got, (int, float)):
        return [] if abs(expected - got) <= 1e-6 * abs(expected) else [path]
    return [] if expected == got else [path]
