"""The charts' vocabulary: rows from the top, intervals as given, an empty trace in its place."""

from __future__ import annotations

import math

import pytest

from explorers import charts
from explorers.bake import call
from explorers.charts import Look, Mark
from explorers.table import tables
from explorers.words import lines, minus, number

LOOK = Look("Trial", charts.BLUE, "square")


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("-5.8 points", "−5.8 points"),
        ("-13.3 to -1.6", "−13.3 to −1.6"),
        ("(-0.5", "(−0.5"),
        ("r = -.9", "r = −.9"),
        ("<b>-3</b>", "<b>−3</b>"),
        ("a 0-10 scale, MK-801, COVID-19, two-photon, 5-HT", "a 0-10 scale, MK-801, COVID-19, two-photon, 5-HT"),
        ("TRANSFORM-1 and -2", "TRANSFORM-1 and -2"),
        ("−5", "−5"),
    ],
)
def test_a_minus_stands_before_a_number_and_a_hyphen_stays(text, wanted):
    assert minus(text) == wanted


def test_numbers_and_lines():
    assert [number(n) for n in (-5.82, 0.0, 40.0)] == ["−5.82", "0", "40"]
    assert lines("one two three", 8) == "one two<br>three" and lines("one<br>two", 44) == "one<br>two"
    assert lines("a two-photon image", 9) == "a<br>two-photon<br>image", "the table joins the lines with a space"


def test_rows_run_from_the_top_and_only_those_shown_are_labelled():
    axis = charts.rows("x", "y", iter(["a", "b", "c"]), shown=["b"]).layout.yaxis
    assert axis.categoryarray == ("a", "b", "c") and axis.tickvals == ("b",)
    assert axis.range[0] > 2 and axis.range[1] < 0, "the first row is at the top"
    assert charts.rows("x", "y", ["a"], written=False).layout.yaxis.visible is False
    assert charts.columns(["a", "b"])["range"] == [-0.5, 1.5]


def test_intervals_end_where_they_are_said_to():
    figure = charts.rows("Difference", "", ["a", "b"])
    charts.intervals(figure, LOOK, [Mark("a", -2, -3, 0.5, "n = 40; r -0.5"), Mark("b", 1)])
    (trace,) = figure.data
    assert (trace.name, trace.x, trace.y, trace.showlegend) == ("Trial", (-2, 1), ("a", "b"), True)
    assert trace.error_x.array == (2.5, None) and trace.error_x.arrayminus == (1, None)
    assert trace.hovertext[0] == "n = 40; r −0.5"
    table = tables(call("trial", lambda: figure, {}).tree)[0]
    assert table["rows"][0] == ["a", "Trial", "−2", "−3", "0.5", "n = 40; r −0.5"]


def test_a_group_without_marks_keeps_its_place_and_leaves_the_legend():
    figure = charts.rows("Difference", "", ["a"])
    charts.intervals(figure, LOOK, [])
    assert figure.data[0].x == (None,) and figure.data[0].showlegend is False
    assert tables(call("trial", lambda: figure, {}).tree)[0]["rows"] == []


def test_upright_marks_stand_along_y():
    figure = charts.blank("x", "y")
    charts.intervals(figure, LOOK._replace(symbol="circle-open"), [Mark(4, 1.0, 0.5, 2.0)], upright=True)
    trace = figure.data[0]
    assert (trace.x, trace.y, trace.error_y.array, trace.marker.line.width) == ((4,), (1.0,), (1.0,), 2)


def test_lanes_part_their_lines_and_stay_out_of_the_table():
    figure = charts.rows("x", "y", ["a", "b"])
    charts.lanes(figure, LOOK, [("a", 1, 2), ("b", 3, 4)])
    assert figure.data[0].x == (1, 2, None, 3, 4) and figure.data[0].hoverinfo == "skip"


def test_lines_and_shapes_join_those_already_there():
    figure = charts.blank("x", "y")
    charts.upright(figure, 0)
    charts.level(figure, 1, dash="dot")
    charts.at_end(figure, LOOK, 3, 4)
    assert [(s.x0, s.x1) for s in figure.layout.shapes] == [(0, 0), (0, 1)]
    assert figure.layout.annotations[0].text == "Trial"


def test_powers_name_their_ticks():
    axis = charts.powers({0.5: "½", 1000: "1,000"}, 0.1, 10_000)
    assert axis["range"] == [-1, 4] and axis["ticktext"] == ["½", "1,000"]
    assert charts.powers([10, 1000], 1, 2)["ticktext"] == ["10", "1,000"]
    assert math.isclose(charts.powers([1], 1, 2)["range"][1], math.log10(2))


def test_a_hundred_people_are_a_hundred_marks():
    figure = charts.blank("", "")
    charts.hundred(figure, [(LOOK, range(30)), (LOOK, range(30, 100))], lambda i: (i % 10, i // 10), size=9)
    assert [len(trace.x) for trace in figure.data] == [30, 70] and figure.data[1].y[-1] == 9
