"""The table of a figure: what a long curve keeps of itself, and what the bounds and notes say."""

from __future__ import annotations

import pytest

from explorers import table


def figure(*traces, **layout):
    return {"data": list(traces), "layout": {"xaxis": {"title": {"text": "Time (h)"}}, **layout}}


@pytest.mark.parametrize("length", [1, 2, 29, 30, 31, 59, 60, 1001])
def test_a_curve_keeps_its_ends_and_at_most_thirty_points_in_order(length):
    points = {"x": list(range(length)), "y": list(range(length))}
    [found] = table.tables(figure({"mode": "lines", **points}))
    times = [int(row[1]) for row in found["rows"]]
    assert (times[0], times[-1]) == (0, length - 1)
    assert times == sorted(set(times)) and len(times) == min(length, table.MOST_ROWS)
    assert found["thinned"] == (length > table.MOST_ROWS)
    [marks] = table.tables(figure({"mode": "markers", **points}))
    assert len(marks["rows"]) == length and not marks["thinned"]


CALCULATED = {0.66667: "0.667", 13.517: "13.5", 31.6228: "31.6", 999.99: "1000", 1234.5: "1235", -0.0123456: "−0.0123"}
PUBLISHED = {316.8: "316.8", 1344: "1344", 87516: "87516", -32.090000000000003: "−32.09", 2.68: "2.68", 0: "0"}


@pytest.mark.parametrize(("value", "text"), [*CALCULATED.items(), *PUBLISHED.items()])
def test_a_number_of_more_than_four_digits_was_calculated_and_three_are_told(value, text):
    assert table.number(value) == text


def test_bounds_are_written_as_numbers_and_an_absent_one_stays_empty():
    [found] = table.tables(
        figure({
            "name": "Ketamine", "x": [1, 2], "y": ["a", "b"], "hovertext": ["seen", None],
            "error_x": {"array": [0.5, None], "arrayminus": [1.5, None]},
        })
    )  # fmt: skip
    assert found["head"] == ["Name", "Series", "Time (h)", "Low", "High", "Note"]
    assert found["rows"] == [["a", "Ketamine", "1", "−0.5", "1.5", "seen"], ["b", "Ketamine", "2", "", "", ""]]


def test_a_table_says_of_what_it_is_and_which_cell_heads_its_row():
    curve = figure({"name": "A & B", "mode": "lines", "x": list(range(40)), "y": [0] * 40}, yaxis={"title": "Level"})
    written = table.html(curve, "Figure: a <line>.")
    assert written.startswith("<table><caption>Figure: a &lt;line&gt;. Long curves at some of their points;")
    assert written.count('<th scope="row">A &amp; B</th>') == table.MOST_ROWS


def test_what_only_the_picture_says_is_a_table_of_its_own():
    drawn = figure({"mode": "markers", "x": ["a", "b"], "y": [1, 2], "name": "Marks"})
    drawn["layout"] |= {
        "annotations": [
            {"text": "<b>a</b>"},
            {"text": "c<br>no size"},
            {"text": "c no size"},
            {"text": "x", "visible": False},
        ],
        "shapes": [{"type": "rect", "name": "Seen in mice", "x0": 0, "x1": 14}, {"type": "line"}],
    }
    *_, said = table.tables(drawn)
    assert said["head"] == ["Words in the figure"] and said["rows"] == [["c no size"], ["Seen in mice: 0 to 14"]]


def test_a_table_that_the_figure_brings_stands_first_and_in_the_place_of_what_it_tells():
    corners = {"mode": "markers", "x": [1, 3], "y": [2, 4], "name": "Corners", "meta": table.TABLED}
    drawn = figure(corners, {"mode": "markers", "x": [5], "y": [6], "name": "Yours"})
    drawn["layout"]["meta"] = {"table": {"head": ["Study", "Months"], "rows": [["One", "1 to 3"], ["Two", -4]]}}
    brought, points = table.tables(drawn)
    assert brought["head"] == ["Study", "Months"] and brought["rows"] == [["One", "1 to 3"], ["Two", "−4"]]
    assert [row[0] for row in points["rows"]] == ["Yours"]
