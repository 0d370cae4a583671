"""The table of a figure: what a long curve keeps of itself, and what the bounds and notes say."""

from __future__ import annotations

import pytest

from explorers import table


def figure(*traces, **layout):
    return {"data": list(traces), "layout": {"xaxis": {"title": {"text": "Time (h)"}}, **layout}}


@pytest.mark.parametrize("length", [1, 2, 29, 30, 31, 59, 60, 1001])
def test_a_curve_keeps_its_ends_and_at_most_thirty_points_in_order(length):
    [found] = table.tables(figure({"x": list(range(length)), "y": list(range(length))}))
    times = [int(row[1]) for row in found["rows"]]
    assert (times[0], times[-1]) == (0, length - 1)
    assert times == sorted(set(times)) and len(times) == min(length, table.MOST_ROWS)


def test_bounds_are_written_as_numbers_and_an_absent_one_stays_empty():
    [found] = table.tables(
        figure({
            "name": "Ketamine", "x": [1, 2], "y": ["a", "b"], "hovertext": ["seen", None],
            "error_x": {"array": [0.5, None], "arrayminus": [1.5, None]},
        })
    )  # fmt: skip
    assert found["head"] == ["Series", "Time (h)", "Row", "Low", "High", "Note"]
    assert found["rows"] == [["Ketamine", "1", "a", "−0.5", "1.5", "seen"], ["Ketamine", "2", "b", "", "", ""]]
