"""The live explorer: a move calls the Python function; a fault shows and nothing is lost."""

from __future__ import annotations

import comm
import plotly.graph_objects as go
import pytest
from comm import create_comm
from ipywidgets import Checkbox, SelectionSlider, fixed

from explorers import ExplorerError, Readout, explore, html
from explorers.explorer import BAKING


def line(slope=1.0, marks=False, ki=0.5):
    figure = go.Figure(go.Scatter(x=[0, 1], y=[0, slope / ki]))
    if marks:
        figure.add_bar(x=[0, 1], y=[1, 2])
    return figure, [Readout("Slope", slope, "", ".1f")]


def test_a_move_calls_the_function_with_the_fixed_parameters_of_the_cell():
    slope = SelectionSlider(options=[1.0, 2.0])
    live = explore(line, caption="A line.", slope=slope, ki=fixed(0.25))
    assert live.figure.tree["data"][0]["y"][1] == 4
    slope.value = 2.0
    assert live.figure.tree["data"][0]["y"][1] == 8
    assert "2.0" in live._readouts.value


def test_where_no_widget_can_be_caption_readouts_and_numbers_are_shown():
    """On a page of nbconvert, and in a preview of a saved notebook; at the stop that stands there."""

    def titled(slope):
        figure, words = line(slope)
        return figure.update_layout(yaxis_title="Height"), words

    slope = SelectionSlider(options=[1.0, 2.0])
    live = explore(titled, caption="A line & more.", slope=slope)
    slope.value = 2.0
    bundle = live._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    still = bundle["text/html"]
    assert "<p>A line &amp; more.</p>" in still and "<dd>2.0</dd>" in still and "<td>4</td>" in still


def test_a_trace_may_come_and_go():
    marks = Checkbox()
    live = explore(line, caption="A line.", marks=marks)
    marks.value = True
    assert [trace["type"] for trace in live.figure.tree["data"]] == ["scatter", "bar"]
    marks.value = False
    assert [trace["type"] for trace in live.figure.tree["data"]] == ["scatter"]


def test_a_function_that_raises_leaves_the_last_good_figure_and_says_why():
    def touchy(dose):
        if dose == 2:
            raise ValueError("dose must be below 2 <mg>")
        return go.Figure(go.Scatter(x=[0], y=[dose]))

    dose = SelectionSlider(options=[1, 2, 3])
    live = explore(touchy, caption="Touchy.", dose=dose)
    dose.value = 2
    assert "explorer &#x27;touchy&#x27; at dose=2: ValueError: dose must be below 2 &lt;mg&gt;" in live._message.value
    assert live.figure.tree["data"][0]["y"] == [1]
    dose.value = 3
    assert live._message.value == "" and live.figure.tree["data"][0]["y"] == [3]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"slope": 9.0}, "explorer 'line': control 'slope' has no stop 9.0; its stops are 1.0, 2.0"),
        ({"slope": 2.0, "dose": 1}, "explorer 'line' has no control 'dose'; its controls are slope"),
    ],
)
def test_a_value_set_from_code_that_is_no_stop_is_refused_in_a_sentence(values, says):
    live = explore(line, caption="A line.", slope=SelectionSlider(options=[1.0, 2.0]))
    with pytest.raises(ExplorerError, match=says):
        live.set(**values)
    assert live.figure.tree["data"][0]["y"][1] == 2
    live.set(slope=2.0)
    assert live.figure.tree["data"][0]["y"][1] == 4


def test_figures_share_plotlys_script():
    one, other = (explore(line, caption="A line.").figure for _ in range(2))
    assert one._script is other._script and 1_000_000 < len(one._script.value) < 1_500_000
    assert len(one.get_state()["_esm"]) < 10_000


def test_the_first_message_about_a_figure_holds_all_of_it(monkeypatch):
    """Sent after it, the data of a figure came too late for a busy browser, which drew empty axes."""
    opened = []
    monkeypatch.setattr(comm, "create_comm", lambda **said: opened.append(said["data"]["state"]) or create_comm(**said))
    explore(line, caption="A line.", slope=SelectionSlider(options=[1.0, 2.0]))
    figures = [state for state in opened if "tree" in state]
    assert [[trace["type"] for trace in state["tree"]["data"]] for state in figures] == [["scatter"]]
    assert figures[0]["label"] == "A line."


def test_a_move_sends_the_figure_before_anything_else(monkeypatch):
    """It is what a learner waits for."""
    live = explore(line, caption="A line.", slope=SelectionSlider(options=[1.0, 2.0]))
    sent = []
    for widget in (live.figure, live._readouts, live._message):
        monkeypatch.setattr(widget.comm, "send", lambda data, buffers=None: sent.extend(data["state"]))
    live.set(slope=2.0)
    assert sent == ["tree", "value"]


def test_a_function_that_raises_at_once_is_refused():
    with pytest.raises(ExplorerError, match="its only stop: ZeroDivisionError"):
        explore(lambda: 1 / 0, caption="Nothing.")


def test_only_the_build_bakes(monkeypatch):
    monkeypatch.delenv(BAKING, raising=False)
    assert not hasattr(explore(line, caption="A line."), "html")
    monkeypatch.setenv(BAKING, "1")
    page = explore(
        line, caption="A <line>.", slope=SelectionSlider(options=[1.0, 2.0], description="Slope & rise")
    )._repr_html_()
    assert "A &lt;line&gt;." in page and "Slope &amp; rise" in page and "<table>" in page and "widget" not in page


def test_a_page_needs_a_caption(monkeypatch):
    monkeypatch.setenv(BAKING, "1")
    with pytest.raises(ExplorerError, match="explorer 'line' has no caption"):
        explore(line)


def test_readouts_beside_the_controls_leave_a_phone_room_for_the_figure():
    """The same ones at every stop, so that none jumps; the others follow the figure."""
    short, sentence = ("Peak", "177 ng/mL"), ("What is felt", "word " * 40)
    assert html.near_readouts([[short] * 5], 2) >= 5
    assert html.near_readouts([[short, sentence, sentence]], 2) == 2
    assert html.near_readouts([[short, short], [short, sentence, sentence, sentence]], 2) == 2
    assert html.near_readouts([[sentence, short]], 5) == 1
    assert html.near_readouts([[]], 1) >= 1
